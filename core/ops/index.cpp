// An index for each element: gather and what writes the way it reads.
#include "core/ops/index.h"

#include <algorithm>

#include "core/base/parallel.h"
#include "core/base/with_dtype.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/pointwise.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

void check_index(const char* op, const Tensor& t, int d, const Tensor& index) {
  if (index->dtype != DType::int64 && index->numel)
    fail(Status::type, "%s: index must be int64, not %s", op, dtype_name(index->dtype));
  if (index->numel && index->ndim != t->ndim && std::max(index->ndim, t->ndim) > 1)
    fail(Status::shape, "%s: index of shape %s must have as many dimensions as self of shape %s", op,
         to_string(index->sizes()).c_str(), to_string(t->sizes()).c_str());
  for (int i = 0; i < t->ndim && index->ndim && index->numel; ++i)
    if (i != d && index->size[i] > t->size[i])
      fail(Status::shape, "%s: index of shape %s reaches beyond self of shape %s apart from dimension %d", op,
           to_string(index->sizes()).c_str(), to_string(t->sizes()).c_str(), d);
  if (!t->device.is_cpu() || !index->device.is_cpu())
    fail(Status::unsupported, "%s: not offered on this device", op);
  int64_t size = t->ndim ? t->size[d] : 1;
  Tensor dense = index->contiguous ? index : dense_copy(index);
  const int64_t* at = dense->as<int64_t>();
  for (int64_t i = 0; i < dense->numel; ++i)
    if (at[i] < 0 || at[i] >= size)
      fail(Status::index, "%s: index %lld is out of bounds for dimension %d of size %lld", op,
           (long long)at[i], d, (long long)size);
}

void check_src(const char* op, const Tensor& t, const Tensor& index, const Tensor& src) {
  if (src->dtype != t->dtype)
    fail(Status::type, "%s: src is %s and self is %s", op, dtype_name(src->dtype), dtype_name(t->dtype));
  if (!(src->device == t->device))
    fail(Status::device, "%s: expected all tensors on one device, but found %s and %s", op,
         device_name(t->device).c_str(), device_name(src->device).c_str());
  bool fits = src->ndim == index->ndim || std::max(src->ndim, index->ndim) <= 1;
  for (int i = 0; fits && i < index->ndim && i < src->ndim; ++i) fits = index->size[i] <= src->size[i];
  if (!fits && index->numel)
    fail(Status::shape, "%s: index of shape %s reaches beyond src of shape %s", op,
         to_string(index->sizes()).c_str(), to_string(src->sizes()).c_str());
}

// The indices walked row by row, with an element of t for each, and of `other` at the index's own place.
class IndexWalk {
 public:
  IndexWalk(const Tensor& t, int d, const Tensor& index, const Tensor& other)
      : index_(index->contiguous ? index : dense_copy(index)), dim_(d), ndim_(index->ndim ? index->ndim : 1) {
    for (int e = 0; e < ndim_; ++e) {
      size_[e] = index->ndim ? index->size[e] : 1;
      t_stride_[e] = t->ndim ? t->stride[e] : 1;
      other_stride_[e] = other->ndim ? other->stride[e] : 1;
    }
    along_ = t_stride_[dim_];
    t_stride_[dim_] = 0;
    row_ = size_[ndim_ - 1];
  }

  // f(offset in t, offset in other) for each index. Rows that may write the same elements stay on one thread.
  template <class F>
  void run(bool reads, F f) const {
    if (!index_->numel) return;
    int64_t rows = index_->numel / row_;
    bool apart = reads || dim_ == ndim_ - 1;
    parallel_for(rows, apart ? 16384 / row_ + 1 : rows, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) run_row(row, f);
    });
  }

 private:
  template <class F>
  void run_row(int64_t row, F& f) const {
    const int64_t* at = index_->as<int64_t>() + row * row_;
    int64_t to = 0, from = 0, t_step = t_stride_[ndim_ - 1], other_step = other_stride_[ndim_ - 1];
    for (int e = ndim_ - 2; e >= 0; --e) {
      int64_t i = row % size_[e];
      row /= size_[e];
      to += i * t_stride_[e];
      from += i * other_stride_[e];
    }
    for (int64_t j = 0; j < row_; ++j) f(to + at[j] * along_ + j * t_step, from + j * other_step);
  }

  Tensor index_;
  int dim_, ndim_;
  int64_t along_, row_;
  int64_t size_[kMaxDims], t_stride_[kMaxDims], other_stride_[kMaxDims];
};

