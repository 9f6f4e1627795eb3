// isa: all
// labels: threads
// Matrix products against plain loops in double: shapes, transpositions, leading dimensions, batches, layers,
// integers, with OpenBLAS and without; and what OpenBLAS may do to the process, which is nothing.
#include "core/cpu/gemm.h"

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "core/base/memory.h"
#include "core/base/os.h"
#include "core/base/parallel.h"
#include "core/cpu/blas.h"
#include "core/cpu/gemm_int.h"
#include "tests/test.h"

using namespace tenon;
using namespace tenon::cpu;

namespace {

// Fails the test that runs, saying why.
#define FAIL_WITH(...)         \
  do {                         \
    print_error(__VA_ARGS__);  \
    print_error("\n");         \
    _fail(__FILE__, __LINE__); \
  } while (0)

uint32_t state = 1;
uint32_t next_number() { return (state = state * 1664525 + 1013904223) >> 8; }

template <class T>
std::vector<T> numbers(int64_t count) {
  std::vector<T> v(static_cast<size_t>(count));
  for (T& x : v) x = T(int(next_number() % 2001) - 1000) / T(1000);
  return v;
}

template <class T>
struct Case {
  bool trans_a, trans_b;
  int64_t m, n, k;
  T alpha = 1, beta = 0;
  int64_t more_a = 0, more_b = 0, more_c = 0;  // by how much leading dimensions are larger than they must be
};

// One product with its operands, and what it should give. Around C lie marks that must stay.
template <class T>
struct Problem {
  Case<T> shape;
  int64_t lda, ldb, ldc;
  std::vector<T> a, b, c;

  explicit Problem(const Case<T>& s) : shape(s) {
    lda = (s.trans_a ? s.m : s.k) + s.more_a;
    ldb = (s.trans_b ? s.k : s.n) + s.more_b;
    ldc = s.n + s.more_c;
    a = numbers<T>((s.trans_a ? s.k : s.m) * lda);
    b = numbers<T>((s.trans_b ? s.n : s.k) * ldb);
    c = numbers<T>(s.m * ldc);
    if (s.beta == 0) {
      for (int64_t i = 0; i < s.m; ++i) {
        for (int64_t j = 0; j < s.n; ++j) c[i * ldc + j] = std::numeric_limits<T>::quiet_NaN();
      }
    }
  }

  Gemm<T> gemm_of(T* to) const {
    const Case<T>& s = shape;
    return {s.trans_a, s.trans_b, s.m, s.n, s.k, s.alpha, a.data(), lda, b.data(), ldb, s.beta, to, ldc};
  }

  // Row i of the product, in double.
  std::vector<double> product_row(int64_t i) const {
    const int64_t step = shape.trans_b ? ldb : 1;
    std::vector<double> row(static_cast<size_t>(shape.n));
    for (int64_t p = 0; p < shape.k; ++p) {
      const double x = double(shape.trans_a ? a[p * lda + i] : a[i * lda + p]);
      const T* from = b.data() + (shape.trans_b ? p : p * ldb);
      for (int64_t j = 0; j < shape.n; ++j) row[j] += x * double(from[j * step]);
    }
    return row;
  }

  // Compares every `every`th row.
  void check(const std::vector<T>& got, int64_t every) const {
    const Case<T>& s = shape;
    const double bound =
        std::numeric_limits<T>::epsilon() * (4 + double(s.k)) * (1 + std::abs(double(s.alpha)));
    for (int64_t i = 0; i < s.m; i += every) {
      const std::vector<double> row = product_row(i);
      for (int64_t j = 0; j < ldc; ++j) {
        const T is = got[i * ldc + j], was = c[i * ldc + j];
        if (j >= s.n) {
          if (is != was) FAIL_WITH("wrote beyond column %d of row %d", int(s.n), int(i));
          continue;
        }
        const double should = double(s.alpha) * row[j] + (s.beta == 0 ? 0 : double(s.beta) * double(was));
        if (!(std::abs(double(is) - should) <= bound)) {
          FAIL_WITH("%c%c %dx%dx%d alpha %g beta %g: [%d,%d] is %.9g, should be %.9g", s.trans_a ? 't' : 'n',
                    s.trans_b ? 't' : 'n', int(s.m), int(s.n), int(s.k), double(s.alpha), double(s.beta),
                    int(i), int(j), double(is), should);
        }
      }
    }
  }

