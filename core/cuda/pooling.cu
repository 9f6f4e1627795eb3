// Pooling, a thread to each result, or of a gradient to each element: it gathers from the windows that it is
// in, so the sums have one order.
#include <math.h>

#include "core/cuda/launch.cuh"

namespace tenon::cuda {

namespace {

// The place in a window, along one dimension, of an element: result `at`, if there is one.
struct Hit {
  int64_t at;
  bool exists;

  TN_DEVICE Hit(const PoolCall& c, int d, int64_t i, int64_t k) {
    const int64_t distance = i + c.padding[d] - k * c.dilation[d];
    at = distance / c.stride[d];
    exists = distance >= 0 && distance % c.stride[d] == 0 && at < c.result[d];
  }
};

struct Place {
  int64_t plane, y, x;
  TN_DEVICE Place(int64_t i, const int64_t (&size)[2])
      : plane(i / size[1] / size[0]), y(i / size[1] % size[0]), x(i % size[1]) {}
};

TN_DEVICE bool inside(int64_t i, int64_t size) { return i >= 0 && i < size; }

template <class T>
struct MaxBody {
  PoolCall c;

  TN_DEVICE void operator()(int64_t i) const {
    const Place to(i, c.result);
    const T* plane = static_cast<const T*>(c.in) + to.plane * c.size[0] * c.size[1];
    T best = -static_cast<T>(HUGE_VAL);
    int64_t found = -1;  // of a window of nothing but minus infinities the first is the largest
    for (int64_t k = 0; k < c.kernel[0]; ++k) {
      const int64_t y = to.y * c.stride[0] - c.padding[0] + k * c.dilation[0];
      if (!inside(y, c.size[0])) continue;
      for (int64_t l = 0; l < c.kernel[1]; ++l) {
        const int64_t x = to.x * c.stride[1] - c.padding[1] + l * c.dilation[1];
        if (!inside(x, c.size[1])) continue;
        const T v = plane[y * c.size[1] + x];
        if (found >= 0 && !(v > best || v != v)) continue;
        best = v;
        found = y * c.size[1] + x;
      }
    }
    static_cast<T*>(c.out)[i] = best;
    if (c.index) c.index[i] = static_cast<int32_t>(found);
  }
};

template <class T>
struct MaxGradientBody {
  PoolCall c;

  TN_DEVICE void operator()(int64_t i) const {
    const Place at(i, c.size);
    const int64_t own = at.y * c.size[1] + at.x, plane = at.plane * c.result[0] * c.result[1];
    T sum = 0;
    for (int64_t k = c.kernel[0] - 1; k >= 0; --k) {
      const Hit y(c, 0, at.y, k);
      if (!y.exists) continue;
      for (int64_t l = c.kernel[1] - 1; l >= 0; --l) {
        const Hit x(c, 1, at.x, l);
        if (!x.exists) continue;
        const int64_t from = plane + y.at * c.result[1] + x.at;
        if (c.index[from] == own) sum += static_cast<const T*>(c.in)[from];
      }
    }
    static_cast<T*>(c.out)[i] = sum;
  }
};

// What an average over the window at (y, x) is divided by.
TN_DEVICE int64_t extent(const PoolCall& c, int d, int64_t i) {
  int64_t start = i * c.stride[d] - c.padding[d], end = start + c.kernel[d];
  if (end > c.size[d] + c.padding[d]) end = c.size[d] + c.padding[d];
  if (c.count_include_pad) return end - start;
  if (start < 0) start = 0;
  return (end < c.size[d] ? end : c.size[d]) - start;
}
TN_DEVICE int64_t divisor_of(const PoolCall& c, int64_t y, int64_t x) {
  return c.divisor ? c.divisor : extent(c, 0, y) * extent(c, 1, x);
}

template <class T>
struct AverageBody {
  PoolCall c;

  TN_DEVICE void operator()(int64_t i) const {
    const Place to(i, c.result);
    const T* plane = static_cast<const T*>(c.in) + to.plane * c.size[0] * c.size[1];
    T sum = 0;
    for (int64_t k = 0; k < c.kernel[0]; ++k) {
      const int64_t y = to.y * c.stride[0] - c.padding[0] + k;
      if (!inside(y, c.size[0])) continue;
      for (int64_t l = 0; l < c.kernel[1]; ++l) {
        const int64_t x = to.x * c.stride[1] - c.padding[1] + l;
        if (inside(x, c.size[1])) sum += plane[y * c.size[1] + x];
      }
    }
    static_cast<T*>(c.out)[i] = sum / static_cast<T>(divisor_of(c, to.y, to.x));
  }
};

template <class T>
struct AverageGradientBody {
  PoolCall c;  // whose dilation is 1

  TN_DEVICE void operator()(int64_t i) const {
    const Place at(i, c.size);
    const T* gradient = static_cast<const T*>(c.in) + at.plane * c.result[0] * c.result[1];
    T sum = 0;
    for (int64_t k = c.kernel[0] - 1; k >= 0; --k) {
      const Hit y(c, 0, at.y, k);
      if (!y.exists) continue;
      for (int64_t l = 0; l < c.kernel[1]; ++l) {
        const Hit x(c, 1, at.x, l);
        if (x.exists) sum += gradient[y.at * c.result[1] + x.at] / static_cast<T>(divisor_of(c, y.at, x.at));
      }
    }
    static_cast<T*>(c.out)[i] = sum;
  }
};

template <class T>
void run(DeviceState& device, const PoolCall& c) {
  const int64_t results = c.planes * c.result[0] * c.result[1], elements = c.planes * c.size[0] * c.size[1];
  switch (c.op) {
    case PoolOp::max: return each(device, results, MaxBody<T>{c});
    case PoolOp::max_gradient: return each(device, elements, MaxGradientBody<T>{c});
    case PoolOp::average: return each(device, results, AverageBody<T>{c});
    case PoolOp::average_gradient: return each(device, elements, AverageGradientBody<T>{c});
  }
}

}  // namespace

void pool(const PoolCall& call) {
  PoolCall c = call;
  const bool average = c.op == PoolOp::average || c.op == PoolOp::average_gradient;
  if (average) c.dilation[0] = c.dilation[1] = 1;
  OnDevice device(c.device);
  if (c.dtype == DType::float32) run<float>(*device, c);
  else if (c.dtype == DType::float64) run<double>(*device, c);
  else if (c.dtype == DType::int64 && c.op == PoolOp::average)
    each(*device, c.planes * c.result[0] * c.result[1], AverageBody<int64_t>{c});
  else fail(kUnsupported, "pooling is not offered for %s", dtype_name(c.dtype));
}

}  // namespace tenon::cuda
