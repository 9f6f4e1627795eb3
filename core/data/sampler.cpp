#include "core/data/sampler.h"

#include <cstddef>
#include <utility>

#include "core/base/philox.h"

namespace tenon {

std::vector<int64_t> sample_order(int64_t n, bool shuffle, uint64_t seed, uint64_t epoch) {
  std::vector<int64_t> order(static_cast<size_t>(n));
  for (int64_t i = 0; i < n; ++i) order[static_cast<size_t>(i)] = i;
  if (!shuffle) return order;
  // Fisher and Yates. The generator's upper half counts epochs, so that no two draw the same numbers; 0 is
  // left to other uses of the seed.
  Philox philox{seed, 0};
  for (int64_t i = n - 1; i > 0; --i) {
    PhiloxBlock bits = philox.block(static_cast<uint64_t>(i), epoch + 1);
    uint64_t j = integer_below_wide(bits.high(), bits.low(), static_cast<uint64_t>(i) + 1);
    std::swap(order[static_cast<size_t>(i)], order[static_cast<size_t>(j)]);
  }
  return order;
}

}  // namespace tenon
