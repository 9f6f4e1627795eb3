#pragma once
// x[items], as Python writes it.
#include <vector>

#include "core/ops/value.h"

namespace tenon {

// What items choose: a view, or where tensors are among them a copy.
Tensor index(const Tensor& t, const Value* items, int64_t count);
// t[items] = values, broadcast and converted; or += values, each time an element is named.
void index_put_(const Tensor& t, const Value* items, int64_t count, const Tensor& values, bool accumulate);

// The same with a tensor for each of the leading dimensions; an undefined one takes all of its dimension.
Tensor index(const Tensor& t, const std::vector<Tensor>& indices);
Tensor index_put(const Tensor& t, const std::vector<Tensor>& indices, const Tensor& values,
                 bool accumulate = false);
void index_put_(const Tensor& t, const std::vector<Tensor>& indices, const Tensor& values,
                bool accumulate = false);

}  // namespace tenon
