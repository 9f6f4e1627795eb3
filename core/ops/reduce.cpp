// Sums, products, truths.
#include "core/ops/reduce.h"

#include <math.h>

#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/index.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduction.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"
#include "core/tensor/promotion.h"

namespace tenon {

Tensor sum(const Tensor& t, IntList dim_list, bool keepdim, DType dtype) {
  ReducedDims dims("sum", t, dim_list);
  DType result = accumulation_dtype(t, dtype);
  Tensor x = t->dtype == result || (is_half(t->dtype) && !is_half(result)) ? t : cast_elements(t, result);
  if (x->dtype != result) x = cast_elements(x, result);
  Tensor y = reduced("sum", ReduceOp::sum, x, dims, keepdim, result);
  if (is_floating(result) && wants_history(t))
    record(dim_list.count ? "SumBackward1" : "SumBackward0", y, {&t},
           [kept = kept_shape(t, dims), sizes = Shape(t->sizes()), dtype = t->dtype](Backward& b) {
             b.set(0, to(expand(with_kept_dims(b.grad(), kept), sizes), dtype));
           });
  return y;
}

Tensor mean(const Tensor& t, IntList dim_list, bool keepdim, DType dtype) {
  ReducedDims dims("mean", t, dim_list);
  DType result = dtype == DType::none ? t->dtype : dtype;
  if (!is_floating(result))
    fail(Status::type, "mean: the dtype must be floating, but it is %s", dtype_name(result));
  double n = static_cast<double>(dims.reduced_numel(t));
  Tensor x = t->dtype == result ? t : cast_elements(t, result);
  Tensor wide = computable(x);
  Tensor y = reduced("mean", ReduceOp::sum, wide, dims, keepdim, wide->dtype);
  {
    GradModeGuard off(false);
    y = back_to(ops::div(y, Scalar(n)), result);
  }
  if (wants_history(t))
    record(dim_list.count ? "MeanBackward1" : "MeanBackward0", y, {&t},
           [kept = kept_shape(t, dims), sizes = Shape(t->sizes()), dtype = t->dtype, n](Backward& b) {
             Tensor each = ops::div(with_kept_dims(b.grad(), kept), Scalar(n));
             b.set(0, to(expand(each, sizes), dtype));
           });
  return y;
}

// Where no element is zero the gradient is g * y / x; else each gets the product of the others.
static Tensor prod_gradient(const Tensor& g, const Tensor& x, const Tensor& y, int d) {
  if (*to_device(count_nonzero(x), Device{})->as<int64_t>() == x->numel) return ops::div(ops::mul(g, y), x);
  std::vector<Tensor> parts = unbind(detach(x), d), left, right(parts.size());
  Tensor before = ones_like(parts[0]), after = before;
  for (const Tensor& part : parts) {
    left.push_back(before);
    before = ops::mul(before, part);
  }
  for (size_t i = parts.size(); i-- > 0;) {
    right[i] = after;
    after = ops::mul(after, parts[i]);
  }
  Tensor others = empty_like(x);
  GradModeGuard off(false);
  for (size_t i = 0; i < parts.size(); ++i)
    copy_elements(select(others, d, static_cast<int64_t>(i)), ops::mul(left[i], right[i]));
  return ops::mul(g, others);
}

static Tensor prod_over(const Tensor& t, const ReducedDims& dims, int64_t dim, bool keepdim, DType dtype) {
  DType result = accumulation_dtype(t, dtype);
  Tensor x = to(t, result);
  Tensor y = reduced("prod", ReduceOp::prod, detach(x), dims, keepdim, result);
  if (is_floating(result) && wants_history(x))
    record(dim == kOpenEnd ? "ProdBackward0" : "ProdBackward1", y, {&x},
           [x = Saved(x), y = Saved::output(y), kept = kept_shape(t, dims), dim](Backward& b) {
             Tensor x_ = x.get(b), g = with_kept_dims(b.grad(), kept), y_ = with_kept_dims(y.get(b), kept);
             if (x_->numel == 0) return b.set(0, zeros_like(x_));
             if (dim != kOpenEnd || x_->ndim == 0)
               return b.set(0, x_->ndim ? prod_gradient(g, x_, y_, static_cast<int>(dim)) : g);
             Tensor flat = prod_gradient(reshape(g, {1}), reshape(x_, {-1}), reshape(y_, {1}), 0);
             b.set(0, reshape(flat, x_->sizes()));
           });
  return y;
}

Tensor prod(const Tensor& t, DType dtype) {
  return prod_over(t, ReducedDims("prod", t, {}), kOpenEnd, false, dtype);
}

Tensor prod(const Tensor& t, int64_t dim, bool keepdim, DType dtype) {
  int d = normalize_dim("prod", dim, t->ndim);
  return prod_over(t, ReducedDims("prod", t, {d}), d, keepdim, dtype);
}

static Tensor truth(const char* op, ReduceOp which, const Tensor& t, IntList dims, bool keepdim) {
  return reduced(op, which, t, ReducedDims(op, t, dims), keepdim,
                 t->dtype == DType::uint8 ? DType::uint8 : DType::bool_);
}
Tensor any(const Tensor& t, IntList dims, bool keepdim) {
  return truth("any", ReduceOp::any, t, dims, keepdim);
}
Tensor all(const Tensor& t, IntList dims, bool keepdim) {
  return truth("all", ReduceOp::all, t, dims, keepdim);
}

Tensor count_nonzero(const Tensor& t, IntList dims) {
  return sum(ops::ne(detach(t), Scalar(0)), dims, false);
}

// d|x|_p = sign(x) |x|^(p-1) / norm^(p-1); zero where the norm is.

Tensor logsumexp(const Tensor& t, IntList dim_list, bool keepdim) {
  ReducedDims dims("logsumexp", t, dim_list);
  Tensor x = is_floating(t->dtype) ? t : to(t, default_dtype());
  Tensor y;
  {
    GradModeGuard off(false);
    if (dims.reduced_numel(x) == 0) {
      y = full(dims.result(x, keepdim), -static_cast<double>(INFINITY), x->dtype, x->device);
    } else {
      Tensor peak = amax(x, dim_list, true);
      Tensor shift = ops::where(ops::isinf(peak), wrapped_number(0.0), peak);
      Tensor total = sum(ops::exp(ops::sub(x, shift)), dim_list, true);
      y = reshape(ops::add(ops::log(total), shift), dims.result(x, keepdim));
    }
  }
  if (wants_history(x))
    record("LogsumexpBackward0", y, {&x},
           [x = Saved(x), y = Saved::output(y), kept = kept_shape(x, dims)](Backward& b) {
             Tensor weight = ops::exp(ops::sub(x.get(b), with_kept_dims(y.get(b), kept)));
             b.set(0, ops::mul(with_kept_dims(b.grad(), kept), weight));
           });
  return y;
}

Tensor sum_to(const Tensor& g, IntList shape) {
  if (g->sizes() == shape) return g;
  Shape dims;
  int extra = g->ndim - static_cast<int>(shape.count);
  for (int d = 0; d < g->ndim; ++d)
    if (d < extra || (shape[d - extra] == 1 && g->size[d] != 1)) dims.push_back(d);
  Tensor s = dims.count ? sum(g, dims, true) : g;
  return s->sizes() == shape ? s : reshape(s, shape);
}

// ---- by name

TN_OP("sum(Tensor self, *, ScalarType? dtype=None) -> Tensor",
      [](const Tensor& self, DType dtype) { return sum(self, {}, false, dtype); });
TN_OP("sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
      [](const Tensor& self, std::optional<IntList> dim, bool keepdim, DType dtype) {
        return sum(self, all_if_none(dim), keepdim, dtype);
      });
TN_OP("mean(Tensor self, *, ScalarType? dtype=None) -> Tensor",
      [](const Tensor& self, DType dtype) { return mean(self, {}, false, dtype); });
TN_OP("mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
      [](const Tensor& self, std::optional<IntList> dim, bool keepdim, DType dtype) {
        return mean(self, all_if_none(dim), keepdim, dtype);
      });
TN_OP("prod(Tensor self, *, ScalarType? dtype=None) -> Tensor",
      [](const Tensor& self, DType dtype) { return prod(self, dtype); });
TN_OP("prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
      [](const Tensor& self, int64_t dim, bool keepdim, DType dtype) {
        return prod(self, dim, keepdim, dtype);
      });
TN_OP("any(Tensor self) -> Tensor", [](const Tensor& self) { return any(self); });
TN_OP("any.dim(Tensor self, int dim, bool keepdim=False) -> Tensor",
      [](const Tensor& self, int64_t dim, bool keepdim) { return any(self, {dim}, keepdim); });
TN_OP("all(Tensor self) -> Tensor", [](const Tensor& self) { return all(self); });
TN_OP("all.dim(Tensor self, int dim, bool keepdim=False) -> Tensor",
      [](const Tensor& self, int64_t dim, bool keepdim) { return all(self, {dim}, keepdim); });
TN_OP("count_nonzero.dim_IntList(Tensor self, int[] dim) -> Tensor",
      [](const Tensor& self, IntList dim) { return count_nonzero(self, dim); });
TN_OP("count_nonzero(Tensor self, int? dim=None) -> Tensor",
      [](const Tensor& self, std::optional<int64_t> dim) {
        return dim ? count_nonzero(self, {*dim}) : count_nonzero(self);
      });
TN_OP("logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor",
      [](const Tensor& self, IntList dim, bool keepdim) { return logsumexp(self, dim, keepdim); });
TN_OP("sum_to_size(Tensor self, int[] size) -> Tensor",
      [](const Tensor& self, IntList size) { return sum_to(self, size); });

}  // namespace tenon
