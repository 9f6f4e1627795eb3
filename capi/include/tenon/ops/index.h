/**
 * tenon/ops/index.h: elements chosen by tensors. x[…], as Python writes it, is tn_index in op.h. ops.h says
 * what holds for all.
 *
 * Indices are int64, unless it says integers. One out of range is TN_ERR_INDEX, with the index and the
 * size; then nothing was written. Gradients go to self, src and value, not through indices.
 *
 * Since 0.1.
 */
#ifndef TENON_OPS_INDEX_H
#define TENON_OPS_INDEX_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- reading: copies ---- */

/**
 * The elements of a dimension in the order that index names them: its size becomes that of index.
 *
 * @param index a vector or a scalar of int64 or int32, from 0
 *
 * PyTorch: torch.index_select.
 */
TN_API tn_tensor_t tn_index_select(tn_tensor_t self, int64_t dim, tn_tensor_t index);

/**
 * out[i][j] = self[index[i][j]][j] with dim 0, self[i][index[i][j]] with dim 1, and so on. The result is of
 * index's shape, which has as many dimensions as self and is nowhere larger but in dim. PyTorch:
 * torch.gather.
 */
TN_API tn_tensor_t tn_gather(tn_tensor_t self, int64_t dim, tn_tensor_t index);

/**
 * The elements where mask is true, in row-major order, as a vector. mask is bool and broadcasts with self.
 * PyTorch: torch.masked_select.
 */
TN_API tn_tensor_t tn_masked_select(tn_tensor_t self, tn_tensor_t mask);

/* ---- writing ---- */

/**
 * self with self[index[i][j]][j] = src[i][j] for dim 0, and so on: what gather reads, this writes. src is
 * of self's dtype and nowhere smaller than index. Where an element is named twice, which value stays is
 * open. PyTorch: torch.scatter.
 */
TN_API tn_tensor_t tn_scatter(tn_tensor_t self, int64_t dim, tn_tensor_t index, tn_tensor_t src);
TN_API tn_status_t tn_scatter_(tn_tensor_t self, int64_t dim, tn_tensor_t index, tn_tensor_t src);

/** The same with one number for all. PyTorch: torch.scatter. */
TN_API tn_tensor_t tn_scatter_value(tn_tensor_t self, int64_t dim, tn_tensor_t index, double value);
TN_API tn_status_t tn_scatter_value_(tn_tensor_t self, int64_t dim, tn_tensor_t index, double value);

/**
 * self with value where mask is true. mask is bool and broadcasts to self; value is a tensor without
 * dimensions, or a number, and must fit self's dtype. PyTorch: Tensor.masked_fill.
 */
TN_API tn_tensor_t tn_masked_fill(tn_tensor_t self, tn_tensor_t mask, tn_tensor_t value);
TN_API tn_tensor_t tn_masked_fill_scalar(tn_tensor_t self, tn_tensor_t mask, double value);
TN_API tn_tensor_t tn_masked_fill_int(tn_tensor_t self, tn_tensor_t mask, int64_t value);
TN_API tn_status_t tn_masked_fill_(tn_tensor_t self, tn_tensor_t mask, tn_tensor_t value);
TN_API tn_status_t tn_masked_fill_scalar_(tn_tensor_t self, tn_tensor_t mask, double value);
TN_API tn_status_t tn_masked_fill_int_(tn_tensor_t self, tn_tensor_t mask, int64_t value);

#ifdef __cplusplus
}
#endif
#endif
