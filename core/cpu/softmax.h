#pragma once
#include "core/backend/softmax.h"

namespace tenon::cpu {

int32_t softmax(const SoftmaxCall* call);

}  // namespace tenon::cpu
