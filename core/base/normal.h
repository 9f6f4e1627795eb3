#pragma once
// Normal numbers by Box and Muller: two uniform ones give two independent normal ones. There is no fused step
// and no library function in the formula: the same bits give the same numbers in every instruction set. (A
// CUDA file that shares it is compiled with -fmad=false.)
//
// The formula is a template over a kind of real: `Real` and `Bits` (unsigned, of the same width) are scalars
// or vectors, Scalar is the type of one number, and P supplies
//   kWidth, kMantissa, kSqrtHalf     bits of a real and of its mantissa; the real sqrt(1/2) as bits
//   kFraction, kTurn                 how many of the random bits, the uppermost, make a fraction and an angle
//   real(Bits), signed_real(Bits)    of an integer, and of one in two's complement; rounded if need be
//   bits(Real), from_bits(Bits), sqrt(Real), and the series
#include <math.h>

#include <cstdint>

#include "core/base/philox.h"

namespace tenon {

// c0 + c1 x + c2 x^2 + …
template <class Real, class Scalar>
TN_HD Real normal_series(Real, Scalar c) {
  return Real{} + c;
}
template <class Real, class Scalar, class... More>
TN_HD Real normal_series(Real x, Scalar c, More... more) {
  return normal_series(x, more...) * x + c;
}

// The two types of real.
//
// atanh(s) / s, sin(x) / x and cos(x) by their Taylor series in the square, as far as the type can tell, for
// |s| <= (sqrt(2) - 1) / (sqrt(2) + 1) and |x| <= pi / 4.
struct Normal32 {
  using Scalar = float;
  using Bit = uint32_t;
  static constexpr int kWidth = 32, kMantissa = 23, kFraction = 31, kTurn = 32;
  static constexpr Bit kSqrtHalf = 0x3f3504f3;

  template <class Real>
  static TN_HD Real log_series(Real z) {
    return normal_series(z, 1.0f, 1.0f / 3, 1.0f / 5, 1.0f / 7, 1.0f / 9);
  }
  template <class Real>
  static TN_HD Real sin_series(Real z) {
    return normal_series(z, 1.0f, -1.0f / 6, 1.0f / 120, -1.0f / 5040, 1.0f / 362880);
  }
  template <class Real>
  static TN_HD Real cos_series(Real z) {
    return normal_series(z, 1.0f, -1.0f / 2, 1.0f / 24, -1.0f / 720, 1.0f / 40320);
  }
};
struct Normal64 {
  using Scalar = double;
  using Bit = uint64_t;
  static constexpr int kWidth = 64, kMantissa = 52, kFraction = 53, kTurn = 53;
  static constexpr Bit kSqrtHalf = 0x3fe6a09e667f3bcd;

