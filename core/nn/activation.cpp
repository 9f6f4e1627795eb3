// Pointwise activations and softmaxes.
#include "core/ops/activation.h"

#include "core/nn/function.h"
#include "core/nn/init.h"
#include "core/nn/python.h"
#include "core/nn/registry.h"
#include "core/ops/pointwise.h"
#include "core/ops/softmax.h"
#include "core/ops/view.h"

namespace tenon {

namespace {

// A pointwise operator, in place where that is asked for.
class Activation final : public Layer {
 public:
  explicit Activation(PointwiseOp op, std::string repr = {}, bool inplace = false, Params params = {})
      : op_(op), inplace_(inplace), params_(params), repr_(std::move(repr)) {
    if (inplace_) repr_ += repr_.empty() ? "inplace=True" : ", inplace=True";
  }
  Tensor forward(const Tensor& input) override {
    if (!inplace_) return unary(op_, input, params_);
    unary_(op_, input, params_);
    return input;
  }
  std::string extra_repr() const override { return repr_; }

 private:
  PointwiseOp op_;
  bool inplace_;
  Params params_;
  std::string repr_;
};

using Op = PointwiseOp;

TN_MODULE("ReLU(bool inplace=False)", [](bool inplace) { return new Activation(Op::relu, "", inplace); });
TN_MODULE("ReLU6(bool inplace=False)", [](bool inplace) { return new Activation(Op::relu6, "", inplace); });
TN_MODULE("SiLU(bool inplace=False)", [](bool inplace) { return new Activation(Op::silu, "", inplace); });
TN_MODULE("Mish(bool inplace=False)", [](bool inplace) { return new Activation(Op::mish, "", inplace); });
TN_MODULE("Hardswish(bool inplace=False)",
          [](bool inplace) { return new Activation(Op::hardswish, "", inplace); });
TN_MODULE("Hardsigmoid(bool inplace=False)",
          [](bool inplace) { return new Activation(Op::hardsigmoid, "", inplace); });
TN_MODULE("Sigmoid()", [] { return new Activation(Op::sigmoid); });
TN_MODULE("LogSigmoid()", [] { return new Activation(Op::log_sigmoid); });
TN_MODULE("Tanh()", [] { return new Activation(Op::tanh); });
TN_MODULE("Tanhshrink()", [] { return new Activation(Op::tanhshrink); });
TN_MODULE("Softsign()", [] { return new Activation(Op::softsign); });

TN_MODULE("GELU(str approximate='none')", [](std::string_view approximate) {
  bool tanh = approximate == "tanh";
  if (!tanh && approximate != "none")
    fail(Status::value, "GELU: approximate must be 'none' or 'tanh', not '%.*s'",
         static_cast<int>(approximate.size()), approximate.data());
  return new Activation(tanh ? Op::gelu_tanh : Op::gelu_erf, "approximate=" + std::string(approximate));
});
TN_MODULE("LeakyReLU(Scalar negative_slope=0.01, bool inplace=False)", [](Scalar slope, bool inplace) {
  return new Activation(Op::leaky_relu, "negative_slope=" + python(slope), inplace, slope);
});
TN_MODULE("ELU(Scalar alpha=1.0, bool inplace=False)", [](Scalar alpha, bool inplace) {
  return new Activation(Op::elu, "alpha=" + python(alpha), inplace, Params(alpha, 1, 1));
});
TN_MODULE("CELU(Scalar alpha=1.0, bool inplace=False)", [](Scalar alpha, bool inplace) -> Module* {
  std::string repr = "alpha=" + python(alpha) + (inplace ? ", inplace=True" : "");
  if (inplace) return new InPlaceFunction([alpha](const Tensor& x) { celu_(x, alpha); }, repr);
  return new Function([alpha](const Tensor& x) { return celu(x, alpha); }, repr);
});
TN_MODULE("SELU(bool inplace=False)", [](bool inplace) -> Module* {
  if (inplace) return new InPlaceFunction(selu_, "inplace=True");
  return new Function(selu);
});
TN_MODULE("Hardtanh(Scalar min_val=-1.0, Scalar max_val=1.0, bool inplace=False)",
          [](Scalar low, Scalar high, bool inplace) {
            if (!(low.f < high.f)) fail(Status::value, "Hardtanh: max_val must be larger than min_val");
            return new Activation(Op::hardtanh, "min_val=" + python(low) + ", max_val=" + python(high),
                                  inplace, Params(low, high));
          });
TN_MODULE("Softplus(Scalar beta=1, Scalar threshold=20)", [](Scalar beta, Scalar threshold) {
  return new Activation(Op::softplus, "beta=" + python(beta) + ", threshold=" + python(threshold), false,
                        Params(beta, threshold));
});
TN_MODULE("Hardshrink(Scalar lambd=0.5)",
          [](Scalar lambd) { return new Activation(Op::hardshrink, python(lambd), false, lambd); });
TN_MODULE("Softshrink(Scalar lambd=0.5)", [](Scalar lambd) {
  return new Function([lambd](const Tensor& x) { return softshrink(x, lambd); }, python(lambd));
});
TN_MODULE("Threshold(Scalar threshold, Scalar value, bool inplace=False)", [](Scalar threshold, Scalar value,
                                                                              bool inplace) {
  return new Activation(Op::threshold, "threshold=" + python(threshold) + ", value=" + python(value), inplace,
                        Params(threshold, value));
});

class PReLU final : public Layer {
 public:
  PReLU(int64_t count, double init) : count_(count) {
    add_parameter("weight", parameter_full({checked_size("PReLU", "num_parameters", count, 1)}, init));
  }
  Tensor forward(const Tensor& input) override { return prelu(input, required(0)); }
  std::string extra_repr() const override { return "num_parameters=" + python(count_); }

