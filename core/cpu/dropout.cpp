#include "core/cpu/dropout.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/cpu/random.h"

namespace tenon::cpu {

namespace {

constexpr int64_t kBlock = 1024;  // truths made at a time: they stay in the first cache
constexpr int64_t kGrain = 32 * kBlock;

template <class T>
void run(const DropoutCall& c) {
  const T* in = static_cast<const T*>(c.in);
  T* out = static_cast<T*>(c.out);
  const T scale = static_cast<T>(c.scale);
  parallel_for(c.n, kGrain, [&](int64_t begin, int64_t end) {
    uint8_t kept[kBlock];
    for (int64_t i = begin; i < end; i += kBlock) {
      const int64_t n = end - i < kBlock ? end - i : kBlock;
      random_kernels().truth(kept, n, c.from, i, c.keep);
      for (int64_t k = 0; k < n; ++k) out[i + k] = kept[k] ? in[i + k] * scale : T(0);
    }
  });
}

}  // namespace

int32_t dropout(const DropoutCall* call) {
  switch (call->dtype) {
    case DType::float32: run<float>(*call); return 0;
    case DType::float64: run<double>(*call); return 0;
    default: fail(Status::unsupported, "dropout is not offered for %s", dtype_name(call->dtype));
  }
}

}  // namespace tenon::cpu
