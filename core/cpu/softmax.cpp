#include "core/cpu/softmax.h"

#include "core/base/parallel.h"
#include "core/cpu/softmax_kernels.h"

namespace tenon::cpu {

int32_t softmax(const SoftmaxCall* call) {
  auto rows = call->dtype == DType::float64 ? softmax_kernels().float64 : softmax_kernels().float32;
  if (call->n == 0) return 0;
  parallel_for(call->rows, 16384 / call->n + 1, [&](int64_t begin, int64_t end) { rows(*call, begin, end); });
  return 0;
}

}  // namespace tenon::cpu
