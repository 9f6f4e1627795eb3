// Places of one dimension, picked and written by a vector of indices: whole runs of elements at once.
#include <algorithm>

#include "core/base/parallel.h"
#include "core/base/with_dtype.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/index.h"
#include "core/ops/pointwise.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

constexpr int64_t kGrainBytes = 65536;

// The index as row-major int64, each of it within the dimension's size.
Tensor checked_places(const char* op, const Tensor& t, int d, const Tensor& index) {
  if (index->dtype != DType::int64 && index->dtype != DType::int32)
    fail(Status::type, "%s: index must be int64 or int32, not %s", op, dtype_name(index->dtype));
  if (index->ndim > 1)
    fail(Status::shape, "%s: index must be a vector or 0-dim, not of shape %s", op,
         to_string(index->sizes()).c_str());
  if (!t->device.is_cpu() || !index->device.is_cpu())
    fail(Status::unsupported, "%s: not offered on this device", op);
  Tensor dense =
      index->contiguous && index->dtype == DType::int64 ? index : cast_elements(index, DType::int64);
  int64_t size = t->ndim ? t->size[d] : 1;
  const int64_t* at = dense->as<int64_t>();
  for (int64_t i = 0; i < dense->numel; ++i)
    if (at[i] < 0 || at[i] >= size)
      fail(Status::index, "%s: index %lld is out of bounds for dimension %d of size %lld", op,
           (long long)at[i], d, (long long)size);
  return dense;
}

// A row-major tensor as [outer][places][inner].
struct Runs {
  int64_t outer = 1, places = 1, inner = 1;
  Runs(const Tensor& t, int d) {
    for (int e = 0; e < t->ndim; ++e) (e < d ? outer : e == d ? places : inner) *= t->size[e];
  }
};

Shape with_places(const Tensor& t, int d, int64_t places) {
  Shape sizes(t->sizes());
  if (t->ndim) sizes[d] = places;
  return sizes;
}

template <class Unit>
void copy_units(char* out, const char* in, int64_t count, const int64_t* at) {
  auto* to = reinterpret_cast<Unit*>(out);
  auto* from = reinterpret_cast<const Unit*>(in);
  for (int64_t i = 0; i < count; ++i) to[i] = from[at[i]];
}

void pick(const Tensor& y, const Tensor& x, int d, const Tensor& index) {
  Runs from(x, d);
  int64_t n = index->numel;
  auto item = static_cast<int64_t>(x->item_size());
  int64_t bytes = from.inner * item;
  const int64_t* at = index->as<int64_t>();
  parallel_for(from.outer * n, kGrainBytes / bytes + 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end;) {
      int64_t o = i / n, k = i % n, run = std::min(n - k, end - i);
      const char* in = x->as<char>() + o * from.places * bytes;
      char* out = y->as<char>() + i * bytes;
      switch (bytes) {
        case 1: copy_units<uint8_t>(out, in, run, at + k); break;
        case 2: copy_units<uint16_t>(out, in, run, at + k); break;
        case 4: copy_units<uint32_t>(out, in, run, at + k); break;
        case 8: copy_units<uint64_t>(out, in, run, at + k); break;
        default:
          for (int64_t j = 0; j < run; ++j)
            memcpy(out + j * bytes, in + at[k + j] * bytes, static_cast<size_t>(bytes));
      }
      i += run;
    }
  });
}

// Adds in the order of the index, so that a place named twice has one sum.
template <class T>
void add_run(T* out, const T* in, int64_t n, Scalar alpha) {
  if constexpr (is_half(dtype_of<T>)) {
    auto a = static_cast<float>(alpha.f);
    for (int64_t i = 0; i < n; ++i) out[i] = T(static_cast<float>(out[i]) + a * static_cast<float>(in[i]));
  } else if constexpr (is_floating(dtype_of<T>)) {
    T a = static_cast<T>(alpha.f);
    for (int64_t i = 0; i < n; ++i) out[i] += a * in[i];
  } else if constexpr (std::is_same_v<T, bool>) {
    for (int64_t i = 0; i < n; ++i) out[i] = out[i] || (alpha.i && in[i]);
  } else {
    auto a = static_cast<uint64_t>(alpha.i);
    for (int64_t i = 0; i < n; ++i)
      out[i] = static_cast<T>(static_cast<uint64_t>(out[i]) + a * static_cast<uint64_t>(in[i]));
  }
}

// Different outer runs, and different columns of the inner ones, never meet: those are shared out.
template <class F>
void each_written(const Runs& runs, const int64_t* at, int64_t n, int64_t item, F f) {
  int64_t block = std::min<int64_t>(runs.inner, kGrainBytes / item),
          blocks = (runs.inner + block - 1) / block;
  parallel_for(runs.outer * blocks, kGrainBytes / (block * item * n) + 1, [&](int64_t begin, int64_t end) {
    for (int64_t task = begin; task < end; ++task) {
      int64_t o = task / blocks, first = task % blocks * block;
      int64_t length = std::min(block, runs.inner - first);
      for (int64_t i = 0; i < n; ++i)
        f((o * runs.places + at[i]) * runs.inner + first, (o * n + i) * runs.inner + first, length);
    }
  });
}

void check_source(const char* op, const Tensor& t, int d, const Tensor& index, const Tensor& source) {
  if (source->dtype != t->dtype)
    fail(Status::type, "%s: source is %s and self is %s", op, dtype_name(source->dtype),
         dtype_name(t->dtype));
  Shape wanted = with_places(t, d, index->numel);
  bool one = source->ndim == 0 && t->ndim <= 1 && index->numel == 1;
  bool scalar = t->ndim == 0 && source->ndim == 1 && source->size[0] == index->numel;
  if (!one && !scalar && !(source->sizes() == wanted))
    fail(Status::shape,
         "%s: source of shape %s must be of shape %s, as self of shape %s and %lld indices ask for", op,
         to_string(source->sizes()).c_str(), to_string(wanted).c_str(), to_string(t->sizes()).c_str(),
         (long long)index->numel);
  if (!source->device.is_cpu()) fail(Status::unsupported, "%s: not offered on this device", op);
}

}  // namespace

