#pragma once
#include "core/backend/norm.h"
#include "core/cpu/isa.h"

namespace tenon::cpu {

template <class T>
struct NormKernelsOf {
  // The result, or the gradient of the input, of rows [begin, end).
  void (*rows)(const LayerNormCall& call, int64_t begin, int64_t end);
  // Adds what rows [begin, end) give to the gradients of weight and bias; nullptr: not wanted.
  void (*row_weights)(const LayerNormCall& call, int64_t begin, int64_t end, T* weight, T* bias);
  // All of channels [begin, end). Where inner is 1, whole registers of channels are cheapest.
  void (*channels)(const BatchNormCall& call, int64_t begin, int64_t end);
};

struct NormKernels {
  NormKernelsOf<float> f32;
  NormKernelsOf<double> f64;
};

TENON_ISA_TABLE(NormKernels, norm_kernels)

}  // namespace tenon::cpu
