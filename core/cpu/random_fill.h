#pragma once
#include "core/backend/random.h"

namespace tenon::cpu {

int32_t random_fill(const RandomCall* call);

}  // namespace tenon::cpu
