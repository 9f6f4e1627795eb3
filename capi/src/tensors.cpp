#include "capi/src/tensors.h"

using namespace tenon;

extern "C" {
TN_HANDLE_FUNCTIONS(tensors, TensorList)
}

tn_tensors_t tn_tensors_new(const tn_tensor_t* tensors, int64_t n_tensors) {
  return guard(__func__, tn_tensors_t{},
               [&] { return give_list(borrow_all(tensors, n_tensors, "tn_tensors_new", "tensors", true)); });
}

int64_t tn_tensors_count(tn_tensors_t list) {
  return guard(__func__, int64_t{-1},
               [&] { return static_cast<int64_t>(borrow_list(list, "tn_tensors_count", "list").size()); });
}

tn_tensor_t tn_tensors_get(tn_tensors_t list, int64_t i) {
  return guard(__func__, tn_tensor_t{}, [&] {
    const std::vector<Tensor>& tensors = borrow_list(list, "tn_tensors_get", "list");
    if (i < 0 || i >= static_cast<int64_t>(tensors.size()))
      fail(Status::index, "tn_tensors_get: i is %lld, and there are %zu tensors", (long long)i,
           tensors.size());
    return give_optional(tensors[static_cast<size_t>(i)]);
  });
}
