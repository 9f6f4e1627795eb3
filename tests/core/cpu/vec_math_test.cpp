// compile-per-isa
// timeout: 900
// Namespace m against the C library in the next wider type: the greatest error of each function, in units in
// the last place of the result, over all magnitudes, a dense middle, and special values. TENON_TEST_STRIDE=1
// in the environment takes every float32 there is.
#include <math.h>

#include "core/cpu/simd/math.h"
#include "tests/core/cpu/isa_check.h"
#include "tests/test.h"

namespace tenon::cpu::TENON_ISA {
namespace {

// ---- the error of one result -------------------------------------------------------------------------

template <class T>
struct Format;
template <>
struct Format<float> {
  using Wide = double;
  static constexpr int digits = 24, least_exponent = -125;
  static constexpr const char* name = "float";
};
template <>
struct Format<double> {
  using Wide = long double;
  static constexpr int digits = 53, least_exponent = -1021;
  static constexpr const char* name = "double";
};
template <class T>
using Wide = typename Format<T>::Wide;

// Infinite for a wrong NaN, infinity or sign of 0.
template <class T>
double ulp_error(T got, Wide<T> want) {
  if (isnan(want) || isnan(got)) return isnan(want) == isnan(got) ? 0 : INFINITY;
  if (isinf(T(want)) || isinf(got)) return T(want) == got ? 0 : INFINITY;
  if (want == 0) return got == 0 && signbit(got) == signbit(want) ? 0 : INFINITY;
  int exponent;
  frexpl(want, &exponent);
  if (exponent < Format<T>::least_exponent) exponent = Format<T>::least_exponent;
  return double(fabsl(static_cast<long double>(got) - want) / ldexpl(1, exponent - Format<T>::digits));
}

struct Worst {
  double error = 0, x = 0, y = 0;
  void take(double e, double at, double and_at = 0) {
    if (e > error) *this = {e, at, and_at};
  }
};

int failures;

template <class T>
void report(const char* name, Worst w, double bound) {
  bool good = w.error <= bound;
  failures += !good;
  print_message("%-6s %-12s %7.3f ulp, at most %g, at %a, %a%s\n", Format<T>::name, name, w.error, bound, w.x,
                w.y, good ? "" : "  TOO MUCH");
}

// ---- arguments ---------------------------------------------------------------------------------------

constexpr double kSpecial[] = {0.0,
                               1.0,
                               2.0,
                               3.0,
                               0.5,
                               1.5,
                               2.5,
                               3.5,
                               0.25,
                               10.0,
                               100.0,
                               1e4,
                               1e10,
                               1e30,
                               0x1p22,
                               0x1p23,
                               0x1p24,
                               0x1p31,
                               0x1p51,
                               0x1p52,
                               0x1p53,
                               0x1p63,
                               0x1p126,
                               0x1p127,
                               0x1p128,
                               0x1p-23,
                               0x1p-126,
                               0x1p-127,
                               0x1p-149,
                               0x1p-1022,
                               0x1p-1074,
                               0x1p1023,
                               3.14159265358979,
                               1.5707963267949,
                               87.3,
                               88.7228,
                               103.97,
                               709.78,
                               745.1,
                               3.4028234663852886e38,
                               1.7976931348623157e308,
                               __builtin_inf(),
                               __builtin_nan("")};
constexpr int kSpecials = sizeof kSpecial / sizeof *kSpecial;

uint64_t random_state = 1;
double uniform() {
  random_state = random_state * 6364136223846793005u + 1442695040888963407u;
  return static_cast<double>(random_state >> 11) * 0x1p-53;
}
double between(double a, double b) { return a + (b - a) * uniform(); }

// Numbers of every magnitude, evenly spaced as bit patterns, then some about 0; take() is false after the
// last.
template <class T>
struct Arguments {
  uint64_t next = 0, stride, patterns, dense = sizeof(T) == 4 ? 400000 : 50000;