  template <class Real>
  static TN_HD Real log_series(Real z) {
    return normal_series(z, 1.0, 1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17,
                         1.0 / 19, 1.0 / 21);
  }
  template <class Real>
  static TN_HD Real sin_series(Real z) {
    return normal_series(z, 1.0, -1.0 / 6, 1.0 / 120, -1.0 / 5040, 1.0 / 362880, -1.0 / 39916800,
                         1.0 / 6227020800, -1.0 / 1307674368000);
  }
  template <class Real>
  static TN_HD Real cos_series(Real z) {
    return normal_series(z, 1.0, -1.0 / 2, 1.0 / 24, -1.0 / 720, 1.0 / 40320, -1.0 / 3628800, 1.0 / 479001600,
                         -1.0 / 87178291200, 1.0 / 20922789888000);
  }
};

// sqrt(-2 log u) for u = (2k + 1) / 2^kFraction, the middles of equal intervals of (0, 1): u is never 0.
template <class P>
TN_HD typename P::Real normal_radius(typename P::Bits random) {
  using Real = typename P::Real;
  using Scalar = typename P::Scalar;
  Real u = P::real(random >> (P::kWidth - P::kFraction) | 1);
  // u = m 2^e with m in [sqrt(1/2), sqrt(2)); log m = 2 atanh((m - 1) / (m + 1)).
  typename P::Bits exponent = (P::bits(u) - P::kSqrtHalf) >> P::kMantissa;
  Real m = P::from_bits(P::bits(u) - (exponent << P::kMantissa));
  Real s = (m - Scalar(1)) / (m + Scalar(1));
  Real log_m = s * Scalar(2) * P::log_series(s * s);
  Real log_u = (P::real(exponent) - Scalar(P::kFraction)) * Scalar(0.693147180559945309417) + log_m;
  return P::sqrt(log_u * Scalar(-2));
}

// The cosine and the sine of a random angle, whose bits are a fraction of the turn: the upper two count its
// quarters (rounded), the rest is within an eighth of a turn, which is left to the series.
template <class P>
TN_HD void normal_direction(typename P::Bits random, typename P::Real* cosine, typename P::Real* sine) {
  using Real = typename P::Real;
  using Bits = typename P::Bits;
  using Scalar = typename P::Scalar;
  using Bit = typename P::Bit;
  constexpr int kQuarter = P::kTurn - 2, kSign = P::kWidth - 2;
  constexpr Scalar kUnit = Scalar(1.57079632679489661923) / Scalar(Bit(1) << kQuarter);
  Bits angle = random >> (P::kWidth - P::kTurn), quarter = (angle + (Bit(1) << (kQuarter - 1))) >> kQuarter;
  Real x = P::signed_real(angle - (quarter << kQuarter)) * kUnit;
  Bits s = P::bits(x * P::sin_series(x * x)), c = P::bits(P::cos_series(x * x));
  Bits odd = Bits{} - (quarter & 1);
  *cosine = P::from_bits(((c & ~odd) | (s & odd)) ^ ((quarter + 1) & 2) << kSign);
  *sine = P::from_bits(((s & ~odd) | (c & odd)) ^ (quarter & 2) << kSign);
}

// One number at a time.
struct NormalScalar32 : Normal32 {
  using Real = float;
  using Bits = uint32_t;
  static TN_HD Real real(Bits b) { return static_cast<float>(b); }
  static TN_HD Real signed_real(Bits b) { return static_cast<float>(static_cast<int32_t>(b)); }
  static TN_HD Bits bits(Real x) { return __builtin_bit_cast(Bits, x); }
  static TN_HD Real from_bits(Bits b) { return __builtin_bit_cast(Real, b); }
  static TN_HD Real sqrt(Real x) { return ::sqrtf(x); }
};
struct NormalScalar64 : Normal64 {
  using Real = double;
  using Bits = uint64_t;
  static TN_HD Real real(Bits b) { return static_cast<double>(b); }
  static TN_HD Real signed_real(Bits b) { return static_cast<double>(static_cast<int64_t>(b)); }
  static TN_HD Bits bits(Real x) { return __builtin_bit_cast(Bits, x); }
  static TN_HD Real from_bits(Bits b) { return __builtin_bit_cast(Real, b); }
  static TN_HD Real sqrt(Real x) { return ::sqrt(x); }
};

// A pair of numbers of mean 0 and deviation 1.
template <class P>
TN_HD void normal_pair(typename P::Bits random0, typename P::Bits random1, typename P::Real* x,
                       typename P::Real* y) {
  typename P::Real radius = normal_radius<P>(random0), cosine, sine;
  normal_direction<P>(random1, &cosine, &sine);
  *x = radius * cosine;
  *y = radius * sine;
}

// The pair that a block of an element's fill gives, or for 32 bits one of its two pairs: elements 0 and 1, 2
// and 3.
TN_HD void normal_floats(const PhiloxBlock& block, int pair, float* x, float* y) {
  normal_pair<NormalScalar32>(block.word[2 * pair], block.word[2 * pair + 1], x, y);
}
TN_HD void normal_doubles(const PhiloxBlock& block, double* x, double* y) {
  normal_pair<NormalScalar64>(block.low(), block.high(), x, y);
}

}  // namespace tenon
