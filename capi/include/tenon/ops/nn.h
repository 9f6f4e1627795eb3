/**
 * tenon/ops/nn.h: the operators of networks: torch.nn.functional without the pointwise ones. ops.h says what
 * holds for all.
 */
#ifndef TENON_OPS_NN_H
#define TENON_OPS_NN_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- softmax ---- */

/** e^self divided by its sum along a dimension. torch.softmax. */
TN_API tn_tensor_t tn_softmax(tn_tensor_t self, int64_t dim);
/** Its logarithm, without overflow between. torch.log_softmax. */
TN_API tn_tensor_t tn_log_softmax(tn_tensor_t self, int64_t dim);

/* ---- convolution and pooling: input (n, c, h, w) or (c, h, w) ---- */

typedef int32_t tn_padding_t;
enum {
  TN_PADDING_EXPLICIT = 1, /**< padding_h and padding_w on each side */
  TN_PADDING_VALID = 2,    /**< none */
  TN_PADDING_SAME = 3      /**< so that the output is as large as the input; needs stride 1 */
};

typedef struct tn_conv2d_options {
  size_t struct_size;
  int64_t stride_h, stride_w;     /**< 1, 1 */
  int64_t padding_h, padding_w;   /**< 0, 0 */
  int64_t dilation_h, dilation_w; /**< 1, 1 */
  int64_t groups;                 /**< 1 */
  tn_padding_t padding;           /**< TN_PADDING_EXPLICIT */
  int32_t reserved;
} tn_conv2d_options_t;

TN_API void tn_conv2d_options_init(tn_conv2d_options_t* o, size_t size);
/** weight is (out, c / groups, kernel_h, kernel_w), bias (out) or TN_NONE. torch.nn.functional.conv2d. */
TN_API tn_tensor_t tn_conv2d(tn_tensor_t input, tn_tensor_t weight, tn_tensor_t bias_or_none);
TN_API tn_tensor_t tn_conv2d_with(tn_tensor_t input, tn_tensor_t weight, tn_tensor_t bias_or_none,
                                  const tn_conv2d_options_t* o);

typedef struct tn_max_pool2d_options {
  size_t struct_size;
  int64_t stride_h, stride_w;     /**< TN_NONE_INT: as the kernel */
  int64_t padding_h, padding_w;   /**< 0, 0; with -infinity */
  int64_t dilation_h, dilation_w; /**< 1, 1 */
  int32_t ceil_mode;              /**< 0; 1 keeps windows that are not full */
  int32_t reserved;
} tn_max_pool2d_options_t;

TN_API void tn_max_pool2d_options_init(tn_max_pool2d_options_t* o, size_t size);
/** The largest of each window; kernel_size is (h, w), or one size for both. torch.nn.functional.max_pool2d.
 */
TN_API tn_tensor_t tn_max_pool2d(tn_tensor_t self, const int64_t* kernel_size, int64_t n_kernel_size);
TN_API tn_tensor_t tn_max_pool2d_with(tn_tensor_t self, const int64_t* kernel_size, int64_t n_kernel_size,
                                      const tn_max_pool2d_options_t* o);

typedef struct tn_avg_pool2d_options {
  size_t struct_size;
  int64_t stride_h, stride_w;   /**< TN_NONE_INT: as the kernel */
  int64_t padding_h, padding_w; /**< 0, 0; with 0 */
  int64_t divisor_override;     /**< TN_NONE_INT: the window's size */
  int32_t ceil_mode;            /**< 0; 1 keeps windows that are not full */
  int32_t count_include_pad;    /**< 1; 0 divides by the elements that aren't padding */
} tn_avg_pool2d_options_t;

TN_API void tn_avg_pool2d_options_init(tn_avg_pool2d_options_t* o, size_t size);
/** The mean of each window. torch.nn.functional.avg_pool2d. */
TN_API tn_tensor_t tn_avg_pool2d(tn_tensor_t self, const int64_t* kernel_size, int64_t n_kernel_size);
TN_API tn_tensor_t tn_avg_pool2d_with(tn_tensor_t self, const int64_t* kernel_size, int64_t n_kernel_size,
                                      const tn_avg_pool2d_options_t* o);

