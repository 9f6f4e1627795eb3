// Tensors over memory that isn't ours, and ours lent to others.
#include <tenon/dlpack.h>

#include "capi/src/handles.h"
#include "core/backend/backend.h"
#include "core/tensor/node.h"

using namespace tenon;

// ---- the host's own memory

tn_tensor_t tn_from_blob(void* data, tn_dtype_t dtype, const int64_t* shape, int64_t ndim,
                         tn_deleter_t deleter, void* ctx) {
  return guard(__func__, tn_tensor_t{}, [&] {
    Shape strides;
    Tensor like;
    try {
      IntList sizes = ints(shape, ndim, "tn_from_blob", "shape");
      DType d = dtype_of_argument(dtype, DType::none, "tn_from_blob");
      if (d == DType::none) fail(Status::value, "tn_from_blob: dtype must be given");
      int64_t numel = checked_numel("tn_from_blob", Shape(sizes));
      if (!data && numel) throw NullArgument{"tn_from_blob", "data"};
      if (reinterpret_cast<uintptr_t>(data) % item_size(d))
        fail(Status::value, "tn_from_blob: data is not aligned for %s", dtype_name(d));
      like = empty({}, d);
      strides.count = static_cast<int>(ndim);
      int64_t step = 1;
      for (int i = static_cast<int>(ndim) - 1; i >= 0; --i) {
        strides[i] = step;
        step *= sizes[i] ? sizes[i] : 1;
      }
    } catch (...) {
      if (deleter) deleter(ctx, data);
      throw;
    }
    int64_t numel = checked_numel("tn_from_blob", IntList(shape, ndim));
    size_t bytes = static_cast<size_t>(numel) * like->item_size();
    Ref<Storage> storage = Ref<Storage>::adopt(Storage::wrap(data, bytes, Device{}, deleter, ctx));
    like->storage = std::move(storage);
    return give(alias(*like, IntList(shape, ndim), strides, 0));
  });
}

// ---- DLPack

namespace {

DLDataType dlpack_dtype(DType dtype) {
  uint8_t code = dtype == DType::bool_      ? kDLBool
                 : dtype == DType::bfloat16 ? kDLBfloat
                 : is_floating(dtype)       ? kDLFloat
                 : dtype == DType::uint8    ? kDLUInt
                                            : kDLInt;
  return {code, static_cast<uint8_t>(8 * item_size(dtype)), 1};
}

DType dtype_from(DLDataType type) {
  for (int i = 1; i < kDTypes; ++i) {
    DLDataType known = dlpack_dtype(static_cast<DType>(i));
    if (known.code == type.code && known.bits == type.bits && type.lanes == 1) return static_cast<DType>(i);
  }
  fail(Status::unsupported, "tn_from_dlpack: a dtype of code %d, %d bits and %d lanes is not known",
       type.code, type.bits, type.lanes);
}

// What a lent tensor stands on: the tensor itself, and room for its geometry.
struct Loan {
  Tensor tensor;
  DLManagedTensorVersioned managed;
  int64_t shape[kMaxDims], strides[kMaxDims];
};

}  // namespace

DLManagedTensorVersioned* tn_to_dlpack(tn_tensor_t t) {
  return guard(__func__, static_cast<DLManagedTensorVersioned*>(nullptr), [&] {
    const Tensor& tensor = borrow(t, "tn_to_dlpack", "t");
    if (requires_grad(tensor)) fail(Status::state, "tn_to_dlpack: t requires a gradient; detach it first");
    // The borrower knows nothing of the order in which we ask a GPU for work.
    if (!tensor->device.is_cpu())
      check_backend(backend_of(tensor->device).synchronize(tensor->device.index), "tn_to_dlpack");
    Loan* loan = create<Loan>();
    loan->tensor = tensor;
    for (int d = 0; d < tensor->ndim; ++d) {
      loan->shape[d] = tensor->size[d];
      loan->strides[d] = tensor->stride[d];
    }
    DLManagedTensorVersioned& m = loan->managed;
    m.version = {1, 0};
    m.manager_ctx = loan;
    m.deleter = [](DLManagedTensorVersioned* self) { destroy(static_cast<Loan*>(self->manager_ctx)); };
    m.flags = tensor->storage->read_only ? DLPACK_FLAG_BITMASK_READ_ONLY : 0;
    DLDevice device{tensor->device.is_cpu() ? kDLCPU : kDLCUDA, tensor->device.index};
    m.dl_tensor = {tensor->data,  device, tensor->ndim, dlpack_dtype(tensor->dtype), loan->shape,
                   loan->strides, 0};
    return &m;
  });
}