// Only the bits of an element move.
template <class F>
void with_bits(DType dtype, F&& f) {
  switch (item_size(dtype)) {
    case 1: return f(uint8_t{});
    case 2: return f(uint16_t{});
    case 4: return f(uint32_t{});
    default: return f(uint64_t{});
  }
}

// The elements of a src that index reads: its leading corner, of the index's shape.
Tensor corner(const Tensor& src, const Tensor& index) {
  if (src->ndim != index->ndim) return reshape(src, index->sizes());
  Tensor part = src;
  for (int e = 0; e < index->ndim; ++e)
    if (part->size[e] != index->size[e]) part = narrow(part, e, 0, index->size[e]);
  return part;
}

// The gradient with respect to src: what index names, and 0 beyond it.
Tensor src_gradient(const Tensor& g, int d, const Tensor& index, IntList sizes) {
  if (!index->numel) return zeros(sizes, g->dtype, g->device);
  Tensor named = gather(g, d, index);
  if (named->sizes() == sizes) return named;
  Tensor whole = zeros(sizes, g->dtype, g->device);
  copy_(corner(whole, index), named);
  return whole;
}

template <class T, class F>
void combine_elements(const IndexWalk& walk, const Tensor& y, const Tensor& src, F f) {
  T* out = y->as<T>();
  const T* x = src->as<T>();
  walk.run(false, [&](int64_t to, int64_t from) {
    if constexpr (is_half(dtype_of<T>))
      out[to] = T(f(static_cast<float>(out[to]), static_cast<float>(x[from])));
    else out[to] = static_cast<T>(f(out[to], x[from]));
  });
}

}  // namespace

Tensor gather(const Tensor& t, int64_t dim, const Tensor& index) {
  int d = normalize_dim("gather", dim, t->ndim);
  check_index("gather", t, d, index);
  Tensor y = empty(index->sizes(), t->dtype);
  with_bits(t->dtype, [&]<class T>(T) {
    const T* x = t->as<T>();
    T* out = y->as<T>();
    IndexWalk(t, d, index, y).run(true, [=](int64_t from, int64_t to) { out[to] = x[from]; });
  });
  if (wants_history(t))
    record("GatherBackward0", y, {&t}, [index = Saved(index), d, sizes = Shape(t->sizes())](Backward& b) {
      const Tensor& g = b.grad();
      b.set(0, scatter_add(zeros(sizes, g->dtype, g->device), d, index.get(b), g));
    });
  return y;
}

Tensor scatter(const Tensor& t, int64_t dim, const Tensor& index, const Tensor& src) {
  int d = normalize_dim("scatter", dim, t->ndim);
  check_index("scatter", t, d, index);
  check_src("scatter", t, index, src);
  Tensor y = dense_copy(t);
  with_bits(t->dtype, [&]<class T>(T) {
    T* out = y->as<T>();
    const T* x = src->as<T>();
    IndexWalk(y, d, index, src).run(false, [=](int64_t to, int64_t from) { out[to] = x[from]; });
  });
  if (wants_history(t, src))
    record("ScatterBackward0", y, {&t, &src},
           [index = Saved(index), d, sizes = Shape(src->sizes())](Backward& b) {
             if (b.needs(0)) b.set(0, scatter(b.grad(), d, index.get(b), Scalar(0)));
             if (b.needs(1)) b.set(1, src_gradient(b.grad(), d, index.get(b), sizes));
           });
  return y;
}

