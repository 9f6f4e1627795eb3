#include "core/ops/move.h"

#include <algorithm>

#include "core/base/parallel.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/reduce.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

// ---- repeated

namespace {

// A repeated dimension is two, how often and what. Of those, the ones that are larger than 1.
struct Repetition {
  Shape sizes;        // of the result, dimension by dimension
  Shape apart;        // of the result, each dimension as two
  Shape copy_dims;    // which of those count the copies
  Shape source_dims;  // and the operand's sizes, seen beside them
};

Repetition plan_repetition(const Tensor& t, IntList repeats) {
  if (repeats.count < t->ndim)
    fail(Status::shape, "repeat: %lld repeats can't be fewer than the dimensions of self of shape %s",
         (long long)repeats.count, to_string(t->sizes()).c_str());
  Repetition r;
  int64_t front = repeats.count - t->ndim;
  for (int64_t i = 0; i < repeats.count; ++i) {
    int64_t size = i < front ? 1 : t->size[i - front], whole;
    if (repeats[i] < 0)
      fail(Status::value, "repeat: repeats[%lld] is %lld; a size can't be negative", (long long)i,
           (long long)repeats[i]);
    if (__builtin_mul_overflow(size, repeats[i], &whole))
      fail(Status::shape, "repeat: the result is too large");
    r.sizes.push_back(whole);
    if (repeats[i] != 1) {
      r.copy_dims.push_back(r.apart.count);
      r.apart.push_back(repeats[i]);
      r.source_dims.push_back(1);
    }
    if (size != 1) {
      r.apart.push_back(size);
      r.source_dims.push_back(size);
    }
  }
  checked_numel("repeat", r.sizes);
  return r;
}

Tensor sum_copies(const Tensor& g, const Repetition& r, IntList sizes) {
  Tensor parts = reshape(g, r.apart);
  return reshape(r.copy_dims.count ? sum(parts, r.copy_dims) : parts, sizes);
}

}  // namespace

Tensor repeat(const Tensor& t, IntList repeats) {
  Repetition r = plan_repetition(t, repeats);
  Tensor y = empty(r.sizes, t->dtype, t->device);
  if (y->numel) {
    GradModeGuard off(false);
    copy_elements(view(y, r.apart), reshape(t, r.source_dims));
  }
  if (wants_history(t))
    record("RepeatBackward0", y, {&t},
           [r, sizes = Shape(t->sizes())](Backward& b) { b.set(0, sum_copies(b.grad(), r, sizes)); });
  return y;
}

// ---- moved

namespace {

// Marks each of dims; fails where one is named twice.
uint32_t marked_dims(const char* op, const Tensor& t, IntList dims) {
  uint32_t marks = 0;
  for (int64_t dim : dims) {
    uint32_t mark = 1u << normalize_dim(op, dim, t->ndim);
    if (marks & mark) fail(Status::value, "%s: dimension %lld is named more than once", op, (long long)dim);
    marks |= mark;
  }
  return marks;
}

// Copies t rolled by shift[d] along each dimension from d on, in the two parts that each of them makes.
void copy_rolled(const Tensor& to, const Tensor& from, const int64_t* shift, int d) {
  while (d < from->ndim && shift[d] == 0) ++d;
  if (d == from->ndim) return copy_elements(to, from);
  int64_t n = from->size[d], s = shift[d];
  auto part = [d](const Tensor& t, int64_t start, int64_t length) {
    Shape sizes(t->sizes());
    sizes[d] = length;
    return alias(*t, sizes, t->strides(), t->storage_offset() + start * t->stride[d]);
  };
  copy_rolled(part(to, s, n - s), part(from, 0, n - s), shift, d + 1);
  copy_rolled(part(to, 0, s), part(from, n - s, s), shift, d + 1);
}

}  // namespace

Tensor flip(const Tensor& t, IntList dims) {
  uint32_t marks = marked_dims("flip", t, dims);
  Tensor y = empty_like(t);
  if (t->numel) {
    Shape strides(t->strides());
    int64_t offset = t->storage_offset();
    for (int d = 0; d < t->ndim; ++d) {
      if (!(marks >> d & 1)) continue;
      offset += (t->size[d] - 1) * strides[d];
      strides[d] = -strides[d];
    }
    copy_elements(y, alias(*t, t->sizes(), strides, offset));
  }
  if (wants_history(t))
    record("FlipBackward0", y, {&t}, [dims = Shape(dims)](Backward& b) { b.set(0, flip(b.grad(), dims)); });
  return y;
}

Tensor roll(const Tensor& t, IntList shifts, IntList dims) {
  if (shifts.count == 0) fail(Status::value, "roll: shifts is empty");
  if (dims.count == 0 && shifts.count == 1 && t->ndim > 0)
    return reshape(roll(reshape(t, {-1}), shifts, {0}), t->sizes());
  if (dims.count != shifts.count && !(dims.count == 0 && shifts.count == 1))
    fail(Status::value, "roll: shifts and dims must be as many, and are %lld and %lld",
         (long long)shifts.count, (long long)dims.count);
  int64_t shift[kMaxDims] = {};
  Shape back;
  for (int64_t i = 0; i < dims.count; ++i) {
    int d = normalize_dim("roll", dims[i], t->ndim);
    int64_t n = t->ndim ? std::max<int64_t>(t->size[d], 1) : 1, s = shifts[i] % n;
    shift[d] = (shift[d] + s + n) % n;
  }
  Tensor y = empty_like(t);
  if (t->numel) copy_rolled(y, t, shift, 0);
  if (wants_history(t)) {
    Shape all;
    for (int d = 0; d < t->ndim; ++d) {
      all.push_back(d);
      back.push_back(-shift[d]);
    }
    record("RollBackward0", y, {&t},
           [all, back](Backward& b) { b.set(0, all.count ? roll(b.grad(), back, all) : b.grad()); });
  }
  return y;
}

