// Functions of the host's, and checking their gradients.
#include "core/autograd/function.h"

#include "capi/src/call.h"
#include "capi/src/options.h"
#include "capi/src/tensors.h"
#include "core/autograd/gradcheck.h"

using namespace tenon;

namespace tenon {

template <>
inline const HandleType object_handle_type<Function>{"function", ObjectHandle<Function>::release};

namespace {

// What forward and backward may ask of the application that they belong to.
class ApplicationCall : public TensorCall {
 public:
  ApplicationCall(const char* what, const Function& function, Application& application,
                  const std::vector<Tensor>& args, int64_t outputs)
      : TensorCall(what, function.name().c_str(), args.data(), static_cast<int64_t>(args.size()), outputs),
        application_(application) {}
  bool needs_grad(int64_t i) override { return application_.needs_grad(i); }
  void* data() override { return application_.data(); }
  void set_data(void* data, tn_destroy_t destroy) override { application_.set_data(data, destroy); }

 protected:
  Application& application_;
};

class ForwardCall final : public ApplicationCall {
 public:
  ForwardCall(const Function& function, Application& application, const std::vector<Tensor>& inputs)
      : ApplicationCall("the forward of", function, application, inputs, function.output_count()) {}
  void save(Tensor t) override { application_.save(std::move(t)); }
};

class BackwardCall final : public ApplicationCall {
 public:
  BackwardCall(const Function& function, Application& application, const std::vector<Tensor>& grads,
               const Backward& b)
      : ApplicationCall("the backward of", function, application, grads, application.input_count()), b_(b) {}
  Tensor saved(int64_t i) override { return application_.saved(i, b_); }
  bool needs_grad(int64_t i) override { return application_.needs_grad(i) && b_.needs(static_cast<int>(i)); }

 private:
  const Backward& b_;
};

class HostFunction final : public Function {
 public:
  HostFunction(const char* name, int64_t outputs, Ref<Callback> forward, Ref<Callback> backward)
      : Function(name, outputs), forward_(std::move(forward)), backward_(std::move(backward)) {}

  std::vector<Tensor> forward(Application& application, const std::vector<Tensor>& inputs) override {
    ForwardCall call(*this, application, inputs);
    forward_->run(call);
    return call.outputs(output_count());
  }
  std::vector<Tensor> backward(Application& application, const Backward& b,
                               const std::vector<Tensor>& grads) override {
    BackwardCall call(*this, application, grads, b);
    backward_->run(call);
    return call.outputs(application.input_count());
  }
  void free() noexcept override { tenon::destroy(this); }

 private:
  Ref<Callback> forward_, backward_;
};

}  // namespace
}  // namespace tenon

extern "C" {
TN_HANDLE_FUNCTIONS(function, Function)
}

tn_function_t tn_function_new(const char* name, int64_t n_outputs, tn_callback_t forward,
                              tn_callback_t backward, void* user_data, tn_destroy_t destroy) {
  return guard(__func__, tn_function_t{}, [&] {
    // The one registration has two functions; user_data goes with the first.
    Ref<Callback> first = Callback::take(forward, user_data, destroy, "tn_function_new", "forward");
    Ref<Callback> second = Callback::take(backward, user_data, nullptr, "tn_function_new", "backward");
    if (!name) throw NullArgument{"tn_function_new", "name"};
    if (n_outputs < 1)
      fail(Status::value, "tn_function_new: n_outputs is %lld, and must be at least 1", (long long)n_outputs);
    auto* made = create<HostFunction>(name, n_outputs, std::move(first), std::move(second));
    return give_object<tn_function_t>(Ref<Function>::adopt(made));
  });
}

tn_tensor_t tn_function_apply(tn_function_t function, const tn_tensor_t* inputs, int64_t n_inputs) {
  return guard(__func__, tn_tensor_t{}, [&] {
    const Ref<Function>& f = borrow_object<Function>(function, "tn_function_apply", "function");
    if (f->output_count() != 1)
      fail(Status::value, "tn_function_apply: %s has %lld outputs; tn_function_call gives them all",
           f->name().c_str(), (long long)f->output_count());
    std::vector<Tensor> tensors = borrow_all(inputs, n_inputs, "tn_function_apply", "inputs", true);
    return give_optional(std::move(apply(f, tensors)[0]));
  });
}

tn_tensors_t tn_function_call(tn_function_t function, const tn_tensor_t* inputs, int64_t n_inputs) {
  return guard(__func__, tn_tensors_t{}, [&] {
    const Ref<Function>& f = borrow_object<Function>(function, "tn_function_call", "function");
    return give_list(apply(f, borrow_all(inputs, n_inputs, "tn_function_call", "inputs", true)));
  });
}

// ---- checking gradients

namespace {

class HostDifferentiable final : public Differentiable {
 public:
  explicit HostDifferentiable(Ref<Callback> callback) : callback_(std::move(callback)) {}
  std::vector<Tensor> operator()(const std::vector<Tensor>& inputs) override {
    TensorCall call("the function given to tn_gradcheck", nullptr, inputs.data(),
                    static_cast<int64_t>(inputs.size()));
    callback_->run(call);
    return call.outputs(1);
  }

 private:
  Ref<Callback> callback_;
};

constexpr tn_gradcheck_options_t kGradcheckDefaults{sizeof(tn_gradcheck_options_t), 1e-6, 1e-5, 1e-3, 0, 1};

}  // namespace

void tn_gradcheck_options_init(tn_gradcheck_options_t* o, size_t size) {
  init_options(o, size, kGradcheckDefaults);
}

tn_status_t tn_gradcheck(tn_callback_t fn, void* user_data, tn_destroy_t destroy, const tn_tensor_t* inputs,
                         int64_t n_inputs, const tn_gradcheck_options_t* o) {
  return guard_status(__func__, [&] {
    HostDifferentiable f(Callback::take(fn, user_data, destroy, "tn_gradcheck", "fn"));
    auto given = read_options(o, kGradcheckDefaults, "tn_gradcheck");
    GradcheckOptions options{given.eps, given.atol, given.rtol, given.second_order != 0,
                             given.check_undefined != 0};
    gradcheck(f, borrow_all(inputs, n_inputs, "tn_gradcheck", "inputs", true), options);
  });
}
