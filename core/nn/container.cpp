// Modules made of modules.
#include "core/nn/registry.h"

namespace tenon {

namespace {

class Sequential final : public Module {
 public:
  Tensor forward(const Tensor& input) override {
    if (children().empty()) return input;
    Tensor x = children()[0].module->forward(input);
    for (size_t i = 1; i < children().size(); ++i) x = children()[i].module->forward(x);
    return x;
  }
  // The first may take several inputs, and any may give its next one several.
  std::vector<Tensor> call(const std::vector<Tensor>& inputs) override {
    if (inputs.size() == 1 && inputs[0]) return {forward(inputs[0])};
    std::vector<Tensor> x = inputs;
    for (const ModuleChild& child : children()) x = child.module->call(x);
    return x;
  }
};

TN_MODULE("Sequential()", [] { return new Sequential; });

}  // namespace

}  // namespace tenon
