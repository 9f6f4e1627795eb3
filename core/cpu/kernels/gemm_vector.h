#pragma once
// One register of floats or doubles, with what products need and pointwise formulas don't: a part of a
// register at full speed, sums across registers, and transposition. Part of kernels/gemm.cpp.
#include <stdint.h>

#if defined(__x86_64__)
#  include <immintrin.h>
#endif

#define TENON_GEMM_INLINE inline __attribute__((always_inline))

namespace tenon::cpu::TENON_ISA {
namespace {

typedef float Float4 __attribute__((vector_size(16)));
typedef double Double2 __attribute__((vector_size(16)));

template <class T>
struct Register;

#if defined(__AVX512F__)

template <>
struct Register<float> {
  using Vector = __m512;
  using Part = __mmask16;  // the first lanes of a register
  static constexpr int lanes = 16;
  static TENON_GEMM_INLINE Part part(int64_t n) { return static_cast<Part>((1u << n) - 1); }
  static TENON_GEMM_INLINE Vector set(float x) { return _mm512_set1_ps(x); }
  static TENON_GEMM_INLINE Vector load(const float* p) { return _mm512_loadu_ps(p); }
  static TENON_GEMM_INLINE Vector load(const float* p, Part part) { return _mm512_maskz_loadu_ps(part, p); }
  static TENON_GEMM_INLINE void store(float* p, Vector v) { _mm512_storeu_ps(p, v); }
  static TENON_GEMM_INLINE void store(float* p, Vector v, Part part) { _mm512_mask_storeu_ps(p, part, v); }
  static TENON_GEMM_INLINE Vector fma(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }
};

template <>
struct Register<double> {
  using Vector = __m512d;
  using Part = __mmask8;
  static constexpr int lanes = 8;
  static TENON_GEMM_INLINE Part part(int64_t n) { return static_cast<Part>((1u << n) - 1); }
  static TENON_GEMM_INLINE Vector set(double x) { return _mm512_set1_pd(x); }
  static TENON_GEMM_INLINE Vector load(const double* p) { return _mm512_loadu_pd(p); }
  static TENON_GEMM_INLINE Vector load(const double* p, Part part) { return _mm512_maskz_loadu_pd(part, p); }
  static TENON_GEMM_INLINE void store(double* p, Vector v) { _mm512_storeu_pd(p, v); }
  static TENON_GEMM_INLINE void store(double* p, Vector v, Part part) { _mm512_mask_storeu_pd(p, part, v); }
  static TENON_GEMM_INLINE Vector fma(Vector a, Vector b, Vector c) { return _mm512_fmadd_pd(a, b, c); }
};

#elif defined(__AVX2__)

// Eight ones and eight zeros: a mask of n lanes begins 8 - n from the start.
alignas(64) constexpr int32_t kMasks[16] = {-1, -1, -1, -1, -1, -1, -1, -1};

template <>
struct Register<float> {
  using Vector = __m256;
  struct Part {
    __m256i mask;
    int64_t n;
  };
  static constexpr int lanes = 8;
  static TENON_GEMM_INLINE Part part(int64_t n) {
    return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(kMasks + 8 - n)), n};
  }
  static TENON_GEMM_INLINE Vector set(float x) { return _mm256_set1_ps(x); }
  static TENON_GEMM_INLINE Vector load(const float* p) { return _mm256_loadu_ps(p); }
  static TENON_GEMM_INLINE Vector load(const float* p, Part part) { return _mm256_maskload_ps(p, part.mask); }
  static TENON_GEMM_INLINE void store(float* p, Vector v) { _mm256_storeu_ps(p, v); }
  // Masked stores take some 20 cycles on several processors, so a part is stored piece by piece.
  static TENON_GEMM_INLINE void store(float* p, Vector v, Part part) {
    if (part.n == lanes) return store(p, v);
    Float4 four = (Float4)_mm256_castps256_ps128(v);
    if (part.n & 4) {
      __builtin_memcpy(p, &four, sizeof four);
      p += 4;
      four = (Float4)_mm256_extractf128_ps(v, 1);
    }
    if (part.n & 2) {
      _mm_storel_pi(reinterpret_cast<__m64*>(p), (__m128)four);
      p += 2;
      four = __builtin_shufflevector(four, four, 2, 3, 2, 3);
    }
    if (part.n & 1) *p = four[0];
  }
  static TENON_GEMM_INLINE Vector fma(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }
};

