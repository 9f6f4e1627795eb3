#pragma once
#include "core/backend/softmax.h"
#include "core/cpu/isa.h"

namespace tenon::cpu {

// Rows [begin, end) of a call.
struct SoftmaxKernels {
  void (*float32)(const SoftmaxCall& call, int64_t begin, int64_t end);
  void (*float64)(const SoftmaxCall& call, int64_t begin, int64_t end);
};

TENON_ISA_TABLE(SoftmaxKernels, softmax_kernels)

}  // namespace tenon::cpu
