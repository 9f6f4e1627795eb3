#include "core/ops/reduction.h"

#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/index.h"
#include "core/ops/view.h"

namespace tenon {

ReducedRows as_rows(const Tensor& t, const ReducedDims& dims) {
  ReducedRows rows;
  int first = 0, last = t->ndim;
  while (first < t->ndim && !dims.reduced[first]) ++first;
  while (last > first && !dims.reduced[last - 1]) --last;
  bool together = true;
  for (int d = first; d < last; ++d) together &= dims.reduced[d] || t->size[d] == 1;
  if (together && t->contiguous) {
    rows.dense = t;
    for (int d = 0; d < first; ++d) rows.outer *= t->size[d];
    for (int d = first; d < last; ++d) rows.n *= t->size[d];
    for (int d = last; d < t->ndim; ++d) rows.inner *= t->size[d];
    return rows;
  }
  Shape sizes, strides;
  for (int pass = 0; pass < 2; ++pass) {
    for (int d = 0; d < t->ndim; ++d) {
      if (dims.reduced[d] != (pass == 1)) continue;
      sizes.push_back(t->size[d]);
      strides.push_back(t->stride[d]);
      (pass ? rows.n : rows.outer) *= t->size[d];
    }
  }
  Tensor ordered = alias(*t, sizes, strides, t->storage_offset());
  rows.dense = ordered->contiguous ? ordered : dense_copy(ordered);
  return rows;
}

void run_reduction(const char* op, ReduceOp which, const ReducedRows& rows, const Tensor& out,
                   const Tensor* center, double p) {
  const Backend& backend = backend_of(out->device);
  if (!backend.reduce) not_offered(out->device, op);
  if (out->numel == 0) return;
  ReduceCall call{which,
                  rows.dense->dtype,
                  out->device.index,
                  rows.outer,
                  rows.n,
                  rows.inner,
                  rows.dense->data,
                  center ? (*center)->data : nullptr,
                  out->data,
                  p};
  check_backend(backend.reduce(&call), op);
}

Tensor computable(const Tensor& t) { return is_half(t->dtype) ? cast_elements(t, DType::float32) : t; }
Tensor back_to(const Tensor& y, DType dtype) { return y->dtype == dtype ? y : cast_elements(y, dtype); }

Shape kept_shape(const Tensor& t, const ReducedDims& dims) { return dims.result(t, true); }

Tensor with_kept_dims(const Tensor& g, const Shape& kept) {
  return g->sizes() == IntList(kept) ? g : reshape(g, kept);
}

Tensor reduced(const char* op, ReduceOp which, const Tensor& t, const ReducedDims& dims, bool keepdim,
               DType out_dtype, double p) {
  Tensor x = computable(t);
  ReducedRows rows = as_rows(x, dims);
  DType dtype = which == ReduceOp::argmax || which == ReduceOp::argmin ? DType::int64
                : which == ReduceOp::any || which == ReduceOp::all     ? DType::bool_
                                                                       : x->dtype;
  Tensor y = empty(dims.result(t, keepdim), dtype, t->device);
  if (rows.n == 0) {
    bool one = which == ReduceOp::prod || which == ReduceOp::all;
    fill_elements(y, one ? 1 : 0);
  } else {
    run_reduction(op, which, rows, y, nullptr, p);
  }
  return back_to(y, out_dtype);
}

DType accumulation_dtype(const Tensor& t, DType asked) {
  if (asked != DType::none) return asked;
  return is_floating(t->dtype) ? t->dtype : DType::int64;
}

}  // namespace tenon
