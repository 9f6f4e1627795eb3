#pragma once
#include "core/backend/optim.h"
#include "core/cpu/isa.h"

namespace tenon::cpu {

// Elements [begin, end) of a call.
struct OptimKernels {
  void (*sgd_float32)(const SgdCall& call, int64_t begin, int64_t end);
  void (*sgd_float64)(const SgdCall& call, int64_t begin, int64_t end);
  void (*adam_float32)(const AdamCall& call, int64_t begin, int64_t end);
  void (*adam_float64)(const AdamCall& call, int64_t begin, int64_t end);
};

TENON_ISA_TABLE(OptimKernels, optim_kernels)

}  // namespace tenon::cpu
