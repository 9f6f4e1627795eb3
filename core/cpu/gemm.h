#pragma once
// Matrix products on the CPU, row-major. Small ones are made by kernels of our own at the cost of a few
// calls; large ones are cut into tiles, which the threads share, each made by our kernels or by OpenBLAS
// (blas.h), whichever was measured to be faster. How the work is cut depends on the sizes alone, so the
// result doesn't depend on the number of threads.
#include <cstdint>

namespace tenon::cpu {

// C[m,n] = alpha * op(A)[m,k] * op(B)[k,n] + beta * C, where op() transposes or does nothing. Leading
// dimensions are the elements from one row as stored to the next. beta == 0 doesn't read C; alpha == 0 or k
// == 0 doesn't read A and B. C overlaps neither.
template <class T>
struct Gemm {
  bool trans_a, trans_b;
  int64_t m, n, k;
  T alpha;
  const T* a;
  int64_t lda;
  const T* b;
  int64_t ldb;
  T beta;
  T* c;
  int64_t ldc;
};

void gemm(const Gemm<float>& product);
void gemm(const Gemm<double>& product);

// `batch` independent products of one shape, each operand advancing by its stride in elements, which may be 0
// for a and b. Throws std::bad_alloc, as the others do, where there is no memory for packing.
void gemm_batched(const Gemm<float>& first, int64_t batch, int64_t stride_a, int64_t stride_b,
                  int64_t stride_c);
void gemm_batched(const Gemm<double>& first, int64_t batch, int64_t stride_a, int64_t stride_b,
                  int64_t stride_c);

// y[m,n] = x[m,k] w[n,k]^T + bias[n], then relu if asked for: the linear layer. All are contiguous; bias may
// be nullptr.
void linear(const float* x, const float* w, const float* bias, float* y, int64_t m, int64_t n, int64_t k,
            bool relu = false);
void linear(const double* x, const double* w, const double* bias, double* y, int64_t m, int64_t n, int64_t k,
            bool relu = false);

}  // namespace tenon::cpu
