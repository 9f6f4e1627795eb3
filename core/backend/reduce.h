#pragma once
// Reductions as the core asks a backend for them: of a dense [outer, n, inner] over n.
#include "core/base/dtype.h"

namespace tenon {

enum class ReduceOp : uint8_t {
  sum,  // in double for the real dtypes, in blocks
  prod,
  max,  // NaN wins
  min,
  argmax,  // the first of equals; int64
  argmin,
  any,  // bool
  all,
  deviations,  // the sum of (x - mean)^2; `center` holds the means
  powers,      // the sum of |x|^p
  count
};

struct ReduceCall {
  ReduceOp op;
  DType dtype;  // of the elements: float32, float64, or for most an integer or bool
  uint8_t device;
  int64_t outer, n, inner;
  const void* in;
  const void* center;  // [outer, inner], of the same dtype
  void* out;           // [outer, inner]: of the dtype, int64 for arg*, one byte for any and all
  double p;
};

}  // namespace tenon
