#pragma once
// Layers that normalise: (input - mean) / sqrt(variance + eps) * weight + bias. weight and bias may be
// undefined: 1 and 0.
#include "core/tensor/tensor.h"

namespace tenon {

// Mean and variance of the last dimensions, whose sizes are `shape`.
Tensor layer_norm(const Tensor& input, IntList shape, const Tensor& weight, const Tensor& bias,
                  double eps = 1e-5);

// Of all dimensions but the second: those of the batch in training or without running statistics, else the
// running ones, which training changes to (1 - momentum) * running + momentum * batch.
Tensor batch_norm(const Tensor& input, const Tensor& running_mean, const Tensor& running_var,
                  const Tensor& weight, const Tensor& bias, bool training = false, double momentum = 0.1,
                  double eps = 1e-5);

// Of each of `groups` groups of channels of each sample.
Tensor group_norm(const Tensor& input, int64_t groups, const Tensor& weight, const Tensor& bias,
                  double eps = 1e-5);

}  // namespace tenon
