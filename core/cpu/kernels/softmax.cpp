// Softmax along rows. The largest element is taken from all first, so that no exponential overflows.
#include "core/cpu/kernels/row.h"
#include "core/cpu/softmax_kernels.h"

namespace tenon::cpu::TENON_ISA {

namespace {

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
