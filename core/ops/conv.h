#pragma once
// Convolution of images: (n, c, h, w), or (c, h, w) for one alone.
#include "core/tensor/tensor.h"

namespace tenon {

enum class Padding : uint8_t {
  explicit_,  // as `padding` says, on each side
  valid,      // none
  same        // so that the output is as large as the input; an odd element goes to the far side
};

struct Conv2dOptions {
  int64_t stride[2] = {1, 1};  // height, width
  int64_t padding[2] = {0, 0};
  int64_t dilation[2] = {1, 1};
  int64_t groups = 1;
  Padding mode = Padding::explicit_;
};

// weight is (out, c / groups, kernel_h, kernel_w); bias (out), or undefined.
Tensor conv2d(const Tensor& input, const Tensor& weight, const Tensor& bias,
              const Conv2dOptions& options = {});

}  // namespace tenon
