package tenon

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Tree is what a checkpoint nests: numbers, texts, tensors, lists and dictionaries in one another.
type Tree struct{ object }

// Close gives it up.
func (t *Tree) Close()                 { t.close(kindTree) }
func (t *Tree) proxy() (*object, kind) { return &t.object, kindTree }
func (t *Tree) in() uintptr            { return t.borrow("Tree") }

func treeOf(r native.Result) *Tree { return adopt(&Tree{}, r) }

// Kind says which kind of value it is.
func (t *Tree) Kind() TreeKind {
	k := TreeKind(integer(native.Tn_tree_kind(t.in())))
	runtime.KeepAlive(t)
	return k
}

// Bytes is bytes, or those of a text.
func (t *Tree) Bytes() []byte {
	var n int
	l := native.Tree_text(t.in(), &n)
	runtime.KeepAlive(t)
	if l.N < 0 {
		fail(l.P)
	}
	l.N = n
	return []byte(native.TakeText(l))
}

// TreeFromBytes is bytes.
func TreeFromBytes(data []byte) *Tree { return treeOf(native.Tree_from(data, len(data))) }

// NewTreeList is a list of these, NewTreeTuple a tuple, which never changes.
func NewTreeList(items ...*Tree) *Tree  { return treeOf(native.Tn_tree_list(treeHandles(items))) }
func NewTreeTuple(items ...*Tree) *Tree { return treeOf(native.Tn_tree_tuple(treeHandles(items))) }

func treeHandles(items []*Tree) []uintptr {
	handles := make([]uintptr, len(items))
	for i, t := range items {
		handles[i] = t.in()
	}
	return handles
}

// Value is the whole tree as Go's own values: nil, bool, int, float64, string, []byte, DType, *Tensor, []any for lists and
// tuples, and map[string]any for dicts (keys that are numbers as texts). Instances of unknown classes stay trees.
func (t *Tree) Value() any {
	switch t.Kind() {
	case TreeKindNone:
		return nil
	case TreeKindBool:
		return t.AsBool()
	case TreeKindInt:
		return t.AsInt()
	case TreeKindFloat:
		return t.AsFloat()
	case TreeKindString:
		return t.AsText()
	case TreeKindBytes:
		return t.Bytes()
	case TreeKindDType:
		return t.AsDType()
	case TreeKindTensor:
		return t.AsTensor()
	case TreeKindList, TreeKindTuple:
		items := make([]any, t.Len())
		for i := range items {
			items[i] = part(t.Item(i))
		}
		return items
	case TreeKindDict:
		items := make(map[string]any, t.Len())
		for i, n := 0, t.Len(); i < n; i++ {
			items[fmt.Sprint(part(t.Key(i)))] = part(t.Item(i))
		}
		return items
	}
	return t
}

func part(t *Tree) any {
	value := t.Value()
	if value != any(t) {
		t.Close()
	}
	return value
}

// TreeOf is a tree of Go's own values, those of Value, and *TensorDict.
func TreeOf(value any) *Tree {
	switch v := value.(type) {
	case nil:
		return NewTreeNone()
	case *Tree:
		return v
	case bool:
		return TreeFromBool(v)
	case int:
		return TreeFromInt(v)
	case float64:
		return TreeFromFloat(v)
	case string:
		return TreeFromString(v)
	case []byte:
		return TreeFromBytes(v)
	case DType:
		return TreeFromDType(v)
	case *Tensor:
		return TreeFromTensor(v)
	case *TensorDict:
		return TreeFromTensors(v)
	case []any:
		list := NewTreeList()
		for _, item := range v {
			branch(item, list.Append)
		}
		return list
	case map[string]any:
		dict := NewTreeDict()
		for key, item := range v {
			key := key
			branch(item, func(t *Tree) { dict.Set(key, t) })
		}
		return dict
	}
	panic(failure(ErrType, "TreeOf", "TreeOf: a %T has no place in a checkpoint", value))
}

func branch(value any, add func(*Tree)) {
	t := TreeOf(value)
	add(t)
	if value != any(t) {
		t.Close()
	}
}

// String says what it is; a text is asked for with AsText.
func (t *Tree) String() string {
	if t.handle == 0 {
		return "tree(closed)"
	}
	name := t.ClassName()
	switch t.Kind() {
	case TreeKindList, TreeKindTuple, TreeKindDict:
		return fmt.Sprintf("%s of %d", name, t.Len())
	case TreeKindTensor:
		return fmt.Sprint(t.Value())
	case TreeKindInstance:
		return "instance of " + name
	}
	return strings.TrimSpace(fmt.Sprint(t.Value()))
}
