#pragma once
// The innermost loops: a few rows and registers of C, held while k passes by. Part of kernels/gemm.cpp.
#include "core/cpu/gemm_kernels.h"
#include "core/cpu/kernels/gemm_vector.h"

namespace tenon::cpu::TENON_ISA {
namespace {

// As many rows by registers as there are sums in flight; the rest hold a row of op(B) and an element of
// op(A).
#if defined(__AVX512F__)
constexpr int kMaxRows = 14, kSums = 28, kMaxDotRows = 4;
#elif defined(__AVX2__)
constexpr int kMaxRows = 6, kSums = 12, kMaxDotRows = 3;
#else
constexpr int kMaxRows = 4, kSums = 8, kMaxDotRows = 2;
#endif
constexpr int kMaxVectors = 8;

// How many registers wide a tile of so many rows may be. One row reads op(B) from memory as it multiplies;
// more rows keep it in registers.
constexpr int max_vectors(int64_t rows) {
  int64_t room = rows == 1 ? 8 : kSums / rows;
  int64_t most = rows == 1 ? 8 : rows == 2 && kSums < 28 ? 3 : 4;
  return static_cast<int>(room < most ? room : most);
}

// Where a tile goes, and what is done to it on the way.
template <class T>
struct Output {
  T* c;
  int64_t c_row;
  T alpha, beta;
  const T* bias;
  bool relu;
  typename Register<T>::Part part;  // the lanes of the last register that exist
};

template <class V>
TENON_GEMM_INLINE V relu_of(V v) {
  return v < V{} ? V{} : v;  // NaN stays
}

// Calls f(row, register, where it goes) for each register of a tile.
template <class T, int R, int N, class F>
TENON_GEMM_INLINE void each_register(T* c, int64_t c_row, F f) {
#pragma GCC unroll 16
  for (int i = 0; i < R; ++i) {
#pragma GCC unroll 8
    for (int j = 0; j < N; ++j) f(i, j, c + i * c_row + j * Register<T>::lanes);
  }
}

template <class T, int R, int N>
TENON_GEMM_INLINE void finish_tile(typename Register<T>::Vector (&sum)[R][N], const Output<T>& out) {
  using Reg = Register<T>;
  T* const c = out.c;
  const int64_t c_row = out.c_row;
  const auto part = out.part;
  if (out.alpha != 1) {
    const auto alpha = Reg::set(out.alpha);
    each_register<T, R, N>(c, c_row, [&](int i, int j, T*) { sum[i][j] *= alpha; });
  }
  if (out.beta != 0) {
    const auto beta = Reg::set(out.beta);
    each_register<T, R, N>(c, c_row, [&](int i, int j, const T* from) {
      sum[i][j] = Reg::fma(beta, j < N - 1 ? Reg::load(from) : Reg::load(from, part), sum[i][j]);
    });
  }
  if (out.relu) each_register<T, R, N>(c, c_row, [&](int i, int j, T*) { sum[i][j] = relu_of(sum[i][j]); });
  each_register<T, R, N>(c, c_row, [&](int i, int j, T* to) {
    if (j < N - 1) {
      Reg::store(to, sum[i][j]);
    } else {
      Reg::store(to, sum[i][j], part);
    }
  });
}

// C[R, N registers] from k columns of op(A) and k rows of op(B). Rows of op(A) follow each other closely and
// columns are a_step apart (kRowsFollow), or the other way round.
template <class T, int R, int N, bool kRowsFollow>
void tile(int64_t k, const T* a, int64_t a_step, const T* b, int64_t b_row, const Output<T>& out) {
  using Reg = Register<T>;
  using V = typename Reg::Vector;
  constexpr int kLanes = Reg::lanes;
  const auto part = out.part;
  V sum[R][N];
#pragma GCC unroll 8
  for (int j = 0; j < N; ++j) {
    V start{};
    if (out.bias)
      start = j < N - 1 ? Reg::load(out.bias + j * kLanes) : Reg::load(out.bias + j * kLanes, part);
#pragma GCC unroll 16
    for (int i = 0; i < R; ++i) sum[i][j] = start;
  }
  for (int64_t p = 0; p < k; ++p) {
    V row[N];
#pragma GCC unroll 8
    for (int j = 0; j < N - 1; ++j) row[j] = Reg::load(b + j * kLanes);
    row[N - 1] = Reg::load(b + (N - 1) * kLanes, part);
#pragma GCC unroll 16
    for (int i = 0; i < R; ++i) {
      V x = Reg::set(a[kRowsFollow ? i : i * a_step]);
#pragma GCC unroll 8
      for (int j = 0; j < N; ++j) sum[i][j] = Reg::fma(x, row[j], sum[i][j]);
    }
    a += kRowsFollow ? a_step : 1;
    b += b_row;
  }
  finish_tile<T, R, N>(sum, out);
}

// C[R, C] of dot products along k: rows of op(A) are a_row apart, columns of op(B) are where `b` says. C is a
// multiple of 4.
template <class T, int R, int C>
TENON_GEMM_INLINE void dot_tile(int64_t k, const T* a, int64_t a_row, const T* const (&b)[C], T (&to)[R][C]) {
  using Reg = Register<T>;
  using V = typename Reg::Vector;
  constexpr int kLanes = Reg::lanes;
  V sum[R][C] = {};
  auto step = [&](int64_t p, auto load) __attribute__((always_inline)) {
    V row[R];
#pragma GCC unroll 4
    for (int i = 0; i < R; ++i) row[i] = load(a + i * a_row + p);
#pragma GCC unroll 8
    for (int j = 0; j < C; ++j) {
      V column = load(b[j] + p);
#pragma GCC unroll 4
      for (int i = 0; i < R; ++i) sum[i][j] = Reg::fma(row[i], column, sum[i][j]);
    }
  };
  int64_t p = 0;
  for (; p + kLanes <= k; p += kLanes) step(p, [](const T* x) { return Reg::load(x); });
  if (p < k) {
    const auto part = Reg::part(k - p);
    step(p, [part](const T* x) { return Reg::load(x, part); });
  }
#pragma GCC unroll 4
  for (int i = 0; i < R; ++i) {
#pragma GCC unroll 2
    for (int j = 0; j < C; j += 4) sum_lanes(sum[i] + j, to[i] + j);
  }
}

}  // namespace
}  // namespace tenon::cpu::TENON_ISA
