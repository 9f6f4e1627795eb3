#pragma once
// The pointwise operators on the CPU, over operands of any layout and dtype.
#include "core/backend/pointwise.h"

namespace tenon::cpu {

// The kernel for dense operands, or nullptr: what the core calls for small tensors without further ado.
DensePointwise dense_pointwise(PointwiseOp op, PointwiseVariant variant, DType dtype);

// Shorter runs aren't worth a second thread.
constexpr int64_t kPointwiseGrain = 32768;

int32_t pointwise(const PointwiseCall* call);

}  // namespace tenon::cpu
