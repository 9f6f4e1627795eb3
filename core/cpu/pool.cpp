#include "core/cpu/pool.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/cpu/pool_kernels.h"

namespace tenon::cpu {

int32_t pool(const PoolCall* call) {
  PoolPlanes planes = pool_kernels().planes[static_cast<int>(call->op)][static_cast<int>(call->dtype)];
  if (!planes) fail(Status::unsupported, "pooling is not offered for %s", dtype_name(call->dtype));
  constexpr int64_t kGrain = 65536;  // elements of windows that a thread takes at once
  const int64_t work = call->result[0] * call->result[1] * call->kernel[0] * call->kernel[1];
  parallel_for(call->planes, kGrain / (work + 1) + 1,
               [&](int64_t begin, int64_t end) { planes(*call, begin, end); });
  return 0;
}

}  // namespace tenon::cpu
