#include "core/ops/dropout.h"

#include "capi/src/handles.h"

using namespace tenon;

tn_tensor_t tn_dropout(tn_tensor_t input, double p, int32_t training) {
  return guard(__func__, tn_tensor_t{},
               [&] { return give(dropout(borrow(input, "tn_dropout", "input"), p, training != 0)); });
}
