#pragma once
// Pooling of planes [begin, end), once for each instruction set (kernels/pool.cpp).
#include "core/backend/pool.h"
#include "core/cpu/isa.h"

namespace tenon::cpu {

using PoolPlanes = void (*)(const PoolCall& call, int64_t begin, int64_t end);

struct PoolKernels {
  PoolPlanes planes[4][kDTypes];  // by operation and dtype; nullptr: not offered
};

TENON_ISA_TABLE(PoolKernels, pool_kernels)

}  // namespace tenon::cpu
