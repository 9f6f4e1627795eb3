// New tensors.
#include "core/ops/creation.h"

#include "capi/src/handles.h"
#include "core/tensor/promotion.h"

using namespace tenon;

namespace {

tn_tensor_t create_full(const char* function, const int64_t* shape, int64_t ndim, Scalar value,
                        tn_dtype_t dtype, DType fallback, tn_device_t device) {
  return guard(function, tn_tensor_t{}, [&] {
    IntList sizes = ints(shape, ndim, function, "shape");
    checked_numel(function, Shape(sizes));
    return give(full(sizes, value, dtype_of_argument(dtype, fallback, function),
                     device_of_argument(device, function)));
  });
}

}  // namespace

tn_tensor_t tn_empty(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {
  return guard(__func__, tn_tensor_t{}, [&] {
    IntList sizes = ints(shape, ndim, "tn_empty", "shape");
    checked_numel("tn_empty", Shape(sizes));
    return give(empty(sizes, dtype_of_argument(dtype, default_dtype(), "tn_empty"),
                      device_of_argument(device, "tn_empty")));
  });
}

tn_tensor_t tn_zeros(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {
  return create_full(__func__, shape, ndim, 0, dtype, default_dtype(), device);
}
tn_tensor_t tn_ones(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {
  return create_full(__func__, shape, ndim, 1, dtype, default_dtype(), device);
}
tn_tensor_t tn_full(const int64_t* shape, int64_t ndim, double value, tn_dtype_t dtype, tn_device_t device) {
  return create_full(__func__, shape, ndim, value, dtype, DType::none, device);
}
tn_tensor_t tn_full_int(const int64_t* shape, int64_t ndim, int64_t value, tn_dtype_t dtype,
                        tn_device_t device) {
  return create_full(__func__, shape, ndim, value, dtype, DType::none, device);
}
