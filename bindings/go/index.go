package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Item is one thing between the brackets of x[…]: At, Slice, End, Ellipsis, NewAxis, Mask, or a *Tensor of integers or bools.
type Item interface{ item(v *values) }

// At is one place, which takes the dimension away; negative ones count from the end.
type At int

// Truth is a bool between the brackets.
type Truth bool

type slice struct{ start, end, step int }
type mark int

// Open is the open end of a Slice: Slice(1, tenon.Open) is Python's 1:.
const Open = noInt

const (
	ellipsis mark = iota
	newAxis
)

var (
	// Ellipsis is Python's ... : as many whole dimensions as it takes.
	Ellipsis Item = ellipsis
	// NewAxis is Python's None: a new dimension of size 1.
	NewAxis Item = newAxis
	// All is Python's : alone, a whole dimension.
	All Item = slice{noInt, noInt, 1}
)

// Slice is start:end, or start:end:step.
func Slice(start, end int, step ...int) Item {
	if len(step) == 0 {
		return slice{start, end, 1}
	}
	return slice{start, end, step[0]}
}

func (i At) item(v *values)      { v.integer(valueInt, int(i)) }
func (b Truth) item(v *values)   { v.integer(valueBool, word(bool(b))) }
func (t *Tensor) item(v *values) { v.tensor(t) }
func (s slice) item(v *values)   { v.list(valueSlice, s.start, s.end, s.step) }
func (m mark) item(v *values) {
	if m == ellipsis {
		v.list(valueEllipsis)
	} else {
		v.list(valueNone)
	}
}

func itemsOf(items []Item) *values {
	v := &values{}
	for _, i := range items {
		if i == nil {
			i = NewAxis
		}
		i.item(v)
	}
	return v
}

// Index is self[items], as Python writes it. PyTorch: Tensor.__getitem__.
//
//	x.Index(tenon.At(0), tenon.Slice(1, tenon.Open), tenon.Ellipsis, mask)
func (t *Tensor) Index(items ...Item) *Tensor {
	v := itemsOf(items)
	r := native.Tn_index(t.in(), v.words)
	runtime.KeepAlive(t)
	runtime.KeepAlive(v)
	return tensorOf(r)
}

// IndexPut_ is self[items] = value, broadcast. PyTorch: Tensor.__setitem__, index_put_.
func (t *Tensor) IndexPut_(value *Tensor, items ...Item) *Tensor {
	return t.indexPut(value, false, items)
}

// IndexPutAccumulate_ is self[items] += value, each time an element is named. PyTorch: index_put_(accumulate=True).
func (t *Tensor) IndexPutAccumulate_(value *Tensor, items ...Item) *Tensor {
	return t.indexPut(value, true, items)
}

func (t *Tensor) indexPut(value *Tensor, accumulate bool, items []Item) *Tensor {
	v := itemsOf(items)
	done(native.Tn_index_put_(t.in(), v.words, value.in(), accumulate))
	runtime.KeepAlive(t)
	runtime.KeepAlive(value)
	runtime.KeepAlive(v)
	return t
}
