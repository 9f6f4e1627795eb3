/**
 * tenon/ops/index.h: elements chosen by tensors. x[…] as Python writes it is tn_index, in op.h. ops.h says
 * what holds for all.
 *
 * Indices are int64 unless it says integers; one out of range is TN_ERR_INDEX.
 */
#ifndef TENON_OPS_INDEX_H
#define TENON_OPS_INDEX_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- reading by index: copies ---- */

/** The elements of a dimension that index (a vector of integers) names. torch.index_select. */
TN_API tn_tensor_t tn_index_select(tn_tensor_t self, int64_t dim, tn_tensor_t index);
/** out[i][j] = self[index[i][j]][j] for dim 0, and so on; index is int64, of as many dimensions.
 * torch.gather. */
TN_API tn_tensor_t tn_gather(tn_tensor_t self, int64_t dim, tn_tensor_t index);
/** The elements where mask (bool, broadcast) is true, as a vector. torch.masked_select. */
TN_API tn_tensor_t tn_masked_select(tn_tensor_t self, tn_tensor_t mask);

/* ---- writing by index ---- */

/** self[index[i][j]][j] = src[i][j] for dim 0, and so on. Which one stays where an element is named twice is
 * open. torch.scatter. */
TN_API tn_tensor_t tn_scatter(tn_tensor_t self, int64_t dim, tn_tensor_t index, tn_tensor_t src);
TN_API tn_status_t tn_scatter_(tn_tensor_t self, int64_t dim, tn_tensor_t index, tn_tensor_t src);
/** The same of one number. torch.scatter. */
TN_API tn_tensor_t tn_scatter_value(tn_tensor_t self, int64_t dim, tn_tensor_t index, double value);
TN_API tn_status_t tn_scatter_value_(tn_tensor_t self, int64_t dim, tn_tensor_t index, double value);
/** value where mask (bool, broadcast) is true; a tensor without dimensions, or a number.
 * torch.Tensor.masked_fill. */
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
