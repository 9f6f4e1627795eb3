#pragma once
// Activations that are more than one formula of pointwise.def.
#include <string_view>

#include "core/tensor/scalar.h"
#include "core/tensor/tensor.h"

namespace tenon {

enum class Gelu { none, tanh };  // the exact one, with erf; its approximation
Tensor gelu(const Tensor& self, Gelu approximate = Gelu::none);
void gelu_(const Tensor& self, Gelu approximate = Gelu::none);

// max(0, x) + min(0, alpha (exp(x / alpha) - 1))
Tensor celu(const Tensor& self, Scalar alpha = 1.0);
void celu_(const Tensor& self, Scalar alpha = 1.0);
Tensor selu(const Tensor& self);
void selu_(const Tensor& self);

// x moved towards 0 by lambd, which isn't negative; 0 where it would pass it.
Tensor softshrink(const Tensor& self, Scalar lambd = 0.5);

// x where it is positive, else weight * x: one weight, or one for each channel (dimension 1).
Tensor prelu(const Tensor& self, const Tensor& weight);

}  // namespace tenon
