#include "core/base/shape.h"

#include "core/base/error.h"

namespace tenon {

void Shape::refuse(int64_t dims) {
  fail(Status::shape, "a tensor has at most %d dimensions, not %lld", kMaxDims, (long long)dims);
}

std::string to_string(IntList list) {
  std::string text = "[";
  for (int64_t i = 0; i < list.count; ++i) {
    if (i) text += ", ";
    text += std::to_string(list.data[i]);
  }
  return text + "]";
}

int64_t checked_numel(const char* op, IntList sizes) {
  int64_t numel = 1;
  bool empty = false, overflow = false;
  for (int64_t size : sizes) {
    if (size < 0)
      fail(Status::shape, "%s: sizes must not be negative, but the shape is %s", op,
           to_string(sizes).c_str());
    empty |= size == 0;
    if (size) overflow |= __builtin_mul_overflow(numel, size, &numel);
  }
  // Also where a size is 0: strides, and the numbers of views, come from the others.
  if (overflow || numel > INT64_MAX / 16)
    fail(Status::shape, "%s: the shape %s has more elements than fit in memory", op,
         to_string(sizes).c_str());
  return empty ? 0 : numel;
}

int normalize_dim(const char* op, int64_t dim, int ndim) {
  int64_t range = ndim ? ndim : 1;
  if (dim < -range || dim >= range)
    fail(Status::index, "%s: dim is out of range: expected to be in [%lld, %lld], but got %lld", op,
         (long long)-range, (long long)range - 1, (long long)dim);
  return static_cast<int>(dim < 0 ? dim + range : dim);
}

Shape broadcast_shapes(const char* op, IntList a, IntList b) {
  Shape out(a.count >= b.count ? a : b);
  int64_t shift_a = out.count - a.count, shift_b = out.count - b.count;
  for (int i = 0; i < out.count; ++i) {
    int64_t x = i < shift_a ? 1 : a[i - shift_a], y = i < shift_b ? 1 : b[i - shift_b];
    if (x != y && x != 1 && y != 1)
      fail(Status::shape,
           "%s: shapes %s and %s do not broadcast: sizes %lld and %lld at dimension %d are neither equal nor "
           "1",
           op, to_string(a).c_str(), to_string(b).c_str(), (long long)x, (long long)y, i);
    out[i] = x == 1 ? y : x;
  }
  return out;
}

}  // namespace tenon
