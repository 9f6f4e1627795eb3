// What a tensor is, and its values in and out.
#include <string.h>

#include "capi/src/handles.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/history.h"
#include "core/tensor/node.h"

using namespace tenon;

// ---- from values

tn_tensor_t tn_tensor_new(const void* data, tn_dtype_t data_dtype, const int64_t* shape, int64_t ndim) {
  return guard(__func__, tn_tensor_t{}, [&] {
    IntList sizes = ints(shape, ndim, "tn_tensor_new", "shape");
    DType dtype = dtype_of_argument(data_dtype, DType::none, "tn_tensor_new");
    if (dtype == DType::none) fail(Status::value, "tn_tensor_new: data_dtype must be given");
    int64_t numel = checked_numel("tn_tensor_new", Shape(sizes));
    if (!data && numel) throw NullArgument{"tn_tensor_new", "data"};
    Tensor t = empty(sizes, dtype);
    if (numel) memcpy(t->data, data, static_cast<size_t>(numel) * t->item_size());
    return give(std::move(t));
  });
}

// ---- what it is

int32_t tn_tensor_is(tn_tensor_t a, tn_tensor_t b) {
  return guard(__func__, int32_t{0}, [&]() -> int32_t {
    if (a == TN_NONE || b == TN_NONE) return a == b;
    return borrow(a, "tn_tensor_is", "a").get() == borrow(b, "tn_tensor_is", "b").get();
  });
}

namespace {

template <class R, class F>
R get(const char* function, R failure, tn_tensor_t t, F read) {
  return guard(function, failure, [&]() -> R { return read(borrow(t, function, "t")); });
}

tn_status_t fill_list(const char* function, const char* argument, tn_tensor_t t, int64_t* list,
                      int64_t capacity, int64_t* ndim, IntList (TensorImpl::*member)() const) {
  return guard_status(function, [&] {
    const Tensor& tensor = borrow(t, function, "t");
    IntList values = (*tensor.*member)();
    if (capacity < 0) fail(Status::value, "%s: capacity is %lld", function, (long long)capacity);
    if (!list && capacity) throw NullArgument{function, argument};
    if (ndim) *ndim = values.count;
    if (!list) return;
    if (capacity < values.count)
      fail(Status::value, "%s: capacity is %lld, and there are %lld dimensions", function,
           (long long)capacity, (long long)values.count);
    for (int64_t i = 0; i < values.count; ++i) list[i] = values[i];
  });
}

}  // namespace

int64_t tn_tensor_ndim(tn_tensor_t t) {
  return get(__func__, int64_t{-1}, t, [](const Tensor& t) -> int64_t { return t->ndim; });
}
int64_t tn_tensor_size(tn_tensor_t t, int64_t dim) {
  return get(__func__, int64_t{-1}, t, [&](const Tensor& t) -> int64_t {
    int d = normalize_dim("tn_tensor_size", dim, t->ndim);
    if (t->ndim == 0)
      fail(Status::index, "tn_tensor_size: dim %lld of a tensor without dimensions", (long long)dim);
    return t->size[d];
  });
}
int64_t tn_tensor_stride(tn_tensor_t t, int64_t dim) {
  return get(__func__, int64_t{-1}, t, [&](const Tensor& t) -> int64_t {
    int d = normalize_dim("tn_tensor_stride", dim, t->ndim);
    if (t->ndim == 0)
      fail(Status::index, "tn_tensor_stride: dim %lld of a tensor without dimensions", (long long)dim);
    return t->stride[d];
  });
}
tn_status_t tn_tensor_shape(tn_tensor_t t, int64_t* shape, int64_t capacity, int64_t* ndim) {
  return fill_list(__func__, "shape", t, shape, capacity, ndim, &TensorImpl::sizes);
}
tn_status_t tn_tensor_strides(tn_tensor_t t, int64_t* strides, int64_t capacity, int64_t* ndim) {
  return fill_list(__func__, "strides", t, strides, capacity, ndim, &TensorImpl::strides);
}
int64_t tn_tensor_storage_offset(tn_tensor_t t) {
  return get(__func__, int64_t{-1}, t, [](const Tensor& t) { return t->storage_offset(); });
}
int64_t tn_tensor_numel(tn_tensor_t t) {
  return get(__func__, int64_t{-1}, t, [](const Tensor& t) { return t->numel; });
}
tn_dtype_t tn_tensor_dtype(tn_tensor_t t) {
  return get(__func__, tn_dtype_t{0}, t, [](const Tensor& t) { return dtype_code(t->dtype); });
}
tn_device_t tn_tensor_device(tn_tensor_t t) {
  return get(__func__, tn_device_t{0}, t, [](const Tensor& t) { return device_code(t->device); });
}
int32_t tn_tensor_is_contiguous(tn_tensor_t t) {
  return get(__func__, int32_t{0}, t, [](const Tensor& t) -> int32_t { return t->contiguous; });
}
int32_t tn_tensor_requires_grad(tn_tensor_t t) {
  return get(__func__, int32_t{0}, t, [](const Tensor& t) -> int32_t { return requires_grad(t); });
}
int32_t tn_tensor_is_leaf(tn_tensor_t t) {
  return get(__func__, int32_t{0}, t, [](const Tensor& t) -> int32_t { return !grad_fn(t); });
}
const char* tn_tensor_grad_fn_name(tn_tensor_t t) {
  return get(__func__, static_cast<const char*>(nullptr), t,
             [](const Tensor& t) { return grad_fn(t) ? t->grad_fn->name() : ""; });
}
int64_t tn_tensor_version(tn_tensor_t t) {
  return get(__func__, int64_t{-1}, t, [](const Tensor& t) -> int64_t {
    if (t->inference)
      fail(Status::state, "tn_tensor_version: Inference tensors do not track version counter.");
    return t->version();
  });
}
void* tn_tensor_data(tn_tensor_t t) {
  alignas(64) static char nothing[1];  // of a tensor without elements over a host's NULL
  return get(__func__, static_cast<void*>(nullptr), t,
             [](const Tensor& t) { return t->data ? t->data : nothing; });
}

