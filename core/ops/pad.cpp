#include "core/ops/pad.h"

#include <algorithm>
#include <optional>

#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/index.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

// A dimension and what comes before and after it.
struct Pair {
  int dim;
  int64_t before, after;
};

Pair pair_of(const Tensor& t, IntList pads, int64_t i) {
  return {t->ndim - 1 - static_cast<int>(i), pads[2 * i], pads[2 * i + 1]};
}

int64_t padded(const Tensor& t, const Pair& p, int64_t least) {
  int64_t size;
  if (__builtin_add_overflow(t->size[p.dim], p.before, &size) || __builtin_add_overflow(size, p.after, &size))
    fail(Status::shape, "pad: padding (%lld, %lld) of dimension %d is too large", (long long)p.before,
         (long long)p.after, p.dim);
  if (size < least)
    fail(Status::shape, "pad: padding (%lld, %lld) leaves a size of %lld for dimension %d of %s",
         (long long)p.before, (long long)p.after, (long long)size, p.dim, to_string(t->sizes()).c_str());
  return size;
}

// The gradient is the result's without what was added, and 0 where something was cut off.
Tensor constant_pad(const Tensor& t, IntList pads, Scalar value) {
  Shape sizes(t->sizes()), part(t->sizes());
  int64_t from = t->storage_offset(), to = 0;
  const bool adds = std::any_of(pads.data, pads.data + pads.count, [](int64_t n) { return n > 0; });
  for (int64_t i = 0; i < pads.count / 2; ++i) {
    const Pair p = pair_of(t, pads, i);
    sizes[p.dim] = padded(t, p, adds ? 1 : 0);
    part[p.dim] += std::min<int64_t>(p.before, 0) + std::min<int64_t>(p.after, 0);
    if (part[p.dim] < 0)
      fail(Status::shape, "pad: padding (%lld, %lld) cuts off more than there is of dimension %d of %s",
           (long long)p.before, (long long)p.after, p.dim, to_string(t->sizes()).c_str());
    from += std::max<int64_t>(-p.before, 0) * t->stride[p.dim];
  }
  checked_numel("pad", sizes);
  Tensor y = empty(sizes, t->dtype, t->device);
  for (int64_t i = 0; i < pads.count / 2; ++i) {
    const Pair p = pair_of(t, pads, i);
    to += std::max<int64_t>(p.before, 0) * y->stride[p.dim];
  }
  if (adds) fill_elements(y, value);
  if (std::all_of(part.begin(), part.end(), [](int64_t size) { return size > 0; }))
    copy_elements(alias(*y, part, y->strides(), to), alias(*t, part, t->strides(), from));
  if (is_floating(t->dtype) && wants_history(t))
    record("ConstantPadNdBackward0", y, {&t}, [pads = Shape(pads)](Backward& b) {
      Shape back(pads);
      for (int64_t& n : back) n = -n;
      b.set(0, constant_pad(b.grad(), back, 0));
    });
  return y;
}

// Which of `size` elements stands at `place`, which may be outside.
int64_t source(PadMode mode, int64_t place, int64_t size) {
  if (mode == PadMode::replicate) return std::clamp<int64_t>(place, 0, size - 1);
  if (mode == PadMode::circular) return (place % size + size) % size;
  const int64_t mirrored = place < 0 ? -place : place;
  return mirrored < size ? mirrored : 2 * (size - 1) - mirrored;
}

Tensor pad_dimension(const Tensor& t, const Pair& p, PadMode mode) {
  const int64_t size = t->size[p.dim], result = padded(t, p, 1);
  if (mode == PadMode::circular && (p.before < 0 || p.after < 0)) {  // the circle is of what is left
    const Pair added{p.dim, std::max<int64_t>(p.before, 0), std::max<int64_t>(p.after, 0)};
    const int64_t from = std::max<int64_t>(-p.before, 0), cut = from + std::max<int64_t>(-p.after, 0);
    if (cut > size)
      fail(Status::shape, "pad: padding (%lld, %lld) cuts off more than there is of dimension %d of %s",
           (long long)p.before, (long long)p.after, p.dim, to_string(t->sizes()).c_str());
    return pad_dimension(narrow(t, p.dim, from, size - cut), added, mode);
  }
  if (size < 1)
    fail(Status::shape, "pad: dimension %d of %s has no elements to pad with", p.dim,
         to_string(t->sizes()).c_str());
  const int64_t most = mode == PadMode::reflect ? size - 1 : mode == PadMode::circular ? size : INT64_MAX;
  if (p.before > most || p.after > most)
    fail(Status::shape, "pad: padding (%lld, %lld) of dimension %d must be at most %lld: input %s",
         (long long)p.before, (long long)p.after, p.dim, (long long)most, to_string(t->sizes()).c_str());
  if (!p.before && !p.after) return t;
  Tensor places = empty({result}, DType::int64);
  for (int64_t i = 0; i < result; ++i) places->as<int64_t>()[i] = source(mode, i - p.before, size);
  return index_select(t, p.dim, to_device(places, t->device));
}

}  // namespace

PadMode pad_mode_named(const char* op, std::string_view name) {
  if (name == "constant") return PadMode::constant;
  if (name == "reflect") return PadMode::reflect;
  if (name == "replicate") return PadMode::replicate;
  if (name == "circular") return PadMode::circular;
  fail(Status::value, "%s: mode must be 'constant', 'reflect', 'replicate' or 'circular', not '%.*s'", op,
       static_cast<int>(name.size()), name.data());
}

Tensor pad(const Tensor& t, IntList pads, PadMode mode, Scalar value) {
  const int64_t dims = pads.count / 2;
  if (pads.count % 2 || dims > t->ndim)
    fail(Status::shape, "pad: pads must be pairs, at most one for each dimension: pads %s, input %s",
         to_string(pads).c_str(), to_string(t->sizes()).c_str());
  if (mode == PadMode::constant) return constant_pad(t, pads, value);
  const int64_t outer = t->ndim - dims;
  if (dims < 1 || dims > 3 || outer > 2 || outer < (mode == PadMode::circular ? 2 : 1))
    fail(Status::shape,
         "pad: other modes than 'constant' pad the last one, two or three dimensions of an input with "
         "channels%s: pads %s, input %s",
         mode == PadMode::circular ? " and a batch" : " and perhaps a batch", to_string(pads).c_str(),
         to_string(t->sizes()).c_str());
  if (t->size[outer - 1] == 0)
    fail(Status::shape, "pad: input must have channels, but it is %s", to_string(t->sizes()).c_str());
  Tensor y = t;
  for (int64_t i = 0; i < dims; ++i) y = pad_dimension(y, pair_of(t, pads, i), mode);
  return y.get() == t.get() ? clone(t) : y;
}

TN_OP("pad(Tensor input, int[] pad, str mode='constant', float? value=None) -> Tensor",
      [](const Tensor& input, IntList pads, std::string_view mode, std::optional<double> value) {
        const PadMode m = pad_mode_named("pad", mode);
        if (m != PadMode::constant && value.value_or(0) != 0)
          fail(Status::value, "pad: padding mode '%.*s' doesn't take in value argument",
               static_cast<int>(mode.size()), mode.data());
        return pad(input, pads, m, value.value_or(0));
      });
TN_OP("constant_pad_nd(Tensor self, int[] pad, Scalar value=0) -> Tensor",
      [](const Tensor& self, IntList pads, Scalar value) {
        return pad(self, pads, PadMode::constant, value);
      });

}  // namespace tenon
