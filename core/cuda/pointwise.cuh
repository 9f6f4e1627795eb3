#pragma once
// A pointwise operator as its kernels get it. There is one kernel for each operator, variant and kind of
// value (float32, float64, integers, bool), which serves every layout and every dtype that elements are
// stored in.
#include "core/backend/pointwise.h"
#include "core/cuda/places.h"
#include "core/cuda/runtime.cuh"

namespace tenon::cuda {

// How an operand is read: as it lies, converted, or not at all, as it is one number for all elements.
enum class Access : uint8_t { direct, half, bfloat16, converted, number };

struct Operand {
  void* data;
  double real;  // of a number
  int64_t whole;
  DType dtype;
  Access access;
};

constexpr int kPointwiseOperands = kMaxPointwiseInputs + 1;  // the result is operand 0

struct PointwisePlan {
  bool dense;  // element i is at i everywhere
  DType compute;
  int64_t n;
  Operand operand[kPointwiseOperands];
  Param params[kMaxParams];
  Places<kPointwiseOperands> places;
};

using LaunchPointwise = void (*)(DeviceState& device, const PointwisePlan& plan);

enum ValueKind { kFloat, kDouble, kWhole, kBool, kValueKinds };

struct LaunchRow {
  LaunchPointwise launch[kPointwiseVariants][kValueKinds];
};
extern const LaunchRow unary_forward[kUnaryOps], unary_gradient[kUnaryOps];
extern const LaunchRow binary_forward[kPointwiseOps - kUnaryOps], binary_gradient[kPointwiseOps - kUnaryOps];

}  // namespace tenon::cuda
