#pragma once
// Fills arrays with random numbers as core/base/philox.h defines them: the same bits in every instruction
// set. `out` is where element `first` of the fill goes; n elements from there on are made, so that a fill can
// be cut anywhere. Cuts at multiples of 64 are the cheapest.
#include "core/base/philox.h"
#include "core/cpu/isa.h"

namespace tenon::cpu {

struct RandomKernels {
  void (*bits32)(uint32_t* out, int64_t n, Philox from, int64_t first);
  void (*bits64)(uint64_t* out, int64_t n, Philox from, int64_t first);
  // In [low, high).
  void (*uniform_f32)(float* out, int64_t n, Philox from, int64_t first, float low, float high);
  void (*uniform_f64)(double* out, int64_t n, Philox from, int64_t first, double low, double high);
  void (*normal_f32)(float* out, int64_t n, Philox from, int64_t first, float mean, float deviation);
  void (*normal_f64)(double* out, int64_t n, Philox from, int64_t first, double mean, double deviation);
  // In [low, low + range); range 0 stands for 2^64.
  void (*integers)(int64_t* out, int64_t n, Philox from, int64_t first, int64_t low, uint64_t range);
  // 1 with the probability, else 0.
  void (*truth)(uint8_t* out, int64_t n, Philox from, int64_t first, double probability);
};

TENON_ISA_TABLE(RandomKernels, random_kernels)

}  // namespace tenon::cpu
