#pragma once
// What the pointwise kernels are made of: pushes the formulas of pointwise.def through the values of value.h.
#include "core/cuda/element.h"
#include "core/cuda/launch.cuh"
#include "core/cuda/math.h"
#include "core/cuda/pointwise.cuh"
#include "core/ops/probe.h"

namespace tenon::cuda {

namespace {

#include "core/ops/formulas.h"

TN_DEVICE_CALL Element load_element(DType dtype, const void* p, int64_t i) {
  return Element::load(dtype, p, i);
}
TN_DEVICE_CALL void store_element(Element x, DType dtype, void* p, int64_t i) { x.store(dtype, p, i); }

template <class V>
TN_DEVICE V load(const Operand& o, int64_t i, DType compute) {
  using T = typename V::Scalar;
  if (o.access == Access::direct) {
    if constexpr (__is_same(V, Bool)) return V(static_cast<const uint8_t*>(o.data)[i]);
    else return V(static_cast<const T*>(o.data)[i]);
  }
  if constexpr (__is_same(V, Real<float>)) {
    if (o.access == Access::half) return V(half_to_float(static_cast<const uint16_t*>(o.data)[i]));
    if (o.access == Access::bfloat16) return V(BFloat16::decode(static_cast<const uint16_t*>(o.data)[i]));
  }
  if constexpr (kIsReal<V>) {
    if (o.access == Access::number) return V(o.real);
    const Element x = load_element(o.dtype, o.data, i);
    return sizeof(T) == 4 ? V(x.to_float()) : V(x.to_double());
  } else {
    if (o.access == Access::number) return V(o.whole);
    const Element x = load_element(o.dtype, o.data, i);
    return __is_same(V, Bool) ? V(x.to_bool()) : V(x.to_whole(compute));
  }
}

template <class R>
TN_DEVICE void store(const Operand& o, int64_t i, R result) {
  if constexpr (__is_same(R, Flag) || __is_same(R, Bool)) {
    if (o.access == Access::direct) static_cast<uint8_t*>(o.data)[i] = result.v;
    else store_element(Element::of(static_cast<int64_t>(result.v)), o.dtype, o.data, i);
  } else if constexpr (kIsReal<R>) {
    using T = typename R::Scalar;
    if (o.access == Access::direct) static_cast<T*>(o.data)[i] = result.v;
    else if (sizeof(T) == 4 && o.access == Access::half)
      static_cast<uint16_t*>(o.data)[i] = float_to_half(static_cast<float>(result.v));
    else if (sizeof(T) == 4 && o.access == Access::bfloat16)
      static_cast<uint16_t*>(o.data)[i] = BFloat16::encode(static_cast<float>(result.v));
    else store_element(Element::of(static_cast<double>(result.v)), o.dtype, o.data, i);
  } else {
    if (o.access == Access::direct) static_cast<int64_t*>(o.data)[i] = result.v;
    else store_element(Element::of(result.v), o.dtype, o.data, i);
  }
}

template <class V>
TN_DEVICE V param(Param p) {
  if constexpr (kIsReal<V>) return V(p.f);
  else return V(p.i);
}

// y = F(a, b, c), or the gradient I - 1 of it, whose inputs are g, the operands and y.
template <class F, class Asked, class V, int I>
struct PointwiseBody {
  static constexpr int kInputs = I == 0 ? F::arity : F::arity + 2;
  PointwisePlan plan;

  template <int k>
  TN_DEVICE V input(const int64_t (&at)[kInputs + 1]) const {
    return load<V>(plan.operand[k + 1], at[k + 1], plan.compute);
  }

  TN_DEVICE void operator()(int64_t i) const {
    int64_t at[kInputs + 1];
    if (plan.dense)
      for (int o = 0; o <= kInputs; ++o) at[o] = i;
    else plan.places.find(static_cast<uint32_t>(i), at);
    const V p = param<V>(plan.params[0]), q = param<V>(plan.params[1]), r = param<V>(plan.params[2]);
    if constexpr (I == 0) {
      const V a = input<0>(at);
      if constexpr (F::arity == 1) {
        store(plan.operand[0], at[0], F::template forward<V>(a, p, q, r));
      } else {
        const V b = input<1>(at);
        if constexpr (F::arity == 2) store(plan.operand[0], at[0], F::template forward<V>(a, b, p, q, r));
        else store(plan.operand[0], at[0], F::template forward<V>(a, b, input<2>(at), p, q, r));
      }
    } else {
      store(plan.operand[0], at[0], gradient(at, p, q, r));
    }
  }

  TN_DEVICE V gradient(const int64_t (&at)[kInputs + 1], V p, V q, V r) const {
    constexpr unsigned mask = probe::gradient_of<Asked, I - 1>().mask;
    const V g = input<0>(at);
    V a = g, b = g, c = g, y = g;
    if constexpr (mask & probe::uses_a) a = input<1>(at);
    if constexpr (mask & probe::uses_b) b = input<2>(at);
    if constexpr (mask & probe::uses_c) c = input<3>(at);
    if constexpr (mask & probe::uses_y) y = input<F::arity + 1>(at);
    if constexpr (F::arity == 1) {
      return F::template d0<V>(g, a, y, p, q, r);
    } else if constexpr (F::arity == 2) {
      if constexpr (I == 1) return F::template d0<V>(g, a, b, y, p, q, r);
      else return F::template d1<V>(g, a, b, y, p, q, r);
    } else {
      if constexpr (I == 1) return F::template d0<V>(g, a, b, c, y, p, q, r);
      else if constexpr (I == 2) return F::template d1<V>(g, a, b, c, y, p, q, r);
      else return F::template d2<V>(g, a, b, c, y, p, q, r);
    }
  }
};

template <class F, class Asked, class V, int I>
void launch(DeviceState& device, const PointwisePlan& plan) {
  each(device, plan.n, PointwiseBody<F, Asked, V, I>{plan});
}

template <class F, class Asked, class V, int I>
constexpr LaunchPointwise entry() {
  if constexpr (I == 0) {
    constexpr bool wanted = kIsReal<V>           ? F::types != Types::integral
                            : __is_same(V, Bool) ? F::types == Types::any || F::types == Types::integral
                                                 : F::types != Types::floating && F::types != Types::real;
    if constexpr (wanted) return launch<F, Asked, V, 0>;
    else return nullptr;
  } else if constexpr (I > F::arity || F::types == Types::integral) {
    return nullptr;
  } else if constexpr ((probe::gradient_of<Asked, I - 1>().mask & (probe::is_none | probe::is_zero)) ||
                       !probe::gradient_of<Asked, I - 1>().moved) {
    return nullptr;
  } else {
    return launch<F, Asked, V, I>;
  }
}

// Asked is the same operator in the probe's namespace.
template <class F, class Asked>
constexpr LaunchRow forward_row() {
  return {{{entry<F, Asked, Real<float>, 0>(), entry<F, Asked, Real<double>, 0>(),
            entry<F, Asked, Whole, 0>(), entry<F, Asked, Bool, 0>()}}};
}
template <class F, class Asked>
constexpr LaunchRow gradient_row() {
  return {{{},
           {entry<F, Asked, Real<float>, 1>(), entry<F, Asked, Real<double>, 1>()},
           {entry<F, Asked, Real<float>, 2>(), entry<F, Asked, Real<double>, 2>()},
           {entry<F, Asked, Real<float>, 3>(), entry<F, Asked, Real<double>, 3>()}}};
}

}  // namespace

}  // namespace tenon::cuda
