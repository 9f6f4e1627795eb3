#pragma once
// Reductions. `dims` empty: all of them. keepdim: the reduced dimensions stay, with size 1.
#include <utility>

#include "core/tensor/scalar.h"
#include "core/tensor/tensor.h"

namespace tenon {

// dtype none: the operand's, but int64 for integers and bool.
Tensor sum(const Tensor& t, IntList dims = {}, bool keepdim = false, DType dtype = DType::none);
Tensor mean(const Tensor& t, IntList dims = {}, bool keepdim = false, DType dtype = DType::none);
Tensor prod(const Tensor& t, DType dtype = DType::none);
Tensor prod(const Tensor& t, int64_t dim, bool keepdim, DType dtype = DType::none);

// The gradient is shared evenly among equals.
Tensor amax(const Tensor& t, IntList dims = {}, bool keepdim = false);
Tensor amin(const Tensor& t, IntList dims = {}, bool keepdim = false);
// Values and indices; the gradient goes to the element that the index names.
std::pair<Tensor, Tensor> max(const Tensor& t, int64_t dim, bool keepdim = false);
std::pair<Tensor, Tensor> min(const Tensor& t, int64_t dim, bool keepdim = false);
Tensor max(const Tensor& t);
Tensor min(const Tensor& t);
// Without dim, an index into the flattened tensor.
Tensor argmax(const Tensor& t);
Tensor argmax(const Tensor& t, int64_t dim, bool keepdim = false);
Tensor argmin(const Tensor& t);
Tensor argmin(const Tensor& t, int64_t dim, bool keepdim = false);

// Divided by n - correction.
Tensor var(const Tensor& t, IntList dims, int64_t correction = 1, bool keepdim = false);
Tensor std(const Tensor& t, IntList dims, int64_t correction = 1, bool keepdim = false);

Tensor any(const Tensor& t, IntList dims = {}, bool keepdim = false);
Tensor all(const Tensor& t, IntList dims = {}, bool keepdim = false);
Tensor count_nonzero(const Tensor& t, IntList dims = {});

// The p-norm of the elements as a vector; p may be infinite or 0.
Tensor norm(const Tensor& t, double p = 2, IntList dims = {}, bool keepdim = false,
            DType dtype = DType::none);
Tensor logsumexp(const Tensor& t, IntList dims, bool keepdim = false);

// Sums what broadcasting had repeated: the result has the shape that `g` was broadcast from.
Tensor sum_to(const Tensor& g, IntList shape);

}  // namespace tenon
