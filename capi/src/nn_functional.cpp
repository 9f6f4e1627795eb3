// The functions of networks that have no file of their own.
#include "capi/src/handles.h"
#include "core/ops/softmax.h"

using namespace tenon;

tn_tensor_t tn_softmax(tn_tensor_t self, int64_t dim) {
  return guard(__func__, tn_tensor_t{},
               [&] { return give(softmax(borrow(self, "tn_softmax", "self"), dim)); });
}
tn_tensor_t tn_log_softmax(tn_tensor_t self, int64_t dim) {
  return guard(__func__, tn_tensor_t{},
               [&] { return give(log_softmax(borrow(self, "tn_log_softmax", "self"), dim)); });
}
