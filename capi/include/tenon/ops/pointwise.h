/**
 * tenon/ops/pointwise.h: element by element, with broadcasting and type promotion. ops.h says what holds
 * for all.
 *
 * Shapes broadcast: from the last dimension on, sizes are equal, or one of them is 1 or missing; (3, 1) and
 * (4) give (3, 4). Shapes that don't are TN_ERR_SHAPE, with both in the message. In place, self keeps its
 * shape.
 *
 * The result's dtype is what tn_result_type says of the operands. Functions that have no integer results
 * (exp, sin, true division and the like: "floating") give the default dtype for integers and bools. float16
 * and bfloat16 are computed in float32 and rounded once.
 *
 * Tensors without dimensions promote less than others, and numbers less than those, within one kind. A
 * tensor may be given twice, and in place a tensor may be its own operand; operands that share memory with
 * self otherwise give what they would have given had they been copied first.
 *
 * Since 0.1.
 */
#ifndef TENON_OPS_POINTWISE_H
#define TENON_OPS_POINTWISE_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- arithmetic ---- */

/**
 * self + other; of bools, logical or. PyTorch: torch.add.
 *
 * The six forms that every operator with a number has: a tensor; a number that is a double, which makes an
 * integer tensor floating; a number that is an integer, which doesn't; and each of them in place.
 */
