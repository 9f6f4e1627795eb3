/**
 * tenon/ops/view.h: shapes: views, which share memory with their tensor, and what puts tensors together.
 * ops.h says what holds for all.
 *
 * A change in place of a view is one of its base, and the other way round; gradients follow both ways. A
 * view keeps the storage alive. All of these are of any dtype, and cost no time that grows with the tensor,
 * until it says "copies".
 *
 * Since 0.1.
 */
#ifndef TENON_OPS_VIEW_H
#define TENON_OPS_VIEW_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- another shape, the same elements ---- */

/**
 * The elements in row-major order under another shape. One size may be -1: what is left. TN_ERR_SHAPE where
 * the number of elements differs, or the strides don't allow it (then tn_reshape does). PyTorch:
 * Tensor.view.
 */
TN_API tn_tensor_t tn_view(tn_tensor_t self, const int64_t* shape, int64_t ndim);

/** The same; a copy where strides don't allow a view. PyTorch: torch.reshape. */
TN_API tn_tensor_t tn_reshape(tn_tensor_t self, const int64_t* shape, int64_t ndim);

/**
 * Dimensions start_dim to end_dim, both included, as one; a scalar becomes (1). PyTorch's defaults are 0
 * and -1. A copy where strides don't allow a view. PyTorch: torch.flatten.
 */
TN_API tn_tensor_t tn_flatten(tn_tensor_t self, int64_t start_dim, int64_t end_dim);

/** One dimension as several, whose sizes multiply to its own; one may be -1. PyTorch: torch.unflatten. */
TN_API tn_tensor_t tn_unflatten(tn_tensor_t self, int64_t dim, const int64_t* sizes, int64_t n_sizes);

/** Without any of the dimensions of size 1. PyTorch: torch.squeeze. */
TN_API tn_tensor_t tn_squeeze(tn_tensor_t self);

/** Without this dimension if its size is 1, else as it is. PyTorch: torch.squeeze. */
TN_API tn_tensor_t tn_squeeze_dim(tn_tensor_t self, int64_t dim);

/**
 * With a dimension of size 1 more, which becomes dimension dim: -ndim - 1 to ndim. PyTorch:
 * torch.unsqueeze.
 */
TN_API tn_tensor_t tn_unsqueeze(tn_tensor_t self, int64_t dim);

/**
 * Dimensions of size 1 repeated, by a stride of 0. -1 leaves a size as it is; more sizes than dimensions
 * add some in front. Elements share memory: the result can't be changed in place. PyTorch: Tensor.expand.
 */
TN_API tn_tensor_t tn_expand(tn_tensor_t self, const int64_t* shape, int64_t ndim);

/* ---- another order of dimensions ---- */

/** Two dimensions exchanged. PyTorch: torch.transpose. */
TN_API tn_tensor_t tn_transpose(tn_tensor_t self, int64_t dim0, int64_t dim1);

/** A matrix transposed; a vector or a scalar as it is. TN_ERR_SHAPE for more dimensions. PyTorch: torch.t. */
TN_API tn_tensor_t tn_t(tn_tensor_t self);

/** All dimensions in another order: dimension i of the result is dims[i]. PyTorch: torch.permute. */
TN_API tn_tensor_t tn_permute(tn_tensor_t self, const int64_t* dims, int64_t n_dims);

/* ---- a part ---- */

/** Elements start to start + length - 1 of a dimension; start may be negative. PyTorch: torch.narrow. */
TN_API tn_tensor_t tn_narrow(tn_tensor_t self, int64_t dim, int64_t start, int64_t length);

/** Element index of a dimension, which goes; index may be negative. PyTorch: torch.select, x[index]. */
TN_API tn_tensor_t tn_select(tn_tensor_t self, int64_t dim, int64_t index);

/**
 * x[start:end:step] of a dimension, cut to what there is, as Python does. start and end may be negative, or
 * TN_NONE_INT for open; a step below 1 is TN_ERR_VALUE. An exception to the rule of at most three optional
 * numbers, since none of the four has a meaning without the others. PyTorch: torch.ops.aten.slice.
 */
TN_API tn_tensor_t tn_slice(tn_tensor_t self, int64_t dim, int64_t start, int64_t end, int64_t step);

/**
 * The diagonal of dimensions dim1 and dim2, which go; it becomes the last dimension. offset above 0 is
 * above the main diagonal. PyTorch's defaults are 0, 0 and 1. PyTorch: torch.diagonal.
 */
TN_API tn_tensor_t tn_diagonal(tn_tensor_t self, int64_t offset, int64_t dim1, int64_t dim2);

/* ---- several parts: lists of views ---- */

/**
 * Parts of split_size along dim (PyTorch's default is 0); the last one may be smaller. PyTorch:
 * torch.split.
 */
TN_API tn_tensors_t tn_split(tn_tensor_t self, int64_t split_size, int64_t dim);

/** Parts of these sizes, which must add up to the dimension's. PyTorch: torch.split. */
TN_API tn_tensors_t tn_split_with_sizes(tn_tensor_t self, const int64_t* split_sizes, int64_t n_split_sizes,
                                        int64_t dim);

/**
 * At most `chunks` parts of one size; the last one may be smaller, and there may be fewer. PyTorch:
 * torch.chunk.
 */
TN_API tn_tensors_t tn_chunk(tn_tensor_t self, int64_t chunks, int64_t dim);

/** Each element of a dimension, which goes. PyTorch: torch.unbind. */
TN_API tn_tensors_t tn_unbind(tn_tensor_t self, int64_t dim);

/* ---- put together: copies ---- */

/**
 * One after another along a dimension (PyTorch's default is 0). Other sizes are equal; dtypes promote;
 * tensors of shape (0) are left out. TN_ERR_VALUE for no tensor. PyTorch: torch.cat.
 */
TN_API tn_tensor_t tn_cat(const tn_tensor_t* tensors, int64_t n_tensors, int64_t dim);

/**
 * Side by side along a new dimension, which becomes dimension dim; all of one shape. PyTorch: torch.stack.
 */
TN_API tn_tensor_t tn_stack(const tn_tensor_t* tensors, int64_t n_tensors, int64_t dim);

/**
 * repeats[i] times along dimension i. More repeats than dimensions add some in front. PyTorch:
 * Tensor.repeat.
 */
TN_API tn_tensor_t tn_repeat(tn_tensor_t self, const int64_t* repeats, int64_t n_repeats);

/* ---- moved about: copies ---- */

/** Back to front along these dimensions. PyTorch: torch.flip. */
TN_API tn_tensor_t tn_flip(tn_tensor_t self, const int64_t* dims, int64_t n_dims);

/**
 * Moved by shifts[i] along dims[i], what falls out at one end coming in at the other. With dims NULL there
 * is one shift, of all elements in row-major order. PyTorch: torch.roll.
 */
TN_API tn_tensor_t tn_roll(tn_tensor_t self, const int64_t* shifts, int64_t n_shifts, const int64_t* dims,
                           int64_t n_dims);

/**
 * Of the last two dimensions, what is on or below a diagonal (0: the main one), and 0 elsewhere. PyTorch:
 * torch.tril.
 */
TN_API tn_tensor_t tn_tril(tn_tensor_t self, int64_t diagonal);

/** What is on or above it. PyTorch: torch.triu. */
TN_API tn_tensor_t tn_triu(tn_tensor_t self, int64_t diagonal);

#ifdef __cplusplus
}
#endif
#endif
