#pragma once
// Products on one thread, once for each instruction set (kernels/gemm.cpp); gemm.cpp cuts the work and
// chooses.
#include <cstdint>

#include "core/cpu/isa.h"

namespace tenon::cpu {

// One product, or one tile of one, whatever is transposed in it: op(A)[i,p] is a[i * a_row + p * a_column]
// and op(B)[p,j] is b[p * b_row + j * b_column], where one of the two strides of each operand is 1. C = alpha
// op(A) op(B) + beta C; then, for a linear layer, + bias (as long as a row) and relu. A bias stands with
// alpha 1 and beta 0 alone.
template <class T>
struct GemmTask {
  int64_t m, n, k;
  const T* a;
  int64_t a_row, a_column;
  const T* b;
  int64_t b_row, b_column;
  T* c;
  int64_t c_row;
  T alpha, beta;
  const T* bias;
  bool relu;
};

// What an operand may have to stay in the second cache of any processor of today, beside the rest.
constexpr int64_t kGemmCacheBytes = 512 * 1024;

template <class T>
struct GemmKernelsOf {
  // The lanes of a register, and the rows and columns of C that are held in registers.
  int64_t lanes, rows, columns;
  // Reads both operands in place; the rows of op(B) must be contiguous.
  void (*direct)(const GemmTask<T>&);
  // Reads both operands in place, along k, in which both must be contiguous: each element of C is a dot
  // product.
  void (*dots)(const GemmTask<T>&);
  // Copies blocks of both operands into `workspace`, of packed_workspace() elements, 64-byte aligned.
  void (*packed)(const GemmTask<T>&, T* workspace);
  int64_t (*packed_workspace)(int64_t m, int64_t n, int64_t k);
  // to[j * to_step + i] = from[i * from_step + j]
  void (*transpose)(int64_t rows, int64_t columns, const T* from, int64_t from_step, T* to, int64_t to_step);
  // C = beta C; beta 0 doesn't read it.
  void (*scale)(int64_t m, int64_t n, T beta, T* c, int64_t c_row);
  // C = C + bias (nullptr: none), then relu.
  void (*finish)(int64_t m, int64_t n, T* c, int64_t c_row, const T* bias, bool relu);
};

struct GemmKernels {
  GemmKernelsOf<float> f32;
  GemmKernelsOf<double> f64;
};

TENON_ISA_TABLE(GemmKernels, gemm_kernels)

}  // namespace tenon::cpu
