#include "core/ops/activation.h"

#include "core/ops/pointwise.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"

namespace tenon {

// ---- gelu

namespace {

Gelu gelu_named(std::string_view approximate) {
  if (approximate == "none") return Gelu::none;
  if (approximate == "tanh") return Gelu::tanh;
  fail(Status::value, "gelu: approximate must be 'none' or 'tanh', not '%.*s'",
       static_cast<int>(approximate.size()), approximate.data());
}

PointwiseOp gelu_op(Gelu approximate) {
  return approximate == Gelu::tanh ? PointwiseOp::gelu_tanh : PointwiseOp::gelu_erf;
}

}  // namespace

Tensor gelu(const Tensor& self, Gelu approximate) { return unary(gelu_op(approximate), self); }
void gelu_(const Tensor& self, Gelu approximate) { unary_(gelu_op(approximate), self); }

TN_OP("gelu(Tensor self, *, str approximate='none') -> Tensor",
      [](const Tensor& self, std::string_view approximate) { return gelu(self, gelu_named(approximate)); });
TN_OP("gelu_(Tensor(a!) self, *, str approximate='none') -> Tensor(a!)",
      [](const Tensor& self, std::string_view approximate) { gelu_(self, gelu_named(approximate)); });

// ---- the family of elu

namespace {

Params celu_params(Scalar alpha) {
  if (alpha.f == 0) fail(Status::value, "celu: alpha must not be 0");
  return Params(alpha.f, 1.0, 1 / alpha.f);
}

// From Klambauer et al., Self-Normalizing Neural Networks.
Params selu_params() {
  return Params(1.6732632423543772848170429916717, 1.0507009873554804934193349852946, 1.0);
}

}  // namespace

Tensor celu(const Tensor& self, Scalar alpha) { return unary(PointwiseOp::elu, self, celu_params(alpha)); }
void celu_(const Tensor& self, Scalar alpha) { unary_(PointwiseOp::elu, self, celu_params(alpha)); }
Tensor selu(const Tensor& self) { return unary(PointwiseOp::elu, self, selu_params()); }
void selu_(const Tensor& self) { unary_(PointwiseOp::elu, self, selu_params()); }

TN_OP("celu(Tensor self, Scalar alpha=1.0) -> Tensor",
      [](const Tensor& self, Scalar alpha) { return celu(self, alpha); });
TN_OP("celu_(Tensor(a!) self, Scalar alpha=1.0) -> Tensor(a!)",
      [](const Tensor& self, Scalar alpha) { celu_(self, alpha); });
TN_OP("selu(Tensor self) -> Tensor", [](const Tensor& self) { return selu(self); });
TN_OP("selu_(Tensor(a!) self) -> Tensor(a!)", [](const Tensor& self) { selu_(self); });

// ---- softshrink

Tensor softshrink(const Tensor& self, Scalar lambd) {
  if (!(lambd.f >= 0)) fail(Status::value, "softshrink: lambd must not be negative, but it is %g", lambd.f);
  return unary(PointwiseOp::softshrink, self, lambd);
}

TN_OP("softshrink(Tensor self, Scalar lambd=0.5) -> Tensor",
      [](const Tensor& self, Scalar lambd) { return softshrink(self, lambd); });

// ---- prelu

Tensor prelu(const Tensor& self, const Tensor& weight) {
  if (weight->dtype != self->dtype)
    fail(Status::type, "prelu: weight is %s, but self is %s", dtype_name(weight->dtype),
         dtype_name(self->dtype));
  int64_t channels = self->ndim < 2 ? 1 : self->size[1];
  if (weight->ndim > 1 || (weight->numel != 1 && weight->numel != channels))
    fail(Status::shape,
         "prelu: weight of shape %s is neither one number nor one for each of the %lld channels of self, of "
         "shape %s",
         to_string(weight->sizes()).c_str(), static_cast<long long>(channels),
         to_string(self->sizes()).c_str());
  Tensor w = weight;
  if (weight->numel != 1) {
    Shape shape;
    for (int i = 0; i < self->ndim; ++i) shape.push_back(i == 1 ? channels : 1);
    w = view(weight, shape);
  } else if (weight->ndim) {
    w = view(weight, {});
  }
  return ops::where(ops::gt(self, 0), self, ops::mul(self, w));
}

TN_OP("prelu(Tensor self, Tensor weight) -> Tensor",
      [](const Tensor& self, const Tensor& weight) { return prelu(self, weight); });

TN_ALIAS("logsigmoid", "log_sigmoid");

}  // namespace tenon
