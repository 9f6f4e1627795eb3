#pragma once
// The gradient formulas of pointwise.def with tensors for values: what makes gradients differentiable.
#include "core/ops/pointwise.h"

namespace tenon {

// The gradient of `op` with respect to operand i, as tensor operations with history. Operands that the
// formula has no use for may be undefined.
Tensor gradient_formula(PointwiseOp op, int i, const Tensor& g, const Tensor& a, const Tensor& b,
                        const Tensor& c, const Tensor& y, const Params& params);

}  // namespace tenon
