// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// View: The elements in row-major order under another shape. One size may be -1: what is left. ErrShape where the
// number of elements differs, or the strides don't allow it (then Reshape does).
//
// PyTorch: Tensor.view.
func (t *Tensor) View(shape ...int) *Tensor {
	r := native.Tn_view(t.in(), shape)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Reshape: The same; a copy where strides don't allow a view.
//
// PyTorch: torch.reshape.
func (t *Tensor) Reshape(shape ...int) *Tensor {
	r := native.Tn_reshape(t.in(), shape)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Flatten: Dimensions start_dim to end_dim, both included, as one; a scalar becomes (1). PyTorch's defaults are 0
// and -1. A copy where strides don't allow a view.
//
// PyTorch: torch.flatten.
func (t *Tensor) Flatten(options ...FlattenOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_flatten(t.in(), 0, -1)
	} else {
		a := forFlattenOptions{startDim: 0, endDim: -1}
		for _, o := range options {
			o.forFlatten(&a)
		}
		r = native.Tn_flatten(t.in(), a.startDim, a.endDim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Unflatten: One dimension as several, whose sizes multiply to its own; one may be -1.
//
// PyTorch: torch.unflatten.
func (t *Tensor) Unflatten(dim int, sizes ...int) *Tensor {
	r := native.Tn_unflatten(t.in(), dim, sizes)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Squeeze: Without any of the dimensions of size 1.
//
// PyTorch: torch.squeeze.
func (t *Tensor) Squeeze() *Tensor {
	r := native.Tn_squeeze(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// SqueezeDim: Without this dimension if its size is 1, else as it is.
//
// PyTorch: torch.squeeze.
func (t *Tensor) SqueezeDim(dim int) *Tensor {
	r := native.Tn_squeeze_dim(t.in(), dim)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Unsqueeze: With a dimension of size 1 more, which becomes dimension dim: -ndim - 1 to ndim.
//
// PyTorch: torch.unsqueeze.
func (t *Tensor) Unsqueeze(dim int) *Tensor {
	r := native.Tn_unsqueeze(t.in(), dim)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Expand: Dimensions of size 1 repeated, by a stride of 0. -1 leaves a size as it is; more sizes than dimensions
// add some in front. Elements share memory: the result can't be changed in place.
//
// PyTorch: Tensor.expand.
func (t *Tensor) Expand(shape ...int) *Tensor {
	r := native.Tn_expand(t.in(), shape)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Transpose: Two dimensions exchanged.
//
// PyTorch: torch.transpose.
func (t *Tensor) Transpose(dim0, dim1 int) *Tensor {
	r := native.Tn_transpose(t.in(), dim0, dim1)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// T: A matrix transposed; a vector or a scalar as it is. ErrShape for more dimensions.
//
// PyTorch: torch.t.
func (t *Tensor) T() *Tensor {
	r := native.Tn_t(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Permute: All dimensions in another order: dimension i of the result is dims[i].
//
// PyTorch: torch.permute.
func (t *Tensor) Permute(dims ...int) *Tensor {
	r := native.Tn_permute(t.in(), dims)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Narrow: Elements start to start + length - 1 of a dimension; start may be negative.
//
// PyTorch: torch.narrow.
func (t *Tensor) Narrow(dim, start, length int) *Tensor {
	r := native.Tn_narrow(t.in(), dim, start, length)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Select: Element index of a dimension, which goes; index may be negative.
//
// PyTorch: torch.select, x[index].
func (t *Tensor) Select(dim, index int) *Tensor {
	r := native.Tn_select(t.in(), dim, index)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Slice: x[start:end:step] of a dimension, cut to what there is, as Python does. start and end may be negative, or
// None for open; a step below 1 is ErrValue. An exception to the rule of at most three optional numbers, since none
// of the four has a meaning without the others.
//
// PyTorch: torch.ops.aten.slice.
func (t *Tensor) Slice(options ...SliceOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_slice(t.in(), 0, noInt, noInt, 1)
	} else {
		a := forSliceOptions{dim: 0, start: noInt, end: noInt, step: 1}
		for _, o := range options {
			o.forSlice(&a)
		}
		r = native.Tn_slice(t.in(), a.dim, a.start, a.end, a.step)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Diagonal: The diagonal of dimensions dim1 and dim2, which go; it becomes the last dimension. offset above 0 is
// above the main diagonal. PyTorch's defaults are 0, 0 and 1.
//
// PyTorch: torch.diagonal.
func (t *Tensor) Diagonal(options ...DiagonalOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_diagonal(t.in(), 0, 0, 1)
	} else {
		a := forDiagonalOptions{offset: 0, dim1: 0, dim2: 1}
		for _, o := range options {
			o.forDiagonal(&a)
		}
		r = native.Tn_diagonal(t.in(), a.offset, a.dim1, a.dim2)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Split: Parts of split_size along dim (PyTorch's default is 0); the last one may be smaller.
//
// PyTorch: torch.split.
func (t *Tensor) Split(splitSize int, options ...SplitOption) []*Tensor {
	var r native.List
	if len(options) == 0 {
		r = native.Tn_split(t.in(), splitSize, 0)
	} else {
		a := forSplitOptions{dim: 0}
		for _, o := range options {
			o.forSplit(&a)
		}
		r = native.Tn_split(t.in(), splitSize, a.dim)
	}
	runtime.KeepAlive(t)
	return tensorsOf(r)
}

// SplitWithSizes: Parts of these sizes, which must add up to the dimension's.
//
// PyTorch: torch.split.
func (t *Tensor) SplitWithSizes(splitSizes []int, options ...SplitWithSizesOption) []*Tensor {
	var r native.List
	if len(options) == 0 {
		r = native.Tn_split_with_sizes(t.in(), splitSizes, 0)
	} else {
		a := forSplitWithSizesOptions{dim: 0}
		for _, o := range options {
			o.forSplitWithSizes(&a)
		}
		r = native.Tn_split_with_sizes(t.in(), splitSizes, a.dim)
	}
	runtime.KeepAlive(t)
	return tensorsOf(r)
}

// Chunk: At most `chunks` parts of one size; the last one may be smaller, and there may be fewer.
//
// PyTorch: torch.chunk.
func (t *Tensor) Chunk(chunks int, options ...ChunkOption) []*Tensor {
	var r native.List
	if len(options) == 0 {
		r = native.Tn_chunk(t.in(), chunks, 0)
	} else {
		a := forChunkOptions{dim: 0}
		for _, o := range options {
			o.forChunk(&a)
		}
		r = native.Tn_chunk(t.in(), chunks, a.dim)
	}
	runtime.KeepAlive(t)
	return tensorsOf(r)
}

// Unbind: Each element of a dimension, which goes.
//
// PyTorch: torch.unbind.
func (t *Tensor) Unbind(options ...UnbindOption) []*Tensor {
	var r native.List
	if len(options) == 0 {
		r = native.Tn_unbind(t.in(), 0)
	} else {
		a := forUnbindOptions{dim: 0}
		for _, o := range options {
			o.forUnbind(&a)
		}
		r = native.Tn_unbind(t.in(), a.dim)
	}
	runtime.KeepAlive(t)
	return tensorsOf(r)
}

// Cat: One after another along a dimension (PyTorch's default is 0). Other sizes are equal; dtypes promote; tensors
// of shape (0) are left out. ErrValue for no tensor.
//
// PyTorch: torch.cat.
func Cat(tensors []*Tensor, options ...CatOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_cat(handlesOf(tensors), 0)
	} else {
		a := forCatOptions{dim: 0}
		for _, o := range options {
			o.forCat(&a)
		}
		r = native.Tn_cat(handlesOf(tensors), a.dim)
	}
	runtime.KeepAlive(tensors)
	return tensorOf(r)
}

// Stack: Side by side along a new dimension, which becomes dimension dim; all of one shape.
//
// PyTorch: torch.stack.
func Stack(tensors []*Tensor, options ...StackOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_stack(handlesOf(tensors), 0)
	} else {
		a := forStackOptions{dim: 0}
		for _, o := range options {
			o.forStack(&a)
		}
		r = native.Tn_stack(handlesOf(tensors), a.dim)
	}
	runtime.KeepAlive(tensors)
	return tensorOf(r)
}

// Repeat: repeats[i] times along dimension i. More repeats than dimensions add some in front.
//
// PyTorch: Tensor.repeat.
func (t *Tensor) Repeat(repeats ...int) *Tensor {
	r := native.Tn_repeat(t.in(), repeats)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Flip: Back to front along these dimensions.
//
// PyTorch: torch.flip.
func (t *Tensor) Flip(dims ...int) *Tensor {
	r := native.Tn_flip(t.in(), dims)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Roll: Moved by shifts[i] along dims[i], what falls out at one end coming in at the other. With dims nil there is
// one shift, of all elements in row-major order.
//
// PyTorch: torch.roll.
func (t *Tensor) Roll(shifts []int, dims ...int) *Tensor {
	r := native.Tn_roll(t.in(), shifts, dims)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Tril: Of the last two dimensions, what is on or below a diagonal (0: the main one), and 0 elsewhere.
//
// PyTorch: torch.tril.
func (t *Tensor) Tril(options ...TrilOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_tril(t.in(), 0)
	} else {
		a := forTrilOptions{diagonal: 0}
		for _, o := range options {
			o.forTril(&a)
		}
		r = native.Tn_tril(t.in(), a.diagonal)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Triu: What is on or above it.
//
// PyTorch: torch.triu.
func (t *Tensor) Triu(options ...TriuOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_triu(t.in(), 0)
	} else {
		a := forTriuOptions{diagonal: 0}
		for _, o := range options {
			o.forTriu(&a)
		}
		r = native.Tn_triu(t.in(), a.diagonal)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}
