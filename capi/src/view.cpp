// Views, and lists of them.
#include "core/ops/view.h"

#include "capi/src/tensors.h"

using namespace tenon;

namespace {

template <class F>
tn_tensor_t call(const char* function, tn_tensor_t self, F f) {
  return guard(function, tn_tensor_t{}, [&] { return give(f(borrow(self, function, "self"))); });
}

template <class F>
tn_tensors_t call_list(const char* function, tn_tensor_t self, F f) {
  return guard(function, tn_tensors_t{}, [&] { return give_list(f(borrow(self, function, "self"))); });
}

}  // namespace

tn_tensor_t tn_view(tn_tensor_t self, const int64_t* shape, int64_t ndim) {
  return call(__func__, self,
              [&](const Tensor& t) { return view(t, ints(shape, ndim, "tn_view", "shape")); });
}
tn_tensor_t tn_reshape(tn_tensor_t self, const int64_t* shape, int64_t ndim) {
  return call(__func__, self,
              [&](const Tensor& t) { return reshape(t, ints(shape, ndim, "tn_reshape", "shape")); });
}
tn_tensor_t tn_flatten(tn_tensor_t self, int64_t start_dim, int64_t end_dim) {
  return call(__func__, self, [&](const Tensor& t) { return flatten(t, start_dim, end_dim); });
}
tn_tensor_t tn_unflatten(tn_tensor_t self, int64_t dim, const int64_t* sizes, int64_t n_sizes) {
  return call(__func__, self, [&](const Tensor& t) {
    return unflatten(t, dim, ints(sizes, n_sizes, "tn_unflatten", "sizes"));
  });
}
tn_tensor_t tn_squeeze(tn_tensor_t self) {
  return call(__func__, self, [](const Tensor& t) { return squeeze(t); });
}
tn_tensor_t tn_squeeze_dim(tn_tensor_t self, int64_t dim) {
  return call(__func__, self, [&](const Tensor& t) { return squeeze(t, dim); });
}
tn_tensor_t tn_unsqueeze(tn_tensor_t self, int64_t dim) {
  return call(__func__, self, [&](const Tensor& t) { return unsqueeze(t, dim); });
}
tn_tensor_t tn_expand(tn_tensor_t self, const int64_t* shape, int64_t ndim) {
  return call(__func__, self,
              [&](const Tensor& t) { return expand(t, ints(shape, ndim, "tn_expand", "shape")); });
}

tn_tensor_t tn_transpose(tn_tensor_t self, int64_t dim0, int64_t dim1) {
  return call(__func__, self, [&](const Tensor& t) { return transpose(t, dim0, dim1); });
}
tn_tensor_t tn_t(tn_tensor_t self) {
  return call(__func__, self, [](const Tensor& x) { return t(x); });
}
tn_tensor_t tn_permute(tn_tensor_t self, const int64_t* dims, int64_t n_dims) {
  return call(__func__, self,
              [&](const Tensor& t) { return permute(t, ints(dims, n_dims, "tn_permute", "dims")); });
}

tn_tensor_t tn_narrow(tn_tensor_t self, int64_t dim, int64_t start, int64_t length) {
  return call(__func__, self, [&](const Tensor& t) { return narrow(t, dim, start, length); });
}
tn_tensor_t tn_select(tn_tensor_t self, int64_t dim, int64_t index) {
  return call(__func__, self, [&](const Tensor& t) { return select(t, dim, index); });
}
tn_tensor_t tn_slice(tn_tensor_t self, int64_t dim, int64_t start, int64_t end, int64_t step) {
  return call(__func__, self, [&](const Tensor& t) { return slice(t, dim, start, end, step); });
}
tn_tensor_t tn_diagonal(tn_tensor_t self, int64_t offset, int64_t dim1, int64_t dim2) {
  return call(__func__, self, [&](const Tensor& t) { return diagonal(t, offset, dim1, dim2); });
}

tn_tensors_t tn_split(tn_tensor_t self, int64_t split_size, int64_t dim) {
  return call_list(__func__, self, [&](const Tensor& t) { return split(t, split_size, dim); });
}
tn_tensors_t tn_split_with_sizes(tn_tensor_t self, const int64_t* split_sizes, int64_t n_split_sizes,
                                 int64_t dim) {
  return call_list(__func__, self, [&](const Tensor& t) {
    return split_with_sizes(t, ints(split_sizes, n_split_sizes, "tn_split_with_sizes", "split_sizes"), dim);
  });
}
tn_tensors_t tn_chunk(tn_tensor_t self, int64_t chunks, int64_t dim) {
  return call_list(__func__, self, [&](const Tensor& t) { return chunk(t, chunks, dim); });
}
tn_tensors_t tn_unbind(tn_tensor_t self, int64_t dim) {
  return call_list(__func__, self, [&](const Tensor& t) { return unbind(t, dim); });
}
