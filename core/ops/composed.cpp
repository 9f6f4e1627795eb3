// Pointwise operators that are made of others.
#include <math.h>

#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduce.h"
#include "core/ops/registry.h"
#include "core/tensor/node.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

Tensor as_floating(const Tensor& t) { return is_floating(t->dtype) ? t : to(t, default_dtype()); }

bool is_true(const Tensor& t) { return *to_device(t, Device{})->as<bool>(); }

}  // namespace

// ---- functions

// The gradient of its own, 1 / (x (1 - x)), is right at 0 and 1 too.
Tensor logit(const Tensor& self, std::optional<double> eps) {
  Tensor x = as_floating(self), y;
  {
    GradModeGuard no_history(false);
    Tensor z = eps ? clamp(x, Scalar(*eps), Scalar(1 - *eps)) : x;
    y = ops::log(ops::div(z, ops::sub(1, z)));
  }
  if (!wants_history(x)) return y;
  double low = eps.value_or(0), outside = eps ? 0.0 : NAN;
  record("LogitBackward0", y, {&x}, [x = Saved(x), low, outside](Backward& b) {
    Tensor z = x.get(b);
    Tensor inside = ops::logical_and(ops::ge(z, low), ops::le(z, 1 - low));
    Tensor g = ops::div(b.grad(), ops::mul(z, ops::sub(1, z)));
    b.set(0, ops::where(inside, g, wrapped_number(outside)));
  });
  return y;
}

TN_OP("logit(Tensor self, float? eps=None) -> Tensor",
      [](const Tensor& self, std::optional<double> eps) { return logit(self, eps); });
TN_OP("logit_(Tensor(a!) self, float? eps=None) -> Tensor(a!)",
      [](const Tensor& self, std::optional<double> eps) { assign("logit", self, logit(self, eps)); });
TN_ALIAS("special_logit", "logit");

// 0 is replaced before the division, so that no NaN comes into the gradient.
Tensor sinc(const Tensor& self) {
  Tensor zero = ops::eq(self, 0), one = wrapped_number(1.0);
  Tensor x = ops::mul(ops::where(zero, one, self), M_PI);
  return ops::where(zero, one, ops::div(ops::sin(x), x));
}

TN_OP("sinc(Tensor self) -> Tensor", [](const Tensor& self) { return sinc(self); });
TN_OP("sinc_(Tensor(a!) self) -> Tensor(a!)", [](const Tensor& self) { assign("sinc", self, sinc(self)); });
TN_ALIAS("special_sinc", "sinc");

Tensor xlog1py(const Tensor& self, const Tensor& other) {
  Tensor y = ops::mul(self, ops::log1p(other));
  Tensor zero = ops::logical_and(ops::eq(self, 0), ops::logical_not(ops::isnan(other)));
  return ops::where(zero, zeros_like(y), y);
}

TN_OP("special_xlog1py(Tensor self, Tensor other) -> Tensor",
      [](const Tensor& self, const Tensor& other) { return xlog1py(self, other); });
TN_OP("special_xlog1py.other_scalar(Tensor self, Scalar other) -> Tensor",
      [](const Tensor& self, Scalar other) { return xlog1py(self, wrapped_number(other)); });
TN_OP("special_xlog1py.self_scalar(Scalar self, Tensor other) -> Tensor",
      [](Scalar self, const Tensor& other) { return xlog1py(wrapped_number(self), other); });

Tensor logaddexp2(const Tensor& a, const Tensor& b) {
  return ops::div(ops::logaddexp(ops::mul(a, M_LN2), ops::mul(b, M_LN2)), M_LN2);
}

TN_OP("logaddexp2(Tensor self, Tensor other) -> Tensor",
      [](const Tensor& a, const Tensor& b) { return logaddexp2(a, b); });

Tensor ldexp(const Tensor& self, const Tensor& exponent) { return ops::mul(self, ops::pow(2.0, exponent)); }

TN_OP("ldexp.Tensor(Tensor self, Tensor other) -> Tensor",
      [](const Tensor& self, const Tensor& other) { return ldexp(self, other); });

