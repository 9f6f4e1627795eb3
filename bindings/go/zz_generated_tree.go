// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// ClassName: The Python class: "int", "collections.OrderedDict", "torch.Size", "torch.nn.parameter.Parameter", and
// of an instance the one that Tenon doesn't know, "mnist.Net". The text lives as long as the tree.
func (t *Tree) ClassName() string {
	r := native.Tn_tree_class_name(t.in())
	runtime.KeepAlive(t)
	return text(r)
}

// AsBool: A bool. 0 on failure.
func (t *Tree) AsBool() bool {
	r := native.Tn_tree_bool(t.in())
	runtime.KeepAlive(t)
	return truth(r)
}

// AsInt: An int, or a bool as 0 and 1. ErrValue for one beyond 64 bits. -1 on failure, and for that number.
func (t *Tree) AsInt() int {
	r := native.Tn_tree_int(t.in())
	runtime.KeepAlive(t)
	return integer(r)
}

// AsFloat: A float, or an int. NaN on failure.
func (t *Tree) AsFloat() float64 {
	r := native.Tn_tree_float(t.in())
	runtime.KeepAlive(t)
	return float(r)
}

// AsText: A text. It lives as long as the tree.
func (t *Tree) AsText() string {
	r := native.Tn_tree_string(t.in())
	runtime.KeepAlive(t)
	return text(r)
}

// AsDType: A dtype; 0 on failure.
func (t *Tree) AsDType() DType {
	r := native.Tn_tree_dtype(t.in())
	runtime.KeepAlive(t)
	return DType(integer(r))
}

// AsTensor: A tensor.
func (t *Tree) AsTensor() *Tensor {
	r := native.Tn_tree_tensor(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Len: How many elements a list or tuple has, or pairs a dict. -1 on failure.
func (t *Tree) Len() int {
	r := native.Tn_tree_count(t.in())
	runtime.KeepAlive(t)
	return integer(r)
}

// Item: Element i of a list or tuple; value i of a dict, in its order. ErrIndex beyond the end.
func (t *Tree) Item(i int) *Tree {
	r := native.Tn_tree_item(t.in(), i)
	runtime.KeepAlive(t)
	return treeOf(r)
}

// Key: Key i of a dict.
func (t *Tree) Key(i int) *Tree {
	r := native.Tn_tree_key(t.in(), i)
	runtime.KeepAlive(t)
	return treeOf(r)
}

// Has: Whether a dict has this key, or an instance's state this attribute.
func (t *Tree) Has(key string) bool {
	r := native.Tn_tree_has(t.in(), key)
	runtime.KeepAlive(t)
	return truth(r)
}

// Get: The value of a key, or of an instance's attribute. ErrKey, with the nearest ones, where there is none.
func (t *Tree) Get(key string) *Tree {
	r := native.Tn_tree_get(t.in(), key)
	runtime.KeepAlive(t)
	return treeOf(r)
}

// GetInt: The value of a key that is an int, as an optimizer's state has them.
func (t *Tree) GetInt(key int) *Tree {
	r := native.Tn_tree_get_int(t.in(), key)
	runtime.KeepAlive(t)
	return treeOf(r)
}

// Arguments: What an instance's constructor, or the function that made it, was given: a tuple.
func (t *Tree) Arguments() *Tree {
	r := native.Tn_tree_arguments(t.in())
	runtime.KeepAlive(t)
	return treeOf(r)
}

// State: What an instance's state was set to, mostly a dict of its attributes; None where it wasn't.
func (t *Tree) State() *Tree {
	r := native.Tn_tree_state(t.in())
	runtime.KeepAlive(t)
	return treeOf(r)
}

// Contents: The elements of an instance whose class is a kind of list or dict; else None.
func (t *Tree) Contents() *Tree {
	r := native.Tn_tree_contents(t.in())
	runtime.KeepAlive(t)
	return treeOf(r)
}

// Tensors: All tensors in it under flat names. Keys and places in lists are joined with "/"
// ("optimizer/state/0/exp_avg"), so the tree of a state_dict gives its own names; attributes of an instance are
// joined with ".", and of a torch.nn.Module's instance the names are those of its state_dict. A tensor by itself
// has the name "".
func (t *Tree) Tensors() *TensorDict {
	r := native.Tn_tree_tensors(t.in())
	runtime.KeepAlive(t)
	return dictOf(r)
}

// NewTreeNone
func NewTreeNone() *Tree {
	r := native.Tn_tree_none()
	return treeOf(r)
}

// TreeFromBool
func TreeFromBool(value bool) *Tree {
	r := native.Tn_tree_from_bool(value)
	return treeOf(r)
}

// TreeFromInt
func TreeFromInt(value int) *Tree {
	r := native.Tn_tree_from_int(value)
	return treeOf(r)
}

// TreeFromFloat
func TreeFromFloat(value float64) *Tree {
	r := native.Tn_tree_from_float(value)
	return treeOf(r)
}

// TreeFromString: ErrValue for what isn't UTF-8.
func TreeFromString(text string) *Tree {
	r := native.Tn_tree_from_string(text)
	return treeOf(r)
}

// TreeFromDType: ErrValue for what isn't UTF-8.
func TreeFromDType(dtype DType) *Tree {
	r := native.Tn_tree_from_dtype(int32(dtype))
	return treeOf(r)
}

// TreeFromTensor: A tensor. It isn't copied.
func TreeFromTensor(t *Tensor) *Tree {
	r := native.Tn_tree_from_tensor(t.in())
	runtime.KeepAlive(t)
	return treeOf(r)
}

// TreeFromTensors: An OrderedDict of a dictionary's tensors, as a state_dict is saved.
func TreeFromTensors(dict *TensorDict) *Tree {
	r := native.Tn_tree_from_tensors(dict.in())
	runtime.KeepAlive(dict)
	return treeOf(r)
}

// NewTreeDict: An empty dict.
func NewTreeDict() *Tree {
	r := native.Tn_tree_dict()
	return treeOf(r)
}

// Append: Adds a value at the end of a list.
func (t *Tree) Append(value *Tree) {
	r := native.Tn_tree_append(t.in(), value.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(value)
	done(r)
}

// Set: Adds a pair to a dict at its end, or puts the value in the place of the one of this key.
func (t *Tree) Set(key string, value *Tree) {
	r := native.Tn_tree_set(t.in(), key, value.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(value)
	done(r)
}

// SetInt: The same for a key that is an int.
func (t *Tree) SetInt(key int, value *Tree) {
	r := native.Tn_tree_set_int(t.in(), key, value.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(value)
	done(r)
}
