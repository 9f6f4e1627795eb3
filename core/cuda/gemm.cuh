#pragma once
#include "core/cuda/runtime.cuh"

namespace tenon::cuda {

void run_gemm(DeviceState& device, const GemmCall& call);

}  // namespace tenon::cuda
