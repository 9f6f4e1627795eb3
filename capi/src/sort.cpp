// Order, and running sums.
#include "core/ops/sort.h"

#include "capi/src/handles.h"

using namespace tenon;

tn_tensor_t tn_cumsum(tn_tensor_t self, int64_t dim) {
  return guard(__func__, tn_tensor_t{}, [&] { return give(cumsum(borrow(self, "tn_cumsum", "self"), dim)); });
}

tn_status_t tn_sort(tn_tensor_t self, int64_t dim, int32_t descending, tn_tensor_t* values,
                    tn_tensor_t* indices) {
  return guard_pair(__func__, self, values, indices,
                    [&](const Tensor& t) { return tenon::sort(t, dim, descending != 0); });
}

tn_tensor_t tn_argsort(tn_tensor_t self, int64_t dim, int32_t descending) {
  return guard(__func__, tn_tensor_t{},
               [&] { return give(argsort(borrow(self, "tn_argsort", "self"), dim, descending != 0)); });
}

tn_status_t tn_topk(tn_tensor_t self, int64_t k, int64_t dim, int32_t largest, int32_t sorted,
                    tn_tensor_t* values, tn_tensor_t* indices) {
  (void)sorted;  // they are in either case
  return guard_pair(__func__, self, values, indices,
                    [&](const Tensor& t) { return topk(t, k, dim, largest != 0); });
}
