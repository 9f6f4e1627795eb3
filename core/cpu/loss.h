#pragma once
#include "core/backend/loss.h"

namespace tenon::cpu {

// The backend's entry.
int32_t cross_entropy(const CrossEntropyCall* call);

}  // namespace tenon::cpu
