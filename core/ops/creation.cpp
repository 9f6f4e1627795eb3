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

Scalar fitting(const char* op, Scalar value, DType dtype) {
  double highest = INFINITY;
  switch (dtype) {
    case DType::float32: highest = 3.4028234663852886e38; break;
    case DType::bfloat16: highest = 3.3895313892515355e38; break;
    case DType::float16: highest = 65504; break;
    case DType::int64: highest = 9223372036854775807.0; break;
    case DType::int32: highest = 2147483647; break;
    case DType::int16: highest = 32767; break;
    case DType::int8: highest = 127; break;
    case DType::uint8: highest = 255; break;
    default: break;
  }
  double lowest = is_integral(dtype) && dtype != DType::uint8 ? -highest - 1 : -highest;
  bool fits = is_integral(dtype) ? value.f >= lowest && value.f <= highest
                                 : !isfinite(value.f) || (value.f >= lowest && value.f <= highest);
  if (!fits)
    fail(Status::value, "%s: the value %g cannot be converted to type %s without overflow", op, value.f,
         dtype_name(dtype));
  return value;
}

void fill_(const Tensor& self, Scalar value) {
  copy_(self, wrapped_number(fitting("fill_", value, self->dtype)));
}

void fill_(const Tensor& self, const Tensor& value) {
  if (value->ndim)
    fail(Status::shape, "fill_: value must have no dimensions, but its shape is %s",
         to_string(value->sizes()).c_str());
  fitting("fill_", *cast_elements(to_device(value, Device{}), DType::float64)->as<double>(), self->dtype);
  copy_(self, value);
}

Tensor full(IntList sizes, Scalar value, DType dtype, Device device) {
  if (dtype == DType::none) dtype = value.is_real() ? default_dtype() : value.dtype();
  Tensor t = empty(sizes, dtype, device);
  fill_elements(t, fitting("full", value, dtype));
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
    fail(Status::value, "arange: bounds %g and %g are inconsistent with the sign of step %g", start.f, end.f,
         step.f);
  if (real && is_integral(dtype)) {  // PyTorch truncates the bounds and the step
    real = false;
    if (step.i == 0) fail(Status::value, "arange: step must be nonzero");
  }
  double count = ceil((end.f - start.f) / step.f);
  // Whole numbers exactly, and modulo 2^64, where nothing overflows.
  auto first = static_cast<uint64_t>(start.i), last = static_cast<uint64_t>(end.i),
       stride = static_cast<uint64_t>(step.i);
  if (!real) {
    bool up = step.i > 0;
    uint64_t span = (up ? start.i < end.i : start.i > end.i) ? (up ? last - first : first - last) : 0;
    count = static_cast<double>(span ? (span - 1) / (up ? stride : -stride) + 1 : 0);
  }
  if (!(count < 1e15)) fail(Status::value, "arange: %g elements do not fit in memory", count);
  int64_t n = static_cast<int64_t>(count);
  Tensor wide = empty({n}, real ? DType::float64 : DType::int64);
  for (int64_t i = 0; i < n; ++i) {
    if (real) wide->as<double>()[i] = start.f + static_cast<double>(i) * step.f;
    else wide->as<int64_t>()[i] = static_cast<int64_t>(first + static_cast<uint64_t>(i) * stride);
  }
  return to_device(wide->dtype == dtype ? wide : cast_elements(wide, dtype), device);
}

// From both ends to the middle, so that both are exact.
Tensor linspace(Scalar start, Scalar end, int64_t steps, DType dtype, Device device) {
  if (steps < 0)
    fail(Status::value, "linspace: number of steps must be non-negative, not %lld", (long long)steps);
  if (dtype == DType::none) dtype = default_dtype();
  checked_numel("linspace", {steps});
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
      return laid_out_like(empty(self->sizes(), or_dtype(dtype, self->dtype), device.value_or(self->device)),
                           *self);
    });
TN_OP(
    "zeros_like(Tensor self, *, ScalarType? dtype=None, Device? device=None, MemoryFormat? "
    "memory_format=None) "
    "-> Tensor",
    [](const Tensor& self, DType dtype, MaybeDevice device, std::optional<std::string_view>) {
      return laid_out_like(zeros(self->sizes(), or_dtype(dtype, self->dtype), device.value_or(self->device)),
                           *self);
    });
TN_OP(
    "ones_like(Tensor self, *, ScalarType? dtype=None, Device? device=None, MemoryFormat? "
    "memory_format=None) "
    "-> Tensor",
    [](const Tensor& self, DType dtype, MaybeDevice device, std::optional<std::string_view>) {
      return laid_out_like(ones(self->sizes(), or_dtype(dtype, self->dtype), device.value_or(self->device)),
                           *self);
    });
TN_OP(
    "full_like(Tensor self, Scalar fill_value, *, ScalarType? dtype=None, Device? device=None, "
    "MemoryFormat? memory_format=None) -> Tensor",
    [](const Tensor& self, Scalar fill_value, DType dtype, MaybeDevice device,
       std::optional<std::string_view>) {
      return laid_out_like(
          full(self->sizes(), fill_value, or_dtype(dtype, self->dtype), device.value_or(self->device)),
          *self);
    });
TN_OP("fill.Scalar(Tensor self, Scalar value) -> Tensor", [](const Tensor& self, Scalar value) {
  Tensor y = clone(self);
  fill_(y, value);
  return y;
});
TN_OP("fill.Tensor(Tensor self, Tensor value) -> Tensor", [](const Tensor& self, const Tensor& value) {
  Tensor y = clone(self);
  fill_(y, value);
  return y;
});
TN_OP("fill_.Scalar(Tensor(a!) self, Scalar value) -> Tensor(a!)",
      [](const Tensor& self, Scalar value) { fill_(self, value); });
TN_OP("fill_.Tensor(Tensor(a!) self, Tensor value) -> Tensor(a!)",
      [](const Tensor& self, const Tensor& value) { fill_(self, value); });
TN_OP("zero_(Tensor(a!) self) -> Tensor(a!)", [](const Tensor& self) { copy_(self, wrapped_number(0)); });

}  // namespace tenon
