#pragma once
#include "core/backend/conv.h"

namespace tenon::cpu {

// The backend's entry.
int32_t conv(const ConvCall* call);

}  // namespace tenon::cpu