  void run_and_check(int64_t every = 1) const {
    std::vector<T> got = c;
    gemm(gemm_of(got.data()));
    check(got, every);
  }
};

// Beside the sanitizers each product takes ten to fifty times as long: two of the four forms, and fewer rows
// compared, still go through all of the code.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kFormStep = 3, kRowStep = 10, kRepeats = 1;
#else
constexpr int kFormStep = 1, kRowStep = 1, kRepeats = 3;
#endif

template <class T>
void all_transpositions(Case<T> s, int64_t every = 1) {
  for (int t = 0; t < 4; t += kFormStep) {
    s.trans_a = t & 1, s.trans_b = t & 2;
    Problem<T>(s).run_and_check(every);
  }
}

template <class T>
void check_small_shapes() {
  for (int64_t m : {1, 2, 3, 5, 15, 16, 17, 31}) {
    for (int64_t n : {1, 2, 3, 4, 7, 8, 9, 16, 17, 33, 65}) {
      for (int64_t k : {1, 2, 7, 8, 16, 19, 33, 70}) {
        all_transpositions<T>({false, false, m, n, k});
        all_transpositions<T>({false, false, m, n, k, T(0.5), T(-2), 3, 1, 2});
      }
    }
  }
}

template <class T>
void check_large_shapes() {
  const int64_t shapes[][3] = {{1, 1000, 700},   {700, 1, 1000}, {3, 900, 1100},
                               {150, 140, 130},  {97, 515, 403}, {513, 65, 777},
                               {260, 300, 1030}, {40, 50, 5000}, {5000, 20, 30}};
  for (auto& [m, n, k] : shapes) {
    const int64_t every = (m < 50 ? 1 : 7) * kRowStep;
    all_transpositions<T>({false, false, m, n, k}, every);
    all_transpositions<T>({false, false, m, n, k, T(2), T(1), 5, 7, 3}, every);
  }
}

void test_small(void**) {
  check_small_shapes<float>();
  check_small_shapes<double>();
}

void test_large(void**) {
  check_large_shapes<float>();
  check_large_shapes<double>();
}

// Large enough for OpenBLAS on every instruction set.
void test_huge(void**) {
  all_transpositions<float>({false, false, 1040, 1050, 1000, 1, 0, 1, 2, 3}, 60);
  all_transpositions<double>({false, false, 1040, 1050, 1000, 1, 1, 1, 2, 3}, 60);
  if (getenv("TENON_BLAS")) assert_non_null(strstr(blas_description(), "own kernels"));
}

void test_nothing_to_do(void**) {
  float c[6] = {1, 2, 3, 4, 5, NAN};
  float a[6] = {NAN, NAN, NAN, NAN, NAN, NAN};
  gemm(Gemm<float>{false, false, 0, 3, 2, 1, a, 2, a, 3, 0, c, 3});
  gemm(Gemm<float>{false, false, 2, 0, 2, 1, a, 2, a, 1, 0, c, 3});
  gemm(Gemm<float>{false, false, 2, 2, 0, 1, nullptr, 1, nullptr, 3, 1, c, 3});
  for (int i = 0; i < 5; ++i) assert_true(c[i] == float(i + 1));
  gemm(Gemm<float>{false, false, 2, 2, 0, 1, nullptr, 1, nullptr, 3, 2, c, 3});
  assert_true(c[0] == 2 && c[1] == 4 && c[2] == 3 && c[3] == 8 && c[4] == 10);
  gemm(Gemm<float>{false, false, 2, 2, 1, 0, a, 1, a, 3, 0, c, 4});
  assert_true(c[0] == 0 && c[1] == 0 && c[2] == 3 && c[4] == 0 && c[5] == 0);
}

// Each NaN and infinity reaches the row or column that it belongs to, and nothing else.
void test_not_finite(void**) {
  for (int64_t size : {3, 20, 150}) {
    for (int t = 0; t < 4; t += kFormStep) {
      Problem<float> p({bool(t & 1), bool(t & 2), size, size, size});
      for (float& x : p.a) x = std::abs(x) + 1;
      for (float& x : p.b) x = std::abs(x) + 1;
      p.a[t & 1 ? 2 * size + 1 : size + 2] = NAN;       // op(A)[1,2]
      p.b[t & 2 ? 2 * size + 1 : size + 2] = INFINITY;  // op(B)[1,2]
      gemm(p.gemm_of(p.c.data()));
      for (int64_t i = 0; i < size; ++i) {
        for (int64_t j = 0; j < size; ++j) {
          const float x = p.c[i * size + j];
          if (i == 1) {
            assert_true(std::isnan(x));
          } else if (j == 2) {
            assert_true(std::isinf(x) && x > 0);
          } else {
            assert_true(std::isfinite(x));
          }
        }
      }
    }
  }
}

template <class T>
void check_linear() {
  for (int64_t m : {1, 2, 3, 8, 33, 200}) {
    for (int64_t n : {1, 3, 4, 10, 64, 130}) {
      for (int64_t k : {0, 1, 5, 16, 64, 300}) {
        auto x = numbers<T>(m * k), w = numbers<T>(n * k), bias = numbers<T>(n);
        for (int mode = 0; mode < 4; ++mode) {
          const bool has_bias = mode & 1, relu = mode & 2;
          std::vector<T> y(size_t(m * n), T(99));
          linear(x.data(), w.data(), has_bias ? bias.data() : nullptr, y.data(), m, n, k, relu);
          for (int64_t i = 0; i < m; ++i) {
            for (int64_t j = 0; j < n; ++j) {
              double sum = has_bias ? double(bias[j]) : 0;
              for (int64_t p = 0; p < k; ++p) sum += double(x[i * k + p]) * double(w[j * k + p]);
              if (relu && sum < 0) sum = 0;
              assert_true(std::abs(sum - double(y[i * n + j])) <=
                          std::numeric_limits<T>::epsilon() * (k + 4.0));
            }
          }
        }
      }
    }
  }
}

void test_linear(void**) {
  check_linear<float>();
  check_linear<double>();
  float x[2] = {NAN, 1}, w[4] = {1, 1, 0, 1}, y[2];
  linear(x, w, nullptr, y, 1, 2, 2, true);
  assert_true(std::isnan(y[0]) && std::isnan(y[1]));
}

void test_batched(void**) {
  struct Shape {
    int64_t batch, m, n, k;
    bool share_a, share_b;
  };
  const Shape shapes[] = {{7, 3, 5, 4, false, false},      {5, 1, 9, 6, true, false},
                          {6, 8, 16, 8, false, true},      {4, 9, 1, 3, false, true},
                          {3, 130, 140, 150, false, true}, {2, 300, 200, 100, true, false},
                          {0, 3, 3, 3, false, false},      {50, 40, 40, 40, false, false}};
  for (const Shape& s : shapes) {
    auto a = numbers<double>(s.batch * s.m * s.k + 1), b = numbers<double>(s.batch * s.k * s.n + 1);
    auto c = numbers<double>(s.batch * s.m * s.n + 1), got = c;
    const int64_t step_a = s.share_a ? 0 : s.m * s.k, step_b = s.share_b ? 0 : s.k * s.n;
    gemm_batched(
        Gemm<double>{false, false, s.m, s.n, s.k, 1, a.data(), s.k, b.data(), s.n, 1, got.data(), s.n},
        s.batch, step_a, step_b, s.m * s.n);
    for (int64_t i = 0; i < s.batch * s.m * s.n; ++i) {
      const int64_t which = i / (s.m * s.n), row = i / s.n % s.m, column = i % s.n;
      double sum = c[i];
      for (int64_t p = 0; p < s.k; ++p) {
        sum += a[which * step_a + row * s.k + p] * b[which * step_b + p * s.n + column];
      }
      assert_true(std::abs(sum - got[i]) < 1e-12);
    }
  }
}

template <class T>
void check_integers() {
  for (int t = 0; t < 4; ++t) {
    const bool trans_a = t & 1, trans_b = t & 2;
    const int64_t m = 11, n = 37, k = 53;
    std::vector<T> a(m * k), b(n * k), c(m * n), got;
    for (auto* v : {&a, &b, &c}) {
      for (T& x : *v) x = T(uint64_t(next_number()) * 0x9e3779b97f4a7c15u);
    }
    got = c;
    gemm_int(Gemm<T>{trans_a, trans_b, m, n, k, T(3), a.data(), trans_a ? m : k, b.data(), trans_b ? k : n,
                     T(-1), got.data(), n});
    for (int64_t i = 0; i < m; ++i) {
      for (int64_t j = 0; j < n; ++j) {
        uint64_t sum = 0;
        for (int64_t p = 0; p < k; ++p) {
          sum += uint64_t(trans_a ? a[p * m + i] : a[i * k + p]) *
                 uint64_t(trans_b ? b[j * k + p] : b[p * n + j]);
        }
        assert_true(got[i * n + j] == T(3 * sum - uint64_t(c[i * n + j])));
      }
    }
  }
}

void test_integers(void**) {
  check_integers<int8_t>();
  check_integers<uint8_t>();
  check_integers<int16_t>();
  check_integers<int32_t>();
  check_integers<int64_t>();
}

void test_thread_count_changes_no_bit(void**) {
  const int64_t shapes[][3] = {
      {1, 4000, 600}, {64, 784, 3000}, {700, 640, 650}, {2000, 64, 300}, {1040, 1040, 1040}};
  for (auto& [m, n, k] : shapes) {
    for (int t = 0; t < 4; t += kFormStep) {
      Problem<float> p({bool(t & 1), bool(t & 2), m, n, k});
      std::vector<float> one = p.c, two = p.c;
      set_num_threads(1);
      gemm(p.gemm_of(one.data()));
      set_num_threads(2);
      for (int repeat = 0; repeat < kRepeats; ++repeat) {
        gemm(p.gemm_of(two.data()));
        assert_memory_equal(one.data(), two.data(), one.size() * sizeof(float));
      }
    }
  }
}

void test_nothing_is_left(void**) {
  const int64_t before = memory_stats().live_blocks;
  for (int64_t size : {60, 200, 700}) all_transpositions<float>({false, false, size, size, size}, 100);
  assert_int_equal(memory_stats().live_blocks, before);
}

// ---- OpenBLAS and the process, each in a process of its own: it is opened once

constexpr int kSkip = 77;

void big_product() {
  const int64_t size = 1040;
  auto a = numbers<float>(size * size), b = a, c = a;
  gemm(Gemm<float>{false, false, size, size, size, 1, a.data(), size, b.data(), size, 0, c.data(), size});
}

bool uses_openblas() { return strncmp(blas_description(), "OpenBLAS", 8) == 0; }

// OpenBLAS starts no thread, and puts the environment back.
int no_threads() {
  set_num_threads(1);
  const int before = os::thread_count();
  char** const list = environ;
  big_product();
  if (!uses_openblas()) return has_blas() ? 1 : kSkip;
  if (os::thread_count() != before || environ != list || getenv("OPENBLAS_NUM_THREADS")) return 2;
  return 0;
}

// The serial build serves one call at a time, since two at once spoil each other's results.
int serial_build() {
  setenv("TENON_BLAS", "/usr/lib/x86_64-linux-gnu/openblas-serial/libopenblas.so.0", 1);
  if (access(getenv("TENON_BLAS"), R_OK) != 0) return kSkip;
  const Problem<float> p({false, true, 1040, 1040, 1040});
  std::vector<float> one = p.c, two = p.c;
  set_num_threads(1);
  gemm(p.gemm_of(one.data()));
  if (!uses_openblas()) return 1;
  set_num_threads(2);
  for (int i = 0; i < 20; ++i) {
    gemm(p.gemm_of(two.data()));
    if (memcmp(one.data(), two.data(), one.size() * sizeof(float)) != 0) return 2;
  }
  return 0;
}

int host_with_openblas() {
  unsetenv("TENON_BLAS");
  void* library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library) return kSkip;
  auto set = reinterpret_cast<void (*)(int)>(dlsym(library, "openblas_set_num_threads"));
  auto get = reinterpret_cast<int (*)()>(dlsym(library, "openblas_get_num_threads"));
  set(2);
  const int threads = get();
  big_product();
  if (get() != threads) return 1;
  return has_blas() || !strstr(blas_description(), "host") ? 2 : 0;
}

