// Convolution as matrix products: an image's windows become the columns of a matrix, some images at a time.
#include "core/cuda/gemm.cuh"
#include "core/cuda/launch.cuh"

namespace tenon::cuda {

namespace {

constexpr int64_t kScratchBytes = int64_t{128} << 20;  // of columns, at most, unless one image has more

// The sizes of a convolution as kernels and products need them.
struct Sizes {
  ConvCall c;
  int64_t taps, places;      // elements of a window in one channel; of a result in one channel
  int64_t image, result;     // elements of an input, of a result
  int64_t depth, group_out;  // elements of a window, and channels of the result, in one group
  int64_t columns;           // elements of an image's columns
  int64_t weights;           // elements of all weights

  explicit Sizes(const ConvCall& call)
      : c(call),
        taps(c.kernel[0] * c.kernel[1]),
        places(c.out[0] * c.out[1]),
        image(c.in_channels * c.in[0] * c.in[1]),
        result(c.out_channels * places),
        depth(c.in_channels / c.groups * taps),
        group_out(c.out_channels / c.groups),
        columns(c.in_channels * taps * places),
        weights(c.out_channels * depth) {}

  // Windows of one element, side by side: the image is its own columns.
  bool plain() const {
    return taps == 1 && c.stride[0] == 1 && c.stride[1] == 1 && c.padding[0] == 0 && c.padding[1] == 0 &&
           c.out[0] == c.in[0] && c.out[1] == c.in[1];
  }
  int64_t images_at_once(size_t item) const {
    const int64_t fit = kScratchBytes / (columns * static_cast<int64_t>(item) + 1);
    return fit < 1 ? 1 : fit < c.batch ? fit : c.batch;
  }
};

// columns[image][channel, tap][place] = the input's element there, or 0 in the padding.
template <class T>
struct ColumnsBody {
  Sizes s;
  const T* input;
  T* columns;

  TN_DEVICE void operator()(int64_t i) const {
    const ConvCall& c = s.c;
    const int64_t place = i % s.places, row = i / s.places % (c.in_channels * s.taps), n = i / s.columns;
    const int64_t tap = row % s.taps, channel = row / s.taps;
    const int64_t y = place / c.out[1] * c.stride[0] - c.padding[0] + tap / c.kernel[1] * c.dilation[0];
    const int64_t x = place % c.out[1] * c.stride[1] - c.padding[1] + tap % c.kernel[1] * c.dilation[1];
    const bool inside = y >= 0 && y < c.in[0] && x >= 0 && x < c.in[1];
    columns[i] = inside ? input[n * s.image + (channel * c.in[0] + y) * c.in[1] + x] : T(0);
  }
};

// An element's gradient is the sum of those of its copies in the columns.
template <class T>
struct ImageBody {
  Sizes s;
  const T* columns;
  T* image;

  TN_DEVICE void operator()(int64_t i) const {
    const ConvCall& c = s.c;
    const int64_t x = i % c.in[1], y = i / c.in[1] % c.in[0], n = i / s.image;
    const int64_t channel = i / (c.in[0] * c.in[1]) % c.in_channels;
    const T* from = columns + n * s.columns + channel * s.taps * s.places;
    T sum = 0;
    for (int64_t k = 0; k < c.kernel[0]; ++k) {
      const int64_t down = y + c.padding[0] - k * c.dilation[0];
      if (down < 0 || down % c.stride[0] || down / c.stride[0] >= c.out[0]) continue;
      for (int64_t l = 0; l < c.kernel[1]; ++l) {
        const int64_t along = x + c.padding[1] - l * c.dilation[1];
        if (along < 0 || along % c.stride[1] || along / c.stride[1] >= c.out[1]) continue;
        sum += from[(k * c.kernel[1] + l) * s.places + down / c.stride[0] * c.out[1] + along / c.stride[1]];
      }
    }
    image[i] = sum;
  }
};

template <class T>
struct BiasBody {
  const T* bias;
  T* result;
  int64_t places, channels;

  TN_DEVICE void operator()(int64_t i) const { result[i] = bias[i / places % channels]; }
};

template <class T>
struct BiasGradientBody {
  const T* gradient;
  T* bias;
  int64_t batch, places, channels;

  TN_DEVICE void operator()(const Team& team, int64_t channel) const {
    double sum = 0;
    for (int64_t n = 0; n < batch; ++n)
      for (int64_t p = team.rank; p < places; p += team.size)
        sum += static_cast<double>(gradient[(n * channels + channel) * places + p]);
    sum = team.fold(sum, [](double a, double b) { return a + b; });
    if (team.rank == 0) bias[channel] = static_cast<T>(sum);
  }
};

// result[i] = the sum over images of parts[image][i], added to what is there unless it is the first.
template <class T>
struct SumBody {
  const T* parts;
  T* result;
  int64_t images, weights;
  bool first;

