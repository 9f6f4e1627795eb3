#include "core/cpu/half_convert.h"

#include "core/cpu/simd/half.h"

namespace tenon::cpu::TENON_ISA {
namespace {

// Runs f over whole registers, the last one by way of a buffer.
template <class In, class Out, class F>
TENON_INLINE void convert(const In* x, Out* y, int64_t n, F f) {
  constexpr int width = kHalfLanes;
  int64_t i = 0;
  for (; i + width <= n; i += width) f(x + i, y + i);
  if (i == n) return;
  In in[width] = {};
  Out out[width];
  for (int64_t k = 0; k < n - i; ++k) in[k] = x[i + k];
  f(in, out);
  for (int64_t k = 0; k < n - i; ++k) y[i + k] = out[k];
}

void half_to_float(const uint16_t* x, float* y, int64_t n) {
  convert(x, y, n, [](const uint16_t* from, float* to) { load_half(from).store(to); });
}
void float_to_half(const float* x, uint16_t* y, int64_t n) {
  convert(x, y, n, [](const float* from, uint16_t* to) { store_half(Vec<float>::load(from), to); });
}
void bfloat16_to_float(const uint16_t* x, float* y, int64_t n) {
  convert(x, y, n, [](const uint16_t* from, float* to) { load_bfloat16(from).store(to); });
}
void float_to_bfloat16(const float* x, uint16_t* y, int64_t n) {
  convert(x, y, n, [](const float* from, uint16_t* to) { store_bfloat16(Vec<float>::load(from), to); });
}

}  // namespace

extern const HalfConvertKernels half_convert_kernels;
const HalfConvertKernels half_convert_kernels = {half_to_float, float_to_half, bfloat16_to_float,
                                                 float_to_bfloat16};

}  // namespace tenon::cpu::TENON_ISA
