#pragma once
// The part of namespace m that evaluates polynomials in float64, as float.h does in float32: below 2 units in
// the last place.
#include "core/cpu/simd/float.h"

namespace tenon::cpu::TENON_ISA {
namespace {
namespace m {

using D = Vec<double>;
using DBits = Vec<double>::Bits;
using DUnsigned = Vec<double>::Unsigned;

// ---- the exponential family --------------------------------------------------------------------------

inline constexpr double kRounderD = 0x1.8p52;

TENON_INLINE Exponent<D> reduce(D x) {
  D t = fused(x, 1.4426950408889634, kRounderD), n = t - kRounderD;
  D r = fused(n, -0x1.cf79abc9e3b3ap-40, fused(n, -0x1.62e42fefap-1, x));
  return {r, n, (DUnsigned)t.bits() << 52};
}

// e^r - 1 = r + r^2 P(r)
TENON_INLINE D expm1_near_0(D r) {
  D p = horner(r, 0x1.0000000000006p-1, 0x1.555555555556p-3, 0x1.55555555519ap-5, 0x1.111111110c0e3p-7,
               0x1.6c16c180f1152p-10, 0x1.a01a01c79e34dp-13, 0x1.a019a1e9b313fp-16, 0x1.71ddc120be91ap-19,
               0x1.28a6b826b45b6p-22, 0x1.afadda1291682p-26);
  return fused(r * r, p, r);
}
TENON_INLINE D exp_near_0(D r) { return expm1_near_0(r) + 1; }

// 2^n for |n| <= 1022
TENON_INLINE D power_of_2(DUnsigned shifted) { return D::from_bits(shifted + (DUnsigned)D(1).bits()); }

TENON_INLINE D scale(D p, D n) {
#if defined(__AVX512F__)
  return D((D::Raw)_mm512_maskz_scalef_pd(-1, (__m512d)p.v, (__m512d)n.v));
#else
  D first = round(n * 0.5);
  return p * power_of_2((DUnsigned)(first + kRounderD).bits() << 52) *
         power_of_2((DUnsigned)(n - first + kRounderD).bits() << 52);
#endif
}

inline D exp(D x) {
  x = where(x > 710, 710, x);
  x = where(x < -746, -746, x);
  Exponent<D> e = reduce(x);
  return scale(exp_near_0(e.r), e.n);
}

inline D exp2(D x) {
  x = where(x > 1025, 1025, x);
  x = where(x < -1076, -1076, x);
  D n = round(x);
  return scale(exp_near_0((x - n) * 0.6931471805599453), n);
}

inline D expm1(D x) {
  D y = where(x > 710, 710, x);
  y = where(y < -40, -40, y);
  Exponent<D> e = reduce(y);
  D half = power_of_2(e.shifted - (uint64_t(1) << 52));
  return where(abs(x) < 0x1p-60, x, 2 * fused(expm1_near_0(e.r), half, half - 0.5));
}

// With d = e^(-2|x|) - 1: |tanh x| is -d / (2 + d), or towards 1, where that loses a bit, 1 - 2 (1 + d) / (2
// + d).
inline D tanh(D x) {
  D a = abs(x);
  Exponent<D> e = reduce(where(a > 20, 20, a) * -2);
  D power = power_of_2(e.shifted), q = expm1_near_0(e.r), d = fused(q, power, power - 1);
  Mask<double> small = a < 0.55;
  D ratio = where(small, -d, 2 * fused(q, power, power)) / (d + 2);
  return copysign(where(small, ratio, 1 - ratio), x);
}

// ---- logarithms --------------------------------------------------------------------------------------

// x = 2^k (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2), for normal x > 0. Adding 2^52 turns the small integer in
// the low bits into a number.
TENON_INLINE Logarithm<D> split_normal(D x) {
  constexpr uint64_t kRoot = 0x3fe6a09e667f3bcd, kBias = 1024, kExponent = ~uint64_t(0) << 52;
  DUnsigned bits = (DUnsigned)x.bits(), above = bits - kRoot;
  DUnsigned k = ((above + (kBias << 52)) >> 52) | (DUnsigned)D(0x1p52).bits();
  return {D::from_bits(bits - (above & kExponent)) - 1, D::from_bits(k) - (0x1p52 + kBias)};
}

// log(1 + f) - f = -f^2 / 2 + s (f^2 / 2 + R(s^2)) with s = f / (2 + f), from log(1 + f) = 2 atanh(s)
TENON_INLINE D log_tail(D f, D small) {
  D s = f / (f + 2), z = s * s, half = f * f * 0.5;
  D r = horner(z, 0x1.5555555555592p-1, 0x1.999999997ff39p-2, 0x1.24924941df14dp-2, 0x1.c71c52161f028p-3,
               0x1.74663c9a67f1fp-3, 0x1.39a1ef6ebb1dep-3, 0x1.2f038b5e2104ap-3);
  return fused(s, fused(r, z, half), small) - half;
}

// k log 2 + log(1 + f), log 2 in two parts
TENON_INLINE D log_sum(D f, D k) {
  D y = f + log_tail(f, k * 0x1.cf79abc9e3b3ap-40);
  return fused(k, 0x1.62e42fefap-1, y);
}

inline D log(D x) {
  Mask<double> tiny = x < 0x1p-1022;
  Logarithm<D> l = split_normal(where(tiny, x * 0x1p54, x));
  return log_special(x, log_sum(l.f, l.k - where(tiny, 54, 0)));
}

// As in float.h: f = 2^-k x + (2^-k - 1) with 1 + x = 2^k (1 + f)
inline D log1p(D x) {
  D u = 1 + x;
  Logarithm<D> l = split_normal(u);
  D down = power_of_2((DUnsigned)(kRounderD - l.k).bits() << 52);
  D f = where(x < 0x1p53, fused(x, down, down - 1), l.f);
  return copysign(log_special(u, log_sum(f, l.k)), x);
}

// ---- sine and cosine ---------------------------------------------------------------------------------

inline constexpr double kTrigonometricLimitD = 1e5;

TENON_INLINE Quadrant<D> reduce_quadrant(D x) {
  D t = fused(x, 0.63661977236758134, kRounderD), n = t - kRounderD;
  D r = fused(n, -0x1.3198a2e03707p-69, fused(n, -0x1.0b4611a6p-34, fused(n, -0x1.921fb544p0, x)));
  return {r, (DUnsigned)t.bits()};
}
TENON_INLINE D sin_near_0(D r, D z) {
  D p = horner(z, -0x1.5555555555548p-3, 0x1.111111110f73p-7, -0x1.a01a019be9216p-13, 0x1.71de35552b3bp-19,
               -0x1.ae5e4b83d785cp-26, 0x1.5d8b5595cae39p-33);
  return fused(r * z, p, r);
}
// 1 - z / 2 leaves a rest that is exact, added with the small terms.
TENON_INLINE D cos_near_0(D z) {
  D p = horner(z, 0x1.555555555554bp-5, -0x1.6c16c16c15013p-10, 0x1.a01a019c8ed06p-16, -0x1.27e4f7f140f32p-22,
               0x1.1ee9db8e126b7p-29, -0x1.8fa65e7d19517p-37);
  D half = z * 0.5, w = 1 - half;
  return w + (fused(z * z, p, (1 - w) - half));
}

inline D sin(D x) {
  Quadrant<D> q = reduce_quadrant(x);
  D z = q.r * q.r, y = sin_in_quadrant(q.n, sin_near_0(q.r, z), cos_near_0(z));
  return with_repair(x, where(x == 0, x, y), kTrigonometricLimitD, [](double v) { return __builtin_sin(v); });
}
inline D cos(D x) {
  Quadrant<D> q = reduce_quadrant(x);
  D z = q.r * q.r, y = sin_in_quadrant(q.n + 1, sin_near_0(q.r, z), cos_near_0(z));
  return with_repair(x, y, kTrigonometricLimitD, [](double v) { return __builtin_cos(v); });
}

}  // namespace m
}  // namespace
}  // namespace tenon::cpu::TENON_ISA
