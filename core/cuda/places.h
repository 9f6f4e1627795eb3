#pragma once
// Where the i-th element of strided operands is. Kernels count in 32 bits, and divide by a multiplication:
// what is larger is cut into pieces first.
#include "core/backend/walk.h"
#include "core/base/host_device.h"

namespace tenon::cuda {

constexpr int64_t kMostElements = int64_t{1} << 31;  // of a piece

// n / size for n < 2^31 as the upper half of (2^32 + m) n, shifted (Granlund and Montgomery, Division by
// Invariant Integers using Multiplication, 1994): with s = ceil(log2 size), m = 2^32 (2^s - size) / size + 1.
struct Divider {
  uint32_t size, multiplier, shift;

  Divider() = default;
  explicit Divider(uint32_t size) : size(size), shift(0) {
    while ((uint64_t{1} << shift) < size) ++shift;
    multiplier = static_cast<uint32_t>(((uint64_t{1} << 32) * ((uint64_t{1} << shift) - size)) / size + 1);
  }
  TN_HD uint32_t divide(uint32_t n) const {
    const auto high = static_cast<uint32_t>(static_cast<uint64_t>(n) * multiplier >> 32);
    return (high + n) >> shift;
  }
};

template <int kOperands>
struct Places {
  int ndim;
  Divider size[kMaxDims];
  int64_t stride[kOperands][kMaxDims];

  // Of the walk's elements, which are fewer than kMostElements.
  Places(const Walk<kOperands>& walk, int operands) : ndim(walk.ndim) {
    for (int d = 0; d < ndim; ++d) {
      size[d] = Divider(static_cast<uint32_t>(walk.size[d]));
      for (int o = 0; o < operands; ++o) stride[o][d] = walk.stride[o][d];
    }
  }

  // offset[o]: where element i is in operand o, for the first `count` operands.
  template <int count>
  TN_HD void find(uint32_t i, int64_t (&offset)[count]) const {
    for (int o = 0; o < count; ++o) offset[o] = 0;
    for (int d = ndim - 1; d >= 0; --d) {
      const uint32_t next = size[d].divide(i), at = i - next * size[d].size;
      i = next;
      for (int o = 0; o < count; ++o) offset[o] += static_cast<int64_t>(at) * stride[o][d];
    }
  }
};

// Calls f(walk, start) for pieces of fewer than `most` elements; start[o] is where a piece begins in operand
// o. The longest dimension is halved.
template <int kOperands, class F>
void each_piece(const Walk<kOperands>& walk, const int64_t (&start)[kOperands], int operands, F f,
                int64_t most = kMostElements) {
  if (walk.total < most) return f(walk, start);
  int longest = 0;
  for (int d = 1; d < walk.ndim; ++d)
    if (walk.size[d] > walk.size[longest]) longest = d;
  const int64_t size = walk.size[longest], half = size / 2;
  Walk<kOperands> part = walk;
  part.size[longest] = half;
  part.total = walk.total / size * half;
  each_piece(part, start, operands, f, most);
  int64_t behind[kOperands];
  for (int o = 0; o < operands; ++o) behind[o] = start[o] + half * walk.stride[o][longest];
  part.size[longest] = size - half;
  part.total = walk.total / size * (size - half);
  each_piece(part, behind, operands, f, most);
}

}  // namespace tenon::cuda
