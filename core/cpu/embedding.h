#pragma once
#include "core/backend/embedding.h"

namespace tenon::cpu {

// The backend's entry.
int32_t embedding(const EmbeddingCall* call);

}  // namespace tenon::cpu
