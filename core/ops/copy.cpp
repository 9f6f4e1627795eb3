#include "core/ops/copy.h"

#include "core/backend/backend.h"
#include "core/ops/creation.h"
#include "core/ops/history.h"
#include "core/ops/reduce.h"
#include "core/ops/registry.h"
#include "core/tensor/node.h"

namespace tenon {

void copy_elements(const Tensor& to, const Tensor& from) {
  const bool number = !to->device.is_cpu() && from->device.is_cpu() && from->numel == 1;
  if (!number && !(to->device == from->device)) {
    copy_elements(to,
                  to_device(from->dtype == to->dtype ? from : cast_elements(from, to->dtype), to->device));
    return;
  }
  const Backend& backend = backend_of(to->device);
  if (!backend.copy) not_offered(to->device, "copy_");
  CopyCall call;
  call.ndim = to->ndim;
  call.device = to->device.index;
  call.in_on_host = number;
  call.out_dtype = to->dtype;
  call.in_dtype = from->dtype;
  call.out = to->data;
  call.in = from->data;
  int shift = to->ndim - from->ndim;
  for (int d = 0; d < to->ndim; ++d) {
    call.size[d] = to->size[d];
    call.out_stride[d] = to->stride[d];
    call.in_stride[d] = d < shift || from->size[d - shift] == 1 ? 0 : from->stride[d - shift];
  }
  check_backend(backend.copy(&call), "copy_");
}

Tensor cast_elements(const Tensor& t, DType dtype) {
  Tensor out = empty(t->sizes(), dtype, t->device);
  copy_elements(out, t);
  return out;
}

Tensor dense_copy(const Tensor& t) { return cast_elements(t, t->dtype); }

Tensor to_device(const Tensor& t, Device device) {
  if (t->device == device) return t;
  Tensor from = t->contiguous ? t : dense_copy(t);
  Tensor out = empty(t->sizes(), t->dtype, device);
  size_t bytes = static_cast<size_t>(t->numel) * t->item_size();
  if (t->device.is_cpu()) {
    check_backend(backend_of(device).copy_in(device.index, out->data, from->data, bytes), "to");
  } else if (device.is_cpu()) {
    check_backend(backend_of(t->device).copy_out(t->device.index, out->data, from->data, bytes), "to");
  } else {
    const Backend& backend = backend_of(device);
    if (!backend.copy_across) not_offered(device, "to");
    check_backend(backend.copy_across(device.index, out->data, t->device.index, from->data, bytes), "to");
  }
  return out;
}

Tensor clone(const Tensor& t) {
  Tensor y = dense_copy(t);
  if (wants_history(t)) record("CloneBackward0", y, {&t}, [](Backward& b) { b.set(0, b.grad()); });
  return y;
}

Tensor contiguous(const Tensor& t) { return t->contiguous ? t : clone(t); }

Tensor to(const Tensor& t, DType dtype, Device device, bool copy) {
  if (dtype == DType::none) dtype = t->dtype;
  if (t->dtype == dtype && t->device == device && !copy) return t;
  Tensor y = t->dtype == dtype ? t : cast_elements(t, dtype);
  y = y->device == device ? y : to_device(y, device);
  if (y.get() == t.get()) y = dense_copy(t);
  if (is_floating(dtype) && wants_history(t)) {
    record("ToCopyBackward0", y, {&t},
           [dtype = t->dtype, device = t->device](Backward& b) { b.set(0, to(b.grad(), dtype, device)); });
  }
  return y;
}

void copy_(const Tensor& self, const Tensor& source) {
  if (!(IntList(broadcast_shapes("copy_", self->sizes(), source->sizes())) == self->sizes()))
    fail(Status::shape, "copy_: source of shape %s does not broadcast to self's shape %s",
         to_string(source->sizes()).c_str(), to_string(self->sizes()).c_str());
  check_in_place("copy", self);
  Ref<Node> node;
  if (is_floating(self->dtype) && wants_history(self, source)) {
    node = make_node(
        "CopyBackwards", {&self, &source},
        [shape = Shape(source->sizes()), dtype = source->dtype, device = source->device](Backward& b) {
          // Nothing of self's former value is left.
          if (b.needs(0)) b.set(0, zeros_like(b.grad()));
          if (b.needs(1)) b.set(1, to(sum_to(b.grad(), shape), dtype, device));
        });
  }
  bool overlaps = self->storage.get() == source->storage.get() && self.get() != source.get();
  copy_elements(self, overlaps ? dense_copy(source) : source);
  self->storage->bump_version();
  if (node) rebase_history(self, std::move(node));
}

Tensor detach(const Tensor& t) { return alias(*t); }

// ---- by name

TN_OP("clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor",
      [](const Tensor& self, std::optional<std::string_view>) { return clone(self); });
TN_OP("contiguous(Tensor(a) self, *, MemoryFormat? memory_format=None) -> Tensor(a)",
      [](const Tensor& self, std::optional<std::string_view>) { return contiguous(self); });
TN_OP("detach(Tensor(a) self) -> Tensor(a)", [](const Tensor& self) { return detach(self); });
TN_OP("copy_(Tensor(a!) self, Tensor src, bool non_blocking=False) -> Tensor(a!)",
      [](const Tensor& self, const Tensor& src, bool) { copy_(self, src); });
TN_OP(
    "to.device(Tensor(a) self, Device device, ScalarType dtype, bool non_blocking=False, bool copy=False, "
    "MemoryFormat? memory_format=None) -> Tensor(a)",
    [](const Tensor& self, Device device, DType dtype, bool, bool copy, std::optional<std::string_view>) {
      return to(self, dtype, device, copy);
    });
TN_OP("to.prim_Device(Tensor(a) self, Device device, bool non_blocking=False, bool copy=False) -> Tensor(a)",
      [](const Tensor& self, Device device, bool, bool copy) { return to(self, DType::none, device, copy); });
TN_OP(
    "to.dtype(Tensor(a) self, ScalarType dtype, bool non_blocking=False, bool copy=False, "
    "MemoryFormat? memory_format=None) -> Tensor(a)",
    [](const Tensor& self, DType dtype, bool, bool copy, std::optional<std::string_view>) {
      return to(self, dtype, self->device, copy);
    });
TN_OP(
    "to.other(Tensor(a) self, Tensor other, bool non_blocking=False, bool copy=False, "
    "MemoryFormat? memory_format=None) -> Tensor(a)",
    [](const Tensor& self, const Tensor& other, bool, bool copy, std::optional<std::string_view>) {
      return to(self, other->dtype, other->device, copy);
    });

// x.float() and its kin.
#define TN_CAST(name, dtype)                                                        \
  TN_OP(#name "(Tensor(a) self, *, MemoryFormat? memory_format=None) -> Tensor(a)", \
        [](const Tensor& self, std::optional<std::string_view>) { return to(self, dtype); });
TN_CAST(float, DType::float32)
TN_CAST(double, DType::float64)
TN_CAST(half, DType::float16)
TN_CAST(bfloat16, DType::bfloat16)
TN_CAST(long, DType::int64)
TN_CAST(int, DType::int32)
TN_CAST(short, DType::int16)
TN_CAST(char, DType::int8)
TN_CAST(byte, DType::uint8)
TN_CAST(bool, DType::bool_)

}  // namespace tenon
