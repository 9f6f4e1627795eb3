// tenon/hpp/autograd.hpp: grad modes, gradients as results, callbacks and functions of the host's.
#ifndef TENON_HPP_AUTOGRAD_HPP
#define TENON_HPP_AUTOGRAD_HPP

#include <tenon/autograd.h>
#include <tenon/callback.h>
#include <tenon/hpp/tensor.hpp>

#include <functional>
#include <memory>

namespace tenon {

// ---- modes: while the object lives

class GradMode {
 public:
  explicit GradMode(bool on) : former_(tn_set_grad_enabled(on)) {}
  ~GradMode() { tn_set_grad_enabled(former_); }
  GradMode(const GradMode&) = delete;
  GradMode& operator=(const GradMode&) = delete;

 private:
  int32_t former_;
};

struct NoGrad : GradMode {
  NoGrad() : GradMode(false) {}
};

struct EnableGrad : GradMode {
  EnableGrad() : GradMode(true) {}
};

class InferenceMode {
 public:
  explicit InferenceMode(bool on = true) : former_(tn_set_inference_mode(on)) {}
  ~InferenceMode() { tn_set_inference_mode(former_); }
  InferenceMode(const InferenceMode&) = delete;
  InferenceMode& operator=(const InferenceMode&) = delete;

 private:
  int32_t former_;
};

// ---- gradients as results

TENON_HPP_OPTIONS(GradOptions, grad);

// One for each input; an undefined Tensor where allow_unused lets one be missing.
inline std::vector<Tensor> grad(const std::vector<Tensor>& outputs, const std::vector<Tensor>& inputs,
                                const GradOptions& o = {}, const std::vector<Tensor>& grad_outputs = {}) {
  detail::Handles<Tensor> from(outputs), to(inputs), with(grad_outputs);
  return Tensor::list(tn_grad_with, from.data(), from.size(), to.data(), to.size(),
                      grad_outputs.empty() ? nullptr : with.data(), with.size(), &o);
}

// ---- callbacks

// What a callback is given. It lives for the call.
class Call {
 public:
  explicit Call(tn_call_t call) : call_(call) {}
  tn_call_t get() const { return call_; }

  int64_t size() const { return tn_call_count(call_); }
  Tensor operator[](int64_t i) const { return detail::own<Tensor>(tn_call_arg, call_, i); }
  void give(int64_t i, const Tensor& t) { check(tn_call_return(call_, i, t.get())); }
  void save(const Tensor& t) { check(tn_call_save(call_, t.get())); }
  Tensor saved(int64_t i) const { return detail::own<Tensor>(tn_call_saved, call_, i); }
  bool needs_grad(int64_t i) const { return tn_call_needs_grad(call_, i) != 0; }
  int64_t index() const { return tn_call_index(call_, 0); }

  // The first failure of a call without exceptions.
  tn_status_t status() const { return status_; }

 private:
  void check(tn_status_t status) {
    if (status == TN_OK) return;
    if (status_ == TN_OK) status_ = status;
    detail::raise();
  }

  tn_call_t call_;
  tn_status_t status_ = TN_OK;
};

// What the host does: reads call[i], ends with call.give(i, result). It may throw.
using Callback = std::function<void(Call&)>;

namespace detail {

// Runs a host's callback: whatever it throws becomes a status.
inline tn_status_t enter(const Callback& callback, tn_call_t handle) noexcept {
  Call call(handle);
#ifdef TENON_NO_EXCEPTIONS
  callback(call);
  return call.status();
#else
  try {
    callback(call);
    return TN_OK;
  } catch (const error& e) { return tn_error_set(e.code(), e.what()); } catch (const std::exception& e) {
    return tn_error_set(TN_ERR_CALLBACK, e.what());
  } catch (...) {
    return tn_error_set(TN_ERR_CALLBACK, "a callback threw something that isn't a std::exception");
  }
#endif
}

inline tn_status_t enter_callback(tn_call_t call, void* user_data) {
  return enter(*static_cast<const Callback*>(user_data), call);
}
template <class T>
void destroy(void* user_data) {
  delete static_cast<T*>(user_data);
}

}  // namespace detail

// Calls hook with each gradient that reaches t, as argument 0; what it gives, if anything, replaces it.
inline int64_t register_hook(const Tensor& t, Callback hook) {
  return detail::ask<int64_t>(-1, tn_tensor_register_hook, t.get(), detail::enter_callback,
                              static_cast<void*>(new Callback(std::move(hook))), detail::destroy<Callback>);
}
inline void remove_hook(const Tensor& t, int64_t id) { detail::run(tn_tensor_remove_hook, t.get(), id); }

// ---- functions with a gradient of their own

class Function : public Object<Function, tn_function_t, tn_function_retain, tn_function_release> {
 public:
  Function() = default;
  Function(const char* name, int64_t n_outputs, Callback forward, Callback backward) {
    auto forward_ = [](tn_call_t call, void* p) {
      return detail::enter(static_cast<Pair*>(p)->forward, call);
    };
    auto backward_ = [](tn_call_t call, void* p) {
      return detail::enter(static_cast<Pair*>(p)->backward, call);
    };
    *this = detail::own<Function>(tn_function_new, name, n_outputs, +forward_, +backward_,
                                  static_cast<void*>(new Pair{std::move(forward), std::move(backward)}),
                                  detail::destroy<Pair>);
  }
  // The output of a function with one.
  Tensor operator()(const std::vector<Tensor>& inputs) const {
    detail::Handles<Tensor> list(inputs);
    return detail::own<Tensor>(tn_function_apply, get(), list.data(), list.size());
  }
  std::vector<Tensor> call(const std::vector<Tensor>& inputs) const {
    detail::Handles<Tensor> list(inputs);
    return Tensor::list(tn_function_call, get(), list.data(), list.size());
  }

 private:
  struct Pair {
    Callback forward, backward;
  };
};

}  // namespace tenon
#endif
