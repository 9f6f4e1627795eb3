#pragma once
// Products of integers, which wrap around. Nobody trains with them, so they are plain loops in an order that
// the caches like.
#include <cstdint>
#include <type_traits>

#include "core/base/parallel.h"
#include "core/cpu/gemm.h"

namespace tenon::cpu {

// Rows [begin, end) of C = alpha op(A) op(B) + beta C.
template <class T>
void gemm_int_rows(const Gemm<T>& g, int64_t begin, int64_t end) {
  // Unsigned, where overflow is defined, and not so narrow that a product would be formed as a signed int.
  using Wide = std::conditional_t<(sizeof(T) < 4), uint32_t, std::make_unsigned_t<T>>;
  const Wide alpha = static_cast<Wide>(g.alpha), beta = static_cast<Wide>(g.beta);
  for (int64_t i = begin; i < end; ++i) {
    T* c = g.c + i * g.ldc;
    for (int64_t j = 0; j < g.n; ++j)
      c[j] = beta == 0 ? T(0) : static_cast<T>(beta * static_cast<Wide>(c[j]));
    auto a = [&](int64_t p) {
      return static_cast<Wide>(g.trans_a ? g.a[p * g.lda + i] : g.a[i * g.lda + p]);
    };
    if (g.trans_b) {
      for (int64_t j = 0; j < g.n; ++j) {
        const T* b = g.b + j * g.ldb;
        Wide sum = 0;
        for (int64_t p = 0; p < g.k; ++p) sum += a(p) * static_cast<Wide>(b[p]);
        c[j] = static_cast<T>(static_cast<Wide>(c[j]) + alpha * sum);
      }
    } else {
      for (int64_t p = 0; p < g.k; ++p) {
        const T* b = g.b + p * g.ldb;
        const Wide x = alpha * a(p);
        for (int64_t j = 0; j < g.n; ++j) {
          c[j] = static_cast<T>(static_cast<Wide>(c[j]) + x * static_cast<Wide>(b[j]));
        }
      }
    }
  }
}

// gemm() for int8_t to int64_t and uint8_t.
template <class T>
void gemm_int(const Gemm<T>& g) {
  static_assert(std::is_integral_v<T> && !std::is_same_v<T, bool>);
  const int64_t row = g.n * (g.k + 1), grain = row < 65536 ? 65536 / (row + 1) + 1 : 1;
  parallel_for(g.m, grain, [&](int64_t begin, int64_t end) { gemm_int_rows(g, begin, end); });
}

}  // namespace tenon::cpu
