// isa: all
// labels: threads
// Every instruction set fills as philox.h and normal.h say, bit for bit, wherever a fill is cut; and what
// comes out has the distribution that was asked for.
#include "core/cpu/random.h"

#include <math.h>

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "core/base/normal.h"
#include "core/base/parallel.h"
#include "tests/test.h"

using namespace tenon;
using cpu::random_kernels;

namespace {

// ---- element i, one at a time

struct Bits32 {
  using T = uint32_t;
  static void fill(T* out, int64_t n, Philox from, int64_t first) {
    random_kernels().bits32(out, n, from, first);
  }
  static T element(Philox from, uint64_t i) { return from.bits32(i); }
};
struct Bits64 {
  using T = uint64_t;
  static void fill(T* out, int64_t n, Philox from, int64_t first) {
    random_kernels().bits64(out, n, from, first);
  }
  static T element(Philox from, uint64_t i) { return from.bits64(i); }
};
struct UniformFloat {
  using T = float;
  static void fill(T* out, int64_t n, Philox from, int64_t first) {
    random_kernels().uniform_f32(out, n, from, first, -3, 7.5f);
  }
  static T element(Philox from, uint64_t i) {
    return uniform_between(uniform_float(from.bits32(i)), -3.0f, 7.5f);
  }
};
struct UniformNarrow {  // where rounding often reaches the upper end
  using T = float;
  static void fill(T* out, int64_t n, Philox from, int64_t first) {
    random_kernels().uniform_f32(out, n, from, first, 1, 1 + 0x1p-22f);
  }
  static T element(Philox from, uint64_t i) {
    return uniform_between(uniform_float(from.bits32(i)), 1.0f, 1 + 0x1p-22f);
  }
};
struct UniformDouble {
  using T = double;
  static void fill(T* out, int64_t n, Philox from, int64_t first) {
    random_kernels().uniform_f64(out, n, from, first, -3, 7.5);
  }
  static T element(Philox from, uint64_t i) {
    return uniform_between(uniform_double(from.bits64(i)), -3.0, 7.5);
  }
};
struct NormalFloat {
  using T = float;
  static void fill(T* out, int64_t n, Philox from, int64_t first) {
    random_kernels().normal_f32(out, n, from, first, 1.5f, 3);
  }
  static T element(Philox from, uint64_t i) {
    float x, y;
    normal_floats(from.block(i / 4), i % 4 / 2, &x, &y);
    return (i % 2 ? y : x) * 3 + 1.5f;
  }
};
struct NormalDouble {
  using T = double;
  static void fill(T* out, int64_t n, Philox from, int64_t first) {
    random_kernels().normal_f64(out, n, from, first, 1.5, 3);
  }
  static T element(Philox from, uint64_t i) {
    double x, y;
    normal_doubles(from.block(i / 2), &x, &y);
    return (i % 2 ? y : x) * 3 + 1.5;
  }
};
template <int64_t low, uint64_t range>
struct Integers {
  using T = int64_t;
  static void fill(T* out, int64_t n, Philox from, int64_t first) {
    random_kernels().integers(out, n, from, first, low, range);
  }
  static T element(Philox from, uint64_t i) {
    uint64_t below;
    if (integer_words(range) == 2) {
      below = integer_below(from.bits64(i), static_cast<uint32_t>(range));
    } else {
      PhiloxBlock b = from.block(i);
      below = integer_below_wide(b.high(), b.low(), range);
    }
    return static_cast<int64_t>(below + static_cast<uint64_t>(low));
  }
};
template <int percent>
struct Truth {
  using T = uint8_t;
  static void fill(T* out, int64_t n, Philox from, int64_t first) {
    random_kernels().truth(out, n, from, first, percent / 100.0);
  }
  static T element(Philox from, uint64_t i) { return from.bits32(i) < truth_threshold(percent / 100.0); }
};

template <class Kind>
void test_elements(void**) {
  using T = typename Kind::T;
  constexpr int64_t kAll = 300;
  // The offset's lower word overflows within the fill; so does the whole.
  for (Philox from : {Philox{1, 0}, Philox{0xfedcba9876543210, 0xfffffff0}, Philox{2, ~uint64_t{0} - 9}}) {
    T expected[kAll];
    for (uint64_t i = 0; i < kAll; ++i) expected[i] = Kind::element(from, i);
    T found[kAll + 1];
    for (int64_t first = 0; first < 40; ++first) {
      for (int64_t n :
           {int64_t{0}, int64_t{1}, int64_t{2}, int64_t{5}, int64_t{31}, int64_t{64}, kAll - first}) {
        memset(found, 0x5a, sizeof found);
        T untouched = found[n];
        Kind::fill(found, n, from, first);
        assert_memory_equal(found, expected + first, static_cast<size_t>(n) * sizeof(T));
        assert_memory_equal(found + n, &untouched, sizeof(T));
      }
    }
  }
}

void test_threads_change_nothing(void**) {
  constexpr int64_t n = 100003, grain = 1000;
  Philox from{11, 12};
  std::vector<float> whole(n), parts(n);
  random_kernels().normal_f32(whole.data(), n, from, 0, 0, 1);
  for (int threads : {1, 2, 5}) {
    set_num_threads(threads);
    parallel_for(n, grain, [&](int64_t begin, int64_t end) {
      random_kernels().normal_f32(parts.data() + begin, end - begin, from, begin, 0, 1);
    });
    assert_memory_equal(whole.data(), parts.data(), n * sizeof(float));
  }
  shutdown_threads();
}

// ---- distributions: with these seeds, well within what chance would give

constexpr int64_t kMany = 1 << 20;

struct Moments {
  double mean = 0, variance = 0, skew = 0, kurtosis = 0;
};

template <class T>
Moments moments(const std::vector<T>& x) {
  Moments m;
  auto n = static_cast<double>(x.size());
  for (T v : x) m.mean += static_cast<double>(v) / n;
  for (T v : x) {
    double d = static_cast<double>(v) - m.mean;
    m.variance += d * d / n;
    m.skew += d * d * d / n;
    m.kurtosis += d * d * d * d / n;
  }
  return m;
}

// Kolmogorov and Smirnov: the greatest distance from the distribution function, times sqrt(n); beyond 1.63
// once in 100.
template <class T, class F>
double distance(std::vector<T> x, F distribution) {
  std::sort(x.begin(), x.end());
  auto n = static_cast<double>(x.size());
  double greatest = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    double p = distribution(static_cast<double>(x[i]));
    greatest =
        std::max({greatest, fabs(p - static_cast<double>(i) / n), fabs(p - static_cast<double>(i + 1) / n)});
  }
  return greatest * sqrt(n);
}

