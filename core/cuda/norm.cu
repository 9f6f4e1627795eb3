// Layers that normalise: a team of threads to each row, or to each channel. Variances are sums of squared
// distances from the mean, formed in double.
#include <math.h>

#include "core/cuda/launch.cuh"

namespace tenon::cuda {

namespace {

struct Add {
  TN_DEVICE double operator()(double a, double b) const { return a + b; }
};

// An element of what may be left out.
template <class T>
TN_DEVICE T or_else(const void* p, int64_t i, T fallback) {
  return p ? static_cast<const T*>(p)[i] : fallback;
}

// ---- rows

template <class T>
struct RowsBody {
  LayerNormCall c;

  TN_DEVICE void operator()(const Team& team, int64_t r) const {
    const T* x = static_cast<const T*>(c.input) + r * c.n;
    T* out = static_cast<T*>(c.out) + r * c.n;
    const auto n = static_cast<double>(c.n);
    double sum = 0, squares = 0;
    for (int64_t k = team.rank; k < c.n; k += team.size) sum += static_cast<double>(x[k]);
    const T mean = static_cast<T>(team.fold(sum, Add()) / n);
    for (int64_t k = team.rank; k < c.n; k += team.size)
      squares += static_cast<double>((x[k] - mean) * (x[k] - mean));
    const T rstd = static_cast<T>(1 / ::sqrt(team.fold(squares, Add()) / n + c.eps));
    if (team.rank == 0) {
      static_cast<T*>(c.mean)[r] = mean;
      static_cast<T*>(c.rstd)[r] = rstd;
    }
    for (int64_t k = team.rank; k < c.n; k += team.size)
      out[k] = (x[k] - mean) * rstd * or_else(c.weight, k, T(1)) + or_else(c.bias, k, T(0));
  }
};

// With d = grad * weight and h = (x - mean) * rstd: rstd * (d - mean(d) - h * mean(d * h))
template <class T>
struct RowsGradientBody {
  LayerNormCall c;

  TN_DEVICE void operator()(const Team& team, int64_t r) const {
    const T *x = static_cast<const T*>(c.input) + r * c.n, *g = static_cast<const T*>(c.grad) + r * c.n;
    T* out = static_cast<T*>(c.grad_input) + r * c.n;
    const T mean = static_cast<const T*>(c.mean)[r], rstd = static_cast<const T*>(c.rstd)[r];
    double plain = 0, along = 0;
    for (int64_t k = team.rank; k < c.n; k += team.size) {
      const T d = g[k] * or_else(c.weight, k, T(1));
      plain += static_cast<double>(d);
      along += static_cast<double>(d * ((x[k] - mean) * rstd));
    }
    const auto n = static_cast<double>(c.n);
    const T a = static_cast<T>(team.fold(plain, Add()) / n), b = static_cast<T>(team.fold(along, Add()) / n);
    for (int64_t k = team.rank; k < c.n; k += team.size) {
      const T d = g[k] * or_else(c.weight, k, T(1)), h = (x[k] - mean) * rstd;
      out[k] = rstd * (d - a - h * b);
    }
  }
};

// The gradients of weight and bias, summed over one segment of the rows: parts[segment][which][k].
template <class T>
struct WeightPartsBody {
  LayerNormCall c;
  int64_t length;
  double* parts;

  TN_DEVICE void operator()(int64_t i) const {
    const int64_t k = i % c.n, segment = i / c.n, begin = segment * length;
    const int64_t end = begin + length < c.rows ? begin + length : c.rows;
    double weight = 0, bias = 0;
    for (int64_t r = begin; r < end; ++r) {
      const T g = static_cast<const T*>(c.grad)[r * c.n + k], x = static_cast<const T*>(c.input)[r * c.n + k];
      const T h = (x - static_cast<const T*>(c.mean)[r]) * static_cast<const T*>(c.rstd)[r];
      weight += static_cast<double>(g * h);
      bias += static_cast<double>(g);
    }
    parts[segment * 2 * c.n + k] = weight;
    parts[(segment * 2 + 1) * c.n + k] = bias;
  }
};

template <class T>
struct WeightSumBody {
  const double* parts;
  int64_t segments, n;
  T *weight, *bias;

