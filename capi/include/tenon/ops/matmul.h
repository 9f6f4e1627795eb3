/**
 * tenon/ops/matmul.h: products of matrices. ops.h says what holds for all.
 *
 * Both sides have one dtype. Products of float16 and bfloat16 add up in float32.
 */
#ifndef TENON_OPS_MATMUL_H
#define TENON_OPS_MATMUL_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The product of PyTorch's matmul: dot product of two vectors, matrix times vector, matrix times matrix, and
 * batches of them, whose leading dimensions broadcast. torch.matmul.
 */
TN_API tn_tensor_t tn_matmul(tn_tensor_t self, tn_tensor_t other);
/** (n, m) times (m, p). torch.mm. */
TN_API tn_tensor_t tn_mm(tn_tensor_t self, tn_tensor_t mat2);
/** (b, n, m) times (b, m, p). torch.bmm. */
TN_API tn_tensor_t tn_bmm(tn_tensor_t self, tn_tensor_t mat2);
/** (n, m) times (m). torch.mv. */
TN_API tn_tensor_t tn_mv(tn_tensor_t self, tn_tensor_t vec);
/** (n) times (n), a number. torch.dot. */
TN_API tn_tensor_t tn_dot(tn_tensor_t self, tn_tensor_t tensor);
/** (n) and (m): all products, (n, m). torch.outer. */
TN_API tn_tensor_t tn_outer(tn_tensor_t self, tn_tensor_t vec2);

typedef struct tn_addmm_options {
  size_t struct_size;
  double beta;  /**< 1; where 0, self isn't read */
  double alpha; /**< 1 */
} tn_addmm_options_t;

TN_API void tn_addmm_options_init(tn_addmm_options_t* o, size_t size);
/** self + mat1 mat2, self broadcast; with options beta * self + alpha * mat1 mat2. torch.addmm. */
TN_API tn_tensor_t tn_addmm(tn_tensor_t self, tn_tensor_t mat1, tn_tensor_t mat2);
TN_API tn_tensor_t tn_addmm_with(tn_tensor_t self, tn_tensor_t mat1, tn_tensor_t mat2,
                                 const tn_addmm_options_t* o);

/** input weight^T + bias: (…, in), (out, in), (out) or TN_NONE give (…, out). torch.nn.functional.linear. */
TN_API tn_tensor_t tn_linear(tn_tensor_t input, tn_tensor_t weight, tn_tensor_t bias_or_none);

#ifdef __cplusplus
}
#endif
#endif
