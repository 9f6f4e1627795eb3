#pragma once
// Namespace m, whole: the functions of pointwise formulas for Vec<float>, Vec<double> and, where they have a
// meaning, Int<T>. Names and special values are PyTorch's. basic.h has what takes a few instructions, libm.h
// what goes through the C library; here are those built on both.
#include "core/cpu/simd/float_inverse.h"
#include "core/cpu/simd/float_wide.h"

namespace tenon::cpu::TENON_ISA {
namespace {
namespace m {

// ---- divisions ---------------------------------------------------------------------------------------

// What C's truncating division leaves: the sign is the dividend's.
template <class A, class B>
TENON_INLINE Common<A, B> fmod(A x, B y) {
  Common<A, B> a = x, b = y;
  if constexpr (kIsInt<Common<A, B>>) {
    return a % b;
  } else {
    return fmod_each(a, b);
  }
}

// What Python's flooring division leaves: the sign is the divisor's.
template <class A, class B>
TENON_INLINE Common<A, B> remainder(A x, B y) {
  Common<A, B> a = x, b = y, r = fmod(a, b);
  return where((r != 0) & ((r < 0) ^ (b < 0)), r + b, r);
}

template <class A, class B>
TENON_INLINE Common<A, B> trunc_divide(A x, B y) {
  Common<A, B> a = x, b = y;
  return trunc(a / b);
}

// Python's //. For reals it is the exact quotient rounded down, which floor(a / b) isn't where a / b was
// itself rounded up to an integer.
template <class A, class B>
TENON_INLINE Common<A, B> floor_divide(A x, B y) {
  using V = Common<A, B>;
  V a = x, b = y, r = fmod(a, b);
  auto down = (r != 0) & ((r < 0) ^ (b < 0));
  if constexpr (kIsInt<V>) {
    return a / b - where(down, V(1), V(0));
  } else {
    V q = (a - r) / b;
    q = where(down, q - 1, q);
    V whole = floor(q);
    whole = where(q - whole > 0.5, whole + 1, whole);
    return where(b == 0, a / b, where(q == 0, copysign(V(0), a / b), whole));
  }
}

// ---- powers ------------------------------------------------------------------------------------------

// Wraps around. A negative exponent gives the power's integer part: 0 but for the bases 1 and -1.
template <class T>
inline Int<T> integer_power(Int<T> base, Int<T> exponent) {
  if (exponent < 0) {
    if (base == 1) return 1;
    if (base == -1) return (exponent & 1) == 0 ? 1 : -1;
    return 0;
  }
  Int<T> result = 1;
  for (; exponent != 0; exponent = exponent >> 1, base *= base)
    if ((exponent & 1) != 0) result *= base;
  return result;
}
template <class A, class B>
TENON_INLINE Common<A, B> pow(A x, B y) {
  Common<A, B> a = x, b = y;
  if constexpr (kIsInt<Common<A, B>>) {
    return integer_power(a, b);
  } else {
    return pow_each(a, b);
  }
}

template <class A, class B>
TENON_INLINE Common<A, B> atan2(A x, B y) {
  return atan2_each(Common<A, B>(x), Common<A, B>(y));
}
template <class A, class B>
TENON_INLINE Common<A, B> hypot(A x, B y) {
  return hypot_each(Common<A, B>(x), Common<A, B>(y));
}
template <class A, class B>
TENON_INLINE Common<A, B> nextafter(A x, B y) {
  return nextafter_each(Common<A, B>(x), Common<A, B>(y));
}

// ---- logistic functions ------------------------------------------------------------------------------

// 1 / (1 + exp(-x)), by the exponential that can't overflow and keeps small results exact.
template <class V>
TENON_INLINE V sigmoid(V x) {
  V e = exp(-abs(x));
  return where(x < 0, e, 1) / (1 + e);
}
// log(1 / (1 + exp(-x)))
template <class V>
TENON_INLINE V log_sigmoid(V x) {
  return min(x, 0) - log1p(exp(-abs(x)));
}

// x * log(y), and 0 where x is 0 unless y is NaN.
template <class A, class B>
TENON_INLINE Common<A, B> xlogy(A x, B y) {
  Common<A, B> a = x, b = y;
  return where((a == 0) & !isnan(b), 0, a * log(b));
}
template <class A, class B>
TENON_INLINE Common<A, B> xlog1py(A x, B y) {
  Common<A, B> a = x, b = y;
  return where((a == 0) & !isnan(b), 0, a * log1p(b));
}

}  // namespace m
}  // namespace
}  // namespace tenon::cpu::TENON_ISA