namespace {

struct Foreign {
  DType dtype;
  Device device;
  Shape sizes, strides;
  int64_t reach = 0;  // elements from the first to behind the last
  char* data;
};

Foreign examine(const DLManagedTensorVersioned& m) {
  const DLTensor& from = m.dl_tensor;
  if (m.version.major != 1)
    fail(Status::unsupported, "tn_from_dlpack: version %u.%u; only version 1 is known", m.version.major,
         m.version.minor);
  Foreign f;
  f.dtype = dtype_from(from.dtype);
  if (from.device.device_type != kDLCPU && from.device.device_type != kDLCUDA)
    fail(Status::unsupported, "tn_from_dlpack: device type %d is not known",
         static_cast<int>(from.device.device_type));
  bool on_cpu = from.device.device_type == kDLCPU;
  f.device = device_of_argument(on_cpu ? TN_CPU : TN_CUDA(from.device.device_id), "tn_from_dlpack");
  if (from.ndim < 0 || (!from.shape && from.ndim))
    fail(Status::shape, "tn_from_dlpack: ndim is %d", from.ndim);
  f.sizes = IntList(from.shape, from.ndim);
  int64_t numel = checked_numel("tn_from_dlpack", f.sizes), dense = 1;
  f.strides.count = f.sizes.count;
  for (int d = f.sizes.count - 1; d >= 0; --d) {
    f.strides[d] = from.strides ? from.strides[d] : dense;
    if (numel) dense *= f.sizes[d];
  }
  if (!from.data && numel) fail(Status::value, "tn_from_dlpack: data is NULL");
  f.reach = numel ? 1 : 0;
  for (int d = 0; d < f.sizes.count && numel; ++d) {
    if (f.strides[d] < 0) fail(Status::unsupported, "tn_from_dlpack: negative strides are not offered");
    int64_t step;
    if (__builtin_mul_overflow(f.sizes[d] - 1, f.strides[d], &step) ||
        __builtin_add_overflow(f.reach, step, &f.reach) || f.reach > INT64_MAX / 16)
      fail(Status::shape, "tn_from_dlpack: shape %s and strides %s reach further than memory does",
           to_string(f.sizes).c_str(), to_string(f.strides).c_str());
  }
  f.data = from.data ? static_cast<char*>(from.data) + from.byte_offset : nullptr;
  if (numel && reinterpret_cast<uintptr_t>(f.data) % item_size(f.dtype))
    fail(Status::value, "tn_from_dlpack: data is not aligned for %s", dtype_name(f.dtype));
  return f;
}

}  // namespace

tn_tensor_t tn_from_dlpack(DLManagedTensorVersioned* managed) {
  return guard(__func__, tn_tensor_t{}, [&] {
    if (!managed) throw NullArgument{"tn_from_dlpack", "managed"};
    auto give_back = [](void* m, void*) {
      auto* lent = static_cast<DLManagedTensorVersioned*>(m);
      if (lent->deleter) lent->deleter(lent);
    };
    Foreign f;
    Tensor like;
    try {
      f = examine(*managed);
      like = empty({}, f.dtype);
    } catch (...) {
      give_back(managed, nullptr);
      throw;
    }
    bool read_only = managed->flags & DLPACK_FLAG_BITMASK_READ_ONLY;
    size_t bytes = static_cast<size_t>(f.reach) * item_size(f.dtype);
    Ref<Storage> storage = Ref<Storage>::adopt(Storage::wrap(f.data, bytes, f.device, give_back, managed));
    storage->read_only = read_only;
    like->storage = std::move(storage);
    like->device = f.device;
    return give(alias(*like, f.sizes, f.strides, 0));
  });
}
