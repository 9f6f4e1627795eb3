#pragma once
// Order along a dimension. NaN is larger than any number.
#include <utility>

#include "core/tensor/tensor.h"

namespace tenon {

// Values, and where each came from; equal ones keep their order.
std::pair<Tensor, Tensor> sort(const Tensor& t, int64_t dim = -1, bool descending = false);
Tensor argsort(const Tensor& t, int64_t dim = -1, bool descending = false);
// The k largest or smallest in their order, of equal ones the first.
std::pair<Tensor, Tensor> topk(const Tensor& t, int64_t k, int64_t dim = -1, bool largest = true);

// Element i is the sum of elements 0 to i. dtype none: the operand's, but int64 for integers and bool.
Tensor cumsum(const Tensor& t, int64_t dim, DType dtype = DType::none);

}  // namespace tenon