TN_API tn_tensor_t tn_add(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_add_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_add_int(tn_tensor_t self, int64_t other);
TN_API tn_status_t tn_add_(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_add_scalar_(tn_tensor_t self, double other);
TN_API tn_status_t tn_add_int_(tn_tensor_t self, int64_t other);

typedef struct tn_add_options {
  size_t struct_size;
  double alpha; /**< 1; a whole number where the result is integral */
} tn_add_options_t;

TN_API void tn_add_options_init(tn_add_options_t* o, size_t size);
/** self + alpha * other. PyTorch: torch.add. */
TN_API tn_tensor_t tn_add_with(tn_tensor_t self, tn_tensor_t other, const tn_add_options_t* o);
TN_API tn_status_t tn_add_with_(tn_tensor_t self, tn_tensor_t other, const tn_add_options_t* o);

/** self - other. Not of two bools. PyTorch: torch.sub. */
TN_API tn_tensor_t tn_sub(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_sub_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_sub_int(tn_tensor_t self, int64_t other);
TN_API tn_status_t tn_sub_(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_sub_scalar_(tn_tensor_t self, double other);
TN_API tn_status_t tn_sub_int_(tn_tensor_t self, int64_t other);

typedef struct tn_sub_options {
  size_t struct_size;
  double alpha; /**< 1; a whole number where the result is integral */
} tn_sub_options_t;

TN_API void tn_sub_options_init(tn_sub_options_t* o, size_t size);
/** self - alpha * other. PyTorch: torch.sub. */
TN_API tn_tensor_t tn_sub_with(tn_tensor_t self, tn_tensor_t other, const tn_sub_options_t* o);
TN_API tn_status_t tn_sub_with_(tn_tensor_t self, tn_tensor_t other, const tn_sub_options_t* o);

/** other - self, where other is the number. PyTorch: torch.rsub. */
TN_API tn_tensor_t tn_rsub_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_rsub_int(tn_tensor_t self, int64_t other);
/** self * other. PyTorch: torch.mul. */
TN_API tn_tensor_t tn_mul(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_mul_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_mul_int(tn_tensor_t self, int64_t other);
TN_API tn_status_t tn_mul_(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_mul_scalar_(tn_tensor_t self, double other);
TN_API tn_status_t tn_mul_int_(tn_tensor_t self, int64_t other);
/** self / other; of integers, a floating result. PyTorch: torch.div. */
TN_API tn_tensor_t tn_div(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_div_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_div_int(tn_tensor_t self, int64_t other);
TN_API tn_status_t tn_div_(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_div_scalar_(tn_tensor_t self, double other);
TN_API tn_status_t tn_div_int_(tn_tensor_t self, int64_t other);

typedef int32_t tn_rounding_t;
enum {
  TN_ROUNDING_NONE = 1,  /**< true division */
  TN_ROUNDING_TRUNC = 2, /**< towards zero, as C divides integers */
  TN_ROUNDING_FLOOR = 3  /**< down, as Python's // */
};

typedef struct tn_div_options {
  size_t struct_size;
  tn_rounding_t rounding_mode; /**< TN_ROUNDING_NONE; with another, integers stay integers */
  int32_t reserved;
} tn_div_options_t;

TN_API void tn_div_options_init(tn_div_options_t* o, size_t size);
/** torch.div, with rounding_mode. */
TN_API tn_tensor_t tn_div_with(tn_tensor_t self, tn_tensor_t other, const tn_div_options_t* o);
TN_API tn_status_t tn_div_with_(tn_tensor_t self, tn_tensor_t other, const tn_div_options_t* o);

/** floor(self / other). An integer division by zero is TN_ERR_VALUE. PyTorch: torch.floor_divide. */
TN_API tn_tensor_t tn_floor_divide(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_floor_divide_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_floor_divide_int(tn_tensor_t self, int64_t other);
TN_API tn_status_t tn_floor_divide_(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_floor_divide_scalar_(tn_tensor_t self, double other);
TN_API tn_status_t tn_floor_divide_int_(tn_tensor_t self, int64_t other);
/** self - other * floor(self / other): the sign is other's. PyTorch: torch.remainder. */
TN_API tn_tensor_t tn_remainder(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_remainder_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_remainder_int(tn_tensor_t self, int64_t other);
TN_API tn_status_t tn_remainder_(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_remainder_scalar_(tn_tensor_t self, double other);
TN_API tn_status_t tn_remainder_int_(tn_tensor_t self, int64_t other);
/** self - other * trunc(self / other): the sign is self's. PyTorch: torch.fmod. */
TN_API tn_tensor_t tn_fmod(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_fmod_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_fmod_int(tn_tensor_t self, int64_t other);
TN_API tn_status_t tn_fmod_(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_fmod_scalar_(tn_tensor_t self, double other);
TN_API tn_status_t tn_fmod_int_(tn_tensor_t self, int64_t other);
/** self to the power other. Integers to a negative integer power are TN_ERR_VALUE. PyTorch: torch.pow. */
TN_API tn_tensor_t tn_pow(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_pow_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_pow_int(tn_tensor_t self, int64_t other);
TN_API tn_status_t tn_pow_(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_pow_scalar_(tn_tensor_t self, double other);
TN_API tn_status_t tn_pow_int_(tn_tensor_t self, int64_t other);
/** -self. Not of bool. PyTorch: torch.neg. */
TN_API tn_tensor_t tn_neg(tn_tensor_t self);
TN_API tn_status_t tn_neg_(tn_tensor_t self);
/** |self|. The gradient at 0 is 0. PyTorch: torch.abs. */
TN_API tn_tensor_t tn_abs(tn_tensor_t self);
TN_API tn_status_t tn_abs_(tn_tensor_t self);
/** -1, 0 or 1. PyTorch: torch.sign. */
TN_API tn_tensor_t tn_sign(tn_tensor_t self);
TN_API tn_status_t tn_sign_(tn_tensor_t self);
/** 1 / self. PyTorch: torch.reciprocal. */
TN_API tn_tensor_t tn_reciprocal(tn_tensor_t self);
TN_API tn_status_t tn_reciprocal_(tn_tensor_t self);
/** self * self. PyTorch: torch.square. */
TN_API tn_tensor_t tn_square(tn_tensor_t self);
TN_API tn_status_t tn_square_(tn_tensor_t self);
/** Square root. PyTorch: torch.sqrt. */
TN_API tn_tensor_t tn_sqrt(tn_tensor_t self);
TN_API tn_status_t tn_sqrt_(tn_tensor_t self);
/** 1 / sqrt(self). PyTorch: torch.rsqrt. */
TN_API tn_tensor_t tn_rsqrt(tn_tensor_t self);
TN_API tn_status_t tn_rsqrt_(tn_tensor_t self);

/* ---- exponentials and logarithms: floating ---- */

/** e^self. PyTorch: torch.exp. */
TN_API tn_tensor_t tn_exp(tn_tensor_t self);
TN_API tn_status_t tn_exp_(tn_tensor_t self);
/** 2^self. PyTorch: torch.exp2. */
TN_API tn_tensor_t tn_exp2(tn_tensor_t self);
TN_API tn_status_t tn_exp2_(tn_tensor_t self);
/** e^self - 1, exact near 0. PyTorch: torch.expm1. */
TN_API tn_tensor_t tn_expm1(tn_tensor_t self);
TN_API tn_status_t tn_expm1_(tn_tensor_t self);
/** Natural logarithm. PyTorch: torch.log. */
TN_API tn_tensor_t tn_log(tn_tensor_t self);
TN_API tn_status_t tn_log_(tn_tensor_t self);
/** Logarithm to base 2. PyTorch: torch.log2. */
TN_API tn_tensor_t tn_log2(tn_tensor_t self);
TN_API tn_status_t tn_log2_(tn_tensor_t self);
/** Logarithm to base 10. PyTorch: torch.log10. */
TN_API tn_tensor_t tn_log10(tn_tensor_t self);
TN_API tn_status_t tn_log10_(tn_tensor_t self);
/** log(1 + self), exact near 0. PyTorch: torch.log1p. */
TN_API tn_tensor_t tn_log1p(tn_tensor_t self);
TN_API tn_status_t tn_log1p_(tn_tensor_t self);
/** log(e^self + e^other), without overflow between. PyTorch: torch.logaddexp. */
TN_API tn_tensor_t tn_logaddexp(tn_tensor_t self, tn_tensor_t other);
/** self * log(other), and 0 where self is 0. PyTorch: torch.xlogy. */
TN_API tn_tensor_t tn_xlogy(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_xlogy_(tn_tensor_t self, tn_tensor_t other);

/* ---- trigonometry, in radians, and its hyperbolic kin: floating ---- */

/** Sine. PyTorch: torch.sin. */
TN_API tn_tensor_t tn_sin(tn_tensor_t self);
TN_API tn_status_t tn_sin_(tn_tensor_t self);
/** Cosine. PyTorch: torch.cos. */
TN_API tn_tensor_t tn_cos(tn_tensor_t self);
TN_API tn_status_t tn_cos_(tn_tensor_t self);
/** Tangent. PyTorch: torch.tan. */
TN_API tn_tensor_t tn_tan(tn_tensor_t self);
TN_API tn_status_t tn_tan_(tn_tensor_t self);
/** Inverse sine, in [-pi/2, pi/2]; NaN outside [-1, 1]. PyTorch: torch.asin. */
TN_API tn_tensor_t tn_asin(tn_tensor_t self);
TN_API tn_status_t tn_asin_(tn_tensor_t self);
/** Inverse cosine, in [0, pi]; NaN outside [-1, 1]. PyTorch: torch.acos. */
TN_API tn_tensor_t tn_acos(tn_tensor_t self);
TN_API tn_status_t tn_acos_(tn_tensor_t self);
/** Inverse tangent, in (-pi/2, pi/2). PyTorch: torch.atan. */
TN_API tn_tensor_t tn_atan(tn_tensor_t self);
TN_API tn_status_t tn_atan_(tn_tensor_t self);
/** Hyperbolic sine. PyTorch: torch.sinh. */
TN_API tn_tensor_t tn_sinh(tn_tensor_t self);
TN_API tn_status_t tn_sinh_(tn_tensor_t self);
/** Hyperbolic cosine. PyTorch: torch.cosh. */
TN_API tn_tensor_t tn_cosh(tn_tensor_t self);
TN_API tn_status_t tn_cosh_(tn_tensor_t self);
/** Hyperbolic tangent. PyTorch: torch.tanh. */
TN_API tn_tensor_t tn_tanh(tn_tensor_t self);
TN_API tn_status_t tn_tanh_(tn_tensor_t self);
/** Inverse hyperbolic sine. PyTorch: torch.asinh. */
TN_API tn_tensor_t tn_asinh(tn_tensor_t self);
TN_API tn_status_t tn_asinh_(tn_tensor_t self);
/** Inverse hyperbolic cosine; NaN below 1. PyTorch: torch.acosh. */
TN_API tn_tensor_t tn_acosh(tn_tensor_t self);
TN_API tn_status_t tn_acosh_(tn_tensor_t self);
/** Inverse hyperbolic tangent; NaN outside [-1, 1]. PyTorch: torch.atanh. */
TN_API tn_tensor_t tn_atanh(tn_tensor_t self);
TN_API tn_status_t tn_atanh_(tn_tensor_t self);
/** The angle of the point (other, self), in [-pi, pi]. PyTorch: torch.atan2. */
TN_API tn_tensor_t tn_atan2(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_atan2_(tn_tensor_t self, tn_tensor_t other);
/** sqrt(self^2 + other^2), without overflow between. PyTorch: torch.hypot. */
TN_API tn_tensor_t tn_hypot(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_hypot_(tn_tensor_t self, tn_tensor_t other);
/** Degrees to radians. PyTorch: torch.deg2rad. */
TN_API tn_tensor_t tn_deg2rad(tn_tensor_t self);
TN_API tn_status_t tn_deg2rad_(tn_tensor_t self);
/** Radians to degrees. PyTorch: torch.rad2deg. */
TN_API tn_tensor_t tn_rad2deg(tn_tensor_t self);
TN_API tn_status_t tn_rad2deg_(tn_tensor_t self);

/* ---- error and gamma functions: floating ---- */

/** 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to self. PyTorch: torch.erf. */
TN_API tn_tensor_t tn_erf(tn_tensor_t self);
TN_API tn_status_t tn_erf_(tn_tensor_t self);
/** 1 - erf(self), exact far from 0. PyTorch: torch.erfc. */
TN_API tn_tensor_t tn_erfc(tn_tensor_t self);
TN_API tn_status_t tn_erfc_(tn_tensor_t self);
/** What erf gives self for; NaN outside [-1, 1]. PyTorch: torch.erfinv. */
TN_API tn_tensor_t tn_erfinv(tn_tensor_t self);
TN_API tn_status_t tn_erfinv_(tn_tensor_t self);
/** log(|gamma(self)|). PyTorch: torch.lgamma. */
TN_API tn_tensor_t tn_lgamma(tn_tensor_t self);
TN_API tn_status_t tn_lgamma_(tn_tensor_t self);
/** The derivative of lgamma. PyTorch: torch.digamma. */
TN_API tn_tensor_t tn_digamma(tn_tensor_t self);
TN_API tn_status_t tn_digamma_(tn_tensor_t self);

/* ---- rounding; integers stay as they are ---- */

/** The next whole number below or equal. PyTorch: torch.floor. */
TN_API tn_tensor_t tn_floor(tn_tensor_t self);
TN_API tn_status_t tn_floor_(tn_tensor_t self);
/** The next whole number above or equal. PyTorch: torch.ceil. */
TN_API tn_tensor_t tn_ceil(tn_tensor_t self);
TN_API tn_status_t tn_ceil_(tn_tensor_t self);
/** Without the digits after the point. PyTorch: torch.trunc. */
TN_API tn_tensor_t tn_trunc(tn_tensor_t self);
TN_API tn_status_t tn_trunc_(tn_tensor_t self);
/** The nearest whole number, of two the even one. PyTorch: torch.round. */
TN_API tn_tensor_t tn_round(tn_tensor_t self);
TN_API tn_status_t tn_round_(tn_tensor_t self);
/** self - trunc(self); TN_ERR_TYPE for integers and bools. PyTorch: torch.frac. */
TN_API tn_tensor_t tn_frac(tn_tensor_t self);
TN_API tn_status_t tn_frac_(tn_tensor_t self);

/* ---- bounds ---- */

/** Between min and max; max where min is above it. PyTorch: torch.clamp. */
TN_API tn_tensor_t tn_clamp(tn_tensor_t self, double min, double max);
TN_API tn_tensor_t tn_clamp_int(tn_tensor_t self, int64_t min, int64_t max);
TN_API tn_status_t tn_clamp_(tn_tensor_t self, double min, double max);
TN_API tn_status_t tn_clamp_int_(tn_tensor_t self, int64_t min, int64_t max);
/** Elementwise bounds, broadcast; one of them may be TN_NONE. PyTorch: torch.clamp. */
TN_API tn_tensor_t tn_clamp_tensor(tn_tensor_t self, tn_tensor_t min_or_none, tn_tensor_t max_or_none);
TN_API tn_status_t tn_clamp_tensor_(tn_tensor_t self, tn_tensor_t min_or_none, tn_tensor_t max_or_none);
/** At least min. PyTorch: torch.clamp_min. */
TN_API tn_tensor_t tn_clamp_min(tn_tensor_t self, double min);
TN_API tn_tensor_t tn_clamp_min_int(tn_tensor_t self, int64_t min);
TN_API tn_status_t tn_clamp_min_(tn_tensor_t self, double min);
TN_API tn_status_t tn_clamp_min_int_(tn_tensor_t self, int64_t min);
/** At most max. PyTorch: torch.clamp_max. */
TN_API tn_tensor_t tn_clamp_max(tn_tensor_t self, double max);
TN_API tn_tensor_t tn_clamp_max_int(tn_tensor_t self, int64_t max);
TN_API tn_status_t tn_clamp_max_(tn_tensor_t self, double max);
TN_API tn_status_t tn_clamp_max_int_(tn_tensor_t self, int64_t max);
/** The larger of the two; NaN where one is. Equal ones share the gradient. PyTorch: torch.maximum. */
TN_API tn_tensor_t tn_maximum(tn_tensor_t self, tn_tensor_t other);
/** The smaller of the two; NaN where one is. PyTorch: torch.minimum. */
TN_API tn_tensor_t tn_minimum(tn_tensor_t self, tn_tensor_t other);
/** The larger of the two; the other where one is NaN. PyTorch: torch.fmax. */
TN_API tn_tensor_t tn_fmax(tn_tensor_t self, tn_tensor_t other);
/** The smaller of the two; the other where one is NaN. PyTorch: torch.fmin. */
TN_API tn_tensor_t tn_fmin(tn_tensor_t self, tn_tensor_t other);
/** The magnitude of self with the sign of other. PyTorch: torch.copysign. */
TN_API tn_tensor_t tn_copysign(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_copysign_scalar(tn_tensor_t self, double other);
TN_API tn_status_t tn_copysign_(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_copysign_scalar_(tn_tensor_t self, double other);

/* ---- three operands, broadcast together ---- */

/** self where condition (bool) holds, other elsewhere. PyTorch: torch.where. */
TN_API tn_tensor_t tn_where(tn_tensor_t condition, tn_tensor_t self, tn_tensor_t other);
/** self + weight * (end - self). PyTorch: torch.lerp. */
TN_API tn_tensor_t tn_lerp(tn_tensor_t self, tn_tensor_t end, tn_tensor_t weight);
TN_API tn_tensor_t tn_lerp_scalar(tn_tensor_t self, tn_tensor_t end, double weight);
TN_API tn_status_t tn_lerp_(tn_tensor_t self, tn_tensor_t end, tn_tensor_t weight);
TN_API tn_status_t tn_lerp_scalar_(tn_tensor_t self, tn_tensor_t end, double weight);

typedef struct tn_addcmul_options {
  size_t struct_size;
  double value; /**< 1; a whole number where the result is integral */
} tn_addcmul_options_t;

TN_API void tn_addcmul_options_init(tn_addcmul_options_t* o, size_t size);
/** self + tensor1 * tensor2; with options self + value * tensor1 * tensor2. PyTorch: torch.addcmul. */
TN_API tn_tensor_t tn_addcmul(tn_tensor_t self, tn_tensor_t tensor1, tn_tensor_t tensor2);
TN_API tn_tensor_t tn_addcmul_with(tn_tensor_t self, tn_tensor_t tensor1, tn_tensor_t tensor2,
                                   const tn_addcmul_options_t* o);
TN_API tn_status_t tn_addcmul_(tn_tensor_t self, tn_tensor_t tensor1, tn_tensor_t tensor2);
TN_API tn_status_t tn_addcmul_with_(tn_tensor_t self, tn_tensor_t tensor1, tn_tensor_t tensor2,
                                    const tn_addcmul_options_t* o);

typedef struct tn_addcdiv_options {
  size_t struct_size;
  double value; /**< 1 */
} tn_addcdiv_options_t;

TN_API void tn_addcdiv_options_init(tn_addcdiv_options_t* o, size_t size);
/**
 * self + tensor1 / tensor2; with options self + value * tensor1 / tensor2. Floating only. PyTorch:
 * torch.addcdiv.
 */
TN_API tn_tensor_t tn_addcdiv(tn_tensor_t self, tn_tensor_t tensor1, tn_tensor_t tensor2);
TN_API tn_tensor_t tn_addcdiv_with(tn_tensor_t self, tn_tensor_t tensor1, tn_tensor_t tensor2,
                                   const tn_addcdiv_options_t* o);
TN_API tn_status_t tn_addcdiv_(tn_tensor_t self, tn_tensor_t tensor1, tn_tensor_t tensor2);
TN_API tn_status_t tn_addcdiv_with_(tn_tensor_t self, tn_tensor_t tensor1, tn_tensor_t tensor2,
                                    const tn_addcdiv_options_t* o);

/* ---- comparisons: a bool tensor, without a gradient; NaN is unequal to all ---- */

/** self == other. PyTorch: torch.eq. */
TN_API tn_tensor_t tn_eq(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_eq_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_eq_int(tn_tensor_t self, int64_t other);
/** self != other. PyTorch: torch.ne. */
TN_API tn_tensor_t tn_ne(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_ne_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_ne_int(tn_tensor_t self, int64_t other);
/** self < other. PyTorch: torch.lt. */
TN_API tn_tensor_t tn_lt(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_lt_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_lt_int(tn_tensor_t self, int64_t other);
/** self <= other. PyTorch: torch.le. */
TN_API tn_tensor_t tn_le(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_le_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_le_int(tn_tensor_t self, int64_t other);
/** self > other. PyTorch: torch.gt. */
TN_API tn_tensor_t tn_gt(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_gt_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_gt_int(tn_tensor_t self, int64_t other);
/** self >= other. PyTorch: torch.ge. */
TN_API tn_tensor_t tn_ge(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_ge_scalar(tn_tensor_t self, double other);
TN_API tn_tensor_t tn_ge_int(tn_tensor_t self, int64_t other);
/** PyTorch: torch.isnan. */
TN_API tn_tensor_t tn_isnan(tn_tensor_t self);
/** PyTorch: torch.isinf. */
TN_API tn_tensor_t tn_isinf(tn_tensor_t self);
/** Neither NaN nor infinite. PyTorch: torch.isfinite. */
TN_API tn_tensor_t tn_isfinite(tn_tensor_t self);
/** Whether the sign is minus, of -0 too. PyTorch: torch.signbit. */
TN_API tn_tensor_t tn_signbit(tn_tensor_t self);

/* ---- logic: bool results; every number but 0 is true ---- */

/** PyTorch: torch.logical_and. */
TN_API tn_tensor_t tn_logical_and(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_logical_and_(tn_tensor_t self, tn_tensor_t other);
/** PyTorch: torch.logical_or. */
TN_API tn_tensor_t tn_logical_or(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_logical_or_(tn_tensor_t self, tn_tensor_t other);
/** PyTorch: torch.logical_xor. */
TN_API tn_tensor_t tn_logical_xor(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_logical_xor_(tn_tensor_t self, tn_tensor_t other);
/** PyTorch: torch.logical_not. */
TN_API tn_tensor_t tn_logical_not(tn_tensor_t self);
TN_API tn_status_t tn_logical_not_(tn_tensor_t self);

/* ---- bits: integers and bools ---- */

/** PyTorch: torch.bitwise_and. */
TN_API tn_tensor_t tn_bitwise_and(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_bitwise_and_int(tn_tensor_t self, int64_t other);
TN_API tn_status_t tn_bitwise_and_(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_bitwise_and_int_(tn_tensor_t self, int64_t other);
/** PyTorch: torch.bitwise_or. */
TN_API tn_tensor_t tn_bitwise_or(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_bitwise_or_int(tn_tensor_t self, int64_t other);
TN_API tn_status_t tn_bitwise_or_(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_bitwise_or_int_(tn_tensor_t self, int64_t other);
/** PyTorch: torch.bitwise_xor. */
TN_API tn_tensor_t tn_bitwise_xor(tn_tensor_t self, tn_tensor_t other);
TN_API tn_tensor_t tn_bitwise_xor_int(tn_tensor_t self, int64_t other);
TN_API tn_status_t tn_bitwise_xor_(tn_tensor_t self, tn_tensor_t other);
TN_API tn_status_t tn_bitwise_xor_int_(tn_tensor_t self, int64_t other);
/** PyTorch: torch.bitwise_not; of bools, logical not. */
TN_API tn_tensor_t tn_bitwise_not(tn_tensor_t self);
TN_API tn_status_t tn_bitwise_not_(tn_tensor_t self);

/* ---- activations ---- */

/*
 * Of floating tensors; TN_ERR_TYPE for others. But relu, relu6, hardtanh and threshold take integers too, and
 * sigmoid, tanhshrink and softsign take them as exp does.
 */

/** 1 / (1 + e^-self). PyTorch: torch.sigmoid. */
TN_API tn_tensor_t tn_sigmoid(tn_tensor_t self);
TN_API tn_status_t tn_sigmoid_(tn_tensor_t self);
/** max(self, 0). PyTorch: torch.relu. */
TN_API tn_tensor_t tn_relu(tn_tensor_t self);
TN_API tn_status_t tn_relu_(tn_tensor_t self);
/** min(max(self, 0), 6). PyTorch: nn.functional.relu6. */
TN_API tn_tensor_t tn_relu6(tn_tensor_t self);
TN_API tn_status_t tn_relu6_(tn_tensor_t self);
/**
 * self where above 0, negative_slope * self elsewhere; PyTorch's default is 0.01. PyTorch:
 * nn.functional.leaky_relu.
 */
TN_API tn_tensor_t tn_leaky_relu(tn_tensor_t self, double negative_slope);
TN_API tn_status_t tn_leaky_relu_(tn_tensor_t self, double negative_slope);
/** self * P(X <= self) for a normal X, by erf. PyTorch: nn.functional.gelu. */
TN_API tn_tensor_t tn_gelu(tn_tensor_t self);

typedef int32_t tn_gelu_approximate_t;
enum {
  TN_GELU_NONE = 1, /**< by erf */
  TN_GELU_TANH = 2  /**< self / 2 * (1 + tanh(sqrt(2 / pi) * (self + 0.044715 self^3))) */
};

typedef struct tn_gelu_options {
  size_t struct_size;
  tn_gelu_approximate_t approximate; /**< TN_GELU_NONE */
  int32_t reserved;
} tn_gelu_options_t;

TN_API void tn_gelu_options_init(tn_gelu_options_t* o, size_t size);
TN_API tn_tensor_t tn_gelu_with(tn_tensor_t self, const tn_gelu_options_t* o);
/** self * sigmoid(self). PyTorch: nn.functional.silu. */
TN_API tn_tensor_t tn_silu(tn_tensor_t self);
TN_API tn_status_t tn_silu_(tn_tensor_t self);
/** self * tanh(softplus(self)). PyTorch: nn.functional.mish. */
TN_API tn_tensor_t tn_mish(tn_tensor_t self);
TN_API tn_status_t tn_mish_(tn_tensor_t self);
/** self where above 0, alpha * (e^self - 1) elsewhere; PyTorch's default is 1. PyTorch: nn.functional.elu. */
TN_API tn_tensor_t tn_elu(tn_tensor_t self, double alpha);
TN_API tn_status_t tn_elu_(tn_tensor_t self, double alpha);
/**
 * max(0, self) + min(0, alpha * (e^(self / alpha) - 1)); PyTorch's default is 1. PyTorch:
 * nn.functional.celu.
 */
TN_API tn_tensor_t tn_celu(tn_tensor_t self, double alpha);
TN_API tn_status_t tn_celu_(tn_tensor_t self, double alpha);
/** 1.0507… * elu(self) with alpha 1.6733…: keeps mean and variance. PyTorch: nn.functional.selu. */
TN_API tn_tensor_t tn_selu(tn_tensor_t self);
TN_API tn_status_t tn_selu_(tn_tensor_t self);
/**
 * log(1 + e^(beta * self)) / beta, and self where beta * self is above threshold; PyTorch's defaults are 1
 * and 20. PyTorch: nn.functional.softplus.
 */
TN_API tn_tensor_t tn_softplus(tn_tensor_t self, double beta, double threshold);
/** Between min_val and max_val; PyTorch's defaults are -1 and 1. PyTorch: nn.functional.hardtanh. */
TN_API tn_tensor_t tn_hardtanh(tn_tensor_t self, double min_val, double max_val);
TN_API tn_status_t tn_hardtanh_(tn_tensor_t self, double min_val, double max_val);
/** min(max(self + 3, 0), 6) / 6. PyTorch: nn.functional.hardsigmoid. */
TN_API tn_tensor_t tn_hardsigmoid(tn_tensor_t self);
TN_API tn_status_t tn_hardsigmoid_(tn_tensor_t self);
/** self * hardsigmoid(self). PyTorch: nn.functional.hardswish. */
TN_API tn_tensor_t tn_hardswish(tn_tensor_t self);
TN_API tn_status_t tn_hardswish_(tn_tensor_t self);
/** self - tanh(self). PyTorch: nn.functional.tanhshrink. */
TN_API tn_tensor_t tn_tanhshrink(tn_tensor_t self);
/** self / (1 + |self|). PyTorch: nn.functional.softsign. */
TN_API tn_tensor_t tn_softsign(tn_tensor_t self);
/** log(sigmoid(self)). PyTorch: nn.functional.logsigmoid. */
TN_API tn_tensor_t tn_logsigmoid(tn_tensor_t self);
/**
 * 0 between -lambd and lambd, self elsewhere; PyTorch's default is 0.5. PyTorch: nn.functional.hardshrink.
 */
TN_API tn_tensor_t tn_hardshrink(tn_tensor_t self, double lambd);
/** 0 between -lambd and lambd, nearer to 0 by lambd elsewhere; 0.5. PyTorch: nn.functional.softshrink. */
TN_API tn_tensor_t tn_softshrink(tn_tensor_t self, double lambd);
/** self where above threshold, value elsewhere. PyTorch: nn.functional.threshold. */
TN_API tn_tensor_t tn_threshold(tn_tensor_t self, double threshold, double value);
TN_API tn_status_t tn_threshold_(tn_tensor_t self, double threshold, double value);

#ifdef __cplusplus
}
#endif
#endif
