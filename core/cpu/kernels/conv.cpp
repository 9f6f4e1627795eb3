// Convolution of floats and doubles on one thread: a block of channels by a few registers of results is held
// while the taps pass by, and for the gradient of the weights a block of taps by a few registers of channels
// while the places pass by.
#include "core/cpu/conv_kernels.h"
#include "core/cpu/kernels/gemm_vector.h"

namespace tenon::cpu::TENON_ISA {
namespace {

#if defined(__AVX512F__)
constexpr int kRegisters = 31, kMaxRows = 8, kMaxTaps = 12;
#elif defined(__AVX2__)
constexpr int kRegisters = 15, kMaxRows = 4, kMaxTaps = 6;
#else
constexpr int kRegisters = 14, kMaxRows = 4, kMaxTaps = 4;
#endif
constexpr int kMaxVectors = 8;

// How many registers wide a tile of so many rows may be: they hold its sums and what comes in.
constexpr int max_vectors(int rows) {
  return kRegisters / (rows + 1) < kMaxVectors ? kRegisters / (rows + 1) : kMaxVectors;
}

// Cuts n into the fewest pieces of at most `most`, all of nearly one size, the larger ones first.
struct Cut {
  int64_t pieces, size, larger;
  Cut(int64_t n, int64_t most) : pieces((n + most - 1) / most), size(n / pieces), larger(n % pieces) {}
  int operator[](int64_t i) const { return static_cast<int>(size + (i < larger)); }
};

// ---- results

// Where runs of a block's results go: `count` of them from lane `from` on.
struct Run {
  int64_t from, count, to;
};

template <class T>
struct Block {
  const ConvTask<T>& task;
  int64_t first, count;  // places along the rows as they are stored
  Run runs[kMaxVectors * 16 + 1];
  int n_runs = 0;

  Block(const ConvTask<T>& task, int64_t first, int64_t count) : task(task), first(first), count(count) {
    int64_t y = first / task.pitch, x = first % task.pitch;
    for (int64_t lane = 0; lane < count; ++y) {
      int64_t valid = task.width - x < count - lane ? task.width - x : count - lane;
      if (valid > 0) runs[n_runs++] = {lane, valid, y * task.out_row + x * task.out_column};
      lane += task.pitch - x;
      x = 0;
    }
  }
};

template <class T>
void copy_run(T* to, const T* from, int64_t n) {
  using Reg = Register<T>;
  int64_t i = 0;
  for (; i + Reg::lanes <= n; i += Reg::lanes) Reg::store(to + i, Reg::load(from + i));
  if (i < n) Reg::store(to + i, Reg::load(from + i, Reg::part(n - i)), Reg::part(n - i));
}

// Rows of `wide` sums each, of which only runs are wanted. Out of line: every tile has it for its edges.
template <class T>
[[gnu::noinline]] void put_runs(const Block<T>& block, const T* sums, int rows, int64_t wide, T* out) {
  const int64_t step = block.task.out_column;
  for (int r = 0; r < rows; ++r, sums += wide, out += block.task.out_channel)
    for (int i = 0; i < block.n_runs; ++i) {
      const Run& run = block.runs[i];
      if (step == 1) copy_run(out + run.to, sums + run.from, run.count);
      else
        for (int64_t k = 0; k < run.count; ++k) out[run.to + k * step] = sums[run.from + k];
    }
}

template <class T, int R, int N>
TENON_GEMM_INLINE void put(const Block<T>& block, const typename Register<T>::Vector (&sum)[R][N], T* out) {
  using Reg = Register<T>;
  constexpr int64_t kWide = N * Reg::lanes;
  const bool whole = block.n_runs == 1 && block.task.out_column == 1 && block.runs[0].count == kWide;
  alignas(64) T lanes[R * kWide];
  T* to = whole ? out + block.runs[0].to : lanes;
  const int64_t step = whole ? block.task.out_channel : kWide;
#pragma GCC unroll 8
  for (int i = 0; i < R; ++i)
#pragma GCC unroll 8
    for (int j = 0; j < N; ++j) Reg::store(to + i * step + j * Reg::lanes, sum[i][j]);
  if (!whole) put_runs<T>(block, lanes, R, kWide, out);
}

// R channels from m on, N registers of places, of which the last may be a part.
template <class T, int R, int N>
void tile(const Block<T>& block, int64_t m) {
  using Reg = Register<T>;
  using V = typename Reg::Vector;
  const ConvTask<T>& t = block.task;
  const int64_t taps = t.taps;
  const T* weight = t.weight + m * taps;
  const T* image = t.image + block.first;
  const auto part = Reg::part(block.count - (N - 1) * Reg::lanes);
  V sum[R][N];
#pragma GCC unroll 8
  for (int i = 0; i < R; ++i) {
    V start = t.bias ? Reg::set(t.bias[m + i]) : V{};
#pragma GCC unroll 8
    for (int j = 0; j < N; ++j) sum[i][j] = start;
  }
  for (int64_t p = 0; p < taps; ++p) {
    const T* from = image + t.offset[p];
    V x[N];
#pragma GCC unroll 8
    for (int j = 0; j < N - 1; ++j) x[j] = Reg::load(from + j * Reg::lanes);
    x[N - 1] = Reg::load(from + (N - 1) * Reg::lanes, part);
#pragma GCC unroll 8
    for (int i = 0; i < R; ++i) {
      V w = Reg::set(weight[i * taps + p]);
#pragma GCC unroll 8
      for (int j = 0; j < N; ++j) sum[i][j] = Reg::fma(w, x[j], sum[i][j]);
    }
  }
  put<T, R, N>(block, sum, t.out + m * t.out_channel);
}

// Tiles by rows and registers.
template <class T>
struct Tiles {
  void (*of[kMaxRows][kMaxVectors])(const Block<T>&, int64_t m) = {};

