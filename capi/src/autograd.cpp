// Recording, backward, gradients.
#include "core/autograd/engine.h"

#include "capi/src/handles.h"

using namespace tenon;

tn_status_t tn_requires_grad_(tn_tensor_t t, int32_t on) {
  return guard_status(__func__, [&] {
    const Tensor& tensor = borrow(t, "tn_requires_grad_", "t");
    if (on && !is_floating(tensor->dtype))
      fail(Status::type, "tn_requires_grad_: only tensors of floating dtype can require gradients, not %s",
           dtype_name(tensor->dtype));
    if (!on && !tensor->is_leaf())
      fail(Status::state, "tn_requires_grad_: can only be turned off on a leaf; use tn_detach");
    if (tensor->is_leaf()) tensor->requires_grad = on != 0;
  });
}

int32_t tn_set_grad_enabled(int32_t on) {
  bool former = context().grad_enabled;
  context().grad_enabled = on != 0;
  return former;
}
int32_t tn_is_grad_enabled(void) { return context().grad_enabled; }

tn_status_t tn_backward(tn_tensor_t t) {
  return guard_status(__func__, [&] { backward(borrow(t, "tn_backward", "t")); });
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
    if (grad && (!(grad->sizes() == tensor->sizes()) || grad->dtype != tensor->dtype ||
                 !(grad->device == tensor->device)))
      fail(Status::shape, "tn_tensor_set_grad: grad is %s and t is %s", describe(grad).c_str(),
           describe(tensor).c_str());
    autograd_meta(tensor).grad = grad;
  });
}
