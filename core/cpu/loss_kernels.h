#pragma once
#include "core/backend/loss.h"
#include "core/cpu/isa.h"

namespace tenon::cpu {

// Rows [begin, end) of a call, whose targets have been checked. The totals aren't touched.
struct LossKernels {
  void (*cross_entropy_f32)(const CrossEntropyCall& call, int64_t begin, int64_t end);
  void (*cross_entropy_f64)(const CrossEntropyCall& call, int64_t begin, int64_t end);
};

TENON_ISA_TABLE(LossKernels, loss_kernels)

}  // namespace tenon::cpu
