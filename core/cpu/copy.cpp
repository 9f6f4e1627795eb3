#include "core/cpu/copy.h"

#include "core/backend/walk.h"
#include "core/base/parallel.h"
#include "core/cpu/convert.h"

namespace tenon::cpu {

constexpr int64_t kGrain = 65536;

int32_t copy(const CopyCall* call) {
  Walk<2> walk;
  for (int d = 0; d < call->ndim; ++d) {
    int64_t strides[2] = {call->out_stride[d], call->in_stride[d]};
    walk.add(call->size[d], strides, 2);
  }
  if (walk.total == 0) return 0;
  Convert convert = converter(call->out_dtype, call->in_dtype);
  auto* out = static_cast<char*>(call->out);
  auto* in = static_cast<const char*>(call->in);
  int64_t out_item = static_cast<int64_t>(item_size(call->out_dtype));
  int64_t in_item = static_cast<int64_t>(item_size(call->in_dtype));
  int64_t inner = walk.inner(), out_step = walk.inner_stride(0), in_step = walk.inner_stride(1);
  if (walk.ndim <= 1) {
    parallel_for(inner, kGrain, [&](int64_t begin, int64_t end) {
      convert(end - begin, out + begin * out_step * out_item, out_step, in + begin * in_step * in_item,
              in_step);
    });
    return 0;
  }
  parallel_for(walk.total / inner, kGrain / inner + 1, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      int64_t offset[2];
      walk.seek_row(row, offset, 2);
      convert(inner, out + offset[0] * out_item, out_step, in + offset[1] * in_item, in_step);
    }
  });
  return 0;
}

}  // namespace tenon::cpu
