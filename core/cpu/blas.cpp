#include "core/cpu/blas.h"

#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <atomic>
#include <semaphore>

namespace tenon::cpu {
namespace {

enum { kRowMajor = 101, kAsStored = 111, kTransposed = 112 };

// OpenBLAS keeps a buffer for each call under way. Beyond 50 of them it writes a warning to stderr, beyond
// some hundreds it ends the process.
constexpr int kMaxCalls = 32;
std::counting_semaphore<kMaxCalls> free_calls(kMaxCalls);

struct Opened {
  Blas blas = {};
  bool usable = false;
  char description[512] = {};
};
std::atomic<const Opened*> opened{nullptr};

int is_openblas(dl_phdr_info* info, size_t, void*) {
  return info->dlpi_name && strstr(info->dlpi_name, "openblas");
}

// Whether some OpenBLAS is in the process: by its file's name, or by its symbols, should it be part of
// another.
bool host_has_openblas() {
  return dl_iterate_phdr(is_openblas, nullptr) != 0 || dlsym(RTLD_DEFAULT, "openblas_get_num_threads");
}

// The threaded build of OpenBLAS starts its threads in a constructor, before any call could forbid it, unless
// the environment says one thread. setenv() isn't safe beside a getenv() on another thread of the host; a
// private copy of the list, put in place while the library loads, is. The copy stays allocated: who reads it
// meanwhile may finish.
void* open_with_one_thread(const char* path) {
  static char entry[] = "OPENBLAS_NUM_THREADS=1";
  const size_t name = strlen("OPENBLAS_NUM_THREADS=");
  size_t count = 0;
  while (environ && environ[count]) ++count;
  static char** copy;
  copy = static_cast<char**>(malloc((count + 2) * sizeof *copy));
  if (!copy) return nullptr;
  size_t kept = 0;
  copy[kept++] = entry;
  for (size_t i = 0; i < count; ++i) {
    if (strncmp(environ[i], entry, name) != 0) copy[kept++] = environ[i];
  }
  copy[kept] = nullptr;
  char** before = environ;
  environ = copy;
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  // Where the host has called setenv() meanwhile the list is its own again, and holds the host's change.
  if (environ == copy) environ = before;
  return library;
}

template <class F>
bool resolve(void* library, const char* name, F& function) {
  function = reinterpret_cast<F>(dlsym(library, name));
  return function != nullptr;
}

enum { kSerial = 0, kThreads = 1 };  // of openblas_get_parallel(); 2 is OpenMP

// Takes the library if it is an OpenBLAS with 32-bit integers that stays on one thread.
// An OpenMP build takes its number of threads from OpenMP's, which is the host's. A serial build isn't safe
// under two calls at once: Debian's 0.3.21 gives both the same buffer and wrong results. One at a time it is,
// and only where the user names it.
bool accept(void* library, const char* path, bool serial_too, Opened& to) {
  int (*get_num_threads)() = nullptr, (*get_parallel)() = nullptr;
  void (*set_num_threads)(int) = nullptr;
  char* (*get_config)() = nullptr;
  if (!resolve(library, "openblas_get_num_threads", get_num_threads) ||
      !resolve(library, "openblas_set_num_threads", set_num_threads) ||
      !resolve(library, "openblas_get_parallel", get_parallel) ||
      !resolve(library, "openblas_get_config", get_config) ||
      !resolve(library, "cblas_sgemm", to.blas.sgemm) || !resolve(library, "cblas_dgemm", to.blas.dgemm) ||
      strstr(get_config(), "USE64BITINT")) {
    return false;
  }
  if (get_parallel() == kSerial) {
    if (!serial_too) return false;
    for (int i = 1; i < kMaxCalls; ++i) free_calls.acquire();
  } else {
    if (get_parallel() != kThreads) return false;
    if (get_num_threads() != 1) set_num_threads(1);
    if (get_num_threads() != 1) return false;
  }
  snprintf(to.description, sizeof to.description, "%s (%s)", get_config(), path);
  return true;
}

bool try_path(const char* path, bool serial_too, Opened& to) {
  // One that is already there belongs to the host.
  if (void* hosts = dlopen(path, RTLD_NOW | RTLD_NOLOAD)) {
    dlclose(hosts);
    return false;
  }
  void* library = open_with_one_thread(path);
  if (!library) return false;
  if (accept(library, path, serial_too, to)) return true;
  dlclose(library);
  return false;
}

void look_for(Opened& to) {
  const char* wanted = getenv("TENON_BLAS");
  auto own = [&](const char* why) {
    snprintf(to.description, sizeof to.description, "own kernels (%s)", why);
  };
  if (wanted && strcmp(wanted, "own") == 0) return own("TENON_BLAS=own");
  if (host_has_openblas()) return own("the host uses OpenBLAS itself");
  if (wanted && *wanted) {
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

const Blas* blas() {
  const Opened* it = opened.load(std::memory_order_acquire);
  if (!it) it = &open_once();
  return it->usable ? &it->blas : nullptr;
}

const char* blas_description() {
  const Opened* it = opened.load(std::memory_order_acquire);
  return it ? it->description : "not opened: no product was large enough so far";
}

void blas_gemm(const Blas& blas, bool trans_a, bool trans_b, int m, int n, int k, float alpha, const float* a,
               int lda, const float* b, int ldb, float beta, float* c, int ldc) {
  Turn turn;
  blas.sgemm(kRowMajor, trans_a ? kTransposed : kAsStored, trans_b ? kTransposed : kAsStored, m, n, k, alpha,
             a, lda, b, ldb, beta, c, ldc);
}

void blas_gemm(const Blas& blas, bool trans_a, bool trans_b, int m, int n, int k, double alpha,
               const double* a, int lda, const double* b, int ldb, double beta, double* c, int ldc) {
  Turn turn;
  blas.dgemm(kRowMajor, trans_a ? kTransposed : kAsStored, trans_b ? kTransposed : kAsStored, m, n, k, alpha,
             a, lda, b, ldb, beta, c, ldc);
}

}  // namespace tenon::cpu
