#pragma once
// PyTorch's type promotion.
#include <initializer_list>

#include "core/tensor/tensor.h"

namespace tenon {

// The smallest dtype that both convert to: torch.promote_types.
DType promote_types(DType a, DType b);

// Whether torch.can_cast: a result computed in `from` may be stored in `to`, by category.
bool can_cast(DType from, DType to);

// torch.result_type: dimensioned tensors outrank 0-dim ones, which outrank numbers, unless of a lower
// category.
DType result_type(std::initializer_list<const Tensor*> operands);

// What integers become in floating operators, and what numbers and new tensors have.
DType default_dtype();
void set_default_dtype(DType dtype);

}  // namespace tenon
