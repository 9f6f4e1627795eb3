#pragma once
// Convolution as the core asks a backend for it. Plain C layout: it crosses a dlopen boundary.
#include "core/base/dtype.h"

namespace tenon {

// The product itself, and the two others that its gradient is made of.
enum class ConvProduct : uint8_t { forward, input_gradient, weight_gradient, bias_gradient };

// Everything is dense: input (n, c, h, w), weight (out, c / groups, kernel_h, kernel_w), the result and its
// gradient (n, out, h', w'). Pairs are height and width. The padding is what stands before the first element;
// what stands behind the last follows from the sizes.
struct ConvCall {
  ConvProduct product;
  DType dtype;  // of all: float32, float64, and integers for the product itself
  uint8_t device;
  int64_t batch, groups, in_channels, out_channels;
  int64_t in[2], kernel[2], out[2], stride[2], padding[2], dilation[2];
  const void* input;     // unless it is asked for
  const void* weight;    // likewise
  const void* bias;      // of the product itself; may be nullptr
  const void* gradient;  // of the result
  void* result;          // what is asked for
};

}  // namespace tenon
