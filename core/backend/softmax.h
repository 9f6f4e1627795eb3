#pragma once
// Softmax and log-softmax along rows that lie together.
#include "core/base/dtype.h"

namespace tenon {

struct SoftmaxCall {
  DType dtype;  // float32 or float64
  uint8_t device;
  bool log;
  bool backward;
  int64_t rows, n;
  const void* in;    // forward: the operand; backward: the result
  const void* grad;  // backward: of the result
  void* out;         // the result, or the gradient of the operand
};

}  // namespace tenon
