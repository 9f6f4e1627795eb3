#pragma once
// Pointwise operators that are more than one formula: a factor, a rounding, a missing bound.
#include <optional>
#include <string_view>

#include "core/tensor/scalar.h"
#include "core/tensor/tensor.h"

namespace tenon {

// self = result: the in-place form of what is made of other operators. Fails where the shape or the dtype
// doesn't fit, or history forbids it.
void assign(const char* op, const Tensor& self, const Tensor& result);

// ---- arithmetic

// a + alpha * b, a - alpha * b.
Tensor add(const Tensor& a, const Tensor& b, Scalar alpha);
Tensor sub(const Tensor& a, const Tensor& b, Scalar alpha);
void add_(const Tensor& self, const Tensor& other, Scalar alpha);
void sub_(const Tensor& self, const Tensor& other, Scalar alpha);

enum class Rounding { none, floor, trunc };
Tensor div(const Tensor& a, const Tensor& b, Rounding rounding);
void div_(const Tensor& self, const Tensor& other, Rounding rounding);

// With a kernel of its own for the common exponents. Fails for integers with a negative integer.
Tensor pow(const Tensor& self, Scalar exponent);
void pow_(const Tensor& self, Scalar exponent);
// In float64.
Tensor float_power(const Tensor& self, const Tensor& exponent);

// ---- bounds

// At least one bound is given; max wins where min is larger.
Tensor clamp(const Tensor& self, std::optional<Scalar> min, std::optional<Scalar> max);
void clamp_(const Tensor& self, std::optional<Scalar> min, std::optional<Scalar> max);
// An undefined tensor is no bound.
Tensor clamp(const Tensor& self, const Tensor& min, const Tensor& max);
void clamp_(const Tensor& self, const Tensor& min, const Tensor& max);

// What NaN and the infinities become: 0, and the largest and the lowest of the dtype, unless given.
Tensor nan_to_num(const Tensor& self, std::optional<double> nan = {}, std::optional<double> posinf = {},
                  std::optional<double> neginf = {});
void nan_to_num_(const Tensor& self, std::optional<double> nan = {}, std::optional<double> posinf = {},
                 std::optional<double> neginf = {});

// To a number of digits after the point, or before it where that is negative.
Tensor round(const Tensor& self, int64_t decimals);

// ---- choices

// Fails unless the condition is bool.
Tensor where(const Tensor& condition, const Tensor& self, const Tensor& other);
Tensor lerp(const Tensor& self, const Tensor& end, const Tensor& weight);
void lerp_(const Tensor& self, const Tensor& end, const Tensor& weight);

// ---- made of others

// log(x / (1 - x)), of x in [eps, 1 - eps].
Tensor logit(const Tensor& self, std::optional<double> eps = {});
// sin(pi x) / (pi x).
Tensor sinc(const Tensor& self);
// self * log(1 + other), 0 where self is.
Tensor xlog1py(const Tensor& self, const Tensor& other);
// log2(2^a + 2^b).
Tensor logaddexp2(const Tensor& a, const Tensor& b);
// self * 2^exponent.
Tensor ldexp(const Tensor& self, const Tensor& exponent);
// Of real numbers: 0, and pi where they are negative.
Tensor angle(const Tensor& self);
// 0 for negative numbers, 1 for positive ones, `values` for 0.
Tensor heaviside(const Tensor& self, const Tensor& values);

// ---- comparisons

// |a - b| <= atol + rtol * |b|
Tensor isclose(const Tensor& a, const Tensor& b, double rtol = 1e-05, double atol = 1e-08,
               bool equal_nan = false);
bool allclose(const Tensor& a, const Tensor& b, double rtol = 1e-05, double atol = 1e-08,
              bool equal_nan = false);
// Of one shape, and equal in every element.
bool equal(const Tensor& a, const Tensor& b);

}  // namespace tenon
