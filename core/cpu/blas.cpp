#include "core/cpu/blas.h"

#include <stdio.h>
#include <string.h>

#include <atomic>
#include <semaphore>

#include "core/base/log.h"
#include "core/base/os.h"

namespace tenon::cpu {
namespace {

// The CBLAS interface with 32-bit integers.
enum { kRowMajor = 101, kAsStored = 111, kTransposed = 112 };
template <class T>
using CblasGemm = void (*)(int order, int trans_a, int trans_b, int m, int n, int k, T alpha, const T* a,
                           int lda, const T* b, int ldb, T beta, T* c, int ldc);

// OpenBLAS keeps a buffer for each call under way. Beyond 50 of them it writes a warning to stderr, beyond
// some hundreds it ends the process.
constexpr int kMaxCalls = 32;
std::counting_semaphore<kMaxCalls> free_calls(kMaxCalls);

struct Opened {
  CblasGemm<float> sgemm = nullptr;
  CblasGemm<double> dgemm = nullptr;
  int (*get_num_threads)() = nullptr;
  bool usable = false;
  char description[512] = {};
};
std::atomic<const Opened*> opened{nullptr};

// By its file's name, or by its symbols, should it be part of another library.
bool host_has_openblas() {
  return os::has_library_like("openblas") || os::has_symbol("openblas_get_num_threads");
}

template <class F>
bool resolve(void* library, const char* name, F& function) {
  function = reinterpret_cast<F>(os::find_symbol(library, name, nullptr));
  return function != nullptr;
}

enum { kSerial = 0, kThreads = 1 };  // of openblas_get_parallel(); 2 is OpenMP

// Takes the library if it is an OpenBLAS with 32-bit integers that stays on one thread.
// An OpenMP build takes its number of threads from OpenMP's, which is the host's. A serial build isn't safe
// under two calls at once: Debian's 0.3.21 gives both the same buffer and wrong results. One at a time it is,
// and only where the user names it.
bool accept(void* library, const char* path, bool serial_too, Opened& to) {
  int (*get_parallel)() = nullptr;
  void (*set_num_threads)(int) = nullptr;
  char* (*get_config)() = nullptr;
  if (!resolve(library, "openblas_get_num_threads", to.get_num_threads) ||
      !resolve(library, "openblas_set_num_threads", set_num_threads) ||
      !resolve(library, "openblas_get_parallel", get_parallel) ||
      !resolve(library, "openblas_get_config", get_config) || !resolve(library, "cblas_sgemm", to.sgemm) ||
      !resolve(library, "cblas_dgemm", to.dgemm) || strstr(get_config(), "USE64BITINT")) {
    return false;
  }
  if (get_parallel() == kSerial) {
    if (!serial_too) return false;
    for (int i = 1; i < kMaxCalls; ++i) free_calls.acquire();
  } else {
    if (get_parallel() != kThreads) return false;
    if (to.get_num_threads() != 1) set_num_threads(1);
    if (to.get_num_threads() != 1) return false;
  }
  snprintf(to.description, sizeof to.description, "%s (%s)", get_config(), path);
  return true;
}

bool try_path(const char* path, bool serial_too, Opened& to) {
  // One that is already there belongs to the host.
  if (os::has_library(path)) return false;
  // The threaded build starts its threads in a constructor, before any call could forbid it, unless the
  // environment says one thread.
  void* library = os::open_library_with(path, "OPENBLAS_NUM_THREADS=1", nullptr);
  if (!library) return false;
  if (accept(library, path, serial_too, to)) return true;
  os::close_library(library);
  return false;
}

void look_for(Opened& to) {
  const char* wanted = os::environment("TENON_BLAS");
  auto own = [&](const char* why) {
    snprintf(to.description, sizeof to.description, "own kernels (%s)", why);
  };
  if (wanted && strcmp(wanted, "own") == 0) return own("TENON_BLAS=own");
  if (host_has_openblas()) return own("the host uses OpenBLAS itself");
  if (wanted) {
    to.usable = try_path(wanted, true, to);
    if (!to.usable) own("TENON_BLAS names no OpenBLAS that could be used");
    return;
  }
  // Whatever build is Debian's default, the one with threads of its own is what serves calls from ours.
  const char* const places[] = {
#if defined(__x86_64__)
    "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0",
#elif defined(__aarch64__)
    "/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0",
#endif
    "libopenblas.so.0",
    "libopenblas.so"
  };
  for (const char* place : places) {
    to.usable = try_path(place, false, to);
    if (to.usable) return;
  }
  own("no OpenBLAS found");
}

const Opened& open_once() {
  static Opened it;
  static const bool once = [] {
    look_for(it);
    opened.store(&it, std::memory_order_release);
    return true;
  }();
  (void)once;
  return it;
}

// Holds one of the calls that may be under way.
struct Turn {
  Turn() { free_calls.acquire(); }
  ~Turn() { free_calls.release(); }
};

}  // namespace

bool has_blas() {
  const Opened* it = opened.load(std::memory_order_acquire);
  if (!it) {
    it = &open_once();
    log(LogLevel::debug, "blas: %s", it->description);
  }
  return it->usable && it->get_num_threads() == 1;
}

const char* blas_description() {
  const Opened* it = opened.load(std::memory_order_acquire);
  if (!it) return "not opened: no product was large enough so far";
  if (it->usable && !has_blas()) return "own kernels (the host has taken over OpenBLAS)";
  return it->description;
}

void blas_gemm(bool trans_a, bool trans_b, int m, int n, int k, float alpha, const float* a, int lda,
               const float* b, int ldb, float beta, float* c, int ldc) {
  Turn turn;
  opened.load(std::memory_order_acquire)
      ->sgemm(kRowMajor, trans_a ? kTransposed : kAsStored, trans_b ? kTransposed : kAsStored, m, n, k, alpha,
              a, lda, b, ldb, beta, c, ldc);
}

void blas_gemm(bool trans_a, bool trans_b, int m, int n, int k, double alpha, const double* a, int lda,
               const double* b, int ldb, double beta, double* c, int ldc) {
  Turn turn;
  opened.load(std::memory_order_acquire)
      ->dgemm(kRowMajor, trans_a ? kTransposed : kAsStored, trans_b ? kTransposed : kAsStored, m, n, k, alpha,
              a, lda, b, ldb, beta, c, ldc);
}

}  // namespace tenon::cpu
