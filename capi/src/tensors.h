#pragma once
// tn_tensors_t: as many tensors as the data say.
#include <vector>

#include "capi/src/handles.h"

namespace tenon {

struct TensorList : RefCounted {
  std::vector<Tensor> tensors;
  explicit TensorList(std::vector<Tensor> tensors) : tensors(std::move(tensors)) {}
  static void destroy(TensorList* list) { tenon::destroy(list); }
};

template <>
inline const HandleType object_handle_type<TensorList>{"tensors", ObjectHandle<TensorList>::release};

inline tn_tensors_t give_list(std::vector<Tensor> tensors) {
  return give_object<tn_tensors_t>(Ref<TensorList>::adopt(create<TensorList>(std::move(tensors))));
}

inline const std::vector<Tensor>& borrow_list(tn_tensors_t list, const char* function, const char* argument) {
  return borrow_object<TensorList>(list, function, argument)->tensors;
}

}  // namespace tenon
