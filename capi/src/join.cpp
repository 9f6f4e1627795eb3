// Tensors put together.
#include "core/ops/join.h"

#include "capi/src/handles.h"

using namespace tenon;

tn_tensor_t tn_cat(const tn_tensor_t* tensors, int64_t n_tensors, int64_t dim) {
  return guard(__func__, tn_tensor_t{},
               [&] { return give(cat(borrow_all(tensors, n_tensors, "tn_cat", "tensors"), dim)); });
}

tn_tensor_t tn_stack(const tn_tensor_t* tensors, int64_t n_tensors, int64_t dim) {
  return guard(__func__, tn_tensor_t{},
               [&] { return give(stack(borrow_all(tensors, n_tensors, "tn_stack", "tensors"), dim)); });
}
