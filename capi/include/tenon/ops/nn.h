/**
 * tenon/ops/nn.h: the operators of networks: torch.nn.functional without what is pointwise. ops.h says what
 * holds for all.
 *
 * All are floating (TN_ERR_TYPE else), of one dtype throughout; classes and lookups are int64. Layers with
 * parameters of their own are in module.h.
 *
 * Since 0.1.
 */
#ifndef TENON_OPS_NN_H
#define TENON_OPS_NN_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- softmax ---- */

/**
 * e^self divided by its sum along a dimension, without overflow between: adds up to 1. PyTorch:
 * torch.softmax.
 */
TN_API tn_tensor_t tn_softmax(tn_tensor_t self, int64_t dim);

/** Its logarithm, exact where the softmax would be 0. PyTorch: torch.log_softmax. */
TN_API tn_tensor_t tn_log_softmax(tn_tensor_t self, int64_t dim);

/* ---- convolution and pooling ---- */

/*
 * Images are (n, c, h, w), or (c, h, w) for one alone. A size comes out as
 *     floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1
 * or rounded up where ceil_mode is set; TN_ERR_SHAPE where that is below 1.
 */

typedef int32_t tn_padding_t;
enum {
  TN_PADDING_EXPLICIT = 1, /**< padding_h and padding_w, on each side */
  TN_PADDING_VALID = 2,    /**< none */
  TN_PADDING_SAME = 3      /**< so that the output is as large as the input; wants a stride of 1 */
};

typedef struct tn_conv2d_options {
  size_t struct_size;
  int64_t stride_h, stride_w;     /**< 1, 1 */
  int64_t padding_h, padding_w;   /**< 0, 0; with 0 */
  int64_t dilation_h, dilation_w; /**< 1, 1 */
  int64_t groups;                 /**< 1; divides both numbers of channels */
  tn_padding_t padding;           /**< TN_PADDING_EXPLICIT */
  int32_t reserved;
} tn_conv2d_options_t;

TN_API void tn_conv2d_options_init(tn_conv2d_options_t* o, size_t size);

/**
 * Convolution (cross-correlation, as everywhere in networks): each output is the sum over a window, of all
 * channels of its group.
 *
 * @param input        (n, c, h, w) or (c, h, w)
 * @param weight       (out, c / groups, kernel_h, kernel_w)
 * @param bias_or_none (out), or TN_NONE
 * @return (n, out, h', w') or (out, h', w')
 *
 * PyTorch: nn.functional.conv2d.
 */
TN_API tn_tensor_t tn_conv2d(tn_tensor_t input, tn_tensor_t weight, tn_tensor_t bias_or_none);
TN_API tn_tensor_t tn_conv2d_with(tn_tensor_t input, tn_tensor_t weight, tn_tensor_t bias_or_none,
                                  const tn_conv2d_options_t* o);

typedef struct tn_max_pool2d_options {
  size_t struct_size;
  int64_t stride_h, stride_w;     /**< TN_NONE_INT: the kernel's size */
  int64_t padding_h, padding_w;   /**< 0, 0; with what is below all numbers; at most half the kernel */
  int64_t dilation_h, dilation_w; /**< 1, 1 */
  int32_t ceil_mode;              /**< 0; 1 keeps windows that reach over the edge */
  int32_t reserved;
} tn_max_pool2d_options_t;

TN_API void tn_max_pool2d_options_init(tn_max_pool2d_options_t* o, size_t size);

/**
 * The largest of each window; NaN wins. The gradient goes to the first of equal ones.
 *
 * @param kernel_size height and width, or one number for both
 *
 * PyTorch: nn.functional.max_pool2d.
 */
TN_API tn_tensor_t tn_max_pool2d(tn_tensor_t self, const int64_t* kernel_size, int64_t n_kernel_size);
TN_API tn_tensor_t tn_max_pool2d_with(tn_tensor_t self, const int64_t* kernel_size, int64_t n_kernel_size,
                                      const tn_max_pool2d_options_t* o);

typedef struct tn_avg_pool2d_options {
  size_t struct_size;
  int64_t stride_h, stride_w;   /**< TN_NONE_INT: the kernel's size */
  int64_t padding_h, padding_w; /**< 0, 0; with 0; at most half the kernel */
  int64_t divisor_override;     /**< TN_NONE_INT: the window's size */
  int32_t ceil_mode;            /**< 0; 1 keeps windows that reach over the edge */
  int32_t count_include_pad;    /**< 1; 0 leaves padding out of the window's size */
} tn_avg_pool2d_options_t;

TN_API void tn_avg_pool2d_options_init(tn_avg_pool2d_options_t* o, size_t size);

