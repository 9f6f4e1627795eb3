#pragma once
// The values that pointwise formulas are pushed through on the CPU: Vec<float> and Vec<double>, one register
// of the instruction set that the file is compiled for, and Int<T> (int.h), a single integer or bool. They
// share one interface, so a kernel is written once:
//
//   using V = Value<T>;
//   for (; i + V::width <= n; i += V::width) f(V::load(x + i)).store(y + i);
//   if (i < n) f(V::load_partial(x + i, n - i)).store_partial(y + i, n - i);
//
// Constants widen by themselves (1 - y * y, x > 0); functions live in namespace m (math.h). A comparison of
// Vec gives a Mask<T>, of Int a bool; store_mask writes either as 0/1 bytes.
//
#include "core/cpu/simd/int.h"

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
  typedef uint8_t Bytes __attribute__((vector_size(width)));
};

template <>
struct Lanes<double> {
  static constexpr int width = kVecBytes / 8;
  using Bit = int64_t;
  typedef double Raw __attribute__((vector_size(kVecBytes)));
  typedef int64_t Bits __attribute__((vector_size(kVecBytes)));
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
    Bytes bytes = __builtin_convertvector(v & 1, Bytes);
    __builtin_memcpy(p, &bytes, width);
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

template <class T>
struct Vec {
  using Scalar = T;
  using Raw = typename Lanes<T>::Raw;
  using Bits = typename Lanes<T>::Bits;
  using Truth = Mask<T>;
  static constexpr int width = Lanes<T>::width;
  Raw v;

  Vec() = default;
  TENON_INLINE Vec(Raw raw) : v(raw) {}
  // x - 0 is x for every x, where 0 + x would lose the sign of -0.
  template <Number N>
  TENON_INLINE Vec(N n) : v(static_cast<T>(n) - Raw{}) {}

  static TENON_INLINE Vec from_bits(Bits bits) { return Vec((Raw)bits); }
  TENON_INLINE Bits bits() const { return (Bits)v; }

  static TENON_INLINE Vec load(const T* p) {
    Raw raw;
    __builtin_memcpy(&raw, p, sizeof raw);
    return Vec(raw);
  }
  // The first n lanes, n < width; the others are 0.
  static TENON_INLINE Vec load_partial(const T* p, int64_t n) {
    T lanes[width] = {};
    for (int64_t i = 0; i < n; ++i) lanes[i] = p[i];
    return load(lanes);
  }
  // n <= width elements that lie step elements apart.
  static TENON_INLINE Vec load_strided(const T* p, int64_t step, int64_t n) {
    T lanes[width] = {};
    for (int64_t i = 0; i < n; ++i) lanes[i] = p[i * step];
    return load(lanes);
  }
  TENON_INLINE void store(T* p) const { __builtin_memcpy(p, &v, sizeof v); }
  TENON_INLINE void store_partial(T* p, int64_t n) const {
    T lanes[width];
    store(lanes);
    for (int64_t i = 0; i < n; ++i) p[i] = lanes[i];
  }
  TENON_INLINE void store_strided(T* p, int64_t step, int64_t n) const {
    T lanes[width];
    store(lanes);
    for (int64_t i = 0; i < n; ++i) p[i * step] = lanes[i];
  }

  TENON_INLINE T operator[](int i) const { return v[i]; }

  friend TENON_INLINE Vec operator+(Vec a, Vec b) { return Vec(a.v + b.v); }
  friend TENON_INLINE Vec operator-(Vec a, Vec b) { return Vec(a.v - b.v); }
  friend TENON_INLINE Vec operator*(Vec a, Vec b) { return Vec(a.v * b.v); }
  friend TENON_INLINE Vec operator/(Vec a, Vec b) { return Vec(a.v / b.v); }
  friend TENON_INLINE Vec operator-(Vec a) { return Vec(-a.v); }
  TENON_INLINE Vec& operator+=(Vec b) { return *this = *this + b; }
  TENON_INLINE Vec& operator-=(Vec b) { return *this = *this - b; }
  TENON_INLINE Vec& operator*=(Vec b) { return *this = *this * b; }
  TENON_INLINE Vec& operator/=(Vec b) { return *this = *this / b; }

  friend TENON_INLINE Truth operator<(Vec a, Vec b) { return Truth((Bits)(a.v < b.v)); }
  friend TENON_INLINE Truth operator<=(Vec a, Vec b) { return Truth((Bits)(a.v <= b.v)); }
  friend TENON_INLINE Truth operator>(Vec a, Vec b) { return Truth((Bits)(a.v > b.v)); }
  friend TENON_INLINE Truth operator>=(Vec a, Vec b) { return Truth((Bits)(a.v >= b.v)); }
  friend TENON_INLINE Truth operator==(Vec a, Vec b) { return Truth((Bits)(a.v == b.v)); }
  friend TENON_INLINE Truth operator!=(Vec a, Vec b) { return Truth((Bits)(a.v != b.v)); }
};

template <class T>
struct ValueOf {
  using Type = Int<T>;
};
template <>
struct ValueOf<float> {
  using Type = Vec<float>;
};
template <>
struct ValueOf<double> {
  using Type = Vec<double>;
};

// The value type for elements of type T.
template <class T>
using Value = typename ValueOf<T>::Type;

// The value type among the arguments of a function, to which its constants widen: m::max(x, 0) has x's type.
template <class A, class B>
struct CommonOf;
template <class T, class B>
struct CommonOf<Vec<T>, B> {
  using Type = Vec<T>;
};
template <class T, class B>
struct CommonOf<Int<T>, B> {
  using Type = Int<T>;
};
template <Number N, class B>
struct CommonOf<N, B> {
  using Type = B;
};
template <class A, class B>
using Common = typename CommonOf<A, B>::Type;

template <class V>
inline constexpr bool kIsInt = false;
template <class T>
inline constexpr bool kIsInt<Int<T>> = true;

}  // namespace
}  // namespace tenon::cpu::TENON_ISA
