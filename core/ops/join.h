#pragma once
// Tensors put together: copies.
#include <vector>

#include "core/tensor/tensor.h"

namespace tenon {

// One after another along a dimension; dtypes promote, and tensors of shape [0] are left out.
Tensor cat(const std::vector<Tensor>& tensors, int64_t dim = 0);
// Side by side along a new dimension.
Tensor stack(const std::vector<Tensor>& tensors, int64_t dim = 0);

}  // namespace tenon
