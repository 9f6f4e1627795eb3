// Normalisation. Variances are sums of squared distances from the mean, never differences of large numbers.
#include "core/cpu/norm_kernels.h"

#include "core/cpu/kernels/row.h"

namespace tenon::cpu::TENON_ISA {
namespace {

template <class T>
const T* at(const void* p, int64_t i) {
  return static_cast<const T*>(p) + i;
}
template <class T>
T* at(void* p, int64_t i) {
  return static_cast<T*>(p) + i;
}
// The k-th vector of weights or biases, or a constant where there are none.
template <class T>
TENON_INLINE Value<T> vector_or(const void* p, int64_t k, int64_t count, T fallback) {
  return p ? load(at<T>(p, k), count) : Value<T>(fallback);
}

// The sum of f(x) over a row.
template <class T, class F>
TENON_INLINE double row_sum(const T* x, int64_t n, F f) {
  RowSum<T> sum;
  each<Value<T>>(n, [&](int64_t k, int64_t count) { sum.add(f(load(x + k, count)), count); });
  return sum.total();
}

inline double inverse_root(double variance, double eps) { return 1 / __builtin_sqrt(variance + eps); }

// ---- rows

template <class T>
void forward_row(const LayerNormCall& c, int64_t r) {
  using V = Value<T>;
  const T* x = at<T>(c.input, r * c.n);
  T* out = at<T>(c.out, r * c.n);
  const double n = static_cast<double>(c.n);
  const T mean = static_cast<T>(row_sum(x, c.n, [](V v) { return v; }) / n);
  const double variance = row_sum(x, c.n, [mean](V v) { return (v - mean) * (v - mean); }) / n;
  const T rstd = static_cast<T>(inverse_root(variance, c.eps));
  *at<T>(c.mean, r) = mean;
  *at<T>(c.rstd, r) = rstd;
  each<V>(c.n, [&](int64_t k, int64_t count) {
    V y = (load(x + k, count) - mean) * rstd;
    if (c.weight) y = y * load(at<T>(c.weight, k), count);
    if (c.bias) y = y + load(at<T>(c.bias, k), count);
    store(out + k, count, y);
  });
}

// With d = grad * weight and h = (x - mean) * rstd: rstd * (d - mean(d) - h * mean(d * h))
template <class T>
void backward_row(const LayerNormCall& c, int64_t r) {
  using V = Value<T>;
  const T *x = at<T>(c.input, r * c.n), *g = at<T>(c.grad, r * c.n);
  T* out = at<T>(c.grad_input, r * c.n);
  const V mean(*at<T>(c.mean, r)), rstd(*at<T>(c.rstd, r));
  RowSum<T> plain, along;
  each<V>(c.n, [&](int64_t k, int64_t count) {
    V d = load(g + k, count) * vector_or<T>(c.weight, k, count, 1);
    plain.add(d, count);
    along.add(d * ((load(x + k, count) - mean) * rstd), count);
  });
  const double n = static_cast<double>(c.n);
  const V a(static_cast<T>(plain.total() / n)), b(static_cast<T>(along.total() / n));
  each<V>(c.n, [&](int64_t k, int64_t count) {
    V d = load(g + k, count) * vector_or<T>(c.weight, k, count, 1);
    V h = (load(x + k, count) - mean) * rstd;
    store(out + k, count, rstd * (d - a - h * b));
  });
}

template <class T>
void rows(const LayerNormCall& c, int64_t begin, int64_t end) {
  for (int64_t r = begin; r < end; ++r) {
    if (c.grad) backward_row<T>(c, r);
    else forward_row<T>(c, r);
  }
}

template <class T>
void row_weights(const LayerNormCall& c, int64_t begin, int64_t end, T* weight, T* bias) {
  using V = Value<T>;
  for (int64_t r = begin; r < end; ++r) {
    const T *x = at<T>(c.input, r * c.n), *g = at<T>(c.grad, r * c.n);
    const V mean(*at<T>(c.mean, r)), rstd(*at<T>(c.rstd, r));
    each<V>(c.n, [&](int64_t k, int64_t count) {
      V d = load(g + k, count);
      if (weight)
        store(weight + k, count, load(weight + k, count) + d * ((load(x + k, count) - mean) * rstd));
      if (bias) store(bias + k, count, load(bias + k, count) + d);
    });
  }
}

// ---- channels

// The vectors of some channels: of one channel along its planes, or of as many as a register holds, an
// element of each, where planes have one element. The channels' numbers are then equal in all lanes, or one a
// lane.
template <class T>
struct Channels {
  using V = Value<T>;
  const BatchNormCall& c;
  int64_t first, count;

  bool across() const { return c.inner == 1; }

