#pragma once
// What the pointwise kernels are made of: pushes the formulas of pointwise.def through vectors and integers.
#include "core/backend/pointwise.h"
#include "core/cpu/simd/math.h"
#include "core/ops/probe.h"

namespace tenon::cpu::TENON_ISA {
namespace {

namespace m {
// Never computed: the core knows these two gradients without a kernel.
template <class V>
TENON_INLINE V none(V g) {
  return g;
}
template <class V>
TENON_INLINE V zero(V g) {
  return g;
}
}  // namespace m

#include "core/ops/formulas.h"

template <class V>
using Element = typename V::Scalar;

template <class V>
TENON_INLINE V param(Param p) {
  if constexpr (kIsInt<V>) return V(p.i);
  else return V(static_cast<Element<V>>(p.f));
}

// Calls f(k, whole) for each vector of n elements: the last may be partial, with the count of its elements.
template <class V, class F>
TENON_INLINE void each_vector(int64_t n, F f) {
  int64_t k = 0;
  for (; k + V::width <= n; k += V::width)
    f(k, V::width, [](const Element<V>* p, int64_t) { return V::load(p); });
  if (k < n) f(k, n - k, [](const Element<V>* p, int64_t count) { return V::load_partial(p, count); });
}

template <class V, class R>
TENON_INLINE void put(void* out, int64_t k, int64_t count, R result) {
  if constexpr (requires { typename R::Scalar; } || __is_same(R, V)) {
    Element<V>* p = static_cast<Element<V>*>(out) + k;
    if (count == V::width) result.store(p);
    else result.store_partial(p, count);
  } else {
    uint8_t* p = static_cast<uint8_t*>(out) + k;
    if (count == V::width) result.store(p);
    else result.store_partial(p, count);
  }
}

template <class F, class V>
void forward_kernel(int64_t n, void* out, const void* const* in, const Param* params) {
  const V p = param<V>(params[0]), q = param<V>(params[1]), r = param<V>(params[2]);
  const auto* a = static_cast<const Element<V>*>(in[0]);
  const auto* b = static_cast<const Element<V>*>(F::arity > 1 ? in[1] : in[0]);
  const auto* c = static_cast<const Element<V>*>(F::arity > 2 ? in[2] : in[0]);
  each_vector<V>(
      n, [&](int64_t k, int64_t count, auto load) __attribute__((always_inline)) {
        if constexpr (F::arity == 1)
          put<V>(out, k, count, F::template forward<V>(load(a + k, count), p, q, r));
        else if constexpr (F::arity == 2)
          put<V>(out, k, count, F::template forward<V>(load(a + k, count), load(b + k, count), p, q, r));
        else
          put<V>(out, k, count,
                 F::template forward<V>(load(a + k, count), load(b + k, count), load(c + k, count), p, q, r));
      });
}

template <class F, class V, int I>
TENON_INLINE V gradient(V g, V a, V b, V c, V y, V p, V q, V r) {
  if constexpr (F::arity == 1) {
    return F::template d0<V>(g, a, y, p, q, r);
  } else if constexpr (F::arity == 2) {
    if constexpr (I == 0) return F::template d0<V>(g, a, b, y, p, q, r);
    else return F::template d1<V>(g, a, b, y, p, q, r);
  } else {
    if constexpr (I == 0) return F::template d0<V>(g, a, b, c, y, p, q, r);
    else if constexpr (I == 1) return F::template d1<V>(g, a, b, c, y, p, q, r);
    else return F::template d2<V>(g, a, b, c, y, p, q, r);
  }
}

// in: the gradient, the operands, the result; where the formula has no use for one, anything of the same
// length.
template <class F, class Asked, class V, int I>
void gradient_kernel(int64_t n, void* out, const void* const* in, const Param* params) {
  constexpr unsigned mask = probe::gradient_of<Asked, I>().mask;
  const V p = param<V>(params[0]), q = param<V>(params[1]), r = param<V>(params[2]);
  const Element<V>* from[5];
  for (int i = 0; i < F::arity + 2; ++i) from[i] = static_cast<const Element<V>*>(in[i]);
  each_vector<V>(
      n, [&](int64_t k, int64_t count, auto load) __attribute__((always_inline)) {
        V g = load(from[0] + k, count), a = g, b = g, c = g, y = g;
        if constexpr (mask & probe::uses_a) a = load(from[1] + k, count);
        if constexpr (mask & probe::uses_b) b = load(from[2] + k, count);
        if constexpr (mask & probe::uses_c) c = load(from[3] + k, count);
        if constexpr (mask & probe::uses_y) y = load(from[F::arity + 1] + k, count);
        put<V>(out, k, count, gradient<F, V, I>(g, a, b, c, y, p, q, r));
      });
}

template <class F, class V>
constexpr DensePointwise forward_entry() {
  constexpr bool is_int = kIsInt<V>, is_bool = __is_same(V, Int<bool>);
  if constexpr (is_bool) {
    if constexpr (F::types == Types::any || F::types == Types::integral) return forward_kernel<F, V>;
    else return nullptr;
  } else if constexpr (is_int) {
    if constexpr (F::types != Types::floating && F::types != Types::real) return forward_kernel<F, V>;
    else return nullptr;
  } else {
    if constexpr (F::types != Types::integral) return forward_kernel<F, V>;
    else return nullptr;
  }
}

template <class F, class Asked, class V, int I>
constexpr DensePointwise gradient_entry() {
  if constexpr (I >= F::arity || F::types == Types::integral) {
    return nullptr;
  } else if constexpr ((probe::gradient_of<Asked, I>().mask & (probe::is_none | probe::is_zero)) ||
                       !probe::gradient_of<Asked, I>().moved) {
    return nullptr;
  } else {
    return gradient_kernel<F, Asked, V, I>;
  }
}

// Asked is the same operator in the probe's namespace.
template <class F, class Asked>
constexpr PointwiseRow row() {
  PointwiseRow row{};
  auto& y = row.forward;
  y[static_cast<int>(DType::float32)] = forward_entry<F, Vec<float>>();
  y[static_cast<int>(DType::float64)] = forward_entry<F, Vec<double>>();
#if !defined(__AVX512F__)
  y[static_cast<int>(DType::int64)] = forward_entry<F, Int<int64_t>>();
  y[static_cast<int>(DType::int32)] = forward_entry<F, Int<int32_t>>();
  y[static_cast<int>(DType::int16)] = forward_entry<F, Int<int16_t>>();
  y[static_cast<int>(DType::int8)] = forward_entry<F, Int<int8_t>>();
  y[static_cast<int>(DType::uint8)] = forward_entry<F, Int<uint8_t>>();
  y[static_cast<int>(DType::bool_)] = forward_entry<F, Int<bool>>();
#endif
  row.gradient[0][0] = gradient_entry<F, Asked, Vec<float>, 0>();
  row.gradient[0][1] = gradient_entry<F, Asked, Vec<double>, 0>();
  row.gradient[1][0] = gradient_entry<F, Asked, Vec<float>, 1>();
  row.gradient[1][1] = gradient_entry<F, Asked, Vec<double>, 1>();
  row.gradient[2][0] = gradient_entry<F, Asked, Vec<float>, 2>();
  row.gradient[2][1] = gradient_entry<F, Asked, Vec<double>, 2>();
  return row;
}

}  // namespace
}  // namespace tenon::cpu::TENON_ISA
