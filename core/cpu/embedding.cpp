#include "core/cpu/embedding.h"

#include <string.h>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace tenon::cpu {

namespace {

constexpr int64_t kGrain = 32768;  // elements a thread takes at once

void look_up(const EmbeddingCall& c) {
  for (int64_t i = 0; i < c.count; ++i)
    if (c.index[i] < 0 || c.index[i] >= c.rows)
      fail(Status::index, "embedding: index %lld is out of range: weight has %lld rows",
           (long long)c.index[i], (long long)c.rows);
  const size_t bytes = static_cast<size_t>(c.width) * item_size(c.dtype);
  const char* table = static_cast<const char*>(c.in);
  char* out = static_cast<char*>(c.out);
  parallel_for(c.count, kGrain / (c.width + 1) + 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i)
      memcpy(out + static_cast<size_t>(i) * bytes, table + static_cast<size_t>(c.index[i]) * bytes, bytes);
  });
}

// Threads share out the columns, so that each row's sum is formed in one order.
template <class T>
void add_rows(const EmbeddingCall& c) {
  const T *grad = static_cast<const T*>(c.in), *factor = static_cast<const T*>(c.factor);
  T* out = static_cast<T*>(c.out);
  const int64_t columns = (kGrain / (c.count + 1) + 16) / 16 * 16;
  parallel_for(c.width, columns, [&](int64_t begin, int64_t end) {
    for (int64_t i = 0; i < c.count; ++i) {
      const T f = factor ? factor[i] : T(1);
      const T* from = grad + i * c.width;
      T* to = out + c.index[i] * c.width;
      for (int64_t k = begin; k < end; ++k) to[k] += from[k] * f;
    }
  });
}

}  // namespace

int32_t embedding(const EmbeddingCall* call) {
  if (!call->gradient) look_up(*call);
  else if (call->dtype == DType::float64) add_rows<double>(*call);
  else add_rows<float>(*call);
  return 0;
}

}  // namespace tenon::cpu