template <class T>
double correlation(const std::vector<T>& x, size_t lag) {
  Moments m = moments(x);
  double sum = 0;
  for (size_t i = lag; i < x.size(); ++i)
    sum += (static_cast<double>(x[i]) - m.mean) * (static_cast<double>(x[i - lag]) - m.mean);
  return sum / static_cast<double>(x.size()) / m.variance;
}

template <class T>
void check_uniform(const std::vector<T>& x) {
  double deviation = 1 / sqrt(static_cast<double>(kMany));  // of a mean of kMany, in units of one's
  Moments m = moments(x);
  assert_true(fabs(m.mean - 0.5) < 4 * deviation * sqrt(1.0 / 12));
  assert_true(fabs(m.variance - 1.0 / 12) < 4 * deviation * sqrt(1.0 / 180));
  assert_true(*std::min_element(x.begin(), x.end()) >= 0 && *std::max_element(x.begin(), x.end()) < 1);
  assert_true(distance(x, [](double v) { return v; }) < 1.63);
  for (size_t lag : {1, 2, 3, 4, 8, 32}) assert_true(fabs(correlation(x, lag)) < 4 * deviation);
}

template <class T>
void check_normal(const std::vector<T>& x) {
  double deviation = 1 / sqrt(static_cast<double>(kMany));
  Moments m = moments(x);
  assert_true(fabs(m.mean) < 4 * deviation);
  assert_true(fabs(m.variance - 1) < 4 * deviation * sqrt(2.0));
  assert_true(fabs(m.skew) < 4 * deviation * sqrt(15.0));
  assert_true(fabs(m.kurtosis - 3) < 4 * deviation * sqrt(96.0));
  assert_true(distance(x, [](double v) { return erfc(-v / sqrt(2.0)) / 2; }) < 1.63);
  for (size_t lag : {1, 2, 3, 4, 8, 32}) assert_true(fabs(correlation(x, lag)) < 4 * deviation);
  T greatest = *std::max_element(x.begin(), x.end());
  assert_true(greatest > 4.2 && greatest < 6.6);
}