  // f(place of the vector, lanes)
  template <class F>
  TENON_INLINE void each_vector(F f) const {
    for (int64_t n = 0; n < c.batch; ++n) {
      const int64_t at = (n * c.channels + first) * c.inner;
      if (across()) f(at, count);
      else each<V>(c.inner, [&](int64_t k, int64_t lanes) { f(at + k, lanes); });
    }
  }
  V get(const void* p, T fallback = 0) const {
    if (!p) return V(fallback);
    return across() ? load(at<T>(p, first), count) : V(*at<T>(p, first));
  }
  void put(void* p, V v) const {
    if (!p) return;
    if (across()) store(at<T>(p, first), count, v);
    else *at<T>(p, first) = v[0];
  }

  // The sum of f(place, lanes) over each channel, formed in double from blocks.
  template <class F>
  TENON_INLINE V sum(double divisor, F f) const {
    constexpr int kBlock = 64;
    double total[V::width] = {};
    V part(0);
    int held = 0;
    auto flush = [&] {
      for (int i = 0; i < V::width; ++i) total[i] += static_cast<double>(part[i]);
      part = V(0);
      held = 0;
    };
    each_vector([&](int64_t at, int64_t lanes) {
      V v = f(at, lanes);
      part = part + (lanes == V::width ? v : m::where(first_lanes<T>(lanes), v, V(0)));
      if (++held == kBlock) flush();
    });
    flush();
    T result[V::width];
    if (!across())
      for (int i = 1; i < V::width; ++i) total[0] += total[i];
    for (int i = 0; i < V::width; ++i) result[i] = static_cast<T>(total[across() ? i : 0] / divisor);
    return V::load(result);
  }

  double elements() const { return static_cast<double>(c.batch * c.inner); }
};

// running + momentum * (found - running), as PyTorch rounds it
template <class T>
void approach(const Channels<T>& s, void* running, Value<T> found) {
  const T momentum = static_cast<T>(s.c.momentum);
  if (running) s.put(running, s.get(running) * (1 - momentum) + found * momentum);
}

template <class T>
void forward_channels(const Channels<T>& s) {
  using V = Value<T>;
  const BatchNormCall& c = s.c;
  const T* x = at<T>(c.input, 0);
  V mean, variance;
  if (c.training) {
    const double n = s.elements();
    mean = s.sum(n, [&](int64_t at, int64_t lanes) { return load(x + at, lanes); });
    variance = s.sum(n, [&](int64_t at, int64_t lanes) {
      V d = load(x + at, lanes) - mean;
      return d * d;
    });
    approach(s, c.running_mean, mean);
    approach(s, c.running_var, variance * static_cast<T>(n / (n - 1)));
  } else {
    mean = s.get(c.running_mean);
    variance = s.get(c.running_var);
  }
  const V rstd = 1 / m::sqrt(variance + static_cast<T>(c.eps));
  s.put(c.mean, mean);
  s.put(c.rstd, rstd);
  const V scale = rstd * s.get(c.weight, 1), bias = s.get(c.bias);
  T* out = at<T>(c.out, 0);
  s.each_vector([&](int64_t at, int64_t lanes) {
    store(out + at, lanes, (load(x + at, lanes) - mean) * scale + bias);
  });
}

// In training as for rows; else mean and rstd don't depend on the input.
template <class T>
void backward_channels(const Channels<T>& s) {
  using V = Value<T>;
  const BatchNormCall& c = s.c;
  const T *x = at<T>(c.input, 0), *g = at<T>(c.grad, 0);
  const V mean = s.get(c.mean), rstd = s.get(c.rstd), scale = rstd * s.get(c.weight, 1);
  const V plain = s.sum(1, [&](int64_t at, int64_t lanes) { return load(g + at, lanes); });
  const V along = s.sum(1, [&](int64_t at, int64_t lanes) {
    return load(g + at, lanes) * ((load(x + at, lanes) - mean) * rstd);
  });
  s.put(c.grad_weight, along);
  s.put(c.grad_bias, plain);
  if (!c.grad_input) return;
  T* out = at<T>(c.grad_input, 0);
  const T n = static_cast<T>(c.training ? 1 / s.elements() : 0);
  const V a = plain * n, b = along * n * rstd;
  s.each_vector([&](int64_t at, int64_t lanes) {
    V d = load(g + at, lanes);
    store(out + at, lanes, c.training ? scale * (d - a - (load(x + at, lanes) - mean) * b) : scale * d);
  });
}

template <class T>
void channels(const BatchNormCall& c, int64_t begin, int64_t end) {
  const int64_t step = c.inner == 1 ? Value<T>::width : 1;
  for (int64_t first = begin; first < end; first += step) {
    const Channels<T> s{c, first, end - first < step ? end - first : step};
    if (c.grad) backward_channels(s);
    else forward_channels(s);
  }
}

template <class T>
constexpr NormKernelsOf<T> kernels_of() {
  return {rows<T>, row_weights<T>, channels<T>};
}

}  // namespace

extern const NormKernels norm_kernels;
constinit const NormKernels norm_kernels = {kernels_of<float>(), kernels_of<double>()};

}  // namespace tenon::cpu::TENON_ISA
