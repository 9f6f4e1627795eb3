// Optimizers: each reads and writes a parameter and its state once.
#include "core/cpu/optim_kernels.h"
#include "core/cpu/simd/math.h"

namespace tenon::cpu::TENON_ISA {

namespace {

// Calls f(i, count) for whole vectors in [begin, end), then for what is left.
template <class V, class F>
TENON_INLINE void each(int64_t begin, int64_t end, F f) {
  int64_t i = begin;
  for (; i + V::width <= end; i += V::width) f(i, int64_t{V::width});
  if (i < end) f(i, end - i);
}

template <class T>
TENON_INLINE Value<T> load(const T* p, int64_t count) {
  return count == Value<T>::width ? Value<T>::load(p) : Value<T>::load_partial(p, count);
}
template <class T>
TENON_INLINE void store(T* p, int64_t count, Value<T> v) {
  if (count == Value<T>::width) v.store(p);
  else v.store_partial(p, count);
}

template <class T>
void sgd(const SgdCall& call, int64_t begin, int64_t end) {
  using V = Value<T>;
  T* param = static_cast<T*>(call.param);
  const T* grad = static_cast<const T*>(call.grad);
  T* buffer = static_cast<T*>(call.buffer);
  V lr = -call.lr, momentum = call.momentum, fresh = 1 - call.dampening, decay = call.weight_decay;
  bool decays = call.weight_decay != 0;
  each<V>(
      begin, end, [&](int64_t i, int64_t count) __attribute__((always_inline)) {
        V p = load(param + i, count), g = load(grad + i, count);
        if (call.maximize) g = -g;
        if (decays) g = m::fused(p, decay, g);
        if (buffer) {
          V v = call.first ? g : m::fused(g, fresh, load(buffer + i, count) * momentum);
          store(buffer + i, count, v);
          g = call.nesterov ? m::fused(v, momentum, g) : v;
        }
        store(param + i, count, m::fused(g, lr, p));
      });
}

template <class T>
void adam(const AdamCall& call, int64_t begin, int64_t end) {
  using V = Value<T>;
  T* param = static_cast<T*>(call.param);
  const T* grad = static_cast<const T*>(call.grad);
  T *first = static_cast<T*>(call.m), *second = static_cast<T*>(call.v),
    *largest = static_cast<T*>(call.max_v);
  V beta1 = call.beta1, fresh1 = 1 - call.beta1, beta2 = call.beta2, fresh2 = 1 - call.beta2;
  V eps = call.eps, scale = call.scale, step = -call.step_size, decay = call.weight_decay;
  V shrink = 1 - call.lr * call.weight_decay;
  bool decays = call.weight_decay != 0;
  each<V>(
      begin, end, [&](int64_t i, int64_t count) __attribute__((always_inline)) {
        V p = load(param + i, count), g = load(grad + i, count);
        if (call.maximize) g = -g;
        if (decays && call.decoupled) p = p * shrink;
        else if (decays) g = m::fused(p, decay, g);
        V m1 = m::fused(g, fresh1, load(first + i, count) * beta1);
        V m2 = m::fused(g * g, fresh2, load(second + i, count) * beta2);
        store(first + i, count, m1);
        store(second + i, count, m2);
        if (largest) {
          m2 = m::max(load(largest + i, count), m2);
          store(largest + i, count, m2);
        }
        store(param + i, count, m::fused(step, m1 / m::fused(m::sqrt(m2), scale, eps), p));
      });
}

}  // namespace

extern const OptimKernels optim_kernels;
const OptimKernels optim_kernels = {sgd<float>, sgd<double>, adam<float>, adam<double>};

}  // namespace tenon::cpu::TENON_ISA
