// Pointwise activations and softmaxes.
#include "core/nn/python.h"
#include "core/nn/registry.h"
#include "core/ops/pointwise.h"
#include "core/ops/softmax.h"

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
TN_MODULE("CELU(Scalar alpha=1.0, bool inplace=False)", [](Scalar alpha, bool inplace) {
  if (alpha.f == 0) fail(Status::value, "CELU: alpha is 0");
  return new Activation(Op::elu, "alpha=" + python(alpha), inplace, Params(alpha, 1, 1 / alpha.f));
});
// Klambauer et al., Self-Normalizing Neural Networks, 2017.
TN_MODULE("SELU(bool inplace=False)", [](bool inplace) {
  return new Activation(Op::elu, "", inplace, Params(1.6732632423543772, 1.0507009873554805, 1));
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
TN_MODULE("Softshrink(Scalar lambd=0.5)",
          [](Scalar lambd) { return new Activation(Op::softshrink, python(lambd), false, lambd); });
TN_MODULE("Threshold(Scalar threshold, Scalar value, bool inplace=False)", [](Scalar threshold, Scalar value,
                                                                              bool inplace) {
  return new Activation(Op::threshold, "threshold=" + python(threshold) + ", value=" + python(value), inplace,
                        Params(threshold, value));
});

// softmax or log_softmax. Without a dim it is what PyTorch still guesses: the first of 0, 1 or 3 dimensions,
// else the second.
class Softmax final : public Layer {
 public:
  Softmax(Tensor (*op)(const Tensor&, int64_t, DType), std::optional<int64_t> dim) : op_(op), dim_(dim) {}
  Tensor forward(const Tensor& input) override {
    int64_t guess = input->ndim == 0 || input->ndim == 1 || input->ndim == 3 ? 0 : 1;
    return op_(input, dim_.value_or(guess), DType::none);
  }
  std::string extra_repr() const override { return "dim=" + (dim_ ? python(*dim_) : std::string("None")); }

 private:
  Tensor (*op_)(const Tensor&, int64_t, DType);
  std::optional<int64_t> dim_;
};

Tensor softmin(const Tensor& t, int64_t dim, DType dtype) { return softmax(ops::neg(t), dim, dtype); }

TN_MODULE("Softmax(int? dim=None)", [](std::optional<int64_t> dim) { return new Softmax(softmax, dim); });
TN_MODULE("LogSoftmax(int? dim=None)",
          [](std::optional<int64_t> dim) { return new Softmax(log_softmax, dim); });
TN_MODULE("Softmin(int? dim=None)", [](std::optional<int64_t> dim) { return new Softmax(softmin, dim); });

}  // namespace

}  // namespace tenon
