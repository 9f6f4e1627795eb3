// Products of float and double on one thread: in registers and in place where they are small, through packed
// blocks where they aren't (Goto, van de Geijn: Anatomy of High-Performance Matrix Multiplication, 2008).
#include "core/cpu/kernels/gemm_tile.h"

namespace tenon::cpu::TENON_ISA {
namespace {

constexpr int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
constexpr int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Cuts n into the fewest pieces of at most `most`, all of nearly one size.
struct Cut {
  int64_t pieces, size, larger;  // the first `larger` pieces have one more than `size`
  Cut(int64_t n, int64_t most) : pieces(1), size(n), larger(0) {
    if (n <= most) return;  // divisions take as long as a small product
    pieces = ceil_div(n, most), size = n / pieces, larger = n % pieces;
  }
  int64_t operator[](int64_t i) const { return size + (i < larger); }
  int64_t longest() const { return size + (larger != 0); }
};

// ---- tiles of every shape, by rows and registers

template <class T>
using TileFunction = void (*)(int64_t k, const T* a, int64_t a_step, const T* b, int64_t b_row,
                              const Output<T>& out);

template <class T>
struct Tiles {
  TileFunction<T> of[2][kMaxRows][kMaxVectors] = {};

  template <int R, int N>
  constexpr void fill_vectors() {
    of[0][R - 1][N - 1] = tile<T, R, N, false>;
    of[1][R - 1][N - 1] = tile<T, R, N, true>;
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
void direct_block(const GemmTask<T>& t) {
  using Reg = Register<T>;
  constexpr int64_t kLanes = Reg::lanes;
  const bool rows_follow = t.a_row == 1 && t.m > 1;
  const Cut rows(t.m, kMaxRows);
  const Cut vectors(ceil_div(t.n, kLanes), max_vectors(rows.longest()));
  for (int64_t s = 0, j = 0; s < vectors.pieces; j += vectors[s] * kLanes, ++s) {
    const int64_t width = smaller(t.n - j, vectors[s] * kLanes);
    Output<T> out{t.c + j,
                  t.c_row,
                  t.alpha,
                  t.beta,
                  t.bias ? t.bias + j : nullptr,
                  t.relu,
                  Reg::part(width - (vectors[s] - 1) * kLanes)};
    const T* a = t.a;
    for (int64_t r = 0; r < rows.pieces; ++r) {
      TileFunction<T> tile = kTiles<T>.of[rows_follow || t.a_column != 1][rows[r] - 1][vectors[s] - 1];
      tile(t.k, a, t.a_column != 1 ? t.a_column : t.a_row, t.b + j, t.b_row, out);
      a += rows[r] * t.a_row;
      out.c += rows[r] * t.c_row;
    }
  }
}

// An op(B) that the second cache doesn't hold is passed over once, in bands of few rows: for few rows of C,
// which is near then, as it streams from memory; for more, in bands that the cache does hold.
template <class T>
void direct(const GemmTask<T>& t) {
  if (t.n * t.k * int64_t(sizeof(T)) <= kGemmCacheBytes) return direct_block(t);
  const int64_t rows = t.m <= 8 ? 16 : 256;
  GemmTask<T> band = t;
  for (int64_t p = 0; p < t.k; p += rows) {
    band.k = smaller(rows, t.k - p);
    band.relu = t.relu && p + rows >= t.k;
    direct_block(band);
    band.a += rows * t.a_column;
    band.b += rows * t.b_row;
    band.beta = 1;
    band.bias = nullptr;
  }
}

// ---- dot products

template <class T>
struct FourOf;
template <>
struct FourOf<float> {
  typedef float Type __attribute__((vector_size(16)));
};
template <>
struct FourOf<double> {
  typedef double Type __attribute__((vector_size(32)));
};

// Four elements, which is nearly always, or fewer.
template <class T>
TENON_GEMM_INLINE void copy_four(T* to, const T* from, int64_t n) {
  if (n == 4) {
    __builtin_memcpy(to, from, 4 * sizeof(T));
  } else {
    for (int64_t i = 0; i < n; ++i) to[i] = from[i];
  }
}

// C columns of R rows. Where fewer are left, the sums beyond are thrown away.
template <class T, int R, int C>
void dot_strip(const GemmTask<T>& t, const T* a, T* c, int64_t j, const T* const (&b)[C]) {
  using Four = typename FourOf<T>::Type;
  T sums[R][C];
  dot_tile<T, R, C>(t.k, a, t.a_row, b, sums);
#pragma GCC unroll 2
  for (int q = 0; q < C; q += 4) {
    const int64_t columns = smaller(4, t.n - j - q);
    if (columns <= 0) break;
    Four bias{};
    if (t.bias) copy_four(reinterpret_cast<T*>(&bias), t.bias + j + q, columns);
    T* to = c + j + q;
#pragma GCC unroll 4
    for (int i = 0; i < R; ++i, to += t.c_row) {
      Four v, old{};
      __builtin_memcpy(&v, sums[i] + q, sizeof v);
      v = v * t.alpha + bias;
      if (t.beta != 0) {
        copy_four(reinterpret_cast<T*>(&old), to, columns);
        v += t.beta * old;
      }
      if (t.relu) v = v < Four{} ? Four{} : v;
      copy_four(to, reinterpret_cast<const T*>(&v), columns);
    }
  }
}

template <class T, int C>
void dots_by(const GemmTask<T>& t) {
  const Cut rows(t.m, kMaxDotRows);
  for (int64_t j = 0; j < t.n; j += C) {
    // Beyond the last column stands the last one.
    const T* b[C];
    for (int64_t q = 0; q < C; ++q) b[q] = t.b + smaller(j + q, t.n - 1) * t.b_column;
    const T* a = t.a;
    T* c = t.c;
    for (int64_t r = 0; r < rows.pieces; ++r) {
      switch (C == 8 ? 1 : rows[r]) {
        case 1: dot_strip<T, 1, C>(t, a, c, j, b); break;
        case 2: dot_strip<T, smaller(2, 8 / C * kMaxDotRows), C>(t, a, c, j, b); break;
        case 3: dot_strip<T, smaller(3, kMaxDotRows), C>(t, a, c, j, b); break;
        default: dot_strip<T, kMaxDotRows, C>(t, a, c, j, b); break;
      }
      a += rows[r] * t.a_row;
      c += rows[r] * t.c_row;
    }
  }
}

template <class T>
void dots(const GemmTask<T>& t) {
  if (t.m == 1 && t.n > 4) return dots_by<T, 8>(t);
  dots_by<T, 4>(t);
}

// ---- copies

// to[j * to_step + i] = from[i * from_step + j], square by square; `to` may be narrower than a register.
template <class T>
void transpose(int64_t rows, int64_t columns, const T* from, int64_t from_step, T* to, int64_t to_step) {
  using Reg = Register<T>;
  constexpr int64_t kLanes = Reg::lanes;
  for (int64_t i = 0; i < rows; i += kLanes) {
    const int64_t height = smaller(kLanes, rows - i);
    const auto down = Reg::part(height);
    for (int64_t j = 0; j < columns; j += kLanes) {
      const int64_t width = smaller(kLanes, columns - j);
      const auto across = Reg::part(width);
      typename Reg::Vector v[kLanes] = {};
#pragma GCC unroll 16
      for (int64_t q = 0; q < kLanes; ++q) {
        if (q < height) v[q] = Reg::load(from + (i + q) * from_step + j, across);
      }
      transpose_square(v);
#pragma GCC unroll 16
      for (int64_t q = 0; q < kLanes; ++q) {
        if (q < width) Reg::store(to + (j + q) * to_step + i, v[q], down);
      }
    }
  }
}

template <class T>
void copy(int64_t rows, int64_t columns, const T* from, int64_t from_step, T* to, int64_t to_step) {
  using Reg = Register<T>;
  constexpr int64_t kLanes = Reg::lanes;
  for (int64_t i = 0; i < rows; ++i, from += from_step, to += to_step) {
    int64_t j = 0;
    for (; j + kLanes <= columns; j += kLanes) Reg::store(to + j, Reg::load(from + j));
    if (j < columns) {
      const auto part = Reg::part(columns - j);
      Reg::store(to + j, Reg::load(from + j, part), part);
    }
  }
}

// ---- packed blocks

// A block of op(A) of kBlockRows x kBlockDepth stays in the second cache, a panel of op(B) in the first.
template <class T>
constexpr int64_t kBlockDepth = 384;
template <class T>
constexpr int64_t kBlockRows = kMaxRows*(128 * 1024 / sizeof(T) / kBlockDepth<T> / kMaxRows);
template <class T>
constexpr int64_t kPanel = Register<T>::lanes*(kSums / kMaxRows);

template <class T>
int64_t packed_workspace(int64_t m, int64_t n, int64_t k) {
  const int64_t depth = smaller(k, kBlockDepth<T>);
  return depth * (ceil_div(n, kPanel<T>) * kPanel<T> + smaller(m, kBlockRows<T>)) + kPanel<T>;
}

// op(B)[p.., ..] as panels of kPanel columns, each row of a panel after the other.
template <class T>
void pack_b(const GemmTask<T>& t, int64_t p, int64_t depth, T* to) {
  for (int64_t j = 0; j < t.n; j += kPanel<T>, to += depth * kPanel<T>) {
    const int64_t width = smaller(kPanel<T>, t.n - j);
    const T* from = t.b + p * t.b_row + j * t.b_column;
    if (t.b_column == 1) {
      copy(depth, width, from, t.b_row, to, kPanel<T>);
    } else {
      transpose(width, depth, from, t.b_column, to, kPanel<T>);
    }
  }
}

// Rows of op(A) as panels of the tiles' heights, each column of a panel after the other.
template <class T>
void pack_a(const GemmTask<T>& t, int64_t i, const Cut& rows, int64_t p, int64_t depth, T* to) {
  for (int64_t r = 0; r < rows.pieces; i += rows[r], to += depth * rows[r], ++r) {
    const T* from = t.a + i * t.a_row + p * t.a_column;
    if (t.a_column == 1) {
      transpose(rows[r], depth, from, t.a_row, to, rows[r]);
    } else {
      copy(depth, rows[r], from, t.a_column, to, rows[r]);
    }
  }
}

template <class T>
void packed(const GemmTask<T>& t, T* workspace) {
  using Reg = Register<T>;
  constexpr int64_t kLanes = Reg::lanes;
  const Cut depths(t.k, kBlockDepth<T>), blocks(t.m, kBlockRows<T>);
  T* packed_b = workspace;
  T* packed_a = workspace + depths.longest() * ceil_div(t.n, kPanel<T>) * kPanel<T>;
  for (int64_t d = 0, p = 0; d < depths.pieces; p += depths[d], ++d) {
    const int64_t depth = depths[d];
    const bool first = d == 0, last = d + 1 == depths.pieces;
    pack_b(t, p, depth, packed_b);
    for (int64_t e = 0, i = 0; e < blocks.pieces; i += blocks[e], ++e) {
      const Cut rows(blocks[e], kMaxRows);
      pack_a(t, i, rows, p, depth, packed_a);
      for (int64_t j = 0; j < t.n; j += kPanel<T>) {
        const int64_t width = smaller(kPanel<T>, t.n - j), vectors = ceil_div(width, kLanes);
        Output<T> out{t.c + i * t.c_row + j,
                      t.c_row,
                      t.alpha,
                      first ? t.beta : T(1),
                      t.bias && first ? t.bias + j : nullptr,
                      t.relu && last,
                      Reg::part(width - (vectors - 1) * kLanes)};
        const T* a = packed_a;
        for (int64_t r = 0; r < rows.pieces; ++r) {
          kTiles<T>.of[1][rows[r] - 1][vectors - 1](depth, a, rows[r], packed_b + j * depth, kPanel<T>, out);
          a += depth * rows[r];
          out.c += rows[r] * t.c_row;
        }
      }
    }
  }
}

// ---- passes over C

template <class T>
void scale(int64_t m, int64_t n, T beta, T* c, int64_t c_row) {
  for (int64_t i = 0; i < m; ++i, c += c_row) {
    if (beta == 0) {
      for (int64_t j = 0; j < n; ++j) c[j] = 0;
    } else {
      for (int64_t j = 0; j < n; ++j) c[j] *= beta;
    }
  }
}

template <class T>
void finish(int64_t m, int64_t n, T* c, int64_t c_row, const T* bias, bool relu) {
  for (int64_t i = 0; i < m; ++i, c += c_row) {
    if (bias) {
      for (int64_t j = 0; j < n; ++j) c[j] += bias[j];
    }
    if (relu) {
      for (int64_t j = 0; j < n; ++j) c[j] = c[j] < 0 ? T(0) : c[j];
    }
  }
}

template <class T>
constexpr GemmKernelsOf<T> kKernels = {
    Register<T>::lanes,  kMaxRows,     kPanel<T>, direct<T>, dots<T>, packed<T>,
    packed_workspace<T>, transpose<T>, scale<T>,  finish<T>};

}  // namespace

extern const GemmKernels gemm_kernels;
const GemmKernels gemm_kernels = {kKernels<float>, kKernels<double>};

}  // namespace tenon::cpu::TENON_ISA
