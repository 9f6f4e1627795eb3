#pragma once
// Arrays of float16 and bfloat16 to float32 and back, bit for bit as core/base/half.h does it.
#include <cstdint>

#include "core/cpu/isa.h"

namespace tenon::cpu {

struct HalfConvertKernels {
  void (*half_to_float)(const uint16_t* x, float* y, int64_t n);
  void (*float_to_half)(const float* x, uint16_t* y, int64_t n);
  void (*bfloat16_to_float)(const uint16_t* x, float* y, int64_t n);
  void (*float_to_bfloat16)(const float* x, uint16_t* y, int64_t n);
};

TENON_ISA_TABLE(HalfConvertKernels, half_convert_kernels)

}  // namespace tenon::cpu
