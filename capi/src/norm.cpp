// Layers that normalise.
#include "core/ops/norm.h"

#include "capi/src/handles.h"

using namespace tenon;

tn_tensor_t tn_layer_norm(tn_tensor_t input, const int64_t* shape, int64_t ndim, tn_tensor_t weight_or_none,
                          tn_tensor_t bias_or_none, double eps) {
  constexpr const char* name = "tn_layer_norm";
  return guard(name, tn_tensor_t{}, [&] {
    return give(layer_norm(borrow(input, name, "input"), ints(shape, ndim, name, "shape"),
                           borrow_optional(weight_or_none, name, "weight_or_none"),
                           borrow_optional(bias_or_none, name, "bias_or_none"), eps));
  });
}

tn_tensor_t tn_batch_norm(tn_tensor_t input, tn_tensor_t running_mean_or_none,
                          tn_tensor_t running_var_or_none, tn_tensor_t weight_or_none,
                          tn_tensor_t bias_or_none, int32_t training, double momentum, double eps) {
  constexpr const char* name = "tn_batch_norm";
  return guard(name, tn_tensor_t{}, [&] {
    return give(batch_norm(
        borrow(input, name, "input"), borrow_optional(running_mean_or_none, name, "running_mean_or_none"),
        borrow_optional(running_var_or_none, name, "running_var_or_none"),
        borrow_optional(weight_or_none, name, "weight_or_none"),
        borrow_optional(bias_or_none, name, "bias_or_none"), training != 0, momentum, eps));
  });
}
