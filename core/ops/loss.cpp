#include "core/ops/loss.h"

#include "core/base/log.h"
#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduce.h"
#include "core/ops/registry.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

Tensor reduce(const Tensor& losses, Reduction reduction) {
  if (reduction == Reduction::none) return losses;
  return reduction == Reduction::mean ? mean(losses) : sum(losses);
}

// Where the two broadcast, something is probably wrong.
void warn_of_broadcast(const char* op, const Tensor& input, const Tensor& target) {
  if (input->sizes() == target->sizes()) return;
  log(LogLevel::warning,
      "%s: target of shape %s differs from input of shape %s; they are broadcast, which likely gives wrong "
      "results",
      op, to_string(target->sizes()).c_str(), to_string(input->sizes()).c_str());
}

void check_binary(const char* op, const Tensor& input, const Tensor& target) {
  if (!is_floating(input->dtype))
    fail(Status::type, "%s: input must be floating, not %s", op, dtype_name(input->dtype));
  if (!(input->sizes() == target->sizes()))
    fail(Status::shape, "%s: target must have the shape of input, %s, but it is %s", op,
         to_string(input->sizes()).c_str(), to_string(target->sizes()).c_str());
}

// A factor for each element, broadcast; it may be undefined.
void check_factor(const char* op, const char* name, const Tensor& input, const Tensor& factor) {
  if (!factor) return;
  bool fits = factor->ndim <= input->ndim;
  for (int d = 1; fits && d <= factor->ndim; ++d)
    fits =
        factor->size[factor->ndim - d] == 1 || factor->size[factor->ndim - d] == input->size[input->ndim - d];
  if (!fits)
    fail(Status::shape, "%s: %s can't be broadcast from %s to the shape of input, %s", op, name,
         to_string(factor->sizes()).c_str(), to_string(input->sizes()).c_str());
}

// What the gradient of a loss is multiplied with to give that of its unreduced elements.
Tensor spread(const Tensor& g, Reduction reduction, int64_t n) {
  return reduction == Reduction::mean ? ops::div(g, Scalar(static_cast<double>(n))) : g;
}

// -w (t log x + (1 - t) log(1 - x)) with logarithms not below -100
Tensor binary_cross_entropy_terms(const Tensor& x, const Tensor& t, const Tensor& weight) {
  const Params lowest(-100.0);
  Tensor hit = ops::clamp_min(ops::log(x), lowest), miss = ops::clamp_min(ops::log1p(ops::neg(x)), lowest);
  Tensor losses = ops::sub(ops::mul(ops::sub(t, Scalar(1)), miss), ops::mul(t, hit));
  return weight ? ops::mul(losses, weight) : losses;
}

}  // namespace

Reduction reduction_named(const char* op, std::string_view name) {
  if (name == "mean") return Reduction::mean;
  if (name == "sum") return Reduction::sum;
  if (name == "none") return Reduction::none;
  fail(Status::value, "%s: reduction must be 'none', 'mean' or 'sum', not '%.*s'", op,
       static_cast<int>(name.size()), name.data());
}

Tensor mse_loss(const Tensor& input, const Tensor& target, Reduction reduction) {
  warn_of_broadcast("mse_loss", input, target);
  Tensor y, difference;
  {
    GradModeGuard off(false);
    difference = ops::sub(input, target);
    y = reduce(ops::square(difference), reduction);
  }
  if (wants_history(input, target))
    record("MseLossBackward0", y, {&input, &target},
           [input = Saved(input), target = Saved(target), reduction, n = difference->numel](Backward& b) {
             Tensor x = input.get(b), t = target.get(b);
             Tensor g = ops::mul(spread(b.grad(), reduction, n), Scalar(2));
             Tensor d = ops::mul(ops::sub(x, t), g);
             if (b.needs(0)) b.set(0, to(sum_to(d, x->sizes()), x->dtype));
             if (b.needs(1)) b.set(1, to(sum_to(ops::neg(d), t->sizes()), t->dtype));
           });
  return y;
}

Tensor l1_loss(const Tensor& input, const Tensor& target, Reduction reduction) {
  warn_of_broadcast("l1_loss", input, target);
  return reduce(ops::abs(ops::sub(input, target)), reduction);
}

Tensor smooth_l1_loss(const Tensor& input, const Tensor& target, Reduction reduction, double beta) {
  warn_of_broadcast("smooth_l1_loss", input, target);
  if (beta < 0) fail(Status::value, "smooth_l1_loss: beta must not be negative, but it is %g", beta);
  Tensor d = ops::abs(ops::sub(input, target));
  if (beta == 0) return reduce(d, reduction);
  Tensor near = ops::mul(ops::square(d), Scalar(0.5 / beta)), far = ops::sub(d, Scalar(0.5 * beta));
  return reduce(ops::where(ops::lt(d, Scalar(beta)), near, far), reduction);
}

Tensor huber_loss(const Tensor& input, const Tensor& target, Reduction reduction, double delta) {
  warn_of_broadcast("huber_loss", input, target);
  if (!(delta > 0)) fail(Status::value, "huber_loss: delta must be positive, but it is %g", delta);
  Tensor d = ops::abs(ops::sub(input, target));
  Tensor near = ops::mul(ops::square(d), Scalar(0.5));
  Tensor far = ops::mul(ops::sub(d, Scalar(0.5 * delta)), Scalar(delta));
  return reduce(ops::where(ops::lt(d, Scalar(delta)), near, far), reduction);
}

