// Losses of classifiers: cross_entropy and nll_loss.
#include "core/backend/backend.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/index.h"
#include "core/ops/loss.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduce.h"
#include "core/ops/registry.h"
#include "core/ops/softmax.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

int class_dim(const Tensor& input) { return input->ndim == 1 ? 0 : 1; }

void check_weight(const char* op, const Tensor& input, const Tensor& weight) {
  const int64_t classes = input->size[class_dim(input)];
  if (weight && (weight->ndim != 1 || weight->size[0] != classes))
    fail(Status::shape, "%s: weight must be (%lld), one for each class, but it is %s", op, (long long)classes,
         to_string(weight->sizes()).c_str());
  if (weight && weight->dtype != input->dtype)
    fail(Status::type, "%s: weight is %s and input is %s", op, dtype_name(weight->dtype),
         dtype_name(input->dtype));
}

void check(const char* op, const Tensor& input, const Tensor& target, const Tensor& weight) {
  if (!is_floating(input->dtype))
    fail(Status::type, "%s: input must be floating, not %s", op, dtype_name(input->dtype));
  if (target->dtype != DType::int64)
    fail(Status::type, "%s: target must be int64, not %s", op, dtype_name(target->dtype));
  Shape expected(input->sizes());
  if (expected.count) expected.erase(class_dim(input));
  if (input->ndim == 0 || !(target->sizes() == IntList(expected)))
    fail(Status::shape, "%s: input %s wants a target of shape %s, but it is %s", op,
         to_string(input->sizes()).c_str(), to_string(expected).c_str(), to_string(target->sizes()).c_str());
  check_weight(op, input, weight);
  for (const Tensor* t : {&target, &weight})
    if (*t && !((*t)->device == input->device))
      fail(Status::device, "%s: expected all tensors on one device, but found %s and %s", op,
           device_name(input->device).c_str(), device_name((*t)->device).c_str());
}

// (c), (n, c) or (n, c, …) as rows of classes, with the targets in the same order.
struct Rows {
  Tensor input, target;

  Rows(const Tensor& x, const Tensor& t) : input(x), target(t) {
    if (x->ndim == 1) input = unsqueeze(x, 0);
    if (x->ndim > 2) {
      Shape order{0};
      for (int d = 2; d < x->ndim; ++d) order.push_back(d);
      order.push_back(1);
      input = reshape(permute(x, order), {t->numel, x->size[1]});
    }
    input = contiguous(input);
    if (t->ndim != 1) target = reshape(t, {t->numel});
    target = contiguous(target);
  }
};

// Weighted losses of rows to what is asked for: mean is by the weights' sum.
Tensor reduce_rows(const Tensor& losses, const Tensor& weights, Reduction reduction, IntList shape) {
  if (reduction == Reduction::none) return reshape(losses, shape);
  if (reduction == Reduction::sum) return sum(losses);
  return ops::div(sum(losses), sum(weights));
}

// ---- cross entropy of rows in one pass, and its gradient in another

struct Fused {
  Saved input, target, weight;
  Tensor shift;
  int64_t ignore_index;
  double scale;  // 1, or 1 / the sum of the weights
  bool reduced;

  CrossEntropyCall call(const Tensor& x, const Tensor& t, const Tensor& w) const {
    CrossEntropyCall c{};
    c.dtype = x->dtype;
    c.device = x->device.index;
    c.rows = x->size[0];
    c.classes = x->size[1];
    c.input = x->data;
    c.target = t->as<int64_t>();
    c.weight = w ? w->data : nullptr;
    c.ignore_index = ignore_index;
    c.shift = shift->data;
    c.scale = scale;
    return c;
  }

  Tensor gradient(const Backward& b) const {
    const Tensor x = input.get(b), t = target.get(b), w = weight.get(b);
    if (b.create_graph()) return formula(b.grad(), x, t, w);
    const Tensor g = contiguous(b.grad());
    Tensor out = empty_like(x);
    CrossEntropyCall c = call(x, t, w);
    c.gradient = true;
    c.grad = g->data;
    c.grad_step = reduced ? 0 : 1;
    c.out = out->data;
    check_backend(backend_of(x->device).cross_entropy(&c), "cross_entropy");
    return out;
  }

