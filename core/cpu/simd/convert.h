#pragma once
// Between Vec<float> and the two Vec<double> that hold as many lanes.
#include "core/cpu/simd/vec.h"

namespace tenon::cpu::TENON_ISA {
namespace {

struct Doubles {
  Vec<double> low, high;
};

TENON_INLINE Doubles widen(Vec<float> x) {
#if defined(__AVX512F__)
  __m512 v = (__m512)x.v;
  return {Vec<double>((Lanes<double>::Raw)_mm512_maskz_cvtps_pd(-1, _mm512_maskz_extractf32x8_ps(-1, v, 0))),
          Vec<double>((Lanes<double>::Raw)_mm512_maskz_cvtps_pd(-1, _mm512_maskz_extractf32x8_ps(-1, v, 1)))};
#elif defined(__AVX2__)
  __m256 v = (__m256)x.v;
  return {Vec<double>((Lanes<double>::Raw)_mm256_cvtps_pd(_mm256_castps256_ps128(v))),
          Vec<double>((Lanes<double>::Raw)_mm256_cvtps_pd(_mm256_extractf128_ps(v, 1)))};
#elif defined(__SSE2__)
  __m128 v = (__m128)x.v;
  return {Vec<double>((Lanes<double>::Raw)_mm_cvtps_pd(v)),
          Vec<double>((Lanes<double>::Raw)_mm_cvtps_pd(_mm_movehl_ps(v, v)))};
#else
  Doubles y;
  for (int i = 0; i < y.low.width; ++i) {
    y.low.v[i] = x.v[i];
    y.high.v[i] = x.v[i + y.low.width];
  }
  return y;
#endif
}

TENON_INLINE Vec<float> narrow(Doubles x) {
#if defined(__AVX512F__)
  __m256 low = _mm512_maskz_cvtpd_ps(-1, (__m512d)x.low.v),
         high = _mm512_maskz_cvtpd_ps(-1, (__m512d)x.high.v);
  return Vec<float>((Lanes<float>::Raw)_mm512_maskz_insertf32x8(-1, _mm512_castps256_ps512(low), high, 1));
#elif defined(__AVX2__)
  __m128 low = _mm256_cvtpd_ps((__m256d)x.low.v), high = _mm256_cvtpd_ps((__m256d)x.high.v);
  return Vec<float>((Lanes<float>::Raw)_mm256_insertf128_ps(_mm256_castps128_ps256(low), high, 1));
#elif defined(__SSE2__)
  return Vec<float>(
      (Lanes<float>::Raw)_mm_movelh_ps(_mm_cvtpd_ps((__m128d)x.low.v), _mm_cvtpd_ps((__m128d)x.high.v)));
#else
  Vec<float> y;
  for (int i = 0; i < x.low.width; ++i) {
    y.v[i] = static_cast<float>(x.low.v[i]);
    y.v[i + x.low.width] = static_cast<float>(x.high.v[i]);
  }
  return y;
#endif
}

}  // namespace
}  // namespace tenon::cpu::TENON_ISA