template <>
struct Register<double> {
  using Vector = __m256d;
  struct Part {
    __m256i mask;
    int64_t n;
  };
  static constexpr int lanes = 4;
  static TENON_GEMM_INLINE Part part(int64_t n) {
    return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(kMasks + 8 - 2 * n)), n};
  }
  static TENON_GEMM_INLINE Vector set(double x) { return _mm256_set1_pd(x); }
  static TENON_GEMM_INLINE Vector load(const double* p) { return _mm256_loadu_pd(p); }
  static TENON_GEMM_INLINE Vector load(const double* p, Part part) {
    return _mm256_maskload_pd(p, part.mask);
  }
  static TENON_GEMM_INLINE void store(double* p, Vector v) { _mm256_storeu_pd(p, v); }
  static TENON_GEMM_INLINE void store(double* p, Vector v, Part part) {
    if (part.n == lanes) return store(p, v);
    Double2 two = (Double2)_mm256_castpd256_pd128(v);
    if (part.n & 2) {
      __builtin_memcpy(p, &two, sizeof two);
      p += 2;
      two = (Double2)_mm256_extractf128_pd(v, 1);
    }
    if (part.n & 1) *p = two[0];
  }
  static TENON_GEMM_INLINE Vector fma(Vector a, Vector b, Vector c) { return _mm256_fmadd_pd(a, b, c); }
};

#else

// 16 bytes, which every processor of today has in some form; the compiler knows which.
template <class T, class V>
struct Portable {
  using Vector = V;
  using Part = int64_t;
  static constexpr int lanes = 16 / sizeof(T);
  static TENON_GEMM_INLINE Part part(int64_t n) { return n; }
  static TENON_GEMM_INLINE Vector set(T x) { return x - Vector{}; }
  static TENON_GEMM_INLINE Vector load(const T* p) {
    Vector v;
    __builtin_memcpy(&v, p, sizeof v);
    return v;
  }
  static TENON_GEMM_INLINE Vector load(const T* p, Part part) {
    if (part == lanes) return load(p);
    Vector v{};
    for (int i = 0; i < lanes - 1; ++i) {
      if (i < part) v[i] = p[i];
    }
    return v;
  }
  static TENON_GEMM_INLINE void store(T* p, Vector v) { __builtin_memcpy(p, &v, sizeof v); }
  static TENON_GEMM_INLINE void store(T* p, Vector v, Part part) {
    if (part == lanes) return store(p, v);
    for (int i = 0; i < lanes - 1; ++i) {
      if (i < part) p[i] = v[i];
    }
  }
  static TENON_GEMM_INLINE Vector fma(Vector a, Vector b, Vector c) { return a * b + c; }
};

template <>
struct Register<float> : Portable<float, Float4> {};
template <>
struct Register<double> : Portable<double, Double2> {};

#endif

// ---- shuffles, which the compiler turns into the best instructions it has

