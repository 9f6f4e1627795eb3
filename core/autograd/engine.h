#pragma once
// Runs the recorded graph backward, on the caller's thread.
#include <vector>

#include "core/tensor/tensor.h"

namespace tenon {

struct BackwardOptions {
  bool retain_graph = false;  // keep what was saved, so that the graph can be used again
  bool create_graph = false;  // record the gradients' own history; keeps the graph as well
};

// torch.autograd.backward: adds the gradient of the roots with respect to each leaf, or to each of `inputs`
// where they are given, to its .grad. `grads[i]` is that of roots[i]; undefined means 1, and then the root
// has one element.
void backward(const std::vector<Tensor>& roots, const std::vector<Tensor>& grads,
              const BackwardOptions& options, const std::vector<Tensor>* inputs = nullptr);
void backward(const Tensor& root, const BackwardOptions& options = {});

// torch.autograd.grad: the gradients with respect to `inputs`, leaving every .grad alone. An input that the
// outputs don't depend on is an error, or with `allow_unused` an undefined tensor.
std::vector<Tensor> grad(const std::vector<Tensor>& outputs, const std::vector<Tensor>& grad_outputs,
                         const std::vector<Tensor>& inputs, const BackwardOptions& options,
                         bool allow_unused = false);

}  // namespace tenon
