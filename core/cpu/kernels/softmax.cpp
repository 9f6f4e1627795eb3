// Softmax along rows. The largest element is taken from all first, so that no exponential overflows.
#include "core/cpu/simd/math.h"
#include "core/cpu/softmax_kernels.h"

namespace tenon::cpu::TENON_ISA {

namespace {

// Calls f(k, count) for whole vectors of a row, then for what is left.
template <class V, class F>
TENON_INLINE void each(int64_t n, F f) {
  int64_t k = 0;
  for (; k + V::width <= n; k += V::width) f(k, int64_t{V::width});
  if (k < n) f(k, n - k);
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
T row_max(const T* x, int64_t n) {
  using V = Value<T>;
  T best = x[0];
  int64_t k = 0;
  if (n >= V::width) {
    V lanes = V::load(x);
    for (k = V::width; k + V::width <= n; k += V::width) lanes = m::max(lanes, V::load(x + k));
    best = lanes[0];
    for (int i = 1; i < V::width; ++i) best = !(lanes[i] <= best) && best == best ? lanes[i] : best;
  }
  for (; k < n; ++k) best = !(x[k] <= best) && best == best ? x[k] : best;
  return best;
}

// The sum of a row's vectors, of which only the first `count` lanes of the last one are there.
template <class T>
struct RowSum {
  using V = Value<T>;
  V lanes = V(0);
  double tail = 0;
  TENON_INLINE void add(V v, int64_t count) {
    if (count == V::width) lanes = lanes + v;
    else
      for (int i = 0; i < count; ++i) tail += static_cast<double>(v[i]);
  }
  double total() const {
    double sum = tail;
    for (int i = 0; i < V::width; ++i) sum += static_cast<double>(lanes[i]);
    return sum;
  }
};

template <class T>
void forward(const T* x, T* y, int64_t n, bool log) {
  using V = Value<T>;
  V peak(row_max(x, n));
  RowSum<T> sum;
  if (log) {
    each<V>(n, [&](int64_t k, int64_t count) { sum.add(m::exp(load(x + k, count) - peak), count); });
    V shift = peak + V(static_cast<T>(__builtin_log(sum.total())));
    each<V>(n, [&](int64_t k, int64_t count) { store(y + k, count, load(x + k, count) - shift); });
    return;
  }
  each<V>(n, [&](int64_t k, int64_t count) {
    V e = m::exp(load(x + k, count) - peak);
    sum.add(e, count);
    store(y + k, count, e);
  });
  V scale(static_cast<T>(1 / sum.total()));
  each<V>(n, [&](int64_t k, int64_t count) { store(y + k, count, load(y + k, count) * scale); });
}

// softmax: (g - sum(g y)) y;  log_softmax: g - exp(y) sum(g)
template <class T>
void backward(const T* y, const T* g, T* out, int64_t n, bool log) {
  using V = Value<T>;
  RowSum<T> sum;
  each<V>(n, [&](int64_t k, int64_t count) {
    V v = load(g + k, count);
    sum.add(log ? v : v * load(y + k, count), count);
  });
  V total(static_cast<T>(sum.total()));
  each<V>(n, [&](int64_t k, int64_t count) {
    V a = load(g + k, count), b = load(y + k, count);
    store(out + k, count, log ? a - m::exp(b) * total : (a - total) * b);
  });
}

template <class T>
void rows(const SoftmaxCall& call, int64_t begin, int64_t end) {
  for (int64_t r = begin; r < end; ++r) {
    const T* in = static_cast<const T*>(call.in) + r * call.n;
    T* out = static_cast<T*>(call.out) + r * call.n;
    if (call.backward) backward(in, static_cast<const T*>(call.grad) + r * call.n, out, call.n, call.log);
    else forward(in, out, call.n, call.log);
  }
}

}  // namespace

extern const SoftmaxKernels softmax_kernels;
constinit const SoftmaxKernels softmax_kernels = {rows<float>, rows<double>};

}  // namespace tenon::cpu::TENON_ISA
