#pragma once
// Lookups of rows as the core asks a backend for them. Plain C layout: it crosses a dlopen boundary.
#include "core/base/dtype.h"

namespace tenon {

// out[i] = table[index[i]], rows of `width` elements of any dtype. Or, as its gradient, of float32 or
// float64: out, a table of zeros, gets grad[i] * factor[i] added to its row index[i], in the order of i.
struct EmbeddingCall {
  DType dtype;
  uint8_t device;
  int64_t rows, width, count;
  const int64_t* index;  // [count], checked by the lookup
  const void* in;        // the table [rows, width], or the gradient [count, width]
  const void* factor;    // [count], or nullptr: 1
  void* out;
  bool gradient;
};

}  // namespace tenon
