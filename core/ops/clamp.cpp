// Bounds, and what stands for the numbers beyond them.
#include <float.h>
#include <math.h>

#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/history.h"
#include "core/ops/pointwise.h"
#include "core/ops/registry.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

// self in the dtype that an operation with these numbers has.
Tensor promoted(const Tensor& self, std::optional<Scalar> a, std::optional<Scalar> b = {}) {
  DType dtype = self->dtype;
  for (const std::optional<Scalar>& number : {a, b}) {
    if (!number || is_floating(dtype)) continue;
    if (number->is_real()) dtype = default_dtype();
    else
      dtype = promote_types(
          dtype, number->dtype() == DType::int64 && dtype != DType::bool_ ? dtype : number->dtype());
  }
  return to(self, dtype);
}

}  // namespace

// ---- bounds

namespace {

void need_a_bound(bool any) {
  if (!any) fail(Status::value, "clamp: at least one of min and max must not be None");
}

// The operator of the bounds that are given, and its numbers.
struct Bounds {
  PointwiseOp op;
  Params params;
  Bounds(std::optional<Scalar> min, std::optional<Scalar> max)
      : op(!max   ? PointwiseOp::clamp_min
           : !min ? PointwiseOp::clamp_max
                  : PointwiseOp::clamp_both),
        params(min && max ? Params(*min, *max) : Params(min ? *min : *max)) {}
};

}  // namespace

Tensor clamp(const Tensor& self, std::optional<Scalar> min, std::optional<Scalar> max) {
  need_a_bound(min || max);
  Bounds bounds(min, max);
  return unary(bounds.op, promoted(self, min, max), bounds.params);
}

void clamp_(const Tensor& self, std::optional<Scalar> min, std::optional<Scalar> max) {
  need_a_bound(min || max);
  if (!is_floating(self->dtype)) return assign("clamp", self, clamp(self, min, max));
  Bounds bounds(min, max);
  unary_(bounds.op, self, bounds.params);
}

Tensor clamp(const Tensor& self, const Tensor& min, const Tensor& max) {
  need_a_bound(min || max);
  for (const Tensor& bound : {min, max})
    if (bound) broadcast_shapes("clamp", self->sizes(), bound->sizes());
  Tensor y = self;
  if (min) y = ops::where(ops::logical_or(ops::gt(min, y), ops::isnan(min)), min, y);
  if (max) y = ops::where(ops::logical_or(ops::lt(max, y), ops::isnan(max)), max, y);
  return y;
}

void clamp_(const Tensor& self, const Tensor& min, const Tensor& max) {
  assign("clamp", self, clamp(self, min, max));
}

#define TN_CLAMP_OPS(name)                                                                               \
  TN_OP(name "(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor",                              \
        [](const Tensor& self, std::optional<Scalar> min, std::optional<Scalar> max) {                   \
          return clamp(self, min, max);                                                                  \
        });                                                                                              \
  TN_OP(name ".Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor",                       \
        [](const Tensor& self, const Tensor& min, const Tensor& max) { return clamp(self, min, max); }); \
  TN_OP(name "_(Tensor(a!) self, Scalar? min=None, Scalar? max=None) -> Tensor(a!)",                     \
        [](const Tensor& self, std::optional<Scalar> min, std::optional<Scalar> max) {                   \
          clamp_(self, min, max);                                                                        \
        });                                                                                              \
  TN_OP(name "_.Tensor(Tensor(a!) self, Tensor? min=None, Tensor? max=None) -> Tensor(a!)",              \
        [](const Tensor& self, const Tensor& min, const Tensor& max) { clamp_(self, min, max); });
TN_CLAMP_OPS("clamp")
TN_CLAMP_OPS("clip")
TN_OP("clamp_min(Tensor self, Scalar min) -> Tensor",
      [](const Tensor& self, Scalar min) { return clamp(self, min, std::nullopt); });
TN_OP("clamp_min.Tensor(Tensor self, Tensor min) -> Tensor",
      [](const Tensor& self, const Tensor& min) { return clamp(self, min, Tensor()); });
TN_OP("clamp_min_(Tensor(a!) self, Scalar min) -> Tensor(a!)",
      [](const Tensor& self, Scalar min) { clamp_(self, min, std::nullopt); });
TN_OP("clamp_min_.Tensor(Tensor(a!) self, Tensor min) -> Tensor(a!)",
      [](const Tensor& self, const Tensor& min) { clamp_(self, min, Tensor()); });
TN_OP("clamp_max(Tensor self, Scalar max) -> Tensor",
      [](const Tensor& self, Scalar max) { return clamp(self, std::nullopt, max); });
TN_OP("clamp_max.Tensor(Tensor self, Tensor max) -> Tensor",
      [](const Tensor& self, const Tensor& max) { return clamp(self, Tensor(), max); });
TN_OP("clamp_max_(Tensor(a!) self, Scalar max) -> Tensor(a!)",
      [](const Tensor& self, Scalar max) { clamp_(self, std::nullopt, max); });
TN_OP("clamp_max_.Tensor(Tensor(a!) self, Tensor max) -> Tensor(a!)",
      [](const Tensor& self, const Tensor& max) { clamp_(self, Tensor(), max); });

namespace {

double largest(DType dtype) {
  switch (dtype) {
    case DType::float64: return DBL_MAX;
    case DType::float16: return 65504;
    case DType::bfloat16: return 3.3895313892515355e38;
    default: return FLT_MAX;
  }
}

Params replacements(DType dtype, std::optional<double> nan, std::optional<double> posinf,
                    std::optional<double> neginf) {
  return Params(nan.value_or(0), posinf.value_or(largest(dtype)), neginf.value_or(-largest(dtype)));
}

}  // namespace

Tensor nan_to_num(const Tensor& self, std::optional<double> nan, std::optional<double> posinf,
                  std::optional<double> neginf) {
  if (!is_floating(self->dtype)) return clone(self);
  return unary(PointwiseOp::nan_to_num_with, self, replacements(self->dtype, nan, posinf, neginf));
}
void nan_to_num_(const Tensor& self, std::optional<double> nan, std::optional<double> posinf,
                 std::optional<double> neginf) {
  if (!is_floating(self->dtype)) return;
  unary_(PointwiseOp::nan_to_num_with, self, replacements(self->dtype, nan, posinf, neginf));
}

TN_OP("nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor",
      [](const Tensor& self, std::optional<double> nan, std::optional<double> posinf,
         std::optional<double> neginf) { return nan_to_num(self, nan, posinf, neginf); });
TN_OP("nan_to_num_(Tensor(a!) self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor(a!)",
      [](const Tensor& self, std::optional<double> nan, std::optional<double> posinf,
         std::optional<double> neginf) { nan_to_num_(self, nan, posinf, neginf); });

Tensor round(const Tensor& self, int64_t decimals) {
  if (decimals == 0) return ops::round(self);
  if (!is_floating(self->dtype))
    fail(Status::type, "round: decimals are for floating dtypes, not %s", dtype_name(self->dtype));
  double scale = ::pow(10.0, fabs(static_cast<double>(decimals)));
  return decimals > 0 ? ops::div(ops::round(ops::mul(self, scale)), scale)
                      : ops::mul(ops::round(ops::div(self, scale)), scale);
}

TN_OP("round.decimals(Tensor self, *, int decimals) -> Tensor",
      [](const Tensor& self, int64_t decimals) { return round(self, decimals); });
TN_OP("round_.decimals(Tensor(a!) self, *, int decimals) -> Tensor(a!)",
      [](const Tensor& self, int64_t decimals) { assign("round", self, round(self, decimals)); });

}  // namespace tenon
