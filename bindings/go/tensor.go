package tenon

import (
	"math"
	"runtime"
	"unsafe"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// ---- values in

// FromSlice is a tensor with a copy of row-major values. Without a shape it has one dimension. As cgo asks, the values must not
// be a part of something that also has pointers in it, such as an array in a struct. PyTorch: torch.tensor.
func FromSlice[T Element](values []T, shape ...int) *Tensor {
	return fromSlice(values, sizesOf(len(values), shape))
}

// Scalar is a tensor without dimensions.
func Scalar[T Element](value T) *Tensor { return fromSlice([]T{value}, []int{}) }

func sizesOf(n int, shape []int) []int {
	if len(shape) == 0 {
		return []int{n}
	}
	return shape
}

func fromSlice[T Element](values []T, shape []int) *Tensor {
	checkCount("FromSlice", len(values), shape)
	return tensorOf(native.Tensor_from(bytesOf(values), int32(DTypeOf[T]()), shape))
}

func checkCount(what string, n int, shape []int) {
	wanted := 1
	for _, size := range shape {
		wanted *= size
	}
	if wanted != n {
		panic(failure(ErrShape, what, "%s: shape %v has %d elements, and the slice %d", what, shape, wanted, n))
	}
}

func bytesOf[T Element](values []T) []byte {
	if len(values) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&values[0])), len(values)*int(unsafe.Sizeof(values[0])))
}

// FromBlob is a tensor over memory of C's that is already there, without a copy: memory of Go's can't be lent to C for longer than
// a call. release, which may be nil, runs once, when the last tensor that shares the memory goes, perhaps on another thread; it
// must not call this package. PyTorch: torch::from_blob.
func FromBlob(data unsafe.Pointer, dtype DType, shape []int, release func()) *Tensor {
	n := DTypeItemsize(dtype)
	for _, size := range shape {
		if size < 0 || size > 0 && n > math.MaxInt/size {
			panic(failure(ErrShape, "FromBlob", "FromBlob: %v is no shape", shape))
		}
		n *= size
	}
	if data == nil && n > 0 {
		panic(failure(ErrNull, "FromBlob", "FromBlob: nil is no memory for shape %v", shape))
	}
	var user int
	if release != nil {
		user = int(native.Keep(release))
	}
	return tensorOf(native.Tensor_over(unsafe.Slice((*byte)(data), n), int32(dtype), shape, user))
}

// ---- values out

// DataOf is the tensor's own memory as a slice, without a copy: what is written to it is seen by the tensor, unnoticed by
// autograd. It must be contiguous, on the CPU, and of T's dtype. The slice is valid as long as the tensor or a view of it is
// neither closed nor collected: runtime.KeepAlive(t) after the last use makes sure of it.
func DataOf[T Element](t *Tensor) []T {
	if t.DType() != DTypeOf[T]() || !t.IsContiguous() || t.Device() != CPU {
		panic(failure(ErrState, "DataOf", "DataOf: the tensor must be contiguous, on the CPU and %v; it is %v on %v", DTypeOf[T](),
			t.DType(), t.Device()))
	}
	r := native.Tn_tensor_data(t.in())
	if r.N < 0 {
		fail(r.P)
	}
	return unsafe.Slice((*T)(r.P), t.Numel())
}

// ToSlice is a copy of the values, row-major and converted to T, from any device and layout. PyTorch: Tensor.tolist.
func ToSlice[T Element](t *Tensor) []T {
	values := make([]T, t.Numel())
	ReadInto(t, values)
	return values
}

// ReadInto copies the values, row-major and converted to T, to a slice of as many elements.
func ReadInto[T Element](t *Tensor, values []T) {
	if n := t.Numel(); n != len(values) {
		panic(failure(ErrShape, "ReadInto", "ReadInto: the tensor has %d elements, and the slice %d", n, len(values)))
	}
	if len(values) > 0 {
		bytes := bytesOf(values)
		done(native.Tensor_into(t.in(), bytes, int32(DTypeOf[T]()), len(bytes)))
	}
	runtime.KeepAlive(t)
}

// Write replaces the values by those of a slice of as many elements, in place.
func Write[T Element](t *Tensor, values []T) {
	if n := t.Numel(); n != len(values) {
		panic(failure(ErrShape, "Write", "Write: the tensor has %d elements, and the slice %d", n, len(values)))
	}
	if len(values) > 0 {
		bytes := bytesOf(values)
		done(native.Tensor_write(t.in(), bytes, int32(DTypeOf[T]()), len(bytes)))
	}
	runtime.KeepAlive(t)
}

// ItemInt is the value of a tensor with one element, exactly, of integers and bools. PyTorch: Tensor.item.
func (t *Tensor) ItemInt() int {
	var value int
	done(native.Tn_item_int64(t.in(), &value))
	runtime.KeepAlive(t)
	return value
}

// ToDType is the tensor in another dtype, ToDevice on another device. PyTorch: Tensor.to.
func (t *Tensor) ToDType(dtype DType) *Tensor    { return t.To(0, dtype) }
func (t *Tensor) ToDevice(device Device) *Tensor { return t.To(device, 0) }

// ---- what it is

// Shape is all sizes. PyTorch: Tensor.shape.
func (t *Tensor) Shape() []int {
	sizes := words(native.Tensor_shape(t.in()))
	runtime.KeepAlive(t)
	return sizes
}

// Strides is how far apart neighbours along each dimension are, in elements. PyTorch: Tensor.stride().
func (t *Tensor) Strides() []int {
	strides := words(native.Tensor_strides(t.in()))
	runtime.KeepAlive(t)
	return strides
}

// Is says whether both are one tensor; views of one storage are different ones. Both may be nil.
func (t *Tensor) Is(other *Tensor) bool {
	same := truth(native.Tn_tensor_is(t.in(), other.in()))
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return same
}

// Grad is the gradient gathered so far; nil where there is none. PyTorch: Tensor.grad.
func (t *Tensor) Grad() *Tensor {
	r := native.Tn_tensor_grad(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// String is PyTorch's text.
func (t *Tensor) String() string {
	if t == nil {
		return "None"
	}
	if t.handle == 0 {
		return "tensor(closed)"
	}
	found := text(native.Tn_tensor_text(t.in()))
	runtime.KeepAlive(t)
	return found
}

// Text is PyTorch's text with print options: torch.set_printoptions, for one call.
func (t *Tensor) Text(options ...TextOption) string {
	a := forTextOptions{}
	for _, o := range options {
		o.forText(&a)
	}
	found := text(native.Tn_tensor_text_with(t.in(), a.words[:]))
	runtime.KeepAlive(t)
	return found
}

// ---- DLPack 1.x

// ToDLPack is the address of a DLManagedTensorVersioned for another library, which calls its deleter when done.
func (t *Tensor) ToDLPack() uintptr {
	r := native.Tn_to_dlpack(t.in())
	runtime.KeepAlive(t)
	if r.N < 0 {
		fail(r.P)
	}
	return uintptr(r.P)
}

// FromDLPack is a tensor over another library's memory, whose DLManagedTensorVersioned lies at this address, and which is the
// tensor's from here on.
func FromDLPack(managed uintptr) *Tensor { return tensorOf(native.Tn_from_dlpack(managed)) }