Tensor kl_div(const Tensor& input, const Tensor& target, Reduction reduction, bool log_target) {
  Tensor losses = log_target ? ops::mul(ops::exp(target), ops::sub(target, input))
                             : ops::sub(ops::xlogy(target, target), ops::mul(target, input));
  return reduce(losses, reduction);
}

Tensor binary_cross_entropy(const Tensor& input, const Tensor& target, const Tensor& weight,
                            Reduction reduction) {
  check_binary("binary_cross_entropy", input, target);
  check_factor("binary_cross_entropy", "weight", input, weight);
  if (target->dtype != input->dtype)
    fail(Status::type, "binary_cross_entropy: target is %s and input is %s", dtype_name(target->dtype),
         dtype_name(input->dtype));
  Tensor y;
  {
    GradModeGuard off(false);
    const Tensor fitting = sum(ops::logical_and(ops::ge(input, Scalar(0)), ops::le(input, Scalar(1))));
    if (*to_device(fitting, Device{})->as<int64_t>() != input->numel)
      fail(Status::value, "binary_cross_entropy: all elements of input must be between 0 and 1");
    y = reduce(binary_cross_entropy_terms(input, target, weight), reduction);
  }
  if (wants_history(input, target, weight))
    record("BinaryCrossEntropyBackward0", y, {&input, &target, &weight},
           [input = Saved(input), target = Saved(target), weight = Saved(weight), reduction,
            n = input->numel](Backward& b) {
             Tensor x = input.get(b), t = target.get(b), w = weight.get(b);
             Tensor each = spread(b.grad(), reduction, n), g = w ? ops::mul(each, w) : each;
             if (b.needs(0)) {
               Tensor slope = ops::clamp_min(ops::mul(ops::sub(Scalar(1), x), x), Params(1e-12));
               b.set(0, ops::mul(g, ops::div(ops::sub(x, t), slope)));
             }
             if (b.needs(1)) b.set(1, ops::mul(g, ops::sub(ops::log(ops::sub(Scalar(1), x)), ops::log(x))));
             if (b.needs(2))
               b.set(2, sum_to(ops::mul(each, binary_cross_entropy_terms(x, t, {})), w->sizes()));
           });
  return y;
}

// (1 - t) x - (1 + (p - 1) t) log(sigmoid(x))
Tensor binary_cross_entropy_with_logits(const Tensor& input, const Tensor& target, const Tensor& weight,
                                        const Tensor& pos_weight, Reduction reduction) {
  constexpr const char* op = "binary_cross_entropy_with_logits";
  check_binary(op, input, target);
  check_factor(op, "weight", input, weight);
  check_factor(op, "pos_weight", input, pos_weight);
  Tensor hit = ops::log_sigmoid(input);
  if (pos_weight) hit = ops::mul(hit, ops::add(ops::mul(ops::sub(pos_weight, Scalar(1)), target), Scalar(1)));
  Tensor losses = ops::sub(ops::mul(ops::sub(Scalar(1), target), input), hit);
  return reduce(weight ? ops::mul(losses, weight) : losses, reduction);
}

TN_OP("mse_loss(Tensor input, Tensor target, *, str reduction='mean') -> Tensor",
      [](const Tensor& input, const Tensor& target, std::string_view reduction) {
        return mse_loss(input, target, reduction_named("mse_loss", reduction));
      });
TN_OP("l1_loss(Tensor input, Tensor target, *, str reduction='mean') -> Tensor",
      [](const Tensor& input, const Tensor& target, std::string_view reduction) {
        return l1_loss(input, target, reduction_named("l1_loss", reduction));
      });
TN_OP("smooth_l1_loss(Tensor input, Tensor target, *, str reduction='mean', float beta=1.0) -> Tensor",
      [](const Tensor& input, const Tensor& target, std::string_view reduction, double beta) {
        return smooth_l1_loss(input, target, reduction_named("smooth_l1_loss", reduction), beta);
      });
TN_OP("huber_loss(Tensor input, Tensor target, str reduction='mean', float delta=1.0) -> Tensor",
      [](const Tensor& input, const Tensor& target, std::string_view reduction, double delta) {
        return huber_loss(input, target, reduction_named("huber_loss", reduction), delta);
      });
TN_OP("kl_div(Tensor input, Tensor target, *, str reduction='mean', bool log_target=False) -> Tensor",
      [](const Tensor& input, const Tensor& target, std::string_view reduction, bool log_target) {
        if (reduction != "batchmean")
          return kl_div(input, target, reduction_named("kl_div", reduction), log_target);
        Tensor loss = kl_div(input, target, Reduction::sum, log_target);
        return input->ndim ? ops::div(loss, Scalar(input->size[0])) : loss;
      });
TN_OP(
    "binary_cross_entropy(Tensor input, Tensor target, Tensor? weight=None, *, str reduction='mean') -> "
    "Tensor",
    [](const Tensor& input, const Tensor& target, const Tensor& weight, std::string_view reduction) {
      return binary_cross_entropy(input, target, weight, reduction_named("binary_cross_entropy", reduction));
    });
TN_OP(
    "binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight=None, *, "
    "str reduction='mean', Tensor? pos_weight=None) -> Tensor",
    [](const Tensor& input, const Tensor& target, const Tensor& weight, std::string_view reduction,
       const Tensor& pos_weight) {
      return binary_cross_entropy_with_logits(input, target, weight, pos_weight,
                                              reduction_named("binary_cross_entropy_with_logits", reduction));
    });

}  // namespace tenon
