// tenon/hpp/optim.hpp: optimizers.
#ifndef TENON_HPP_OPTIM_HPP
#define TENON_HPP_OPTIM_HPP

#include <tenon/optim.h>
#include <tenon/hpp/dict.hpp>

namespace tenon {

TENON_HPP_OPTIONS(SGDOptions, sgd);
TENON_HPP_OPTIONS(AdamOptions, adam);
TENON_HPP_OPTIONS(AdamWOptions, adamw);

namespace detail {

inline TensorList tensor_list(const std::vector<Tensor>& tensors) {
  Handles<Tensor> handles(tensors);
  return own<TensorList>(tn_tensors_new, handles.data(), handles.size());
}

}  // namespace detail

class Optimizer : public Object<Optimizer, tn_optimizer_t, tn_optimizer_retain, tn_optimizer_release> {
 public:
  Optimizer() = default;
  // By PyTorch's class name and keyword arguments: Optimizer("Adam", net.parameters(), R"({"lr": 1e-3})").
  Optimizer(const char* class_name, const std::vector<Tensor>& params, const char* json = nullptr) {
    detail::TensorList list = detail::tensor_list(params);
    *this = detail::own<Optimizer>(tn_optimizer_new, class_name, list.get(), json);
  }

  void zero_grad() { detail::run(tn_optimizer_zero_grad, get()); }
  void step() { detail::run(tn_optimizer_step, get()); }

  void add_group(const std::vector<Tensor>& params, const char* json = nullptr) {
    detail::TensorList list = detail::tensor_list(params);
    detail::run(tn_optimizer_add_group, get(), list.get(), json);
  }
  int64_t group_count() const { return detail::ask<int64_t>(-1, tn_optimizer_group_count, get()); }
  // An option of a group, "lr".
  double option(const char* name, int64_t group = 0) const {
    return detail::ask(std::numeric_limits<double>::quiet_NaN(), tn_optimizer_get, get(), group, name);
  }
  // Of one group, or of all.
  void set_option(const char* name, double value, int64_t group = -1) {
    detail::run(tn_optimizer_set, get(), group, name, value);
  }

  Dict state_dict() const { return detail::own<Dict>(tn_optimizer_state_dict, get()); }
  void load_state_dict(const Dict& dict) { detail::run(tn_optimizer_load_state_dict, get(), dict.get()); }
};

#define TENON_HPP_X(name, Options)                                                  \
  inline Optimizer name(const std::vector<Tensor>& params, const Options& o = {}) { \
    detail::TensorList list = detail::tensor_list(params);                          \
    return detail::own<Optimizer>(tn_##name, list.get(), &o);                       \
  }
// clang-format off
TENON_HPP_X(sgd, SGDOptions)
TENON_HPP_X(adam, AdamOptions)
TENON_HPP_X(adamw, AdamWOptions)
// clang-format on
#undef TENON_HPP_X

}  // namespace tenon
#endif
