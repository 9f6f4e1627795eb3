#include "core/ops/arithmetic.h"

#include "core/ops/copy.h"
#include "core/ops/history.h"
#include "core/ops/pointwise.h"
#include "core/ops/registry.h"
#include "core/tensor/promotion.h"

namespace tenon {

void assign(const char* op, const Tensor& self, const Tensor& result) {
  check_in_place(op, self);
  if (!can_cast(result->dtype, self->dtype))
    fail(Status::type, "%s_: result type %s can't be cast to the desired output type %s", op,
         dtype_name(result->dtype), dtype_name(self->dtype));
  if (!(result->sizes() == self->sizes()))
    fail(Status::shape, "%s_: self of shape %s can't hold the result of shape %s", op,
         to_string(self->sizes()).c_str(), to_string(result->sizes()).c_str());
  copy_(self, result);
}

// ---- sums with a factor

namespace {

void check_alpha(const char* op, const Tensor& a, const Tensor& b, Scalar alpha) {
  DType dtype = result_type({&a, &b});
  if (alpha.is_real() && !is_floating(dtype))
    fail(Status::type, "%s: alpha must be an integer where the result is %s", op, dtype_name(dtype));
  if (alpha.kind == Scalar::Kind::boolean && dtype != DType::bool_)
    fail(Status::type, "%s: a boolean alpha is for boolean results, not %s", op, dtype_name(dtype));
}

void check_not_bool(const char* op, const Tensor& a, const Tensor& b) {
  if (a->dtype == DType::bool_ || b->dtype == DType::bool_)
    fail(Status::type, "%s: not defined for bool; logical_not and bitwise_not invert a mask", op);
}

bool is_one(Scalar s) { return s.f == 1; }

Scalar negative(Scalar s) {
  return s.is_real() ? Scalar(-s.f) : Scalar(static_cast<int64_t>(0 - static_cast<uint64_t>(s.i)));
}

}  // namespace

Tensor add(const Tensor& a, const Tensor& b, Scalar alpha) {
  check_alpha("add", a, b, alpha);
  return is_one(alpha) ? ops::add(a, b) : binary(PointwiseOp::add_scaled, a, b, alpha);
}
Tensor sub(const Tensor& a, const Tensor& b, Scalar alpha) {
  check_alpha("sub", a, b, alpha);
  check_not_bool("sub", a, b);
  return is_one(alpha) ? ops::sub(a, b) : binary(PointwiseOp::add_scaled, a, b, negative(alpha));
}
void add_(const Tensor& self, const Tensor& other, Scalar alpha) {
  check_alpha("add_", self, other, alpha);
  if (is_one(alpha)) binary_(PointwiseOp::add, self, other);
  else binary_(PointwiseOp::add_scaled, self, other, alpha);
}
void sub_(const Tensor& self, const Tensor& other, Scalar alpha) {
  check_alpha("sub_", self, other, alpha);
  check_not_bool("sub_", self, other);
  if (is_one(alpha)) binary_(PointwiseOp::sub, self, other);
  else binary_(PointwiseOp::add_scaled, self, other, negative(alpha));
}

#define TN_SUM_OPS(name)                                                                             \
  TN_OP(#name ".Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor",                     \
        [](const Tensor& a, const Tensor& b, Scalar alpha) { return name(a, b, alpha); });           \
  TN_OP(#name ".Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor",                        \
        [](const Tensor& a, Scalar b, Scalar alpha) { return name(a, wrapped_number(b), alpha); });  \
  TN_OP(#name ".Scalar_Tensor(Scalar self, Tensor other, *, Scalar alpha=1) -> Tensor",              \
        [](Scalar a, const Tensor& b, Scalar alpha) { return name(wrapped_number(a), b, alpha); });  \
  TN_OP(#name "_.Tensor(Tensor(a!) self, Tensor other, *, Scalar alpha=1) -> Tensor(a!)",            \
        [](const Tensor& self, const Tensor& other, Scalar alpha) { name##_(self, other, alpha); }); \
  TN_OP(                                                                                             \
      #name "_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)",                 \
      [](const Tensor& self, Scalar other, Scalar alpha) { name##_(self, wrapped_number(other), alpha); });
TN_SUM_OPS(add)
TN_SUM_OPS(sub)
TN_OP("rsub.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor",
      [](const Tensor& self, const Tensor& other, Scalar alpha) { return sub(other, self, alpha); });
TN_OP("rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor",
      [](const Tensor& self, Scalar other, Scalar alpha) { return sub(wrapped_number(other), self, alpha); });

// ---- quotients

namespace {

PointwiseOp division(Rounding rounding) {
  return rounding == Rounding::floor   ? PointwiseOp::div_floor
         : rounding == Rounding::trunc ? PointwiseOp::div_trunc
                                       : PointwiseOp::div;
}

Rounding rounding_named(std::optional<std::string_view> mode) {
  if (!mode) return Rounding::none;
  if (*mode == "floor") return Rounding::floor;
  if (*mode == "trunc") return Rounding::trunc;
  fail(Status::value, "div: rounding_mode must be None, 'trunc' or 'floor', not '%.*s'",
       static_cast<int>(mode->size()), mode->data());
}

}  // namespace

Tensor div(const Tensor& a, const Tensor& b, Rounding rounding) { return binary(division(rounding), a, b); }
void div_(const Tensor& self, const Tensor& other, Rounding rounding) {
  binary_(division(rounding), self, other);
}

TN_OP("div.Tensor_mode(Tensor self, Tensor other, *, str? rounding_mode) -> Tensor",
      [](const Tensor& a, const Tensor& b, std::optional<std::string_view> mode) {
        return div(a, b, rounding_named(mode));
      });
TN_OP("div.Scalar_mode(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor",
      [](const Tensor& a, Scalar b, std::optional<std::string_view> mode) {
        return div(a, wrapped_number(b), rounding_named(mode));
      });
TN_OP("div_.Tensor_mode(Tensor(a!) self, Tensor other, *, str? rounding_mode) -> Tensor(a!)",
      [](const Tensor& self, const Tensor& other, std::optional<std::string_view> mode) {
        div_(self, other, rounding_named(mode));
      });
TN_OP("div_.Scalar_mode(Tensor(a!) self, Scalar other, *, str? rounding_mode) -> Tensor(a!)",
      [](const Tensor& self, Scalar other, std::optional<std::string_view> mode) {
        div_(self, wrapped_number(other), rounding_named(mode));
      });
#define TN_QUOTIENT_OPS(name, rounding)                                                 \
  TN_OP(name "(Tensor self, Tensor other) -> Tensor",                                   \
        [](const Tensor& a, const Tensor& b) { return div(a, b, rounding); });          \
  TN_OP(name ".Scalar(Tensor self, Scalar other) -> Tensor",                            \
        [](const Tensor& a, Scalar b) { return div(a, wrapped_number(b), rounding); }); \
  TN_OP(name ".Scalar_Tensor(Scalar self, Tensor other) -> Tensor",                     \
        [](Scalar a, const Tensor& b) { return div(wrapped_number(a), b, rounding); }); \
  TN_OP(name "_.Tensor(Tensor(a!) self, Tensor other) -> Tensor(a!)",                   \
        [](const Tensor& self, const Tensor& other) { div_(self, other, rounding); });  \
  TN_OP(name "_.Scalar(Tensor(a!) self, Scalar other) -> Tensor(a!)",                   \
        [](const Tensor& self, Scalar other) { div_(self, wrapped_number(other), rounding); });
TN_QUOTIENT_OPS("true_divide", Rounding::none)
TN_QUOTIENT_OPS("floor_divide", Rounding::floor)

// ---- powers

namespace {

// The operator that gives self to this power, where there is one; else PointwiseOp::pow.
PointwiseOp power(const Tensor& self, Scalar exponent) {
  if (!is_floating(self->dtype)) {
    if (exponent.is_real() || exponent.kind == Scalar::Kind::boolean || !is_integral(self->dtype))
      return PointwiseOp::pow;
    if (exponent.i < 0) fail(Status::value, "pow: integers to negative integer powers are not allowed");
    return exponent.i == 2 ? PointwiseOp::square : PointwiseOp::pow;
  }
  if (exponent.f == 2) return PointwiseOp::square;
  if (exponent.f == 0.5) return PointwiseOp::sqrt;
  if (exponent.f == -0.5) return PointwiseOp::rsqrt;
  if (exponent.f == -1) return PointwiseOp::reciprocal;
  return PointwiseOp::pow;
}

void need_float64(const Tensor& self) {
  if (self->dtype != DType::float64)
    fail(Status::type, "float_power_: the result is float64, but self is %s", dtype_name(self->dtype));
}

}  // namespace

Tensor pow(const Tensor& self, Scalar exponent) {
  PointwiseOp op = power(self, exponent);
  return op == PointwiseOp::pow ? binary(op, self, exponent) : unary(op, self);
}
void pow_(const Tensor& self, Scalar exponent) {
  PointwiseOp op = power(self, exponent);
  if (op == PointwiseOp::pow) binary_(op, self, exponent);
  else unary_(op, self);
}

Tensor float_power(const Tensor& self, const Tensor& exponent) {
  return ops::pow(to(self, DType::float64), to(exponent, DType::float64));
}

TN_OP("pow.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor",
      [](const Tensor& self, const Tensor& exponent) { return ops::pow(self, exponent); });
TN_OP("pow.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor",
      [](const Tensor& self, Scalar exponent) { return pow(self, exponent); });
TN_OP("pow.Scalar(Scalar self, Tensor exponent) -> Tensor",
      [](Scalar self, const Tensor& exponent) { return ops::pow(self, exponent); });
TN_OP("pow_.Tensor(Tensor(a!) self, Tensor exponent) -> Tensor(a!)",
      [](const Tensor& self, const Tensor& exponent) { binary_(PointwiseOp::pow, self, exponent); });
TN_OP("pow_.Scalar(Tensor(a!) self, Scalar exponent) -> Tensor(a!)",
      [](const Tensor& self, Scalar exponent) { pow_(self, exponent); });
TN_OP("float_power.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor",
      [](const Tensor& self, const Tensor& exponent) { return float_power(self, exponent); });
TN_OP("float_power.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor",
      [](const Tensor& self, Scalar exponent) { return pow(to(self, DType::float64), Scalar(exponent.f)); });
TN_OP("float_power.Scalar(Scalar self, Tensor exponent) -> Tensor", [](Scalar self, const Tensor& exponent) {
  return ops::pow(Scalar(self.f), to(exponent, DType::float64));
});
TN_OP("float_power_.Tensor(Tensor(a!) self, Tensor exponent) -> Tensor(a!)",
      [](const Tensor& self, const Tensor& exponent) {
        need_float64(self);
        binary_(PointwiseOp::pow, self, exponent);
      });
TN_OP("float_power_.Scalar(Tensor(a!) self, Scalar exponent) -> Tensor(a!)",
      [](const Tensor& self, Scalar exponent) {
        need_float64(self);
        pow_(self, Scalar(exponent.f));
      });

// ---- choices

Tensor where(const Tensor& condition, const Tensor& self, const Tensor& other) {
  if (condition->dtype != DType::bool_ && condition->dtype != DType::uint8)
    fail(Status::type, "where: condition must be a bool tensor, not %s", dtype_name(condition->dtype));
  return ops::where(condition, self, other);
}

TN_OP("where.self(Tensor condition, Tensor self, Tensor other) -> Tensor",
      [](const Tensor& c, const Tensor& a, const Tensor& b) { return where(c, a, b); });
TN_OP("where.ScalarSelf(Tensor condition, Scalar self, Tensor other) -> Tensor",
      [](const Tensor& c, Scalar a, const Tensor& b) { return where(c, wrapped_number(a), b); });
TN_OP("where.ScalarOther(Tensor condition, Tensor self, Scalar other) -> Tensor",
      [](const Tensor& c, const Tensor& a, Scalar b) { return where(c, a, wrapped_number(b)); });
TN_OP("where.Scalar(Tensor condition, Scalar self, Scalar other) -> Tensor",
      [](const Tensor& c, Scalar a, Scalar b) { return where(c, wrapped_number(a), wrapped_number(b)); });

namespace {

void check_lerp(const Tensor& self, const Tensor& end, const Tensor& weight) {
  for (const Tensor* t : {&end, &weight})
    if ((*t)->dtype != self->dtype && !(*t)->wrapped_number)
      fail(Status::type, "lerp: expected dtype %s for %s, but got %s", dtype_name(self->dtype),
           t == &end ? "end" : "weight", dtype_name((*t)->dtype));
}

}  // namespace

Tensor lerp(const Tensor& self, const Tensor& end, const Tensor& weight) {
  check_lerp(self, end, weight);
  return ops::lerp(self, end, weight);
}
void lerp_(const Tensor& self, const Tensor& end, const Tensor& weight) {
  check_lerp(self, end, weight);
  ternary_(PointwiseOp::lerp, self, end, weight);
}

TN_OP("lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor",
      [](const Tensor& self, const Tensor& end, const Tensor& weight) { return lerp(self, end, weight); });
TN_OP("lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor",
      [](const Tensor& self, const Tensor& end, Scalar weight) {
        return lerp(self, end, wrapped_number(weight));
      });
TN_OP("lerp_.Tensor(Tensor(a!) self, Tensor end, Tensor weight) -> Tensor(a!)",
      [](const Tensor& self, const Tensor& end, const Tensor& weight) { lerp_(self, end, weight); });
TN_OP("lerp_.Scalar(Tensor(a!) self, Tensor end, Scalar weight) -> Tensor(a!)",
      [](const Tensor& self, const Tensor& end, Scalar weight) { lerp_(self, end, wrapped_number(weight)); });

// ---- other names

TN_OP("positive(Tensor(a) self) -> Tensor(a)", [](const Tensor& self) {
  if (self->dtype == DType::bool_) fail(Status::type, "positive: not defined for bool");
  return self;
});
TN_OP("logical_not_(Tensor(a!) self) -> Tensor(a!)",
      [](const Tensor& self) { unary_(PointwiseOp::logical_not, self); });

}  // namespace tenon
