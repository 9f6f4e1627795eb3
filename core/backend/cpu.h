#pragma once
// The CPU is the one device that is linked in, so for small tensors the core calls it without going through
// its table. What it may call so is declared here and defined in core/cpu.
#include "core/backend/pointwise.h"

namespace tenon::cpu {

// The kernel for dense operands, or nullptr where there is none.
DensePointwise dense_pointwise(PointwiseOp op, PointwiseVariant variant, DType dtype);

// Shorter runs aren't worth a second thread.
constexpr int64_t kPointwiseGrain = 32768;

// y[m,n] = x[m,k] w[n,k]^T + bias[n], all dense, of float32 or float64; bias may be nullptr.
void linear(DType dtype, const void* x, const void* w, const void* bias, void* y, int64_t m, int64_t n,
            int64_t k);

}  // namespace tenon::cpu
