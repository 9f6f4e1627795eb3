#pragma once
// New tensors.
#include "core/tensor/scalar.h"
#include "core/tensor/tensor.h"

namespace tenon {

Tensor full(IntList sizes, Scalar value, DType dtype = DType::none, Device device = {});
Tensor zeros(IntList sizes, DType dtype, Device device = {});
Tensor ones(IntList sizes, DType dtype, Device device = {});
inline Tensor zeros_like(const Tensor& t) { return zeros(t->sizes(), t->dtype, t->device); }
inline Tensor ones_like(const Tensor& t) { return ones(t->sizes(), t->dtype, t->device); }

Tensor arange(Scalar start, Scalar end, Scalar step, DType dtype = DType::none, Device device = {});
Tensor linspace(Scalar start, Scalar end, int64_t steps, DType dtype = DType::none, Device device = {});
// m -1: n.
Tensor eye(int64_t n, int64_t m = -1, DType dtype = DType::none, Device device = {});

// t, a fresh one, as a leaf that gathers a gradient where that is asked for.
Tensor leaf(Tensor t, bool requires_grad);

// The value, which must fit the dtype: as in PyTorch digits behind the point may go, and a negative number
// may come out as an unsigned one, but nothing may overflow.
Scalar fitting(const char* op, Scalar value, DType dtype);
// Sets every element to a number, or to that of a tensor without dimensions, which gets a gradient.
void fill_(const Tensor& self, Scalar value);
void fill_(const Tensor& self, const Tensor& value);
// Sets every element; no history.
void fill_elements(const Tensor& t, Scalar value);

}  // namespace tenon
