#include "core/base/half.h"

#include <math.h>

#include <bit>
#include <initializer_list>

#include "tests/test.h"

#if defined(__SSE2__)
#  include <immintrin.h>
#endif

using namespace tenon;

namespace {

// The definitions, in double.
double half_value(uint32_t h) {
  double fraction = h & 0x3ff;
  int exponent = h >> 10 & 0x1f;
  double size = ldexp(1024 + fraction, exponent - 25);
  if (exponent == 0) size = ldexp(fraction, -24);
  if (exponent == 31) size = fraction ? NAN : INFINITY;
  return h & 0x8000 ? -size : size;
}

double bfloat16_value(uint32_t b) {
  double fraction = b & 0x7f;
  int exponent = b >> 7 & 0xff;
  double size = ldexp(128 + fraction, exponent - 134);
  if (exponent == 0) size = ldexp(fraction, -133);
  if (exponent == 255) size = fraction ? NAN : INFINITY;
  return b & 0x8000 ? -size : size;
}

template <class T>
void check_every_value(double (*value)(uint32_t)) {
  for (uint32_t b = 0; b < 0x10000; ++b) {
    float f = T::decode(static_cast<uint16_t>(b));
    double expected = value(b);
    if (isnan(expected)) {
      assert_true(isnan(f));
      float again = T::decode(T::encode(f));
      assert_true(isnan(again));
      continue;
    }
    assert_true(f == expected);
    assert_int_equal(signbit(f) != 0, b >> 15);
    assert_int_equal(T::encode(f), b);
  }
}

// Between each two neighbours: the middle goes to the even one, and the floats beside it to the nearer.
// Infinity counts as the value that would follow the largest one.
template <class T>
void check_rounding(double (*value)(uint32_t), uint32_t infinity, double after_largest) {
  for (uint32_t sign : {0u, 0x8000u}) {
    for (uint32_t b = 0; b < infinity; ++b) {
      double low = value(b), high = b + 1 == infinity ? after_largest : value(b + 1);
      auto middle = static_cast<float>(sign ? -(low + high) / 2 : (low + high) / 2);
      uint32_t even = b & 1 ? b + 1 : b;
      assert_int_equal(T::encode(middle), sign | even);
      assert_int_equal(T::encode(nextafterf(middle, 0)), sign | b);
      assert_int_equal(T::encode(nextafterf(middle, sign ? -INFINITY : INFINITY)), sign | (b + 1));
    }
  }
}

void test_every_half(void**) { check_every_value<Half>(half_value); }
void test_every_bfloat16(void**) { check_every_value<BFloat16>(bfloat16_value); }
void test_rounding_to_half(void**) { check_rounding<Half>(half_value, 0x7c00, 65536); }
void test_rounding_to_bfloat16(void**) { check_rounding<BFloat16>(bfloat16_value, 0x7f80, ldexp(1, 128)); }

void test_special_values(void**) {
  assert_int_equal(Half::encode(INFINITY), 0x7c00);
  assert_int_equal(Half::encode(-INFINITY), 0xfc00);
  assert_int_equal(Half::encode(1e30f), 0x7c00);
  assert_int_equal(Half::encode(-1e-30f), 0x8000);
  assert_int_equal(Half::encode(65519.99f), 0x7bff);
  assert_int_equal(Half::encode(65520), 0x7c00);
  assert_int_equal(Half::encode(std::bit_cast<float>(0x7f800001u)), 0x7e00);
  assert_int_equal(Half::encode(std::bit_cast<float>(0xffffffffu)), 0xffff);
  assert_int_equal(std::bit_cast<uint32_t>(Half::decode(0x7c01)), 0x7fc02000);
  assert_int_equal(BFloat16::encode(3.4e38f), 0x7f80);
  assert_int_equal(BFloat16::encode(std::bit_cast<float>(0x7f800001u)), 0x7fc0);
  assert_int_equal(BFloat16::encode(std::bit_cast<float>(0xffffffffu)), 0x7fc0);
  static_assert(static_cast<float>(Half(1.5f)) == 1.5f && Half(2.0f).bits == 0x4000);
  static_assert(BFloat16(-1.0f).bits == 0xbf80);
}

#if defined(__SSE2__)
void test_float_mode_changes_nothing(void**) {
  unsigned before = _mm_getcsr();
  _mm_setcsr(before | 0x8040 | 0x6000);  // denormals are zero, results cut off
  bool right = true;
  for (uint32_t b = 0; b < 0x7c00; ++b) {
    float f = Half::decode(static_cast<uint16_t>(b));
    right = right && Half::encode(f) == b && (b == 0 || f > 0);
  }
  right = right && Half::encode(1 + 0x1.8p-11f) == 0x3c01;
  _mm_setcsr(before);
  assert_true(right);
}
#endif

}  // namespace

int main() {
  const CMUnitTest tests[] = {
    cmocka_unit_test(test_every_half),
    cmocka_unit_test(test_every_bfloat16),
    cmocka_unit_test(test_rounding_to_half),
    cmocka_unit_test(test_rounding_to_bfloat16),
    cmocka_unit_test(test_special_values),
#if defined(__SSE2__)
    cmocka_unit_test(test_float_mode_changes_nothing),
#endif
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
