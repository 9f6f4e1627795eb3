// Random numbers and dropout: each element from its own bits, the same that the CPU draws (philox.h,
// normal.h).
#include "core/base/normal.h"
#include "core/cuda/launch.cuh"

namespace tenon::cuda {

namespace {

// One thread makes the elements of one block.
template <class T>
struct UniformBody {
  static constexpr int kEach = sizeof(T) == 4 ? 4 : 2;
  T* out;
  int64_t n;
  Philox from;
  T low, high;

  TN_DEVICE void operator()(int64_t b) const {
    const PhiloxBlock block = from.block(static_cast<uint64_t>(b));
    for (int k = 0; k < kEach; ++k) {
      const int64_t i = b * kEach + k;
      if (i >= n) return;
      T u;
      if constexpr (kEach == 4) u = uniform_float(block.word[k]);
      else u = uniform_double(k ? block.high() : block.low());
      out[i] = uniform_between(u, low, high);
    }
  }
};

template <class T>
struct NormalBody {
  static constexpr int kEach = sizeof(T) == 4 ? 4 : 2;
  T* out;
  int64_t n;
  Philox from;
  T mean, deviation;

  TN_DEVICE void operator()(int64_t b) const {
    const PhiloxBlock block = from.block(static_cast<uint64_t>(b));
    T x[kEach];
    if constexpr (kEach == 4) {
      normal_floats(block, 0, x, x + 1);
      normal_floats(block, 1, x + 2, x + 3);
    } else {
      normal_doubles(block, x, x + 1);
    }
    for (int k = 0; k < kEach && b * kEach + k < n; ++k) out[b * kEach + k] = x[k] * deviation + mean;
  }
};

struct IntegersBody {
  int64_t* out;
  Philox from;
  int64_t low;
  uint64_t range;

  TN_DEVICE void operator()(int64_t i) const {
    const auto at = static_cast<uint64_t>(i);
    uint64_t x;
    if (integer_words(range) == 2) {
      x = integer_below(from.bits64(at), static_cast<uint32_t>(range));
    } else {
      const PhiloxBlock block = from.block(at);
      x = integer_below_wide(block.high(), block.low(), range);
    }
    out[i] = static_cast<int64_t>(x + static_cast<uint64_t>(low));
  }
};

template <class T>
struct DropoutBody {
  const T* in;
  T* out;
  int64_t n;
  Philox from;
  uint64_t threshold;
  T scale;

  TN_DEVICE void operator()(int64_t b) const {
    const PhiloxBlock block = from.block(static_cast<uint64_t>(b));
    for (int k = 0; k < 4 && 4 * b + k < n; ++k)
      out[4 * b + k] = block.word[k] < threshold ? in[4 * b + k] * scale : T(0);
  }
};

template <class T>
void fill(DeviceState& device, const RandomCall& c) {
  T* out = static_cast<T*>(c.out);
  const T a = static_cast<T>(c.a), b = static_cast<T>(c.b);
  const int64_t blocks = static_cast<int64_t>(philox_blocks(static_cast<uint64_t>(c.n), sizeof(T) / 4));
  if (c.kind == RandomKind::normal) each(device, blocks, NormalBody<T>{out, c.n, c.from, a, b});
  else each(device, blocks, UniformBody<T>{out, c.n, c.from, a, b});
}

template <class T>
void drop(DeviceState& device, const DropoutCall& c) {
  each(device, (c.n + 3) / 4,
       DropoutBody<T>{static_cast<const T*>(c.in), static_cast<T*>(c.out), c.n, c.from,
                      truth_threshold(c.keep), static_cast<T>(c.scale)});
}

}  // namespace

void random(const RandomCall& c) {
  OnDevice device(c.device);
  if (c.kind == RandomKind::integers)
    each(*device, c.n, IntegersBody{static_cast<int64_t*>(c.out), c.from, c.low, c.range});
  else if (c.dtype == DType::float64) fill<double>(*device, c);
  else fill<float>(*device, c);
}

void dropout(const DropoutCall& c) {
  OnDevice device(c.device);
  if (c.dtype == DType::float32) drop<float>(*device, c);
  else if (c.dtype == DType::float64) drop<double>(*device, c);
  else fail(kUnsupported, "dropout is not offered for %s", dtype_name(c.dtype));
}

}  // namespace tenon::cuda
