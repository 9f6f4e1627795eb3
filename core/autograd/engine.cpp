#include "core/autograd/engine.h"

#include "core/autograd/accumulate.h"
#include "core/autograd/run.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"

namespace tenon {

namespace {

// What the walk begins with at a root: what was given, in the root's dtype and place, or 1.
Tensor root_gradient(const char* op, size_t i, const Tensor& root, const Tensor& grad) {
  if (!requires_grad(root))
    fail(Status::state, "%s: element %zu of tensors does not require grad and does not have a grad_fn", op,
         i);
  if (!grad) {
    if (root->numel != 1)
      fail(Status::shape, "%s: grad can be implicitly created only for scalar outputs, but the shape is %s",
           op, to_string(root->sizes()).c_str());
    return ones_like(root);
  }
  if (!(grad->sizes() == root->sizes()))
    fail(Status::shape,
         "%s: Mismatch in shape: grad_output[%zu] has a shape of %s and output[%zu] has a shape of %s", op, i,
         to_string(grad->sizes()).c_str(), i, to_string(root->sizes()).c_str());
  return to(grad, root->dtype, root->device);
}

void add_roots(Run& run, const char* op, const std::vector<Tensor>& roots, const std::vector<Tensor>& grads) {
  if (!grads.empty() && grads.size() != roots.size())
    fail(Status::value, "%s: got %zu tensors and %zu gradients", op, roots.size(), grads.size());
  for (size_t i = 0; i < roots.size(); ++i)
    run.add_root(roots[i], root_gradient(op, i, roots[i], grads.empty() ? Tensor() : grads[i]));
}

void check_inputs(const char* op, const std::vector<Tensor>& inputs) {
  for (size_t i = 0; i < inputs.size(); ++i)
    if (!requires_grad(inputs[i]))
      fail(Status::state, "%s: One of the differentiated Tensors (number %zu) does not require grad", op, i);
}

BackwardOptions completed(BackwardOptions options) {
  options.retain_graph |= options.create_graph;
  return options;
}

}  // namespace

void backward(const std::vector<Tensor>& roots, const std::vector<Tensor>& grads,
              const BackwardOptions& given, const std::vector<Tensor>* inputs) {
  BackwardOptions options = completed(given);
  if (!inputs) {
    Run run(options, nullptr);
    add_roots(run, "backward", roots, grads);
    run.run();
    return;
  }
  if (inputs->empty()) fail(Status::value, "backward: 'inputs' argument to backward() cannot be empty");
  check_inputs("backward", *inputs);
  Captures captures(*inputs);
  Run run(options, &captures);
  add_roots(run, "backward", roots, grads);
  run.run();
  for (size_t i = 0; i < inputs->size(); ++i) {
    AutogradMeta& meta = autograd_meta((*inputs)[i]);
    // One that retains its gradient got it on the way.
    Tensor grad = captures.take(i);
    if (grad && !meta.retains_grad) accumulate(meta, std::move(grad), options.create_graph);
  }
}

void backward(const Tensor& root, const BackwardOptions& given) {
  BackwardOptions options = completed(given);
  Run run(options, nullptr);
  run.add_root(root, root_gradient("backward", 0, root, Tensor()));
  run.run();
}

std::vector<Tensor> grad(const std::vector<Tensor>& outputs, const std::vector<Tensor>& grad_outputs,
                         const std::vector<Tensor>& inputs, const BackwardOptions& given, bool allow_unused) {
  BackwardOptions options = completed(given);
  if (inputs.empty()) fail(Status::value, "grad: requires non-empty inputs");
  check_inputs("grad", inputs);
  Captures captures(inputs);
  {
    Run run(options, &captures);
    add_roots(run, "grad", outputs, grad_outputs);
    run.run();
  }
  std::vector<Tensor> grads;
  grads.reserve(inputs.size());
  for (size_t i = 0; i < inputs.size(); ++i) {
    grads.push_back(captures.grad(i));
    if (!grads.back() && !allow_unused)
      fail(Status::state,
           "grad: One of the differentiated Tensors (number %zu) appears to not have been used in the graph. "
           "Set "
           "allow_unused if this is the desired behavior.",
           i);
  }
  return grads;
}

}  // namespace tenon
