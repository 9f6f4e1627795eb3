#pragma once
// A value that only remembers which of a formula's inputs flowed into it: asks a gradient, at compile time,
// what it needs saved, and whether it hands the gradient through unchanged.
#include <type_traits>

namespace tenon::probe {

enum : unsigned { uses_g = 1, uses_a = 2, uses_b = 4, uses_c = 8, uses_y = 16, is_none = 32, is_zero = 64 };

struct Probe {
  unsigned mask;
  bool moved;  // something was done to it
  constexpr Probe(unsigned mask, bool moved) : mask(mask), moved(moved) {}
  template <class N>
  requires std::is_arithmetic_v<N>
  constexpr Probe(N) : mask(0), moved(true) {}
};

constexpr Probe mix(Probe a, Probe b) { return Probe(a.mask | b.mask, true); }
#define TN_PROBE(op) \
  constexpr Probe operator op(Probe a, Probe b) { return mix(a, b); }
TN_PROBE(+)
TN_PROBE(-)
TN_PROBE(*)
TN_PROBE(/)
TN_PROBE(<)
TN_PROBE(<=)
TN_PROBE(>)
TN_PROBE(>=)
TN_PROBE(==)
TN_PROBE(!=)
TN_PROBE(&)
TN_PROBE(|)
TN_PROBE(^)
#undef TN_PROBE
constexpr Probe operator-(Probe a) { return Probe(a.mask, true); }
constexpr Probe operator~(Probe a) { return Probe(a.mask, true); }

namespace m {
constexpr Probe none(Probe) { return Probe(is_none, true); }
constexpr Probe zero(Probe) { return Probe(is_zero, true); }
constexpr Probe where(Probe c, Probe a, Probe b) { return mix(c, mix(a, b)); }
#define M1(name) \
  constexpr Probe name(Probe x) { return Probe(x.mask, true); }
#define M2(name, op) \
  constexpr Probe name(Probe a, Probe b) { return mix(a, b); }
#include "core/ops/math_functions.def"
}  // namespace m

#include "core/ops/formulas.h"

// What the gradient with respect to operand I of F makes use of.
template <class F, int I>
constexpr Probe gradient_of() {
  constexpr Probe g{uses_g, false}, a{uses_a, true}, b{uses_b, true}, c{uses_c, true}, y{uses_y, true},
      n{0, true};
  if constexpr (F::arity == 1) {
    return F::d0(g, a, y, n, n, n);
  } else if constexpr (F::arity == 2) {
    if constexpr (I == 0) return F::d0(g, a, b, y, n, n, n);
    else return F::d1(g, a, b, y, n, n, n);
  } else {
    if constexpr (I == 0) return F::d0(g, a, b, c, y, n, n, n);
    else if constexpr (I == 1) return F::d1(g, a, b, c, y, n, n, n);
    else return F::d2(g, a, b, c, y, n, n, n);
  }
}

static_assert(gradient_of<formula::add, 0>().mask == uses_g && !gradient_of<formula::add, 0>().moved,
              "add hands the gradient through");
static_assert(gradient_of<formula::exp, 0>().mask == (uses_g | uses_y), "exp saves only its result");
static_assert(gradient_of<formula::log1p, 0>().mask == (uses_g | uses_a), "log1p saves only its operand");
static_assert(gradient_of<formula::eq, 0>().mask == is_none, "a comparison has no gradient");

}  // namespace tenon::probe