// zip: the lower halves, or the upper halves, of two registers, element by element in turn. mix: the same
// within each 16 bytes, which costs less.
#if defined(__AVX512F__)
TENON_GEMM_INLINE __m512 zip_low(__m512 a, __m512 b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
TENON_GEMM_INLINE __m512 zip_high(__m512 a, __m512 b) {
  return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
TENON_GEMM_INLINE __m512 mix_low(__m512 a, __m512 b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
}
TENON_GEMM_INLINE __m512 mix_high(__m512 a, __m512 b) {
  return __builtin_shufflevector(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
}
TENON_GEMM_INLINE __m512d zip_low(__m512d a, __m512d b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
TENON_GEMM_INLINE __m512d zip_high(__m512d a, __m512d b) {
  return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
TENON_GEMM_INLINE __m512d mix_low(__m512d a, __m512d b) {
  return __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14);
}
TENON_GEMM_INLINE __m512d mix_high(__m512d a, __m512d b) {
  return __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
}
#elif defined(__AVX2__)
TENON_GEMM_INLINE __m256 zip_low(__m256 a, __m256 b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
TENON_GEMM_INLINE __m256 zip_high(__m256 a, __m256 b) {
  return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
TENON_GEMM_INLINE __m256 mix_low(__m256 a, __m256 b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
}
TENON_GEMM_INLINE __m256 mix_high(__m256 a, __m256 b) {
  return __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
}
TENON_GEMM_INLINE __m256d zip_low(__m256d a, __m256d b) { return __builtin_shufflevector(a, b, 0, 4, 1, 5); }
TENON_GEMM_INLINE __m256d zip_high(__m256d a, __m256d b) { return __builtin_shufflevector(a, b, 2, 6, 3, 7); }
TENON_GEMM_INLINE __m256d mix_low(__m256d a, __m256d b) { return __builtin_shufflevector(a, b, 0, 4, 2, 6); }
TENON_GEMM_INLINE __m256d mix_high(__m256d a, __m256d b) { return __builtin_shufflevector(a, b, 1, 5, 3, 7); }
#else
TENON_GEMM_INLINE Float4 zip_low(Float4 a, Float4 b) { return __builtin_shufflevector(a, b, 0, 4, 1, 5); }
TENON_GEMM_INLINE Float4 zip_high(Float4 a, Float4 b) { return __builtin_shufflevector(a, b, 2, 6, 3, 7); }
TENON_GEMM_INLINE Double2 zip_low(Double2 a, Double2 b) { return __builtin_shufflevector(a, b, 0, 2); }
TENON_GEMM_INLINE Double2 zip_high(Double2 a, Double2 b) { return __builtin_shufflevector(a, b, 1, 3); }
TENON_GEMM_INLINE Float4 mix_low(Float4 a, Float4 b) { return zip_low(a, b); }
TENON_GEMM_INLINE Float4 mix_high(Float4 a, Float4 b) { return zip_high(a, b); }
TENON_GEMM_INLINE Double2 mix_low(Double2 a, Double2 b) { return zip_low(a, b); }
TENON_GEMM_INLINE Double2 mix_high(Double2 a, Double2 b) { return zip_high(a, b); }
#endif

// The halves of a register added, down to 16 bytes.

TENON_GEMM_INLINE Float4 fold(Float4 v) { return v; }
TENON_GEMM_INLINE Double2 fold(Double2 v) { return v; }
#if defined(__AVX2__)
TENON_GEMM_INLINE Float4 fold(__m256 v) {
  return __builtin_shufflevector(v, v, 0, 1, 2, 3) + __builtin_shufflevector(v, v, 4, 5, 6, 7);
}
TENON_GEMM_INLINE Double2 fold(__m256d v) {
  return __builtin_shufflevector(v, v, 0, 1) + __builtin_shufflevector(v, v, 2, 3);
}
#endif
#if defined(__AVX512F__)
TENON_GEMM_INLINE Float4 fold(__m512 v) {
  return fold(__m256(__builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
                     __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15)));
}
TENON_GEMM_INLINE Double2 fold(__m512d v) {
  return fold(__m256d(__builtin_shufflevector(v, v, 0, 1, 2, 3) + __builtin_shufflevector(v, v, 4, 5, 6, 7)));
}
#endif

template <class V>
TENON_GEMM_INLINE V add_mixed(V a, V b) {
  return mix_low(a, b) + mix_high(a, b);
}

// to[i] = the sum over the lanes of v[i], for four registers.
TENON_GEMM_INLINE void sum_lanes(const Register<float>::Vector* v, float* to) {
  Float4 sums = fold(add_mixed(add_mixed(v[0], v[2]), add_mixed(v[1], v[3])));
  __builtin_memcpy(to, &sums, sizeof sums);
}
TENON_GEMM_INLINE void sum_lanes(const Register<double>::Vector* v, double* to) {
  Double2 sums[2] = {fold(add_mixed(v[0], v[1])), fold(add_mixed(v[2], v[3]))};
  __builtin_memcpy(to, sums, sizeof sums);
}

// Zipping row i with row i + half, log2(lanes) times, moves every bit of the row number into the column
// number.
template <class V, int kLanes>
TENON_GEMM_INLINE void transpose_square(V (&v)[kLanes]) {
#pragma GCC unroll 4
  for (int step = 1; step < kLanes; step *= 2) {
    V next[kLanes];
#pragma GCC unroll 8
    for (int i = 0; i < kLanes / 2; ++i) {
      next[2 * i] = zip_low(v[i], v[i + kLanes / 2]);
      next[2 * i + 1] = zip_high(v[i], v[i + kLanes / 2]);
    }
#pragma GCC unroll 16
    for (int i = 0; i < kLanes; ++i) v[i] = next[i];
  }
}

}  // namespace
}  // namespace tenon::cpu::TENON_ISA
