#pragma once
// OpenBLAS, where the machine has it, through a table of entry points: opened at the first large product,
// never linked. The process belongs to its host, so
//  - OpenBLAS stays on one thread and starts none: our tiles keep the threads busy;
//  - its symbols stay local to it;
//  - an OpenBLAS that the host has loaded is not touched, and no second one is opened beside it, since the
//  two
//    could bind to each other's symbols: then our own kernels serve;
//  - a host that loads the same OpenBLAS after us is given our copy by the loader, set to one thread. Once it
//    sets another number, our own kernels serve.
// TENON_BLAS=own in the environment never opens it; TENON_BLAS=/path/to/libopenblas.so opens that one.
namespace tenon::cpu {

// Whether blas_gemm() may be called; otherwise our own kernels serve. The first call looks for the library.
bool has_blas();

// What serves, for a bug report: OpenBLAS's own description and path, or why it isn't used. Opens nothing.
const char* blas_description();

// C = alpha op(A) op(B) + beta C, row-major, on the calling thread.
void blas_gemm(bool trans_a, bool trans_b, int m, int n, int k, float alpha, const float* a, int lda,
               const float* b, int ldb, float beta, float* c, int ldc);
void blas_gemm(bool trans_a, bool trans_b, int m, int n, int k, double alpha, const double* a, int lda,
               const double* b, int ldb, double beta, double* c, int ldc);

}  // namespace tenon::cpu