void write_places(const char* op, const Tensor& t, int d, const Tensor& index, const Tensor& source, bool add,
                  Scalar alpha) {
  Tensor places = checked_places(op, t, d, index);
  check_source(op, t, d, index, source);
  if (!source->numel) return;
  Tensor from = source->contiguous ? source : dense_copy(source);
  auto item = static_cast<int64_t>(t->item_size());
  const int64_t* at = places->as<int64_t>();
  if (add) {
    with_dtype(t->dtype, [&]<class T>(T) {
      each_written(Runs(t, d), at, places->numel, item, [&](int64_t to, int64_t i, int64_t n) {
        add_run(t->as<T>() + to, from->as<T>() + i, n, alpha);
      });
    });
  } else {
    each_written(Runs(t, d), at, places->numel, item, [&](int64_t to, int64_t i, int64_t n) {
      memcpy(t->as<char>() + to * item, from->as<char>() + i * item, static_cast<size_t>(n * item));
    });
  }
}

Tensor index_select(const Tensor& t, int64_t dim, const Tensor& index) {
  int d = normalize_dim("index_select", dim, t->ndim);
  Tensor places = checked_places("index_select", t, d, index);
  if (t->ndim == 0 && places->numel != 1)
    fail(Status::shape, "index_select: index to a 0-dim tensor must have one element, not %lld",
         (long long)places->numel);
  Shape sizes = with_places(t, d, places->numel);
  checked_numel("index_select", sizes);
  Tensor y = empty(sizes, t->dtype, t->device);
  if (y->numel) pick(y, t->contiguous ? t : dense_copy(t), d, places);
  if (wants_history(t))
    record("IndexSelectBackward0", y, {&t},
           [index = Saved(index), d, sizes = Shape(t->sizes())](Backward& b) {
             const Tensor& g = b.grad();
             b.set(0, index_add(zeros(sizes, g->dtype, g->device), d, index.get(b), g));
           });
  return y;
}

Tensor index_add(const Tensor& t, int64_t dim, const Tensor& index, const Tensor& source, Scalar alpha) {
  int d = normalize_dim("index_add", dim, t->ndim);
  if (alpha.is_real() && !is_floating(t->dtype))
    fail(Status::type, "index_add: alpha must be an integer where self is %s", dtype_name(t->dtype));
  Tensor y = dense_copy(t);
  write_places("index_add", y, d, index, source, true, alpha);
  if (wants_history(t, source))
    record("IndexAddBackward0", y, {&t, &source},
           [index = Saved(index), d, alpha, sizes = Shape(source->sizes())](Backward& b) {
             if (b.needs(0)) b.set(0, b.grad());
             if (!b.needs(1)) return;
             Tensor g = reshape(index_select(b.grad(), d, index.get(b)), sizes);
             b.set(1, alpha.f == 1 ? g : ops::mul(g, alpha));
           });
  return y;
}

Tensor index_copy(const Tensor& t, int64_t dim, const Tensor& index, const Tensor& source) {
  int d = normalize_dim("index_copy", dim, t->ndim);
  Tensor y = dense_copy(t);
  write_places("index_copy", y, d, index, source, false);
  if (wants_history(t, source))
    record("IndexCopyBackward0", y, {&t, &source},
           [index = Saved(index), d, sizes = Shape(source->sizes())](Backward& b) {
             if (b.needs(0)) b.set(0, index_fill(b.grad(), d, index.get(b), 0));
             if (b.needs(1)) b.set(1, reshape(index_select(b.grad(), d, index.get(b)), sizes));
           });
  return y;
}

Tensor index_fill(const Tensor& t, int64_t dim, const Tensor& index, Scalar value) {
  int d = normalize_dim("index_fill", dim, t->ndim);
  Tensor y = dense_copy(t);
  write_places("index_fill", y, d, index, full(with_places(t, d, index->numel), value, t->dtype, t->device),
               false);
  if (wants_history(t))
    record("IndexFillBackward0", y, {&t},
           [index = Saved(index), d](Backward& b) { b.set(0, index_fill(b.grad(), d, index.get(b), 0)); });
  return y;
}

// ---- by name

TN_OP("index_select(Tensor self, int dim, Tensor index) -> Tensor",
      [](const Tensor& self, int64_t dim, const Tensor& index) { return index_select(self, dim, index); });
TN_OP("index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor",
      [](const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source, Scalar alpha) {
        return index_add(self, dim, index, source, alpha);
      });
TN_OP("index_add_(Tensor(a!) self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor(a!)",
      [](const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source, Scalar alpha) {
        assign("index_add", self, index_add(self, dim, index, source, alpha));
      });
TN_OP("index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor",
      [](const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source) {
        return index_copy(self, dim, index, source);
      });
TN_OP("index_copy_(Tensor(a!) self, int dim, Tensor index, Tensor source) -> Tensor(a!)",
      [](const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source) {
        assign("index_copy", self, index_copy(self, dim, index, source));
      });
TN_OP("index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor",
      [](const Tensor& self, int64_t dim, const Tensor& index, Scalar value) {
        return index_fill(self, dim, index, value);
      });
TN_OP("index_fill_.int_Scalar(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)",
      [](const Tensor& self, int64_t dim, const Tensor& index, Scalar value) {
        assign("index_fill", self, index_fill(self, dim, index, value));
      });

}  // namespace tenon
