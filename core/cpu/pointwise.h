#pragma once
// The pointwise operators on the CPU, over operands of any layout and dtype.
#include "core/backend/cpu.h"

namespace tenon::cpu {

int32_t pointwise(const PointwiseCall* call);

}  // namespace tenon::cpu
