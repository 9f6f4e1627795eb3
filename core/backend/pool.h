#pragma once
// Pooling as the core asks a backend for it. Plain C layout: it crosses a dlopen boundary.
#include "core/base/dtype.h"

namespace tenon {

enum class PoolOp : uint8_t { max, max_gradient, average, average_gradient };

// Dense planes, (h, w) of each image and channel. Pairs are height and width. Of a gradient, `in` is the
// result's and `out` the operand's: the sizes keep their meaning.
struct PoolCall {
  PoolOp op;
  DType dtype;  // float32, float64; of an average int64 too
  uint8_t device;
  bool count_include_pad;
  int64_t planes;
  int64_t size[2], result[2], kernel[2], stride[2], padding[2], dilation[2];
  int64_t divisor;  // of an average; 0: the window's size
  const void* in;
  void* out;
  int32_t* index;  // of max: where in its plane each result was found, -1 for a window of padding alone; may
                   // be nullptr but for a gradient
};

}  // namespace tenon
