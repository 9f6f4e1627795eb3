// Recording, backward, gradients, hooks.
#include "capi/src/call.h"
#include "capi/src/options.h"
#include "capi/src/tensors.h"
#include "core/autograd/engine.h"
#include "core/tensor/node.h"

using namespace tenon;

// ---- what is recorded

tn_status_t tn_requires_grad_(tn_tensor_t t, int32_t on) {
  return guard_status(__func__, [&] {
    const Tensor& tensor = borrow(t, "tn_requires_grad_", "t");
    if (grad_fn(tensor)) {
      if (!on)
        fail(Status::state,
             "tn_requires_grad_: you can only change requires_grad flags of leaf variables. If you want to "
             "use a "
             "computed variable in a subgraph that doesn't require differentiation use tn_detach.");
      return;
    }
    if (on && !is_floating(tensor->dtype))
      fail(Status::type,
           "tn_requires_grad_: only Tensors of floating point dtype can require gradients, and this is %s",
           describe(tensor).c_str());
    if (on && tensor->inference && !context().inference_mode())
      fail(Status::state,
           "tn_requires_grad_: Setting requires_grad=True on inference tensor outside InferenceMode is not "
           "allowed.");
    tensor->requires_grad = on != 0;
  });
}

int32_t tn_set_grad_enabled(int32_t on) {
  Context& c = context();
  bool former = c.grad_mode();
  c.set_modes(on != 0, c.inference_mode());
  return former;
}
int32_t tn_is_grad_enabled(void) { return context().grad_enabled; }

int32_t tn_set_inference_mode(int32_t on) {
  Context& c = context();
  bool former = c.inference_mode();
  c.set_modes(c.grad_mode(), on != 0);
  return former;
}
int32_t tn_is_inference_mode_enabled(void) { return context().inference_mode(); }

// ---- backward

tn_status_t tn_backward(tn_tensor_t t) {
  return guard_status(__func__, [&] { backward(borrow(t, "tn_backward", "t")); });
}

static constexpr tn_backward_options_t kBackwardDefaults{sizeof(tn_backward_options_t), 0, 0};

void tn_backward_options_init(tn_backward_options_t* o, size_t size) {
  init_options(o, size, kBackwardDefaults);
}

tn_status_t tn_backward_with(tn_tensor_t t, tn_tensor_t gradient_or_none, const tn_tensor_t* inputs,
                             int64_t n_inputs, const tn_backward_options_t* o) {
  return guard_status(__func__, [&] {
    const Tensor& root = borrow(t, "tn_backward_with", "t");
    const Tensor& gradient = borrow_optional(gradient_or_none, "tn_backward_with", "gradient_or_none");
    std::vector<Tensor> wanted = borrow_all(inputs, n_inputs, "tn_backward_with", "inputs");
    auto given = read_options(o, kBackwardDefaults, "tn_backward_with");
    BackwardOptions options;
    options.retain_graph = given.retain_graph != 0;
    options.create_graph = given.create_graph != 0;
    backward({root}, {gradient}, options, inputs ? &wanted : nullptr);
  });
}

tn_tensor_t tn_tensor_grad(tn_tensor_t t) {
  return guard(__func__, tn_tensor_t{}, [&] {
    const Tensor& tensor = borrow(t, "tn_tensor_grad", "t");
    return tensor->meta ? give_optional(tensor->meta->grad) : TN_NONE;
  });
}

tn_status_t tn_tensor_set_grad(tn_tensor_t t, tn_tensor_t grad_or_none) {
  return guard_status(__func__, [&] {
    const Tensor& tensor = borrow(t, "tn_tensor_set_grad", "t");
    const Tensor& grad = borrow_optional(grad_or_none, "tn_tensor_set_grad", "grad_or_none");
    if (!grad) {
      if (tensor->meta) tensor->meta->grad = {};
      return;
    }
    if (grad.get() == tensor.get())
      fail(Status::value, "tn_tensor_set_grad: can't assign Variable as its own grad");
    if (!(grad->sizes() == tensor->sizes()) || grad->dtype != tensor->dtype ||
        !(grad->device == tensor->device))
      fail(Status::shape, "tn_tensor_set_grad: grad_or_none is %s on %s, and t is %s on %s",
           describe(grad).c_str(), device_name(grad->device).c_str(), describe(tensor).c_str(),
           device_name(tensor->device).c_str());
    autograd_meta(tensor).grad = grad;
  });
}