  // g * scale * weight[target] * (softmax(x) - [target]), of differentiable operators.
  Tensor formula(const Tensor& g, const Tensor& x, const Tensor& t, const Tensor& w) const {
    GradModeGuard off(false);
    Tensor safe = ops::where(ops::eq(t, Scalar(ignore_index)), wrapped_number(int64_t{0}), t);
    Tensor index = unsqueeze(safe, 1), counts = ops::ne(unsqueeze(t, 1), Scalar(ignore_index));
    Tensor factor = w ? unsqueeze(gather(w, 0, safe), 1) : ones_like(index);
    factor = ops::mul(ops::mul(cast_elements(factor, x->dtype), counts), Scalar(scale));
    Tensor hits = scatter_add(zeros_like(x), 1, index, ones(index->sizes(), x->dtype, x->device));
    GradModeGuard on(true);
    Tensor rows = reduced ? g : unsqueeze(g, 1);
    return ops::mul(ops::mul(ops::sub(softmax(x, 1), hits), factor), rows);
  }
};

Tensor cross_entropy_rows(const Rows& rows, const Tensor& weight, const ClassLossOptions& options) {
  const Tensor& x = rows.input;
  const Backend& backend = backend_of(x->device);
  if (!backend.cross_entropy) not_offered(x->device, "cross_entropy");
  Tensor losses = empty({x->size[0]}, x->dtype, x->device),
         shift = empty({x->size[0], 2}, x->dtype, x->device);
  const bool reduced = options.reduction != Reduction::none;
  const Tensor w = weight ? contiguous(detach(weight)) : weight;
  Fused fused{Saved(x), Saved(rows.target), Saved(w), shift, options.ignore_index, 1, reduced};
  double totals[2];
  CrossEntropyCall call = fused.call(x, rows.target, w);
  call.out = losses->data;
  call.totals = totals;
  check_backend(backend.cross_entropy(&call), "cross_entropy");
  Tensor y = losses;
  if (reduced) {
    if (options.reduction == Reduction::mean) fused.scale = 1 / totals[1];
    const double value = options.reduction == Reduction::mean ? totals[0] / totals[1] : totals[0];
    y = full({}, value, x->dtype, x->device);
  }
  if (wants_history(x))
    record("NllLossBackward0", y, {&x},
           [fused = std::move(fused)](Backward& b) { b.set(0, fused.gradient(b)); });
  return y;
}

// ---- log-probabilities

// The targets with 0 for those to be ignored, and the weight of each, 0 for those.
struct Weighted {
  Tensor target, weight, ignored;  // ignored is undefined where none is

  Weighted(const char* op, const Rows& rows, const Tensor& class_weight, int64_t ignore_index) {
    const Tensor& x = rows.input;
    if (!x->device.is_cpu()) not_offered(x->device, op);
    GradModeGuard off(false);
    Tensor skipped = ops::eq(rows.target, Scalar(ignore_index));
    const int64_t classes = x->size[1];
    bool any = false;
    for (int64_t i = 0; i < rows.target->numel; ++i) {
      const int64_t t = rows.target->as<int64_t>()[i];
      any |= t == ignore_index;
      if ((t < 0 || t >= classes) && t != ignore_index)
        fail(Status::index, "%s: target %lld is out of bounds: there are %lld classes", op, (long long)t,
             (long long)classes);
    }
    target = any ? ops::where(skipped, wrapped_number(int64_t{0}), rows.target) : rows.target;
    weight =
        class_weight ? gather(detach(class_weight), 0, target) : ones(target->sizes(), x->dtype, x->device);
    if (!any) return;
    weight = ops::mul(weight, ops::logical_not(skipped));
    ignored = skipped;
  }
};

Tensor nll_rows(const char* op, const Rows& rows, const Tensor& weight, const ClassLossOptions& options,
                IntList shape) {
  const Weighted w(op, rows, weight, options.ignore_index);
  Tensor picked = reshape(gather(rows.input, 1, unsqueeze(w.target, 1)), {rows.target->numel});
  if (w.ignored) picked = ops::where(w.ignored, wrapped_number(0.0), picked);
  return reduce_rows(ops::mul(ops::neg(picked), w.weight), w.weight, options.reduction, shape);
}

