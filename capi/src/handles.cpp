#include "capi/src/handles.h"

#include "core/backend/backend.h"

namespace tenon {

void refuse_tensor(tn_tensor_t handle, const char* function, const char* argument) {
  if (!handle) throw NullArgument{function, argument};
  if (handle == TN_NONE) fail(Status::null, "%s: %s is TN_NONE, but it is required", function, argument);
  fail(Status::type, "%s: %s is not a tensor, or was released", function, argument);
}

void refuse_object(const void* handle, const HandleType& type, const char* function, const char* argument) {
  if (!handle) throw NullArgument{function, argument};
  fail(Status::type, "%s: %s is not a %s, or was released", function, argument, type.name);
}

void refuse_array(const char* function, const char* argument, int64_t count) {
  if (count < 0) fail(Status::value, "%s: the count of %s is %lld", function, argument, (long long)count);
  throw NullArgument{function, argument};
}

TensorHandle* forwarding_handle() { return create<TensorHandle>(&tensor_handle_type); }

void give_all(std::initializer_list<Tensor> tensors, std::initializer_list<tn_tensor_t*> outputs) {
  tn_tensor_t given[8];
  size_t count = 0;
  try {
    auto output = outputs.begin();
    for (const Tensor& t : tensors) given[count] = *output++ ? give_optional(t) : nullptr, ++count;
  } catch (...) {
    while (count--) tn_tensor_release(given[count]);
    throw;
  }
  size_t i = 0;
  for (tn_tensor_t* output : outputs) {
    if (output) *output = given[i];
    ++i;
  }
}

std::vector<Tensor> borrow_all(const tn_tensor_t* handles, int64_t count, const char* function,
                               const char* argument, bool optional) {
  if (count < 0 || (!handles && count)) refuse_array(function, argument, count);
  std::vector<Tensor> tensors;
  tensors.reserve(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i)
    tensors.push_back(optional ? borrow_optional(handles[i], function, argument)
                               : borrow(handles[i], function, argument));
  return tensors;
}

DType dtype_of_argument(tn_dtype_t dtype, DType fallback, const char* function) {
  if (dtype == 0) return fallback;
  if (dtype < 1 || dtype >= kDTypes) fail(Status::value, "%s: dtype %d does not exist", function, dtype);
  return static_cast<DType>(dtype);
}

// 0x100: the CPU; 0x200 + i: the i-th GPU.
Device device_of_argument(tn_device_t device, const char* function) {
  if (device == 0 || device == TN_CPU) return Device{};
  if (device < TN_CUDA(0) || device > TN_CUDA(255))
    fail(Status::value, "%s: device %d does not exist", function, device);
  Device d{DeviceType::cuda, static_cast<uint8_t>(device - TN_CUDA(0))};
  backend_of(d);
  return d;
}

tn_device_t device_code(Device device) { return device.is_cpu() ? TN_CPU : TN_CUDA(device.index); }

Scalar number_for(const Tensor& self, double value) {
  Scalar real(value);
  bool whole = value == static_cast<double>(real.i);
  return !is_floating(self->dtype) && whole ? Scalar(real.i) : real;
}

void release_any(void* handle, const HandleType& type) noexcept {
  if (!handle || handle == TN_NONE) return;
  auto* h = static_cast<Handle*>(handle);
  if (h->type != &type) return;
  h->unlink();
  h->type->release(h);
}

void* keep_any(void* handle, const HandleType& type, const char* function) noexcept {
  return guard(function, static_cast<void*>(nullptr), [&]() -> void* {
    if (handle == TN_NONE) return handle;
    if (!handle || as_handle(handle)->type != &type) refuse_object(handle, type, function, type.name);
    context().keep(static_cast<Handle*>(handle));
    return handle;
  });
}

}  // namespace tenon
