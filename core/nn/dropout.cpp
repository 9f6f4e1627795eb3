#include "core/ops/dropout.h"

#include "core/nn/python.h"
#include "core/nn/registry.h"

namespace tenon {

namespace {

class Dropout final : public Layer {
 public:
  Dropout(Scalar p, bool inplace) : p_(p), inplace_(inplace) {
    if (!(p.f >= 0 && p.f <= 1))
      fail(Status::value, "Dropout: dropout probability has to be between 0 and 1, but got %g", p.f);
  }
  Tensor forward(const Tensor& input) override {
    if (!inplace_) return dropout(input, p_.f, training);
    dropout_(input, p_.f, training);
    return input;
  }
  std::string extra_repr() const override { return "p=" + python(p_) + ", inplace=" + python(inplace_); }

 private:
  Scalar p_;
  bool inplace_;
};

TN_MODULE("Dropout(Scalar p=0.5, bool inplace=False)",
          [](Scalar p, bool inplace) { return new Dropout(p, inplace); });

}  // namespace

}  // namespace tenon
