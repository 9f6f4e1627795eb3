#pragma once
// The table of pointwise operators as tests walk it: a name, the numbers that each is given, and from where
// its operands are drawn.
#include <math.h>

#include <vector>

#include "core/base/philox.h"
#include "core/ops/copy.h"
#include "core/ops/pointwise.h"

namespace tenon::table {

constexpr const char* kNames[kPointwiseOps] = {
#define UNARY(name, ...) #name,
#define BINARY UNARY
#define TERNARY UNARY
#include "core/ops/pointwise.def"
};

// Where an operator and its gradients are smooth, for the operands in turn; the numbers of its formula.
struct Use {
  PointwiseOp op;
  double low = -0.9, high = 0.9;
  Params params;
  double low_b = 0, high_b = 0;  // of the second operand, where it isn't the first's
};

using Op = PointwiseOp;
inline const Use kUses[] = {
    {Op::sqrt, 0.2, 3, {}},
    {Op::rsqrt, 0.2, 3, {}},
    {Op::reciprocal, 0.3, 3, {}},
    {Op::log, 0.2, 3, {}},
    {Op::log2, 0.2, 3, {}},
    {Op::log10, 0.2, 3, {}},
    {Op::log1p, -0.7, 3, {}},
    {Op::acosh, 1.3, 4, {}},
    {Op::lgamma, 0.4, 4, {}},
    {Op::digamma, 0.4, 4, {}},
    {Op::erfinv, -0.8, 0.8, {}},
    {Op::relu6, -3, 9, {}},
    {Op::hardsigmoid, -5, 5, {}},
    {Op::hardswish, -5, 5, {}},
    {Op::softplus, -2, 2, Params(2.0, 3.0)},
    {Op::leaky_relu, -2, 2, Params(0.25)},
    {Op::elu, -2, 2, Params(1.5, 1.25, 0.75)},
    {Op::hardtanh, -2, 2, Params(-0.75, 1.25)},
    {Op::hardshrink, -2, 2, Params(0.5)},
    {Op::softshrink, -2, 2, Params(0.5)},
    {Op::threshold, -2, 2, Params(0.25, 3.0)},
    {Op::clamp_both, -2, 2, Params(-0.75, 1.25)},
    {Op::clamp_min, -2, 2, Params(0.25)},
    {Op::clamp_max, -2, 2, Params(0.25)},
    {Op::nan_to_num_with, -2, 2, Params(0.0, 1.0, -1.0)},
    {Op::add_scaled, -2, 2, Params(3.0)},
    {Op::div, -2, 2, {}, 0.3, 2},
    {Op::div_floor, -2, 2, {}, 0.3, 2},
    {Op::div_trunc, -2, 2, {}, 0.3, 2},
    {Op::remainder, 1.1, 1.4, {}, 0.8, 1},
    {Op::fmod, 1.1, 1.4, {}, 0.8, 1},
    {Op::pow, 0.3, 2, {}},
    {Op::xlogy, 0.3, 2, {}},
    {Op::hypot, 0.3, 2, {}},
    {Op::atan2, 0.3, 2, {}},
    {Op::copysign, 0.3, 2, {}},
    {Op::addcmul, -2, 2, Params(1.5)},
    {Op::addcdiv, 0.3, 2, Params(1.5)},
};

inline Use use_of(PointwiseOp op) {
  for (const Use& use : kUses)
    if (use.op == op) return use;
  return {op, -0.9, 0.9, {}};
}

inline const PointwiseInfo& info_of(PointwiseOp op) { return pointwise_info[static_cast<int>(op)]; }

// Inside [low, high], and never within 0.02 of a multiple of 1/4, where kinks are.
inline double smooth_number(double low, double high, uint64_t seed, uint64_t i) {
  for (uint64_t attempt = 0;; ++attempt) {
    double x = low + (high - low) * uniform_double(Philox{seed + attempt * 1000, 0}.bits64(i));
    if (fabs(x * 4 - nearbyint(x * 4)) > 0.08) return x;
  }
}

inline Tensor operand(const Use& use, int which, IntList sizes, DType dtype) {
  bool own = which == 1 && use.high_b > use.low_b;
  Tensor t = empty(sizes, DType::float64);
  for (int64_t i = 0; i < t->numel; ++i)
    t->as<double>()[i] = smooth_number(own ? use.low_b : use.low, own ? use.high_b : use.high,
                                       static_cast<uint64_t>(which) + 1, static_cast<uint64_t>(i));
  return to(t, dtype);
}

inline Tensor apply(const Use& use, const std::vector<Tensor>& x) {
  switch (info_of(use.op).arity) {
    case 1: return unary(use.op, x[0], use.params);
    case 2: return binary(use.op, x[0], x[1], use.params);
    default: return ternary(use.op, x[0], x[1], x[2], use.params);
  }
}

inline void apply_(const Use& use, const std::vector<Tensor>& x) {
  switch (info_of(use.op).arity) {
    case 1: return unary_(use.op, x[0], use.params);
    case 2: return binary_(use.op, x[0], x[1], use.params);
    default: return ternary_(use.op, x[0], x[1], x[2], use.params);
  }
}

}  // namespace tenon::table
