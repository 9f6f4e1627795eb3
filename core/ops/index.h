#pragma once
// Elements picked and written by index.
#include "core/tensor/tensor.h"

namespace tenon {

// out[i][j] = t[index[i][j]][j] for dim 0, and so on; index has t's number of dimensions.
Tensor gather(const Tensor& t, int64_t dim, const Tensor& index);
// t with src[i][j] added at [index[i][j]][j].
Tensor scatter_add(const Tensor& t, int64_t dim, const Tensor& index, const Tensor& src);

}  // namespace tenon
