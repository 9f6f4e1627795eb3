#pragma once
// The part of namespace m that takes a few instructions: signs, rounding, choices, tests, square roots, and
// the division family. Special values are PyTorch's.
#include "core/cpu/simd/vec.h"

namespace tenon::cpu::TENON_ISA {
namespace {
namespace m {

// ---- choices and tests -------------------------------------------------------------------------------

template <class T, class A, class B>
TENON_INLINE Vec<T> where(Mask<T> c, A yes, B no) {
  Vec<T> a = yes, b = no;
  return Vec<T>(c.v ? a.v : b.v);
}
template <class A, class B>
TENON_INLINE Common<A, B> where(Flag c, A yes, B no) {
  Common<A, B> a = yes, b = no;
  return c ? a : b;
}

template <class T>
TENON_INLINE Mask<T> isnan(Vec<T> x) {
  return x != x;
}
template <class T>
TENON_INLINE Flag isnan(Int<T>) {
  return false;
}

template <class T>
TENON_INLINE Mask<T> signbit(Vec<T> x) {
  return Mask<T>(x.bits() < 0);
}
template <class T>
TENON_INLINE Flag signbit(Int<T> x) {
  return x < 0;
}

// ---- signs -------------------------------------------------------------------------------------------

template <class T>
TENON_INLINE Vec<T> abs(Vec<T> x) {
  return Vec<T>::from_bits(x.bits() & ~Vec<T>(-0.0).bits());
}
template <class T>
TENON_INLINE Int<T> abs(Int<T> x) {
  return x < 0 ? -x : x;
}

template <class V>
TENON_INLINE V neg(V x) {
  return -x;
}

// 1, 0 or -1; 0 for NaN.
template <class V>
TENON_INLINE V sign(V x) {
  return where(x > 0, 1, where(x < 0, V(-1), 0));
}
template <class T>
TENON_INLINE Int<T> sign(Int<T> x) {
  return Int<T>((x > 0).v - (x < 0).v);
}

template <class A, class B>
TENON_INLINE Common<A, B> copysign(A size, B from) {
  using V = Common<A, B>;
  V a = size, b = from, minus = -0.0;
  return V::from_bits((a.bits() & ~minus.bits()) | (b.bits() & minus.bits()));
}

template <class T>
TENON_INLINE Mask<T> isinf(Vec<T> x) {
  return abs(x) == __builtin_inf();
}
template <class T>
TENON_INLINE Flag isinf(Int<T>) {
  return false;
}
template <class T>
TENON_INLINE Mask<T> isfinite(Vec<T> x) {
  return abs(x) < __builtin_inf();
}
template <class T>
TENON_INLINE Flag isfinite(Int<T>) {
  return true;
}
template <class T>
TENON_INLINE Mask<T> isposinf(Vec<T> x) {
  return x == __builtin_inf();
}
template <class T>
TENON_INLINE Flag isposinf(Int<T>) {
  return false;
}
template <class T>
TENON_INLINE Mask<T> isneginf(Vec<T> x) {
  return x == -__builtin_inf();
}
template <class T>
TENON_INLINE Flag isneginf(Int<T>) {
  return false;
}

// ---- extremes ----------------------------------------------------------------------------------------

// NaN if either is, as torch.maximum.
template <class A, class B>
TENON_INLINE Common<A, B> max(A x, B y) {
  Common<A, B> a = x, b = y;
  return where(isnan(a), a, where(a > b, a, b));
}
template <class A, class B>
TENON_INLINE Common<A, B> min(A x, B y) {
  Common<A, B> a = x, b = y;
  return where(isnan(a), a, where(a < b, a, b));
}
// The other one if either is NaN.
template <class A, class B>
TENON_INLINE Common<A, B> fmax(A x, B y) {
  Common<A, B> a = x, b = y;
  return where(isnan(b), a, where(a > b, a, b));
}
template <class A, class B>
TENON_INLINE Common<A, B> fmin(A x, B y) {
  Common<A, B> a = x, b = y;
  return where(isnan(b), a, where(a < b, a, b));
}
// Where low > high, high.
template <class V, class A, class B>
TENON_INLINE V clamp(V x, A low, B high) {
  return min(max(x, low), high);
}

// ---- square roots and a fused step -------------------------------------------------------------------

TENON_INLINE Vec<float> sqrt(Vec<float> x) {
#if defined(__AVX512F__)
  return Vec<float>((Vec<float>::Raw)_mm512_maskz_sqrt_ps(-1, (__m512)x.v));
#elif defined(__AVX2__)
  return Vec<float>((Vec<float>::Raw)_mm256_sqrt_ps((__m256)x.v));
#elif defined(__SSE2__)
  return Vec<float>((Vec<float>::Raw)_mm_sqrt_ps((__m128)x.v));
#else
  for (int i = 0; i < x.width; ++i) x.v[i] = __builtin_sqrtf(x.v[i]);
  return x;
#endif
}
TENON_INLINE Vec<double> sqrt(Vec<double> x) {
#if defined(__AVX512F__)
  return Vec<double>((Vec<double>::Raw)_mm512_maskz_sqrt_pd(-1, (__m512d)x.v));
#elif defined(__AVX2__)
  return Vec<double>((Vec<double>::Raw)_mm256_sqrt_pd((__m256d)x.v));
#elif defined(__SSE2__)
  return Vec<double>((Vec<double>::Raw)_mm_sqrt_pd((__m128d)x.v));
#else
  for (int i = 0; i < x.width; ++i) x.v[i] = __builtin_sqrt(x.v[i]);
  return x;
#endif
}

template <class V>
TENON_INLINE V reciprocal(V x) {
  return 1 / x;
}
template <class V>
TENON_INLINE V rsqrt(V x) {
  return 1 / sqrt(x);
}
template <class V>
TENON_INLINE V square(V x) {
  return x * x;
}

// a * b + c, rounded once where the instruction set can.
TENON_INLINE Vec<float> fused(Vec<float> a, Vec<float> b, Vec<float> c) {
#if defined(__AVX512F__)
  return Vec<float>((Vec<float>::Raw)_mm512_fmadd_ps((__m512)a.v, (__m512)b.v, (__m512)c.v));
#elif defined(__FMA__)
  return Vec<float>((Vec<float>::Raw)_mm256_fmadd_ps((__m256)a.v, (__m256)b.v, (__m256)c.v));
#else
  return a * b + c;
#endif
}
TENON_INLINE Vec<double> fused(Vec<double> a, Vec<double> b, Vec<double> c) {
#if defined(__AVX512F__)
  return Vec<double>((Vec<double>::Raw)_mm512_fmadd_pd((__m512d)a.v, (__m512d)b.v, (__m512d)c.v));
#elif defined(__FMA__)
  return Vec<double>((Vec<double>::Raw)_mm256_fmadd_pd((__m256d)a.v, (__m256d)b.v, (__m256d)c.v));
#else
  return a * b + c;
#endif
}
template <class A, class B, class C>
TENON_INLINE Common<A, Common<B, C>> fma(A x, B y, C z) {
  using V = Common<A, Common<B, C>>;
  V a = x, b = y, c = z;
  if constexpr (kIsInt<V>) {
    return a * b + c;
  } else {
    return fused(a, b, c);
  }
}

// c0 + c1 x + c2 x^2 + …
template <class V>
TENON_INLINE V horner(V, double c) {
  return c;
}
template <class V, class... C>
TENON_INLINE V horner(V x, double c, C... more) {
  return fused(horner(x, more...), x, c);
}

// ---- rounding ----------------------------------------------------------------------------------------

// The immediate operand of the rounding instructions; without them, adding and taking away 2^52 (2^23) rounds
// to the nearest even integer, and a comparison corrects it to the wanted side.
enum class Rounding { nearest = 0, down = 1, up = 2, to_zero = 3 };

template <Rounding mode, class T>
TENON_INLINE Vec<T> round_to(Vec<T> x) {
#if defined(__AVX512F__)
  if constexpr (sizeof(T) == 4)
    return Vec<T>((typename Vec<T>::Raw)_mm512_maskz_roundscale_ps(-1, (__m512)x.v, int(mode) | 8));
  else return Vec<T>((typename Vec<T>::Raw)_mm512_maskz_roundscale_pd(-1, (__m512d)x.v, int(mode) | 8));
#elif defined(__AVX2__)
  if constexpr (sizeof(T) == 4)
    return Vec<T>((typename Vec<T>::Raw)_mm256_round_ps((__m256)x.v, int(mode) | 8));
  else return Vec<T>((typename Vec<T>::Raw)_mm256_round_pd((__m256d)x.v, int(mode) | 8));
#else
  Vec<T> big = sizeof(T) == 4 ? 0x1p23 : 0x1p52, size = abs(x);
  Vec<T> nearest = size + big - big;
  if constexpr (mode == Rounding::to_zero) {
    nearest = where(nearest > size, nearest - 1, nearest);
  } else if constexpr (mode == Rounding::down) {
    nearest = copysign(nearest, x);
    nearest = where(nearest > x, nearest - 1, nearest);
  } else if constexpr (mode == Rounding::up) {
    nearest = copysign(nearest, x);
    nearest = where(nearest < x, nearest + 1, nearest);
  }
  return where(size < big, copysign(nearest, x), x);
#endif
}

template <class T>
TENON_INLINE Vec<T> floor(Vec<T> x) {
  return round_to<Rounding::down>(x);
}
template <class T>
TENON_INLINE Vec<T> ceil(Vec<T> x) {
  return round_to<Rounding::up>(x);
}
template <class T>
TENON_INLINE Vec<T> trunc(Vec<T> x) {
  return round_to<Rounding::to_zero>(x);
}
// Halves to the even neighbour.
template <class T>
TENON_INLINE Vec<T> round(Vec<T> x) {
  return round_to<Rounding::nearest>(x);
}
template <class T>
TENON_INLINE Vec<T> frac(Vec<T> x) {
  return x - trunc(x);
}
template <class T>
TENON_INLINE Int<T> floor(Int<T> x) {
  return x;
}
template <class T>
TENON_INLINE Int<T> ceil(Int<T> x) {
  return x;
}
template <class T>
TENON_INLINE Int<T> trunc(Int<T> x) {
  return x;
}
template <class T>
TENON_INLINE Int<T> round(Int<T> x) {
  return x;
}

// ---- truth -------------------------------------------------------------------------------------------

template <class V>
TENON_INLINE auto logical_not(V x) {
  return x == 0;
}
template <class A, class B>
TENON_INLINE auto logical_and(A x, B y) {
  Common<A, B> a = x, b = y;
  return (a != 0) & (b != 0);
}
template <class A, class B>
TENON_INLINE auto logical_or(A x, B y) {
  Common<A, B> a = x, b = y;
  return (a != 0) | (b != 0);
}
template <class A, class B>
TENON_INLINE auto logical_xor(A x, B y) {
  Common<A, B> a = x, b = y;
  return (a != 0) ^ (b != 0);
}

}  // namespace m
}  // namespace
}  // namespace tenon::cpu::TENON_ISA