// (1 - smoothing) * nll_loss + smoothing * the mean over the classes of -weight * log-probability
Tensor smoothed(const Rows& rows, const Tensor& weight, const ClassLossOptions& options, IntList shape) {
  const Weighted w("cross_entropy", rows, weight, options.ignore_index);
  const Rows log_rows(log_softmax(rows.input, 1), rows.target);
  Tensor nll = nll_rows("cross_entropy", log_rows, weight, options, shape);
  const Tensor& x = log_rows.input;
  Tensor spread = ops::neg(sum(weight ? ops::mul(x, weight) : x, {1}));
  if (w.ignored) spread = ops::where(w.ignored, wrapped_number(0.0), spread);
  spread = reduce_rows(spread, w.weight, options.reduction, shape);
  const double share = options.label_smoothing, classes = static_cast<double>(x->size[1]);
  return ops::add(ops::mul(nll, Scalar(1 - share)), ops::mul(spread, Scalar(share / classes)));
}

// Targets that are probabilities.
Tensor of_probabilities(const Tensor& input, const Tensor& target, const Tensor& weight,
                        const ClassLossOptions& options) {
  if (options.ignore_index >= 0)
    fail(Status::value, "cross_entropy: ignore_index has no meaning for targets that are probabilities");
  const int d = class_dim(input);
  const double classes = static_cast<double>(input->size[d]), share = options.label_smoothing;
  Tensor goal = share > 0 ? ops::add(ops::mul(target, Scalar(1 - share)), Scalar(share / classes)) : target;
  Tensor terms = ops::mul(log_softmax(input, d), goal);
  if (weight) {
    Shape along;
    for (int i = 0; i < input->ndim; ++i) along.push_back(i == d ? -1 : 1);
    terms = ops::mul(terms, reshape(weight, along));
  }
  if (options.reduction == Reduction::none) return ops::neg(sum(terms, {d}));
  Tensor total = ops::neg(sum(terms));
  if (options.reduction == Reduction::sum) return total;
  return ops::div(total, Scalar(static_cast<double>(input->numel) / classes));
}

// The half types are computed in float32.
template <class F>
Tensor in_compute_dtype(const Tensor& input, const Tensor& weight, F f) {
  if (!is_half(input->dtype)) return f(input, weight);
  Tensor wide = to(input, DType::float32);
  return to(f(wide, weight ? to(weight, DType::float32) : weight), input->dtype);
}

}  // namespace

Tensor nll_loss(const Tensor& input, const Tensor& target, const Tensor& weight,
                const ClassLossOptions& options) {
  check("nll_loss", input, target, weight);
  return in_compute_dtype(input, weight, [&](const Tensor& x, const Tensor& w) {
    return nll_rows("nll_loss", Rows(x, target), w, options, target->sizes());
  });
}

Tensor cross_entropy(const Tensor& input, const Tensor& target, const Tensor& weight,
                     const ClassLossOptions& options) {
  if (!(options.label_smoothing >= 0 && options.label_smoothing <= 1))
    fail(Status::value, "cross_entropy: label_smoothing must be between 0 and 1, but it is %g",
         options.label_smoothing);
  const bool probabilities =
      input->ndim > 0 && target->sizes() == input->sizes() && is_floating(target->dtype);
  if (probabilities) check_weight("cross_entropy", input, weight);
  else check("cross_entropy", input, target, weight);
  return in_compute_dtype(input, weight, [&](const Tensor& x, const Tensor& w) {
    if (probabilities) return of_probabilities(x, target, w, options);
    const Rows rows(x, target);
    if (options.label_smoothing > 0) return smoothed(rows, w, options, target->sizes());
    Tensor y = cross_entropy_rows(rows, w, options);
    return y->sizes() == target->sizes() || options.reduction != Reduction::none
               ? y
               : reshape(y, target->sizes());
  });
}

TN_OP(
    "cross_entropy(Tensor input, Tensor target, Tensor? weight=None, *, int ignore_index=-100, "
    "str reduction='mean', float label_smoothing=0.0) -> Tensor",
    [](const Tensor& input, const Tensor& target, const Tensor& weight, int64_t ignore_index,
       std::string_view reduction, double label_smoothing) {
      return cross_entropy(input, target, weight,
                           {reduction_named("cross_entropy", reduction), ignore_index, label_smoothing});
    });
TN_OP(
    "nll_loss(Tensor input, Tensor target, Tensor? weight=None, *, int ignore_index=-100, "
    "str reduction='mean') -> Tensor",
    [](const Tensor& input, const Tensor& target, const Tensor& weight, int64_t ignore_index,
       std::string_view reduction) {
      return nll_loss(input, target, weight, {reduction_named("nll_loss", reduction), ignore_index});
    });

}  // namespace tenon
