#include "core/ops/creation.h"

#include <math.h>

#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/promotion.h"

namespace tenon {

Tensor leaf(Tensor t, bool requires_grad) {
  if (requires_grad && !is_floating(t->dtype))
    fail(Status::type, "only tensors of floating dtype can require gradients, not %s", dtype_name(t->dtype));
  t->requires_grad = requires_grad;
  return t;
}

void fill_elements(const Tensor& t, Scalar value) {
  if (t->device.is_cpu() && t->contiguous && value.f == 0) {
    memset(t->data, 0, static_cast<size_t>(t->numel) * t->item_size());
    return;
  }
  copy_elements(t, wrapped_number(value));
}

Tensor full(IntList sizes, Scalar value, DType dtype, Device device) {
  if (dtype == DType::none) dtype = value.is_real() ? default_dtype() : value.dtype();
  Tensor t = empty(sizes, dtype, device);
  fill_elements(t, value);
  return t;
}

Tensor zeros(IntList sizes, DType dtype, Device device) { return full(sizes, Scalar(0), dtype, device); }
Tensor ones(IntList sizes, DType dtype, Device device) { return full(sizes, Scalar(1), dtype, device); }

// Made on the CPU in the widest type of its kind, then converted.
Tensor arange(Scalar start, Scalar end, Scalar step, DType dtype, Device device) {
  bool real = start.is_real() || end.is_real() || step.is_real();
  if (dtype == DType::none) dtype = real ? default_dtype() : DType::int64;
  if (step.f == 0) fail(Status::value, "arange: step must be nonzero");
  if (!isfinite(start.f) || !isfinite(end.f))
    fail(Status::value, "arange: unsupported range: %g -> %g", start.f, end.f);
  if ((step.f > 0 && start.f > end.f) || (step.f < 0 && start.f < end.f))
    fail(Status::value, "arange: upper bound and larger bound inconsistent with step sign");
  if (real && is_integral(dtype)) {  // PyTorch truncates the bounds and the step
    real = false;
    if (step.i == 0) fail(Status::value, "arange: step must be nonzero");
  }
  double first = real ? start.f : static_cast<double>(start.i),
         last = real ? end.f : static_cast<double>(end.i);
  double count = ceil((last - first) / (real ? step.f : static_cast<double>(step.i)));
  if (!(count < 1e15)) fail(Status::value, "arange: %g elements do not fit in memory", count);
  int64_t n = static_cast<int64_t>(count);
  Tensor wide = empty({n}, real ? DType::float64 : DType::int64);
  for (int64_t i = 0; i < n; ++i) {
    if (real) wide->as<double>()[i] = start.f + static_cast<double>(i) * step.f;
    else wide->as<int64_t>()[i] = start.i + i * step.i;
  }
  return to_device(wide->dtype == dtype ? wide : cast_elements(wide, dtype), device);
}

// From both ends to the middle, so that both are exact.
Tensor linspace(Scalar start, Scalar end, int64_t steps, DType dtype, Device device) {
  if (steps < 0)
    fail(Status::value, "linspace: number of steps must be non-negative, not %lld", (long long)steps);
  if (dtype == DType::none) dtype = default_dtype();
  Tensor wide = empty({steps}, DType::float64);
  bool single = compute_dtype(dtype) == DType::float32;
  double step = steps > 1 ? (end.f - start.f) / static_cast<double>(steps - 1) : 0;
  if (single) step = static_cast<double>(static_cast<float>(step));
  for (int64_t i = 0; i < steps; ++i)
    wide->as<double>()[i] = i < steps / 2 || steps == 1 ? start.f + step * static_cast<double>(i)
                                                        : end.f - step * static_cast<double>(steps - 1 - i);
  return to_device(cast_elements(wide, dtype), device);
}

Tensor eye(int64_t n, int64_t m, DType dtype, Device device) {
  if (m == -1) m = n;
  if (n < 0 || m < 0)
    fail(Status::value, "eye: n and m must not be negative, but they are %lld and %lld", (long long)n,
         (long long)m);
  checked_numel("eye", {n, m});
  Tensor t = zeros({n, m}, dtype == DType::none ? default_dtype() : dtype);
  fill_elements(diagonal(t), Scalar(1));
  return to_device(t, device);
}

// ---- by name

namespace {
DType or_dtype(DType given, DType fallback) { return given == DType::none ? fallback : given; }
using MaybeDevice = std::optional<Device>;
}  // namespace

TN_OP("empty(int[] size, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
      [](IntList size, DType dtype, MaybeDevice device, bool requires_grad) {
        checked_numel("empty", Shape(size));
        return leaf(empty(size, or_dtype(dtype, default_dtype()), device.value_or(Device{})), requires_grad);
      });
TN_OP("zeros(int[] size, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
      [](IntList size, DType dtype, MaybeDevice device, bool requires_grad) {
        checked_numel("zeros", Shape(size));
        return leaf(zeros(size, or_dtype(dtype, default_dtype()), device.value_or(Device{})), requires_grad);
      });
TN_OP("ones(int[] size, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
      [](IntList size, DType dtype, MaybeDevice device, bool requires_grad) {
        checked_numel("ones", Shape(size));
        return leaf(ones(size, or_dtype(dtype, default_dtype()), device.value_or(Device{})), requires_grad);
      });
TN_OP(
    "full(int[] size, Scalar fill_value, *, ScalarType? dtype=None, Device? device=None, bool "
    "requires_grad=False) -> Tensor",
    [](IntList size, Scalar fill_value, DType dtype, MaybeDevice device, bool requires_grad) {
      checked_numel("full", Shape(size));
      return leaf(full(size, fill_value, dtype, device.value_or(Device{})), requires_grad);
    });
TN_OP(
    "arange(Scalar end, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
    [](Scalar end, DType dtype, MaybeDevice device, bool requires_grad) {
      return leaf(arange(Scalar(0), end, Scalar(1), dtype, device.value_or(Device{})), requires_grad);
    });
TN_OP(
    "arange.start_step(Scalar start, Scalar end, Scalar step=1, *, ScalarType? dtype=None, Device? "
    "device=None, bool requires_grad=False) "
    "-> Tensor",
    [](Scalar start, Scalar end, Scalar step, DType dtype, MaybeDevice device, bool requires_grad) {
      return leaf(arange(start, end, step, dtype, device.value_or(Device{})), requires_grad);
    });
TN_OP(
    "linspace(Scalar start, Scalar end, int steps, *, ScalarType? dtype=None, Device? device=None, bool "
    "requires_grad=False) -> Tensor",
    [](Scalar start, Scalar end, int64_t steps, DType dtype, MaybeDevice device, bool requires_grad) {
      return leaf(linspace(start, end, steps, dtype, device.value_or(Device{})), requires_grad);
    });
TN_OP("eye(int n, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
      [](int64_t n, DType dtype, MaybeDevice device, bool requires_grad) {
        return leaf(eye(n, -1, dtype, device.value_or(Device{})), requires_grad);
      });
TN_OP(
    "eye.m(int n, int m, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor",
    [](int64_t n, int64_t m, DType dtype, MaybeDevice device, bool requires_grad) {
      if (m < 0) fail(Status::value, "eye: m must not be negative, but it is %lld", (long long)m);
      return leaf(eye(n, m, dtype, device.value_or(Device{})), requires_grad);
    });
TN_OP(
    "empty_like(Tensor self, *, ScalarType? dtype=None, Device? device=None, MemoryFormat? "
    "memory_format=None) "
    "-> Tensor",
    [](const Tensor& self, DType dtype, MaybeDevice device, std::optional<std::string_view>) {
      return empty(self->sizes(), or_dtype(dtype, self->dtype), device.value_or(self->device));
    });
TN_OP(
    "zeros_like(Tensor self, *, ScalarType? dtype=None, Device? device=None, MemoryFormat? "
    "memory_format=None) "
    "-> Tensor",
    [](const Tensor& self, DType dtype, MaybeDevice device, std::optional<std::string_view>) {
      return zeros(self->sizes(), or_dtype(dtype, self->dtype), device.value_or(self->device));
    });
TN_OP(
    "ones_like(Tensor self, *, ScalarType? dtype=None, Device? device=None, MemoryFormat? "
    "memory_format=None) "
    "-> Tensor",
    [](const Tensor& self, DType dtype, MaybeDevice device, std::optional<std::string_view>) {
      return ones(self->sizes(), or_dtype(dtype, self->dtype), device.value_or(self->device));
    });
TN_OP(
    "full_like(Tensor self, Scalar fill_value, *, ScalarType? dtype=None, Device? device=None, "
    "MemoryFormat? memory_format=None) -> Tensor",
    [](const Tensor& self, Scalar fill_value, DType dtype, MaybeDevice device,
       std::optional<std::string_view>) {
      return full(self->sizes(), fill_value, or_dtype(dtype, self->dtype), device.value_or(self->device));
    });
TN_OP("fill.Scalar(Tensor self, Scalar value) -> Tensor", [](const Tensor& self, Scalar value) {
  Tensor y = clone(self);
  copy_(y, wrapped_number(value));
  return y;
});
TN_OP("fill.Tensor(Tensor self, Tensor value) -> Tensor", [](const Tensor& self, const Tensor& value) {
  if (value->ndim)
    fail(Status::shape, "fill: value must have no dimensions, not shape %s",
         to_string(value->sizes()).c_str());
  Tensor y = clone(self);
  copy_(y, value);
  return y;
});
TN_OP("fill_.Scalar(Tensor(a!) self, Scalar value) -> Tensor(a!)",
      [](const Tensor& self, Scalar value) { copy_(self, wrapped_number(value)); });
TN_OP("zero_(Tensor(a!) self) -> Tensor(a!)", [](const Tensor& self) { copy_(self, wrapped_number(0)); });

}  // namespace tenon