void test_uniform_distribution(void**) {
  std::vector<float> x(kMany);
  random_kernels().uniform_f32(x.data(), kMany, {1, 0}, 0, 0, 1);
  check_uniform(x);
  std::vector<double> y(kMany);
  random_kernels().uniform_f64(y.data(), kMany, {2, 0}, 0, 0, 1);
  check_uniform(y);
}

void test_normal_distribution(void**) {
  std::vector<float> x(kMany);
  random_kernels().normal_f32(x.data(), kMany, {1, 0}, 0, 0, 1);
  check_normal(x);
  std::vector<double> y(kMany);
  random_kernels().normal_f64(y.data(), kMany, {2, 0}, 0, 0, 1);
  check_normal(y);
}

void test_integer_distribution(void**) {
  std::vector<int64_t> x(kMany);
  random_kernels().integers(x.data(), kMany, {3, 0}, 0, -5, 10);
  int64_t count[10] = {};
  for (int64_t v : x) {
    assert_true(v >= -5 && v < 5);
    ++count[v + 5];
  }
  double chi2 = 0, expected = kMany / 10.0;
  for (int64_t c : count)
    chi2 += (static_cast<double>(c) - expected) * (static_cast<double>(c) - expected) / expected;
  assert_true(chi2 < 21.7);  // 9 degrees of freedom: beyond it once in 100
  // A wide range that doesn't divide 2^64: a remainder would favour the lower half two to one.
  random_kernels().integers(x.data(), kMany, {4, 0}, 0, INT64_MIN, uint64_t{3} << 62);
  int64_t lower = 0;
  for (int64_t v : x) lower += v < INT64_MIN + (int64_t{3} << 61);
  assert_true(fabs(static_cast<double>(lower) - kMany / 2.0) < 4 * sqrt(kMany / 4.0));
}

void test_truth_distribution(void**) {
  std::vector<uint8_t> x(kMany);
  for (double p : {0.0, 1e-4, 0.1, 0.5, 0.9, 1.0}) {
    random_kernels().truth(x.data(), kMany, {5, 0}, 0, p);
    int64_t count = 0;
    for (uint8_t v : x) count += v;
    assert_true(fabs(static_cast<double>(count) - p * kMany) <= 4 * sqrt(kMany * p * (1 - p)));
  }
}

}  // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_elements<Bits32>),
      cmocka_unit_test(test_elements<Bits64>),
      cmocka_unit_test(test_elements<UniformFloat>),
      cmocka_unit_test(test_elements<UniformNarrow>),
      cmocka_unit_test(test_elements<UniformDouble>),
      cmocka_unit_test(test_elements<NormalFloat>),
      cmocka_unit_test(test_elements<NormalDouble>),
      {"integers", test_elements<Integers<-7, 10>>, nullptr, nullptr, nullptr},
      {"integers of 32 bits", test_elements<Integers<0, 0xffffffff>>, nullptr, nullptr, nullptr},
      {"integers of 33 bits", test_elements<Integers<0, 0x100000000>>, nullptr, nullptr, nullptr},
      {"integers of any size", test_elements<Integers<INT64_MIN, 0>>, nullptr, nullptr, nullptr},
      cmocka_unit_test(test_elements<Truth<0>>),
      cmocka_unit_test(test_elements<Truth<37>>),
      cmocka_unit_test(test_elements<Truth<100>>),
      cmocka_unit_test(test_threads_change_nothing),
      cmocka_unit_test(test_uniform_distribution),
      cmocka_unit_test(test_normal_distribution),
      cmocka_unit_test(test_integer_distribution),
      cmocka_unit_test(test_truth_distribution),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
