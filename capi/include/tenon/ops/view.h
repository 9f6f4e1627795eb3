/**
 * tenon/ops/view.h: shapes: views, which share memory with their tensor, and what puts tensors together.
 * ops.h says what holds for all.
 *
 * A change in place of a view changes its base, and the other way round; gradients follow.
 */
#ifndef TENON_OPS_VIEW_H
#define TENON_OPS_VIEW_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- another shape, the same elements ---- */

/** Another shape over the same memory; one size may be -1. TN_ERR_SHAPE where strides don't allow.
 * torch.Tensor.view. */
TN_API tn_tensor_t tn_view(tn_tensor_t self, const int64_t* shape, int64_t ndim);
/** A view where strides allow, else a copy. torch.reshape. */
TN_API tn_tensor_t tn_reshape(tn_tensor_t self, const int64_t* shape, int64_t ndim);
/** Dimensions start_dim to end_dim as one; PyTorch's defaults are 0 and -1. A view where possible.
 * torch.flatten. */
TN_API tn_tensor_t tn_flatten(tn_tensor_t self, int64_t start_dim, int64_t end_dim);
/** One dimension as several; one size may be -1. torch.unflatten. */
TN_API tn_tensor_t tn_unflatten(tn_tensor_t self, int64_t dim, const int64_t* sizes, int64_t n_sizes);
/** Without the dimensions of size 1. torch.squeeze. */
TN_API tn_tensor_t tn_squeeze(tn_tensor_t self);
/** Without this dimension, if its size is 1. torch.squeeze. */
TN_API tn_tensor_t tn_squeeze_dim(tn_tensor_t self, int64_t dim);
/** With a new dimension of size 1 at dim, from -ndim - 1 to ndim. torch.unsqueeze. */
TN_API tn_tensor_t tn_unsqueeze(tn_tensor_t self, int64_t dim);
/** Dimensions of size 1 stretched without a copy; -1 leaves one as it is, new ones come in front.
 * torch.Tensor.expand. */
TN_API tn_tensor_t tn_expand(tn_tensor_t self, const int64_t* shape, int64_t ndim);

/* ---- another order of dimensions ---- */

/** Two dimensions exchanged. torch.transpose. */
TN_API tn_tensor_t tn_transpose(tn_tensor_t self, int64_t dim0, int64_t dim1);
/** The transpose of a matrix; vectors and scalars as they are. torch.t. */
TN_API tn_tensor_t tn_t(tn_tensor_t self);
/** All dimensions in a new order: result dimension i is dims[i]. torch.permute. */
TN_API tn_tensor_t tn_permute(tn_tensor_t self, const int64_t* dims, int64_t n_dims);

/* ---- a part ---- */

/** Elements start to start + length - 1 of a dimension. torch.narrow. */
TN_API tn_tensor_t tn_narrow(tn_tensor_t self, int64_t dim, int64_t start, int64_t length);
/** Element index of a dimension, which goes. torch.select. */
TN_API tn_tensor_t tn_select(tn_tensor_t self, int64_t dim, int64_t index);
/**
 * start:end:step of a dimension, cut to what there is as Python does; start and end may be TN_NONE_INT, step
 * is above 0. Takes all four optional numbers of the schema, since none has a meaning without the others.
 * torch.ops.aten.slice.
 */
TN_API tn_tensor_t tn_slice(tn_tensor_t self, int64_t dim, int64_t start, int64_t end, int64_t step);
/** The diagonal of two dimensions, as a last one; PyTorch's defaults are 0, 0, 1. torch.diagonal. */
TN_API tn_tensor_t tn_diagonal(tn_tensor_t self, int64_t offset, int64_t dim1, int64_t dim2);

/* ---- several parts: lists of views ---- */

/** Parts of split_size, the last one smaller where it doesn't divide. torch.split. */
TN_API tn_tensors_t tn_split(tn_tensor_t self, int64_t split_size, int64_t dim);
/** Parts of these sizes, which add up to the dimension's. torch.split. */
TN_API tn_tensors_t tn_split_with_sizes(tn_tensor_t self, const int64_t* split_sizes, int64_t n_split_sizes,
                                        int64_t dim);
/** At most `chunks` parts of equal size, the last one smaller where needed. torch.chunk. */
TN_API tn_tensors_t tn_chunk(tn_tensor_t self, int64_t chunks, int64_t dim);
/** Every element of a dimension, which goes. torch.unbind. */
TN_API tn_tensors_t tn_unbind(tn_tensor_t self, int64_t dim);

/* ---- put together: copies ---- */

/** One after another along a dimension that is there. torch.cat. */
TN_API tn_tensor_t tn_cat(const tn_tensor_t* tensors, int64_t n_tensors, int64_t dim);
/** Side by side along a new dimension; all of one shape. torch.stack. */
TN_API tn_tensor_t tn_stack(const tn_tensor_t* tensors, int64_t n_tensors, int64_t dim);
/** repeats[i] times along dimension i; there may be more repeats than dimensions. torch.Tensor.repeat. */
TN_API tn_tensor_t tn_repeat(tn_tensor_t self, const int64_t* repeats, int64_t n_repeats);

/* ---- moved about: copies ---- */

/** Back to front along these dimensions. torch.flip. */
TN_API tn_tensor_t tn_flip(tn_tensor_t self, const int64_t* dims, int64_t n_dims);
/** Shifted along dimensions, what falls out coming in at the other end; dims NULL: as if flat. torch.roll. */
TN_API tn_tensor_t tn_roll(tn_tensor_t self, const int64_t* shifts, int64_t n_shifts, const int64_t* dims,
                           int64_t n_dims);
/** Of each matrix, what is on or below a diagonal (0: the main one); 0 elsewhere. torch.tril. */
TN_API tn_tensor_t tn_tril(tn_tensor_t self, int64_t diagonal);
/** What is on or above it. torch.triu. */
TN_API tn_tensor_t tn_triu(tn_tensor_t self, int64_t diagonal);

#ifdef __cplusplus
}
#endif
#endif