Tensor scatter(const Tensor& t, int64_t dim, const Tensor& index, Scalar value) {
  int d = normalize_dim("scatter", dim, t->ndim);
  check_index("scatter", t, d, index);
  Tensor y = dense_copy(t), one = full({}, value, t->dtype);
  with_bits(t->dtype, [&]<class T>(T) {
    T* out = y->as<T>();
    T v = *one->as<T>();
    IndexWalk(y, d, index, index).run(false, [=](int64_t to, int64_t) { out[to] = v; });
  });
  if (wants_history(t))
    record("ScatterBackward1", y, {&t}, [index = Saved(index), d](Backward& b) {
      b.set(0, scatter(b.grad(), d, index.get(b), Scalar(0)));
    });
  return y;
}

Tensor scatter_add(const Tensor& t, int64_t dim, const Tensor& index, const Tensor& src) {
  int d = normalize_dim("scatter_add", dim, t->ndim);
  check_index("scatter_add", t, d, index);
  check_src("scatter_add", t, index, src);
  Tensor y = dense_copy(t);
  with_dtype(t->dtype, [&]<class T>(T) {
    combine_elements<T>(IndexWalk(y, d, index, src), y, src, [](auto a, auto b) { return a + b; });
  });
  if (wants_history(t, src))
    record("ScatterAddBackward0", y, {&t, &src},
           [index = Saved(index), d, sizes = Shape(src->sizes())](Backward& b) {
             if (b.needs(0)) b.set(0, b.grad());
             if (b.needs(1)) b.set(1, src_gradient(b.grad(), d, index.get(b), sizes));
           });
  return y;
}

Tensor take_along_dim(const Tensor& t, const Tensor& indices, int64_t dim) {
  if (t->ndim != indices->ndim)
    fail(Status::shape,
         "take_along_dim: indices of shape %s must have as many dimensions as self of shape %s",
         to_string(indices->sizes()).c_str(), to_string(t->sizes()).c_str());
  if (indices->dtype != DType::int64)
    fail(Status::type, "take_along_dim: indices must be int64, not %s", dtype_name(indices->dtype));
  int d = normalize_dim("take_along_dim", dim, t->ndim);
  if (t->ndim == 0) return gather(t, d, indices);
  Shape from(t->sizes()), at(indices->sizes());
  from[d] = at[d] = 1;
  Shape common = broadcast_shapes("take_along_dim", from, at);
  common[d] = t->size[d];
  Tensor x = expand(t, common);
  common[d] = indices->size[d];
  return gather(x, d, expand(indices, common));
}

// ---- by name

TN_OP("gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor",
      [](const Tensor& self, int64_t dim, const Tensor& index, bool) { return gather(self, dim, index); });
TN_OP("scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor",
      [](const Tensor& self, int64_t dim, const Tensor& index, Scalar value) {
        return scatter(self, dim, index, value);
      });
TN_OP("scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor",
      [](const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
        return scatter(self, dim, index, src);
      });
TN_OP("scatter.reduce(Tensor self, int dim, Tensor index, Tensor src, *, str reduce) -> Tensor",
      [](const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, std::string_view reduce) {
        if (reduce != "add") fail(Status::unsupported, "scatter: reduce must be 'add'");
        return scatter_add(self, dim, index, src);
      });
TN_OP("scatter_.value(Tensor(a!) self, int dim, Tensor index, Scalar value) -> Tensor(a!)",
      [](const Tensor& self, int64_t dim, const Tensor& index, Scalar value) {
        assign("scatter", self, scatter(self, dim, index, value));
      });
TN_OP("scatter_.src(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)",
      [](const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
        assign("scatter", self, scatter(self, dim, index, src));
      });
TN_OP("scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor",
      [](const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
        return scatter_add(self, dim, index, src);
      });
TN_OP("scatter_add_(Tensor(a!) self, int dim, Tensor index, Tensor src) -> Tensor(a!)",
      [](const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src) {
        assign("scatter_add", self, scatter_add(self, dim, index, src));
      });
TN_OP("take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor",
      [](const Tensor& self, const Tensor& indices, std::optional<int64_t> dim) {
        if (dim) return take_along_dim(self, indices, *dim);
        return take_along_dim(reshape(self, {-1}), reshape(indices, {-1}), 0);
      });

}  // namespace tenon
