#pragma once
#include "core/backend/reduce.h"

namespace tenon::cpu {

int32_t reduce(const ReduceCall* call);

}  // namespace tenon::cpu
