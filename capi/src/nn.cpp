// Constructors of the common layers.
#include "capi/src/module.h"
#include "capi/src/options.h"
#include "core/nn/registry.h"

using namespace tenon;

tn_module_t tn_nn_linear(int64_t in_features, int64_t out_features, int32_t bias) {
  return guard(__func__, tn_module_t{}, [&] {
    return give_module(new_module(
        "Linear", {{"in_features", in_features}, {"out_features", out_features}, {"bias", bias != 0}}));
  });
}
tn_module_t tn_nn_relu(void) {
  return guard(__func__, tn_module_t{}, [] { return give_module(new_module("ReLU", {})); });
}
tn_module_t tn_nn_flatten(int64_t start_dim, int64_t end_dim) {
  return guard(__func__, tn_module_t{}, [&] {
    return give_module(new_module("Flatten", {{"start_dim", start_dim}, {"end_dim", end_dim}}));
  });
}
tn_module_t tn_nn_sequential(const tn_module_t* children, int64_t n_children) {
  return guard(__func__, tn_module_t{}, [&] {
    if (n_children < 0 || (!children && n_children)) refuse_array("tn_nn_sequential", "children", n_children);
    Ref<Module> made = new_module("Sequential", std::initializer_list<Value>{});
    for (int64_t i = 0; i < n_children; ++i)
      made->add_child(std::to_string(i), borrow_object<Module>(children[i], "tn_nn_sequential", "children"));
    return give_module(std::move(made));
  });
}
