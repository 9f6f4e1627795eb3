// Order, and running sums.
#include "core/ops/sort.h"

#include "capi/src/handles.h"

using namespace tenon;

tn_tensor_t tn_cumsum(tn_tensor_t self, int64_t dim) {
  return guard(__func__, tn_tensor_t{}, [&] { return give(cumsum(borrow(self, "tn_cumsum", "self"), dim)); });
}

namespace {

// Values and indices for pointers that may be NULL, and are NULL on failure.
template <class F>
tn_status_t call_pair(const char* function, tn_tensor_t self, tn_tensor_t* values, tn_tensor_t* indices,
                      F f) {
  return guard_status(function, [&] {
    if (values) *values = nullptr;
    if (indices) *indices = nullptr;
    auto [v, i] = f(borrow(self, function, "self"));
    give_all({std::move(v), std::move(i)}, {values, indices});
  });
}

}  // namespace

tn_status_t tn_sort(tn_tensor_t self, int64_t dim, int32_t descending, tn_tensor_t* values,
                    tn_tensor_t* indices) {
  return call_pair(__func__, self, values, indices,
                   [&](const Tensor& t) { return tenon::sort(t, dim, descending != 0); });
}

tn_tensor_t tn_argsort(tn_tensor_t self, int64_t dim, int32_t descending) {
  return guard(__func__, tn_tensor_t{},
               [&] { return give(argsort(borrow(self, "tn_argsort", "self"), dim, descending != 0)); });
}

tn_status_t tn_topk(tn_tensor_t self, int64_t k, int64_t dim, int32_t largest, int32_t sorted,
                    tn_tensor_t* values, tn_tensor_t* indices) {
  (void)sorted;  // they are in either case
  return call_pair(__func__, self, values, indices,
                   [&](const Tensor& t) { return topk(t, k, dim, largest != 0); });
}
