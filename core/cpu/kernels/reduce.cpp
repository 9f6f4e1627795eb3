// Reductions: along rows that lie together a vector at a time, and across rows a vector of results at a time.
#include "core/cpu/reduce_kernels.h"
#include "core/cpu/simd/math.h"

namespace tenon::cpu::TENON_ISA {

namespace {

template <class T>
struct Stored {
  using Type = T;
};
template <>
struct Stored<bool> {
  using Type = uint8_t;
};
template <class T>
using Element = typename Stored<T>::Type;

// A real sum is formed in double, from partial sums over at most this many elements a lane.
constexpr int64_t kBlock = 64;

template <class T>
struct Sum {
  using V = Value<T>;
  static V take(V s, V x) { return s + x; }
};
template <class T>
struct Prod {
  using V = Value<T>;
  static V take(V s, V x) { return s * x; }
};
template <class T>
struct Max {
  using V = Value<T>;
  static V take(V s, V x) { return m::max(s, x); }
};
template <class T>
struct Min {
  using V = Value<T>;
  static V take(V s, V x) { return m::min(s, x); }
};

template <class T>
double lanes_sum(Value<T> v) {
  double sum = 0;
  for (int i = 0; i < Value<T>::width; ++i) sum += static_cast<double>(v[i]);
  return sum;
}

// ---- sums of f(x) of reals, in double

template <class T, class F>
double row_sum(const T* x, int64_t n, F f) {
  using V = Value<T>;
  constexpr int64_t step = V::width;
  double total = 0;
  int64_t i = 0;
  while (i + step <= n) {
    int64_t last = i + 4 * step * kBlock < n ? i + 4 * step * kBlock : n;
    V a(0), b(0), c(0), d(0);
    for (; i + 4 * step <= last; i += 4 * step) {
      a = a + f(V::load(x + i));
      b = b + f(V::load(x + i + step));
      c = c + f(V::load(x + i + 2 * step));
      d = d + f(V::load(x + i + 3 * step));
    }
    for (; i + step <= last; i += step) a = a + f(V::load(x + i));
    total += lanes_sum<T>((a + b) + (c + d));
    if (i + step > n) break;
  }
  if (i < n) {
    V tail = f(V::load_partial(x + i, n - i));
    for (int64_t k = 0; k < n - i; ++k) total += static_cast<double>(tail[static_cast<int>(k)]);
  }
  return total;
}

// Results [k, k + count) across n rows that lie `stride` apart.
template <class T, class F>
void column_sums(const T* x, int64_t n, int64_t stride, int64_t count, T* out, F f) {
  using V = Value<T>;
  double total[V::width] = {};
  for (int64_t i = 0; i < n;) {
    V sum(0);
    for (int64_t last = i + kBlock < n ? i + kBlock : n; i < last; ++i)
      sum = sum + f(count == V::width ? V::load(x + i * stride) : V::load_partial(x + i * stride, count));
    for (int k = 0; k < V::width; ++k) total[k] += static_cast<double>(sum[k]);
  }
  for (int64_t k = 0; k < count; ++k) out[k] = static_cast<T>(total[k]);
}

template <class T, class Make>
void sum_rows(const ReduceCall& call, int64_t begin, int64_t end, Make make) {
  using V = Value<T>;
  auto* x = static_cast<const T*>(call.in);
  auto* out = static_cast<T*>(call.out);
  if (call.inner == 1) {
    for (int64_t r = begin; r < end; ++r) {
      V center(call.center ? static_cast<const T*>(call.center)[r] : T(0));
      out[r] = static_cast<T>(row_sum<T>(x + r * call.n, call.n, make(center)));
    }
    return;
  }
  for (int64_t r = begin; r < end;) {
    int64_t o = r / call.inner, k = r % call.inner;
    int64_t count = call.inner - k < V::width ? call.inner - k : V::width;
    if (count > end - r) count = end - r;
    const T* from = x + o * call.n * call.inner + k;
    V center(0);
    if (call.center) center = V::load_partial(static_cast<const T*>(call.center) + r, count);
    column_sums<T>(from, call.n, call.inner, count, out + r, make(center));
    r += count;
  }
}

template <class T>
void real_sum(const ReduceCall& call, int64_t begin, int64_t end) {
  sum_rows<T>(call, begin, end, [](Value<T>) { return [](Value<T> x) { return x; }; });
}
template <class T>
void deviations(const ReduceCall& call, int64_t begin, int64_t end) {
  sum_rows<T>(call, begin, end,
              [](Value<T> mean) { return [mean](Value<T> x) { return (x - mean) * (x - mean); }; });
}
template <class T>
void powers(const ReduceCall& call, int64_t begin, int64_t end) {
  using V = Value<T>;
  if (call.p == 1) sum_rows<T>(call, begin, end, [](V) { return [](V x) { return m::abs(x); }; });
  else if (call.p == 2) sum_rows<T>(call, begin, end, [](V) { return [](V x) { return x * x; }; });
  else if (call.p == 0)
    sum_rows<T>(call, begin, end, [](V) { return [](V x) { return m::where(x != 0, V(1), V(0)); }; });
  else
    sum_rows<T>(call, begin, end,
                [p = V(static_cast<T>(call.p))](V) { return [p](V x) { return m::pow(m::abs(x), p); }; });
}

// ---- folds with one operation: products, extremes, integer sums

template <class T, class Fold>
void fold_rows(const ReduceCall& call, int64_t begin, int64_t end) {
  using V = Value<T>;
  auto* x = static_cast<const Element<T>*>(call.in);
  auto* out = static_cast<Element<T>*>(call.out);
  for (int64_t r = begin; r < end;) {
    int64_t o = r / call.inner, k = r % call.inner, n = call.n;
    const Element<T>* from = x + o * n * call.inner + k;
    if (call.inner == 1 && n >= V::width) {
      V state = V::load(from);
      int64_t i = V::width;
      for (; i + V::width <= n; i += V::width) state = Fold::take(state, V::load(from + i));
      Element<T> lanes[V::width];
      state.store(lanes);
      Value<T> one = V(lanes[0]);
      for (int l = 1; l < V::width; ++l) one = Fold::take(one, V(lanes[l]));
      for (; i < n; ++i) one = Fold::take(one, V(from[i]));
      out[r] = static_cast<Element<T>>(one[0]);
      ++r;
      continue;
    }
    int64_t count = call.inner - k < V::width ? call.inner - k : V::width;
    if (count > end - r) count = end - r;
    auto load = [&](const Element<T>* p) {
      return count == V::width ? V::load(p) : V::load_partial(p, count);
    };
    V state = load(from);
    for (int64_t i = 1; i < n; ++i) state = Fold::take(state, load(from + i * call.inner));
    if (count == V::width) state.store(out + r);
    else state.store_partial(out + r, count);
    r += count;
  }
}

// ---- where the extreme is

template <class T, bool kMax>
void arg_rows(const ReduceCall& call, int64_t begin, int64_t end) {
  auto* x = static_cast<const Element<T>*>(call.in);
  auto* out = static_cast<int64_t*>(call.out);
  for (int64_t r = begin; r < end; ++r) {
    const Element<T>* from = x + r / call.inner * call.n * call.inner + r % call.inner;
    Element<T> best = from[0];
    int64_t at = 0;
    for (int64_t i = 1; i < call.n && best == best; ++i) {
      Element<T> y = from[i * call.inner];
      if ((kMax ? y > best : y < best) || y != y) {
        best = y;
        at = i;
      }
    }
    out[r] = at;
  }
}

template <class T, bool kAny>
void truth_rows(const ReduceCall& call, int64_t begin, int64_t end) {
  auto* x = static_cast<const Element<T>*>(call.in);
  auto* out = static_cast<uint8_t*>(call.out);
  for (int64_t r = begin; r < end; ++r) {
    const Element<T>* from = x + r / call.inner * call.n * call.inner + r % call.inner;
    bool found = false;
    for (int64_t i = 0; i < call.n && !found; ++i) found = (from[i * call.inner] != Element<T>(0)) == kAny;
    out[r] = found == kAny;
  }
}

template <class T>
constexpr void fill(ReduceKernels& k, DType dtype) {
  int t = static_cast<int>(dtype);
  auto set = [&](ReduceOp op, ReduceRows rows) { k.rows[static_cast<int>(op)][t] = rows; };
  if constexpr (kIsInt<Value<T>>) {
    set(ReduceOp::sum, fold_rows<T, Sum<T>>);
  } else {
    set(ReduceOp::sum, real_sum<T>);
    set(ReduceOp::deviations, deviations<T>);
    set(ReduceOp::powers, powers<T>);
  }
  set(ReduceOp::prod, fold_rows<T, Prod<T>>);
  set(ReduceOp::max, fold_rows<T, Max<T>>);
  set(ReduceOp::min, fold_rows<T, Min<T>>);
  set(ReduceOp::argmax, arg_rows<T, true>);
  set(ReduceOp::argmin, arg_rows<T, false>);
  set(ReduceOp::any, truth_rows<T, true>);
  set(ReduceOp::all, truth_rows<T, false>);
}

constexpr ReduceKernels make() {
  ReduceKernels k{};
  fill<float>(k, DType::float32);
  fill<double>(k, DType::float64);
  fill<int64_t>(k, DType::int64);
  fill<int32_t>(k, DType::int32);
  fill<int16_t>(k, DType::int16);
  fill<int8_t>(k, DType::int8);
  fill<uint8_t>(k, DType::uint8);
  fill<bool>(k, DType::bool_);
  return k;
}

}  // namespace

extern const ReduceKernels reduce_kernels;
constinit const ReduceKernels reduce_kernels = make();

}  // namespace tenon::cpu::TENON_ISA
