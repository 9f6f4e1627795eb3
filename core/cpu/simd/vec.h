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
#include "core/cpu/simd/mask.h"

namespace tenon::cpu::TENON_ISA {
namespace {

// The first n lanes of a register, n < width.
template <class T>
TENON_INLINE typename Lanes<T>::Raw load_first(const T* p, int64_t n) {
  [[maybe_unused]] constexpr bool is_float = sizeof(T) == 4;
  using Raw = typename Lanes<T>::Raw;
#if defined(__AVX512F__)
  unsigned first = (1u << n) - 1;
  if constexpr (is_float) return (Raw)_mm512_maskz_loadu_ps(static_cast<__mmask16>(first), p);
  else return (Raw)_mm512_maskz_loadu_pd(static_cast<__mmask8>(first), p);
#elif defined(__AVX2__)
  __m256i first = (__m256i)first_lanes<T>(n).v;
  if constexpr (is_float) return (Raw)_mm256_maskload_ps(p, first);
  else return (Raw)_mm256_maskload_pd(p, first);
#else
  Raw raw = {};
  for (int i = 0; i < Lanes<T>::width; ++i)
    if (i < n) raw[i] = p[i];
  return raw;
#endif
}
template <class T>
TENON_INLINE void store_first(T* p, typename Lanes<T>::Raw raw, int64_t n) {
  [[maybe_unused]] constexpr bool is_float = sizeof(T) == 4;
#if defined(__AVX512F__)
  unsigned first = (1u << n) - 1;
  if constexpr (is_float) _mm512_mask_storeu_ps(p, static_cast<__mmask16>(first), (__m512)raw);
  else _mm512_mask_storeu_pd(p, static_cast<__mmask8>(first), (__m512d)raw);
#elif defined(__AVX2__)
  __m256i first = (__m256i)first_lanes<T>(n).v;
  if constexpr (is_float) _mm256_maskstore_ps(p, first, (__m256)raw);
  else _mm256_maskstore_pd(p, first, (__m256d)raw);
#else
  for (int i = 0; i < Lanes<T>::width; ++i)
    if (i < n) p[i] = raw[i];
#endif
}

template <class T>
struct Vec {
  using Scalar = T;
  using Raw = typename Lanes<T>::Raw;
  using Bits = typename Lanes<T>::Bits;
  using Unsigned = typename Lanes<T>::Unsigned;  // where arithmetic on bits may wrap around
  using Truth = Mask<T>;
  static constexpr int width = Lanes<T>::width;
  Raw v;

  Vec() = default;
  TENON_INLINE Vec(Raw raw) : v(raw) {}
  // x - 0 is x for every x, where 0 + x would lose the sign of -0.
  template <Number N>
  TENON_INLINE Vec(N n) : v(static_cast<T>(n) - Raw{}) {}

  static TENON_INLINE Vec from_bits(Bits bits) { return Vec((Raw)bits); }
  static TENON_INLINE Vec from_bits(Unsigned bits) { return Vec((Raw)bits); }
  TENON_INLINE Bits bits() const { return (Bits)v; }

  static TENON_INLINE Vec load(const T* p) {
    Raw raw;
    __builtin_memcpy(&raw, p, sizeof raw);
    return Vec(raw);
  }
  // The first n lanes, n < width; the others are 0.
  static TENON_INLINE Vec load_partial(const T* p, int64_t n) { return Vec(load_first<T>(p, n)); }
  // n <= width elements that lie step elements apart.
  static TENON_INLINE Vec load_strided(const T* p, int64_t step, int64_t n) {
    T lanes[width] = {};
    for (int64_t i = 0; i < n; ++i) lanes[i] = p[i * step];
    return load(lanes);
  }
  TENON_INLINE void store(T* p) const { __builtin_memcpy(p, &v, sizeof v); }
  TENON_INLINE void store_partial(T* p, int64_t n) const { store_first<T>(p, v, n); }
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
