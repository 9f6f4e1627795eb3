// Elements chosen by tensors, but for tn_index: that takes items.
#include "core/ops/index.h"

#include "capi/src/handles.h"
#include "core/ops/arithmetic.h"
#include "core/ops/mask.h"

using namespace tenon;

namespace {

template <class F>
tn_tensor_t call(const char* function, tn_tensor_t self, F f) {
  return guard(function, tn_tensor_t{}, [&] { return give(f(borrow(self, function, "self"))); });
}

template <class F>
tn_status_t call_(const char* function, tn_tensor_t self, F f) {
  return guard_status(function, [&] { f(borrow(self, function, "self")); });
}

}  // namespace

tn_tensor_t tn_index_select(tn_tensor_t self, int64_t dim, tn_tensor_t index) {
  return call(__func__, self, [&](const Tensor& t) {
    return index_select(t, dim, borrow(index, "tn_index_select", "index"));
  });
}
tn_tensor_t tn_gather(tn_tensor_t self, int64_t dim, tn_tensor_t index) {
  return call(__func__, self,
              [&](const Tensor& t) { return gather(t, dim, borrow(index, "tn_gather", "index")); });
}
tn_tensor_t tn_masked_select(tn_tensor_t self, tn_tensor_t mask) {
  return call(__func__, self,
              [&](const Tensor& t) { return masked_select(t, borrow(mask, "tn_masked_select", "mask")); });
}

tn_tensor_t tn_scatter(tn_tensor_t self, int64_t dim, tn_tensor_t index, tn_tensor_t src) {
  return call(__func__, self, [&](const Tensor& t) {
    return scatter(t, dim, borrow(index, "tn_scatter", "index"), borrow(src, "tn_scatter", "src"));
  });
}
tn_status_t tn_scatter_(tn_tensor_t self, int64_t dim, tn_tensor_t index, tn_tensor_t src) {
  return call_(__func__, self, [&](const Tensor& t) {
    assign("scatter", t,
           scatter(t, dim, borrow(index, "tn_scatter_", "index"), borrow(src, "tn_scatter_", "src")));
  });
}
tn_tensor_t tn_scatter_value(tn_tensor_t self, int64_t dim, tn_tensor_t index, double value) {
  return call(__func__, self, [&](const Tensor& t) {
    return scatter(t, dim, borrow(index, "tn_scatter_value", "index"), Scalar(value));
  });
}
tn_status_t tn_scatter_value_(tn_tensor_t self, int64_t dim, tn_tensor_t index, double value) {
  return call_(__func__, self, [&](const Tensor& t) {
    assign("scatter", t, scatter(t, dim, borrow(index, "tn_scatter_value_", "index"), Scalar(value)));
  });
}

namespace {

template <class T>
tn_tensor_t fill(const char* function, tn_tensor_t self, tn_tensor_t mask, T value) {
  return call(function, self,
              [&](const Tensor& t) { return masked_fill(t, borrow(mask, function, "mask"), Scalar(value)); });
}

template <class T>
tn_status_t fill_(const char* function, tn_tensor_t self, tn_tensor_t mask, T value) {
  return call_(function, self,
               [&](const Tensor& t) { masked_fill_(t, borrow(mask, function, "mask"), Scalar(value)); });
}

}  // namespace

tn_tensor_t tn_masked_fill(tn_tensor_t self, tn_tensor_t mask, tn_tensor_t value) {
  return call(__func__, self, [&](const Tensor& t) {
    return masked_fill(t, borrow(mask, "tn_masked_fill", "mask"), borrow(value, "tn_masked_fill", "value"));
  });
}
tn_tensor_t tn_masked_fill_scalar(tn_tensor_t self, tn_tensor_t mask, double value) {
  return fill(__func__, self, mask, value);
}
tn_tensor_t tn_masked_fill_int(tn_tensor_t self, tn_tensor_t mask, int64_t value) {
  return fill(__func__, self, mask, value);
}
tn_status_t tn_masked_fill_(tn_tensor_t self, tn_tensor_t mask, tn_tensor_t value) {
  return call_(__func__, self, [&](const Tensor& t) {
    masked_fill_(t, borrow(mask, "tn_masked_fill_", "mask"), borrow(value, "tn_masked_fill_", "value"));
  });
}
tn_status_t tn_masked_fill_scalar_(tn_tensor_t self, tn_tensor_t mask, double value) {
  return fill_(__func__, self, mask, value);
}
tn_status_t tn_masked_fill_int_(tn_tensor_t self, tn_tensor_t mask, int64_t value) {
  return fill_(__func__, self, mask, value);
}
