#pragma once
// The history record of a pointwise operator.
#include "core/ops/pointwise.h"
#include "core/tensor/node.h"

namespace tenon {

// `operands` as many as the operator's arity; saves what the probe says that the gradients make use of.
Ref<Node> make_pointwise_node(PointwiseOp op, const Tensor* const* operands, const Params& params,
                              const Tensor& result);

// For self = op(self, …), made before the change: keeps a copy of self's former value where a gradient needs
// it. What the change made of self is saved after it, by finish_in_place_node().
Ref<Node> make_in_place_node(PointwiseOp op, const Tensor* const* operands, const Params& params,
                             const Tensor& self);
void finish_in_place_node(const Ref<Node>& node, const Tensor& self);

}  // namespace tenon
