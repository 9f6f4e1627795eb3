#pragma once
// Views: the same elements under other sizes and strides.
#include <vector>

#include "core/tensor/tensor.h"

namespace tenon {

// ---- another shape. One size may be -1.
Tensor view(const Tensor& t, IntList sizes);     // fails where the strides don't allow it
Tensor reshape(const Tensor& t, IntList sizes);  // copies where they don't
Tensor flatten(const Tensor& t, int64_t start_dim = 0, int64_t end_dim = -1);
Tensor unflatten(const Tensor& t, int64_t dim, IntList sizes);
Tensor squeeze(const Tensor& t);
Tensor squeeze(const Tensor& t, int64_t dim);
Tensor unsqueeze(const Tensor& t, int64_t dim);
Tensor expand(const Tensor& t, IntList sizes);

// ---- another order of dimensions
Tensor transpose(const Tensor& t, int64_t dim0, int64_t dim1);
Tensor t(const Tensor& t);
Tensor permute(const Tensor& t, IntList dims);
Tensor movedim(const Tensor& t, IntList source, IntList destination);

// ---- a part
constexpr int64_t kOpenEnd = INT64_MIN;
Tensor narrow(const Tensor& t, int64_t dim, int64_t start, int64_t length);
Tensor select(const Tensor& t, int64_t dim, int64_t index);
Tensor slice(const Tensor& t, int64_t dim, int64_t start, int64_t end, int64_t step = 1);
Tensor diagonal(const Tensor& t, int64_t offset = 0, int64_t dim1 = 0, int64_t dim2 = 1);
Tensor as_strided(const Tensor& t, IntList sizes, IntList strides, int64_t storage_offset);

// ---- several parts
std::vector<Tensor> split(const Tensor& t, int64_t split_size, int64_t dim = 0);
std::vector<Tensor> split_with_sizes(const Tensor& t, IntList sizes, int64_t dim = 0);
std::vector<Tensor> chunk(const Tensor& t, int64_t chunks, int64_t dim = 0);
std::vector<Tensor> unbind(const Tensor& t, int64_t dim = 0);

// The sizes with a -1 made out; fails where they don't have numel elements.
Shape infer_sizes(const char* op, IntList sizes, int64_t numel);

}  // namespace tenon
