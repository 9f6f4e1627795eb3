#include "core/nn/init.h"
#include "core/nn/python.h"
#include "core/nn/registry.h"
#include "core/ops/matmul.h"

namespace tenon {

namespace {

class Linear final : public Layer {
 public:
  Linear(int64_t in_features, int64_t out_features, bool bias) : in_(in_features), out_(out_features) {
    checked_size("Linear", "in_features", in_);
    checked_size("Linear", "out_features", out_);
    double bound = fan_in_bound(in_);
    add_parameter("weight", parameter_uniform({out_, in_}, bound));
    add_parameter("bias", bias ? parameter_uniform({out_}, bound) : Tensor());
  }
  Tensor forward(const Tensor& input) override { return linear(input, required(0), own(1)); }
  std::string extra_repr() const override {
    return "in_features=" + python(in_) + ", out_features=" + python(out_) +
           ", bias=" + python(static_cast<bool>(own(1)));
  }

 private:
  int64_t in_, out_;
};

class Identity final : public Layer {
 public:
  Tensor forward(const Tensor& input) override { return input; }
};

TN_MODULE("Linear(int in_features, int out_features, bool bias=True)",
          [](int64_t in, int64_t out, bool bias) { return new Linear(in, out, bias); });
TN_MODULE("Identity()", [] { return new Identity; });

}  // namespace

}  // namespace tenon