  template <int R, int N>
  constexpr void fill_vectors() {
    of[R - 1][N - 1] = tile<T, R, N>;
    if constexpr (N < max_vectors(R)) fill_vectors<R, N + 1>();
  }
  template <int R>
  constexpr void fill_rows() {
    fill_vectors<R, 1>();
    if constexpr (R < kMaxRows) fill_rows<R + 1>();
  }
  constexpr Tiles() { fill_rows<1>(); }
};

template <class T>
constexpr Tiles<T> kTiles;

template <class T>
void product(const ConvTask<T>& t) {
  constexpr int64_t kLanes = Register<T>::lanes;
  const Cut rows(t.channels, kMaxRows);
  const int64_t end = (t.height - 1) * t.pitch + t.width;
  const Cut vectors((end + kLanes - 1) / kLanes, max_vectors(rows[0]));
  for (int64_t first = 0, i = 0; first < end; ++i) {
    const int64_t wide = vectors[i] * kLanes, count = end - first < wide ? end - first : wide;
    const Block<T> block(t, first, count);
    const int64_t registers = (count + kLanes - 1) / kLanes;
    for (int64_t r = 0, m = 0; r < rows.pieces; m += rows[r], ++r)
      kTiles<T>.of[rows[r] - 1][registers - 1](block, m);
    first += count;
    if (first % t.pitch >= t.width) first += t.pitch - first % t.pitch;  // nothing is wanted from there
  }
}

// ---- sums over places

template <class T, int R, int N>
void sum_tile(const ConvSumTask<T>& t, int64_t p, int64_t m) {
  using Reg = Register<T>;
  using V = typename Reg::Vector;
  T* sums = t.sums + p * t.step + m;
  const T* image[R];
  V sum[R][N];
#pragma GCC unroll 16
  for (int i = 0; i < R; ++i) {
    image[i] = t.image + t.offset[p + i];
#pragma GCC unroll 2
    for (int j = 0; j < N; ++j) sum[i][j] = Reg::load(sums + i * t.step + j * Reg::lanes);
  }
  const T* gradient = t.gradient + m;
  for (int64_t y = 0; y < t.height; ++y) {
    const int64_t row = y * t.pitch;
    for (int64_t x = row; x < row + t.width; ++x) {
      V g[N];
#pragma GCC unroll 2
      for (int j = 0; j < N; ++j) g[j] = Reg::load(gradient + j * Reg::lanes);
      gradient += t.step;
#pragma GCC unroll 16
      for (int i = 0; i < R; ++i) {
        V v = Reg::set(image[i][x]);
#pragma GCC unroll 2
        for (int j = 0; j < N; ++j) sum[i][j] = Reg::fma(v, g[j], sum[i][j]);
      }
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < R; ++i) {
#pragma GCC unroll 2
    for (int j = 0; j < N; ++j) Reg::store(sums + i * t.step + j * Reg::lanes, sum[i][j]);
  }
}

template <class T>
struct SumTiles {
  void (*of[kMaxTaps][2])(const ConvSumTask<T>&, int64_t p, int64_t m) = {};

  template <int R>
  constexpr void fill() {
    of[R - 1][0] = sum_tile<T, R, 1>;
    of[R - 1][1] = sum_tile<T, R, 2>;
    if constexpr (R < kMaxTaps) fill<R + 1>();
  }
  constexpr SumTiles() { fill<1>(); }
};

template <class T>
constexpr SumTiles<T> kSumTiles;

template <class T>
void sums(const ConvSumTask<T>& t) {
  constexpr int64_t kLanes = Register<T>::lanes;
  const Cut taps(t.taps, kMaxTaps);
  for (int64_t m = 0; m < t.step;) {
    const int two = t.step - m >= 2 * kLanes;
    for (int64_t r = 0, p = 0; r < taps.pieces; p += taps[r], ++r) kSumTiles<T>.of[taps[r] - 1][two](t, p, m);
    m += two ? 2 * kLanes : kLanes;
  }
}

// ---- the same for few channels: dot products along the rows of the gradient as it is

template <class T, int R>
void dot_tile(const ConvDotTask<T>& t, int64_t p, int64_t m) {
  using Reg = Register<T>;
  using V = typename Reg::Vector;
  const T* image[R];
  V sum[R] = {};
#pragma GCC unroll 12
  for (int i = 0; i < R; ++i) image[i] = t.image + t.offset[p + i];
  const T* gradient = t.gradient + m * t.gradient_channel;
  for (int64_t y = 0; y < t.height; ++y, gradient += t.width) {
    const int64_t row = y * t.pitch;
    int64_t x = 0;
    for (; x + Reg::lanes <= t.width; x += Reg::lanes) {
      const V g = Reg::load(gradient + x);
#pragma GCC unroll 12
      for (int i = 0; i < R; ++i) sum[i] = Reg::fma(Reg::load(image[i] + row + x), g, sum[i]);
    }
    if (x == t.width) continue;
    const auto part = Reg::part(t.width - x);
    const V g = Reg::load(gradient + x, part);
#pragma GCC unroll 12
    for (int i = 0; i < R; ++i) sum[i] = Reg::fma(Reg::load(image[i] + row + x, part), g, sum[i]);
  }
#pragma GCC unroll 12
  for (int i = 0; i < R; ++i) {
    T total = 0;
    for (int k = 0; k < Reg::lanes; ++k) total += sum[i][k];
    t.sums[(p + i) * t.step + m] += total;
  }
}

template <class T>
struct DotTiles {
  void (*of[kMaxTaps])(const ConvDotTask<T>&, int64_t p, int64_t m) = {};

  template <int R>
  constexpr void fill() {
    of[R - 1] = dot_tile<T, R>;
    if constexpr (R < kMaxTaps) fill<R + 1>();
  }
  constexpr DotTiles() { fill<1>(); }
};

template <class T>
constexpr DotTiles<T> kDotTiles;

template <class T>
void dots(const ConvDotTask<T>& t) {
  const Cut taps(t.taps, kMaxTaps);
  for (int64_t m = 0; m < t.step; ++m)
    for (int64_t r = 0, p = 0; r < taps.pieces; p += taps[r], ++r) kDotTiles<T>.of[taps[r] - 1](t, p, m);
}

template <class T>
double total(const T* x, int64_t n) {
  using Reg = Register<T>;
  constexpr int64_t kBlock = 64 * Reg::lanes;  // so much in the type itself, then in double
  double sum = 0;
  for (int64_t i = 0; i < n;) {
    typename Reg::Vector v{};
    const int64_t end = n - i < kBlock ? n : i + kBlock;
    for (; i + Reg::lanes <= end; i += Reg::lanes) v += Reg::load(x + i);
    if (i < end) v += Reg::load(x + i, Reg::part(end - i));
    i = end;
    for (int k = 0; k < Reg::lanes; ++k) sum += static_cast<double>(v[k]);
  }
  return sum;
}

template <class T>
constexpr ConvKernelsOf<T> kernels_of() {
  return {Register<T>::lanes, product<T>, sums<T>, dots<T>, total<T>};
}

}  // namespace

extern const ConvKernels conv_kernels;
constinit const ConvKernels conv_kernels = {kernels_of<float>(), kernels_of<double>()};

}  // namespace tenon::cpu::TENON_ISA
