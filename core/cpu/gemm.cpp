#include "core/cpu/gemm.h"

#include <climits>

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/cpu/blas.h"
#include "core/cpu/gemm_kernels.h"

namespace tenon::cpu {
namespace {

template <class T>
const GemmKernelsOf<T>& kernels();
template <>
const GemmKernelsOf<float>& kernels() {
  return gemm_kernels().f32;
}
template <>
const GemmKernelsOf<double>& kernels() {
  return gemm_kernels().f64;
}

constexpr int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }
constexpr int64_t round_up(int64_t a, int64_t b) { return ceil_div(a, b) * b; }

// Memory for the length of one call: little of it on the stack, since the stack may be a fiber's.
template <class T>
class Scratch {
 public:
  explicit Scratch(int64_t elements) : bytes_(static_cast<size_t>(elements) * sizeof(T)) {
    data_ = bytes_ <= sizeof near_ ? near_ : static_cast<T*>(allocate(bytes_));
  }
  ~Scratch() {
    if (data_ != near_) deallocate(data_, bytes_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  T* data() { return data_; }

 private:
  size_t bytes_;
  T* data_;
  alignas(64) T near_[8192 / sizeof(T)];
};

// ---- which kernel

enum class Method {
  direct,      // B has contiguous rows and is small, or A is a single row
  transposed,  // B has contiguous columns: transposed as a whole, then direct
  dots,        // B has contiguous columns, and A contiguous rows
  packed,
  blas
};

// The cost of one product in fused multiply-adds of registers. Copying a register's worth across a
// transposition costs about 7 of them, summing up the lanes of a dot product 3.
struct Cost {
  int64_t dots, transposed;
  Cost(int64_t m, int64_t n, int64_t k, int64_t lanes) {
    const int64_t columns = ceil_div(n, lanes), depth = ceil_div(k, lanes);
    dots = m * round_up(n, 4) * (depth + 3);
    transposed = m * columns * k + 7 * columns * depth * lanes;
  }
};

// From so many rows of C on, packing a large B pays.
constexpr int64_t kManyRows = 32;

template <class T>
Method own_method(const GemmTask<T>& t) {
  const bool small_b = t.n * t.k * int64_t(sizeof(T)) <= kGemmCacheBytes && t.k <= 1024;
  if (t.b_column == 1) return small_b || t.m <= kManyRows ? Method::direct : Method::packed;
  if (t.a_column == 1 && t.m * t.k * int64_t(sizeof(T)) <= 2 * kGemmCacheBytes) {
    const Cost cost(t.m, t.n, t.k, kernels<T>().lanes);
    if (cost.dots <= cost.transposed) return Method::dots;
  }
  return small_b ? Method::transposed : Method::packed;
}

// From so many multiply-adds on OpenBLAS takes over. Tile against tile, ours are a few percent faster on
// AVX-512 (Zen 4) up to 700 cubed and level at 1024; on AVX2 OpenBLAS's Haswell kernels are level at 128
// cubed and 10 % faster at 512.
int64_t blas_threshold() { return isa() == Isa::avx512 ? int64_t(1) << 30 : int64_t(1) << 22; }

template <class T>
Method choose(const GemmTask<T>& product, const GemmTask<T>& tile) {
  const Method own = own_method(tile);
  if (product.m * product.n * product.k < blas_threshold() || product.k <= 4) return own;
  // OpenBLAS packs B, which so few rows don't pay for.
  if (product.m <= (own == Method::dots ? 2 * kManyRows : kManyRows) || product.n <= 4) return own;
  const int64_t steps[] = {product.a_row,    product.a_column, product.b_row,
                           product.b_column, product.c_row,    product.k};
  for (int64_t step : steps) {
    if (step > INT_MAX) return own;
  }
  return has_blas() ? Method::blas : own;
}

// ---- one tile, on one thread

template <class T>
void run_blas(const GemmTask<T>& t) {
  const bool trans_a = t.a_column != 1, trans_b = t.b_column != 1;
  blas_gemm(trans_a, trans_b, int(t.m), int(t.n), int(t.k), t.alpha, t.a, int(trans_a ? t.a_column : t.a_row),
            t.b, int(trans_b ? t.b_column : t.b_row), t.beta, t.c, int(t.c_row));
  if (t.bias || t.relu) kernels<T>().finish(t.m, t.n, t.c, t.c_row, t.bias, t.relu);
}

template <class T>
void run_transposed(const GemmTask<T>& t) {
  const int64_t row = round_up(t.n, kernels<T>().lanes);
  Scratch<T> rows(row * t.k);
  kernels<T>().transpose(t.n, t.k, t.b, t.b_column, rows.data(), row);
  GemmTask<T> direct = t;
  direct.b = rows.data();
  direct.b_row = row;
  direct.b_column = 1;
  kernels<T>().direct(direct);
}

template <class T>
void run(const GemmTask<T>& t, Method method) {
  switch (method) {
    case Method::direct: return kernels<T>().direct(t);
    case Method::dots: return kernels<T>().dots(t);
    case Method::transposed: return run_transposed(t);
    case Method::blas: return run_blas(t);
    case Method::packed: break;
  }
  Scratch<T> workspace(kernels<T>().packed_workspace(t.m, t.n, t.k));
  kernels<T>().packed(t, workspace.data());
}

// ---- many tiles, on all threads

// The work of a tile is worth a thread's while from here on, some 30 microseconds. Its unit is a
// multiply-add; reading an element of B from memory counts for four.
constexpr int64_t kTileWork = int64_t(1) << 21;
constexpr int64_t kMaxTile = 768;
constexpr int64_t kEnoughTiles = 8;

template <class T>
int64_t work(const GemmTask<T>& t) {
  return (t.m + 4) * t.n * t.k;
}

struct Tiling {
  int64_t rows, columns;  // of a tile
  int64_t down, across;   // how many
};

// The size of nearly equal pieces, of about `most` each and a multiple of `step` where there are several.
int64_t piece(int64_t n, int64_t most, int64_t step) {
  return n <= most + most / 2 ? n : round_up(ceil_div(n, ceil_div(n, most)), step);
}

int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }
int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

// Square tiles; long and narrow products are cut along their length. Each tile copies its operands for
// itself, so small tiles cost time: of 1024 cubed on one thread those of 64 take a third, of 256 a twelfth,
// of 512 a thirtieth. Many tiles keep many threads busy; eight must do before tiles become larger.
template <class T>
Tiling cut(const GemmTask<T>& t) {
  if (work(t) < 2 * kTileWork) return {t.m, t.n, 1, 1};
  int64_t side = 64;
  auto too_small = [&] {
    return side * side * t.k < kTileWork || ceil_div(t.m, side) * ceil_div(t.n, side) > kEnoughTiles;
  };
  while (side < kMaxTile && too_small()) side += 64;
  const int64_t rows = piece(t.m, larger(side, kTileWork / (smaller(t.n, side) * t.k)), kernels<T>().rows);
  const int64_t columns = piece(t.n, larger(side, kTileWork / ((rows + 4) * t.k)), kernels<T>().columns);
  return {rows, columns, ceil_div(t.m, rows), ceil_div(t.n, columns)};
}

template <class T>
void run_tile(const GemmTask<T>& t, const Tiling& tiling, Method method, int64_t tile) {
  const int64_t i = tile / tiling.across * tiling.rows, j = tile % tiling.across * tiling.columns;
  GemmTask<T> part = t;
  part.m = smaller(t.m - i, tiling.rows);
  part.n = smaller(t.n - j, tiling.columns);
  part.a += i * t.a_row;
  part.b += j * t.b_column;
  part.c += i * t.c_row + j;
  if (t.bias) part.bias += j;
  run(part, method);
}

// How a batch goes on from one product to the next.
struct Batch {
  int64_t count, a, b, c;
};

template <class T>
GemmTask<T> product_of(const GemmTask<T>& first, const Batch& batch, int64_t i) {
  GemmTask<T> t = first;
  t.a += i * batch.a;
  t.b += i * batch.b;
  t.c += i * batch.c;
  return t;
}

template <class T>
void run_tiles(const GemmTask<T>& t, const Batch& batch) {
  const Tiling tiling = cut(t);
  GemmTask<T> tile = t;
  tile.m = tiling.rows;
  tile.n = tiling.columns;
  const Method method = choose(t, tile);
  const int64_t tiles = tiling.down * tiling.across;
  parallel_for(batch.count * tiles, ceil_div(kTileWork, work(tile) + 64), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i)
      run_tile(product_of(t, batch, i / tiles), tiling, method, i % tiles);
  });
}

