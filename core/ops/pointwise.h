#pragma once
// The operators of pointwise.def: promote, broadcast, allocate, compute, record.
#include "core/backend/pointwise.h"
#include "core/tensor/scalar.h"
#include "core/tensor/tensor.h"

namespace tenon {

// What a line of pointwise.def says, for the core to read at run time.
struct PointwiseInfo {
  const char* name;         // the public one: "gelu" of gelu_erf
  const char* node;         // "PowBackward1"
  const char* number_node;  // "PowBackward0", where the last operand is a number
  uint8_t arity;
  uint8_t types;  // any, number, floating, real, integral
  bool result_is_bool;
  uint8_t gradient[3];    // per operand, what it makes use of: probe::uses_a …; is_none, is_zero
  bool hands_through[3];  // the gradient with respect to it is that of the result, unchanged
};
extern const PointwiseInfo pointwise_info[kPointwiseOps];

struct Params {
  Param value[kMaxParams] = {};
  Params() = default;
  Params(Scalar p) { set(0, p); }
  Params(Scalar p, Scalar q) {
    set(0, p);
    set(1, q);
  }
  Params(Scalar p, Scalar q, Scalar r) : Params(p, q) { set(2, r); }
  void set(int i, Scalar s) { value[i] = Param{s.f, s.i}; }
};

Tensor unary(PointwiseOp op, const Tensor& x, const Params& params = {});
Tensor binary(PointwiseOp op, const Tensor& a, const Tensor& b, const Params& params = {});
Tensor ternary(PointwiseOp op, const Tensor& a, const Tensor& b, const Tensor& c, const Params& params = {});

// A number as the second or first operand.
Tensor binary(PointwiseOp op, const Tensor& a, Scalar b, const Params& params = {});
Tensor binary(PointwiseOp op, Scalar a, const Tensor& b, const Params& params = {});

// self = op(self, …); fails where the result's shape or dtype doesn't fit, and where history forbids it.
void unary_(PointwiseOp op, const Tensor& self, const Params& params = {});
void binary_(PointwiseOp op, const Tensor& self, const Tensor& other, const Params& params = {});
void binary_(PointwiseOp op, const Tensor& self, Scalar other, const Params& params = {});
void ternary_(PointwiseOp op, const Tensor& self, const Tensor& b, const Tensor& c,
              const Params& params = {});

// The kernel of one variant over operands of any layout and dtype, broadcast to the result: no promotion, no
// history. The computation is in the result's dtype; of a predicate, and in place, in `compute`.
void run_pointwise(PointwiseOp op, PointwiseVariant variant, const Tensor& out, const Tensor* const* in,
                   int inputs, const Params& params, DType compute = DType::none);

// A 0-dim tensor that promotes as the number it is.
Tensor wrapped_number(Scalar value);

// One function an operator: exp(x), mul(a, b), leaky_relu(x, Params(0.1)).
#define UNARY(name, ...)                                           \
  inline Tensor name(const Tensor& x, const Params& params = {}) { \
    return unary(PointwiseOp::name, x, params);                    \
  }
#define BINARY(name, ...)                                                                          \
  inline Tensor name(const Tensor& a, const Tensor& b) { return binary(PointwiseOp::name, a, b); } \
  inline Tensor name(const Tensor& a, Scalar b) { return binary(PointwiseOp::name, a, b); }        \
  inline Tensor name(Scalar a, const Tensor& b) { return binary(PointwiseOp::name, a, b); }
#define TERNARY(name, ...)                                                                           \
  inline Tensor name(const Tensor& a, const Tensor& b, const Tensor& c, const Params& params = {}) { \
    return ternary(PointwiseOp::name, a, b, c, params);                                              \
  }
namespace ops {
#include "core/ops/pointwise.def"
}

}  // namespace tenon
