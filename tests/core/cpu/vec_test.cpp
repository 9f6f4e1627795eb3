// compile-per-isa
// The values that formulas are pushed through: memory, arithmetic, truth, and integers without undefined
// behaviour.
#include "core/cpu/simd/math.h"

#include <math.h>

#include "tests/core/cpu/isa_check.h"
#include "tests/test.h"

namespace tenon::cpu::TENON_ISA {
namespace {

// ---- Vec ---------------------------------------------------------------------------------------------

template <class T>
void check_memory() {
  using V = Vec<T>;
  T x[3 * V::width], y[V::width + 2];
  for (int i = 0; i < 3 * V::width; ++i) x[i] = T(i + 1);
  for (int n = 0; n <= V::width; ++n) {
    for (T& element : y) element = -1;
    if (n < V::width) {
      V part = V::load_partial(x + 1, n);
      for (int i = 0; i < V::width; ++i) assert_true(part[i] == (i < n ? T(i + 2) : T(0)));
      V::load(x).store_partial(y + 1, n);
    } else {
      V::load(x).store(y + 1);
    }
    assert_true(y[0] == -1 && y[n + 1] == -1);
    for (int i = 0; i < n; ++i) assert_true(y[i + 1] == x[i]);

    for (T& element : y) element = -1;
    V::load_strided(x, 2, n).store_partial(y, n == V::width ? 0 : n);
    for (int i = 0; i < n && n < V::width; ++i) assert_true(y[i] == x[2 * i]);
    T spread[3 * V::width] = {};
    V::load(x).store_strided(spread, 3, n);
    for (int i = 0; i < 3 * V::width; ++i)
      assert_true(spread[i] == (i % 3 == 0 && i / 3 < n ? x[i / 3] : T(0)));
  }
}

void test_memory(void**) {
  check_memory<float>();
  check_memory<double>();
}

// The formulas of pointwise operators: constants of every kind on either side.
template <class V>
V tanh_gradient(V g, V y) {
  return g * (1 - y * y);
}
template <class V>
V relu_gradient(V g, V x) {
  return m::where(x > 0, g, 0);
}
template <class V>
V hinge(V x) {
  return m::max(0, m::min(x + 0.5f, 2)) + m::clamp(x, -1, 1.0) - int64_t(3);
}

template <class T>
void check_formulas() {
  using V = Vec<T>;
  for (double x = -2; x <= 9; x += 0.25) {
    assert_true(tanh_gradient(V(3), V(x))[V::width - 1] == T(3 * (1 - x * x)));
    assert_true(relu_gradient(V(3), V(x))[0] == T(x > 0 ? 3 : 0));
    assert_true(hinge(V(x))[0] == T(fmax(0, fmin(x + 0.5, 2)) + fmax(-1, fmin(x, 1)) - 3));
  }
  assert_true(signbit(V(-0.0)[0]) && signbit((-V(0))[0]) && signbit((V(-0.0) * 1)[0]));
  assert_true(m::fma(2, V(3), 4)[0] == 10);
  V sum = 1;
  sum += 2;
  sum *= 6;
  sum -= 3;
  sum /= 5;
  assert_true(sum[0] == 3);
}

void test_formulas(void**) {
  check_formulas<float>();
  check_formulas<double>();
}

// Every pair of truths in every lane; bytes beside those written stay as they are.
template <class T>
void check_truth() {
  using V = Vec<T>;
  constexpr int width = V::width;
  T x[width], y[width];
  uint8_t bytes[width + 2];
  for (int turn = 0; turn < 4; ++turn) {
    for (int i = 0; i < width; ++i) x[i] = T((i + turn) % 4 / 2), y[i] = T((i + turn) % 2);
    Mask<T> a = V::load(x) != 0, b = V::load(y) > 0.5;
    Mask<T> results[] = {a & b, a | b, a ^ b, !a, V::load(x) == V::load(y), V::load(x) <= V::load(y)};
    for (int r = 0; r < 6; ++r) {
      for (int n = 0; n <= width; ++n) {
        memset(bytes, 7, sizeof bytes);
        if (n < width) results[r].store_partial(bytes + 1, n);
        else results[r].store(bytes + 1);
        for (int i = 0; i < n; ++i) {
          bool p = x[i] != 0, q = y[i] != 0, wanted[] = {p && q, p || q, p != q, !p, p == q, p <= q};
          assert_int_equal(bytes[i + 1], wanted[r]);
        }
        assert_true(bytes[0] == 7 && bytes[n + 1] == 7);
      }
      results[r].store(bytes);
      bytes[0] *= 255;
      Mask<T> again = Mask<T>::load(bytes), part = Mask<T>::load_partial(bytes, width - 1);
      for (int i = 0; i < width; ++i) {
        assert_true(again[i] == results[r][i]);
        assert_true(part[i] == (i < width - 1 && results[r][i]));
      }
    }
  }
  assert_false(any(Mask<T>(false)));
  for (int i = 0; i < width; ++i) {
    for (int j = 0; j < width; ++j) x[j] = T(i == j);
    assert_true(any(V::load(x) == 1));
  }
  V nan = __builtin_nan("");
  assert_false(any((nan < 1) | (nan > 1) | (nan == nan) | (nan <= 1) | (nan >= 1)));
  assert_true((nan != nan)[0] && m::isnan(nan)[0] && !m::isnan(V(1))[0]);
  assert_true(m::isinf(V(-INFINITY))[0] && !m::isinf(nan)[0] && !m::isfinite(nan)[0] && m::isfinite(V(1))[0]);
  assert_true(m::isposinf(V(INFINITY))[0] && !m::isposinf(V(-INFINITY))[0] && m::isneginf(V(-INFINITY))[0]);
  assert_true(m::signbit(V(-0.0))[0] && !m::signbit(V(0))[0]);
  assert_true(m::logical_and(V(2), 3)[0] && !m::logical_xor(V(2), 3)[0] && m::logical_not(V(0))[0]);
}

void test_truth(void**) {
  check_truth<float>();
  check_truth<double>();
}

void test_widen(void**) {
  float x[Vec<float>::width], y[Vec<float>::width];
  double wide[Vec<float>::width];
  for (int i = 0; i < Vec<float>::width; ++i) x[i] = 0.1f * float(i);
  Doubles d = widen(Vec<float>::load(x));
  d.low.store(wide);
  d.high.store(wide + Vec<double>::width);
  narrow(d).store(y);
  for (int i = 0; i < Vec<float>::width; ++i) assert_true(wide[i] == x[i] && y[i] == x[i]);
}

// ---- Int ---------------------------------------------------------------------------------------------

// Against arithmetic in 128 bits, reduced to the type.
template <class T>
void check_int_pair(T x, T y) {
  using V = Int<T>;
  using Wide = __int128;
  constexpr int bits = 8 * sizeof(T);
  constexpr bool is_signed = T(-1) < T(0);
  V a = x, b = y;
  Wide p = x, q = y;
  assert_true((a + b).v == T(p + q) && (a - b).v == T(p - q) &&
              (a * b).v == T(Wide(uint64_t(p) * uint64_t(q))));
  assert_true((-a).v == T(-p) && (~a).v == T(~p) && m::abs(a).v == T(p < 0 ? -p : p));
  assert_true((a & b).v == T(p & q) && (a | b).v == T(p | q) && (a ^ b).v == T(p ^ q));
  assert_true((a < b).v == (p < q) && (a <= b).v == (p <= q) && (a > b).v == (p > q) &&
              (a >= b).v == (p >= q));
  assert_true((a == b).v == (p == q) && (a != b).v == (p != q));
  assert_true(m::max(a, b).v == (x > y ? x : y) && m::min(a, b).v == (x < y ? x : y));
  assert_true(m::sign(a).v == T(p > 0 ? 1 : p < 0 ? -1 : 0));
  bool counts = q >= 0 && q < bits;
  assert_true((a << b).v == T(counts ? Wide(uint64_t(p) << q) : 0));
  assert_true((a >> b).v == T(counts ? p >> q : p < 0 && is_signed ? -1 : 0));
  if (y == 0) {
    assert_true((a / b).v == 0 && (a % b).v == 0 && m::floor_divide(a, b).v == 0 &&
                m::remainder(a, b).v == 0);
    return;
  }
  Wide quotient = p / q, rest = p % q, floored = quotient - (rest != 0 && (rest < 0) != (q < 0));
  assert_true((a / b).v == T(quotient) && m::trunc_divide(a, b).v == T(quotient));
  assert_true((a % b).v == T(rest) && m::fmod(a, b).v == T(rest));
  assert_true(m::floor_divide(a, b).v == T(floored) && m::remainder(a, b).v == T(p - floored * q));
}

template <class T>
void check_int() {
  constexpr bool is_signed = T(-1) < T(0);
  const T least = is_signed ? T(uint64_t(1) << (8 * sizeof(T) - 1)) : T(0), greatest = T(uint64_t(least) - 1);
  const T some[] = {
      0,   1,   2,     3,     5,     7,     8,       15,    31,           63,       64,
      100, 127, T(-1), T(-2), T(-3), T(-7), T(-100), least, T(least + 1), greatest, T(greatest - 1)};
  for (T x : some)
    for (T y : some) check_int_pair(x, y);
  using V = Int<T>;
  assert_true(m::pow(V(3), 4).v == 81 &&
              m::pow(V(2), 8 * int(sizeof(T)) - 1).v == T(uint64_t(1) << (8 * sizeof(T) - 1)));
  assert_true(m::pow(V(0), 0).v == 1 && m::pow(V(7), V(0)).v == 1 && m::pow(V(2), 100).v == 0);
  if (is_signed) {
    assert_true(m::pow(V(1), -5).v == 1 && m::pow(V(-1), -5).v == T(-1) && m::pow(V(-1), -4).v == 1);
    assert_true(m::pow(V(3), -1).v == 0 && m::pow(V(0), -1).v == 0 && m::pow(V(-3), 3).v == T(-27));
  }
  assert_true(relu_gradient(V(3), V(1)).v == 3 && relu_gradient(V(3), V(0)).v == 0);
  assert_true(tanh_gradient(V(3), V(2)).v == T(-9));
  assert_true(m::where((V(1) > 0) & !(V(2) == 2) & true, 5, V(6)).v == 6);
  assert_true(m::floor(V(5)).v == 5 && !m::isnan(V(5)) && m::isfinite(V(5)) && m::clamp(V(9), 1, 3).v == 3);
  T x = 5, y = 0;
  V::load(&x).store(&y);
  assert_true(y == 5 && V::load_partial(&x, 1).v == 5 && V::load_strided(&x, 3, 1).v == 5);
  uint8_t byte = 9;
  (V(2) > 1).store(&byte);
  assert_int_equal(byte, 1);
}

void test_int(void**) {
  check_int<int8_t>();
  check_int<int16_t>();
  check_int<int32_t>();
  check_int<int64_t>();
  check_int<uint8_t>();
}

void test_bool(void**) {
  using V = Int<bool>;
  for (int a = 0; a < 2; ++a)
    for (int b = 0; b < 2; ++b) {
      assert_true((V(a) + V(b)).v == (a | b) && (V(a) * V(b)).v == (a & b) && (V(a) ^ V(b)).v == (a ^ b));
      assert_true((V(a) & V(b)).v == (a & b) && (V(a) | V(b)).v == (a | b) && (~V(a)).v == !a);
      assert_true((V(a) < V(b)).v == (a < b) && (V(a) == V(b)).v == (a == b) &&
                  m::max(V(a), V(b)).v == (a | b));
    }
  uint8_t byte = 200;
  assert_int_equal(V::load(&byte).v, 1);
  assert_int_equal(V(7).v, 1);
  assert_int_equal(m::where(V(1) > 0, V(0), 1).v, 0);
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
      cmocka_unit_test(test_memory), cmocka_unit_test(test_formulas), cmocka_unit_test(test_truth),
      cmocka_unit_test(test_widen),  cmocka_unit_test(test_int),      cmocka_unit_test(test_bool),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