 private:
  int64_t count_;
};
TN_MODULE("PReLU(int num_parameters=1, float init=0.25)",
          [](int64_t count, double init) { return new PReLU(count, init); });

// ---- softmaxes

// Without a dim it is what PyTorch still guesses: the first of 0, 1 or 3 dimensions, else the second.
int64_t softmax_dim(const Tensor& x, std::optional<int64_t> dim) {
  bool first = x->ndim == 0 || x->ndim == 1 || x->ndim == 3;
  return dim.value_or(first ? 0 : 1);
}
std::string dim_repr(std::optional<int64_t> dim) {
  return "dim=" + (dim ? python(*dim) : std::string("None"));
}

TN_MODULE("Softmax(int? dim=None)", [](std::optional<int64_t> dim) {
  return new Function([dim](const Tensor& x) { return softmax(x, softmax_dim(x, dim)); }, dim_repr(dim));
});
TN_MODULE("LogSoftmax(int? dim=None)", [](std::optional<int64_t> dim) {
  return new Function([dim](const Tensor& x) { return log_softmax(x, softmax_dim(x, dim)); }, dim_repr(dim));
});
TN_MODULE("Softmin(int? dim=None)", [](std::optional<int64_t> dim) {
  return new Function([dim](const Tensor& x) { return softmax(ops::neg(x), softmax_dim(x, dim)); },
                      dim_repr(dim));
});
TN_MODULE("Softmax2d()", [] {
  return new Function([](const Tensor& x) {
    if (x->ndim != 3 && x->ndim != 4)
      fail(Status::shape, "Softmax2d: expected 3D or 4D input, got %s", describe(x).c_str());
    return softmax(x, -3);
  });
});
// The first half along a dimension, times the sigmoid of the second.
TN_MODULE("GLU(int dim=-1)", [](int64_t dim) {
  auto glu = [dim](const Tensor& x) {
    int d = normalize_dim("glu", dim, x->ndim);
    if (x->ndim == 0 || x->size[d] % 2)
      fail(Status::shape, "GLU: halving dimension must be even, but dimension %d of %s is not", d,
           describe(x).c_str());
    int64_t half = x->size[d] / 2;
    return ops::mul(narrow(x, d, 0, half), ops::sigmoid(narrow(x, d, half, half)));
  };
  return new Function(glu, "dim=" + python(dim));
});

}  // namespace

}  // namespace tenon
