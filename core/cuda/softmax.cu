// Softmax along rows, and the loss of classifiers, a team of threads to a row. The largest element is taken
// from all first, so that no exponential overflows; sums are formed in double.
#include <math.h>

#include "core/cuda/launch.cuh"

namespace tenon::cuda {

namespace {

TN_DEVICE float exponential(float x) { return ::expf(x); }
TN_DEVICE double exponential(double x) { return ::exp(x); }

struct Add {
  TN_DEVICE double operator()(double a, double b) const { return a + b; }
};
struct Larger {  // NaN wins
  template <class T>
  TN_DEVICE T operator()(T a, T b) const {
    return a != a || a > b ? a : b;
  }
};

template <class T>
TN_DEVICE T row_max(const Team& team, const T* x, int64_t n) {
  T peak = -HUGE_VAL;
  for (int64_t k = team.rank; k < n; k += team.size) peak = Larger()(peak, x[k]);
  return team.fold(peak, Larger());
}

// The sum of f(k), k < n.
template <class F>
TN_DEVICE double row_sum(const Team& team, int64_t n, F f) {
  double sum = 0;
  for (int64_t k = team.rank; k < n; k += team.size) sum += static_cast<double>(f(k));
  return team.fold(sum, Add());
}

template <class T>
struct SoftmaxBody {
  const T* in;
  T* out;
  int64_t n;
  bool log;

  TN_DEVICE void operator()(const Team& team, int64_t row) const {
    const T* x = in + row * n;
    T* y = out + row * n;
    const T peak = row_max(team, x, n);
    const double sum = row_sum(team, n, [&](int64_t k) { return exponential(x[k] - peak); });
    if (log) {
      const T shift = peak + static_cast<T>(::log(sum));
      for (int64_t k = team.rank; k < n; k += team.size) y[k] = x[k] - shift;
    } else {
      const T scale = static_cast<T>(1 / sum);
      for (int64_t k = team.rank; k < n; k += team.size) y[k] = exponential(x[k] - peak) * scale;
    }
  }
};

// softmax: (g - sum(g y)) y;  log_softmax: g - exp(y) sum(g)
template <class T>
struct SoftmaxGradientBody {
  const T *result, *grad;
  T* out;
  int64_t n;
  bool log;

  TN_DEVICE void operator()(const Team& team, int64_t row) const {
    const T *y = result + row * n, *g = grad + row * n;
    T* d = out + row * n;
    const auto total = static_cast<T>(row_sum(team, n, [&](int64_t k) { return log ? g[k] : g[k] * y[k]; }));
    for (int64_t k = team.rank; k < n; k += team.size)
      d[k] = log ? g[k] - exponential(y[k]) * total : (g[k] - total) * y[k];
  }
};

// ---- cross entropy

// As CrossEntropyCall has them, of one type.
template <class T>
struct Rows {
  int64_t rows, classes, ignore_index;
  const T* input;
  const int64_t* target;
  const T* weight;
  T* shift;
  T* out;

  explicit Rows(const CrossEntropyCall& c)
      : rows(c.rows),
        classes(c.classes),
        ignore_index(c.ignore_index),
        input(static_cast<const T*>(c.input)),
        target(c.target),
        weight(static_cast<const T*>(c.weight)),
        shift(static_cast<T*>(c.shift)),
        out(static_cast<T*>(c.out)) {}

  TN_DEVICE T weight_of(int64_t t) const { return weight ? weight[t] : T(1); }
  TN_DEVICE bool outside(int64_t t) const { return t != ignore_index && (t < 0 || t >= classes); }
};

template <class T>
struct LossBody {
  Rows<T> r;

  TN_DEVICE void operator()(const Team& team, int64_t row) const {
    const int64_t target = r.target[row];
    const T* x = r.input + row * r.classes;
    T peak = 0, logarithm = 0, loss = 0;
    if (target != r.ignore_index && !r.outside(target)) {
      peak = row_max(team, x, r.classes);
      logarithm = static_cast<T>(
          ::log(row_sum(team, r.classes, [&](int64_t k) { return exponential(x[k] - peak); })));
      loss = r.weight_of(target) * (logarithm - (x[target] - peak));
    }
    if (team.rank) return;
    r.shift[2 * row] = peak;
    r.shift[2 * row + 1] = logarithm;
    r.out[row] = loss;
  }
};

// What the host wants to know of the forward pass.
struct Totals {
  double losses, weights;
  int64_t outside;  // a row whose target is no class, or -1
};

template <class T>
struct TotalsBody {
  Rows<T> r;
  Totals* totals;

