#pragma once
// Reductions over any dims.
#include "core/tensor/tensor.h"

namespace tenon {

// Empty dims: all of them. dtype none: the operand's, int64 for integers and bool.
Tensor sum(const Tensor& t, IntList dims = {}, bool keepdim = false, DType dtype = DType::none);

// Sums what broadcasting had repeated: the result has the shape that `g` was broadcast from.
Tensor sum_to(const Tensor& g, IntList shape);

}  // namespace tenon
