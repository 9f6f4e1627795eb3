/**
 * tenon/ops/reduce.h: many elements to one, over all dimensions or some. ops.h says what holds for all.
 *
 * Dimensions that are reduced go, or stay with size 1 where keepdim is set. A list of dimensions may be NULL:
 * all of them. Sums are the same whatever the number of threads.
 */
#ifndef TENON_OPS_REDUCE_H
#define TENON_OPS_REDUCE_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- sums ---- */

/** The sum of all elements, or over dimensions; integers and bools in int64. torch.sum. */
TN_API tn_tensor_t tn_sum(tn_tensor_t self);
TN_API tn_tensor_t tn_sum_dim(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t keepdim);
/** The mean; floating only. torch.mean. */
TN_API tn_tensor_t tn_mean(tn_tensor_t self);
TN_API tn_tensor_t tn_mean_dim(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t keepdim);
/** The product, or along one dimension; integers and bools in int64. torch.prod. */
TN_API tn_tensor_t tn_prod(tn_tensor_t self);
TN_API tn_tensor_t tn_prod_dim(tn_tensor_t self, int64_t dim, int32_t keepdim);
/** Sums so far along a dimension; of self's shape. torch.cumsum. */
TN_API tn_tensor_t tn_cumsum(tn_tensor_t self, int64_t dim);
/** log(sum(exp(self))), without overflow between. torch.logsumexp. */
TN_API tn_tensor_t tn_logsumexp(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t keepdim);
/** How many elements aren't 0, in int64; NULL is over all dimensions. torch.count_nonzero. */
TN_API tn_tensor_t tn_count_nonzero(tn_tensor_t self, const int64_t* dim, int64_t n_dim);

/* ---- the largest and the smallest; NaN wins ---- */

/** The largest of all. Equal ones share the gradient. torch.max. */
TN_API tn_tensor_t tn_max(tn_tensor_t self);
/** The largest along a dimension and where it is (int64; the first of equal ones), which gets the gradient.
 * torch.max. */
TN_API tn_status_t tn_max_dim(tn_tensor_t self, int64_t dim, int32_t keepdim, tn_tensor_t* values,
                              tn_tensor_t* indices);
/** The smallest. torch.min. */
TN_API tn_tensor_t tn_min(tn_tensor_t self);
TN_API tn_status_t tn_min_dim(tn_tensor_t self, int64_t dim, int32_t keepdim, tn_tensor_t* values,
                              tn_tensor_t* indices);
/** The largest over dimensions. Equal ones share the gradient. torch.amax. */
TN_API tn_tensor_t tn_amax(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t keepdim);
/** The smallest over dimensions. torch.amin. */
TN_API tn_tensor_t tn_amin(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t keepdim);
/** Where the largest is along a dimension, or in row-major order where dim is TN_NONE_INT; int64.
 * torch.argmax. */
TN_API tn_tensor_t tn_argmax(tn_tensor_t self, int64_t dim, int32_t keepdim);
/** Where the smallest is. torch.argmin. */
TN_API tn_tensor_t tn_argmin(tn_tensor_t self, int64_t dim, int32_t keepdim);

/* ---- spread; floating only ---- */

/** The variance, divided by n - 1 where unbiased (PyTorch's default), else by n. torch.var. */
TN_API tn_tensor_t tn_var(tn_tensor_t self, int32_t unbiased);
TN_API tn_tensor_t tn_var_dim(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t unbiased,
                              int32_t keepdim);
/** Its square root. torch.std. */
TN_API tn_tensor_t tn_std(tn_tensor_t self, int32_t unbiased);
TN_API tn_tensor_t tn_std_dim(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t unbiased,
                              int32_t keepdim);
/**
 * (sum |x|^p)^(1/p) of all elements or over dimensions; p = 0 counts those that aren't 0, an infinite p gives
 * the largest or smallest |x|. PyTorch's default is 2. torch.norm.
 */
TN_API tn_tensor_t tn_norm(tn_tensor_t self, double p);
TN_API tn_tensor_t tn_norm_dim(tn_tensor_t self, double p, const int64_t* dim, int64_t n_dim,
                               int32_t keepdim);

/* ---- truth: bool results (uint8 of uint8) ---- */

/** Whether all elements are true, or all along a dimension. torch.all. */
TN_API tn_tensor_t tn_all(tn_tensor_t self);
TN_API tn_tensor_t tn_all_dim(tn_tensor_t self, int64_t dim, int32_t keepdim);
/** Whether one is. torch.any. */
TN_API tn_tensor_t tn_any(tn_tensor_t self);
TN_API tn_tensor_t tn_any_dim(tn_tensor_t self, int64_t dim, int32_t keepdim);

/* ---- order ---- */

/** Sorted along a dimension, and where each came from. Equal ones keep their order. torch.sort. */
TN_API tn_status_t tn_sort(tn_tensor_t self, int64_t dim, int32_t descending, tn_tensor_t* values,
                           tn_tensor_t* indices);
/** The order that sorts along a dimension, in int64. torch.argsort. */
TN_API tn_tensor_t tn_argsort(tn_tensor_t self, int64_t dim, int32_t descending);
/** The k largest (or smallest) along a dimension, and where they are. PyTorch's defaults are -1, 1, 1.
 * torch.topk. */
TN_API tn_status_t tn_topk(tn_tensor_t self, int64_t k, int64_t dim, int32_t largest, int32_t sorted,
                           tn_tensor_t* values, tn_tensor_t* indices);

#ifdef __cplusplus
}
#endif
#endif
