#pragma once
// Elements picked and written by index. Gradients go to the tensors of values, not through indices.
#include "core/tensor/scalar.h"
#include "core/tensor/tensor.h"

namespace tenon {

// ---- an index for each element: index has t's number of dimensions

// out[i][j] = t[index[i][j]][j] for dim 0, and so on.
Tensor gather(const Tensor& t, int64_t dim, const Tensor& index);
// t with src[i][j] at [index[i][j]][j]; of several, the last in row-major order.
Tensor scatter(const Tensor& t, int64_t dim, const Tensor& index, const Tensor& src);
Tensor scatter(const Tensor& t, int64_t dim, const Tensor& index, Scalar value);
// The same with src added to what is there.
Tensor scatter_add(const Tensor& t, int64_t dim, const Tensor& index, const Tensor& src);
// Gathers along dim; the other dimensions broadcast.
Tensor take_along_dim(const Tensor& t, const Tensor& indices, int64_t dim);

// ---- an index for each place of one dimension: index is a vector or 0-dim, int64 or int32

Tensor index_select(const Tensor& t, int64_t dim, const Tensor& index);
// t with the places of source written, or alpha times source added, to the places that index names.
Tensor index_copy(const Tensor& t, int64_t dim, const Tensor& index, const Tensor& source);
Tensor index_add(const Tensor& t, int64_t dim, const Tensor& index, const Tensor& source, Scalar alpha = 1);
Tensor index_fill(const Tensor& t, int64_t dim, const Tensor& index, Scalar value);

// The same in the memory of a row-major t, without history.
void write_places(const char* op, const Tensor& t, int d, const Tensor& index, const Tensor& source, bool add,
                  Scalar alpha = 1);

}  // namespace tenon
