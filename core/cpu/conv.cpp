// Cuts convolutions into bands of rows of one image and group, for the threads to share. Where windows step
// by more than one place or reach beyond the image, a band's part of the image is first laid out so that they
// don't: parted by the remainder of row and column divided by the stride, with zeros around. Then every
// window is a fixed set of distances (conv_kernels.h). The gradient of the image is a convolution of the
// result's gradient in turn: one for each remainder of row and column divided by the stride.
#include "core/cpu/conv.h"

#include <string.h>

#include <algorithm>
#include <vector>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/with_dtype.h"
#include "core/cpu/conv_kernels.h"
#include "core/cpu/gemm_kernels.h"
#include "core/cpu/scratch.h"

namespace tenon::cpu {

namespace {

constexpr int64_t kBandBytes = 256 * 1024;        // of a band laid out anew: it stays in the second cache
constexpr int64_t kWork = int64_t{1} << 20;       // multiply-adds worth a thread's while
constexpr int64_t kSumsBytes = int64_t{8} << 20;  // of the weights' partial gradients

constexpr int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

template <class T>
const ConvKernelsOf<T>& kernels();
template <>
const ConvKernelsOf<float>& kernels() {
  return conv_kernels().f32;
}
template <>
const ConvKernelsOf<double>& kernels() {
  return conv_kernels().f64;
}

// ---- one dimension of windows

// Result i reads source[start + i * step + reach of a tap]; taps count in steps within a phase, the remainder
// of their distance divided by the step.
struct Tap {
  int64_t phase, shift;
};

struct Axis {
  int64_t source, results, step = 1, start = 0, phases = 1;
  int64_t reach = 0;  // the largest shift
  std::vector<Tap> taps;
  std::vector<int64_t> kernel;  // the window's element that a tap is
};

Axis forward_axis(const ConvCall& c, int d) {
  Axis axis{c.in[d], c.out[d], c.stride[d], -c.padding[d], 1, 0, {}, {}};
  const int64_t last = c.dilation[d] * (c.kernel[d] - 1);
  axis.phases = std::min(axis.step, last + 1);
  axis.reach = last / axis.step;
  for (int64_t k = 0; k < c.kernel[d]; ++k) {
    axis.taps.push_back({k * c.dilation[d] % axis.step, k * c.dilation[d] / axis.step});
    axis.kernel.push_back(k);
  }
  return axis;
}

// Of the image's elements remainder + q * stride: element q gets from window element k the gradient of result
// q + (remainder + padding - k * dilation) / stride, where that is whole.
Axis backward_axis(const ConvCall& c, int d, int64_t remainder) {
  Axis axis{c.out[d], ceil_div(c.in[d] - remainder, c.stride[d]), 1, 0, 1, 0, {}, {}};
  int64_t low = INT64_MAX, high = INT64_MIN;
  for (int64_t k = 0; k < c.kernel[d]; ++k) {
    int64_t distance = remainder + c.padding[d] - k * c.dilation[d];
    if (distance % c.stride[d]) continue;
    int64_t shift = distance / c.stride[d];
    low = std::min(low, shift);
    high = std::max(high, shift);
    axis.taps.push_back({0, shift});
    axis.kernel.push_back(k);
  }
  if (axis.taps.empty()) return axis;
  axis.start = low;
  axis.reach = high - low;
  for (Tap& tap : axis.taps) tap.shift -= low;
  return axis;
}

// ---- a source and the windows in it

class Windows {
 public:
  Windows(int64_t channels, const Axis& y, const Axis& x, size_t item) : channels(channels), y(y), x(x) {
    in_place = fits(y) && fits(x);
    columns = in_place ? x.source : x.results + x.reach;
    pitch = in_place ? x.source : columns - shared_zeros();
    const int64_t row_bytes = channels * y.phases * x.phases * pitch * static_cast<int64_t>(item);
    band =
        in_place ? y.results : std::max<int64_t>(kBandBytes / std::max<int64_t>(row_bytes, 1) - y.reach, 1);
    band = std::min(band, y.results);
  }

  // Few enough rows for the threads to share, where there are few images.
  void shorten_band(int64_t work_per_row) {
    band = std::min(band, std::max<int64_t>(ceil_div(kWork, std::max<int64_t>(work_per_row, 1)), 4));
  }
  int64_t bands() const { return ceil_div(y.results, band); }
  int64_t taps() const { return channels * static_cast<int64_t>(y.taps.size() * x.taps.size()); }
  // Elements of a band laid out anew.
  int64_t room(int64_t of_channels) const { return in_place ? 0 : of_channels * planes() * plane(); }

