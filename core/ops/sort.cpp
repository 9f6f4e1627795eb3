#include "core/ops/sort.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/with_dtype.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/index.h"
#include "core/ops/move.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

template <class Key>
struct Entry {
  Key key;
  int64_t place;
};

// Whether a comes before b, apart from their places.
template <class Key, bool descending>
bool precedes(Key a, Key b) {
  if constexpr (std::is_floating_point_v<Key>) {
    if (a != a || b != b) return descending ? b == b && a != a : a == a && b != b;
  }
  return descending ? b < a : a < b;
}

// The first k of one row in order, and their places. Places make the order total, so any sort is stable.
template <class T, bool descending>
void sort_row(const T* x, int64_t n, int64_t k, T* values, int64_t* places, void* room) {
  using Key = std::conditional_t<is_half(dtype_of<T>), float, T>;
  auto* entry = static_cast<Entry<Key>*>(room);
  for (int64_t i = 0; i < n; ++i) entry[i] = {static_cast<Key>(x[i]), i};
  auto before = [](const Entry<Key>& a, const Entry<Key>& b) {
    if (precedes<Key, descending>(a.key, b.key)) return true;
    return !precedes<Key, descending>(b.key, a.key) && a.place < b.place;
  };
  if (k < n) std::nth_element(entry, entry + k, entry + n, before);
  std::sort(entry, entry + k, before);
  for (int64_t i = 0; i < k; ++i) {
    values[i] = x[entry[i].place];
    places[i] = entry[i].place;
  }
}

template <class T>
void sort_rows(const Tensor& x, int64_t n, int64_t k, bool descending, const Tensor& values,
               const Tensor& places) {
  parallel_for(x->numel / n, 4096 / n + 1, [&](int64_t begin, int64_t end) {
    std::vector<Entry<double>> room(static_cast<size_t>(n));  // as large as any
    for (int64_t row = begin; row < end; ++row) {
      auto sort = descending ? sort_row<T, true> : sort_row<T, false>;
      sort(x->as<T>() + row * n, n, k, values->as<T>() + row * k, places->as<int64_t>() + row * k,
           room.data());
    }
  });
}

// The dimension last, and row-major.
Tensor with_last(const Tensor& t, int d) {
  Tensor moved = t->ndim ? movedim(t, {d}, {-1}) : t;
  return moved->contiguous ? moved : dense_copy(moved);
}
Tensor with_last_back(const Tensor& t, int d) {
  if (!t->ndim || d == t->ndim - 1) return t;
  return dense_copy(movedim(t, {-1}, {d}));
}

std::pair<Tensor, Tensor> first_in_order(const char* op, const char* node, const Tensor& t, int d, int64_t k,
                                         bool descending) {
  if (!t->device.is_cpu()) fail(Status::unsupported, "%s: not offered on this device", op);
  Tensor x = with_last(detach(t), d);
  Shape sizes(x->sizes());
  int64_t n = x->ndim ? sizes[x->ndim - 1] : 1;
  if (x->ndim) sizes[x->ndim - 1] = k;
  Tensor values = empty(sizes, t->dtype), places = empty(sizes, DType::int64);
  if (values->numel)
    with_dtype(t->dtype, [&]<class T>(T) { sort_rows<T>(x, n, k, descending, values, places); });
  values = with_last_back(values, d);
  places = with_last_back(places, d);
  if (is_floating(t->dtype) && wants_history(t))
    record(node, {&values, &places}, {&t},
           [places = Saved(places), d, sizes = Shape(t->sizes())](Backward& b) {
             const Tensor& g = b.grad();
             if (g) b.set(0, scatter_add(zeros(sizes, g->dtype, g->device), d, places.get(b), g));
           });
  return {values, places};
}

}  // namespace

std::pair<Tensor, Tensor> sort(const Tensor& t, int64_t dim, bool descending) {
  int d = normalize_dim("sort", dim, t->ndim);
  return first_in_order("sort", "SortBackward0", t, d, t->ndim ? t->size[d] : 1, descending);
}

Tensor argsort(const Tensor& t, int64_t dim, bool descending) {
  return sort(detach(t), dim, descending).second;
}

