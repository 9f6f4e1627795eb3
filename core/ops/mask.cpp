#include "core/ops/mask.h"

#include <cmath>

#include "core/base/with_dtype.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/index.h"
#include "core/ops/reduce.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"
#include "core/tensor/promotion.h"

namespace tenon {

Tensor flat_nonzero(const Tensor& t) {
  if (!t->device.is_cpu()) fail(Status::unsupported, "nonzero: not offered on this device");
  Tensor truth = t->dtype == DType::bool_ && t->contiguous ? t : cast_elements(t, DType::bool_);
  // Memory that nobody has written, or a host's, may hold other bytes than 0 and 1.
  const uint8_t* byte = truth->as<uint8_t>();
  int64_t count = 0, n = t->numel;
  for (int64_t i = 0; i < n; ++i) count += byte[i] != 0;
  Tensor places = empty({count}, DType::int64);
  int64_t* at = places->as<int64_t>();
  // Written whether it counts or not, but for the last: no branch.
  int64_t k = 0;
  for (int64_t i = 0; k < count; ++i) {
    at[k] = i;
    k += byte[i] != 0;
  }
  return places;
}

Tensor nonzero(const Tensor& t) {
  Tensor places = flat_nonzero(t);
  Tensor y = empty({places->numel, t->ndim}, DType::int64);
  const int64_t* at = places->as<int64_t>();
  int64_t* out = y->as<int64_t>();
  for (int64_t i = 0; i < places->numel; ++i, out += t->ndim) {
    int64_t rest = at[i];
    for (int d = t->ndim - 1; d >= 0; --d) {
      out[d] = rest % t->size[d];
      rest /= t->size[d];
    }
  }
  return y;
}

namespace {

void check_mask(const char* op, const Tensor& mask) {
  if (mask->dtype != DType::bool_)
    fail(Status::type, "%s: mask must be bool, not %s", op, dtype_name(mask->dtype));
}

// As a 0-dim tensor of t's dtype, converted as PyTorch converts: digits go, but not what doesn't fit.
Tensor fill_value(const Tensor& t, Scalar value) {
  return full({}, fitting("masked_fill", value, t->dtype), t->dtype, t->device);
}

}  // namespace

Tensor masked_select(const Tensor& t, const Tensor& mask) {
  check_mask("masked_select", mask);
  Shape sizes = broadcast_shapes("masked_select", t->sizes(), mask->sizes());
  Tensor places = flat_nonzero(expand(mask, sizes));
  Tensor y = index_select(reshape(detach(expand(detach(t), sizes)), {-1}), 0, places);
  if (wants_history(t))
    record("MaskedSelectBackward0", y, {&t}, [places, sizes, own = Shape(t->sizes())](Backward& b) {
      const Tensor& g = b.grad();
      Tensor flat = zeros({checked_numel("masked_select", sizes)}, g->dtype, g->device);
      b.set(0, sum_to(reshape(index_add(flat, 0, places, g), sizes), own));
    });
  return y;
}

Tensor masked_fill(const Tensor& t, const Tensor& mask, const Tensor& value) {
  check_mask("masked_fill", mask);
  if (value->ndim)
    fail(Status::shape, "masked_fill: value must be a number or a tensor without dimensions, not of shape %s",
         to_string(value->sizes()).c_str());
  return where(mask, to(value, t->dtype, t->device), t);
}

Tensor masked_fill(const Tensor& t, const Tensor& mask, Scalar value) {
  return masked_fill(t, mask, fill_value(t, value));
}

void masked_fill_(const Tensor& self, const Tensor& mask, const Tensor& value) {
  assign("masked_fill", self, masked_fill(self, mask, value));
}

void masked_fill_(const Tensor& self, const Tensor& mask, Scalar value) {
  masked_fill_(self, mask, fill_value(self, value));
}

// ---- by name

TN_OP("nonzero(Tensor self) -> Tensor", [](const Tensor& self) { return nonzero(self); });
TN_OP("nonzero.as_tuple(Tensor self, *, bool as_tuple) -> Tensor[]", [](const Tensor& self, bool as_tuple) {
  Tensor places = nonzero(self->ndim || !as_tuple ? self : reshape(detach(self), {1}));
  return as_tuple ? unbind(places, 1) : std::vector<Tensor>{places};
});
TN_OP("argwhere(Tensor self) -> Tensor", [](const Tensor& self) { return nonzero(self); });
TN_OP("masked_select(Tensor self, Tensor mask) -> Tensor",
      [](const Tensor& self, const Tensor& mask) { return masked_select(self, mask); });
TN_OP("masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor",
      [](const Tensor& self, const Tensor& mask, Scalar value) { return masked_fill(self, mask, value); });
TN_OP("masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor",
      [](const Tensor& self, const Tensor& mask, const Tensor& value) {
        return masked_fill(self, mask, value);
      });
TN_OP("masked_fill_.Scalar(Tensor(a!) self, Tensor mask, Scalar value) -> Tensor(a!)",
      [](const Tensor& self, const Tensor& mask, Scalar value) { masked_fill_(self, mask, value); });
TN_OP("masked_fill_.Tensor(Tensor(a!) self, Tensor mask, Tensor value) -> Tensor(a!)",
      [](const Tensor& self, const Tensor& mask, const Tensor& value) { masked_fill_(self, mask, value); });

}  // namespace tenon
