#pragma once
// Compares gradients with finite differences.
#include <vector>

#include "core/tensor/tensor.h"

namespace tenon {

struct GradcheckOptions {
  double eps = 1e-6;
  double atol = 1e-5;
  double rtol = 1e-3;
  bool second_order = false;    // check the gradients' own gradients as well
  bool check_undefined = true;  // leave gradients of other outputs out rather than giving zeros
};

// A differentiable function: the same inputs, the same outputs.
class Differentiable {
 public:
  virtual std::vector<Tensor> operator()(const std::vector<Tensor>& inputs) = 0;

 protected:
  ~Differentiable() = default;
};

// torch.autograd.gradcheck, gradgradcheck. Fails with Status::value where a gradient differs from the central
// difference (f(x + eps) - f(x - eps)) / (2 eps).
void gradcheck(Differentiable& f, const std::vector<Tensor>& inputs, const GradcheckOptions& options);

}  // namespace tenon
