#include "core/ops/reduce.h"

#include <math.h>

#include "core/backend/backend.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/index.h"
#include "core/ops/nuclear_norm.h"
#include "core/ops/pointwise.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

struct Dims {
  bool reduced[kMaxDims] = {};
  int count = 0;

  Dims(const char* op, const Tensor& t, IntList dims) {
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
struct Rows {
  Tensor dense;
  int64_t outer = 1, n = 1, inner = 1;
};

Rows as_rows(const Tensor& t, const Dims& dims) {
  Rows rows;
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

void run(const char* op, ReduceOp which, const Rows& rows, const Tensor& out, const Tensor* center = nullptr,
         double p = 0) {
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

// The half types are reduced as float32.
Tensor computable(const Tensor& t) { return is_half(t->dtype) ? cast_elements(t, DType::float32) : t; }
Tensor back_to(const Tensor& y, DType dtype) { return y->dtype == dtype ? y : cast_elements(y, dtype); }

Shape kept_shape(const Tensor& t, const Dims& dims) { return dims.result(t, true); }

// g of a reduction's result, given back the reduced dimensions with size 1.
Tensor with_kept_dims(const Tensor& g, const Shape& kept) {
  return g->sizes() == IntList(kept) ? g : reshape(g, kept);
}

// Reduces without history; the result has `out_dtype`.
Tensor reduced(const char* op, ReduceOp which, const Tensor& t, const Dims& dims, bool keepdim,
               DType out_dtype, double p = 0) {
  Tensor x = computable(t);
  Rows rows = as_rows(x, dims);
  DType dtype = which == ReduceOp::argmax || which == ReduceOp::argmin ? DType::int64
                : which == ReduceOp::any || which == ReduceOp::all     ? DType::bool_
                                                                       : x->dtype;
  Tensor y = empty(dims.result(t, keepdim), dtype, t->device);
  if (rows.n == 0) {
    bool one = which == ReduceOp::prod || which == ReduceOp::all;
    fill_elements(y, one ? 1 : 0);
  } else {
    run(op, which, rows, y, nullptr, p);
  }
  return back_to(y, out_dtype);
}

DType accumulation_dtype(const Tensor& t, DType asked) {
  if (asked != DType::none) return asked;
  return is_floating(t->dtype) ? t->dtype : DType::int64;
}

Tensor extreme(const char* op, ReduceOp which, const char* node, const Tensor& t, IntList dim_list,
               bool keepdim) {
  Dims dims(op, t, dim_list);
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
  Dims dims(op, t, {d});
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
  Dims dims(op, t, dim_list);
  if (dims.reduced_numel(t) == 0)
    fail(Status::value, "%s: expected reduction dim to have non-zero size, but the shape is %s", op,
         to_string(t->sizes()).c_str());
  if (t->dtype == DType::bool_) fail(Status::type, "%s: not defined for bool", op);
  return reduced(op, which, t, dims, keepdim, DType::int64);
}

}  // namespace

Tensor sum(const Tensor& t, IntList dim_list, bool keepdim, DType dtype) {
  Dims dims("sum", t, dim_list);
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
  Dims dims("mean", t, dim_list);
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

static Tensor prod_over(const Tensor& t, const Dims& dims, int64_t dim, bool keepdim, DType dtype) {
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
  return prod_over(t, Dims("prod", t, {}), kOpenEnd, false, dtype);
}

Tensor prod(const Tensor& t, int64_t dim, bool keepdim, DType dtype) {
  int d = normalize_dim("prod", dim, t->ndim);
  return prod_over(t, Dims("prod", t, {d}), d, keepdim, dtype);
}

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

static Tensor variance(const char* op, const Tensor& t, const Dims& dims, int64_t correction, bool keepdim) {
  if (!is_floating(t->dtype))
    fail(Status::type, "%s: only supported for floating dtypes, not %s", op, dtype_name(t->dtype));
  Tensor x = computable(t);
  Rows rows = as_rows(x, dims);
  Tensor center = empty(dims.result(t, keepdim), x->dtype, t->device), y = empty_like(center);
  double n = static_cast<double>(rows.n), divisor = n - static_cast<double>(correction);
  if (rows.n == 0) {
    fill_elements(y, static_cast<double>(NAN));
    return back_to(y, t->dtype);
  }
  GradModeGuard off(false);
  run(op, ReduceOp::sum, rows, center);
  binary_(PointwiseOp::div, center, Scalar(n));
  run(op, ReduceOp::deviations, rows, y, &center);
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
  Dims dims("var", t, dim_list);
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
  Dims dims("std", t, dim_list);
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

// Of uint8 the result is uint8, as ever.
static Tensor truth(const char* op, ReduceOp which, const Tensor& t, IntList dims, bool keepdim) {
  return reduced(op, which, t, Dims(op, t, dims), keepdim,
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
  Dims dims("norm", t, dim_list);
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

Tensor logsumexp(const Tensor& t, IntList dim_list, bool keepdim) {
  Dims dims("logsumexp", t, dim_list);
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

namespace {
IntList all_if_none(const std::optional<IntList>& dim) { return dim.value_or(IntList()); }
}  // namespace

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
TN_OP("logsumexp(Tensor self, int[1] dim, bool keepdim=False) -> Tensor",
      [](const Tensor& self, IntList dim, bool keepdim) { return logsumexp(self, dim, keepdim); });
TN_OP("sum_to_size(Tensor self, int[] size) -> Tensor",
      [](const Tensor& self, IntList size) { return sum_to(self, size); });

}  // namespace tenon
