/**
 * tenon/ops/reduce.h: many elements to one, over all dimensions or some. ops.h says what holds for all.
 *
 * Dimensions that are reduced go, or stay with size 1 where keepdim is set. A list of dimensions is (dim,
 * n_dim): negative ones count from the end, one named twice is TN_ERR_VALUE, NULL is all of them, and so is
 * the empty list. A single `dim` is one dimension.
 *
 * A sum over nothing is 0, a product 1, a mean NaN; the largest or smallest of nothing is TN_ERR_VALUE.
 * Floating results don't depend on the number of threads; float16 and bfloat16 add up in float32.
 *
 * Since 0.1.
 */
#ifndef TENON_OPS_REDUCE_H
#define TENON_OPS_REDUCE_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- sums ---- */

/** The sum, of all elements or over dimensions; integers and bools give int64. PyTorch: torch.sum. */
TN_API tn_tensor_t tn_sum(tn_tensor_t self);
TN_API tn_tensor_t tn_sum_dim(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t keepdim);

/** The mean, of all elements or over dimensions; TN_ERR_TYPE for integers and bools. PyTorch: torch.mean. */
TN_API tn_tensor_t tn_mean(tn_tensor_t self);
TN_API tn_tensor_t tn_mean_dim(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t keepdim);

/**
 * The product, of all elements or along one dimension; integers and bools give int64. PyTorch: torch.prod.
 */
TN_API tn_tensor_t tn_prod(tn_tensor_t self);
TN_API tn_tensor_t tn_prod_dim(tn_tensor_t self, int64_t dim, int32_t keepdim);

/**
 * Element i is the sum of elements 0 to i along dim: of self's shape; integers give int64. PyTorch:
 * torch.cumsum.
 */
TN_API tn_tensor_t tn_cumsum(tn_tensor_t self, int64_t dim);

/** log(sum(e^self)) over dimensions, without overflow between; floating. PyTorch: torch.logsumexp. */
TN_API tn_tensor_t tn_logsumexp(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t keepdim);

/** How many elements aren't 0, over dimensions: int64, without gradient. PyTorch: torch.count_nonzero. */
TN_API tn_tensor_t tn_count_nonzero(tn_tensor_t self, const int64_t* dim, int64_t n_dim);

/* ---- the largest and the smallest: NaN wins where there is one ---- */

/** The largest, or the smallest, of all. Equal ones share the gradient. PyTorch: torch.max, torch.min. */
TN_API tn_tensor_t tn_max(tn_tensor_t self);
TN_API tn_tensor_t tn_min(tn_tensor_t self);

/**
 * The largest, or the smallest, along a dimension, and its place there: the first of equal ones, int64. The
 * gradient goes to that place. PyTorch: torch.max, torch.min.
 *
 * @param values, indices handles of the results, both NULL on failure; either pointer may be NULL: not
 *                        wanted
 */
TN_API tn_status_t tn_max_dim(tn_tensor_t self, int64_t dim, int32_t keepdim, tn_tensor_t* values,
                              tn_tensor_t* indices);
TN_API tn_status_t tn_min_dim(tn_tensor_t self, int64_t dim, int32_t keepdim, tn_tensor_t* values,
                              tn_tensor_t* indices);

/**
 * The largest, or the smallest, over dimensions. Equal ones share the gradient. PyTorch: torch.amax,
 * torch.amin.
 */
TN_API tn_tensor_t tn_amax(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t keepdim);
TN_API tn_tensor_t tn_amin(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t keepdim);

/**
 * The place of the largest, or the smallest, along a dimension: int64, the first of equal ones, without
 * gradient. With dim TN_NONE_INT the place among all elements in row-major order. PyTorch: torch.argmax,
 * torch.argmin.
 */
TN_API tn_tensor_t tn_argmax(tn_tensor_t self, int64_t dim, int32_t keepdim);
TN_API tn_tensor_t tn_argmin(tn_tensor_t self, int64_t dim, int32_t keepdim);

/* ---- spread: TN_ERR_TYPE for integers and bools ---- */

/**
 * The variance: the sum of squared distances from the mean, divided by n - 1 where unbiased (PyTorch's
 * default), else by n. PyTorch: torch.var.
 */
TN_API tn_tensor_t tn_var(tn_tensor_t self, int32_t unbiased);
TN_API tn_tensor_t tn_var_dim(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t unbiased,
                              int32_t keepdim);

/** The standard deviation: the square root of the variance. PyTorch: torch.std. */
TN_API tn_tensor_t tn_std(tn_tensor_t self, int32_t unbiased);
TN_API tn_tensor_t tn_std_dim(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t unbiased,
                              int32_t keepdim);

/**
 * sum(|x|^p)^(1/p), of all elements or over dimensions. p 0 counts what isn't 0; an infinite p is the
 * largest |x|, a negative infinite one the smallest. The norm of nothing is 0. PyTorch's default is 2.
 * PyTorch: torch.norm.
 */
TN_API tn_tensor_t tn_norm(tn_tensor_t self, double p);
TN_API tn_tensor_t tn_norm_dim(tn_tensor_t self, double p, const int64_t* dim, int64_t n_dim,
                               int32_t keepdim);

/* ---- truth: bool results (uint8 of uint8), without gradient; every number but 0 is true ---- */

/** Whether all elements are true, or all along a dimension; of nothing, true. PyTorch: torch.all. */
TN_API tn_tensor_t tn_all(tn_tensor_t self);
TN_API tn_tensor_t tn_all_dim(tn_tensor_t self, int64_t dim, int32_t keepdim);

/** Whether any element is true, or any along a dimension; of nothing, false. PyTorch: torch.any. */
TN_API tn_tensor_t tn_any(tn_tensor_t self);
TN_API tn_tensor_t tn_any_dim(tn_tensor_t self, int64_t dim, int32_t keepdim);

/* ---- order ---- */

/**
 * Sorted along a dimension, of self's shape, and where each element came from (int64). Equal ones keep
 * their order; NaN is the largest. PyTorch's defaults are -1 and 0. PyTorch: torch.sort.
 */
TN_API tn_status_t tn_sort(tn_tensor_t self, int64_t dim, int32_t descending, tn_tensor_t* values,
                           tn_tensor_t* indices);

/** The indices of tn_sort alone. PyTorch: torch.argsort. */
TN_API tn_tensor_t tn_argsort(tn_tensor_t self, int64_t dim, int32_t descending);

/**
 * The k largest (or with largest 0 the smallest) along a dimension, which gets size k, and where they were
 * (int64). TN_ERR_VALUE for a k beyond the dimension's size. PyTorch's defaults are -1, 1 and 1. PyTorch:
 * torch.topk.
 *
 * @param sorted whether they must be in order
 */
TN_API tn_status_t tn_topk(tn_tensor_t self, int64_t k, int64_t dim, int32_t largest, int32_t sorted,
                           tn_tensor_t* values, tn_tensor_t* indices);

#ifdef __cplusplus
}
#endif
#endif
