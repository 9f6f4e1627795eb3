#pragma once
// What reductions share: which dimensions go, the tensor as the kernels want it, and the call of the device.
#include <optional>

#include "core/backend/backend.h"
#include "core/tensor/tensor.h"

namespace tenon {

struct ReducedDims {
  bool reduced[kMaxDims] = {};
  int count = 0;

  ReducedDims(const char* op, const Tensor& t, IntList dims) {
    if (dims.count == 0) {
      for (int d = 0; d < t->ndim; ++d) reduced[d] = true;
      count = t->ndim;
      return;
    }
    for (int64_t dim : dims) {
      int d = normalize_dim(op, dim, t->ndim);
      if (t->ndim == 0) continue;
      if (reduced[d]) fail(Status::value, "%s: dim %d appears multiple times in the list of dims", op, d);
      reduced[d] = true;
      ++count;
    }
  }

  Shape result(const Tensor& t, bool keepdim) const {
    Shape sizes;
    for (int d = 0; d < t->ndim; ++d) {
      if (!reduced[d]) sizes.push_back(t->size[d]);
      else if (keepdim) sizes.push_back(1);
    }
    return sizes;
  }
  int64_t reduced_numel(const Tensor& t) const {
    int64_t n = 1;
    for (int d = 0; d < t->ndim; ++d)
      if (reduced[d]) n *= t->size[d];
    return n;
  }
};

// A tensor as [outer, n, inner], of which n is reduced.
struct ReducedRows {
  Tensor dense;
  int64_t outer = 1, n = 1, inner = 1;
};

ReducedRows as_rows(const Tensor& t, const ReducedDims& dims);

// Of rows that aren't empty; what the kernel needs besides: the mean, or the norm's p.
void run_reduction(const char* op, ReduceOp which, const ReducedRows& rows, const Tensor& out,
                   const Tensor* center = nullptr, double p = 0);

// Reduces without history; the result has `out_dtype`.
Tensor reduced(const char* op, ReduceOp which, const Tensor& t, const ReducedDims& dims, bool keepdim,
               DType out_dtype, double p = 0);

// The half types are reduced as float32.
Tensor computable(const Tensor& t);
Tensor back_to(const Tensor& y, DType dtype);

Shape kept_shape(const Tensor& t, const ReducedDims& dims);
// g of a reduction's result, given back the reduced dimensions with size 1.
Tensor with_kept_dims(const Tensor& g, const Shape& kept);

// Of a sum or a product: integers and bool add up in int64.
DType accumulation_dtype(const Tensor& t, DType asked);

// What a schema's optional list of dimensions means.
inline IntList all_if_none(const std::optional<IntList>& dim) { return dim.value_or(IntList()); }

}  // namespace tenon
