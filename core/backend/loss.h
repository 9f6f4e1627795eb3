#pragma once
// The loss of classifiers as the core asks a backend for it. Plain C layout: it crosses a dlopen boundary.
#include "core/base/dtype.h"

namespace tenon {

// Of dense rows of logits: weight[t] * -log(softmax(row)[t]), t being the row's target; or its gradient,
// scale * weight[t] * grad * (softmax(row) - [t]). Rows whose target is ignore_index count for nothing.
struct CrossEntropyCall {
  DType dtype;  // float32 or float64
  uint8_t device;
  bool gradient;
  int64_t rows, classes;
  const void* input;      // [rows, classes]
  const int64_t* target;  // [rows]
  const void* weight;     // [classes], or nullptr: 1
  int64_t ignore_index;
  void* shift;  // [rows, 2]: each row's largest, and the logarithm of the sum of e^(x - largest); the forward
                // pass leaves it for the gradient
  void* out;    // the losses [rows], or the gradient [rows, classes]

  double* totals;  // of the forward pass: gets the sums of the losses and of the weights

  const void* grad;   // of a gradient: that of each row's loss
  int64_t grad_step;  // from one row's to the next: 0 where one serves all
  double scale;
};

}  // namespace tenon
