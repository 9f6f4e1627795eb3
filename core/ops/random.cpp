#include "core/ops/random.h"

#include "core/backend/backend.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/history.h"
#include "core/ops/registry.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

void fill(const char* op, const Tensor& t, RandomCall call, int words, Generator* generator) {
  const Backend& backend = backend_of(t->device);
  if (!backend.random) not_offered(t->device, op);
  Generator& source = generator ? *generator : default_generator(t->device);
  call.device = t->device.index;
  call.n = t->numel;
  call.out = t->data;
  call.from = source.reserve(philox_blocks(static_cast<uint64_t>(t->numel), words));
  check_backend(backend.random(&call), op);
}

DType floating_dtype(const char* op, DType dtype) {
  if (dtype == DType::none) return default_dtype();
  if (!is_floating(dtype))
    fail(Status::type, "%s: the dtype must be floating, not %s", op, dtype_name(dtype));
  return dtype;
}

// Fills of the half types are drawn as float32 and rounded.
void draw(const char* op, const Tensor& t, RandomKind kind, double a, double b, Generator* generator) {
  DType dtype = compute_dtype(t->dtype);
  bool direct = t->contiguous && dtype == t->dtype;
  Tensor target = direct ? t : empty(t->sizes(), dtype, t->device);
  RandomCall call{};
  call.kind = kind;
  call.dtype = dtype;
  call.a = a;
  call.b = b;
  fill(op, target, call, dtype == DType::float64 ? 2 : 1, generator);
  if (!direct) copy_elements(t, target);
}

Tensor drawn(const char* op, IntList sizes, DType dtype, Device device, RandomKind kind, double a, double b,
             Generator* generator) {
  checked_numel(op, Shape(sizes));
  Tensor t = empty(sizes, floating_dtype(op, dtype), device);
  draw(op, t, kind, a, b, generator);
  return t;
}

void draw_in_place(const char* op, const Tensor& self, RandomKind kind, double a, double b,
                   Generator* generator) {
  check_in_place(op, self);
  floating_dtype(op, self->dtype);
  Tensor fresh = empty(self->sizes(), self->dtype, self->device);
  draw(op, fresh, kind, a, b, generator);
  copy_(self, fresh);
}

}  // namespace

Tensor rand(IntList sizes, DType dtype, Device device, Generator* generator) {
  return drawn("rand", sizes, dtype, device, RandomKind::uniform, 0, 1, generator);
}

Tensor randn(IntList sizes, DType dtype, Device device, Generator* generator) {
  return drawn("randn", sizes, dtype, device, RandomKind::normal, 0, 1, generator);
}

Tensor randint(int64_t low, int64_t high, IntList sizes, DType dtype, Device device, Generator* generator) {
  if (low >= high)
    fail(Status::value, "randint: low (%lld) must be below high (%lld)", (long long)low, (long long)high);
  checked_numel("randint", Shape(sizes));
  Tensor t = empty(sizes, DType::int64, device);
  RandomCall call{};
  call.kind = RandomKind::integers;
  call.dtype = DType::int64;
  call.low = low;
  call.range = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
  fill("randint", t, call, integer_words(call.range), generator);
  if (dtype == DType::int64) return t;
  Tensor y = cast_elements(t, dtype);
  Tensor bounds = empty({2}, DType::int64), narrow = empty({2}, DType::int64);
  bounds->as<int64_t>()[0] = low;
  bounds->as<int64_t>()[1] = high - 1;
  copy_elements(narrow, cast_elements(bounds, dtype));
  if (!is_floating(dtype) && memcmp(bounds->data, narrow->data, 16) != 0)
    fail(Status::value, "randint: low (%lld) or high (%lld) is out of bounds for %s", (long long)low,
         (long long)high, dtype_name(dtype));
  return y;
}

// Fisher and Yates's shuffle: element i changes places with one of those from i on.
Tensor randperm(int64_t n, DType dtype, Device device, Generator* generator) {
  if (n < 0) fail(Status::value, "randperm: n must not be negative, but it is %lld", (long long)n);
  checked_numel("randperm", {n});
  if (n > 0) fitting("randperm", n - 1, dtype);
  if (dtype == DType::bool_) fail(Status::type, "randperm: not defined for bool");
  if ((dtype == DType::float16 && n > 2049) || (dtype == DType::float32 && n > 16777217))
    fail(Status::value, "randperm: %s does not hold all whole numbers below n, which is %lld",
         dtype_name(dtype), (long long)n);
  Tensor t = empty({n}, DType::int64);
  int64_t* p = t->as<int64_t>();
  for (int64_t i = 0; i < n; ++i) p[i] = i;
  Generator& source = generator ? *generator : default_generator(device);
  Philox from = source.reserve(philox_blocks(static_cast<uint64_t>(n), 4));
  for (int64_t i = 0; i + 1 < n; ++i) {
    PhiloxBlock b = from.block(static_cast<uint64_t>(i));
    int64_t j = i + static_cast<int64_t>(integer_below_wide(b.high(), b.low(), static_cast<uint64_t>(n - i)));
    std::swap(p[i], p[j]);
  }
  return to_device(dtype == DType::int64 ? t : cast_elements(t, dtype), device);
}

