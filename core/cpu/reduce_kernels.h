#pragma once
// What the reduction kernels offer, compiled once for each instruction set.
#include "core/backend/reduce.h"
#include "core/cpu/isa.h"

namespace tenon::cpu {

// Reduces rows [begin, end) of the call's outer × inner results.
using ReduceRows = void (*)(const ReduceCall& call, int64_t begin, int64_t end);

struct ReduceKernels {
  ReduceRows rows[static_cast<int>(ReduceOp::count)][kDTypes];
};

TENON_ISA_TABLE(ReduceKernels, reduce_kernels)

}  // namespace tenon::cpu
