#include "core/ops/index.h"

#include "core/base/with_dtype.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/registry.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

void check_index(const char* op, const Tensor& t, int d, const Tensor& index) {
  if (index->dtype != DType::int64 && index->numel)
    fail(Status::type, "%s: index must be int64, not %s", op, dtype_name(index->dtype));
  if (index->ndim != t->ndim && t->ndim && index->ndim)
    fail(Status::shape, "%s: index of shape %s must have as many dimensions as self of shape %s", op,
         to_string(index->sizes()).c_str(), to_string(t->sizes()).c_str());
  for (int i = 0; i < t->ndim && index->ndim && index->numel; ++i)
    if (i != d && index->size[i] > t->size[i])
      fail(Status::shape, "%s: index of shape %s reaches beyond self of shape %s apart from dimension %d", op,
           to_string(index->sizes()).c_str(), to_string(t->sizes()).c_str(), d);
  if (!t->device.is_cpu() || !index->device.is_cpu())
    fail(Status::unsupported, "%s: not offered on this device", op);
}

// Calls f(offset in t, offset in the index's own row-major order) for each index, checked.
template <class F>
void each_index(const char* op, const Tensor& t, int d, const Tensor& index, F f) {
  Tensor dense = index->contiguous ? index : dense_copy(index);
  const int64_t* at = dense->as<int64_t>();
  int64_t size = t->ndim ? t->size[d] : 1, position[kMaxDims] = {};
  for (int64_t i = 0; i < dense->numel; ++i) {
    int64_t k = at[i];
    if (k < 0 || k >= size)
      fail(Status::index, "%s: index %lld is out of bounds for dimension %d of size %lld", op, (long long)k,
           d, (long long)size);
    int64_t offset = 0;
    for (int e = 0; e < t->ndim && index->ndim; ++e) offset += (e == d ? k : position[e]) * t->stride[e];
    f(offset, i);
    for (int e = index->ndim - 1; e >= 0 && ++position[e] == index->size[e]; --e) position[e] = 0;
  }
}

}  // namespace

Tensor gather(const Tensor& t, int64_t dim, const Tensor& index) {
  int d = normalize_dim("gather", dim, t->ndim);
  check_index("gather", t, d, index);
  Tensor y = empty(index->sizes(), t->dtype);
  with_dtype(t->dtype, [&]<class T>(T) {
    const T* x = t->as<T>();
    T* out = y->as<T>();
    each_index("gather", t, d, index, [&](int64_t from, int64_t to) { out[to] = x[from]; });
  });
  if (is_floating(t->dtype) && wants_history(t))
    record("GatherBackward0", y, {&t}, [index = Saved(index), d, sizes = Shape(t->sizes())](Backward& b) {
      const Tensor& g = b.grad();
      b.set(0, scatter_add(zeros(sizes, g->dtype, g->device), d, index.get(b), g));
    });
  return y;
}

Tensor scatter_add(const Tensor& t, int64_t dim, const Tensor& index, const Tensor& src) {
  int d = normalize_dim("scatter_add", dim, t->ndim);
  check_index("scatter_add", t, d, index);
  if (src->dtype != t->dtype)
    fail(Status::type, "scatter_add: src is %s and self is %s", dtype_name(src->dtype), dtype_name(t->dtype));
  for (int i = 0; i < index->ndim; ++i)
    if (src->ndim != index->ndim || index->size[i] > src->size[i])
      fail(Status::shape, "scatter_add: index of shape %s reaches beyond src of shape %s",
           to_string(index->sizes()).c_str(), to_string(src->sizes()).c_str());
  Tensor y = dense_copy(t);
  Tensor part = alias(*src, index->sizes(), IntList(src->stride, index->ndim), src->storage_offset());
  Tensor values = dense_copy(part);
  with_dtype(t->dtype, [&]<class T>(T) {
    T* out = y->as<T>();
    const T* x = values->as<T>();
    each_index("scatter_add", y, d, index, [&](int64_t to, int64_t from) {
      if constexpr (is_half(dtype_of<T>))
        out[to] = T(static_cast<float>(out[to]) + static_cast<float>(x[from]));
      else out[to] = static_cast<T>(out[to] + x[from]);
    });
  });
  if (is_floating(t->dtype) && wants_history(t, src))
    record("ScatterAddBackward0", y, {&t, &src}, [index = Saved(index), d](Backward& b) {
      if (b.needs(0)) b.set(0, b.grad());
      if (b.needs(1)) b.set(1, gather(b.grad(), d, index.get(b)));
    });
  return y;
}

TN_OP("gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor",
      [](const Tensor& self, int64_t dim, const Tensor& index, bool) { return gather(self, dim, index); });
TN_OP("scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor",
      [](const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
        return scatter_add(self, dim, index, src);
      });

}  // namespace tenon