  TN_DEVICE void operator()(int64_t i) const {
    T sum = first ? T(0) : result[i];
    for (int64_t n = 0; n < images; ++n) sum += parts[n * weights + i];
    result[i] = sum;
  }
};

GemmCall product(const Sizes& s, int64_t m, int64_t n, int64_t k, int64_t images) {
  GemmCall g{};
  g.dtype = s.c.dtype;
  g.m = m;
  g.n = n;
  g.k = k;
  g.batch = images;
  g.ldc = n;
  g.alpha = 1;
  return g;
}

template <class T>
void forward(DeviceState& device, const Sizes& s) {
  const ConvCall& c = s.c;
  T* result = static_cast<T*>(c.result);
  if (c.bias)
    each(device, c.batch * s.result,
         BiasBody<T>{static_cast<const T*>(c.bias), result, s.places, c.out_channels});
  const int64_t at_once = s.images_at_once(sizeof(T));
  const Scratch scratch(device, s.plain() ? 1 : static_cast<size_t>(at_once * s.columns) * sizeof(T));
  for (int64_t first = 0; first < c.batch; first += at_once) {
    const int64_t images = c.batch - first < at_once ? c.batch - first : at_once;
    const T *input = static_cast<const T*>(c.input) + first * s.image, *columns = input;
    if (!s.plain()) {
      each(device, images * s.columns, ColumnsBody<T>{s, input, scratch.as<T>()});
      columns = scratch.as<T>();
    }
    for (int64_t group = 0; group < c.groups; ++group) {
      GemmCall g = product(s, s.group_out, s.places, s.depth, images);
      g.a = static_cast<const T*>(c.weight) + group * s.group_out * s.depth;
      g.lda = s.depth;
      g.b = columns + group * s.depth * s.places;
      g.ldb = s.places;
      g.stride_b = s.columns;
      g.c = result + first * s.result + group * s.group_out * s.places;
      g.stride_c = s.result;
      g.beta = c.bias ? 1 : 0;
      run_gemm(device, g);
    }
  }
}

template <class T>
void input_gradient(DeviceState& device, const Sizes& s) {
  const ConvCall& c = s.c;
  const int64_t at_once = s.images_at_once(sizeof(T));
  const Scratch scratch(device, s.plain() ? 1 : static_cast<size_t>(at_once * s.columns) * sizeof(T));
  for (int64_t first = 0; first < c.batch; first += at_once) {
    const int64_t images = c.batch - first < at_once ? c.batch - first : at_once;
    T *image = static_cast<T*>(c.result) + first * s.image, *columns = s.plain() ? image : scratch.as<T>();
    for (int64_t group = 0; group < c.groups; ++group) {
      GemmCall g = product(s, s.depth, s.places, s.group_out, images);
      g.a = static_cast<const T*>(c.weight) + group * s.group_out * s.depth;
      g.trans_a = true;
      g.lda = s.depth;
      g.b = static_cast<const T*>(c.gradient) + first * s.result + group * s.group_out * s.places;
      g.ldb = s.places;
      g.stride_b = s.result;
      g.c = columns + group * s.depth * s.places;
      g.stride_c = s.columns;
      run_gemm(device, g);
    }
    if (!s.plain()) each(device, images * s.image, ImageBody<T>{s, columns, image});
  }
}

template <class T>
void weight_gradient(DeviceState& device, const Sizes& s) {
  const ConvCall& c = s.c;
  int64_t at_once = s.images_at_once(sizeof(T));
  const int64_t most = kScratchBytes / (s.weights * static_cast<int64_t>(sizeof(T)) + 1);
  if (most < at_once) at_once = most < 1 ? 1 : most;
  const Scratch scratch(device, s.plain() ? 1 : static_cast<size_t>(at_once * s.columns) * sizeof(T));
  const Scratch parts(device, static_cast<size_t>(at_once * s.weights) * sizeof(T));
  for (int64_t first = 0; first < c.batch; first += at_once) {
    const int64_t images = c.batch - first < at_once ? c.batch - first : at_once;
    const T *input = static_cast<const T*>(c.input) + first * s.image, *columns = input;
    if (!s.plain()) {
      each(device, images * s.columns, ColumnsBody<T>{s, input, scratch.as<T>()});
      columns = scratch.as<T>();
    }
    for (int64_t group = 0; group < c.groups; ++group) {
      GemmCall g = product(s, s.group_out, s.depth, s.places, images);
      g.a = static_cast<const T*>(c.gradient) + first * s.result + group * s.group_out * s.places;
      g.lda = s.places;
      g.stride_a = s.result;
      g.b = columns + group * s.depth * s.places;
      g.trans_b = true;
      g.ldb = s.places;
      g.stride_b = s.columns;
      g.c = parts.as<T>() + group * s.group_out * s.depth;
      g.stride_c = s.weights;
      run_gemm(device, g);
    }
    each(device, s.weights,
         SumBody<T>{parts.as<T>(), static_cast<T*>(c.result), images, s.weights, first == 0});
  }
}

template <class T>
void run(DeviceState& device, const Sizes& s) {
  switch (s.c.product) {
    case ConvProduct::forward: return forward<T>(device, s);
    case ConvProduct::input_gradient: return input_gradient<T>(device, s);
    case ConvProduct::weight_gradient: return weight_gradient<T>(device, s);
    case ConvProduct::bias_gradient:
      return teams(device, s.c.out_channels, team_size(s.places),
                   BiasGradientBody<T>{static_cast<const T*>(s.c.gradient), static_cast<T*>(s.c.result),
                                       s.c.batch, s.places, s.c.out_channels});
  }
}

}  // namespace

void conv(const ConvCall& c) {
  OnDevice device(c.device);
  if (c.dtype == DType::float32) run<float>(*device, Sizes(c));
  else if (c.dtype == DType::float64) run<double>(*device, Sizes(c));
  else fail(kUnsupported, "conv2d is not offered for %s on a GPU", dtype_name(c.dtype));
}

}  // namespace tenon::cuda
