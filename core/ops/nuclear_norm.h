#pragma once
// The nuclear norm: the sum of a matrix's singular values.
#include "core/tensor/tensor.h"

namespace tenon {

// Over two dimensions; without dims, of a matrix.
Tensor nuclear_norm(const Tensor& t, IntList dims = {}, bool keepdim = false);

}  // namespace tenon
