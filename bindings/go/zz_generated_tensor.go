// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Empty: Memory as it comes: values are undefined until written.
//
// PyTorch: torch.empty.
func Empty(shape []int, options ...EmptyOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_empty(shape, 0, 0)
	} else {
		a := forEmptyOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forEmpty(&a)
		}
		r = native.Tn_empty(shape, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// Zeros: All elements 0.
//
// PyTorch: torch.zeros.
func Zeros(shape []int, options ...ZerosOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_zeros(shape, 0, 0)
	} else {
		a := forZerosOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forZeros(&a)
		}
		r = native.Tn_zeros(shape, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// Ones: All elements 1.
//
// PyTorch: torch.ones.
func Ones(shape []int, options ...OnesOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_ones(shape, 0, 0)
	} else {
		a := forOnesOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forOnes(&a)
		}
		r = native.Tn_ones(shape, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// Full: All elements `value`.
//
// PyTorch: torch.full with a float.
func Full(shape []int, value float64, options ...FullOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_full(shape, value, 0, 0)
	} else {
		a := forFullOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forFull(&a)
		}
		r = native.Tn_full(shape, value, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// FullInt: All elements `value`; without a dtype int64.
//
// PyTorch: torch.full with an int.
func FullInt(shape []int, value int, options ...FullIntOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_full_int(shape, value, 0, 0)
	} else {
		a := forFullIntOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forFullInt(&a)
		}
		r = native.Tn_full_int(shape, value, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// Arange: start, start + step, … without end: ceil((end - start) / step) elements in one dimension. ErrValue for a
// step of 0, bounds that aren't finite, or a step that leads away from end.
//
// PyTorch: torch.arange with floats.
func Arange(start, end float64, options ...ArangeOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_arange(start, end, 1.0, 0, 0)
	} else {
		a := forArangeOptions{step: 1.0, dtype: 0, device: 0}
		for _, o := range options {
			o.forArange(&a)
		}
		r = native.Tn_arange(start, end, a.step, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// ArangeInt: The same of integers; without a dtype int64.
//
// PyTorch: torch.arange with ints.
func ArangeInt(start, end int, options ...ArangeIntOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_arange_int(start, end, 1, 0, 0)
	} else {
		a := forArangeIntOptions{step: 1, dtype: 0, device: 0}
		for _, o := range options {
			o.forArangeInt(&a)
		}
		r = native.Tn_arange_int(start, end, a.step, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// Linspace: `steps` evenly spaced numbers, the first start and the last end.
//
// PyTorch: torch.linspace.
func Linspace(start, end float64, steps int, options ...LinspaceOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_linspace(start, end, steps, 0, 0)
	} else {
		a := forLinspaceOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forLinspace(&a)
		}
		r = native.Tn_linspace(start, end, steps, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// Eye: n rows and m columns (None: n), 1 on the diagonal, 0 elsewhere.
//
// PyTorch: torch.eye.
func Eye(n int, options ...EyeOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_eye(n, noInt, 0, 0)
	} else {
		a := forEyeOptions{m: noInt, dtype: 0, device: 0}
		for _, o := range options {
			o.forEye(&a)
		}
		r = native.Tn_eye(n, a.m, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// Rand: Uniform in [0, 1); floating dtypes.
//
// PyTorch: torch.rand.
func Rand(shape []int, options ...RandOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_rand(shape, 0, 0)
	} else {
		a := forRandOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forRand(&a)
		}
		r = native.Tn_rand(shape, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// RandGenerator: Uniform in [0, 1); floating dtypes.
//
// PyTorch: torch.rand.
func RandGenerator(shape []int, generator *Generator, options ...RandGeneratorOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_rand_generator(shape, generator.in(), 0, 0)
	} else {
		a := forRandGeneratorOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forRandGenerator(&a)
		}
		r = native.Tn_rand_generator(shape, generator.in(), int32(a.dtype), int32(a.device))
	}
	runtime.KeepAlive(generator)
	return tensorOf(r)
}

// Randn: Normal with mean 0 and deviation 1; floating dtypes.
//
// PyTorch: torch.randn.
func Randn(shape []int, options ...RandnOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_randn(shape, 0, 0)
	} else {
		a := forRandnOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forRandn(&a)
		}
		r = native.Tn_randn(shape, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// RandnGenerator: Normal with mean 0 and deviation 1; floating dtypes.
//
// PyTorch: torch.randn.
func RandnGenerator(shape []int, generator *Generator, options ...RandnGeneratorOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_randn_generator(shape, generator.in(), 0, 0)
	} else {
		a := forRandnGeneratorOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forRandnGenerator(&a)
		}
		r = native.Tn_randn_generator(shape, generator.in(), int32(a.dtype), int32(a.device))
	}
	runtime.KeepAlive(generator)
	return tensorOf(r)
}

// Randint: Whole numbers, uniform in [low, high); without a dtype int64. ErrValue unless low is below high and the
// dtype holds them.
//
// PyTorch: torch.randint.
func Randint(low, high int, shape []int, options ...RandintOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_randint(low, high, shape, 0, 0)
	} else {
		a := forRandintOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forRandint(&a)
		}
		r = native.Tn_randint(low, high, shape, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// RandintGenerator: Whole numbers, uniform in [low, high); without a dtype int64. ErrValue unless low is below high
// and the dtype holds them.
//
// PyTorch: torch.randint.
func RandintGenerator(low, high int, shape []int, generator *Generator, options ...RandintGeneratorOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_randint_generator(low, high, shape, generator.in(), 0, 0)
	} else {
		a := forRandintGeneratorOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forRandintGenerator(&a)
		}
		r = native.Tn_randint_generator(low, high, shape, generator.in(), int32(a.dtype), int32(a.device))
	}
	runtime.KeepAlive(generator)
	return tensorOf(r)
}

// Randperm: 0 to n - 1, each once, in a random order; without a dtype int64.
//
// PyTorch: torch.randperm.
func Randperm(n int, options ...RandpermOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_randperm(n, 0, 0)
	} else {
		a := forRandpermOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forRandperm(&a)
		}
		r = native.Tn_randperm(n, int32(a.dtype), int32(a.device))
	}
	return tensorOf(r)
}

// RandpermGenerator: 0 to n - 1, each once, in a random order; without a dtype int64.
//
// PyTorch: torch.randperm.
func RandpermGenerator(n int, generator *Generator, options ...RandpermGeneratorOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_randperm_generator(n, generator.in(), 0, 0)
	} else {
		a := forRandpermGeneratorOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forRandpermGenerator(&a)
		}
		r = native.Tn_randperm_generator(n, generator.in(), int32(a.dtype), int32(a.device))
	}
	runtime.KeepAlive(generator)
	return tensorOf(r)
}

// EmptyLike: Memory as it comes.
//
// PyTorch: torch.empty_like.
func (t *Tensor) EmptyLike(options ...EmptyLikeOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_empty_like(t.in(), 0, 0)
	} else {
		a := forEmptyLikeOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forEmptyLike(&a)
		}
		r = native.Tn_empty_like(t.in(), int32(a.dtype), int32(a.device))
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// ZerosLike: All elements 0.
//
// PyTorch: torch.zeros_like.
func (t *Tensor) ZerosLike(options ...ZerosLikeOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_zeros_like(t.in(), 0, 0)
	} else {
		a := forZerosLikeOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forZerosLike(&a)
		}
		r = native.Tn_zeros_like(t.in(), int32(a.dtype), int32(a.device))
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// OnesLike: All elements 1.
//
// PyTorch: torch.ones_like.
func (t *Tensor) OnesLike(options ...OnesLikeOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_ones_like(t.in(), 0, 0)
	} else {
		a := forOnesLikeOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forOnesLike(&a)
		}
		r = native.Tn_ones_like(t.in(), int32(a.dtype), int32(a.device))
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// FullLike: All elements `value`.
//
// PyTorch: torch.full_like with a float, or an int.
func (t *Tensor) FullLike(value float64, options ...FullLikeOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_full_like(t.in(), value, 0, 0)
	} else {
		a := forFullLikeOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forFullLike(&a)
		}
		r = native.Tn_full_like(t.in(), value, int32(a.dtype), int32(a.device))
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// FullLikeInt: All elements `value`.
//
// PyTorch: torch.full_like with a float, or an int.
func (t *Tensor) FullLikeInt(value int, options ...FullLikeIntOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_full_like_int(t.in(), value, 0, 0)
	} else {
		a := forFullLikeIntOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forFullLikeInt(&a)
		}
		r = native.Tn_full_like_int(t.in(), value, int32(a.dtype), int32(a.device))
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// RandLike: Uniform in [0, 1).
//
// PyTorch: torch.rand_like.
func (t *Tensor) RandLike(options ...RandLikeOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_rand_like(t.in(), 0, 0)
	} else {
		a := forRandLikeOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forRandLike(&a)
		}
		r = native.Tn_rand_like(t.in(), int32(a.dtype), int32(a.device))
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// RandnLike: Normal with mean 0 and deviation 1.
//
// PyTorch: torch.randn_like.
func (t *Tensor) RandnLike(options ...RandnLikeOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_randn_like(t.in(), 0, 0)
	} else {
		a := forRandnLikeOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forRandnLike(&a)
		}
		r = native.Tn_randn_like(t.in(), int32(a.dtype), int32(a.device))
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// RandintLike: Whole numbers, uniform in [low, high), in self's dtype.
//
// PyTorch: torch.randint_like.
func (t *Tensor) RandintLike(low, high int, options ...RandintLikeOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_randint_like(t.in(), low, high, 0, 0)
	} else {
		a := forRandintLikeOptions{dtype: 0, device: 0}
		for _, o := range options {
			o.forRandintLike(&a)
		}
		r = native.Tn_randint_like(t.in(), low, high, int32(a.dtype), int32(a.device))
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Ndim: The number of dimensions; 0 for a scalar.
//
// PyTorch: Tensor.dim.
func (t *Tensor) Ndim() int {
	r := native.Tn_tensor_ndim(t.in())
	runtime.KeepAlive(t)
	return integer(r)
}

// Size: The size of a dimension; negative dimensions count from the end. ErrIndex beyond.
//
// PyTorch: Tensor.size(dim).
func (t *Tensor) Size(dim int) int {
	r := native.Tn_tensor_size(t.in(), dim)
	runtime.KeepAlive(t)
	return integer(r)
}

// Stride: How far apart neighbours along a dimension are, in elements.
//
// PyTorch: Tensor.stride(dim).
func (t *Tensor) Stride(dim int) int {
	r := native.Tn_tensor_stride(t.in(), dim)
	runtime.KeepAlive(t)
	return integer(r)
}

// StorageOffset: Where the first element lies in the storage, in elements.
//
// PyTorch: Tensor.storage_offset.
func (t *Tensor) StorageOffset() int {
	r := native.Tn_tensor_storage_offset(t.in())
	runtime.KeepAlive(t)
	return integer(r)
}

// Numel: The number of elements: the product of the sizes, 1 for a scalar.
//
// PyTorch: Tensor.numel.
func (t *Tensor) Numel() int {
	r := native.Tn_tensor_numel(t.in())
	runtime.KeepAlive(t)
	return integer(r)
}

// DType: The type of its elements; 0 on failure.
//
// PyTorch: Tensor.dtype.
func (t *Tensor) DType() DType {
	r := native.Tn_tensor_dtype(t.in())
	runtime.KeepAlive(t)
	return DType(integer(r))
}

// Device: Where it lives; 0 on failure.
//
// PyTorch: Tensor.device.
func (t *Tensor) Device() Device {
	r := native.Tn_tensor_device(t.in())
	runtime.KeepAlive(t)
	return Device(integer(r))
}

// IsContiguous: Whether its elements lie row-major without gaps.
//
// PyTorch: Tensor.is_contiguous.
func (t *Tensor) IsContiguous() bool {
	r := native.Tn_tensor_is_contiguous(t.in())
	runtime.KeepAlive(t)
	return truth(r)
}

// RequiresGrad: Whether operators on it are recorded. RequiresGrad_ (autograd.h) sets it.
//
// PyTorch: Tensor.requires_grad.
func (t *Tensor) RequiresGrad() bool {
	r := native.Tn_tensor_requires_grad(t.in())
	runtime.KeepAlive(t)
	return truth(r)
}

// IsLeaf: Whether it came from no recorded operator.
//
// PyTorch: Tensor.is_leaf.
func (t *Tensor) IsLeaf() bool {
	r := native.Tn_tensor_is_leaf(t.in())
	runtime.KeepAlive(t)
	return truth(r)
}

// GradFnName: The recorded operator that it came from, as PyTorch names it: "MulBackward0"; "" for a leaf. The text
// lives as long as the tensor.
//
// PyTorch: Tensor.grad_fn.name().
func (t *Tensor) GradFnName() string {
	r := native.Tn_tensor_grad_fn_name(t.in())
	runtime.KeepAlive(t)
	return text(r)
}

// Version: How often its storage was changed in place; views share the count.
//
// PyTorch: Tensor._version.
func (t *Tensor) Version() int {
	r := native.Tn_tensor_version(t.in())
	runtime.KeepAlive(t)
	return integer(r)
}

// Item: The value of a tensor with one element, whatever its shape; ErrShape for another number. NaN on failure.
// Waits for the device.
//
// PyTorch: Tensor.item.
func (t *Tensor) Item() float64 {
	r := native.Tn_item(t.in())
	runtime.KeepAlive(t)
	return float(r)
}

// To: The tensor on another device or in another dtype; 0 leaves that as it is. Where nothing changes, a further
// handle of the same tensor (retained, in this scope). Values out of the new dtype's range come out as C converts
// them. The gradient comes back in self's dtype.
//
// PyTorch: Tensor.to.
func (t *Tensor) To(device Device, dtype DType) *Tensor {
	r := native.Tn_to(t.in(), int32(device), int32(dtype))
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Clone: A copy with storage of its own, part of the graph.
//
// PyTorch: torch.clone.
func (t *Tensor) Clone() *Tensor {
	r := native.Tn_clone(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Contiguous: Row-major without gaps: a further handle of the same tensor where it is so, else a copy.
//
// PyTorch: Tensor.contiguous.
func (t *Tensor) Contiguous() *Tensor {
	r := native.Tn_contiguous(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Detach: A view that isn't part of the graph and requires no gradient.
//
// PyTorch: Tensor.detach.
func (t *Tensor) Detach() *Tensor {
	r := native.Tn_detach(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Copy_: Takes over src's values, broadcast to self's shape and converted, from any device.
//
// nonBlocking: between devices, return before it is done; memory of src must stay as it is till then
//
// PyTorch: Tensor.copy_.
func (t *Tensor) Copy_(src *Tensor, options ...CopyOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_copy_(t.in(), src.in(), false)
	} else {
		a := forCopyOptions{nonBlocking: false}
		for _, o := range options {
			o.forCopy(&a)
		}
		r = native.Tn_copy_(t.in(), src.in(), a.nonBlocking)
	}
	runtime.KeepAlive(t)
	runtime.KeepAlive(src)
	done(r)
	return t
}

// Fill_: Sets every element to that of `value`, a tensor without dimensions.
//
// PyTorch: Tensor.fill_(tensor).
func (t *Tensor) Fill_(value *Tensor) *Tensor {
	r := native.Tn_fill_(t.in(), value.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(value)
	done(r)
	return t
}

// FillScalar_: Sets every element.
//
// PyTorch: Tensor.fill_(float).
func (t *Tensor) FillScalar_(value float64) *Tensor {
	r := native.Tn_fill_scalar_(t.in(), value)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// FillInt_: Sets every element, exact for all of int64.
//
// PyTorch: Tensor.fill_(int).
func (t *Tensor) FillInt_(value int) *Tensor {
	r := native.Tn_fill_int_(t.in(), value)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Zero_: Sets every element to 0.
//
// PyTorch: Tensor.zero_.
func (t *Tensor) Zero_() *Tensor {
	r := native.Tn_zero_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}