// The loader gives the host our copy; the number of threads that it sets is its own affair.
int host_opens_openblas_later() {
  unsetenv("TENON_BLAS");
  big_product();
  if (!has_blas()) return kSkip;
  void* library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  reinterpret_cast<void (*)(int)>(dlsym(library, "openblas_set_num_threads"))(2);
  big_product();
  if (reinterpret_cast<int (*)()>(dlsym(library, "openblas_get_num_threads"))() != 2) return 1;
  return has_blas() || !strstr(blas_description(), "own kernels") ? 2 : 0;
}

int no_such_library() {
  setenv("TENON_BLAS", "/nowhere/libopenblas.so", 1);
  big_product();
  if (has_blas() || !strstr(blas_description(), "own kernels")) return 1;
  return 0;
}

int not_an_openblas() {
  setenv("TENON_BLAS", "libm.so.6", 1);
  big_product();
  return has_blas() ? 1 : 0;
}

int never_opened() {
  setenv("TENON_BLAS", "own", 1);
  big_product();
  return has_blas() || !strstr(blas_description(), "TENON_BLAS=own") ? 1 : 0;
}

int small_products_open_nothing() {
  float x[64] = {}, w[64 * 4] = {}, y[4];
  linear(x, w, nullptr, y, 1, 4, 64);
  return strstr(blas_description(), "not opened") ? 0 : 1;
}

