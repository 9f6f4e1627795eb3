#pragma once
#include "core/backend/optim.h"

namespace tenon::cpu {

int32_t sgd(const SgdCall* call);
int32_t adam(const AdamCall* call);

}  // namespace tenon::cpu
