/**
 * tenon/dtype.h: the types of elements, and how they promote.
 *
 * Types are of three kinds: bool, integer, floating. Two of a kind promote to the wider one (uint8 and int8
 * to int16, the two half types to float32), two of different kinds to the type of the higher kind: int64
 * and float16 give float16.
 *
 * Since 0.1.
 */
#ifndef TENON_DTYPE_H
#define TENON_DTYPE_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t tn_dtype_t;
enum {
  TN_DTYPE_DEFAULT = 0, /**< none given: what PyTorch takes where dtype is None */
  TN_FLOAT32 = 1,
  TN_FLOAT64 = 2,
  TN_FLOAT16 = 3,  /**< IEEE 754 binary16 */
  TN_BFLOAT16 = 4, /**< the upper half of a float32 */
  TN_INT64 = 5,
  TN_INT32 = 6,
  TN_INT16 = 7,
  TN_INT8 = 8,
  TN_UINT8 = 9,
  TN_BOOL = 10 /**< a byte, 0 or 1 */
};

/**
 * PyTorch's name, "float32". NULL with TN_ERR_VALUE for what is no dtype. The text lives as long as the
 * library.
 */
TN_API const char* tn_dtype_name(tn_dtype_t dtype);

/** The bytes of one element: 4 for TN_FLOAT32. PyTorch: dtype.itemsize. */
TN_API int64_t tn_dtype_itemsize(tn_dtype_t dtype);

/** Whether it is one of the four floating types. PyTorch: dtype.is_floating_point. */
TN_API int32_t tn_dtype_is_floating_point(tn_dtype_t dtype);

/** The type that both promote to; 0 on failure. PyTorch: torch.promote_types. */
TN_API tn_dtype_t tn_promote_types(tn_dtype_t a, tn_dtype_t b);

/**
 * The type that an operator on the two promotes to. Tensors with dimensions come before those without, and
 * those before numbers: the later ones count by their kind alone, and only where it is higher. PyTorch:
 * torch.result_type.
 */
TN_API tn_dtype_t tn_result_type(tn_tensor_t a, tn_tensor_t b);
TN_API tn_dtype_t tn_result_type_scalar(tn_tensor_t a, double b);
TN_API tn_dtype_t tn_result_type_int(tn_tensor_t a, int64_t b);

/**
 * Whether results of `from` may be stored in `to` by operators in place: not to a lower kind. PyTorch:
 * torch.can_cast.
 */
TN_API int32_t tn_can_cast(tn_dtype_t from, tn_dtype_t to);

/** The type of what is made without one; TN_FLOAT32 at first. PyTorch: torch.get_default_dtype. */
TN_API tn_dtype_t tn_get_default_dtype(void);

/** Sets it, for the process, to a floating type. PyTorch: torch.set_default_dtype. */
TN_API tn_status_t tn_set_default_dtype(tn_dtype_t dtype);

#ifdef __cplusplus
}
#endif
#endif
