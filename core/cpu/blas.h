#pragma once
// OpenBLAS, where the machine has it, through a table of entry points: opened at the first large product,
// never linked. The process belongs to its host, so
//  - OpenBLAS stays on one thread and starts none: our tiles keep the threads busy;
//  - its symbols stay local to it;
//  - an OpenBLAS that the host has loaded is not touched, and no second one is opened beside it, since the
//  two
//    could bind to each other's symbols: then our own kernels serve.
// TENON_BLAS=own in the environment never opens it; TENON_BLAS=/path/to/libopenblas.so opens that one.
namespace tenon::cpu {

// The CBLAS interface with 32-bit integers; 101 is row-major, 111 as stored, 112 transposed.
struct Blas {
  void (*sgemm)(int order, int trans_a, int trans_b, int m, int n, int k, float alpha, const float* a,
                int lda, const float* b, int ldb, float beta, float* c, int ldc);
  void (*dgemm)(int order, int trans_a, int trans_b, int m, int n, int k, double alpha, const double* a,
                int lda, const double* b, int ldb, double beta, double* c, int ldc);
};

// nullptr where our own kernels serve. The first call looks for it.
const Blas* blas();

// What serves, for a bug report: OpenBLAS's own description and path, or why it isn't used. Opens nothing.
const char* blas_description();

// C = alpha op(A) op(B) + beta C, row-major, on the calling thread.
void blas_gemm(const Blas& blas, bool trans_a, bool trans_b, int m, int n, int k, float alpha, const float* a,
               int lda, const float* b, int ldb, float beta, float* c, int ldc);
void blas_gemm(const Blas& blas, bool trans_a, bool trans_b, int m, int n, int k, double alpha,
               const double* a, int lda, const double* b, int ldb, double beta, double* c, int ldc);

}  // namespace tenon::cpu
