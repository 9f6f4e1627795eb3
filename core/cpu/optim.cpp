#include "core/cpu/optim.h"

#include "core/base/parallel.h"
#include "core/cpu/optim_kernels.h"

namespace tenon::cpu {

constexpr int64_t kGrain = 32768;

int32_t sgd(const SgdCall* call) {
  const OptimKernels& kernels = optim_kernels();
  auto step = call->dtype == DType::float64 ? kernels.sgd_float64 : kernels.sgd_float32;
  parallel_for(call->n, kGrain, [&](int64_t begin, int64_t end) { step(*call, begin, end); });
  return 0;
}

int32_t adam(const AdamCall* call) {
  const OptimKernels& kernels = optim_kernels();
  auto step = call->dtype == DType::float64 ? kernels.adam_float64 : kernels.adam_float32;
  parallel_for(call->n, kGrain, [&](int64_t begin, int64_t end) { step(*call, begin, end); });
  return 0;
}

}  // namespace tenon::cpu
