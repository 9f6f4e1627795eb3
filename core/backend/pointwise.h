#pragma once
// The pointwise operators as the core asks a backend for them. Plain C layout: it crosses a dlopen boundary.
#include "core/base/dtype.h"
#include "core/base/shape.h"

namespace tenon {

// One for each line of pointwise.def.
enum class PointwiseOp : uint8_t {
#define UNARY(name, ...) name,
#define BINARY(name, ...) name,
#define TERNARY(name, ...) name,
#include "core/ops/pointwise.def"
  count
};
constexpr int kPointwiseOps = static_cast<int>(PointwiseOp::count);
#define UNARY(name, ...) +1
constexpr int kUnaryOps = 0
#include "core/ops/pointwise.def"
    ;  // they come first

// What to compute: the operator itself, or the gradient with respect to its first, second or third operand,
// whose inputs are the gradient of the result, the operands, and the result.
enum class PointwiseVariant : uint8_t { forward, d0, d1, d2 };
constexpr int kPointwiseVariants = 4;

// A number of an operator (the slope of leaky_relu), read as what the kernel computes in.
struct Param {
  double f;
  int64_t i;
};
constexpr int kMaxParams = 3;

constexpr int kMaxPointwiseInputs = 5;

struct PointwiseOperand {
  void* data;
  int64_t stride[kMaxDims];  // in elements; 0 along dimensions that are broadcast
  DType dtype;               // converted to the dtype of the computation, or from it
  bool on_host;              // one element in the host's memory, read before the call returns
};

struct PointwiseCall {
  PointwiseOp op;
  PointwiseVariant variant;
  DType compute;  // float32, float64, an integer or bool
  uint8_t ndim;
  uint8_t inputs;
  uint8_t device;
  bool result_is_bool;  // of a predicate: the kernel's result is a truth, whatever it computes in
  int64_t size[kMaxDims];
  PointwiseOperand out;
  PointwiseOperand in[kMaxPointwiseInputs];
  Param params[kMaxParams];
};

// n elements without gaps, all of the dtype that the kernel is for; the result of a predicate is one byte
// each. `out` may be one of the inputs.
using DensePointwise = void (*)(int64_t n, void* out, const void* const* in, const Param* params);

// The kernels of one operator; nullptr where it doesn't compute in a dtype, or has no gradient.
struct PointwiseRow {
  DensePointwise forward[kDTypes];
  DensePointwise gradient[kPointwiseVariants - 1][2];  // of float32 and float64
};

}  // namespace tenon
