// Pooling, a row of results at a time: each element of the window is one pass along the row, which the
// compiler turns into vector instructions.
#include "core/cpu/pool_kernels.h"

namespace tenon::cpu::TENON_ISA {
namespace {

// The elements [first, last) of a window of `count`, `step` apart from `start` on, that lie in [0, size).
struct Span {
  int64_t first, last;
  Span(int64_t start, int64_t count, int64_t step, int64_t size) : first(0), last(count) {
    if (start < 0) first = (-start + step - 1) / step;
    if (start + (count - 1) * step >= size) last = size <= start ? 0 : (size - start + step - 1) / step;
    if (first > last) first = last;
  }
};

// Calls f(offset of the element in the row for result 0, results [first, last)) for each element of a window
// along a row that some result has inside.
template <class F>
inline __attribute__((always_inline)) void each_column(const PoolCall& c, F f) {
  const Span inside(-c.padding[1], c.kernel[1], c.dilation[1], c.size[1]);
  const Span of_last((c.result[1] - 1) * c.stride[1] - c.padding[1], c.kernel[1], c.dilation[1], c.size[1]);
  for (int64_t k = of_last.first; k < inside.last; ++k) {
    const int64_t offset = k * c.dilation[1] - c.padding[1];
    const Span results(offset, c.result[1], c.stride[1], c.size[1]);
    f(offset, results.first, results.last);
  }
}

template <class T, bool kIndex, int kStride>
inline __attribute__((always_inline)) void take_larger(const T* row, int64_t first, int64_t last,
                                                       int64_t stride, int32_t at, T* best, int32_t* index) {
  const int64_t step = kStride ? kStride : stride;
  for (int64_t x = first; x < last; ++x) {
    const T v = row[x * step], b = best[x];
    const bool larger = (v > b) | (v != v);
    best[x] = larger ? v : b;
    if (kIndex) index[x] = larger ? at + static_cast<int32_t>(x * step) : index[x];
  }
}

template <class T, bool kIndex>
void max_row(const PoolCall& c, const T* plane, int64_t y, T* best, int32_t* index) {
  const int64_t start = y * c.stride[0] - c.padding[0];
  const Span rows(start, c.kernel[0], c.dilation[0], c.size[0]);
  // Of a window of nothing but minus infinities the first is the largest; one of padding alone has none.
  const int64_t first_row = start + rows.first * c.dilation[0];
  for (int64_t x = 0; x < c.result[1]; ++x) {
    best[x] = -static_cast<T>(__builtin_inf());
    if (kIndex) {
      int64_t column = x * c.stride[1] - c.padding[1];
      if (column < 0) column += (-column + c.dilation[1] - 1) / c.dilation[1] * c.dilation[1];
      const bool none = first_row >= c.size[0] || column >= c.size[1];
      index[x] = none ? -1 : static_cast<int32_t>(first_row * c.size[1] + column);
    }
  }
  for (int64_t k = rows.first; k < rows.last; ++k) {
    const int64_t row = (start + k * c.dilation[0]) * c.size[1];
    each_column(c, [&](int64_t offset, int64_t first, int64_t last) {
      const T* from = plane + row + offset;
      const int32_t at = static_cast<int32_t>(row + offset);
      if (c.stride[1] == 1) take_larger<T, kIndex, 1>(from, first, last, 1, at, best, index);
      else if (c.stride[1] == 2) take_larger<T, kIndex, 2>(from, first, last, 2, at, best, index);
      else take_larger<T, kIndex, 0>(from, first, last, c.stride[1], at, best, index);
    });
  }
}

template <class T>
void max_planes(const PoolCall& c, int64_t begin, int64_t end) {
  const int64_t places = c.result[0] * c.result[1];
  for (int64_t p = begin; p < end; ++p) {
    const T* plane = static_cast<const T*>(c.in) + p * c.size[0] * c.size[1];
    T* out = static_cast<T*>(c.out) + p * places;
    for (int64_t y = 0; y < c.result[0]; ++y, out += c.result[1]) {
      if (c.index) max_row<T, true>(c, plane, y, out, c.index + p * places + y * c.result[1]);
      else max_row<T, false>(c, plane, y, out, nullptr);
    }
  }
}

template <class T>
void max_gradient_planes(const PoolCall& c, int64_t begin, int64_t end) {
  const int64_t places = c.result[0] * c.result[1], size = c.size[0] * c.size[1];
  for (int64_t p = begin; p < end; ++p) {
    const T* gradient = static_cast<const T*>(c.in) + p * places;
    const int32_t* index = c.index + p * places;
    T* out = static_cast<T*>(c.out) + p * size;
    for (int64_t i = 0; i < size; ++i) out[i] = 0;
    for (int64_t i = 0; i < places; ++i)
      if (index[i] >= 0) out[index[i]] += gradient[i];
  }
}

// What an average over the window at (y, x) is divided by.
struct Divisor {
  const PoolCall& c;
  int64_t height;
  Divisor(const PoolCall& c, int64_t y) : c(c), height(extent(0, y)) {}

