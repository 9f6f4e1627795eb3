#pragma once
// Passes along a row of floats or doubles, a vector at a time.
#include "core/cpu/simd/math.h"

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

// NaN if there is one.
template <class T>
T row_max(const T* x, int64_t n) {
  using V = Value<T>;
  const V lowest(-__builtin_inf());
  V lanes = lowest;
  each<V>(n, [&](int64_t k, int64_t count) {
    V v = load(x + k, count);
    lanes = m::max(lanes, count == V::width ? v : m::where(first_lanes<T>(count), v, lowest));
  });
  T best = lanes[0];
  for (int i = 1; i < V::width; ++i) best = !(lanes[i] <= best) && best == best ? lanes[i] : best;
  return best;
}

// The sum of a row's vectors, of which only the first `count` lanes of the last one are there.
template <class T>
struct RowSum {
  using V = Value<T>;
  V lanes = V(0);
  TENON_INLINE void add(V v, int64_t count) {
    lanes = lanes + (count == V::width ? v : m::where(first_lanes<T>(count), v, V(0)));
  }
  double total() const {
    double sum = 0;
    for (int i = 0; i < V::width; ++i) sum += static_cast<double>(lanes[i]);
    return sum;
  }
};

}  // namespace
}  // namespace tenon::cpu::TENON_ISA