/* ---- normalisation and dropout ---- */

/**
 * (input - mean) / sqrt(var + eps) * weight + bias over the last ndim dimensions, whose sizes `shape`
 * repeats; eps is 1e-5 in PyTorch. torch.nn.functional.layer_norm.
 */
TN_API tn_tensor_t tn_layer_norm(tn_tensor_t input, const int64_t* shape, int64_t ndim,
                                 tn_tensor_t weight_or_none, tn_tensor_t bias_or_none, double eps);
/**
 * The same over all dimensions but the second. In training with the batch's statistics, which are blended
 * into the running ones in place by momentum; else with the running ones. PyTorch's defaults are 0, 0.1 and
 * 1e-5. Statistics, weight and bias are (c). torch.nn.functional.batch_norm.
 */
TN_API tn_tensor_t tn_batch_norm(tn_tensor_t input, tn_tensor_t running_mean_or_none,
                                 tn_tensor_t running_var_or_none, tn_tensor_t weight_or_none,
                                 tn_tensor_t bias_or_none, int32_t training, double momentum, double eps);
/** In training, 0 with probability p and scaled by 1 / (1 - p) else; as it is otherwise.
 * torch.nn.functional.dropout. */
TN_API tn_tensor_t tn_dropout(tn_tensor_t input, double p, int32_t training);

/* ---- lookups ---- */

typedef struct tn_embedding_options {
  size_t struct_size;
  int64_t padding_idx;        /**< TN_NONE_INT; this row gets no gradient */
  int32_t scale_grad_by_freq; /**< 0; 1 divides a row's gradient by how often it was looked up */
  int32_t reserved;
} tn_embedding_options_t;

TN_API void tn_embedding_options_init(tn_embedding_options_t* o, size_t size);
/** Rows of weight (n, d) by input, integers of any shape: (…, d). torch.nn.functional.embedding. */
TN_API tn_tensor_t tn_embedding(tn_tensor_t input, tn_tensor_t weight);
TN_API tn_tensor_t tn_embedding_with(tn_tensor_t input, tn_tensor_t weight, const tn_embedding_options_t* o);
/** 1 at the class's place in a new last dimension, int64; num_classes -1: the largest plus 1.
 * torch.nn.functional.one_hot. */
TN_API tn_tensor_t tn_one_hot(tn_tensor_t self, int64_t num_classes);

/* ---- losses: a number, unless the reduction is none ---- */

typedef int32_t tn_reduction_t;
enum { TN_REDUCTION_NONE = 1, TN_REDUCTION_MEAN = 2, TN_REDUCTION_SUM = 3 };

typedef struct tn_cross_entropy_options {
  size_t struct_size;
  int64_t ignore_index;     /**< -100; targets of this class don't count */
  double label_smoothing;   /**< 0; this much of each target is spread over all classes */
  tn_reduction_t reduction; /**< TN_REDUCTION_MEAN */
  int32_t reserved;
} tn_cross_entropy_options_t;

TN_API void tn_cross_entropy_options_init(tn_cross_entropy_options_t* o, size_t size);
/** log_softmax, then nll_loss. input is (c), (n, c) or (n, c, …) of logits; target the classes, int64,
 * without c, or probabilities of input's shape. torch.nn.functional.cross_entropy. */
TN_API tn_tensor_t tn_cross_entropy(tn_tensor_t input, tn_tensor_t target);
/** weight is (c), a factor for each class. */
TN_API tn_tensor_t tn_cross_entropy_with(tn_tensor_t input, tn_tensor_t target, tn_tensor_t weight_or_none,
                                         const tn_cross_entropy_options_t* o);

typedef struct tn_nll_loss_options {
  size_t struct_size;
  int64_t ignore_index;     /**< -100; targets of this class don't count */
  tn_reduction_t reduction; /**< TN_REDUCTION_MEAN */
  int32_t reserved;
} tn_nll_loss_options_t;

