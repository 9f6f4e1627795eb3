#pragma once
// The part of namespace m that evaluates polynomials in float32: reduce the argument to a short interval,
// take a polynomial there (minimax, fitted with the first coefficients rounded to float before the others),
// and put the result back. Errors are below 2 units in the last place. A lane's result depends on that lane
// alone.
#include "core/cpu/simd/libm.h"

namespace tenon::cpu::TENON_ISA {
namespace {
namespace m {

using F = Vec<float>;
using FBits = Vec<float>::Bits;
using FUnsigned = Vec<float>::Unsigned;

// x = n log 2 + r
template <class V>
struct Exponent {
  V r, n;
  typename V::Unsigned shifted;  // n in the bits of the exponent
};
// x = 2^k (1 + f)
template <class V>
struct Logarithm {
  V f, k;
};
// x = n pi/2 + r
template <class V>
struct Quadrant {
  V r;
  typename V::Unsigned n;
};

// ---- the exponential family --------------------------------------------------------------------------

// x = n log 2 + r with |r| <= log(2) / 2. Adding 1.5 * 2^23 rounds to an integer and leaves it in the low
// bits. The product of n and the upper part of log 2 is exact.
inline constexpr float kRounder = 0x1.8p23f;

TENON_INLINE Exponent<F> reduce(F x) {
  F t = fused(x, 1.44269504f, kRounder), n = t - kRounder;
  F r = fused(n, 2.12194440e-4f, fused(n, -0.693359375f, x));
  return {r, n, (FUnsigned)t.bits() << 23};
}

// e^r = 1 + r + r^2 P(r)
TENON_INLINE F exp_near_0(F r) {
  return horner(r, 1, 1, 0x1.fffffcp-2f, 0x1.55548ap-3f, 0x1.55584ep-5f, 0x1.123f2ep-7f, 0x1.6ad122p-10f);
}
// e^r - 1 = r + r^2 P(r), its relative error small up to r = 0
TENON_INLINE F expm1_near_0(F r) {
  F p = horner(r, 0.5f, 0x1.555554p-3f, 0x1.5554eap-5f, 0x1.1113a8p-7f, 0x1.6d4c24p-10f, 0x1.9c747ep-13f);
  return fused(r * r, p, r);
}

// 2^n for |n| <= 126
TENON_INLINE F power_of_2(FUnsigned shifted) { return F::from_bits(shifted + (FUnsigned)F(1).bits()); }

// p * 2^n, rounded once where the result is subnormal: in two steps, because 2^n alone can be out of range.
TENON_INLINE F scale(F p, F n) {
#if defined(__AVX512F__)
  return F((F::Raw)_mm512_maskz_scalef_ps(-1, (__m512)p.v, (__m512)n.v));
#else
  FBits all = __builtin_convertvector(n.v, FBits), half = all >> 1;
  return p * power_of_2((FUnsigned)half << 23) * power_of_2((FUnsigned)(all - half) << 23);
#endif
}

inline F exp(F x) {
  x = where(x > 89, 89, x);
  x = where(x < -104, -104, x);
  Exponent<F> e = reduce(x);
  return scale(exp_near_0(e.r), e.n);
}

// e^x for -104 <= x <= 0, or NaN: what the logistic functions need. 2^(n + 64) and the result's own size are
// normal.
TENON_INLINE F exp_of_negative(F x) {
  Exponent<F> e = reduce(where(x < -104, -104, x));
  return exp_near_0(e.r) * power_of_2(e.shifted + (64u << 23)) * 0x1p-64f;
}

inline F exp2(F x) {
  x = where(x > 129, 129, x);
  x = where(x < -151, -151, x);
  F n = x + kRounder - kRounder;
  F p = horner(x - n, 1, 0x1.62e434p-1f, 0x1.ebfbeap-3f, 0x1.c6ab7ep-5f, 0x1.3b2148p-7f, 0x1.609a7ap-10f,
               0x1.4a6e00p-13f);
  return scale(p, n);
}

// 2^n (e^r - 1) + (2^n - 1), in halves because 2^128 is out of range
inline F expm1(F x) {
  F y = where(x > 89, 89, x);
  y = where(y < -18, -18, y);
  Exponent<F> e = reduce(y);
  F half = power_of_2(e.shifted - (1u << 23));
  return where(abs(x) < 0x1p-30f, x, 2 * fused(expm1_near_0(e.r), half, half - 0.5f));
}

// 1 / (1 + e^-x), with the exponential that can't overflow; small results keep their relative accuracy.
inline F sigmoid(F x) {
  F e = exp_of_negative(-abs(x));
  return where(x < 0, e, 1) / (1 + e);
}

// With d = e^(-2|x|) - 1: |tanh x| = -d / (2 + d). Beyond 10 it is 1.
inline F tanh(F x) {
  F a = abs(x);
  Exponent<F> e = reduce(where(a > 10, 10, a) * -2);
  F power = power_of_2(e.shifted), d = fused(expm1_near_0(e.r), power, power - 1);
  return copysign(d / (d + 2), x);
}

// Small: x (1 + P(x^2)). From 0.9 on: 1 - e^(-|x| Q(|x|)), with Q fitted to -log(erfc x) / x; beyond 4 it
// is 1.
inline F erf(F x) {
  F a = abs(x), z = x * x;
  a = where(a > 4, 4, a);
  F small = horner(z, 0x1.06eba8p-3f, -0x1.812740p-2f, 0x1.ce2d76p-4f, -0x1.b80440p-6f, 0x1.5477c2p-8f,
                   -0x1.a81aa4p-11f, 0x1.57abccp-14f);
  F q = horner(a, 0x1.20e6aep+0f, 0x1.457a6ap-1f, 0x1.af4100p-4f, -0x1.774a38p-6f, 0x1.a60b08p-9f,
               -0x1.c20770p-13f);
  Exponent<F> e = reduce(-(a * q));
  F large = copysign(1 - exp_near_0(e.r) * power_of_2(e.shifted), x);
  return where(a < 0.9f, fused(x, small, x), large);
}

// ---- logarithms --------------------------------------------------------------------------------------

// x = 2^k (1 + f) with 2/3 <= 1 + f < 4/3, for x > 0; subnormal numbers are first made normal.
TENON_INLINE Logarithm<F> split(F x) {
  Mask<float> tiny = x < 0x1p-126f;
  FUnsigned bits = (FUnsigned)where(tiny, x * 0x1p23f, x).bits();
  FBits k = (FBits)(bits - 0x3f2aaaabu) >> 23;
  F m = F::from_bits(bits - ((FUnsigned)k << 23));
  return {m - 1, F(__builtin_convertvector(k, F::Raw)) - where(tiny, 23, 0)};
}

// log(1 + f) - f = -f^2 / 2 + f^3 P(f), and `small` added before the larger terms
TENON_INLINE F log_tail(F f, F small) {
  F z = f * f;
  F p = horner(f, 0x1.555556p-2f, -0x1.ffff02p-3f, 0x1.99985ep-3f, -0x1.559bb0p-3f, 0x1.24d7b2p-3f,
               -0x1.f336f4p-4f, 0x1.bb457ap-4f, -0x1.07d61ep-3f, 0x1.e064bap-4f);
  return fused(z, -0.5f, fused(f * z, p, small));
}

// y where x is positive and finite; else infinity, -infinity at 0, NaN below.
template <class V>
TENON_INLINE V log_special(V x, V y) {
  V inf = __builtin_inf();
  return where(x > 0, where(x < inf, y, x), where(x == 0, -inf, __builtin_nan("")));
}

inline F log(F x) {
  Logarithm<F> l = split(x);
  F y = l.f + log_tail(l.f, l.k * -2.12194440e-4f);
  return log_special(x, fused(l.k, 0.693359375f, y));
}

// log2(1 + f) = f + f P(f)
inline F log2(F x) {
  Logarithm<F> l = split(x);
  F p = horner(l.f, 0x1.c551dap-2f, -0x1.715474p-1f, 0x1.ec6f88p-2f, -0x1.715646p-2f, 0x1.27bad8p-2f,
               -0x1.ec2902p-3f, 0x1.9a8146p-3f, -0x1.706082p-3f, 0x1.ac9ddap-3f, -0x1.5b95d8p-3f);
  return log_special(x, l.k + fused(l.f, p, l.f));
}

// log10(1 + f) = f / 2 + f P(f)
inline F log10(F x) {
  Logarithm<F> l = split(x);
  F p = horner(l.f, -0x1.0d213ap-4f, -0x1.bcb7a8p-3f, 0x1.2879eap-3f, -0x1.bcc02cp-4f, 0x1.640c74p-4f,
               -0x1.277e24p-4f, 0x1.efd404p-5f, -0x1.cfa426p-5f, 0x1.fc58a0p-5f, -0x1.5072acp-5f);
  F y = fused(l.f, 0.5f, fused(l.f, p, l.k * 4.60503898e-6f));
  return log_special(x, fused(l.k, 0x1.344p-2f, y));
}

// With 1 + x = 2^k (1 + f) rounded only to find k: f = 2^-k x + (2^-k - 1), which is exact near 0.
inline F log1p(F x) {
  F u = 1 + x;
  Logarithm<F> l = split(u);
  F down = power_of_2(-((FUnsigned) __builtin_convertvector(l.k.v, FBits) << 23));
  F f = where(x < 0x1p24f, fused(x, down, down - 1), l.f);
  F y = f + log_tail(f, l.k * -2.12194440e-4f);
  return copysign(log_special(u, fused(l.k, 0.693359375f, y)), x);
}

// ---- trigonometric functions -------------------------------------------------------------------------

// x = n pi/2 + r with |r| <= pi/4, for |x| up to kTrigonometricLimit: pi/2 in four parts, of which the
// products with n are exact but for the last.
inline constexpr float kTrigonometricLimit = 1e4f;

TENON_INLINE Quadrant<F> reduce_quadrant(F x) {
  F t = fused(x, 0.636619772f, kRounder), n = t - kRounder;
  F r = fused(n, -0x1.92p0f, x);
  r = fused(n, -0x1.fb4p-12f, r);
  r = fused(n, -0x1.444p-24f, r);
  r = fused(n, -0x1.68c234p-39f, r);
  return {r, (FUnsigned)t.bits()};
}

// f of the lanes beyond the limit, or not finite, by the C library.
template <class T, class Function>
__attribute__((noinline)) Vec<T> repair(Vec<T> x, Vec<T> y, T limit, Function f) {
  for (int i = 0; i < Vec<T>::width; ++i)
    if (!(__builtin_fabs(x.v[i]) <= limit)) y.v[i] = f(x.v[i]);
  return y;
}
template <class T, class Function>
TENON_INLINE Vec<T> with_repair(Vec<T> x, Vec<T> y, T limit, Function f) {
  if (__builtin_expect(any(!(abs(x) <= limit)), false)) return repair(x, y, limit, f);
  return y;
}

TENON_INLINE F sin_near_0(F r, F z) {
  return fused(r * z, horner(z, -0x1.555546p-3f, 0x1.110776p-7f, -0x1.9952fap-13f), r);
}
TENON_INLINE F cos_near_0(F z) {
  return horner(z, 1, -0.5f, 0x1.55554ap-5f, -0x1.6c0c28p-10f, 0x1.99e80cp-16f);
}
// The sine of an angle n quarters further than the one with this sine and cosine.
template <class V>
TENON_INLINE V sin_in_quadrant(typename V::Unsigned n, V sine, V cosine) {
  V y = where(typename V::Truth((n & 1) != 0), cosine, sine);
  return V::from_bits((typename V::Unsigned)y.bits() ^ (n >> 1 << (8 * sizeof(typename V::Scalar) - 1)));
}

inline F sin(F x) {
  Quadrant<F> q = reduce_quadrant(x);
  F z = q.r * q.r, y = sin_in_quadrant(q.n, sin_near_0(q.r, z), cos_near_0(z));
  return with_repair(x, where(x == 0, x, y), kTrigonometricLimit, [](float v) { return __builtin_sinf(v); });
}
inline F cos(F x) {
  Quadrant<F> q = reduce_quadrant(x);
  F z = q.r * q.r, y = sin_in_quadrant(q.n + 1, sin_near_0(q.r, z), cos_near_0(z));
  return with_repair(x, y, kTrigonometricLimit, [](float v) { return __builtin_cosf(v); });
}
// tan(r), and -1 / tan(r) in the odd quadrants
inline F tan(F x) {
  Quadrant<F> q = reduce_quadrant(x);
  F z = q.r * q.r;
  F p = horner(z, 0x1.555560p-2f, 0x1.110d9cp-3f, 0x1.bada50p-5f, 0x1.5cb9b6p-6f, 0x1.62f56ap-7f,
               0x1.7e9f72p-14f, 0x1.1ed030p-8f);
  F t = fused(q.r * z, p, q.r);
  F y = where(Mask<float>((q.n & 1) != 0), -1 / t, t);
  return with_repair(x, y, kTrigonometricLimit, [](float v) { return __builtin_tanf(v); });
}

}  // namespace m
}  // namespace
}  // namespace tenon::cpu::TENON_ISA
