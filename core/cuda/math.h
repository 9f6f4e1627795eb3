#pragma once
// Namespace m for the values of value.h: names and special values are PyTorch's, as in core/cpu/simd/math.h.
#include <math.h>

#include "core/base/special.h"
#include "core/cuda/value.h"

namespace tenon::cuda::m {

// Never computed: the core knows these two gradients without a kernel.
template <class V>
TN_HD V none(V g) {
  return g;
}
template <class V>
TN_HD V zero(V g) {
  return g;
}

// ---- choices and tests

template <class A, class B>
TN_HD Common<A, B> where(Flag c, A yes, B no) {
  return c.v ? Common<A, B>(yes) : Common<A, B>(no);
}

template <class V>
TN_HD Flag isnan(V x) {
  return x != x;
}
template <class V>
TN_HD V abs(V x) {
  if constexpr (kIsReal<V>) return V(::fabs(x.v));
  else return where(x < 0, -x, x);
}
template <class V>
TN_HD Flag isinf(V x) {
  if constexpr (kIsReal<V>) return abs(x) == HUGE_VAL;
  else return Flag(false);
}
template <class V>
TN_HD Flag isfinite(V x) {
  if constexpr (kIsReal<V>) return abs(x) < HUGE_VAL;
  else return Flag(true);
}
template <class V>
TN_HD Flag signbit(V x) {
  if constexpr (kIsReal<V>) return ::copysign(1.0, static_cast<double>(x.v)) < 0;
  else return x < 0;
}

// ---- signs and extremes

// 1, 0 or -1; 0 for NaN.
template <class V>
TN_HD V sign(V x) {
  return where(x > 0, V(1), where(x < 0, V(-1), V(0)));
}
template <class A, class B>
TN_HD Common<A, B> copysign(A size, B from) {
  Common<A, B> a = size, b = from;
  if constexpr (sizeof(a.v) == 4) return ::copysignf(a.v, b.v);
  else return ::copysign(a.v, b.v);
}

// NaN if either is, as torch.maximum.
template <class A, class B>
TN_HD Common<A, B> max(A x, B y) {
  Common<A, B> a = x, b = y;
  return where(isnan(a), a, where(a > b, a, b));
}
template <class A, class B>
TN_HD Common<A, B> min(A x, B y) {
  Common<A, B> a = x, b = y;
  return where(isnan(a), a, where(a < b, a, b));
}
// The other one if either is NaN.
template <class A, class B>
TN_HD Common<A, B> fmax(A x, B y) {
  Common<A, B> a = x, b = y;
  return where(isnan(b), a, where(a > b, a, b));
}
template <class A, class B>
TN_HD Common<A, B> fmin(A x, B y) {
  Common<A, B> a = x, b = y;
  return where(isnan(b), a, where(a < b, a, b));
}

// ---- what the C library has

#define TN_LIBM(name)                                              \
  TN_HD Real<float> name(Real<float> x) { return ::name##f(x.v); } \
  TN_HD Real<double> name(Real<double> x) { return ::name(x.v); }
TN_LIBM(sqrt)
TN_LIBM(exp)
TN_LIBM(exp2)
TN_LIBM(expm1)
TN_LIBM(log)
TN_LIBM(log2)
TN_LIBM(log10)
TN_LIBM(log1p)
TN_LIBM(sin)
TN_LIBM(cos)
TN_LIBM(tan)
TN_LIBM(asin)
TN_LIBM(acos)
TN_LIBM(atan)
TN_LIBM(sinh)
TN_LIBM(cosh)
TN_LIBM(tanh)
TN_LIBM(asinh)
TN_LIBM(acosh)
TN_LIBM(atanh)
TN_LIBM(erf)
TN_LIBM(erfc)
TN_LIBM(lgamma)
#undef TN_LIBM

#define TN_LIBM_2(name)                                         \
  template <class A, class B>                                   \
  TN_HD Common<A, B> name(A x, B y) {                           \
    Common<A, B> a = x, b = y;                                  \
    if constexpr (sizeof(a.v) == 4) return ::name##f(a.v, b.v); \
    else return ::name(a.v, b.v);                               \
  }
TN_LIBM_2(atan2)
TN_LIBM_2(hypot)
#undef TN_LIBM_2

template <class V>
TN_HD V rsqrt(V x) {
  return 1 / sqrt(x);
}
template <class T>
TN_HD Real<T> digamma(Real<T> x) {
  return special::digamma(x.v);
}
template <class T>
TN_HD Real<T> erfinv(Real<T> x) {
  return special::erfinv(x.v);
}
// 1 / (1 + exp(-x)), by the exponential that can't overflow and keeps small results exact.
template <class V>
TN_HD V sigmoid(V x) {
  V e = exp(-abs(x));
  return where(x < 0, e, V(1)) / (1 + e);
}

// ---- rounding

#define TN_ROUNDING(name, function)                                    \
  TN_HD Real<float> name(Real<float> x) { return ::function##f(x.v); } \
  TN_HD Real<double> name(Real<double> x) { return ::function(x.v); }  \
  TN_HD Whole name(Whole x) { return x; }                              \
  TN_HD Bool name(Bool x) { return x; }
TN_ROUNDING(floor, floor)
TN_ROUNDING(ceil, ceil)
TN_ROUNDING(trunc, trunc)
TN_ROUNDING(round, rint)  // halves to the even neighbour
#undef TN_ROUNDING

// ---- divisions

// What C's truncating division leaves: the sign is the dividend's.
template <class A, class B>
TN_HD Common<A, B> fmod(A x, B y) {
  Common<A, B> a = x, b = y;
  if constexpr (!kIsReal<Common<A, B>>) return a % b;
  else if constexpr (sizeof(a.v) == 4) return ::fmodf(a.v, b.v);
  else return ::fmod(a.v, b.v);
}
// What Python's flooring division leaves: the sign is the divisor's.
template <class A, class B>
TN_HD Common<A, B> remainder(A x, B y) {
  Common<A, B> a = x, b = y, r = fmod(a, b);
  return where((r != 0) & ((r < 0) ^ (b < 0)), r + b, r);
}
template <class A, class B>
TN_HD Common<A, B> trunc_divide(A x, B y) {
  Common<A, B> a = x, b = y;
  return trunc(a / b);
}
// Python's //. For reals it is the exact quotient rounded down, which floor(a / b) isn't where a / b was
// itself rounded up to an integer.
template <class A, class B>
TN_HD Common<A, B> floor_divide(A x, B y) {
  using V = Common<A, B>;
  V a = x, b = y, r = fmod(a, b);
  Flag down = (r != 0) & ((r < 0) ^ (b < 0));
  if constexpr (!kIsReal<V>) {
    return a / b - where(down, V(1), V(0));
  } else {
    V q = (a - r) / b;
    q = where(down, q - 1, q);
    V whole = floor(q);
    whole = where(q - whole > 0.5, whole + 1, whole);
    return where(b == 0, a / b, where(q == 0, copysign(V(0), a / b), whole));
  }
}

// ---- powers

// Wraps around. A negative exponent gives the power's integer part: 0 but for the bases 1 and -1.
TN_HD Whole integer_power(Whole base, Whole exponent) {
  if (exponent.v < 0) {
    if (base.v == 1) return 1;
    if (base.v == -1) return exponent.v & 1 ? -1 : 1;
    return 0;
  }
  Whole result = 1;
  for (int64_t e = exponent.v; e; e >>= 1, base = base * base)
    if (e & 1) result = result * base;
  return result;
}
template <class A, class B>
TN_HD Common<A, B> pow(A x, B y) {
  using V = Common<A, B>;
  V a = x, b = y;
  if constexpr (!kIsReal<V>) return integer_power(a, b);
  else if constexpr (sizeof(a.v) == 4) return ::powf(a.v, b.v);
  else return ::pow(a.v, b.v);
}

}  // namespace tenon::cuda::m
