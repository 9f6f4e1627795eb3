#pragma once
// Fills with random numbers, as core/base/philox.h defines them.
#include "core/base/dtype.h"
#include "core/base/philox.h"

namespace tenon {

enum class RandomKind : uint8_t { uniform, normal, integers };

struct RandomCall {
  RandomKind kind;
  DType dtype;  // float32 or float64; of integers, int64
  uint8_t device;
  int64_t n;
  void* out;
  Philox from;
  double a, b;     // bounds, or mean and deviation
  int64_t low;     // of integers
  uint64_t range;  // 0: 2^64
};

}  // namespace tenon
