#pragma once
// Strided copies with conversion.
#include "core/backend/backend.h"

namespace tenon::cpu {

int32_t copy(const CopyCall* call);

}  // namespace tenon::cpu