void uniform_(const Tensor& self, double from, double to, Generator* generator) {
  if (!(from <= to)) fail(Status::value, "uniform_: from (%g) must not be above to (%g)", from, to);
  draw_in_place("uniform", self, RandomKind::uniform, from, to, generator);
}

void normal_(const Tensor& self, double mean, double deviation, Generator* generator) {
  if (!(deviation >= 0)) fail(Status::value, "normal_: std must not be negative, but it is %g", deviation);
  draw_in_place("normal", self, RandomKind::normal, mean, deviation, generator);
}

// ---- by name

TN_OP(
    "rand(int[] size, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool "
    "requires_grad=False) -> Tensor",
    [](IntList size, Generator* generator, DType dtype, std::optional<Device> device, bool requires_grad) {
      return leaf(rand(size, dtype, device.value_or(Device{}), generator), requires_grad);
    });
TN_OP(
    "randn(int[] size, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool "
    "requires_grad=False) -> Tensor",
    [](IntList size, Generator* generator, DType dtype, std::optional<Device> device, bool requires_grad) {
      return leaf(randn(size, dtype, device.value_or(Device{}), generator), requires_grad);
    });
TN_OP(
    "randint(int high, int[] size, *, Generator? generator=None, ScalarType? dtype=None, Device? "
    "device=None, bool requires_grad=False) "
    "-> Tensor",
    [](int64_t high, IntList size, Generator* generator, DType dtype, std::optional<Device> device,
       bool requires_grad) {
      return leaf(randint(0, high, size, dtype == DType::none ? DType::int64 : dtype,
                          device.value_or(Device{}), generator),
                  requires_grad);
    });
TN_OP(
    "randint.low(int low, int high, int[] size, *, Generator? generator=None, ScalarType? dtype=None, "
    "Device? device=None, bool requires_grad=False) -> Tensor",
    [](int64_t low, int64_t high, IntList size, Generator* generator, DType dtype,
       std::optional<Device> device, bool requires_grad) {
      return leaf(randint(low, high, size, dtype == DType::none ? DType::int64 : dtype,
                          device.value_or(Device{}), generator),
                  requires_grad);
    });
TN_OP(
    "randperm(int n, *, Generator? generator=None, ScalarType? dtype=None, Device? device=None, bool "
    "requires_grad=False) -> Tensor",
    [](int64_t n, Generator* generator, DType dtype, std::optional<Device> device, bool requires_grad) {
      return leaf(
          randperm(n, dtype == DType::none ? DType::int64 : dtype, device.value_or(Device{}), generator),
          requires_grad);
    });
TN_OP("rand_like(Tensor self, *, ScalarType? dtype=None, Device? device=None) -> Tensor",
      [](const Tensor& self, DType dtype, std::optional<Device> device) {
        return laid_out_like(
            rand(self->sizes(), dtype == DType::none ? self->dtype : dtype, device.value_or(self->device)),
            *self);
      });
TN_OP("randn_like(Tensor self, *, ScalarType? dtype=None, Device? device=None) -> Tensor",
      [](const Tensor& self, DType dtype, std::optional<Device> device) {
        return laid_out_like(
            randn(self->sizes(), dtype == DType::none ? self->dtype : dtype, device.value_or(self->device)),
            *self);
      });
TN_OP("randint_like(Tensor self, int high, *, ScalarType? dtype=None, Device? device=None) -> Tensor",
      [](const Tensor& self, int64_t high, DType dtype, std::optional<Device> device) {
        return laid_out_like(randint(0, high, self->sizes(), dtype == DType::none ? self->dtype : dtype,
                                     device.value_or(self->device)),
                             *self);
      });
TN_OP(
    "randint_like.low_dtype(Tensor self, int low, int high, *, ScalarType? dtype=None, Device? device=None) "
    "-> Tensor",
    [](const Tensor& self, int64_t low, int64_t high, DType dtype, std::optional<Device> device) {
      return laid_out_like(randint(low, high, self->sizes(), dtype == DType::none ? self->dtype : dtype,
                                   device.value_or(self->device)),
                           *self);
    });
TN_OP("uniform_(Tensor(a!) self, float from=0, float to=1, *, Generator? generator=None) -> Tensor(a!)",
      [](const Tensor& self, double from, double to, Generator* generator) {
        uniform_(self, from, to, generator);
      });
TN_OP("normal_(Tensor(a!) self, float mean=0, float std=1, *, Generator? generator=None) -> Tensor(a!)",
      [](const Tensor& self, double mean, double deviation, Generator* generator) {
        normal_(self, mean, deviation, generator);
      });

}  // namespace tenon