  // How far each tap of a result lies from the result's own place, of which there are taps().
  void offsets(int64_t* to) const {
    const int64_t size = in_place ? y.source * x.source : plane();
    for (int64_t c = 0; c < channels; ++c)
      for (const Tap& v : y.taps)
        for (const Tap& h : x.taps)
          *to++ = ((c * y.phases + v.phase) * x.phases + h.phase) * size + v.shift * pitch + h.shift;
  }

  // Where rows from `row` on find their windows: in the image itself, or laid out in `room`.
  template <class T>
  const T* band_of(const T* image, int64_t of_channels, int64_t row, int64_t rows, T* room) const {
    if (in_place) return image + (y.start + row) * pitch + x.start;
    for (int64_t c = 0; c < of_channels; ++c)
      for (int64_t v = 0; v < y.phases; ++v) {
        T* to = room + (c * y.phases + v) * x.phases * plane();
        for (int64_t r = 0; r < rows + y.reach; ++r, to += pitch) {
          int64_t at = y.start + v + (row + r) * y.step;
          const T* from = at < 0 || at >= y.source ? nullptr : image + (c * y.source + at) * x.source;
          for (int64_t h = 0; h < x.phases; ++h) lay_row(from, h, to + h * plane());
        }
      }
    return room;
  }

  const int64_t channels;
  const Axis &y, &x;
  bool in_place;
  int64_t pitch, band;

 private:
  static bool fits(const Axis& a) {
    return a.step == 1 && a.start >= 0 && a.start + a.results + a.reach <= a.source;
  }
  int64_t planes() const { return y.phases * x.phases; }
  int64_t plane() const { return (band + y.reach - 1) * pitch + columns; }

  // The columns of a phase that lie inside the image.
  void inside(int64_t phase, int64_t* first, int64_t* last) const {
    const int64_t start = x.start + phase;
    *first = std::min(start < 0 ? ceil_div(-start, x.step) : 0, columns);
    *last = std::min(start < x.source ? ceil_div(x.source - start, x.step) : 0, columns);
    *last = std::max(*first, *last);
  }
  // The zeros at the end of a row serve the beginning of the next one; the rows of results stay apart.
  int64_t shared_zeros() const {
    int64_t shared = x.reach;
    for (int64_t h = 0; h < x.phases; ++h) {
      int64_t first, last;
      inside(h, &first, &last);
      shared = std::min({shared, first, columns - last});
    }
    return shared;
  }

  // A phase's elements of a row, with zeros beyond the image, and for no row.
  template <class T>
  void lay_row(const T* from, int64_t phase, T* to) const {
    int64_t first, last;
    inside(phase, &first, &last);
    if (!from) first = last = columns;
    for (int64_t i = 0; i < first; ++i) to[i] = 0;
    if (x.step == 1 && last > first)
      memcpy(to + first, from + x.start + first, static_cast<size_t>(last - first) * sizeof(T));
    else
      for (int64_t i = first; i < last; ++i) to[i] = from[x.start + phase + i * x.step];
    for (int64_t i = last; i < columns; ++i) to[i] = 0;
  }