  Arguments() {
    const char* chosen = getenv("TENON_TEST_STRIDE");
    stride = chosen ? strtoull(chosen, nullptr, 10) : 4099;
    if (sizeof(T) == 8) stride *= 16;
    patterns = (static_cast<uint64_t>(1) << 32) / stride;
  }
  bool take(T* p, int n) {
    if (next >= patterns + dense) return false;
    for (int i = 0; i < n; ++i, ++next) {
      uint64_t bits = next * stride;
      if (sizeof(T) == 8) bits = (bits << 32) + static_cast<uint32_t>(uniform() * 0x1p32);
      if (next < patterns) memcpy(p + i, &bits, sizeof(T));
      else p[i] = T(next % 2 ? between(-2, 2) : between(-20, 20));
    }
    return true;
  }
};

// ---- functions of one argument -----------------------------------------------------------------------

template <class T, class Function, class Reference>
void check_error(const char* name, double bound, Function f, Reference reference) {
  using V = Vec<T>;
  Worst worst;
  auto take = [&](const T* x, int n) {
    T y[V::width];
    f(V::load(x)).store(y);
    for (int i = 0; i < n; ++i) worst.take(ulp_error<T>(y[i], reference(Wide<T>(x[i]))), x[i]);
  };
  T x[V::width];
  for (int i = 0; i < 6 * kSpecials; ++i) {
    T special = T(i % 2 ? -kSpecial[i / 6] : kSpecial[i / 6]);
    T beside = i % 6 < 2 ? special : nextafter(special, T(i % 6 < 4 ? INFINITY : -INFINITY));
    V(beside).store(x);
    take(x, 1);
  }
  for (Arguments<T> arguments; arguments.take(x, V::width);) take(x, V::width);
  report<T>(name, worst, bound);
}

// A lane's result doesn't depend on its place or its neighbours.
template <class T, class Function>
void check_position(const char* name, Function f) {
  using V = Vec<T>;
  constexpr int count = 1000;
  T x[count], y[count], alone[count];
  for (int i = 0; i < count; ++i)
    x[i] = T(i % 3 ? between(-20, 20) : kSpecial[i / 3 % kSpecials] * (i % 2 ? 1 : -1));
  for (int i = 0; i < count; i += V::width) {
    if (i + V::width <= count) f(V::load(x + i)).store(y + i);
    else f(V::load_partial(x + i, count - i)).store_partial(y + i, count - i);
  }
  for (int i = 0; i < count; ++i) f(V::load_partial(x + i, 1)).store_partial(alone + i, 1);
  for (int i = 0; i < count; ++i) {
    if (memcmp(y + i, alone + i, sizeof(T)) == 0 || isnan(y[i])) continue;
    print_message("%s(%a) depends on its place: %a, alone %a\n", name, double(x[i]), double(y[i]),
                  double(alone[i]));
    ++failures;
  }
}

template <class Function, class Reference>
void check(const char* name, double float_bound, double double_bound, Function f, Reference reference) {
  check_error<float>(name, float_bound, f, reference);
  check_error<double>(name, double_bound, f, reference);
  check_position<float>(name, f);
  check_position<double>(name, f);
}

// m::name against an expression of the wider x.
#define CHECK(name, float_bound, double_bound, reference)                  \
  check(                                                                   \
      #name, float_bound, double_bound, [](auto x) { return m::name(x); }, \
      [](auto x) -> decltype(x) { return reference; })

void test_exact(void**) {
  failures = 0;
  CHECK(abs, 0, 0, fabs(x));
  CHECK(sign, 0, 0, x > 0 ? 1 : x < 0 ? -1 : 0);
  CHECK(floor, 0, 0, floor(x));
  CHECK(ceil, 0, 0, ceil(x));
  CHECK(trunc, 0, 0, trunc(x));
  CHECK(round, 0, 0, nearbyint(x));
  CHECK(square, 0.5, 0.5, x * x);
  CHECK(sqrt, 0.51, 0.51, sqrt(x));
  CHECK(reciprocal, 0.51, 0.51, 1 / x);
  CHECK(rsqrt, 1.5, 1.5, 1 / sqrt(x));
  assert_int_equal(failures, 0);
}

void test_exponentials(void**) {
  failures = 0;
  CHECK(exp, 1.5, 1.5, exp(x));
  CHECK(exp2, 1.5, 1.5, exp2(x));
  CHECK(expm1, 2, 2, expm1(x));
  CHECK(sinh, 2, 2, sinh(x));
  CHECK(cosh, 2, 2, cosh(x));
  CHECK(tanh, 2.5, 2.5, tanh(x));
  CHECK(sigmoid, 2.5, 2.5, x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)));
  CHECK(log_sigmoid, 3, 3, (x < 0 ? x : 0) - log1p(exp(-fabs(x))));
  assert_int_equal(failures, 0);
}

