// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// IndexSelect: The elements of a dimension in the order that index names them: its size becomes that of index.
//
// index: a vector or a scalar of int64 or int32, from 0
//
// PyTorch: torch.index_select.
func (t *Tensor) IndexSelect(dim int, index *Tensor) *Tensor {
	r := native.Tn_index_select(t.in(), dim, index.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(index)
	return tensorOf(r)
}

// Gather: out[i][j] = self[index[i][j]][j] with dim 0, self[i][index[i][j]] with dim 1, and so on. The result is of
// index's shape, which has as many dimensions as self and is nowhere larger but in dim.
//
// PyTorch: torch.gather.
func (t *Tensor) Gather(dim int, index *Tensor) *Tensor {
	r := native.Tn_gather(t.in(), dim, index.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(index)
	return tensorOf(r)
}

// MaskedSelect: The elements where mask is true, in row-major order, as a vector. mask is bool and broadcasts with
// self.
//
// PyTorch: torch.masked_select.
func (t *Tensor) MaskedSelect(mask *Tensor) *Tensor {
	r := native.Tn_masked_select(t.in(), mask.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(mask)
	return tensorOf(r)
}

// Scatter: self with self[index[i][j]][j] = src[i][j] for dim 0, and so on: what gather reads, this writes. src is
// of self's dtype and nowhere smaller than index. Where an element is named twice, which value stays is open.
//
// PyTorch: torch.scatter.
func (t *Tensor) Scatter(dim int, index, src *Tensor) *Tensor {
	r := native.Tn_scatter(t.in(), dim, index.in(), src.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(index)
	runtime.KeepAlive(src)
	return tensorOf(r)
}

// Scatter_: self with self[index[i][j]][j] = src[i][j] for dim 0, and so on: what gather reads, this writes. src is
// of self's dtype and nowhere smaller than index. Where an element is named twice, which value stays is open.
//
// PyTorch: torch.scatter.
func (t *Tensor) Scatter_(dim int, index, src *Tensor) *Tensor {
	r := native.Tn_scatter_(t.in(), dim, index.in(), src.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(index)
	runtime.KeepAlive(src)
	done(r)
	return t
}

// ScatterValue: The same with one number for all.
//
// PyTorch: torch.scatter.
func (t *Tensor) ScatterValue(dim int, index *Tensor, value float64) *Tensor {
	r := native.Tn_scatter_value(t.in(), dim, index.in(), value)
	runtime.KeepAlive(t)
	runtime.KeepAlive(index)
	return tensorOf(r)
}

// ScatterValue_: The same with one number for all.
//
// PyTorch: torch.scatter.
func (t *Tensor) ScatterValue_(dim int, index *Tensor, value float64) *Tensor {
	r := native.Tn_scatter_value_(t.in(), dim, index.in(), value)
	runtime.KeepAlive(t)
	runtime.KeepAlive(index)
	done(r)
	return t
}

// MaskedFill: self with value where mask is true. mask is bool and broadcasts to self; value is a tensor without
// dimensions, or a number, and must fit self's dtype.
//
// PyTorch: Tensor.masked_fill.
func (t *Tensor) MaskedFill(mask, value *Tensor) *Tensor {
	r := native.Tn_masked_fill(t.in(), mask.in(), value.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(mask)
	runtime.KeepAlive(value)
	return tensorOf(r)
}

// MaskedFillScalar: self with value where mask is true. mask is bool and broadcasts to self; value is a tensor
// without dimensions, or a number, and must fit self's dtype.
//
// PyTorch: Tensor.masked_fill.
func (t *Tensor) MaskedFillScalar(mask *Tensor, value float64) *Tensor {
	r := native.Tn_masked_fill_scalar(t.in(), mask.in(), value)
	runtime.KeepAlive(t)
	runtime.KeepAlive(mask)
	return tensorOf(r)
}

// MaskedFillInt: self with value where mask is true. mask is bool and broadcasts to self; value is a tensor without
// dimensions, or a number, and must fit self's dtype.
//
// PyTorch: Tensor.masked_fill.
func (t *Tensor) MaskedFillInt(mask *Tensor, value int) *Tensor {
	r := native.Tn_masked_fill_int(t.in(), mask.in(), value)
	runtime.KeepAlive(t)
	runtime.KeepAlive(mask)
	return tensorOf(r)
}

// MaskedFill_: self with value where mask is true. mask is bool and broadcasts to self; value is a tensor without
// dimensions, or a number, and must fit self's dtype.
//
// PyTorch: Tensor.masked_fill.
func (t *Tensor) MaskedFill_(mask, value *Tensor) *Tensor {
	r := native.Tn_masked_fill_(t.in(), mask.in(), value.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(mask)
	runtime.KeepAlive(value)
	done(r)
	return t
}

// MaskedFillScalar_: self with value where mask is true. mask is bool and broadcasts to self; value is a tensor
// without dimensions, or a number, and must fit self's dtype.
//
// PyTorch: Tensor.masked_fill.
func (t *Tensor) MaskedFillScalar_(mask *Tensor, value float64) *Tensor {
	r := native.Tn_masked_fill_scalar_(t.in(), mask.in(), value)
	runtime.KeepAlive(t)
	runtime.KeepAlive(mask)
	done(r)
	return t
}

// MaskedFillInt_: self with value where mask is true. mask is bool and broadcasts to self; value is a tensor
// without dimensions, or a number, and must fit self's dtype.
//
// PyTorch: Tensor.masked_fill.
func (t *Tensor) MaskedFillInt_(mask *Tensor, value int) *Tensor {
	r := native.Tn_masked_fill_int_(t.in(), mask.in(), value)
	runtime.KeepAlive(t)
	runtime.KeepAlive(mask)
	done(r)
	return t
}
