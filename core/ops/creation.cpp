#include "core/ops/creation.h"

#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/tensor/promotion.h"

namespace tenon {

void fill_elements(const Tensor& t, Scalar value) {
  if (t->device.is_cpu() && t->contiguous && value.f == 0) {
    memset(t->data, 0, static_cast<size_t>(t->numel) * t->item_size());
    return;
  }
  copy_elements(t, wrapped_number(value));
}

Tensor full(IntList sizes, Scalar value, DType dtype, Device device) {
  if (dtype == DType::none) dtype = value.is_real() ? default_dtype() : value.dtype();
  Tensor t = empty(sizes, dtype, device);
  fill_elements(t, value);
  return t;
}

Tensor zeros(IntList sizes, DType dtype, Device device) { return full(sizes, Scalar(0), dtype, device); }
Tensor ones(IntList sizes, DType dtype, Device device) { return full(sizes, Scalar(1), dtype, device); }

}  // namespace tenon
