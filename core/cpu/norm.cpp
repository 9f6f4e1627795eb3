#include "core/cpu/norm.h"

#include <string.h>

#include <algorithm>

#include "core/base/parallel.h"
#include "core/cpu/norm_kernels.h"
#include "core/cpu/scratch.h"

namespace tenon::cpu {

namespace {

constexpr int64_t kGrain = 32768;  // elements a thread takes at once

template <class T>
const NormKernelsOf<T>& kernels();
template <>
const NormKernelsOf<float>& kernels() {
  return norm_kernels().f32;
}
template <>
const NormKernelsOf<double>& kernels() {
  return norm_kernels().f64;
}

// Partial sums over blocks of rows, added up in their order: the cut depends on the sizes alone.
template <class T>
void weight_gradients(const LayerNormCall& c) {
  const int64_t block = std::max<int64_t>(kGrain / (c.n + 1) + 1, (c.rows + 15) / 16);
  const int64_t blocks = (c.rows + block - 1) / block;
  Scratch<T> sums(std::max<int64_t>(blocks, 1) * 2 * c.n);
  memset(sums.data(), 0, static_cast<size_t>(std::max<int64_t>(blocks, 1) * 2 * c.n) * sizeof(T));
  parallel_for(blocks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t b = begin; b < end; ++b)
      kernels<T>().row_weights(c, b * block, std::min((b + 1) * block, c.rows),
                               c.grad_weight ? sums + b * 2 * c.n : nullptr,
                               c.grad_bias ? sums + (b * 2 + 1) * c.n : nullptr);
  });
  void* const results[] = {c.grad_weight, c.grad_bias};
  for (int i = 0; i < 2; ++i) {
    if (!results[i]) continue;
    T* to = static_cast<T*>(results[i]);
    memcpy(to, sums + i * c.n, static_cast<size_t>(c.n) * sizeof(T));
    for (int64_t b = 1; b < blocks; ++b)
      for (int64_t k = 0; k < c.n; ++k) to[k] += sums[(b * 2 + i) * c.n + k];
  }
}

template <class T>
void run(const LayerNormCall& c) {
  if (!c.grad || c.grad_input)
    parallel_for(c.rows, kGrain / (c.n + 1) + 1,
                 [&](int64_t begin, int64_t end) { kernels<T>().rows(c, begin, end); });
  if (c.grad_weight || c.grad_bias) weight_gradients<T>(c);
}

template <class T>
void run(const BatchNormCall& c) {
  const int64_t channels = kGrain / (c.batch * c.inner + 1) + 1;
  parallel_for(c.channels, c.inner == 1 ? (channels + 15) / 16 * 16 : channels,
               [&](int64_t begin, int64_t end) { kernels<T>().channels(c, begin, end); });
}

}  // namespace

int32_t layer_norm(const LayerNormCall* call) {
  if (call->dtype == DType::float64) run<double>(*call);
  else run<float>(*call);
  return 0;
}

int32_t batch_norm(const BatchNormCall* call) {
  if (call->dtype == DType::float64) run<double>(*call);
  else run<float>(*call);
  return 0;
}

}  // namespace tenon::cpu
