#pragma once
// The shape of a register, and Mask<T>, the truth of each of its lanes.
#include "core/cpu/simd/isa.h"

namespace tenon::cpu::TENON_ISA {
namespace {

template <class T>
struct Lanes;

template <>
struct Lanes<float> {
  static constexpr int width = kVecBytes / 4;
  using Bit = int32_t;
  typedef float Raw __attribute__((vector_size(kVecBytes)));
  typedef int32_t Bits __attribute__((vector_size(kVecBytes)));
  typedef uint32_t Unsigned __attribute__((vector_size(kVecBytes)));
  typedef uint8_t Bytes __attribute__((vector_size(width)));
};

template <>
struct Lanes<double> {
  static constexpr int width = kVecBytes / 8;
  using Bit = int64_t;
  typedef double Raw __attribute__((vector_size(kVecBytes)));
  typedef int64_t Bits __attribute__((vector_size(kVecBytes)));
  typedef uint64_t Unsigned __attribute__((vector_size(kVecBytes)));
  typedef uint8_t Bytes __attribute__((vector_size(width)));
};

// The truth of each lane: all bits set or none.
template <class T>
struct Mask {
  using Bits = typename Lanes<T>::Bits;
  using Bytes = typename Lanes<T>::Bytes;
  static constexpr int width = Lanes<T>::width;
  Bits v;

  Mask() = default;
  TENON_INLINE Mask(Bits bits) : v(bits) {}
  TENON_INLINE Mask(bool b) : v(Bits{} - (b ? 1 : 0)) {}

  // From bytes, of which any but 0 is true.
  static TENON_INLINE Mask load(const uint8_t* p) {
    Bytes bytes;
    __builtin_memcpy(&bytes, p, width);
    return Mask(__builtin_convertvector(bytes, Bits) != 0);
  }
  static TENON_INLINE Mask load_partial(const uint8_t* p, int64_t n) {
    uint8_t bytes[width] = {};
    for (int64_t i = 0; i < n; ++i) bytes[i] = p[i];
    return load(bytes);
  }
  TENON_INLINE void store(uint8_t* p) const {
#if defined(__SSE2__) && !defined(__AVX512F__)
    // Saturating packs keep 0 and -1 as they are.
#  if defined(__AVX2__)
    __m128i packed =
        _mm_packs_epi32(_mm256_castsi256_si128((__m256i)v), _mm256_extracti128_si256((__m256i)v, 1));
#  else
    __m128i packed = _mm_packs_epi32((__m128i)v, (__m128i)v);
#  endif
    if constexpr (sizeof(T) == 8) packed = _mm_packs_epi32(packed, packed);
    packed = _mm_and_si128(_mm_packs_epi16(packed, packed), _mm_set1_epi8(1));
    __builtin_memcpy(p, &packed, width);
#else
    Bytes bytes = __builtin_convertvector(v & 1, Bytes);
    __builtin_memcpy(p, &bytes, width);
#endif
  }
  TENON_INLINE void store_partial(uint8_t* p, int64_t n) const {
    uint8_t bytes[width];
    store(bytes);
    for (int64_t i = 0; i < n; ++i) p[i] = bytes[i];
  }

  TENON_INLINE bool operator[](int i) const { return v[i] != 0; }

  friend TENON_INLINE Mask operator&(Mask a, Mask b) { return Mask(a.v & b.v); }
  friend TENON_INLINE Mask operator|(Mask a, Mask b) { return Mask(a.v | b.v); }
  friend TENON_INLINE Mask operator^(Mask a, Mask b) { return Mask(a.v ^ b.v); }
  friend TENON_INLINE Mask operator!(Mask a) { return Mask(~a.v); }
};

// True in the first n lanes.
template <class T>
TENON_INLINE Mask<T> first_lanes(int64_t n) {
  typename Mask<T>::Bits index;
  for (int i = 0; i < Mask<T>::width; ++i) index[i] = i;
  return Mask<T>(index < static_cast<typename Lanes<T>::Bit>(n));
}

// Whether any lane is true.
TENON_INLINE bool any(Mask<float> m) {
#if defined(__AVX512F__)
  return _mm512_test_epi32_mask((__m512i)m.v, (__m512i)m.v) != 0;
#elif defined(__AVX2__)
  return _mm256_movemask_ps((__m256)m.v) != 0;
#elif defined(__SSE2__)
  return _mm_movemask_ps((__m128)m.v) != 0;
#else
  int32_t all = 0;
  for (int i = 0; i < m.width; ++i) all |= m.v[i];
  return all != 0;
#endif
}

TENON_INLINE bool any(Mask<double> m) {
#if defined(__AVX512F__)
  return _mm512_test_epi64_mask((__m512i)m.v, (__m512i)m.v) != 0;
#elif defined(__AVX2__)
  return _mm256_movemask_pd((__m256d)m.v) != 0;
#elif defined(__SSE2__)
  return _mm_movemask_pd((__m128d)m.v) != 0;
#else
  int64_t all = 0;
  for (int i = 0; i < m.width; ++i) all |= m.v[i];
  return all != 0;
#endif
}

}  // namespace
}  // namespace tenon::cpu::TENON_ISA