std::pair<Tensor, Tensor> topk(const Tensor& t, int64_t k, int64_t dim, bool largest) {
  int d = normalize_dim("topk", dim, t->ndim);
  int64_t n = t->ndim ? t->size[d] : 1;
  if (k < 0 || k > n)
    fail(Status::value, "topk: k is %lld, and dimension %d of self of shape %s has %lld elements",
         (long long)k, d, to_string(t->sizes()).c_str(), (long long)n);
  if (t->ndim == 0 && k == 0) fail(Status::value, "topk: k is 0, and self has no dimensions");
  return first_in_order("topk", "TopkBackward0", t, d, k, largest);
}

// ---- running sums

namespace {

// Sums of floats are kept in double, as one number may be the sum of very many.
template <class T>
void sum_up(const Tensor& y, const Tensor& x, int d) {
  using Sum = std::conditional_t<is_half(dtype_of<T>), float,
                                 std::conditional_t<is_floating(dtype_of<T>), double, uint64_t>>;
  constexpr int64_t kBlock = 64;
  int64_t outer = 1, n = x->ndim ? x->size[d] : 1, inner = 1;
  for (int e = 0; e < x->ndim; ++e)
    if (e != d) (e < d ? outer : inner) *= x->size[e];
  int64_t blocks = (inner + kBlock - 1) / kBlock;
  parallel_for(outer * blocks, 16384 / (n * std::min(inner, kBlock)) + 1, [&](int64_t begin, int64_t end) {
    for (int64_t task = begin; task < end; ++task) {
      int64_t first = task % blocks * kBlock, width = std::min(kBlock, inner - first);
      int64_t at = task / blocks * n * inner + first;
      Sum sum[kBlock] = {};
      for (int64_t i = 0; i < n; ++i, at += inner)
        for (int64_t j = 0; j < width; ++j) {
          sum[j] += static_cast<Sum>(x->as<T>()[at + j]);
          y->as<T>()[at + j] = static_cast<T>(sum[j]);
        }
    }
  });
}

}  // namespace

Tensor cumsum(const Tensor& t, int64_t dim, DType dtype) {
  int d = normalize_dim("cumsum", dim, t->ndim);
  if (!t->device.is_cpu()) fail(Status::unsupported, "cumsum: not offered on this device");
  if (dtype == DType::none) dtype = is_floating(t->dtype) ? t->dtype : DType::int64;
  if (t->dtype != dtype) return cumsum(to(t, dtype), d, dtype);
  Tensor x = t->contiguous ? t : dense_copy(t);
  Tensor y = empty(t->sizes(), dtype);
  if (y->numel) with_dtype(dtype, [&]<class T>(T) { sum_up<T>(y, x, d); });
  if (is_floating(dtype) && wants_history(t))
    record("CumsumBackward0", y, {&t}, [d](Backward& b) {
      const Tensor& g = b.grad();
      if (g->ndim == 0) return b.set(0, g);
      // From the end on: what is left of the whole sum.
      b.set(0, flip(cumsum(flip(g, {d}), d), {d}));
    });
  return y;
}

// ---- by name

namespace {

std::tuple<Tensor, Tensor> as_tuple(std::pair<Tensor, Tensor> both) { return both; }

}  // namespace

TN_OP("sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)",
      [](const Tensor& self, int64_t dim, bool descending) { return as_tuple(sort(self, dim, descending)); });
TN_OP(
    "sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False) -> (Tensor values, Tensor "
    "indices)",
    [](const Tensor& self, std::optional<bool>, int64_t dim, bool descending) {
      return as_tuple(sort(self, dim, descending));
    });
TN_OP("argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor",
      [](const Tensor& self, int64_t dim, bool descending) { return argsort(self, dim, descending); });
TN_OP("argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor",
      [](const Tensor& self, bool, int64_t dim, bool descending) { return argsort(self, dim, descending); });
TN_OP("msort(Tensor self) -> Tensor", [](const Tensor& self) { return sort(self, 0).first; });
TN_OP(
    "topk(Tensor self, int k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor "
    "indices)",
    [](const Tensor& self, int64_t k, int64_t dim, bool largest, bool) {
      return as_tuple(topk(self, k, dim, largest));
    });
TN_OP("cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor",
      [](const Tensor& self, int64_t dim, DType dtype) { return cumsum(self, dim, dtype); });
TN_OP("cumsum_(Tensor(a!) self, int dim, *, ScalarType? dtype=None) -> Tensor(a!)",
      [](const Tensor& self, int64_t dim, DType) { assign("cumsum", self, cumsum(self, dim)); });

}  // namespace tenon