// ---- triangles

namespace {

void check_triangle(const char* op, const Tensor& t) {
  if (t->ndim < 2)
    fail(Status::shape, "%s: self must have at least 2 dimensions, not shape %s", op,
         to_string(t->sizes()).c_str());
  if (!t->device.is_cpu()) fail(Status::unsupported, "%s: not offered on this device", op);
}

// Row by row, of the columns [0, columns) a head or a tail is kept, the rest is 0: which are all-zero bits
// in every dtype.
void copy_triangle(const Tensor& y, const Tensor& x, int64_t diagonal, bool lower) {
  int64_t rows = x->size[x->ndim - 2], columns = x->size[x->ndim - 1];
  auto item = static_cast<int64_t>(x->item_size());
  const char* from = x->as<char>();
  char* to = y->as<char>();
  int64_t bytes = columns * item;
  // So that r + diagonal + 1 can't overflow.
  diagonal = std::clamp(diagonal, -rows - 1, columns + 1);
  parallel_for(x->numel / columns, 65536 / columns + 1, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      int64_t r = row % rows;
      int64_t cut = std::clamp<int64_t>(lower ? r + diagonal + 1 : r + diagonal, 0, columns) * item;
      const char* in = from + row * bytes;
      char* out = to + row * bytes;
      auto head = static_cast<size_t>(cut), tail = static_cast<size_t>(bytes - cut);
      if (lower) {
        memcpy(out, in, head);
        memset(out + cut, 0, tail);
      } else {
        memset(out, 0, head);
        memcpy(out + cut, in + cut, tail);
      }
    }
  });
}

template <bool lower>
Tensor triangle(const char* op, const char* node, const Tensor& t, int64_t diagonal) {
  check_triangle(op, t);
  Tensor y = empty_like(t);
  if (t->numel) copy_triangle(y, t->contiguous ? t : dense_copy(t), diagonal, lower);
  if (wants_history(t))
    record(node, y, {&t}, [diagonal](Backward& b) {
      b.set(0, lower ? tril(b.grad(), diagonal) : triu(b.grad(), diagonal));
    });
  return y;
}

}  // namespace

Tensor tril(const Tensor& t, int64_t diagonal) {
  return triangle<true>("tril", "TrilBackward0", t, diagonal);
}
Tensor triu(const Tensor& t, int64_t diagonal) {
  return triangle<false>("triu", "TriuBackward0", t, diagonal);
}

// ---- by name

namespace {

// Fewer repeats than dimensions stand for the last ones.
Tensor tile(const Tensor& t, IntList dims) {
  Shape repeats(dims);
  while (repeats.count < t->ndim) repeats.insert(0, 1);
  return repeat(t, repeats);
}

Tensor flip_one(const char* op, const Tensor& t, int at_least, int64_t dim) {
  if (t->ndim < at_least)
    fail(Status::shape, "%s: self must have at least %d dimension%s, not shape %s", op, at_least,
         at_least > 1 ? "s" : "", to_string(t->sizes()).c_str());
  return flip(t, {dim});
}

}  // namespace

TN_OP("repeat(Tensor self, SymInt[] repeats) -> Tensor",
      [](const Tensor& self, IntList repeats) { return repeat(self, repeats); });
TN_OP("tile(Tensor self, int[] dims) -> Tensor",
      [](const Tensor& self, IntList dims) { return tile(self, dims); });
TN_OP("flip(Tensor self, int[] dims) -> Tensor",
      [](const Tensor& self, IntList dims) { return flip(self, dims); });
TN_OP("fliplr(Tensor self) -> Tensor", [](const Tensor& self) { return flip_one("fliplr", self, 2, 1); });
TN_OP("flipud(Tensor self) -> Tensor", [](const Tensor& self) { return flip_one("flipud", self, 1, 0); });
TN_OP("roll(Tensor self, int[1] shifts, int[1] dims=[]) -> Tensor",
      [](const Tensor& self, IntList shifts, IntList dims) { return roll(self, shifts, dims); });
TN_OP("tril(Tensor self, int diagonal=0) -> Tensor",
      [](const Tensor& self, int64_t diagonal) { return tril(self, diagonal); });
TN_OP("triu(Tensor self, int diagonal=0) -> Tensor",
      [](const Tensor& self, int64_t diagonal) { return triu(self, diagonal); });
TN_OP("tril_(Tensor(a!) self, int diagonal=0) -> Tensor(a!)",
      [](const Tensor& self, int64_t diagonal) { assign("tril", self, tril(self, diagonal)); });
TN_OP("triu_(Tensor(a!) self, int diagonal=0) -> Tensor(a!)",
      [](const Tensor& self, int64_t diagonal) { assign("triu", self, triu(self, diagonal)); });

}  // namespace tenon
