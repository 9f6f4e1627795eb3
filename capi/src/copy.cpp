// Copies, casts, moves and fills.
#include "core/ops/copy.h"

#include "capi/src/handles.h"
#include "core/ops/creation.h"

using namespace tenon;

tn_tensor_t tn_to(tn_tensor_t self, tn_device_t device, tn_dtype_t dtype) {
  return guard(__func__, tn_tensor_t{}, [&] {
    const Tensor& t = borrow(self, "tn_to", "self");
    Device d = device == TN_DEVICE_DEFAULT ? t->device : device_of_argument(device, "tn_to");
    return give(to(t, dtype_of_argument(dtype, t->dtype, "tn_to"), d));
  });
}
tn_tensor_t tn_clone(tn_tensor_t self) {
  return guard(__func__, tn_tensor_t{}, [&] { return give(clone(borrow(self, "tn_clone", "self"))); });
}
tn_tensor_t tn_contiguous(tn_tensor_t self) {
  return guard(__func__, tn_tensor_t{},
               [&] { return give(contiguous(borrow(self, "tn_contiguous", "self"))); });
}
tn_tensor_t tn_detach(tn_tensor_t self) {
  return guard(__func__, tn_tensor_t{}, [&] { return give(detach(borrow(self, "tn_detach", "self"))); });
}
tn_status_t tn_copy_(tn_tensor_t self, tn_tensor_t src, int32_t) {
  return guard_status(__func__,
                      [&] { copy_(borrow(self, "tn_copy_", "self"), borrow(src, "tn_copy_", "src")); });
}

static tn_status_t fill(const char* function, tn_tensor_t self, Scalar value) {
  return guard_status(function, [&] { fill_(borrow(self, function, "self"), value); });
}
tn_status_t tn_fill_(tn_tensor_t self, tn_tensor_t value) {
  return guard_status(__func__,
                      [&] { fill_(borrow(self, "tn_fill_", "self"), borrow(value, "tn_fill_", "value")); });
}
tn_status_t tn_fill_scalar_(tn_tensor_t self, double value) { return fill(__func__, self, value); }
tn_status_t tn_fill_int_(tn_tensor_t self, int64_t value) { return fill(__func__, self, value); }
tn_status_t tn_zero_(tn_tensor_t self) { return fill(__func__, self, 0); }
