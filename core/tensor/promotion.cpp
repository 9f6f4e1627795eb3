#include "core/tensor/promotion.h"

#include <atomic>

namespace tenon {

static std::atomic<DType> default_floating{DType::float32};

DType default_dtype() { return default_floating.load(std::memory_order_relaxed); }

void set_default_dtype(DType dtype) {
  if (!is_floating(dtype))
    fail(Status::type, "set_default_dtype: dtype must be a floating one, not %s", dtype_name(dtype));
  default_floating.store(dtype, std::memory_order_relaxed);
}

DType promote_types(DType a, DType b) {
  if (a == b) return a;
  if (a == DType::none) return b;
  if (b == DType::none) return a;
  if (a == DType::bool_) return b;
  if (b == DType::bool_) return a;
  if (is_floating(a) != is_floating(b)) return is_floating(a) ? a : b;
  if (is_floating(a)) {
    if (a == DType::float64 || b == DType::float64) return DType::float64;
    return DType::float32;  // with float32, or the two half types, neither of which holds the other
  }
  if (a == DType::uint8 || b == DType::uint8) {
    DType other = a == DType::uint8 ? b : a;
    return other == DType::int8 ? DType::int16 : other;
  }
  return a < b ? a : b;  // signed integers are numbered from the widest
}

static int category(DType t) { return t == DType::bool_ ? 0 : is_floating(t) ? 2 : 1; }

bool can_cast(DType from, DType to) { return category(from) <= category(to); }

// The operands of a higher rank decide, unless those of a lower one are of a higher category.
static DType combine(DType higher, DType lower) {
  if (is_floating(higher)) return higher;
  if (higher == DType::bool_ || is_floating(lower)) return promote_types(higher, lower);
  return higher != DType::none ? higher : lower;
}

DType result_type(std::initializer_list<const Tensor*> operands) {
  DType dimensioned = DType::none, zero_dim = DType::none, number = DType::none;
  for (const Tensor* operand : operands) {
    const TensorImpl& t = **operand;
    DType dtype = t.wrapped_number && is_floating(t.dtype) ? default_dtype() : t.dtype;
    DType& rank = t.ndim ? dimensioned : t.wrapped_number ? number : zero_dim;
    rank = promote_types(rank, dtype);
  }
  return combine(dimensioned, combine(zero_dim, number));
}

}  // namespace tenon