void test_logarithms(void**) {
  failures = 0;
  CHECK(log, 1.5, 1, log(x));
  CHECK(log2, 2.1, 1, log2(x));
  CHECK(log10, 2, 2, log10(x));
  CHECK(log1p, 2, 1.5, log1p(x));
  CHECK(asinh, 2, 2, asinh(x));
  CHECK(acosh, 2, 2, acosh(x));
  CHECK(atanh, 2.5, 2, atanh(x));
  assert_int_equal(failures, 0);
}

void test_trigonometric(void**) {
  failures = 0;
  CHECK(sin, 2.5, 2, sin(x));
  CHECK(cos, 2.5, 2, cos(x));
  CHECK(tan, 3.3, 1, tan(x));
  CHECK(asin, 2.5, 1, asin(x));
  CHECK(acos, 1.5, 1, acos(x));
  CHECK(atan, 1.5, 1, atan(x));
  assert_int_equal(failures, 0);
}

void test_special(void**) {
  failures = 0;
  CHECK(erf, 1.5, 1.5, erf(x));
  CHECK(erfc, 4, 5, erfc(x));
  CHECK(lgamma, 8, 6, lgamma(x));
  assert_int_equal(failures, 0);
}

// erfinv against the error function, digamma against its recurrence and known values.
void test_special_double(void**) {
  auto erfinv = [](double x) { return m::erfinv(Vec<double>(x))[0]; };
  auto digamma = [](double x) { return m::digamma(Vec<double>(x))[0]; };
  double worst = 0;
  for (double size = 1; size > 1e-300; size /= 1.37)
    for (int side = 0; side < 2; ++side) {
      double x = side ? 1 - size / 2 : size * 0.999;
      if (x == 1) continue;
      long double y = erfinv(x), error = x < 0.5 ? erfl(y) - x : 1 - x - erfcl(y);
      worst = fmax(worst, fabs(double(error / (2 * expl(-y * y) / sqrtl(M_PIl)) / y)));
    }
  print_message("double erfinv, relative: %g\n", worst);
  assert_true(worst < 8e-16);
  assert_true(erfinv(1) == INFINITY && erfinv(-1) == -INFINITY && isnan(erfinv(1.5)) && isnan(erfinv(NAN)));
  assert_true(erfinv(0) == 0 && signbit(erfinv(-0.0)) && erfinv(-0.25) == -erfinv(0.25));
  failures = 0;
  check_error<float>(
      "erfinv", 3, [](Vec<float> x) { return m::erfinv(x); }, special::erfinv);
  check_error<float>(
      "digamma", 0.51, [](Vec<float> x) { return m::digamma(x); }, special::digamma);
  check_position<float>("erfinv", [](Vec<float> x) { return m::erfinv(x); });
  assert_int_equal(failures, 0);

  assert_true(fabs(digamma(1) + 0.57721566490153286) < 1e-15);
  assert_true(fabs(digamma(0.5) + 1.96351002602142348) < 2e-15);
  assert_true(fabs(digamma(100) - 4.6001618527380874) < 2e-15);
  assert_true(fabs(digamma(-1.5) - 0.70315664064524319) < 1e-14);
  for (double x = 0.01; x < 50; x *= 1.1)
    assert_true(fabs(digamma(x + 1) - digamma(x) - 1 / x) < 3e-14 / x + 4e-15);
  assert_true(digamma(0) == -INFINITY && digamma(-0.0) == INFINITY && isnan(digamma(-3)) &&
              isnan(digamma(NAN)));
  assert_true(digamma(INFINITY) == INFINITY);
}

// ---- functions of two arguments ----------------------------------------------------------------------