// ---- values

namespace {

// A host's buffer seen as a row-major tensor of t's shape.
Tensor borrowed_buffer(const char* function, void* data, tn_dtype_t dtype, int64_t bytes, const Tensor& t) {
  DType d = dtype_of_argument(dtype, t->dtype, function);
  int64_t needed = t->numel * static_cast<int64_t>(item_size(d));
  if (bytes < needed)
    fail(Status::value, "%s: the buffer has %lld bytes, and %s needs %lld", function, (long long)bytes,
         describe(t).c_str(), (long long)needed);
  if (!data && needed) throw NullArgument{function, "the buffer"};
  Tensor like = empty({}, d);
  like->storage =
      Ref<Storage>::adopt(Storage::wrap(data, static_cast<size_t>(needed), Device{}, nullptr, nullptr));
  Shape strides;
  int64_t step = 1;
  for (int i = t->ndim - 1; i >= 0; --i) {
    strides.insert(0, step);
    step *= t->size[i] ? t->size[i] : 1;
  }
  return alias(*like, t->sizes(), strides, 0);
}

}  // namespace

tn_status_t tn_tensor_read(tn_tensor_t t, void* dst, tn_dtype_t dst_dtype, int64_t dst_bytes) {
  return guard_status(__func__, [&] {
    const Tensor& source = borrow(t, "tn_tensor_read", "t");
    Tensor buffer = borrowed_buffer("tn_tensor_read", dst, dst_dtype, dst_bytes, source);
    if (source->numel) copy_elements(buffer, to_device(source, Device{}));
  });
}

tn_status_t tn_tensor_write(tn_tensor_t t, const void* src, tn_dtype_t src_dtype, int64_t src_bytes) {
  return guard_status(__func__, [&] {
    const Tensor& target = borrow(t, "tn_tensor_write", "t");
    Tensor buffer = borrowed_buffer("tn_tensor_write", const_cast<void*>(src), src_dtype, src_bytes, target);
    if (target->numel) copy_(target, buffer);
  });
}

namespace {

Tensor single_element(const char* function, tn_tensor_t t) {
  const Tensor& source = borrow(t, function, "t");
  if (source->numel != 1)
    fail(Status::shape, "%s: a tensor of %lld elements, of shape %s, can't be converted to one number",
         function, (long long)source->numel, to_string(source->sizes()).c_str());
  return to_device(source, Device{});
}

}  // namespace

double tn_item(tn_tensor_t t) {
  return guard(__func__, __builtin_nan(""), [&] {
    Tensor one = single_element("tn_item", t);
    if (one->dtype == DType::float32) return static_cast<double>(*one->as<float>());
    return *cast_elements(one, DType::float64)->as<double>();
  });
}

tn_status_t tn_item_int64(tn_tensor_t t, int64_t* value) {
  return guard_status(__func__, [&] {
    if (!value) throw NullArgument{"tn_item_int64", "value"};
    *value = *cast_elements(single_element("tn_item_int64", t), DType::int64)->as<int64_t>();
  });
}
