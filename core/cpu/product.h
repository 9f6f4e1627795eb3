#pragma once
#include "core/backend/backend.h"

namespace tenon::cpu {

int32_t product(const GemmCall* call);

}  // namespace tenon::cpu
