#include "core/ops/pointwise_formula.h"

#include <type_traits>

namespace tenon {

namespace {

// A tensor, or a number among tensors, with the operators that formulas are written in.
struct Value {
  Tensor t;
  Value(Tensor t) : t(std::move(t)) {}
  template <class N>
  requires std::is_arithmetic_v<N> Value(N number) : t(wrapped_number(number)) {}
};

#define TN_OPERATOR(symbol, op) \
  Value operator symbol(const Value& a, const Value& b) { return binary(PointwiseOp::op, a.t, b.t); }
TN_OPERATOR(+, add)
TN_OPERATOR(-, sub)
TN_OPERATOR(*, mul)
TN_OPERATOR(/, div)
TN_OPERATOR(<, lt)
TN_OPERATOR(<=, le)
TN_OPERATOR(>, gt)
TN_OPERATOR(>=, ge)
TN_OPERATOR(==, eq)
TN_OPERATOR(!=, ne)
TN_OPERATOR(&, logical_and)
TN_OPERATOR(|, logical_or)
#undef TN_OPERATOR
Value operator-(const Value& a) { return unary(PointwiseOp::neg, a.t); }

namespace m {
[[maybe_unused]] Value none(const Value& g) { return g; }  // never asked for
Value zero(const Value& g) { return binary(PointwiseOp::mul, g.t, Scalar(0)); }
Value where(const Value& c, const Value& a, const Value& b) {
  return ternary(PointwiseOp::where, c.t, a.t, b.t);
}
#define M1(name) \
  [[maybe_unused]] Value name(const Value& x) { return unary(PointwiseOp::name, x.t); }
#define M2(name, op) \
  [[maybe_unused]] Value name(const Value& a, const Value& b) { return binary(PointwiseOp::op, a.t, b.t); }
#include "core/ops/math_functions.def"
}  // namespace m

#include "core/ops/formulas.h"

using Formula = Tensor (*)(const Value& g, const Value& a, const Value& b, const Value& c, const Value& y,
                           const Value& p, const Value& q, const Value& r);

template <class F, int I>
Tensor apply(const Value& g, const Value& a, const Value& b, const Value& c, const Value& y, const Value& p,
             const Value& q, const Value& r) {
  (void)b, (void)c;
  if constexpr (F::arity == 1) {
    return F::template d0<Value>(g, a, y, p, q, r).t;
  } else if constexpr (F::arity == 2) {
    if constexpr (I == 0) return F::template d0<Value>(g, a, b, y, p, q, r).t;
    else return F::template d1<Value>(g, a, b, y, p, q, r).t;
  } else {
    if constexpr (I == 0) return F::template d0<Value>(g, a, b, c, y, p, q, r).t;
    else if constexpr (I == 1) return F::template d1<Value>(g, a, b, c, y, p, q, r).t;
    else return F::template d2<Value>(g, a, b, c, y, p, q, r).t;
  }
}

template <class F, int I>
constexpr Formula formula_entry() {
  if constexpr (I < F::arity && F::types != Types::integral && F::result != Result::boolean)
    return apply<F, I>;
  else return nullptr;
}

struct FormulaRow {
  Formula gradient[3];
};

#define UNARY(name, ...) {{formula_entry<formula::name, 0>(), nullptr, nullptr}},
#define BINARY(name, ...) {{formula_entry<formula::name, 0>(), formula_entry<formula::name, 1>(), nullptr}},
#define TERNARY(name, ...) \
  {{formula_entry<formula::name, 0>(), formula_entry<formula::name, 1>(), formula_entry<formula::name, 2>()}},
constexpr FormulaRow formulas[kPointwiseOps] = {
#include "core/ops/pointwise.def"
};

}  // namespace

Tensor gradient_formula(PointwiseOp op, int i, const Tensor& g, const Tensor& a, const Tensor& b,
                        const Tensor& c, const Tensor& y, const Params& params) {
  auto number = [&](int k) { return Value(wrapped_number(params.value[k].f)); };
  return formulas[static_cast<int>(op)].gradient[i](g, a, b, c, y, number(0), number(1), number(2));
}

}  // namespace tenon
