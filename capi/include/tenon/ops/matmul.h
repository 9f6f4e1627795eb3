/**
 * tenon/ops/matmul.h: products of matrices. ops.h says what holds for all.
 *
 * Operands have one dtype (TN_ERR_TYPE else); nothing is promoted. Sizes that meet must be equal
 * (TN_ERR_SHAPE, with both shapes). Any strides will do: a transposed operand isn't copied first. float16
 * and bfloat16 add up in float32.
 *
 * Since 0.1.
 */
#ifndef TENON_OPS_MATMUL_H
#define TENON_OPS_MATMUL_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The product for operands of any number of dimensions:
 *
 *     (n) (n)                dot product, a scalar
 *     (n, m) (m)             matrix times vector: (n)
 *     (m) (m, p)             vector times matrix: (p)
 *     (n, m) (m, p)          (n, p)
 *     (…, n, m) (…, m, p)    a batch of them; the leading dimensions broadcast
 *
 * and a vector on either side of a batch likewise. PyTorch: torch.matmul.
 */
TN_API tn_tensor_t tn_matmul(tn_tensor_t self, tn_tensor_t other);

/** (n, m) times (m, p): (n, p). PyTorch: torch.mm. */
TN_API tn_tensor_t tn_mm(tn_tensor_t self, tn_tensor_t mat2);

/** (b, n, m) times (b, m, p): (b, n, p). PyTorch: torch.bmm. */
TN_API tn_tensor_t tn_bmm(tn_tensor_t self, tn_tensor_t mat2);

/** (n, m) times (m): (n). PyTorch: torch.mv. */
TN_API tn_tensor_t tn_mv(tn_tensor_t self, tn_tensor_t vec);

/** (n) times (n): a scalar. PyTorch: torch.dot. */
TN_API tn_tensor_t tn_dot(tn_tensor_t self, tn_tensor_t tensor);

/** (n) and (m): out[i][j] = self[i] * vec2[j], (n, m); promotes. PyTorch: torch.outer. */
TN_API tn_tensor_t tn_outer(tn_tensor_t self, tn_tensor_t vec2);

typedef struct tn_addmm_options {
  size_t struct_size;
  double beta;  /**< 1; where it is 0, self isn't read: NaN in it doesn't matter */
  double alpha; /**< 1; both whole numbers where the dtype is integral */
} tn_addmm_options_t;

TN_API void tn_addmm_options_init(tn_addmm_options_t* o, size_t size);

/**
 * self + mat1 mat2, where self broadcasts to (n, p); with options beta * self + alpha * mat1 mat2. PyTorch:
 * torch.addmm.
 */
TN_API tn_tensor_t tn_addmm(tn_tensor_t self, tn_tensor_t mat1, tn_tensor_t mat2);
TN_API tn_tensor_t tn_addmm_with(tn_tensor_t self, tn_tensor_t mat1, tn_tensor_t mat2,
                                 const tn_addmm_options_t* o);

/**
 * input weight^T + bias.
 *
 * @param input        (…, in), any number of leading dimensions, or none
 * @param weight       (out, in)
 * @param bias_or_none (out), or TN_NONE
 * @return (…, out)
 *
 * PyTorch: nn.functional.linear.
 */
TN_API tn_tensor_t tn_linear(tn_tensor_t input, tn_tensor_t weight, tn_tensor_t bias_or_none);

#ifdef __cplusplus
}
#endif
#endif