/** The mean of each window; otherwise as tn_max_pool2d. PyTorch: nn.functional.avg_pool2d. */
TN_API tn_tensor_t tn_avg_pool2d(tn_tensor_t self, const int64_t* kernel_size, int64_t n_kernel_size);
TN_API tn_tensor_t tn_avg_pool2d_with(tn_tensor_t self, const int64_t* kernel_size, int64_t n_kernel_size,
                                      const tn_avg_pool2d_options_t* o);

/* ---- normalisation and dropout ---- */

/**
 * (input - mean) / sqrt(variance + eps) * weight + bias, mean and variance (divided by n) being those of
 * the last dimensions.
 *
 * @param shape          the sizes of the last ndim dimensions, which must be input's
 * @param weight_or_none of that shape, or TN_NONE for 1
 * @param bias_or_none   of that shape, or TN_NONE for 0
 * @param eps            1e-5 in PyTorch
 *
 * PyTorch: nn.functional.layer_norm.
 */
TN_API tn_tensor_t tn_layer_norm(tn_tensor_t input, const int64_t* shape, int64_t ndim,
                                 tn_tensor_t weight_or_none, tn_tensor_t bias_or_none, double eps);

/**
 * The same with mean and variance over all dimensions but the second, c: those of the batch in training or
 * without running statistics, else the running ones. In training the running ones are changed in place to
 * (1 - momentum) * running + momentum * batch, where the batch's variance is divided by n - 1.
 *
 * @param input                (n, c) or (n, c, …)
 * @param running_mean_or_none (c), as the other three; TN_NONE where there are none
 * @param training             0 in PyTorch
 * @param momentum             0.1 in PyTorch
 * @param eps                  1e-5 in PyTorch
 *
 * PyTorch: nn.functional.batch_norm.
 */
TN_API tn_tensor_t tn_batch_norm(tn_tensor_t input, tn_tensor_t running_mean_or_none,
                                 tn_tensor_t running_var_or_none, tn_tensor_t weight_or_none,
                                 tn_tensor_t bias_or_none, int32_t training, double momentum, double eps);

/**
 * In training each element is 0 with probability p, and scaled by 1 / (1 - p) else, by the device's default
 * generator. Else a further handle of input. TN_ERR_VALUE for a p outside [0, 1]. PyTorch:
 * nn.functional.dropout.
 */
TN_API tn_tensor_t tn_dropout(tn_tensor_t input, double p, int32_t training);

/* ---- lookups ---- */

typedef struct tn_embedding_options {
  size_t struct_size;
  int64_t padding_idx; /**< TN_NONE_INT; the row of this number gets no gradient; negative: from the end */
  int32_t scale_grad_by_freq; /**< 0; 1 divides a row's gradient by how often it was looked up */
  int32_t reserved;
} tn_embedding_options_t;

TN_API void tn_embedding_options_init(tn_embedding_options_t* o, size_t size);

/**
 * Row input[i] of weight for each i. TN_ERR_INDEX for a row that isn't there.
 *
 * @param input  int64 or int32, of any shape
 * @param weight (n, d)
 * @return (*input's shape, d)
 *
 * PyTorch: nn.functional.embedding.
 */
TN_API tn_tensor_t tn_embedding(tn_tensor_t input, tn_tensor_t weight);
TN_API tn_tensor_t tn_embedding_with(tn_tensor_t input, tn_tensor_t weight, const tn_embedding_options_t* o);

/**
 * Classes as vectors of int64: 1 at the class's place of a new last dimension, 0 elsewhere. TN_ERR_VALUE
 * for a class that is negative or too large. PyTorch: nn.functional.one_hot.
 *
 * @param num_classes the size of that dimension; -1: one more than the largest class
 */
TN_API tn_tensor_t tn_one_hot(tn_tensor_t self, int64_t num_classes);

/* ---- losses: a scalar, or of the targets' shape where the reduction is none ---- */

typedef int32_t tn_reduction_t;
enum {
  TN_REDUCTION_NONE = 1, /**< one loss for each target */
  TN_REDUCTION_MEAN = 2, /**< their mean: where classes have weights, by them */
  TN_REDUCTION_SUM = 3
};

typedef struct tn_cross_entropy_options {
  size_t struct_size;
  int64_t ignore_index;     /**< -100; targets of this class count for nothing */
  double label_smoothing;   /**< 0; so much of each target is spread evenly over all classes */
  tn_reduction_t reduction; /**< TN_REDUCTION_MEAN */
  int32_t reserved;
} tn_cross_entropy_options_t;

