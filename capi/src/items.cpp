// x[items].
#include "capi/src/values.h"
#include "core/ops/advanced_index.h"

using namespace tenon;

tn_tensor_t tn_index(tn_tensor_t self, const tn_value_t* items, int64_t n_items) {
  return guard(__func__, tn_tensor_t{}, [&] {
    const Tensor& t = borrow(self, "tn_index", "self");
    BorrowedValues values(items, n_items, "tn_index", "items");
    return give(tenon::index(t, values.data(), values.count()));
  });
}

tn_status_t tn_index_put_(tn_tensor_t self, const tn_value_t* items, int64_t n_items, tn_tensor_t values,
                          int32_t accumulate) {
  return guard_status(__func__, [&] {
    const Tensor& t = borrow(self, "tn_index_put_", "self");
    BorrowedValues read(items, n_items, "tn_index_put_", "items");
    index_put_(t, read.data(), read.count(), borrow(values, "tn_index_put_", "values"), accumulate != 0);
  });
}
