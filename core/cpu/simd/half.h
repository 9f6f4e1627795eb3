#pragma once
// One register of float16 or bfloat16, as Vec<float> and back, bit for bit as core/base/half.h does it.
#include "core/cpu/simd/vec.h"

namespace tenon::cpu::TENON_ISA {
namespace {

inline constexpr int kHalfLanes = Vec<float>::width;
typedef uint16_t HalfBits __attribute__((vector_size(kHalfLanes * 2)));
typedef uint32_t WideBits __attribute__((vector_size(kVecBytes)));

TENON_INLINE WideBits load_wide(const uint16_t* p) {
  HalfBits bits;
  __builtin_memcpy(&bits, p, sizeof bits);
  return __builtin_convertvector(bits, WideBits);
}
TENON_INLINE void store_narrow(WideBits wide, uint16_t* p) {
  HalfBits bits = __builtin_convertvector(wide, HalfBits);
  __builtin_memcpy(p, &bits, sizeof bits);
}
TENON_INLINE WideBits choose(Vec<float>::Bits mask, WideBits yes, WideBits no) {
  return ((WideBits)mask & yes) | (~(WideBits)mask & no);
}

TENON_INLINE Vec<float> load_half(const uint16_t* p) {
#if defined(__AVX512F__)
  return Vec<float>((Vec<float>::Raw)_mm512_maskz_cvtph_ps(-1, _mm256_loadu_si256((const __m256i*)p)));
#elif defined(__F16C__)
  return Vec<float>((Vec<float>::Raw)_mm256_cvtph_ps(_mm_loadu_si128((const __m128i*)p)));
#else
  using Bits = Vec<float>::Bits;
  WideBits h = load_wide(p), sign = (h & 0x8000) << 16, magnitude = h & 0x7fff, fraction = h & 0x3ff;
  WideBits normal = (magnitude << 13) + (112u << 23);
  WideBits quiet = choose((Bits)fraction != 0, WideBits{} + 0x400000, WideBits{});
  WideBits special = 0x7f800000 | fraction << 13 | quiet;
  // fraction * 2^-24: an integer below 2^10 is exact in float, and so is the lowering of its exponent.
  WideBits whole = (WideBits) __builtin_convertvector((Bits)fraction, Vec<float>::Raw);
  WideBits subnormal = choose((Bits)fraction != 0, whole - (24u << 23), WideBits{});
  WideBits bits = choose((Bits)magnitude < 0x400, subnormal, normal);
  bits = choose((Bits)magnitude >= 0x7c00, special, bits);
  return Vec<float>::from_bits((Bits)(sign | bits));
#endif
}

TENON_INLINE void store_half(Vec<float> x, uint16_t* p) {
#if defined(__AVX512F__)
  _mm256_storeu_si256((__m256i*)p, _mm512_maskz_cvtps_ph(-1, (__m512)x.v, _MM_FROUND_TO_NEAREST_INT));
#elif defined(__F16C__)
  _mm_storeu_si128((__m128i*)p, _mm256_cvtps_ph((__m256)x.v, _MM_FROUND_TO_NEAREST_INT));
#else
  using Bits = Vec<float>::Bits;
  WideBits sign = (WideBits)x.bits() >> 16 & 0x8000, magnitude = (WideBits)x.bits() & 0x7fffffff;
  WideBits normal = (magnitude + 0xfff + (magnitude >> 13 & 1) - 0x38000000) >> 13;
  // Adding 1/2 rounds to multiples of 2^-24, half of float's last place there, and leaves their number in the
  // low bits.
  WideBits subnormal = (WideBits)(Vec<float>::from_bits((Bits)magnitude) + 0.5f).bits() - 0x3f000000;
  WideBits special =
      choose((Bits)magnitude > 0x7f800000, 0x7e00 | (magnitude >> 13 & 0x3ff), WideBits{} + 0x7c00);
  WideBits bits = choose((Bits)magnitude < 0x38800000, subnormal, normal);
  bits = choose((Bits)magnitude >= 0x47800000, special, bits);
  store_narrow(sign | bits, p);
#endif
}

TENON_INLINE Vec<float> load_bfloat16(const uint16_t* p) {
  return Vec<float>::from_bits((Vec<float>::Bits)(load_wide(p) << 16));
}

TENON_INLINE void store_bfloat16(Vec<float> x, uint16_t* p) {
  WideBits bits = (WideBits)x.bits(), rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  store_narrow(choose((x != x).v, WideBits{} + 0x7fc0, rounded), p);
}

}  // namespace
}  // namespace tenon::cpu::TENON_ISA