  int64_t columns;  // of a row as it is laid out
};

// ---- the product, and the gradient of the image

// What a convolution reads and writes of one image and group.
template <class T>
struct Product {
  const T* source;
  int64_t source_step;  // from one image and group to the next
  const T* weight;      // [group][result channel][taps]
  const T* bias;
  T* out;
  int64_t out_step;
  int64_t channels;  // of the result, in a group
  int64_t out_channel, out_row, out_column;
};

template <class T>
void run(const ConvCall& c, const Product<T>& p, int64_t channels, const Axis& y, const Axis& x) {
  if (y.results <= 0 || x.results <= 0) return;
  Windows windows(channels, y, x, sizeof(T));
  const int64_t taps = windows.taps(), row_work = p.channels * (taps + 1) * x.results;
  windows.shorten_band(row_work);
  Scratch<int64_t> offsets(taps);
  windows.offsets(offsets);
  const int64_t bands = windows.bands(), tasks = c.batch * c.groups * bands;
  parallel_for(tasks, ceil_div(kWork, row_work * windows.band), [&](int64_t begin, int64_t end) {
    Scratch<T> room(windows.room(channels));
    for (int64_t i = begin; i < end; ++i) {
      const int64_t image = i / bands, group = image % c.groups, row = i % bands * windows.band;
      const int64_t rows = std::min(windows.band, y.results - row);
      ConvTask<T> task;
      task.channels = p.channels;
      task.taps = taps;
      task.weight = p.weight + group * p.channels * taps;
      task.bias = p.bias ? p.bias + group * p.channels : nullptr;
      task.image = windows.band_of<T>(p.source + image * p.source_step, channels, row, rows, room);
      task.offset = offsets;
      task.pitch = windows.pitch;
      task.height = rows;
      task.width = x.results;
      task.out = p.out + image * p.out_step + row * p.out_row;
      task.out_channel = p.out_channel;
      task.out_row = p.out_row;
      task.out_column = p.out_column;
      kernels<T>().product(task);
    }
  });
}

template <class T>
void forward(const ConvCall& c) {
  const int64_t channels = c.in_channels / c.groups, results = c.out_channels / c.groups;
  const int64_t plane = c.out[0] * c.out[1];
  const Product<T> p{static_cast<const T*>(c.input),
                     channels * c.in[0] * c.in[1],
                     static_cast<const T*>(c.weight),
                     static_cast<const T*>(c.bias),
                     static_cast<T*>(c.result),
                     results * plane,
                     results,
                     plane,
                     c.out[1],
                     1};
  const Axis y = forward_axis(c, 0), x = forward_axis(c, 1);
  run(c, p, channels, y, x);
}

// The weights that images' elements with the same remainders see: [group][image channel][result
// channel][taps]
template <class T>
void gather_weights(const ConvCall& c, const Axis& y, const Axis& x, T* to) {
  const T* weight = static_cast<const T*>(c.weight);
  const int64_t channels = c.in_channels / c.groups, results = c.out_channels / c.groups;
  const int64_t window = c.kernel[0] * c.kernel[1];
  for (int64_t g = 0; g < c.groups; ++g)
    for (int64_t i = 0; i < channels; ++i)
      for (int64_t o = 0; o < results; ++o) {
        const T* from = weight + ((g * results + o) * channels + i) * window;
        for (int64_t v : y.kernel)
          for (int64_t h : x.kernel) *to++ = from[v * c.kernel[1] + h];
      }
}

template <class T>
void input_gradient(const ConvCall& c) {
  const int64_t channels = c.in_channels / c.groups, results = c.out_channels / c.groups;
  const int64_t plane = c.in[0] * c.in[1];
  Scratch<T> weights(c.in_channels * results * c.kernel[0] * c.kernel[1]);
  for (int64_t v = 0; v < std::min(c.stride[0], c.in[0]); ++v)
    for (int64_t h = 0; h < std::min(c.stride[1], c.in[1]); ++h) {
      const Axis y = backward_axis(c, 0, v), x = backward_axis(c, 1, h);
      gather_weights<T>(c, y, x, weights);
      const Product<T> p{static_cast<const T*>(c.gradient),
                         results * c.out[0] * c.out[1],
                         weights,
                         nullptr,
                         static_cast<T*>(c.result) + v * c.in[1] + h,
                         channels * plane,
                         channels,
                         plane,
                         c.stride[0] * c.in[1],
                         c.stride[1]};
      run(c, p, results, y, x);
    }
}

// ---- the gradient of the weights

// Partial sums over blocks of images, added up in their order: the cut depends on the sizes alone.
template <class T>
class WeightGradient {
 public:
  explicit WeightGradient(const ConvCall& c)
      : c_(c),
        channels_(c.in_channels / c.groups),
        results_(c.out_channels / c.groups),
        few_(results_ * 4 <= kernels<T>().lanes),
        step_(few_ ? results_ : ceil_div(results_, kernels<T>().lanes) * kernels<T>().lanes),
        y_(forward_axis(c, 0)),
        x_(forward_axis(c, 1)),
        window_(c.kernel[0] * c.kernel[1]),
        places_(c.out[0] * c.out[1]) {
    const int64_t image_work = results_ * channels_ * window_ * places_ * c.groups;
    const int64_t block_bytes = c.groups * channels_ * window_ * step_ * static_cast<int64_t>(sizeof(T));
    int64_t blocks = std::min(c.batch, std::max<int64_t>(1, std::min<int64_t>(16, kSumsBytes / block_bytes)));
    blocks = std::min(blocks, std::max<int64_t>(1, ceil_div(c.batch * image_work, kWork)));
    images_ = ceil_div(c.batch, blocks);
    blocks_ = ceil_div(c.batch, images_);
    // Few blocks: their channels are shared out too, though each share turns the gradient around for itself.
    part_ = channels_;
    if (blocks_ * c.groups < 8) {
      const int64_t channel_work = images_ * results_ * window_ * places_;
      part_ = std::min(channels_, std::max(ceil_div(kWork, channel_work), ceil_div(96, window_)));
    }
    parts_ = ceil_div(channels_, part_);
  }