struct Process {
  const char* name;
  int (*run)();
};
const Process processes[] = {{"no threads", no_threads},
                             {"serial build", serial_build},
                             {"host with OpenBLAS", host_with_openblas},
                             {"host opens OpenBLAS later", host_opens_openblas_later},
                             {"no such library", no_such_library},
                             {"not an OpenBLAS", not_an_openblas},
                             {"never opened", never_opened},
                             {"small products open nothing", small_products_open_nothing}};

void test_processes(void**) {
  for (int i = 0; i < int(sizeof processes / sizeof *processes); ++i) {
    const pid_t child = fork();
    if (child == 0) {
      char number[16];
      snprintf(number, sizeof number, "%d", i);
      execl("/proc/self/exe", "gemm_test", number, static_cast<char*>(nullptr));
      _exit(126);
    }
    int status = 0;
    assert_true(waitpid(child, &status, 0) == child);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 100;
    if (code == kSkip) {
      print_message("skipped: %s: no OpenBLAS here\n", processes[i].name);
    } else if (code != 0) {
      FAIL_WITH("%s: %d", processes[i].name, code);
    }
  }
}

// The products again, in a process that has only our own kernels.
void test_own_kernels(void**) {
  const pid_t child = fork();
  if (child == 0) {
    setenv("TENON_BLAS", "own", 1);
    execl("/proc/self/exe", "gemm_test", "own", static_cast<char*>(nullptr));
    _exit(126);
  }
  int status = 0;
  assert_true(waitpid(child, &status, 0) == child);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && strcmp(argv[1], "own") != 0) return processes[atoi(argv[1])].run();
  const CMUnitTest products[] = {cmocka_unit_test(test_small),
                                 cmocka_unit_test(test_large),
                                 cmocka_unit_test(test_huge),
                                 cmocka_unit_test(test_nothing_to_do),
                                 cmocka_unit_test(test_not_finite),
                                 cmocka_unit_test(test_linear),
                                 cmocka_unit_test(test_batched),
                                 cmocka_unit_test(test_integers),
                                 cmocka_unit_test(test_thread_count_changes_no_bit),
                                 cmocka_unit_test(test_nothing_is_left)};
  const int failed = cmocka_run_group_tests_name("products", products, nullptr, nullptr);
  if (argc > 1) return failed;
  const CMUnitTest process[] = {cmocka_unit_test(test_own_kernels), cmocka_unit_test(test_processes)};
  return failed + cmocka_run_group_tests_name("processes", process, nullptr, nullptr);
}
