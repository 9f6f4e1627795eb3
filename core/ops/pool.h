#pragma once
// Pooling of images: (n, c, h, w), or (c, h, w) for one alone.
#include <utility>

#include "core/tensor/tensor.h"

namespace tenon {

struct Pool2dOptions {
  int64_t kernel[2] = {1, 1};  // height, width
  int64_t stride[2] = {0, 0};  // 0: the kernel's size
  int64_t padding[2] = {0, 0};
  int64_t dilation[2] = {1, 1};  // of max_pool2d
  bool ceil_mode = false;
  // Of avg_pool2d.
  bool count_include_pad = true;
  int64_t divisor = 0;  // 0: the window's size
};

// NaN wins; the gradient goes to the first of equals.
Tensor max_pool2d(const Tensor& input, const Pool2dOptions& options);
// The indices are places in the image's plane, h * width + w.
std::pair<Tensor, Tensor> max_pool2d_with_indices(const Tensor& input, const Pool2dOptions& options);
Tensor avg_pool2d(const Tensor& input, const Pool2dOptions& options);

}  // namespace tenon