Tensor heaviside(const Tensor& self, const Tensor& values) {
  if (self->dtype != values->dtype)
    fail(Status::type, "heaviside: self and values must have one dtype, but they have %s and %s",
         dtype_name(self->dtype), dtype_name(values->dtype));
  return ops::where(ops::eq(self, 0), detach(values), to(ops::gt(self, 0), self->dtype));
}

TN_OP("heaviside(Tensor self, Tensor values) -> Tensor",
      [](const Tensor& self, const Tensor& values) { return heaviside(self, values); });

// ---- what complex numbers have, of real ones

Tensor angle(const Tensor& self) {
  Tensor x = as_floating(self);
  Tensor y = to(ops::where(ops::lt(x, 0), wrapped_number(M_PI), wrapped_number(0.0)), x->dtype);
  y = ops::where(ops::isnan(x), detach(x), y);
  if (wants_history(x))
    record("AngleBackward0", y, {&x}, [](Backward& b) { b.set(0, zeros_like(b.grad())); });
  return y;
}

TN_OP("angle(Tensor self) -> Tensor", [](const Tensor& self) { return angle(self); });
TN_OP("real(Tensor(a) self) -> Tensor(a)", [](const Tensor& self) { return self; });
TN_OP("conj_physical(Tensor self) -> Tensor", [](const Tensor& self) { return self; });
TN_ALIAS("conj", "real");
TN_ALIAS("resolve_conj", "real");
TN_ALIAS("resolve_neg", "real");

// ---- comparisons

Tensor isclose(const Tensor& a, const Tensor& b, double rtol, double atol, bool equal_nan) {
  if (a->dtype != b->dtype)
    fail(Status::type, "isclose: self and other must have one dtype, but they have %s and %s",
         dtype_name(a->dtype), dtype_name(b->dtype));
  if (rtol < 0 || atol < 0) fail(Status::value, "isclose: rtol and atol must not be negative");
  GradModeGuard no_history(false);
  Tensor close = ops::eq(a, b);
  if (equal_nan) close = ops::logical_or(close, ops::logical_and(ops::isnan(a), ops::isnan(b)));
  if (rtol == 0 && atol == 0) return close;
  Tensor x = as_floating(a), y = as_floating(b);
  Tensor difference = ops::abs(ops::sub(x, y));
  Tensor allowed = ops::add(ops::abs(ops::mul(y, rtol)), atol);
  return ops::logical_or(close, ops::logical_and(ops::isfinite(difference), ops::le(difference, allowed)));
}

bool allclose(const Tensor& a, const Tensor& b, double rtol, double atol, bool equal_nan) {
  return is_true(all(isclose(a, b, rtol, atol, equal_nan)));
}

bool equal(const Tensor& a, const Tensor& b) {
  if (a->dtype != b->dtype)
    fail(Status::type, "equal: expected one dtype, but found %s and %s", dtype_name(a->dtype),
         dtype_name(b->dtype));
  return a->sizes() == b->sizes() && is_true(all(ops::eq(a, b)));
}

TN_OP(
    "isclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor",
    [](const Tensor& a, const Tensor& b, double rtol, double atol, bool equal_nan) {
      return isclose(a, b, rtol, atol, equal_nan);
    });
TN_OP("allclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> bool",
      [](const Tensor& a, const Tensor& b, double rtol, double atol, bool equal_nan) {
        return allclose(a, b, rtol, atol, equal_nan);
      });
TN_OP("equal(Tensor self, Tensor other) -> bool",
      [](const Tensor& a, const Tensor& b) { return equal(a, b); });
TN_OP("isposinf(Tensor self) -> Tensor", [](const Tensor& self) { return ops::eq(self, INFINITY); });
TN_OP("isneginf(Tensor self) -> Tensor", [](const Tensor& self) { return ops::eq(self, -INFINITY); });
TN_OP("isreal(Tensor self) -> Tensor",
      [](const Tensor& self) { return ones(self->sizes(), DType::bool_, self->device); });

}  // namespace tenon
