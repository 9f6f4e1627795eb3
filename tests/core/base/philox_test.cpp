#include "core/base/philox.h"

#include <math.h>

#include <initializer_list>

#include "core/base/normal.h"
#include "tests/test.h"

using namespace tenon;

namespace {

void check(PhiloxBlock counter, uint32_t key0, uint32_t key1, PhiloxBlock expected) {
  PhiloxBlock found = philox4x32(counter, key0, key1);
  assert_memory_equal(&found, &expected, sizeof found);
}

// The known answers of the authors' Random123.
void test_known_answers(void**) {
  check({{0, 0, 0, 0}}, 0, 0, {{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}});
  uint32_t ones = 0xffffffff;
  check({{ones, ones, ones, ones}}, ones, ones, {{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}});
  check({{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, 0xa4093822, 0x299f31d0,
        {{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}});
}

void test_counter_and_key(void**) {
  Philox from{0x299f31d0a4093822, 0x85a308d3243f6a80};
  PhiloxBlock found = from.block(8, 0x0370734413198a2e);
  PhiloxBlock expected = {{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}};
  assert_memory_equal(&found, &expected, sizeof found);
  assert_true(found.low() == 0x94fdccebd16cfe09 && found.high() == 0x24126ea15001e420);
}

void test_elements(void**) {
  Philox from{7, 1000};
  for (uint64_t i = 0; i < 20; ++i) {
    assert_int_equal(from.bits32(i), from.block(i / 4).word[i % 4]);
    assert_true(from.bits64(i) == (from.bits32(2 * i) | static_cast<uint64_t>(from.bits32(2 * i + 1)) << 32));
    Philox later{7, 1000 + i};
    assert_int_equal(later.bits32(0), from.bits32(4 * i));
  }
  Philox last{7, ~uint64_t{0}}, wrapped{7, 0};
  assert_int_equal(last.bits32(5), wrapped.bits32(1));
}

void test_blocks(void**) {
  assert_int_equal(philox_blocks(0, 1), 0);
  assert_int_equal(philox_blocks(1, 1), 1);
  assert_int_equal(philox_blocks(4, 1), 1);
  assert_int_equal(philox_blocks(5, 1), 2);
  assert_int_equal(philox_blocks(5, 2), 3);
  assert_int_equal(philox_blocks(5, 4), 5);
}

void test_uniform(void**) {
  assert_true(uniform_float(0) == 0 && uniform_float(0xff) == 0);
  assert_true(uniform_float(0xffffffff) == 1 - 0x1p-24f);
  assert_true(uniform_double(0) == 0 && uniform_double(0x7ff) == 0);
  assert_true(uniform_double(~uint64_t{0}) == 1 - 0x1p-53);
  assert_true(uniform_between(0.5f, -2.0f, 4.0f) == 1.0f);
  assert_true(uniform_between(1 - 0x1p-24f, 1.0f, 1 + 0x1p-22f) == 1.0f);  // rounded up to the end
  assert_true(uniform_between(0.25, 3.0, 3.0) == 3.0);
}

void test_truth(void**) {
  assert_int_equal(truth_threshold(0), 0);
  assert_int_equal(truth_threshold(-1), 0);
  assert_int_equal(truth_threshold(NAN), 0);
  assert_int_equal(truth_threshold(0.5), uint64_t{1} << 31);
  assert_int_equal(truth_threshold(1), uint64_t{1} << 32);
  assert_int_equal(truth_threshold(2), uint64_t{1} << 32);
}

void test_integers(void**) {
  assert_int_equal(integer_words(1), 2);
  assert_int_equal(integer_words(0xffffffff), 2);
  assert_int_equal(integer_words(0x100000000), 4);
  assert_int_equal(integer_words(0), 4);
  uint64_t all = ~uint64_t{0};
  for (uint32_t range : {1u, 2u, 10u, 0xffffffffu}) {
    assert_int_equal(integer_below(0, range), 0);
    assert_int_equal(integer_below(all, range), range - 1);
    // The same fraction by exact arithmetic.
    for (uint64_t bits : {uint64_t{0x0123456789abcdef}, uint64_t{0xfedcba9876543210}})
      assert_true(integer_below(bits, range) ==
                  static_cast<uint64_t>(static_cast<unsigned __int128>(bits) * range >> 64));
  }
  for (uint64_t range : {uint64_t{1} << 32, uint64_t{3} << 62, all}) {
    assert_true(integer_below_wide(0, 0, range) == 0);
    assert_true(integer_below_wide(all, all, range) == range - 1);
  }
  assert_true(integer_below_wide(0x123456789, 5, 0) == 0x123456789);
  assert_true(integer_below_wide(uint64_t{1} << 63, 0, uint64_t{1} << 40) == uint64_t{1} << 39);
}

// Box and Muller's formula by the C library.
void test_normal_floats(void**) {
  Philox from{3, 0};
  for (uint64_t i = 0; i < 100000; ++i) {
    PhiloxBlock b = from.block(i);
    if (i == 0) b = {{0, 0, 0xffffffff, 0xffffffff}};
    for (int pair = 0; pair < 2; ++pair) {
      float x, y;
      normal_floats(b, pair, &x, &y);
      double u = (b.word[2 * pair] >> 1 | 1) * 0x1p-31, angle = 2 * M_PI * b.word[2 * pair + 1] * 0x1p-32;
      double radius = sqrt(-2 * log(u));
      // u has 24 bits of its own as a float: near 1 the radius is that much less certain.
      double error = 4e-7 * radius + 0x1p-25 / (radius + 1e-4);
      assert_true(fabs(x - radius * cos(angle)) <= error);
      assert_true(fabs(y - radius * sin(angle)) <= error);
    }
  }
}

void test_normal_doubles(void**) {
  Philox from{4, 0};
  for (uint64_t i = 0; i < 100000; ++i) {
    PhiloxBlock b = from.block(i);
    if (i == 0) b = {{0, 0, 0, 0}};
    if (i == 1) b = {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}};
    double x, y;
    normal_doubles(b, &x, &y);
    double u = static_cast<double>(b.low() >> 11 | 1) * 0x1p-53;
    double radius = sqrt(-2 * log(u)), angle = 2 * M_PI * (static_cast<double>(b.high() >> 11) * 0x1p-53);
    double error = 4e-15 * (radius + 1);
    assert_true(fabs(x - radius * cos(angle)) <= error);
    assert_true(fabs(y - radius * sin(angle)) <= error);
  }
}

}  // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_known_answers),  cmocka_unit_test(test_counter_and_key),
      cmocka_unit_test(test_elements),       cmocka_unit_test(test_blocks),
      cmocka_unit_test(test_uniform),        cmocka_unit_test(test_truth),
      cmocka_unit_test(test_integers),       cmocka_unit_test(test_normal_floats),
      cmocka_unit_test(test_normal_doubles),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
