#pragma once
#include "core/tensor/tensor.h"

namespace tenon {

// dtype, where given, is what the operand is converted to first.
Tensor softmax(const Tensor& t, int64_t dim, DType dtype = DType::none);
Tensor log_softmax(const Tensor& t, int64_t dim, DType dtype = DType::none);

}  // namespace tenon
