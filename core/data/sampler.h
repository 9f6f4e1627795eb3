#pragma once
// In which order an epoch takes the samples.
#include <cstdint>
#include <vector>

namespace tenon {

// 0, 1, … n - 1, or shuffled: an order that depends on the seed and the number of the epoch alone.
std::vector<int64_t> sample_order(int64_t n, bool shuffle, uint64_t seed, uint64_t epoch);

}  // namespace tenon
