#include "core/tensor/tensor.h"

#include "core/base/memory.h"
#include "core/tensor/node.h"

namespace tenon {

static void release_handle(Handle* handle) noexcept {
  auto* h = static_cast<TensorHandle*>(handle);
  Tensor t = std::move(h->tensor);
  if (h != &t->handle) destroy(h);
}

const HandleType tensor_handle_type{"tensor", release_handle};

TensorImpl::TensorImpl() {}

void TensorImpl::destroy(TensorImpl* t) {
  if (t->meta && t->meta->release()) tenon::destroy(t->meta);
  tenon::destroy(t);
}

void TensorImpl::update_contiguous() {
  int64_t expected = 1;
  contiguous = true;
  for (int i = ndim - 1; i >= 0; --i) {
    if (size[i] != 1 && stride[i] != expected) contiguous = false;
    expected *= size[i];
  }
  if (numel == 0) contiguous = true;
}

Tensor empty(IntList sizes, DType dtype, Device device) {
  Tensor t = Tensor::adopt(create<TensorImpl>());
  int64_t numel = 1;
  bool overflow = false;
  int ndim = static_cast<int>(sizes.count);
  t->ndim = static_cast<uint8_t>(ndim);
  for (int i = ndim - 1; i >= 0; --i) {
    t->size[i] = sizes[i];
    t->stride[i] = numel;
    overflow |= __builtin_mul_overflow(numel, sizes[i] ? sizes[i] : 1, &numel);
  }
  if (overflow || numel < 0 || numel > INT64_MAX / 16) [[unlikely]]
    checked_numel("empty", sizes);
  for (int i = 0; i < ndim; ++i)
    if (sizes[i] == 0) numel = 0;
  t->dtype = dtype;
  t->device = device;
  t->numel = numel;
  t->storage = Ref<Storage>::adopt(Storage::make(static_cast<size_t>(numel) * item_size(dtype), device));
  t->data = t->storage->data;
  t->inference = context().inference_mode();
  return t;
}

Tensor alias(const TensorImpl& source, IntList sizes, IntList strides, int64_t offset) {
  Tensor t = Tensor::adopt(create<TensorImpl>());
  int64_t numel = 1;
  t->ndim = static_cast<uint8_t>(sizes.count);
  bool dense = true;
  for (int i = t->ndim - 1; i >= 0; --i) {
    t->size[i] = sizes[i];
    t->stride[i] = strides[i];
    dense = dense && (sizes[i] == 1 || strides[i] == numel);
    numel *= sizes[i];
  }
  t->contiguous = dense || numel == 0;
  t->dtype = source.dtype;
  t->device = source.device;
  t->numel = numel;
  t->storage = source.storage;
  t->data = static_cast<char*>(source.storage->data) + (offset << item_shift(source.dtype));
  t->inference = source.inference;
  return t;
}

Tensor alias(const TensorImpl& t) {
  Tensor a = alias(t, t.sizes(), t.strides(), t.storage_offset());
  a->wrapped_number = t.wrapped_number;
  return a;
}

Tensor laid_out_like(const Tensor& fresh, const TensorImpl& t) {
  if (t.contiguous) return fresh;
  int order[kMaxDims], count = 0;  // of the dimensions, by stride
  for (int d = 0; d < t.ndim; ++d) {
    int at = count++;
    for (; at > 0 && t.stride[order[at - 1]] > t.stride[d]; --at) order[at] = order[at - 1];
    order[at] = d;
  }
  int64_t expected = 1;
  for (int i = 0; i < count; ++i) {
    if (t.size[order[i]] == 1) continue;
    if (t.stride[order[i]] != expected) return fresh;
    expected *= t.size[order[i]];
  }
  return alias(*fresh, t.sizes(), t.strides(), 0);
}

std::string describe(const Tensor& t) {
  return std::string(dtype_name(t->dtype)) + " " + to_string(t->sizes());
}

}  // namespace tenon
