#pragma once
#include "core/tensor/tensor.h"

namespace tenon {

// In training each element is 0 with probability p and scaled by 1 / (1 - p) else, by the device's default
// generator. Else input itself.
Tensor dropout(const Tensor& input, double p = 0.5, bool training = true);
// The same in place.
void dropout_(const Tensor& input, double p = 0.5, bool training = true);

}  // namespace tenon
