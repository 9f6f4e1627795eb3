// The largest and the smallest, and where they are.
#include "core/ops/reduce.h"

#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/index.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduction.h"
#include "core/ops/registry.h"
#include "core/tensor/node.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

Tensor extreme(const char* op, ReduceOp which, const char* node, const Tensor& t, IntList dim_list,
               bool keepdim) {
  ReducedDims dims(op, t, dim_list);
  if (t->numel == 0 && dims.reduced_numel(t) == 0)
    fail(Status::value, "%s: expected reduction dims to have non-zero size, but the shape is %s", op,
         to_string(t->sizes()).c_str());
  Tensor y = reduced(op, which, t, dims, keepdim, t->dtype);
  if (is_floating(t->dtype) && wants_history(t)) {
    Shape kept = kept_shape(t, dims);
    record(node, y, {&t},
           [x = Saved(t), y = Saved::output(y), kept, dim_list = Shape(dim_list)](Backward& b) {
             Tensor x_ = x.get(b), best = with_kept_dims(y.get(b), kept);
             Tensor same = ops::eq(x_, best), nan = ops::logical_and(ops::isnan(x_), ops::isnan(best));
             Tensor mask = ops::logical_or(same, nan);
             Tensor count = sum(mask, dim_list, true);
             b.set(0, ops::mul(ops::div(with_kept_dims(b.grad(), kept), count), mask));
           });
  }
  return y;
}

std::pair<Tensor, Tensor> extreme_with_index(const char* op, ReduceOp which, const char* node,
                                             const Tensor& t, int64_t dim, bool keepdim) {
  int d = normalize_dim(op, dim, t->ndim);
  ReducedDims dims(op, t, {d});
  if (t->ndim && t->size[d] == 0)
    fail(Status::value, "%s: expected reduction dim %d to have non-zero size, but the shape is %s", op, d,
         to_string(t->sizes()).c_str());
  Tensor indices = reduced(op, which, t, dims, true, DType::int64);
  Tensor values = gather(detach(t), d, indices);
  Shape shape = dims.result(t, keepdim);
  if (!keepdim) {
    indices = alias(*indices, shape, empty(shape, DType::bool_)->strides(), 0);
    values = alias(*values, shape, empty(shape, DType::bool_)->strides(), 0);
  }
  if (is_floating(t->dtype) && wants_history(t)) {
    Shape kept = kept_shape(t, dims);
    record(node, {&values, &indices}, {&t}, [indices, d, kept, sizes = Shape(t->sizes())](Backward& b) {
      Tensor g = with_kept_dims(b.grad(), kept);
      b.set(0, scatter_add(zeros(sizes, g->dtype, g->device), d, with_kept_dims(indices, kept), g));
    });
  }
  return {values, indices};
}

Tensor arg_extreme(const char* op, ReduceOp which, const Tensor& t, IntList dim_list, bool keepdim) {
  ReducedDims dims(op, t, dim_list);
  if (dims.reduced_numel(t) == 0)
    fail(Status::value, "%s: expected reduction dim to have non-zero size, but the shape is %s", op,
         to_string(t->sizes()).c_str());
  if (t->dtype == DType::bool_) fail(Status::type, "%s: not defined for bool", op);
  return reduced(op, which, t, dims, keepdim, DType::int64);
}

}  // namespace

Tensor amax(const Tensor& t, IntList dims, bool keepdim) {
  return extreme("amax", ReduceOp::max, "AmaxBackward0", t, dims, keepdim);
}
Tensor amin(const Tensor& t, IntList dims, bool keepdim) {
  return extreme("amin", ReduceOp::min, "AminBackward0", t, dims, keepdim);
}
Tensor max(const Tensor& t) { return extreme("max", ReduceOp::max, "MaxBackward1", t, {}, false); }
Tensor min(const Tensor& t) { return extreme("min", ReduceOp::min, "MinBackward1", t, {}, false); }

std::pair<Tensor, Tensor> max(const Tensor& t, int64_t dim, bool keepdim) {
  return extreme_with_index("max", ReduceOp::argmax, "MaxBackward0", t, dim, keepdim);
}
std::pair<Tensor, Tensor> min(const Tensor& t, int64_t dim, bool keepdim) {
  return extreme_with_index("min", ReduceOp::argmin, "MinBackward0", t, dim, keepdim);
}

Tensor argmax(const Tensor& t) { return arg_extreme("argmax", ReduceOp::argmax, t, {}, false); }
Tensor argmax(const Tensor& t, int64_t dim, bool keepdim) {
  return arg_extreme("argmax", ReduceOp::argmax, t, {dim}, keepdim);
}
Tensor argmin(const Tensor& t) { return arg_extreme("argmin", ReduceOp::argmin, t, {}, false); }
Tensor argmin(const Tensor& t, int64_t dim, bool keepdim) {
  return arg_extreme("argmin", ReduceOp::argmin, t, {dim}, keepdim);
}

// ---- by name

TN_OP("amax(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor",
      [](const Tensor& self, IntList dim, bool keepdim) { return amax(self, dim, keepdim); });
TN_OP("amin(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor",
      [](const Tensor& self, IntList dim, bool keepdim) { return amin(self, dim, keepdim); });
TN_OP("max(Tensor self) -> Tensor", [](const Tensor& self) { return max(self); });
TN_OP("max.other(Tensor self, Tensor other) -> Tensor",
      [](const Tensor& self, const Tensor& other) { return ops::maximum(self, other); });
TN_OP("max.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)",
      [](const Tensor& self, int64_t dim, bool keepdim) {
        auto [values, indices] = max(self, dim, keepdim);
        return std::tuple(values, indices);
      });
TN_OP("min(Tensor self) -> Tensor", [](const Tensor& self) { return min(self); });
TN_OP("min.other(Tensor self, Tensor other) -> Tensor",
      [](const Tensor& self, const Tensor& other) { return ops::minimum(self, other); });
TN_OP("min.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)",
      [](const Tensor& self, int64_t dim, bool keepdim) {
        auto [values, indices] = min(self, dim, keepdim);
        return std::tuple(values, indices);
      });
TN_OP("argmax(Tensor self, int? dim=None, bool keepdim=False) -> Tensor",
      [](const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
        return dim ? argmax(self, *dim, keepdim) : argmax(self);
      });
TN_OP("argmin(Tensor self, int? dim=None, bool keepdim=False) -> Tensor",
      [](const Tensor& self, std::optional<int64_t> dim, bool keepdim) {
        return dim ? argmin(self, *dim, keepdim) : argmin(self);
      });

}  // namespace tenon
