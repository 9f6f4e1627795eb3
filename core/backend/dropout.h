#pragma once
// Dropout as the core asks a backend for it. Plain C layout: it crosses a dlopen boundary.
#include "core/base/dtype.h"
#include "core/base/philox.h"

namespace tenon {

// out[i] = in[i] * scale with probability `keep`, else 0; which is which is a matter of `from` and i alone
// (philox.h), so the gradient has no need of a mask.
struct DropoutCall {
  DType dtype;  // float32 or float64
  uint8_t device;
  int64_t n;
  const void* in;
  void* out;  // may be `in`
  Philox from;
  double keep, scale;
};

}  // namespace tenon