  void run() {
    const int64_t group_sums = channels_ * window_ * step_;
    Scratch<T> sums(blocks_ * c_.groups * group_sums);
    memset(sums.data(), 0, static_cast<size_t>(blocks_ * c_.groups * group_sums) * sizeof(T));
    parallel_for(blocks_ * c_.groups * parts_, 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        const int64_t part = i % parts_, group = i / parts_ % c_.groups, block = i / parts_ / c_.groups;
        T* to = sums + (block * c_.groups + group) * group_sums + part * part_ * window_ * step_;
        add_block(block, group, part * part_, to);
      }
    });
    join(sums);
  }

 private:
  // The sums of one block of images over some channels of a group.
  void add_block(int64_t block, int64_t group, int64_t channel, T* to) {
    const int64_t channels = std::min(part_, channels_ - channel);
    Windows windows(channels, y_, x_, sizeof(T));
    if (few_) return add_dots(block, group, channel, windows, to);
    const int64_t row_bytes = step_ * c_.out[1] * static_cast<int64_t>(sizeof(T));
    windows.band = std::min(windows.band, std::max<int64_t>(kBandBytes / row_bytes, 1));
    Scratch<int64_t> offsets(windows.taps());
    windows.offsets(offsets);
    Scratch<T> room(windows.room(channels)), turned(windows.band * c_.out[1] * step_);
    if (step_ != results_)
      memset(turned.data(), 0, static_cast<size_t>(windows.band * c_.out[1] * step_) * sizeof(T));
    const int64_t last = std::min((block + 1) * images_, c_.batch);
    for (int64_t n = block * images_; n < last; ++n) {
      const T *image = image_of(n, group, channel), *gradient = gradient_of(n, group);
      for (int64_t row = 0; row < c_.out[0]; row += windows.band) {
        const int64_t rows = std::min(windows.band, c_.out[0] - row);
        turn(gradient + row * c_.out[1], rows * c_.out[1], turned);
        kernels<T>().sums({windows.taps(), step_, windows.band_of<T>(image, channels, row, rows, room),
                           offsets, windows.pitch, rows, c_.out[1], turned, to});
      }
    }
  }

  void add_dots(int64_t block, int64_t group, int64_t channel, const Windows& windows, T* to) {
    Scratch<int64_t> offsets(windows.taps());
    windows.offsets(offsets);
    Scratch<T> room(windows.room(windows.channels));
    const int64_t last = std::min((block + 1) * images_, c_.batch);
    for (int64_t n = block * images_; n < last; ++n) {
      const T *image = image_of(n, group, channel), *gradient = gradient_of(n, group);
      for (int64_t row = 0; row < c_.out[0]; row += windows.band) {
        const int64_t rows = std::min(windows.band, c_.out[0] - row);
        kernels<T>().dots({windows.taps(), step_,
                           windows.band_of<T>(image, windows.channels, row, rows, room), offsets,
                           windows.pitch, rows, c_.out[1], gradient + row * c_.out[1], places_, to});
      }
    }
  }

  const T* image_of(int64_t n, int64_t group, int64_t channel) const {
    return static_cast<const T*>(c_.input) +
           (n * c_.in_channels + group * channels_ + channel) * c_.in[0] * c_.in[1];
  }
  const T* gradient_of(int64_t n, int64_t group) const {
    return static_cast<const T*>(c_.gradient) + (n * c_.out_channels + group * results_) * places_;
  }

  void turn(const T* from, int64_t count, T* to) const {
    const GemmKernels& gemm = gemm_kernels();
    if constexpr (sizeof(T) == 4) gemm.f32.transpose(results_, count, from, places_, to, step_);
    else gemm.f64.transpose(results_, count, from, places_, to, step_);
  }

