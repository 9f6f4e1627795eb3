#pragma once
// How gradients add up, with as few copies as their owners allow.
#include "core/tensor/node.h"

namespace tenon {

// Whether nobody but the holder of `t` can see its elements change.
bool solely_held(const Tensor& t);

// sum += grad; an undefined sum is 0. Where the gradients have a history, neither is changed in place.
void add_gradient(Tensor& sum, Tensor grad, bool create_graph);

// Adds to .grad, which owns its elements: the host may change it in place.
void accumulate(AutogradMeta& meta, Tensor grad, bool create_graph);

}  // namespace tenon
