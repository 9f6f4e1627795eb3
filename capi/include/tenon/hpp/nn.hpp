// tenon/hpp/nn.hpp: modules.
#ifndef TENON_HPP_NN_HPP
#define TENON_HPP_NN_HPP

#include <tenon/module.h>
#include <tenon/hpp/autograd.hpp>
#include <tenon/hpp/dict.hpp>
#include <tenon/hpp/ops.hpp>

namespace tenon {

class Module : public Object<Module, tn_module_t, tn_module_retain, tn_module_release> {
 public:
  Module() = default;
  // By PyTorch's class name and constructor arguments: Module("Linear", R"({"in_features": 2, "out_features":
  // 3})").
  explicit Module(const char* class_name, const char* json = nullptr) {
    *this = detail::own<Module>(tn_module_new, class_name, json);
  }
  // One of the host's: forward reads call[i] and ends with call.give(i, output); call_module(call) is the
  // module.
  static Module custom(const char* class_name, Callback forward) {
    return detail::own<Module>(tn_module_custom, class_name, detail::enter_callback,
                               static_cast<void*>(new Callback(std::move(forward))),
                               detail::destroy<Callback>);
  }

  Tensor operator()(const Tensor& input) const {
    return detail::own<Tensor>(tn_module_forward, get(), input.get());
  }
  Tensor forward(const Tensor& input) const { return (*this)(input); }
  std::vector<Tensor> call(const std::vector<Tensor>& inputs) const {
    detail::Handles<Tensor> list(inputs);
    return Tensor::list(tn_module_call, get(), list.data(), list.size());
  }

  // Returns the child, so that it can be kept beside: fc = add("fc", nn::linear(2, 3)).
  Module add(const char* name, const Module& child) {
    detail::run(tn_module_add, get(), name, child.get());
    return child;
  }
  Tensor add_parameter(const char* name, const Tensor& t) {
    detail::run(tn_module_add_parameter, get(), name, t.get());
    return t;
  }
  Tensor add_buffer(const char* name, const Tensor& t, bool persistent = true) {
    detail::run(tn_module_add_buffer, get(), name, t.get(), int32_t{persistent});
    return t;
  }

  std::string class_name() const { return string(tn_module_class_name(get())); }
  int64_t size() const { return detail::ask<int64_t>(-1, tn_module_child_count, get()); }
  std::string child_name(int64_t i) const { return string(tn_module_child_name(get(), i)); }
  Module operator[](const char* path) const { return detail::own<Module>(tn_module_child, get(), path); }
  Tensor parameter(const char* path) const { return detail::own<Tensor>(tn_module_parameter, get(), path); }
  Tensor buffer(const char* path) const { return detail::own<Tensor>(tn_module_buffer, get(), path); }
  std::vector<Tensor> parameters() const { return Tensor::list(tn_module_parameters, get()); }
  Dict named_parameters() const { return detail::own<Dict>(tn_module_named_parameters, get()); }
  Dict named_buffers() const { return detail::own<Dict>(tn_module_named_buffers, get()); }
  std::string str() const {
    return detail::text([this](char* p, int64_t n) { return tn_module_text(get(), p, n); });
  }

  Module& train(bool on = true) {
    detail::run(tn_module_train, get(), int32_t{on});
    return *this;
  }
  Module& eval() { return train(false); }
  bool is_training() const { return detail::ask<int32_t>(0, tn_module_is_training, get()) != 0; }
  Module& to(tn_device_t device, tn_dtype_t dtype = TN_DTYPE_DEFAULT) {
    detail::run(tn_module_to, get(), device, dtype);
    return *this;
  }
  Module& requires_grad_(bool on = true) {
    detail::run(tn_module_requires_grad_, get(), int32_t{on});
    return *this;
  }
  void zero_grad() { detail::run(tn_module_zero_grad, get()); }
  Dict state_dict() const { return detail::own<Dict>(tn_module_state_dict, get()); }
  void load_state_dict(const Dict& dict, bool strict = true) {
    detail::run(tn_module_load_state_dict, get(), dict.get(), int32_t{strict});
  }
  // fn is called with it and with every module in it, children first.
  void apply(const std::function<void(Module&)>& fn);

 private:
  static std::string string(const char* text) {
    if (!text) detail::raise();
    return text ? text : "";
  }
};

inline std::ostream& operator<<(std::ostream& stream, const Module& m) { return stream << m.str(); }

// The module whose forward a callback is.
inline Module call_module(const Call& call) { return detail::own<Module>(tn_call_module, call.get()); }

inline void Module::apply(const std::function<void(Module&)>& fn) {
  auto visit = [&fn](Call& call) {
    Module m = call_module(call);
    fn(m);
  };
  detail::run(tn_module_apply, get(), detail::enter_callback, static_cast<void*>(new Callback(visit)),
              detail::destroy<Callback>);
}

namespace nn {

TENON_HPP_OPTIONS(Conv2dOptions, nn_conv2d);

inline Module linear(int64_t in_features, int64_t out_features, bool bias = true) {
  return detail::own<Module>(tn_nn_linear, in_features, out_features, int32_t{bias});
}
inline Module conv2d(int64_t in_channels, int64_t out_channels, Ints kernel_size,
                     const Conv2dOptions& o = {}) {
  return detail::own<Module>(tn_nn_conv2d_with, in_channels, out_channels, kernel_size.data(),
                             kernel_size.size(), &o);
}
inline Module max_pool2d(Ints kernel_size, const MaxPool2dOptions& o = {}) {
  return detail::own<Module>(tn_nn_max_pool2d_with, kernel_size.data(), kernel_size.size(), &o);
}
inline Module relu() { return detail::own<Module>(tn_nn_relu); }
inline Module flatten(int64_t start_dim = 1, int64_t end_dim = -1) {
  return detail::own<Module>(tn_nn_flatten, start_dim, end_dim);
}
inline Module dropout(double p = 0.5) { return detail::own<Module>(tn_nn_dropout, p); }
inline Module sequential(const std::vector<Module>& children) {
  detail::Handles<Module> list(children);
  return detail::own<Module>(tn_nn_sequential, list.data(), list.size());
}

}  // namespace nn
}  // namespace tenon
#endif
