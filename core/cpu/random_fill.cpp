#include "core/cpu/random_fill.h"

#include "core/base/parallel.h"
#include "core/cpu/random.h"

namespace tenon::cpu {

int32_t random_fill(const RandomCall* call) {
  const RandomKernels& k = random_kernels();
  parallel_for(call->n, 16384, [&](int64_t begin, int64_t end) {
    int64_t n = end - begin;
    if (call->kind == RandomKind::integers) {
      k.integers(static_cast<int64_t*>(call->out) + begin, n, call->from, begin, call->low, call->range);
    } else if (call->dtype == DType::float64) {
      auto fill = call->kind == RandomKind::normal ? k.normal_f64 : k.uniform_f64;
      fill(static_cast<double*>(call->out) + begin, n, call->from, begin, call->a, call->b);
    } else {
      auto fill = call->kind == RandomKind::normal ? k.normal_f32 : k.uniform_f32;
      fill(static_cast<float*>(call->out) + begin, n, call->from, begin, static_cast<float>(call->a),
           static_cast<float>(call->b));
    }
  });
  return 0;
}

}  // namespace tenon::cpu
