#pragma once
#include "core/backend/norm.h"

namespace tenon::cpu {

// The backend's entries.
int32_t layer_norm(const LayerNormCall* call);
int32_t batch_norm(const BatchNormCall* call);

}  // namespace tenon::cpu
