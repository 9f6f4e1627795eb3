// isa: all
// Arrays are converted bit for bit as single values are, in every instruction set and at every length.
#include "core/cpu/half_convert.h"

#include <bit>
#include <initializer_list>
#include <vector>

#include "core/base/half.h"
#include "tests/test.h"

using namespace tenon;
using cpu::half_convert_kernels;

namespace {

void test_every_value(void**) {
  std::vector<uint16_t> all(0x10000);
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<uint16_t>(i);
  std::vector<float> half(all.size()), bfloat16(all.size());
  half_convert_kernels().half_to_float(all.data(), half.data(), 0x10000);
  half_convert_kernels().bfloat16_to_float(all.data(), bfloat16.data(), 0x10000);
  for (size_t i = 0; i < all.size(); ++i) {
    float f = Half::decode(all[i]), b = BFloat16::decode(all[i]);
    assert_memory_equal(&half[i], &f, 4);
    assert_memory_equal(&bfloat16[i], &b, 4);
  }
}

// Floats from all over: each combination of sign, exponent and upper fraction, with lower bits around the
// ties.
void test_rounding(void**) {
  std::vector<float> x;
  for (uint32_t upper = 0; upper < 0x10000; ++upper)
    for (uint32_t lower : {0u, 1u, 0x0fffu, 0x1000u, 0x1001u, 0x3000u, 0x7fffu, 0x8000u, 0x8001u, 0xffffu})
      x.push_back(std::bit_cast<float>(upper << 16 | lower));
  auto n = static_cast<int64_t>(x.size());
  std::vector<uint16_t> half(x.size()), bfloat16(x.size());
  half_convert_kernels().float_to_half(x.data(), half.data(), n);
  half_convert_kernels().float_to_bfloat16(x.data(), bfloat16.data(), n);
  for (size_t i = 0; i < x.size(); ++i) {
    assert_int_equal(half[i], Half::encode(x[i]));
    assert_int_equal(bfloat16[i], BFloat16::encode(x[i]));
  }
}

void test_every_length(void**) {
  for (int64_t n = 0; n < 70; ++n) {
    float x[72], back[72];
    uint16_t half[72];
    for (int i = 0; i < 72; ++i) {
      x[i] = 0.25f * static_cast<float>(i);
      back[i] = -1;
      half[i] = 0x1234;
    }
    half_convert_kernels().float_to_half(x, half, n);
    half_convert_kernels().half_to_float(half, back, n);
    for (int64_t i = 0; i < n; ++i) assert_true(back[i] == x[i]);
    assert_int_equal(half[n], 0x1234);
    assert_true(back[n] == -1);
  }
}

}  // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_every_value),
      cmocka_unit_test(test_rounding),
      cmocka_unit_test(test_every_length),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
