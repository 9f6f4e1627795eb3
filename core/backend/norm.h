#pragma once
// Layers that normalise, as the core asks a backend for them. Plain C layout: it crosses a dlopen boundary.
#include "core/base/dtype.h"

namespace tenon {

// Rows of n elements: out = (x - mean) * rstd * weight + bias, with 1 / sqrt(variance + eps) for rstd. Any of
// weight and bias may be nullptr. A gradient is given what the forward pass left in mean and rstd.
struct LayerNormCall {
  DType dtype;  // float32 or float64
  uint8_t device;
  int64_t rows, n;
  double eps;
  const void* input;   // [rows, n]
  const void* weight;  // [n]
  const void* bias;    // [n]
  void *mean, *rstd;   // [rows]
  void* out;

  const void* grad;  // of the result; nullptr asks for the result itself
  void* grad_input;  // those that are wanted
  void *grad_weight, *grad_bias;
};

// Channels of [batch, channels, inner], likewise. In training mean and variance are those of the batch, and
// the running ones, where there are any, come nearer to them; else they are the running ones.
struct BatchNormCall {
  DType dtype;
  uint8_t device;
  bool training;
  int64_t batch, channels, inner;
  double eps, momentum;
  const void* input;
  const void* weight;
  const void* bias;
  void *running_mean, *running_var;  // [channels]
  void *mean, *rstd;                 // [channels]
  void* out;

  const void* grad;
  void* grad_input;
  void *grad_weight, *grad_bias;
};

}  // namespace tenon
