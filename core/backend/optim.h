#pragma once
// One step of an optimizer over one parameter, in place. All arrays have n elements without gaps.
#include "core/base/dtype.h"

namespace tenon {

// g: the gradient (negated to maximize) plus weight_decay * p.
// With a buffer, v = momentum * v + (1 - dampening) * g, or g in the first step, and g becomes v, or with
// nesterov g + momentum * v. Then p = p - lr * g.
struct SgdCall {
  DType dtype;  // float32 or float64
  uint8_t device;
  bool nesterov, maximize;
  bool first;
  int64_t n;
  void* param;
  const void* grad;
  void* buffer;  // nullptr where there is no momentum
  double lr, momentum, dampening, weight_decay;
};

// m = beta1 * m + (1 - beta1) * g, v = beta2 * v + (1 - beta2) * g^2,
// p = p - step_size * m / (sqrt(v) * scale + eps), where step_size and scale correct for the start. g
// includes weight_decay * p, or with `decoupled` p is first multiplied by 1 - lr * weight_decay.
struct AdamCall {
  DType dtype;  // float32 or float64
  uint8_t device;
  bool maximize, decoupled;
  int64_t n;
  void* param;
  const void* grad;
  void *m, *v;
  void* max_v;  // of amsgrad, the largest v so far, which takes its place; else nullptr
  double lr, beta1, beta2, eps, weight_decay;
  double step_size, scale;
};

}  // namespace tenon