TN_API void tn_nll_loss_options_init(tn_nll_loss_options_t* o, size_t size);
/** -input[target]: input is (c), (n, c) or (n, c, …) of log-probabilities, target the classes, int64.
 * torch.nn.functional.nll_loss. */
TN_API tn_tensor_t tn_nll_loss(tn_tensor_t input, tn_tensor_t target);
/** weight is (c), a factor for each class. */
TN_API tn_tensor_t tn_nll_loss_with(tn_tensor_t input, tn_tensor_t target, tn_tensor_t weight_or_none,
                                    const tn_nll_loss_options_t* o);

typedef struct tn_mse_loss_options {
  size_t struct_size;
  tn_reduction_t reduction; /**< TN_REDUCTION_MEAN */
  int32_t reserved;
} tn_mse_loss_options_t;

TN_API void tn_mse_loss_options_init(tn_mse_loss_options_t* o, size_t size);
/** (input - target)^2. torch.nn.functional.mse_loss. */
TN_API tn_tensor_t tn_mse_loss(tn_tensor_t input, tn_tensor_t target);
TN_API tn_tensor_t tn_mse_loss_with(tn_tensor_t input, tn_tensor_t target, const tn_mse_loss_options_t* o);

typedef struct tn_l1_loss_options {
  size_t struct_size;
  tn_reduction_t reduction; /**< TN_REDUCTION_MEAN */
  int32_t reserved;
} tn_l1_loss_options_t;

TN_API void tn_l1_loss_options_init(tn_l1_loss_options_t* o, size_t size);
/** |input - target|. torch.nn.functional.l1_loss. */
TN_API tn_tensor_t tn_l1_loss(tn_tensor_t input, tn_tensor_t target);
TN_API tn_tensor_t tn_l1_loss_with(tn_tensor_t input, tn_tensor_t target, const tn_l1_loss_options_t* o);

typedef struct tn_binary_cross_entropy_options {
  size_t struct_size;
  tn_reduction_t reduction; /**< TN_REDUCTION_MEAN */
  int32_t reserved;
} tn_binary_cross_entropy_options_t;

TN_API void tn_binary_cross_entropy_options_init(tn_binary_cross_entropy_options_t* o, size_t size);
/** -(target log(input) + (1 - target) log(1 - input)) of probabilities; logarithms are at least -100.
 * torch.nn.functional.binary_cross_entropy. */
TN_API tn_tensor_t tn_binary_cross_entropy(tn_tensor_t input, tn_tensor_t target);
/** weight is a factor for each element, broadcast. */
TN_API tn_tensor_t tn_binary_cross_entropy_with(tn_tensor_t input, tn_tensor_t target,
                                                tn_tensor_t weight_or_none,
                                                const tn_binary_cross_entropy_options_t* o);

typedef struct tn_binary_cross_entropy_with_logits_options {
  size_t struct_size;
  tn_reduction_t reduction; /**< TN_REDUCTION_MEAN */
  int32_t reserved;
} tn_binary_cross_entropy_with_logits_options_t;

TN_API void tn_binary_cross_entropy_with_logits_options_init(tn_binary_cross_entropy_with_logits_options_t* o,
                                                             size_t size);
/** The same of sigmoid(input), without overflow between.
 * torch.nn.functional.binary_cross_entropy_with_logits. */
TN_API tn_tensor_t tn_binary_cross_entropy_with_logits(tn_tensor_t input, tn_tensor_t target);
/** pos_weight is a factor for the positive term, broadcast. */
TN_API tn_tensor_t tn_binary_cross_entropy_with_logits_with(
    tn_tensor_t input, tn_tensor_t target, tn_tensor_t weight_or_none, tn_tensor_t pos_weight_or_none,
    const tn_binary_cross_entropy_with_logits_options_t* o);

#ifdef __cplusplus
}
#endif
#endif