  TN_DEVICE void operator()(const Team& team, int64_t) const {
    double losses = 0, weights = 0;
    int64_t outside = -1;
    for (int64_t row = team.rank; row < r.rows; row += team.size) {
      const int64_t target = r.target[row];
      if (target == r.ignore_index) continue;
      if (r.outside(target)) {
        if (outside < 0) outside = row;
        continue;
      }
      losses += static_cast<double>(r.out[row]);
      weights += static_cast<double>(r.weight_of(target));
    }
    losses = team.fold(losses, Add());
    weights = team.fold(weights, Add());
    outside = team.fold(outside, [](int64_t a, int64_t b) { return a < 0 || (b >= 0 && b < a) ? b : a; });
    if (team.rank == 0) *totals = {losses, weights, outside};
  }
};

template <class T>
struct LossGradientBody {
  Rows<T> r;
  const T* grad;
  int64_t grad_step;
  T scale;

  TN_DEVICE void operator()(const Team& team, int64_t row) const {
    const int64_t target = r.target[row];
    const T* x = r.input + row * r.classes;
    T* d = r.out + row * r.classes;
    const bool ignored = target == r.ignore_index;
    const T factor = ignored ? T(0) : scale * r.weight_of(target) * grad[row * grad_step];
    const T peak = r.shift[2 * row], logarithm = r.shift[2 * row + 1];
    for (int64_t k = team.rank; k < r.classes; k += team.size) {
      T slope = ignored ? T(0) : factor * exponential(x[k] - peak - logarithm);
      d[k] = k == target ? slope - factor : slope;
    }
  }
};

template <class T>
void losses(DeviceState& device, const CrossEntropyCall& c) {
  const Rows<T> rows(c);
  const int size = team_size(c.classes);
  if (c.gradient)
    return teams(
        device, c.rows, size,
        LossGradientBody<T>{rows, static_cast<const T*>(c.grad), c.grad_step, static_cast<T>(c.scale)});
  const Scratch scratch(device, sizeof(Totals));
  teams(device, c.rows, size, LossBody<T>{rows});
  teams(device, 1, kThreads, TotalsBody<T>{rows, scratch.as<Totals>()});
  Totals totals;
  check(cudaMemcpyAsync(&totals, scratch.as<void>(), sizeof totals, cudaMemcpyDeviceToHost, device.stream),
        "copying");
  wait(device);
  if (totals.outside >= 0)
    fail(kIndexError, "the target of row %lld is out of bounds: there are %lld classes",
         static_cast<long long>(totals.outside), static_cast<long long>(c.classes));
  c.totals[0] = totals.losses;
  c.totals[1] = totals.weights;
}

template <class T>
void rows(DeviceState& device, const SoftmaxCall& c) {
  const T* in = static_cast<const T*>(c.in);
  T* out = static_cast<T*>(c.out);
  const int size = team_size(c.n);
  if (c.backward)
    teams(device, c.rows, size, SoftmaxGradientBody<T>{in, static_cast<const T*>(c.grad), out, c.n, c.log});
  else teams(device, c.rows, size, SoftmaxBody<T>{in, out, c.n, c.log});
}

}  // namespace

void softmax(const SoftmaxCall& c) {
  OnDevice device(c.device);
  if (c.dtype == DType::float32) rows<float>(*device, c);
  else if (c.dtype == DType::float64) rows<double>(*device, c);
  else fail(kUnsupported, "softmax is not offered for %s", dtype_name(c.dtype));
}

void cross_entropy(const CrossEntropyCall& c) {
  OnDevice device(c.device);
  if (c.dtype == DType::float32) losses<float>(*device, c);
  else if (c.dtype == DType::float64) losses<double>(*device, c);
  else fail(kUnsupported, "cross_entropy is not offered for %s", dtype_name(c.dtype));
}

}  // namespace tenon::cuda
