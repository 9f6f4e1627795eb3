#pragma once
// More float32 functions for namespace m: inverse trigonometric, hyperbolic and inverse hyperbolic functions,
// and the inverse of the error function. As in float.h: short intervals, minimax polynomials, below 3 units
// in the last place.
#include "core/cpu/simd/float.h"

namespace tenon::cpu::TENON_ISA {
namespace {
namespace m {

inline constexpr float kPi = 3.14159265f, kHalfPi = 1.57079633f, kLog2 = 0.693147181f;
inline constexpr float kPiRest = -8.74227766e-8f;  // pi - kPi

// ---- inverse trigonometric functions -----------------------------------------------------------------

// asin(s) = s + s^3 P(s^2) for 0 <= s <= 1/2. Beyond, acos(a) = 2 asin(sqrt((1 - a) / 2)).
struct Arc {
  Mask<float> small;
  F angle;  // asin(|x|) where small, else acos(|x|) / 2
};
TENON_INLINE Arc arc(F x) {
  F a = abs(x);
  Mask<float> small = a < 0.5f;
  F z = where(small, a * a, (1 - a) * 0.5f), s = where(small, a, sqrt(z));
  F p = horner(z, 0x1.5555c8p-3f, 0x1.3301fcp-4f, 0x1.747d06p-5f, 0x1.8c2d88p-6f, 0x1.596d58p-5f);
  return {small, fused(s * z, p, s)};
}
inline F asin(F x) {
  Arc y = arc(x);
  return copysign(where(y.small, y.angle, fused(y.angle, -2, kHalfPi)), x);
}
inline F acos(F x) {
  Arc y = arc(x);
  F down = copysign(y.angle, x), twice = y.angle * 2;
  return where(y.small, kHalfPi - (down + kPiRest * -0.5f), where(x < 0, kPi - (twice - kPiRest), twice));
}

// atan(t) = t + t^3 P(t^2) for 0 <= t <= 1
TENON_INLINE F atan_near_0(F t) {
  F z = t * t;
  F p = horner(z, -0x1.55553ep-2f, 0x1.9991e4p-3f, -0x1.242086p-3f, 0x1.c08c50p-4f, -0x1.580930p-4f,
               0x1.da2aa0p-5f, -0x1.fd8004p-6f, 0x1.6427e0p-7f, -0x1.d3614ep-10f);
  return fused(t * z, p, t);
}
inline F atan(F x) {
  F a = abs(x);
  Mask<float> steep = a > 1;
  F y = atan_near_0(where(steep, 1 / a, a));
  return copysign(where(steep, kHalfPi - (y + kPiRest * -0.5f), y), x);
}
// The angle of the smaller to the larger coordinate, turned into its octant. 0 / 0 counts as 0, inf / inf
// as 1.
inline F atan2_each(F y, F x) {
  F a = abs(x), b = abs(y);
  Mask<float> steep = b > a;
  F small = where(steep, a, b), large = where(steep, b, a);
  F t = where(large == 0, 0, where(small == __builtin_inf(), 1, small / large));
  F angle = atan_near_0(t);
  angle = where(steep, kHalfPi - (angle + kPiRest * -0.5f), angle);
  angle = where(signbit(x), kPi - (angle - kPiRest), angle);
  return where(isnan(x) | isnan(y), x + y, copysign(angle, y));
}

// ---- hyperbolic functions ----------------------------------------------------------------------------

// e^|x| / 2, up to infinity
TENON_INLINE F half_exp_of_size(F x) {
  F a = abs(x);
  Exponent e = reduce(where(a > 90, 90, a));
  return exp_near_0(e.r) * power_of_2(e.shifted - (2u << 23)) * 2;
}
inline F sinh(F x) {
  F h = half_exp_of_size(x), z = x * x;
  F p = horner(z, 0x1.555556p-3f, 0x1.1110e0p-7f, 0x1.a022bcp-13f, 0x1.756c1ep-19f);
  return where(abs(x) < 1, fused(x * z, p, x), copysign(h - 0.25f / h, x));
}
inline F cosh(F x) {
  F h = half_exp_of_size(x);
  return h + 0.25f / h;
}

// log(a + sqrt(a^2 + 1)) = log1p(a + a^2 / (1 + sqrt(a^2 + 1))), and log(2a) where a^2 could overflow.
inline F asinh(F x) {
  F a = abs(x), z = a * a;
  Mask<float> big = a > 0x1p30f;
  F u = where(big, a, a + z / (1 + sqrt(z + 1)));
  return copysign(log1p(u) + where(big, kLog2, 0), x);
}
// With t = x - 1: log1p(t + sqrt(2t + t^2))
inline F acosh(F x) {
  F t = x - 1;
  Mask<float> big = x > 0x1p30f;
  F u = where(big, x, t + sqrt(fused(t, t, t * 2)));
  return where(x < 1, __builtin_nan(""), log1p(u) + where(big, kLog2, 0));
}
// log1p(2a / (1 - a)) / 2
inline F atanh(F x) {
  F a = abs(x);
  return copysign(log1p(2 * a / (1 - a)) * 0.5f, x);
}

// ---- the inverse of the error function ---------------------------------------------------------------

// x P(w) with w = -log(1 - x^2): a polynomial in w up to 5, in its root beyond (M. Giles, Approximating the
// erfinv function, 2010).
inline F erfinv(F x) {
  F a = abs(x), w = -log((1 - a) * (1 + a));
  F central =
      horner(w - 2.5f, 0x1.805c5ep+0f, 0x1.f91e86p-3f, -0x1.11c9a6p-8f, -0x1.486342p-10f, 0x1.ca63f4p-13f,
             -0x1.4dacc4p-18f, -0x1.d8f3b2p-19f, 0x1.f3cc76p-22f, 0x1.e46f28p-26f, -0x1.275cccp-27f);
  F tail =
      horner(sqrt(w) - 3, 0x1.6a9efcp+1f, 0x1.006dc2p+0f, 0x1.357890p-7f, -0x1.f451aap-8f, 0x1.753a4ap-8f,
             -0x1.d94cacp-9f, 0x1.8013f2p-10f, -0x1.0d8a78p-15f, -0x1.34ba9ep-12f, 0x1.a1e8e8p-14f);
  return x * where(a == 1, __builtin_inf(), where(w < 5, central, tail));
}

}  // namespace m
}  // namespace
}  // namespace tenon::cpu::TENON_ISA
