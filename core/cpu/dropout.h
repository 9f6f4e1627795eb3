#pragma once
#include "core/backend/dropout.h"

namespace tenon::cpu {

// The backend's entry.
int32_t dropout(const DropoutCall* call);

}  // namespace tenon::cpu
