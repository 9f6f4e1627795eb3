// Modules of the host's, and callbacks that are given a module.
#include "capi/src/call.h"
#include "capi/src/module.h"

using namespace tenon;

namespace {

class ModuleCall final : public TensorCall {
 public:
  ModuleCall(const char* what, Module& module, const Tensor* args, int64_t count, int64_t max_outputs = -1)
      : TensorCall(what, module.class_name(), args, count, max_outputs), module_(module) {}
  tn_module_t module() override { return give_module(Ref<Module>::share(&module_)); }

 private:
  Module& module_;
};

class CustomModule final : public Module {
 public:
  CustomModule(std::string class_name, Ref<Callback> forward)
      : class_name_(std::move(class_name)), forward_(std::move(forward)) {}
  const char* class_name() const override { return class_name_.c_str(); }

  std::vector<Tensor> call(const std::vector<Tensor>& inputs) override {
    ModuleCall call("the forward of", *this, inputs.data(), static_cast<int64_t>(inputs.size()));
    forward_->run(call);
    return call.outputs(1);
  }
  Tensor forward(const Tensor& input) override {
    ModuleCall call("the forward of", *this, &input, 1);
    forward_->run(call);
    return call.output(0);
  }

 private:
  std::string class_name_;
  Ref<Callback> forward_;
};

// Visits what is in m before m itself.
void apply(Module& m, const Callback& fn) {
  for (size_t i = 0; i < m.children().size(); ++i) {
    Ref<Module> child = m.children()[i].module;  // fn may replace it
    apply(*child, fn);
  }
  ModuleCall call("tn_module_apply at", m, nullptr, 0, 0);
  fn.run(call);
}

}  // namespace

tn_module_t tn_module_custom(const char* class_name, tn_callback_t forward, void* user_data,
                             tn_destroy_t destroy) {
  return guard(__func__, tn_module_t{}, [&] {
    Ref<Callback> callback = Callback::take(forward, user_data, destroy, "tn_module_custom", "forward");
    if (!class_name) throw NullArgument{"tn_module_custom", "class_name"};
    return give_module(Ref<Module>::adopt(new CustomModule(class_name, std::move(callback))));
  });
}

tn_status_t tn_module_apply(tn_module_t m, tn_callback_t fn, void* user_data, tn_destroy_t destroy) {
  return guard_status(__func__, [&] {
    Ref<Callback> callback = Callback::take(fn, user_data, destroy, "tn_module_apply", "fn");
    Ref<Module> module = borrow_object<Module>(m, "tn_module_apply", "m");
    apply(*module, *callback);
  });
}