// ---- shapes that want another form

template <class T>
void run_product(const GemmTask<T>& t);

// C is one column: as a row it is the product of the transposed operands in turn.
template <class T>
void run_column(const GemmTask<T>& t) {
  GemmTask<T> row{1,       t.m, t.k, t.b,     1,      t.b_row, t.a,   t.a_column,
                  t.a_row, t.c, 1,   t.alpha, t.beta, nullptr, t.relu};
  if (t.c_row == 1 && !t.bias) return run_product(row);
  Scratch<T> column(t.m);
  row.c = column.data();
  row.beta = 0;
  row.relu = false;
  run_product(row);
  for (int64_t i = 0; i < t.m; ++i) {
    T* to = t.c + i * t.c_row;
    T v = column.data()[i];
    if (t.bias) v += *t.bias;
    if (t.beta != 0) v += t.beta * *to;
    *to = t.relu && v < 0 ? T(0) : v;
  }
}

// The only row of A, gathered for dot products.
template <class T>
void run_gathered(const GemmTask<T>& t) {
  Scratch<T> row(t.k);
  for (int64_t p = 0; p < t.k; ++p) row.data()[p] = t.a[p * t.a_column];
  GemmTask<T> contiguous = t;
  contiguous.a = row.data();
  contiguous.a_column = 1;
  run_tiles(contiguous, Batch{1, 0, 0, 0});
}