  int64_t extent(int d, int64_t i) const {
    int64_t start = i * c.stride[d] - c.padding[d], end = start + c.kernel[d];
    if (end > c.size[d] + c.padding[d]) end = c.size[d] + c.padding[d];
    if (c.count_include_pad) return end - start;
    if (start < 0) start = 0;
    return (end < c.size[d] ? end : c.size[d]) - start;
  }
  int64_t operator()(int64_t x) const { return c.divisor ? c.divisor : height * extent(1, x); }
};

template <class T>
void average_planes(const PoolCall& c, int64_t begin, int64_t end) {
  for (int64_t p = begin; p < end; ++p) {
    const T* plane = static_cast<const T*>(c.in) + p * c.size[0] * c.size[1];
    T* out = static_cast<T*>(c.out) + p * c.result[0] * c.result[1];
    for (int64_t y = 0; y < c.result[0]; ++y, out += c.result[1]) {
      const int64_t start = y * c.stride[0] - c.padding[0];
      const Span rows(start, c.kernel[0], 1, c.size[0]);
      for (int64_t x = 0; x < c.result[1]; ++x) out[x] = 0;
      for (int64_t k = rows.first; k < rows.last; ++k)
        each_column(c, [&](int64_t offset, int64_t first, int64_t last) {
          const T* from = plane + (start + k) * c.size[1] + offset;
          for (int64_t x = first; x < last; ++x) out[x] += from[x * c.stride[1]];
        });
      const Divisor divisor(c, y);
      for (int64_t x = 0; x < c.result[1]; ++x) out[x] /= static_cast<T>(divisor(x));
    }
  }
}

template <class T>
void average_gradient_planes(const PoolCall& c, int64_t begin, int64_t end) {
  const int64_t size = c.size[0] * c.size[1];
  for (int64_t p = begin; p < end; ++p) {
    const T* gradient = static_cast<const T*>(c.in) + p * c.result[0] * c.result[1];
    T* out = static_cast<T*>(c.out) + p * size;
    for (int64_t i = 0; i < size; ++i) out[i] = 0;
    for (int64_t y = 0; y < c.result[0]; ++y, gradient += c.result[1]) {
      const int64_t start = y * c.stride[0] - c.padding[0];
      const Span rows(start, c.kernel[0], 1, c.size[0]);
      const Divisor divisor(c, y);
      for (int64_t k = rows.first; k < rows.last; ++k)
        each_column(c, [&](int64_t offset, int64_t first, int64_t last) {
          T* to = out + (start + k) * c.size[1] + offset;
          for (int64_t x = first; x < last; ++x)
            to[x * c.stride[1]] += gradient[x] / static_cast<T>(divisor(x));
        });
    }
  }
}

constexpr void set(PoolKernels& k, PoolOp op, DType dtype, PoolPlanes planes) {
  k.planes[static_cast<int>(op)][static_cast<int>(dtype)] = planes;
}

template <class T>
constexpr void fill(PoolKernels& k, DType dtype) {
  set(k, PoolOp::max, dtype, max_planes<T>);
  set(k, PoolOp::max_gradient, dtype, max_gradient_planes<T>);
  set(k, PoolOp::average, dtype, average_planes<T>);
  set(k, PoolOp::average_gradient, dtype, average_gradient_planes<T>);
}

constexpr PoolKernels make() {
  PoolKernels k{};
  fill<float>(k, DType::float32);
  fill<double>(k, DType::float64);
  set(k, PoolOp::average, DType::int64, average_planes<int64_t>);
  return k;
}

}  // namespace

extern const PoolKernels pool_kernels;
constinit const PoolKernels pool_kernels = make();

}  // namespace tenon::cpu::TENON_ISA