TN_API void tn_cross_entropy_options_init(tn_cross_entropy_options_t* o, size_t size);

/**
 * -log(softmax(input)[target]): what a classifier is trained with.
 *
 * @param input  logits: (c), (n, c) or (n, c, …)
 * @param target classes, int64, of input's shape without c (TN_ERR_INDEX for one beyond c); or
 *               probabilities, of input's shape and dtype
 *
 * PyTorch: nn.functional.cross_entropy.
 */
TN_API tn_tensor_t tn_cross_entropy(tn_tensor_t input, tn_tensor_t target);

/** @param weight_or_none (c): a factor for each class */
TN_API tn_tensor_t tn_cross_entropy_with(tn_tensor_t input, tn_tensor_t target, tn_tensor_t weight_or_none,
                                         const tn_cross_entropy_options_t* o);

typedef struct tn_nll_loss_options {
  size_t struct_size;
  int64_t ignore_index;     /**< -100; targets of this class count for nothing */
  tn_reduction_t reduction; /**< TN_REDUCTION_MEAN */
  int32_t reserved;
} tn_nll_loss_options_t;

TN_API void tn_nll_loss_options_init(tn_nll_loss_options_t* o, size_t size);

/** -input[target], of log-probabilities; shapes as in tn_cross_entropy. PyTorch: nn.functional.nll_loss. */
TN_API tn_tensor_t tn_nll_loss(tn_tensor_t input, tn_tensor_t target);

/** @param weight_or_none (c): a factor for each class */
TN_API tn_tensor_t tn_nll_loss_with(tn_tensor_t input, tn_tensor_t target, tn_tensor_t weight_or_none,
                                    const tn_nll_loss_options_t* o);

typedef struct tn_mse_loss_options {
  size_t struct_size;
  tn_reduction_t reduction; /**< TN_REDUCTION_MEAN */
  int32_t reserved;
} tn_mse_loss_options_t;

TN_API void tn_mse_loss_options_init(tn_mse_loss_options_t* o, size_t size);

/**
 * (input - target)^2. The two broadcast; where they do, the log has a warning. PyTorch:
 * nn.functional.mse_loss.
 */
TN_API tn_tensor_t tn_mse_loss(tn_tensor_t input, tn_tensor_t target);
TN_API tn_tensor_t tn_mse_loss_with(tn_tensor_t input, tn_tensor_t target, const tn_mse_loss_options_t* o);

typedef struct tn_l1_loss_options {
  size_t struct_size;
  tn_reduction_t reduction; /**< TN_REDUCTION_MEAN */
  int32_t reserved;
} tn_l1_loss_options_t;

TN_API void tn_l1_loss_options_init(tn_l1_loss_options_t* o, size_t size);

/** |input - target|; the two broadcast. Whole numbers have no mean, but a sum. PyTorch:
 * nn.functional.l1_loss. */
TN_API tn_tensor_t tn_l1_loss(tn_tensor_t input, tn_tensor_t target);
TN_API tn_tensor_t tn_l1_loss_with(tn_tensor_t input, tn_tensor_t target, const tn_l1_loss_options_t* o);

typedef struct tn_binary_cross_entropy_options {
  size_t struct_size;
  tn_reduction_t reduction; /**< TN_REDUCTION_MEAN */
  int32_t reserved;
} tn_binary_cross_entropy_options_t;

TN_API void tn_binary_cross_entropy_options_init(tn_binary_cross_entropy_options_t* o, size_t size);

/**
 * -(target * log(input) + (1 - target) * log(1 - input)), with logarithms not below -100. Both of one
 * shape; input in [0, 1] (TN_ERR_VALUE else). PyTorch: nn.functional.binary_cross_entropy.
 */
TN_API tn_tensor_t tn_binary_cross_entropy(tn_tensor_t input, tn_tensor_t target);

/** @param weight_or_none a factor for each element, broadcast */
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

/**
 * tn_binary_cross_entropy of sigmoid(input), exact for large logits. PyTorch:
 * nn.functional.binary_cross_entropy_with_logits.
 */
TN_API tn_tensor_t tn_binary_cross_entropy_with_logits(tn_tensor_t input, tn_tensor_t target);

/**
 * @param weight_or_none     a factor for each element, broadcast
 * @param pos_weight_or_none a factor for the term with target, broadcast
 */
TN_API tn_tensor_t tn_binary_cross_entropy_with_logits_with(
    tn_tensor_t input, tn_tensor_t target, tn_tensor_t weight_or_none, tn_tensor_t pos_weight_or_none,
    const tn_binary_cross_entropy_with_logits_options_t* o);

#ifdef __cplusplus
}
#endif
#endif
