#pragma once
// Elements picked and written where a mask of bools is true.
#include "core/tensor/scalar.h"
#include "core/tensor/tensor.h"

namespace tenon {

// Where t isn't 0: the places in row-major order, and the coordinates, a row each.
Tensor flat_nonzero(const Tensor& t);
Tensor nonzero(const Tensor& t);

// The elements where mask is true, as a vector; the two broadcast.
Tensor masked_select(const Tensor& t, const Tensor& mask);
// t with value, a 0-dim tensor or a number, where mask is true.
Tensor masked_fill(const Tensor& t, const Tensor& mask, const Tensor& value);
Tensor masked_fill(const Tensor& t, const Tensor& mask, Scalar value);
void masked_fill_(const Tensor& self, const Tensor& mask, const Tensor& value);
void masked_fill_(const Tensor& self, const Tensor& mask, Scalar value);

}  // namespace tenon
