// Steps of optimizers: each reads and writes a parameter and its state once.
#include <math.h>

#include "core/cuda/launch.cuh"

namespace tenon::cuda {

namespace {

template <class T>
struct SgdBody {
  T* param;
  const T* grad;
  T* buffer;
  T lr, momentum, fresh, decay;
  bool nesterov, maximize, first;

  TN_DEVICE void operator()(int64_t i) const {
    const T p = param[i];
    T g = maximize ? -grad[i] : grad[i];
    if (decay != 0) g += decay * p;
    if (buffer) {
      const T v = first ? g : momentum * buffer[i] + fresh * g;
      buffer[i] = v;
      g = nesterov ? g + momentum * v : v;
    }
    param[i] = p - lr * g;
  }
};

template <class T>
struct AdamBody {
  T* param;
  const T* grad;
  T *m, *v, *largest;
  T beta1, fresh1, beta2, fresh2, eps, scale, step, decay, shrink;
  bool maximize, decoupled;

  TN_DEVICE void operator()(int64_t i) const {
    T p = param[i], g = maximize ? -grad[i] : grad[i];
    if (decay != 0) {
      if (decoupled) p *= shrink;
      else g += decay * p;
    }
    const T first = beta1 * m[i] + fresh1 * g;
    T second = beta2 * v[i] + fresh2 * (g * g);
    m[i] = first;
    v[i] = second;
    if (largest) {
      const T former = largest[i];
      if (former != former || former > second) second = former;
      largest[i] = second;
    }
    T root;
    if constexpr (sizeof(T) == 4) root = ::sqrtf(second);
    else root = ::sqrt(second);
    param[i] = p - step * (first / (root * scale + eps));
  }
};

template <class T>
void run(const SgdCall& c) {
  OnDevice device(c.device);
  each(*device, c.n,
       SgdBody<T>{static_cast<T*>(c.param), static_cast<const T*>(c.grad), static_cast<T*>(c.buffer),
                  static_cast<T>(c.lr), static_cast<T>(c.momentum), static_cast<T>(1 - c.dampening),
                  static_cast<T>(c.weight_decay), c.nesterov, c.maximize, c.first});
}

template <class T>
void run(const AdamCall& c) {
  OnDevice device(c.device);
  each(*device, c.n,
       AdamBody<T>{static_cast<T*>(c.param), static_cast<const T*>(c.grad), static_cast<T*>(c.m),
                   static_cast<T*>(c.v), static_cast<T*>(c.max_v), static_cast<T>(c.beta1),
                   static_cast<T>(1 - c.beta1), static_cast<T>(c.beta2), static_cast<T>(1 - c.beta2),
                   static_cast<T>(c.eps), static_cast<T>(c.scale), static_cast<T>(c.step_size),
                   static_cast<T>(c.weight_decay), static_cast<T>(1 - c.lr * c.weight_decay), c.maximize,
                   c.decoupled});
}

template <class Call>
void run_in_dtype(const char* name, const Call& c) {
  if (c.dtype == DType::float32) run<float>(c);
  else if (c.dtype == DType::float64) run<double>(c);
  else fail(kUnsupported, "%s is not offered for %s", name, dtype_name(c.dtype));
}

}  // namespace

void sgd(const SgdCall& c) { run_in_dtype("sgd", c); }
void adam(const AdamCall& c) { run_in_dtype("adam", c); }

}  // namespace tenon::cuda