tn_status_t tn_tensor_retain_grad(tn_tensor_t t) {
  return guard_status(__func__, [&] {
    const Tensor& tensor = borrow(t, "tn_tensor_retain_grad", "t");
    if (!requires_grad(tensor))
      fail(Status::state, "tn_tensor_retain_grad: can't retain_grad on Tensor that has requires_grad=False");
    Node* node = grad_fn(tensor);
    if (!node) return;
    AutogradMeta& meta = autograd_meta(tensor);
    if (meta.retains_grad) return;
    node->retain_grad(tensor->output, meta);
    meta.retains_grad = true;
  });
}

// ---- gradients as results

static constexpr tn_grad_options_t kGradDefaults{sizeof(tn_grad_options_t), 0, 0, 0, 0};

void tn_grad_options_init(tn_grad_options_t* o, size_t size) { init_options(o, size, kGradDefaults); }

static tn_tensors_t give_grads(const char* function, const tn_tensor_t* outputs, int64_t n_outputs,
                               const tn_tensor_t* inputs, int64_t n_inputs, const tn_tensor_t* grad_outputs,
                               int64_t n_grad_outputs, const tn_grad_options_t& given) {
  BackwardOptions options;
  options.retain_graph = given.retain_graph != 0;
  options.create_graph = given.create_graph != 0;
  std::vector<Tensor> roots = borrow_all(outputs, n_outputs, function, "outputs");
  std::vector<Tensor> wanted = borrow_all(inputs, n_inputs, function, "inputs");
  std::vector<Tensor> seeds = borrow_all(grad_outputs, n_grad_outputs, function, "grad_outputs", true);
  return give_list(grad(roots, seeds, wanted, options, given.allow_unused != 0));
}

tn_tensors_t tn_grad(const tn_tensor_t* outputs, int64_t n_outputs, const tn_tensor_t* inputs,
                     int64_t n_inputs, int32_t create_graph, int32_t allow_unused) {
  return guard(__func__, tn_tensors_t{}, [&] {
    tn_grad_options_t o = kGradDefaults;
    o.create_graph = create_graph;
    o.allow_unused = allow_unused;
    return give_grads("tn_grad", outputs, n_outputs, inputs, n_inputs, nullptr, 0, o);
  });
}

tn_tensors_t tn_grad_with(const tn_tensor_t* outputs, int64_t n_outputs, const tn_tensor_t* inputs,
                          int64_t n_inputs, const tn_tensor_t* grad_outputs, int64_t n_grad_outputs,
                          const tn_grad_options_t* o) {
  return guard(__func__, tn_tensors_t{}, [&] {
    return give_grads("tn_grad_with", outputs, n_outputs, inputs, n_inputs, grad_outputs, n_grad_outputs,
                      read_options(o, kGradDefaults, "tn_grad_with"));
  });
}

// ---- hooks

namespace {

class HostHook final : public GradHook {
 public:
  explicit HostHook(Ref<Callback> callback) : callback_(std::move(callback)) {}
  Tensor call(const Tensor& grad) override {
    Ref<Callback> callback = callback_;  // it may remove itself
    TensorCall call("a gradient hook", nullptr, &grad, 1, 1);
    callback->run(call);
    return call.optional_output(0);
  }
  void free() noexcept override { tenon::destroy(this); }

 private:
  void drop() noexcept override { callback_ = nullptr; }
  Ref<Callback> callback_;
};

}  // namespace

int64_t tn_tensor_register_hook(tn_tensor_t t, tn_callback_t hook, void* user_data, tn_destroy_t destroy) {
  return guard(__func__, int64_t{-1}, [&] {
    Ref<Callback> callback = Callback::take(hook, user_data, destroy, "tn_tensor_register_hook", "hook");
    const Tensor& tensor = borrow(t, "tn_tensor_register_hook", "t");
    if (!requires_grad(tensor))
      fail(Status::state,
           "tn_tensor_register_hook: cannot register a hook on a tensor that doesn't require gradient");
    auto made = Ref<GradHook>::adopt(create<HostHook>(std::move(callback)));
    int64_t id = made->id();
    AutogradMeta& meta = autograd_meta(tensor);
    meta.hooks.add(tensor->output, made);
    if (Node* node = grad_fn(tensor)) {
      try {
        node->add_hook(tensor->output, made);
      } catch (...) {
        meta.hooks.remove(id);
        throw;
      }
    }
    return id;
  });
}

tn_status_t tn_tensor_remove_hook(tn_tensor_t t, int64_t id) {
  return guard_status(__func__, [&] {
    const Tensor& tensor = borrow(t, "tn_tensor_remove_hook", "t");
    if (!tensor->meta || !tensor->meta->hooks.remove(id))
      fail(Status::key, "tn_tensor_remove_hook: t has no hook of number %lld", (long long)id);
  });
}
