// Reductions of a dense [outer, n, inner] over n. Where there are few results, n is cut into segments, by the
// sizes alone; what those give is joined by a second pass. So a result is always formed in the same order.
#include <math.h>

#include "core/cuda/element.h"
#include "core/cuda/launch.cuh"
#include "core/cuda/math.h"

namespace tenon::cuda {

namespace {

// ---- how elements are read and results written, by kind of value; narrow integers are read as int64

template <class V>
struct Storage {
  static TN_DEVICE V load(DType, const void* p, int64_t i) {
    return V(static_cast<const typename V::Scalar*>(p)[i]);
  }
  static TN_DEVICE void store(V x, DType, void* p, int64_t i) {
    static_cast<typename V::Scalar*>(p)[i] = x.v;
  }
};
template <>
struct Storage<Whole> {
  static TN_DEVICE Whole load(DType dtype, const void* p, int64_t i) {
    if (dtype == DType::int64) return Whole(static_cast<const int64_t*>(p)[i]);
    return Whole(Element::load(dtype, p, i).whole);
  }
  static TN_DEVICE void store(Whole x, DType dtype, void* p, int64_t i) {
    Element::of(x.v).store(dtype, p, i);
  }
};
template <>
struct Storage<Bool> {
  static TN_DEVICE Bool load(DType, const void* p, int64_t i) {
    return Bool(static_cast<const uint8_t*>(p)[i]);
  }
  static TN_DEVICE void store(Bool x, DType, void* p, int64_t i) { static_cast<uint8_t*>(p)[i] = x.v; }
};

// ---- the operations: a state that takes elements and joins others

// Of each result: the number of the operation, and where the means are.
struct Extra {
  double p;
  const void* center;
};

// Sums of f(x): real ones in double.
template <class V>
struct Sum {
  using State = double;
  static TN_DEVICE State start() { return 0; }
  static TN_DEVICE State take(State s, V x, int64_t, const Extra&, int64_t) {
    return s + static_cast<double>(x.v);
  }
  static TN_DEVICE State join(State a, State b) { return a + b; }
  static TN_DEVICE void finish(State s, DType, void* out, int64_t r) {
    static_cast<typename V::Scalar*>(out)[r] = static_cast<typename V::Scalar>(s);
  }
};
template <class V>
struct Deviations : Sum<V> {
  static TN_DEVICE double take(double s, V x, int64_t, const Extra& extra, int64_t r) {
    const V d = x - Storage<V>::load(DType::none, extra.center, r);
    return s + static_cast<double>((d * d).v);
  }
};
template <class V>
struct Powers : Sum<V> {
  static TN_DEVICE double take(double s, V x, int64_t, const Extra& extra, int64_t) {
    V y;
    if (extra.p == 1) y = m::abs(x);
    else if (extra.p == 2) y = x * x;
    else if (extra.p == 0) y = m::where(x != 0, V(1), V(0));
    else y = m::pow(m::abs(x), V(extra.p));
    return s + static_cast<double>(y.v);
  }
};

// Folds of values of one kind with one operation.
template <class V, class Operation>
struct Fold {
  using State = V;
  static TN_DEVICE State start() { return Operation::template start<V>(); }
  static TN_DEVICE State take(State s, V x, int64_t, const Extra&, int64_t) { return Operation::of(s, x); }
  static TN_DEVICE State join(State a, State b) { return Operation::of(a, b); }
  static TN_DEVICE void finish(State s, DType dtype, void* out, int64_t r) {
    Storage<V>::store(s, dtype, out, r);
  }
};
struct Plus {
  template <class V>
  static TN_DEVICE V start() {
    return V(0);
  }
  template <class V>
  static TN_DEVICE V of(V a, V b) {
    return a + b;
  }
};
struct Times {
  template <class V>
  static TN_DEVICE V start() {
    return V(1);
  }
  template <class V>
  static TN_DEVICE V of(V a, V b) {
    return a * b;
  }
};
struct Largest {
  template <class V>
  static TN_DEVICE V start() {
    if constexpr (kIsReal<V>) return V(-HUGE_VAL);
    else if constexpr (__is_same(V, Bool)) return V(0);
    else return V(INT64_MIN);
  }
  template <class V>
  static TN_DEVICE V of(V a, V b) {
    return m::max(a, b);
  }
};
struct Smallest {
  template <class V>
  static TN_DEVICE V start() {
    if constexpr (kIsReal<V>) return V(HUGE_VAL);
    else if constexpr (__is_same(V, Bool)) return V(1);
    else return V(INT64_MAX);
  }
  template <class V>
  static TN_DEVICE V of(V a, V b) {
    return m::min(a, b);
  }
};

// Where the first of the extreme elements is; NaN is the extreme.
template <class V, bool kMax>
struct Arg {
  struct State {
    typename V::Scalar value;
    int64_t at;  // -1: none yet
  };
  static TN_DEVICE State start() { return {0, -1}; }
  static TN_DEVICE State take(State s, V x, int64_t i, const Extra&, int64_t) { return join(s, {x.v, i}); }
  static TN_DEVICE State join(State a, State b) {
    if (a.at < 0 || b.at < 0) return a.at < 0 ? b : a;
    const bool a_nan = a.value != a.value, b_nan = b.value != b.value;
    if (a_nan != b_nan) return a_nan ? a : b;
    if (!a_nan && a.value != b.value) return (kMax ? a.value > b.value : a.value < b.value) ? a : b;
    return a.at < b.at ? a : b;
  }
  static TN_DEVICE void finish(State s, DType, void* out, int64_t r) { static_cast<int64_t*>(out)[r] = s.at; }
};

// Whether any element is true, or all.
template <class V, bool kAny>
struct Truth {
  using State = Flag;
  static TN_DEVICE State start() { return Flag(!kAny); }
  static TN_DEVICE State take(State s, V x, int64_t, const Extra&, int64_t) { return join(s, x != 0); }
  static TN_DEVICE State join(State a, State b) { return kAny ? a | b : a & b; }
  static TN_DEVICE void finish(State s, DType, void* out, int64_t r) { static_cast<uint8_t*>(out)[r] = s.v; }
};

// ---- passes

struct Geometry {
  DType dtype;
  int64_t n, inner;
  int64_t segments, length;  // of n, each of at most this many elements
  const void* in;
  void* out;
  void* states;  // [results, segments], where there are several
  Extra extra;
};

template <class V, class Op>
TN_DEVICE typename Op::State part(const Geometry& g, int64_t result, int64_t segment, int64_t first,
                                  int64_t step) {
  const int64_t begin = segment * g.length, end = begin + g.length < g.n ? begin + g.length : g.n;
  const int64_t from = result / g.inner * g.n * g.inner + result % g.inner;
  typename Op::State state = Op::start();
  for (int64_t i = begin + first; i < end; i += step)
    state = Op::take(state, Storage<V>::load(g.dtype, g.in, from + i * g.inner), i, g.extra, result);
  return state;
}

template <class Op>
TN_DEVICE void put(const Geometry& g, int64_t result, int64_t segment, typename Op::State state) {
  if (g.segments == 1) Op::finish(state, g.dtype, g.out, result);
  else static_cast<typename Op::State*>(g.states)[result * g.segments + segment] = state;
}

// A team to each segment of each result: the elements lie together.
template <class V, class Op>
struct RowsBody {
  Geometry g;
  TN_DEVICE void operator()(const Team& team, int64_t t) const {
    const int64_t result = t / g.segments, segment = t % g.segments;
    const auto state = team.fold(part<V, Op>(g, result, segment, team.rank, team.size), Op::join);
    if (team.rank == 0) put<Op>(g, result, segment, state);
  }
};

// A thread to each: neighbouring threads read neighbouring elements.
template <class V, class Op>
struct ColumnsBody {
  Geometry g;
  int64_t results;
  TN_DEVICE void operator()(int64_t t) const {
    const int64_t result = t % results, segment = t / results;
    put<Op>(g, result, segment, part<V, Op>(g, result, segment, 0, 1));
  }
};

template <class Op>
struct JoinBody {
  Geometry g;
  TN_DEVICE void operator()(const Team& team, int64_t result) const {
    const auto* states = static_cast<const typename Op::State*>(g.states) + result * g.segments;
    typename Op::State state = Op::start();
    for (int64_t s = team.rank; s < g.segments; s += team.size) state = Op::join(state, states[s]);
    state = team.fold(state, Op::join);
    if (team.rank == 0) Op::finish(state, g.dtype, g.out, result);
  }
};

constexpr int64_t kShortest = 2048;  // segment
constexpr int64_t kEnough = 1024;  // segments to keep a GPU busy; with a thread to each, so many teams' worth

template <class V, class Op>
void run(DeviceState& device, const ReduceCall& c) {
  const int64_t results = c.outer * c.inner;
  const bool columns = c.inner >= 32;
  const int64_t workers = columns ? (results + kThreads - 1) / kThreads : results;
  const int64_t shortest = columns ? 64 : kShortest;
  int64_t segments = 1;
  while (segments * workers < kEnough && c.n / (2 * segments) >= shortest) segments *= 2;
  const int64_t length = (c.n + segments - 1) / segments;
  Geometry g{c.dtype, c.n, c.inner, segments, length, c.in, c.out, nullptr, {c.p, c.center}};
  const Scratch states(
      device, static_cast<size_t>(segments > 1 ? results * segments : 1) * sizeof(typename Op::State));
  g.states = states.template as<void>();
  if (columns) each(device, results * segments, ColumnsBody<V, Op>{g, results});
  else teams(device, results * segments, team_size(length), RowsBody<V, Op>{g});
  if (segments > 1) teams(device, results, team_size(segments), JoinBody<Op>{g});
}

template <class V>
void run_op(DeviceState& device, const ReduceCall& c) {
  switch (c.op) {
    case ReduceOp::sum:
      if constexpr (kIsReal<V>) return run<V, Sum<V>>(device, c);
      else return run<V, Fold<V, Plus>>(device, c);
    case ReduceOp::deviations:
      if constexpr (kIsReal<V>) return run<V, Deviations<V>>(device, c);
      break;
    case ReduceOp::powers:
      if constexpr (kIsReal<V>) return run<V, Powers<V>>(device, c);
      break;
    case ReduceOp::prod: return run<V, Fold<V, Times>>(device, c);
    case ReduceOp::max: return run<V, Fold<V, Largest>>(device, c);
    case ReduceOp::min: return run<V, Fold<V, Smallest>>(device, c);
    case ReduceOp::argmax: return run<V, Arg<V, true>>(device, c);
    case ReduceOp::argmin: return run<V, Arg<V, false>>(device, c);
    case ReduceOp::any: return run<V, Truth<V, true>>(device, c);
    case ReduceOp::all: return run<V, Truth<V, false>>(device, c);
    default: break;
  }
  fail(kUnsupported, "this reduction is not offered for %s", dtype_name(c.dtype));
}

}  // namespace

void reduce(const ReduceCall& c) {
  if (is_half(c.dtype)) fail(kUnsupported, "reductions are not offered for %s", dtype_name(c.dtype));
  OnDevice device(c.device);
  switch (c.dtype) {
    case DType::float32: return run_op<Real<float>>(*device, c);
    case DType::float64: return run_op<Real<double>>(*device, c);
    case DType::bool_: return run_op<Bool>(*device, c);
    default: return run_op<Whole>(*device, c);
  }
}

}  // namespace tenon::cuda