template <class T>
bool is_column(const GemmTask<T>& t) {
  return t.n == 1 && t.m > 1;
}
template <class T>
bool is_scattered_row(const GemmTask<T>& t) {
  return t.m == 1 && t.a_column != 1 && t.b_column != 1;
}

template <class T>
void run_product(const GemmTask<T>& t) {
  if (is_column(t)) return run_column(t);
  if (is_scattered_row(t)) return run_gathered(t);
  if (work(t) < 2 * kTileWork) return run(t, own_method(t));
  run_tiles(t, Batch{1, 0, 0, 0});
}

template <class T>
void run_products(const GemmTask<T>& t, const Batch& batch) {
  if (!is_column(t) && !is_scattered_row(t)) return run_tiles(t, batch);
  parallel_for(batch.count, ceil_div(kTileWork, work(t) + 64), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) run_product(product_of(t, batch, i));
  });
}

// ---- the functions of gemm.h

template <class T>
GemmTask<T> task_of(const Gemm<T>& g) {
  const int64_t a_row = g.trans_a ? 1 : g.lda, a_column = g.trans_a ? g.lda : 1;
  const int64_t b_row = g.trans_b ? 1 : g.ldb, b_column = g.trans_b ? g.ldb : 1;
  return {g.m,      g.n, g.k,   g.a,     a_row,  a_column, g.b,  b_row,
          b_column, g.c, g.ldc, g.alpha, g.beta, nullptr,  false};
}

template <class T>
void run_gemm(const Gemm<T>& g) {
  if (g.m == 0 || g.n == 0) return;
  if (g.k == 0 || g.alpha == 0) return kernels<T>().scale(g.m, g.n, g.beta, g.c, g.ldc);
  run_product(task_of(g));
}

template <class T>
void run_batch(const Gemm<T>& first, const Batch& batch) {
  if (batch.count == 0 || first.m == 0 || first.n == 0) return;
  // A shared B makes one tall product of rows that follow each other.
  if (batch.b == 0 && !first.trans_a && batch.a == first.m * first.lda && batch.c == first.m * first.ldc) {
    Gemm<T> all = first;
    all.m *= batch.count;
    return run_gemm(all);
  }
  if (first.k == 0 || first.alpha == 0) {
    for (int64_t i = 0; i < batch.count; ++i) {
      kernels<T>().scale(first.m, first.n, first.beta, first.c + i * batch.c, first.ldc);
    }
    return;
  }
  run_products(task_of(first), batch);
}

template <class T>
void run_linear(const T* x, const T* w, const T* bias, T* y, int64_t m, int64_t n, int64_t k, bool relu) {
  if (m == 0 || n == 0) return;
  if (k == 0) {
    kernels<T>().scale(m, n, 0, y, n);
    return kernels<T>().finish(m, n, y, n, bias, relu);
  }
  run_product(GemmTask<T>{m, n, k, x, k, 1, w, 1, k, y, n, 1, 0, bias, relu});
}

}  // namespace

void gemm(const Gemm<float>& product) { run_gemm(product); }
void gemm(const Gemm<double>& product) { run_gemm(product); }

void gemm_batched(const Gemm<float>& first, int64_t batch, int64_t stride_a, int64_t stride_b,
                  int64_t stride_c) {
  run_batch(first, Batch{batch, stride_a, stride_b, stride_c});
}
void gemm_batched(const Gemm<double>& first, int64_t batch, int64_t stride_a, int64_t stride_b,
                  int64_t stride_c) {
  run_batch(first, Batch{batch, stride_a, stride_b, stride_c});
}

void linear(const float* x, const float* w, const float* bias, float* y, int64_t m, int64_t n, int64_t k,
            bool relu) {
  run_linear(x, w, bias, y, m, n, k, relu);
}
void linear(const double* x, const double* w, const double* bias, double* y, int64_t m, int64_t n, int64_t k,
            bool relu) {
  run_linear(x, w, bias, y, m, n, k, relu);
}

}  // namespace tenon::cpu