template <class T, class Function, class Reference>
void check_pairs(const char* name, double bound, Function f, Reference reference, double range) {
  using V = Vec<T>;
  Worst worst;
  auto take = [&](T x, T y) {
    worst.take(ulp_error<T>(f(V(x), V(y))[V::width - 1], reference(Wide<T>(x), Wide<T>(y))), x, y);
  };
  for (double a : kSpecial)
    for (double b : kSpecial)
      for (int signs = 0; signs < 4; ++signs) take(T(signs & 1 ? -a : a), T(signs & 2 ? -b : b));
  for (int i = -20; i <= 20; ++i)
    for (int j = -20; j <= 20; ++j) take(T(i), T(j)), take(T(i / 2.0), T(j / 4.0));
  for (int i = 0; i < 200000; ++i) {
    double x = exp(between(-range, range)), y = between(-range, range);
    take(T(i % 3 ? x : -x), T(i % 2 ? y : nearbyint(y)));
  }
  report<T>(name, worst, bound);
}

#define CHECK_PAIRS(name, float_bound, double_bound, range, reference)     \
  {                                                                        \
    auto f = [](auto x, auto y) { return m::name(x, y); };                 \
    auto wanted = [](auto x, auto y) -> decltype(x) { return reference; }; \
    check_pairs<float>(#name, float_bound, f, wanted, range);              \
    check_pairs<double>(#name, double_bound, f, wanted, range);            \
  }

template <class W>
W python_remainder(W x, W y) {
  W r = fmod(x, y);
  return r != 0 && (r < 0) != (y < 0) ? r + y : r;
}

// PyTorch's quotients are defined by roundings to the type itself.
float narrowed(double x) { return static_cast<float>(x); }
double narrowed(long double x) { return static_cast<double>(x); }
template <class T>
T floor_quotient(T a, T b) {
  if (b == 0) return a / b;
  T r = fmod(a, b), q = (a - r) / b;
  if (r != 0 && (b < 0) != (r < 0)) q -= 1;
  if (q == 0) return copysign(T(0), a / b);
  T whole = floor(q);
  return q - whole > T(0.5) ? whole + 1 : whole;
}

void test_two_arguments(void**) {
  failures = 0;
  CHECK_PAIRS(pow, 1.1, 1.1, 5, pow(fabs(y) > 0x1p60 ? fabs(x) : x, y));
  CHECK_PAIRS(atan2, 1.5, 1.5, 5, atan2(x, y));
  CHECK_PAIRS(hypot, 1.5, 1.5, 5, hypot(x, y));
  CHECK_PAIRS(fmod, 0, 0, 5, fmod(x, y));
  CHECK_PAIRS(remainder, 0.5, 0.5, 5, python_remainder(x, y));
  CHECK_PAIRS(copysign, 0, 0, 5, copysign(x, y));
  CHECK_PAIRS(fmax, 0, 0, 5, x > y || isnan(y) ? x : y);
  CHECK_PAIRS(fmin, 0, 0, 5, x < y || isnan(y) ? x : y);
  CHECK_PAIRS(max, 0, 0, 5, isnan(x) || isnan(y) ? NAN : x > y ? x : y);
  CHECK_PAIRS(min, 0, 0, 5, isnan(x) || isnan(y) ? NAN : x < y ? x : y);
  CHECK_PAIRS(trunc_divide, 0, 0, 5, trunc(narrowed(x) / narrowed(y)));
  CHECK_PAIRS(floor_divide, 0, 0, 5, floor_quotient(narrowed(x), narrowed(y)));
  assert_int_equal(failures, 0);
}

}  // namespace
}  // namespace tenon::cpu::TENON_ISA

int main() {
  if (!processor_has_isa()) {
    printf("skipped: this processor lacks the instruction set\n");
    return 77;
  }
  using namespace tenon::cpu::TENON_ISA;
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_exact),         cmocka_unit_test(test_exponentials),
      cmocka_unit_test(test_logarithms),    cmocka_unit_test(test_trigonometric),
      cmocka_unit_test(test_special),       cmocka_unit_test(test_special_double),
      cmocka_unit_test(test_two_arguments),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
