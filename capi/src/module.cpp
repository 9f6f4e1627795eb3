// Modules: what they are made of, running them, changing all of them, and their state.
#include "capi/src/module.h"

#include "capi/src/arguments.h"
#include "capi/src/dict.h"
#include "capi/src/tensors.h"
#include "capi/src/text.h"

using namespace tenon;

extern "C" {
TN_HANDLE_FUNCTIONS(module, Module)
}

namespace {

template <class R, class F>
R ask(const char* function, R failure, tn_module_t m, F answer) {
  return guard(function, failure, [&]() -> R { return answer(borrow_module(m, function)); });
}

template <class F>
tn_status_t change(const char* function, tn_module_t m, F how) {
  return guard_status(function, [&] { how(borrow_module(m, function)); });
}

Ref<Dict> as_dict(const std::vector<ModuleTensor>& tensors) {
  Ref<Dict> dict = Dict::make();
  for (const ModuleTensor& t : tensors) dict->set(t.name, t.tensor);
  return dict;
}

}  // namespace

// ---- what it is made of

tn_status_t tn_module_add(tn_module_t m, const char* name, tn_module_t child) {
  return change(__func__, m, [&](Module& module) {
    const Ref<Module>& added = borrow_object<Module>(child, "tn_module_add", "child");
    module.add_child(required_text(name, "tn_module_add", "name"), added);
  });
}
tn_status_t tn_module_add_parameter(tn_module_t m, const char* name, tn_tensor_t t) {
  return change(__func__, m, [&](Module& module) {
    const Tensor& tensor = borrow_optional(t, "tn_module_add_parameter", "t");
    module.add_parameter(required_text(name, "tn_module_add_parameter", "name"), tensor);
  });
}
tn_status_t tn_module_add_buffer(tn_module_t m, const char* name, tn_tensor_t t, int32_t persistent) {
  return change(__func__, m, [&](Module& module) {
    const Tensor& tensor = borrow_optional(t, "tn_module_add_buffer", "t");
    module.add_buffer(required_text(name, "tn_module_add_buffer", "name"), tensor, persistent != 0);
  });
}

const char* tn_module_class_name(tn_module_t m) {
  return ask(__func__, static_cast<const char*>(nullptr), m,
             [](Module& module) { return module.class_name(); });
}
int64_t tn_module_child_count(tn_module_t m) {
  return ask(__func__, int64_t{-1}, m,
             [](Module& module) { return static_cast<int64_t>(module.children().size()); });
}
const char* tn_module_child_name(tn_module_t m, int64_t i) {
  return ask(__func__, static_cast<const char*>(nullptr), m, [&](Module& module) {
    return element(module.children(), i, "tn_module_child_name").name.c_str();
  });
}
tn_module_t tn_module_child(tn_module_t m, const char* path) {
  return ask(__func__, tn_module_t{}, m, [&](Module& module) {
    Module& found = module.module_at("tn_module_child", required_text(path, "tn_module_child", "path"));
    return give_module(Ref<Module>::share(&found));
  });
}
tn_tensor_t tn_module_parameter(tn_module_t m, const char* path) {
  return ask(__func__, tn_tensor_t{}, m, [&](Module& module) {
    return give_optional(
        module.parameter_at("tn_module_parameter", required_text(path, "tn_module_parameter", "path")));
  });
}
tn_tensor_t tn_module_buffer(tn_module_t m, const char* path) {
  return ask(__func__, tn_tensor_t{}, m, [&](Module& module) {
    return give_optional(
        module.buffer_at("tn_module_buffer", required_text(path, "tn_module_buffer", "path")));
  });
}

tn_tensors_t tn_module_parameters(tn_module_t m) {
  return ask(__func__, tn_tensors_t{}, m, [](Module& module) {
    std::vector<Tensor> tensors;
    for (ModuleTensor& t : named_parameters(module)) tensors.push_back(std::move(t.tensor));
    return give_list(std::move(tensors));
  });
}
tn_dict_t tn_module_named_parameters(tn_module_t m) {
  return ask(__func__, tn_dict_t{}, m,
             [](Module& module) { return give_dict(as_dict(named_parameters(module))); });
}
tn_dict_t tn_module_named_buffers(tn_module_t m) {
  return ask(__func__, tn_dict_t{}, m,
             [](Module& module) { return give_dict(as_dict(named_buffers(module))); });
}
int64_t tn_module_text(tn_module_t m, char* buffer, int64_t capacity) {
  return ask(__func__, int64_t{-1}, m,
             [&](Module& module) { return fill_text(to_text(module), buffer, capacity, "tn_module_text"); });
}

// ---- running

tn_tensor_t tn_module_forward(tn_module_t m, tn_tensor_t input) {
  return ask(__func__, tn_tensor_t{}, m, [&](Module& module) {
    return give_optional(module.forward(borrow(input, "tn_module_forward", "input")));
  });
}
tn_tensors_t tn_module_call(tn_module_t m, const tn_tensor_t* inputs, int64_t n_inputs) {
  return ask(__func__, tn_tensors_t{}, m, [&](Module& module) {
    return give_list(module.call(borrow_all(inputs, n_inputs, "tn_module_call", "inputs", true)));
  });
}

// ---- changing all of it

tn_status_t tn_module_train(tn_module_t m, int32_t on) {
  return change(__func__, m, [&](Module& module) { set_training(module, on != 0); });
}
int32_t tn_module_is(tn_module_t a, tn_module_t b) {
  return guard(__func__, int32_t{0}, [&]() -> int32_t {
    return &borrow_module(a, "tn_module_is", "a") == &borrow_module(b, "tn_module_is", "b");
  });
}
int32_t tn_module_is_training(tn_module_t m) {
  return ask(__func__, int32_t{0}, m, [](Module& module) -> int32_t { return module.training; });
}
tn_status_t tn_module_to(tn_module_t m, tn_device_t device, tn_dtype_t dtype) {
  return change(__func__, m, [&](Module& module) {
    Device to = device_of_argument(device, "tn_module_to");
    DType wanted = dtype_of_argument(dtype, DType::none, "tn_module_to");
    if (wanted != DType::none && !is_floating(wanted))
      fail(Status::type, "tn_module_to: dtype is %s, and modules are floating", dtype_name(wanted));
    move_module(module, device ? &to : nullptr, wanted);
  });
}
tn_status_t tn_module_requires_grad_(tn_module_t m, int32_t on) {
  return change(__func__, m, [&](Module& module) { set_requires_grad(module, on != 0); });
}
tn_status_t tn_module_zero_grad(tn_module_t m) {
  return change(__func__, m, [](Module& module) { zero_grad(module); });
}

// ---- its state

tn_dict_t tn_module_state_dict(tn_module_t m) {
  return ask(__func__, tn_dict_t{}, m, [](Module& module) { return give_dict(state_dict(module)); });
}
tn_status_t tn_module_load_state_dict(tn_module_t m, tn_dict_t dict, int32_t strict) {
  return change(__func__, m, [&](Module& module) {
    load_state_dict(module, *borrow_object<Dict>(dict, "tn_module_load_state_dict", "dict"), strict != 0);
  });
}
