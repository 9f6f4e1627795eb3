// Matrix products by themselves, one JSON line a case: what gemm() and linear() reach, and one call of
// OpenBLAS for the whole product beside them. TENON_BLAS=own, TENON_ISA=avx2 and TENON_NUM_THREADS=1 in the
// environment give the other figures. An argument runs the cases whose name contains it.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <new>
#include <string>
#include <vector>

#include "core/cpu/blas.h"
#include "core/cpu/gemm.h"
#include "core/cpu/isa.h"

using namespace tenon::cpu;

namespace {

const char* filter = "";

double seconds() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
}

template <class F>
void report(const std::string& name, const char* impl, double flops, F f) {
  if (!strstr(name.c_str(), filter)) return;
  // Rounds are short, so that some of them have the processor to themselves.
  int calls = 1;
  double best = 1e30;
  for (int round = 0; round < 40; ++round) {
    double start = seconds();
    for (int i = 0; i < calls; ++i) f();
    const double took = seconds() - start;
    best = std::fmin(best, took / calls);
    if (took < 2e-4) {
      calls *= 2, --round;
    } else if (took > 0.1) {
      round += 4;
    }
  }
  printf("{\"case\": \"%s\", \"impl\": \"%s\", \"isa\": \"%s\", \"us\": %.3f, \"gflops\": %.1f}\n",
         name.c_str(), impl, isa_name(isa()), best * 1e6, flops / best * 1e-9);
  fflush(stdout);
}

// 64-byte aligned, as tensors are.
template <class T>
struct Aligned {
  using value_type = T;
  T* allocate(size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), std::align_val_t(64))); }
  void deallocate(T* p, size_t) { ::operator delete(p, std::align_val_t(64)); }
  bool operator==(const Aligned&) const { return true; }
};
template <class T>
using Numbers = std::vector<T, Aligned<T>>;

template <class T>
Numbers<T> numbers(int64_t count) {
  Numbers<T> v(static_cast<size_t>(count));
  uint32_t state = 1;
  for (T& x : v) x = T(int32_t(state = state * 1664525 + 1013904223)) / T(1u << 31);
  return v;
}

template <class T>
void product(const char* type, bool trans_a, bool trans_b, int m, int n, int k) {
  Numbers<T> a = numbers<T>(int64_t(m) * k), b = numbers<T>(int64_t(n) * k), c(size_t(m) * size_t(n));
  const int lda = trans_a ? m : k, ldb = trans_b ? k : n;
  std::string name = std::string(type) + "_" + (trans_a ? "t" : "n") + (trans_b ? "t" : "n") + "_" +
                     std::to_string(m) + "x" + std::to_string(n) + "x" + std::to_string(k);
  const double flops = 2.0 * m * n * k;
  report(name, "tenon", flops, [&] {
    gemm(Gemm<T>{trans_a, trans_b, m, n, k, 1, a.data(), lda, b.data(), ldb, 0, c.data(), n});
  });
  if (has_blas()) {
    report(name, "openblas", flops, [&] {
      blas_gemm(trans_a, trans_b, m, n, k, T(1), a.data(), lda, b.data(), ldb, T(0), c.data(), n);
    });
  }
}

void layer(int m, int n, int k) {
  auto x = numbers<float>(int64_t(m) * k), w = numbers<float>(int64_t(n) * k), bias = numbers<float>(n);
  Numbers<float> y(size_t(m) * size_t(n));
  report("linear_" + std::to_string(m) + "x" + std::to_string(n) + "x" + std::to_string(k), "tenon",
         2.0 * m * n * k, [&] { linear(x.data(), w.data(), bias.data(), y.data(), m, n, k, true); });
}

// The products of an MLP 64-64-4 at batch 1, which libtorch's modules compute in 5 microseconds.
void mlp() {
  auto x = numbers<float>(64), w1 = numbers<float>(64 * 64), w2 = numbers<float>(64 * 4),
       bias = numbers<float>(64);
  alignas(64) float h[64], y[4];
  report("mlp_64_64_4_batch_1", "tenon", 2.0 * 64 * 68, [&] {
    linear(x.data(), w1.data(), bias.data(), h, 1, 64, 64, true);
    linear(h, w2.data(), bias.data(), y, 1, 4, 64);
  });
}

void batch(int count, int size) {
  auto a = numbers<float>(int64_t(count) * size * size), b = a, c = a;
  const int64_t step = int64_t(size) * size;
  report("batch_" + std::to_string(count) + "_of_" + std::to_string(size), "tenon",
         2.0 * count * size * size * size, [&] {
           gemm_batched(Gemm<float>{false, false, size, size, size, 1, a.data(), size, b.data(), size, 0,
                                    c.data(), size},
                        count, step, step, step);
         });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1) filter = argv[1];
  for (int size : {4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048}) {
    product<float>("f32", false, false, size, size, size);
    product<float>("f32", false, true, size, size, size);
  }
  for (int size : {4, 16, 64, 256, 1024}) product<double>("f64", false, true, size, size, size);
  const int shapes[][3] = {{8, 16, 8},     {64, 128, 784},  {64, 10, 128},
                           {32, 512, 512}, {64, 576, 3136}, {2048, 64, 64}};
  for (auto& [m, n, k] : shapes) {
    product<float>("f32", false, true, m, n, k);   // a layer forward
    product<float>("f32", false, false, m, k, n);  // its input's gradient
    product<float>("f32", true, false, n, k, m);   // its weight's gradient
  }
  for (int size : {64, 256, 1024}) {
    product<float>("f32", false, true, 1, size, size);
    product<float>("f32", false, false, 1, size, size);
    product<float>("f32", false, false, 4, size, size);
    product<float>("f32", true, false, size, 1, size);
  }
  for (int m : {1, 2, 4, 8, 16, 32, 64}) layer(m, 64, 64), layer(m, 512, 512);
  mlp();
  batch(64, 8), batch(64, 64), batch(8, 256);
}
