// Variance, standard deviation and norms.
#include "core/ops/reduce.h"

#include <math.h>

#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/nuclear_norm.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduction.h"
#include "core/ops/registry.h"
#include "core/tensor/node.h"
#include "core/tensor/promotion.h"

namespace tenon {

static Tensor variance(const char* op, const Tensor& t, const ReducedDims& dims, int64_t correction,
                       bool keepdim) {
  if (!is_floating(t->dtype))
    fail(Status::type, "%s: only supported for floating dtypes, not %s", op, dtype_name(t->dtype));
  Tensor x = computable(t);
  ReducedRows rows = as_rows(x, dims);
  Tensor center = empty(dims.result(t, keepdim), x->dtype, t->device), y = empty_like(center);
  double n = static_cast<double>(rows.n), divisor = n - static_cast<double>(correction);
  if (rows.n == 0) {
    fill_elements(y, static_cast<double>(NAN));
    return back_to(y, t->dtype);
  }
  GradModeGuard off(false);
  run_reduction(op, ReduceOp::sum, rows, center);
  binary_(PointwiseOp::div, center, Scalar(n));
  run_reduction(op, ReduceOp::deviations, rows, y, &center);
  binary_(PointwiseOp::div, y, Scalar(divisor > 0 ? divisor : 0.0));
  return back_to(y, t->dtype);
}

// g * 2 (x - mean) / (n - correction); of all elements where these are as few as the correction, g *
// infinity.
static Tensor variance_gradient(const Tensor& g, const Tensor& x, const Shape& kept, IntList dims,
                                int64_t correction, int64_t n) {
  if (n == correction && (dims.count == 0 || x->ndim == 0))
    return ops::mul(ops::mul(with_kept_dims(g, kept), Scalar(static_cast<double>(INFINITY))), ones_like(x));
  Tensor scaled = ops::mul(with_kept_dims(g, kept), Scalar(2.0 / static_cast<double>(n - correction)));
  return ops::mul(scaled, ops::sub(x, mean(x, dims, true)));
}

Tensor var(const Tensor& t, IntList dim_list, int64_t correction, bool keepdim) {
  ReducedDims dims("var", t, dim_list);
  Tensor y = variance("var", t, dims, correction, keepdim);
  if (wants_history(t))
    record("VarBackward0", y, {&t},
           [x = Saved(t), kept = kept_shape(t, dims), dim_list = Shape(dim_list), correction,
            n = dims.reduced_numel(t)](Backward& b) {
             b.set(0, variance_gradient(b.grad(), x.get(b), kept, dim_list, correction, n));
           });
  return y;
}

Tensor std(const Tensor& t, IntList dim_list, int64_t correction, bool keepdim) {
  ReducedDims dims("std", t, dim_list);
  Tensor y;
  {
    GradModeGuard off(false);
    Tensor wide = computable(t);
    y = back_to(ops::sqrt(variance("std", wide, dims, correction, keepdim)), t->dtype);
  }
  if (wants_history(t))
    record("StdBackward0", y, {&t},
           [x = Saved(t), y = Saved::output(y), kept = kept_shape(t, dims), dim_list = Shape(dim_list),
            correction, n = dims.reduced_numel(t)](Backward& b) {
             Tensor y_ = y.get(b), g = ops::div(b.grad(), ops::mul(y_, Scalar(2)));
             g = ops::where(ops::eq(y_, Scalar(0)), wrapped_number(0.0), g);
             b.set(0, variance_gradient(g, x.get(b), kept, dim_list, correction, n));
           });
  return y;
}

static Tensor norm_gradient(const Tensor& g, const Tensor& x, const Tensor& norm, double p, IntList dims) {
  Tensor zero = wrapped_number(0.0), at_zero = ops::eq(norm, Scalar(0));
  if (p == 0) return ops::mul(x, Scalar(0));
  if (p == 1) return ops::mul(ops::sign(x), g);
  if (p == 2) return ops::mul(x, ops::where(at_zero, zero, ops::div(g, norm)));
  if (isinf(p)) {
    Tensor mask = ops::eq(ops::abs(x), norm), nan = ops::logical_and(ops::isnan(x), ops::isnan(norm));
    mask = ops::logical_or(mask, nan);
    return ops::mul(ops::sign(x), ops::mul(ops::div(g, sum(mask, dims, true)), mask));
  }
  Tensor scale = ops::where(at_zero, zero, ops::div(g, ops::pow(norm, Scalar(p - 1))));
  if (p < 1) {
    Tensor part = ops::mul(ops::sign(x), ops::pow(ops::abs(x), Scalar(p - 1)));
    return ops::mul(ops::where(ops::eq(x, Scalar(0)), zero, part), scale);
  }
  if (p < 2) return ops::mul(ops::mul(ops::sign(x), ops::pow(ops::abs(x), Scalar(p - 1))), scale);
  return ops::mul(ops::mul(x, ops::pow(ops::abs(x), Scalar(p - 2))), scale);
}

Tensor norm(const Tensor& t, double p, IntList dim_list, bool keepdim, DType dtype) {
  if (!is_floating(t->dtype))
    fail(Status::type, "norm: only supported for floating dtypes, not %s", dtype_name(t->dtype));
  ReducedDims dims("norm", t, dim_list);
  Tensor x = dtype == DType::none ? t : to(t, dtype);
  Tensor y;
  {
    GradModeGuard off(false);
    Tensor wide = computable(x);
    if (isinf(p)) {
      y = reduced("norm", p > 0 ? ReduceOp::max : ReduceOp::min, ops::abs(wide), dims, keepdim, wide->dtype);
    } else {
      y = reduced("norm", ReduceOp::powers, wide, dims, keepdim, wide->dtype, p);
      if (p == 2) y = ops::sqrt(y);
      else if (p != 1 && p != 0 && wide->numel) y = ops::pow(y, Scalar(1 / p));  // of nothing: 0
    }
    y = back_to(y, x->dtype);
  }
  if (wants_history(x))
    record("NormBackward1", y, {&x},
           [x = Saved(x), y = Saved::output(y), p, kept = kept_shape(x, dims),
            dim_list = Shape(dim_list)](Backward& b) {
             b.set(0, norm_gradient(with_kept_dims(b.grad(), kept), x.get(b), with_kept_dims(y.get(b), kept),
                                    p, dim_list));
           });
  return y;
}

// ---- by name

TN_OP("var(Tensor self, bool unbiased=True) -> Tensor",
      [](const Tensor& self, bool unbiased) { return var(self, {}, unbiased); });
TN_OP("var.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor",
      [](const Tensor& self, std::optional<IntList> dim, bool unbiased, bool keepdim) {
        return var(self, all_if_none(dim), unbiased, keepdim);
      });
TN_OP("var.correction(Tensor self, int[1]? dim=None, *, int? correction=None, bool keepdim=False) -> Tensor",
      [](const Tensor& self, std::optional<IntList> dim, std::optional<int64_t> correction, bool keepdim) {
        return var(self, all_if_none(dim), correction.value_or(1), keepdim);
      });
TN_OP("std(Tensor self, bool unbiased=True) -> Tensor",
      [](const Tensor& self, bool unbiased) { return std(self, {}, unbiased); });
TN_OP("std.dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> Tensor",
      [](const Tensor& self, std::optional<IntList> dim, bool unbiased, bool keepdim) {
        return std(self, all_if_none(dim), unbiased, keepdim);
      });
TN_OP("std.correction(Tensor self, int[1]? dim=None, *, int? correction=None, bool keepdim=False) -> Tensor",
      [](const Tensor& self, std::optional<IntList> dim, std::optional<int64_t> correction, bool keepdim) {
        return std(self, all_if_none(dim), correction.value_or(1), keepdim);
      });
TN_OP(
    "norm(Tensor self, Scalar? p=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> "
    "Tensor",
    [](const Tensor& self, std::optional<Scalar> p, std::optional<IntList> dim, bool keepdim, DType dtype) {
      return norm(self, p ? p->f : 2, all_if_none(dim), keepdim, dtype);
    });
TN_OP(
    "norm.name(Tensor self, str p, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> "
    "Tensor",
    [](const Tensor& self, std::string_view p, std::optional<IntList> dim, bool keepdim, DType dtype) {
      if (p == "nuc") {
        if (dtype != DType::none) fail(Status::value, "norm: dtype is not supported for p 'nuc'");
        return nuclear_norm(self, dim.value_or(IntList()), keepdim);
      }
      if (p != "fro")
        fail(Status::value, "norm: p must be a number, 'fro' or 'nuc', not '%.*s'",
             static_cast<int>(p.size()), p.data());
      return norm(self, 2, all_if_none(dim), keepdim, dtype);
    });

}  // namespace tenon
