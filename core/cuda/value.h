#pragma once
// The values that pointwise formulas are pushed through on a GPU: one number each, with the operators that a
// formula is written in. Real<float> and Real<double>; Whole, which serves all integers, since what is stored
// in a narrower type is the same whether it wrapped there or in 64 bits; and Bool, PyTorch's, whose + is or
// and whose * is and. Constants widen by themselves (1 - y * y, x > 0); functions live in math.h.
#include <cstdint>
#include <type_traits>

#include "core/base/host_device.h"

namespace tenon::cuda {

template <class N>
concept Number = std::is_arithmetic_v<N>;

struct Flag {
  bool v;

  Flag() = default;
  TN_HD Flag(bool b) : v(b) {}
  explicit TN_HD operator bool() const { return v; }
  friend TN_HD Flag operator&(Flag a, Flag b) { return Flag(a.v && b.v); }
  friend TN_HD Flag operator|(Flag a, Flag b) { return Flag(a.v || b.v); }
  friend TN_HD Flag operator^(Flag a, Flag b) { return Flag(a.v != b.v); }
  friend TN_HD Flag operator!(Flag a) { return Flag(!a.v); }
};

#define TN_COMPARISONS(V)                                             \
  friend TN_HD Flag operator<(V a, V b) { return Flag(a.v < b.v); }   \
  friend TN_HD Flag operator<=(V a, V b) { return Flag(a.v <= b.v); } \
  friend TN_HD Flag operator>(V a, V b) { return Flag(a.v > b.v); }   \
  friend TN_HD Flag operator>=(V a, V b) { return Flag(a.v >= b.v); } \
  friend TN_HD Flag operator==(V a, V b) { return Flag(a.v == b.v); } \
  friend TN_HD Flag operator!=(V a, V b) { return Flag(a.v != b.v); }

template <class T>
struct Real {
  using Scalar = T;
  T v;

  Real() = default;
  template <Number N>
  TN_HD Real(N n) : v(static_cast<T>(n)) {}

  friend TN_HD Real operator+(Real a, Real b) { return Real(a.v + b.v); }
  friend TN_HD Real operator-(Real a, Real b) { return Real(a.v - b.v); }
  friend TN_HD Real operator*(Real a, Real b) { return Real(a.v * b.v); }
  friend TN_HD Real operator/(Real a, Real b) { return Real(a.v / b.v); }
  friend TN_HD Real operator-(Real a) { return Real(-a.v); }
  TN_COMPARISONS(Real)
};

// Arithmetic wraps around and nothing is undefined: x / 0 is 0, and the least value divided by -1 is itself.
struct Whole {
  using Scalar = int64_t;
  int64_t v;

  Whole() = default;
  template <Number N>
  TN_HD Whole(N n) : v(static_cast<int64_t>(n)) {}

  static TN_HD uint64_t bits(Whole a) { return static_cast<uint64_t>(a.v); }
  friend TN_HD Whole operator+(Whole a, Whole b) { return Whole(bits(a) + bits(b)); }
  friend TN_HD Whole operator-(Whole a, Whole b) { return Whole(bits(a) - bits(b)); }
  friend TN_HD Whole operator*(Whole a, Whole b) { return Whole(bits(a) * bits(b)); }
  friend TN_HD Whole operator-(Whole a) { return Whole(0 - bits(a)); }
  friend TN_HD Whole operator/(Whole a, Whole b) {
    if (b.v == 0) return Whole(0);
    return b.v == -1 ? -a : Whole(a.v / b.v);
  }
  friend TN_HD Whole operator%(Whole a, Whole b) { return b.v == 0 ? Whole(0) : a - a / b * b; }
  friend TN_HD Whole operator&(Whole a, Whole b) { return Whole(a.v & b.v); }
  friend TN_HD Whole operator|(Whole a, Whole b) { return Whole(a.v | b.v); }
  friend TN_HD Whole operator^(Whole a, Whole b) { return Whole(a.v ^ b.v); }
  friend TN_HD Whole operator~(Whole a) { return Whole(~a.v); }
  TN_COMPARISONS(Whole)
};

struct Bool {
  using Scalar = bool;
  bool v;

  Bool() = default;
  template <Number N>
  TN_HD Bool(N n) : v(n != 0) {}

  friend TN_HD Bool operator+(Bool a, Bool b) { return Bool(a.v || b.v); }
  friend TN_HD Bool operator-(Bool a, Bool b) { return Bool(a.v != b.v); }
  friend TN_HD Bool operator*(Bool a, Bool b) { return Bool(a.v && b.v); }
  friend TN_HD Bool operator/(Bool a, Bool b) { return Bool(a.v && b.v); }
  friend TN_HD Bool operator%(Bool, Bool) { return Bool(0); }
  friend TN_HD Bool operator-(Bool a) { return a; }
  friend TN_HD Bool operator&(Bool a, Bool b) { return Bool(a.v && b.v); }
  friend TN_HD Bool operator|(Bool a, Bool b) { return Bool(a.v || b.v); }
  friend TN_HD Bool operator^(Bool a, Bool b) { return Bool(a.v != b.v); }
  friend TN_HD Bool operator~(Bool a) { return Bool(!a.v); }
  TN_COMPARISONS(Bool)
};
#undef TN_COMPARISONS

template <class V>
inline constexpr bool kIsReal = false;
template <class T>
inline constexpr bool kIsReal<Real<T>> = true;

// The value type among the arguments of a function, to which its constants widen: m::max(x, 0) has x's type.
template <class A, class B>
struct CommonOf {
  using Type = A;
};
template <Number N, class B>
struct CommonOf<N, B> {
  using Type = B;
};
template <class A, class B>
using Common = typename CommonOf<A, B>::Type;

}  // namespace tenon::cuda