  TN_DEVICE void operator()(int64_t k) const {
    double sums[2] = {0, 0};
    for (int64_t s = 0; s < segments; ++s)
      for (int which = 0; which < 2; ++which) sums[which] += parts[(s * 2 + which) * n + k];
    if (weight) weight[k] = static_cast<T>(sums[0]);
    if (bias) bias[k] = static_cast<T>(sums[1]);
  }
};

template <class T>
void run(DeviceState& device, const LayerNormCall& c) {
  if (!c.grad) return teams(device, c.rows, team_size(c.n), RowsBody<T>{c});
  if (c.grad_input) teams(device, c.rows, team_size(c.n), RowsGradientBody<T>{c});
  if (!c.grad_weight && !c.grad_bias) return;
  const int64_t segments = c.rows / 32 < 1 ? 1 : c.rows / 32 < 128 ? c.rows / 32 : 128;
  const int64_t length = (c.rows + segments - 1) / segments;
  const Scratch parts(device, static_cast<size_t>(segments * 2 * c.n + 1) * sizeof(double));
  each(device, segments * c.n, WeightPartsBody<T>{c, length, parts.as<double>()});
  each(device, c.n,
       WeightSumBody<T>{parts.as<double>(), segments, c.n, static_cast<T*>(c.grad_weight),
                        static_cast<T*>(c.grad_bias)});
}

// ---- channels

// The sum of f(place) over a channel.
template <class F>
TN_DEVICE double channel_sum(const BatchNormCall& c, const Team& team, int64_t channel, F f) {
  double sum = 0;
  const int64_t n = c.batch * c.inner;
  for (int64_t i = team.rank; i < n; i += team.size)
    sum += static_cast<double>(f((i / c.inner * c.channels + channel) * c.inner + i % c.inner));
  return team.fold(sum, Add());
}

// running + momentum * (found - running), as PyTorch rounds it
template <class T>
TN_DEVICE void approach(void* running, int64_t channel, T momentum, T found) {
  if (!running) return;
  T& at = static_cast<T*>(running)[channel];
  at = at * (1 - momentum) + found * momentum;
}

template <class T>
struct ChannelsBody {
  BatchNormCall c;

  TN_DEVICE void operator()(const Team& team, int64_t channel) const {
    const T* x = static_cast<const T*>(c.input);
    const int64_t count = c.batch * c.inner;
    const auto n = static_cast<double>(count);
    T mean, variance;
    if (c.training) {
      mean = static_cast<T>(channel_sum(c, team, channel, [&](int64_t at) { return x[at]; }) / n);
      variance = static_cast<T>(channel_sum(c, team, channel,
                                            [&](int64_t at) {
                                              const T d = x[at] - mean;
                                              return d * d;
                                            }) /
                                n);
    } else {
      mean = static_cast<const T*>(c.running_mean)[channel];
      variance = static_cast<const T*>(c.running_var)[channel];
    }
    const T rstd = static_cast<T>(1 / ::sqrt(static_cast<double>(variance) + c.eps));
    if (team.rank == 0) {
      if (c.training) {
        const T momentum = static_cast<T>(c.momentum);
        approach(c.running_mean, channel, momentum, mean);
        approach(c.running_var, channel, momentum, variance * static_cast<T>(n / (n - 1)));
      }
      static_cast<T*>(c.mean)[channel] = mean;
      static_cast<T*>(c.rstd)[channel] = rstd;
    }
    const T scale = rstd * or_else(c.weight, channel, T(1)), bias = or_else(c.bias, channel, T(0));
    T* out = static_cast<T*>(c.out);
    for (int64_t i = team.rank; i < count; i += team.size) {
      const int64_t at = (i / c.inner * c.channels + channel) * c.inner + i % c.inner;
      out[at] = (x[at] - mean) * scale + bias;
    }
  }
};

// In training as for rows; else mean and rstd don't depend on the input.
template <class T>
struct ChannelsGradientBody {
  BatchNormCall c;

  TN_DEVICE void operator()(const Team& team, int64_t channel) const {
    const T *x = static_cast<const T*>(c.input), *g = static_cast<const T*>(c.grad);
    const T mean = static_cast<const T*>(c.mean)[channel], rstd = static_cast<const T*>(c.rstd)[channel];
    const T scale = rstd * or_else(c.weight, channel, T(1));
    const double plain = channel_sum(c, team, channel, [&](int64_t at) { return g[at]; });
    const double along =
        channel_sum(c, team, channel, [&](int64_t at) { return g[at] * ((x[at] - mean) * rstd); });
    if (team.rank == 0) {
      if (c.grad_weight) static_cast<T*>(c.grad_weight)[channel] = static_cast<T>(along);
      if (c.grad_bias) static_cast<T*>(c.grad_bias)[channel] = static_cast<T>(plain);
    }
    if (!c.grad_input) return;
    const int64_t count = c.batch * c.inner;
    const T a = static_cast<T>(plain / static_cast<double>(count)),
            b = static_cast<T>(along / static_cast<double>(count)) * rstd;
    T* out = static_cast<T*>(c.grad_input);
    for (int64_t i = team.rank; i < count; i += team.size) {
      const int64_t at = (i / c.inner * c.channels + channel) * c.inner + i % c.inner;
      out[at] = c.training ? scale * (g[at] - a - (x[at] - mean) * b) : scale * g[at];
    }
  }
};

template <class T>
void run(DeviceState& device, const BatchNormCall& c) {
  const int size = team_size(c.batch * c.inner);
  if (c.grad) teams(device, c.channels, size, ChannelsGradientBody<T>{c});
  else teams(device, c.channels, size, ChannelsBody<T>{c});
}

template <class Call>
void run_in_dtype(const char* name, const Call& c) {
  OnDevice device(c.device);
  if (c.dtype == DType::float32) run<float>(*device, c);
  else if (c.dtype == DType::float64) run<double>(*device, c);
  else fail(kUnsupported, "%s is not offered for %s", name, dtype_name(c.dtype));
}

}  // namespace

void layer_norm(const LayerNormCall& c) { run_in_dtype("layer_norm", c); }
void batch_norm(const BatchNormCall& c) { run_in_dtype("batch_norm", c); }

}  // namespace tenon::cuda