  void join(const T* sums) {
    const int64_t taps = channels_ * window_, group_sums = taps * step_;
    T* result = static_cast<T*>(c_.result);
    parallel_for(c_.out_channels, ceil_div(kWork / 8, taps * blocks_), [&](int64_t begin, int64_t end) {
      for (int64_t o = begin; o < end; ++o) {
        const T* from = sums + o / results_ * group_sums + o % results_;
        for (int64_t p = 0; p < taps; ++p) {
          T sum = from[p * step_];
          for (int64_t b = 1; b < blocks_; ++b) sum += from[b * c_.groups * group_sums + p * step_];
          result[o * taps + p] = sum;
        }
      }
    });
  }

  const ConvCall& c_;
  const int64_t channels_, results_;
  const bool few_;      // results, for which whole registers of them would be a waste
  const int64_t step_;  // from the sums of one tap to those of the next
  const Axis y_, x_;
  const int64_t window_, places_;
  int64_t images_, blocks_, part_, parts_;
};

template <class T>
void bias_gradient(const ConvCall& c) {
  const T* gradient = static_cast<const T*>(c.gradient);
  const int64_t places = c.out[0] * c.out[1];
  parallel_for(c.out_channels, ceil_div(kWork / 4, c.batch * places), [&](int64_t begin, int64_t end) {
    for (int64_t o = begin; o < end; ++o) {
      double sum = 0;
      for (int64_t n = 0; n < c.batch; ++n)
        sum += kernels<T>().total(gradient + (n * c.out_channels + o) * places, places);
      static_cast<T*>(c.result)[o] = static_cast<T>(sum);
    }
  });
}

template <class T>
void real(const ConvCall& c) {
  switch (c.product) {
    case ConvProduct::forward: return forward<T>(c);
    case ConvProduct::input_gradient: return input_gradient<T>(c);
    case ConvProduct::weight_gradient: return WeightGradient<T>(c).run();
    case ConvProduct::bias_gradient: return bias_gradient<T>(c);
  }
}

// ---- integers, for which nobody is in a hurry

template <class T>
T window_sum(const ConvCall& c, const T* image, const T* weight, int64_t y, int64_t x) {
  T sum = 0;
  for (int64_t i = 0; i < c.in_channels / c.groups; ++i)
    for (int64_t v = 0; v < c.kernel[0]; ++v)
      for (int64_t h = 0; h < c.kernel[1]; ++h, ++weight) {
        const int64_t row = y * c.stride[0] - c.padding[0] + v * c.dilation[0];
        const int64_t column = x * c.stride[1] - c.padding[1] + h * c.dilation[1];
        if (row < 0 || row >= c.in[0] || column < 0 || column >= c.in[1]) continue;
        sum = static_cast<T>(sum + image[(i * c.in[0] + row) * c.in[1] + column] * *weight);
      }
  return sum;
}

template <class T>
void integral(const ConvCall& c) {
  const int64_t channels = c.in_channels / c.groups, results = c.out_channels / c.groups;
  T* out = static_cast<T*>(c.result);
  for (int64_t n = 0; n < c.batch; ++n)
    for (int64_t o = 0; o < c.out_channels; ++o) {
      const T* image =
          static_cast<const T*>(c.input) + (n * c.in_channels + o / results * channels) * c.in[0] * c.in[1];
      const T* weight = static_cast<const T*>(c.weight) + o * channels * c.kernel[0] * c.kernel[1];
      for (int64_t y = 0; y < c.out[0]; ++y)
        for (int64_t x = 0; x < c.out[1]; ++x)
          *out++ = static_cast<T>(window_sum(c, image, weight, y, x) +
                                  (c.bias ? static_cast<const T*>(c.bias)[o] : T(0)));
    }
}

}  // namespace

int32_t conv(const ConvCall* call) {
  with_dtype(call->dtype, [&]<class T>(T) {
    if constexpr (std::is_same_v<T, float> || std::is_same_v<T, double>) {
      return real<T>(*call);
    } else if constexpr (is_integral(dtype_of<T>)) {
      if (call->product == ConvProduct::forward) return integral<T>(*call);
    }
    fail(Status::unsupported, "convolution is not offered for %s", dtype_name(call->dtype));
  });
  return 0;
}

}  // namespace tenon::cpu
