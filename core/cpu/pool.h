#pragma once
#include "core/backend/pool.h"

namespace tenon::cpu {

// The backend's entry.
int32_t pool(const PoolCall* call);

}  // namespace tenon::cpu
