// The arithmetic that kernels find their elements by: division by a multiplication, strided places, pieces
// of what is too large, size classes of memory.
// labels: cuda
#include "core/cuda/places.h"

#include <vector>

#include "core/cuda/element.h"
#include "tests/test.h"

namespace tenon {
namespace {

void test_division(void**) {
  const uint32_t largest = 0x7fffffff;
  std::vector<uint32_t> sizes;
  for (uint32_t size = 1; size < 300; ++size) sizes.push_back(size);
  for (int bit = 8; bit < 31; ++bit)
    for (int near = -2; near <= 2; ++near) sizes.push_back((1u << bit) + static_cast<uint32_t>(near));
  for (uint32_t size : {1000u, 12345u, 715827883u, largest - 1, largest}) sizes.push_back(size);
  for (uint32_t size : sizes) {
    const cuda::Divider divider(size);
    auto check = [&](uint64_t n) {
      if (n > largest) return;
      if (divider.divide(static_cast<uint32_t>(n)) != n / size)
        fail_msg("%llu / %u", (unsigned long long)n, size);
    };
    for (uint64_t n = 0; n < 600; ++n) check(n);
    for (uint64_t times : {1u, 2u, 3u, 100u, 65535u, 1u << 20, largest / size})
      for (int near = -2; near <= 2; ++near) check(times * size + static_cast<uint64_t>(near));
    check(largest);
    check(largest - 1);
  }
}

// Each element of a strided pair of operands is met once, at its own places, whatever the pieces.
void test_pieces(void**) {
  const int64_t sizes[] = {3, 4, 5, 7};
  const int64_t strides[2][4] = {{140, 35, 7, 1}, {1, 3, 0, 12}};
  Walk<2> walk;
  for (int d = 0; d < 4; ++d) walk.add(sizes[d], {strides[0][d], strides[1][d]}, 2);
  assert_int_equal(walk.total, 420);
  for (int64_t most : {2, 5, 16, 100, 421}) {
    std::vector<int64_t> found(420, -1);
    cuda::each_piece(
        walk, {0, 0}, 2,
        [&](const Walk<2>& piece, const int64_t(&start)[2]) {
          assert_true(piece.total > 0 && piece.total < most);
          const cuda::Places<2> places(piece, 2);
          for (uint32_t i = 0; i < piece.total; ++i) {
            int64_t at[2];
            places.find(i, at);
            assert_int_equal(found[static_cast<size_t>(start[0] + at[0])], -1);
            found[static_cast<size_t>(start[0] + at[0])] = start[1] + at[1];
          }
        },
        most);
    for (int64_t i = 0; i < 420; ++i) {
      const int64_t a = i / 140, b = i / 35 % 4, d = i % 7;
      assert_int_equal(found[static_cast<size_t>(i)], a * 1 + b * 3 + d * 12);
    }
  }
}

// More elements than a kernel counts are cut, and the cuts cover them.
void test_large(void**) {
  Walk<1> walk;
  walk.add(3, {int64_t{1} << 33}, 1);
  walk.add((int64_t{1} << 32) + 5, {2}, 1);
  int64_t total = 0;
  cuda::each_piece(walk, {0}, 1, [&](const Walk<1>& piece, const int64_t(&)[1]) {
    assert_true(piece.total < cuda::kMostElements);
    total += piece.total;
  });
  assert_true(total == 3 * ((int64_t{1} << 32) + 5));
}

void test_elements(void**) {
  using cuda::Element;
  assert_int_equal(Element::of(300.7).to_whole(DType::uint8), 44);
  assert_int_equal(Element::of(-1.5).to_whole(DType::int64), -1);
  assert_true(Element::of(1e30).to_whole() == INT64_MIN);
  assert_int_equal(Element::of(1e30).to_whole(DType::int32), 0);
  assert_int_equal(Element::of(int64_t{200}).to_whole(DType::int8), -56);
  assert_true(Element::of(0.5).to_bool() && !Element::of(-0.0).to_bool());
  // Rounded once: by way of a double it would be rounded twice.
  assert_true(Element::of((int64_t{1} << 54) + (int64_t{1} << 30) + 1).to_float() == 0x1.000002p54f);
}

}  // namespace
}  // namespace tenon

using namespace tenon;

int main(void) {
  const CMUnitTest tests[] = {cmocka_unit_test(test_division), cmocka_unit_test(test_pieces),
                              cmocka_unit_test(test_large), cmocka_unit_test(test_elements)};
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
