#pragma once
// The part of namespace m that computes float32 functions of two arguments in double, where they need the
// bits.
#include "core/cpu/simd/convert.h"
#include "core/cpu/simd/double.h"

namespace tenon::cpu::TENON_ISA {
namespace {
namespace m {

// ---- powers ------------------------------------------------------------------------------------------

// log2 of the size of a float, to 37 bits: an odd polynomial in (m - 1) / (m + 1) gives log2 m.
TENON_INLINE D log2_of_float(D x) {
  Logarithm<D> l = split_normal(x);
  D s = l.f / (l.f + 2);
  D p = horner(s * s, 0x1.71547652bee01p+1, 0x1.ec709d12bc948p-1, 0x1.27777ff7aa0b4p-1, 0x1.a58d81422b727p-2,
               0x1.5ce8e6da1beb1p-2);
  D y = fused(s, p, l.k);
  return where(x == 0, -__builtin_inf(), where(x < __builtin_inf(), y, x));
}

// 2^t to 34 bits; out of float's range for |t| > 160.
TENON_INLINE D exp2_to_float(D t) {
  t = where(t > 160, 160, t);
  t = where(t < -160, -160, t);
  D shifted = t + kRounderD, r = t - (shifted - kRounderD);
  D p = horner(r, 0x1.ffffffffab9a9p-1, 0x1.62e42ff116c05p-1, 0x1.ebfbe0a4f32c4p-3, 0x1.c6b08aae569fap-5,
               0x1.3b29dc143fbcep-7, 0x1.5d8a7108017b4p-10, 0x1.446a43e64d3b7p-13, 0x1.fe1757ef11a5dp-17);
  return p * power_of_2((DUnsigned)shifted.bits() << 52);
}

// A power is 2^(y log2 x): the product reaches 128, and 31 of its bits are needed. x^0 and 1^y are 1 even for
// NaN.
TENON_INLINE D power_of_size(D x, D y) {
  D l = log2_of_float(x);
  return exp2_to_float(where((l == 0) | (y == 0), 0, l * y));
}

inline F pow_each(F x, F y) {
  Doubles a = widen(abs(x)), b = widen(y);
  F z = narrow({power_of_size(a.low, b.low), power_of_size(a.high, b.high)});
  F half = y * 0.5f;
  Mask<float> whole = round(y) == y, odd = whole & (round(half) != half);
  z = where(odd & signbit(x), -z, z);
  return where((x < 0) & (x > -__builtin_inf()) & !whole, __builtin_nan(""), z);
}

// ---- remainder and length ----------------------------------------------------------------------------

// Exact while the quotient is below 2^29: then its product with b is, and the quotient is at most one too
// large.
TENON_INLINE D small_fmod(D a, D b) {
  D q = trunc(a / b), r = a - q * b;
  return where((r != 0) & (signbit(r) ^ signbit(a)), r + abs(b) * where(r < 0, 1, -1), r);
}
__attribute__((noinline)) inline F repair_fmod(F a, F b, F y, Mask<float> wrong) {
  for (int i = 0; i < F::width; ++i)
    if (wrong[i]) y.v[i] = __builtin_fmodf(a.v[i], b.v[i]);
  return y;
}
inline F fmod_each(F x, F y) {
  Doubles a = widen(x), b = widen(y);
  F r = copysign(narrow({small_fmod(a.low, b.low), small_fmod(a.high, b.high)}), x);
  Mask<float> wrong = !((abs(x) < abs(y) * 0x1p28f) & (abs(y) < __builtin_inf()));
  if (__builtin_expect(any(wrong), false)) return repair_fmod(x, y, r, wrong);
  return r;
}

TENON_INLINE D length(D x, D y) { return sqrt(x * x + y * y); }
inline F hypot_each(F x, F y) {
  Doubles a = widen(x), b = widen(y);
  F r = narrow({length(a.low, b.low), length(a.high, b.high)});
  return where(isinf(x) | isinf(y), __builtin_inf(), r);
}

}  // namespace m
}  // namespace
}  // namespace tenon::cpu::TENON_ISA
