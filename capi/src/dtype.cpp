// The types of elements, and how they promote.
#include "capi/src/handles.h"
#include "core/ops/pointwise.h"
#include "core/tensor/promotion.h"

using namespace tenon;

namespace {

// One that must be given.
DType given_dtype(tn_dtype_t code, const char* function, const char* argument) {
  DType dtype = dtype_of_argument(code, DType::none, function);
  if (dtype == DType::none) fail(Status::value, "%s: %s must be given", function, argument);
  return dtype;
}

tn_dtype_t result_type_with(tn_tensor_t a, Scalar b, const char* function) {
  return guard(function, tn_dtype_t{0}, [&] {
    Tensor number = wrapped_number(b);
    return dtype_code(result_type({&borrow(a, function, "a"), &number}));
  });
}

}  // namespace

const char* tn_dtype_name(tn_dtype_t dtype) {
  return guard("tn_dtype_name", static_cast<const char*>(nullptr),
               [&] { return dtype_name(given_dtype(dtype, "tn_dtype_name", "dtype")); });
}

int64_t tn_dtype_itemsize(tn_dtype_t dtype) {
  return guard("tn_dtype_itemsize", int64_t{-1}, [&] {
    return static_cast<int64_t>(item_size(given_dtype(dtype, "tn_dtype_itemsize", "dtype")));
  });
}

int32_t tn_dtype_is_floating_point(tn_dtype_t dtype) {
  return guard("tn_dtype_is_floating_point", int32_t{0}, [&]() -> int32_t {
    return is_floating(given_dtype(dtype, "tn_dtype_is_floating_point", "dtype"));
  });
}

tn_dtype_t tn_promote_types(tn_dtype_t a, tn_dtype_t b) {
  return guard("tn_promote_types", tn_dtype_t{0}, [&] {
    return dtype_code(
        promote_types(given_dtype(a, "tn_promote_types", "a"), given_dtype(b, "tn_promote_types", "b")));
  });
}

tn_dtype_t tn_result_type(tn_tensor_t a, tn_tensor_t b) {
  return guard("tn_result_type", tn_dtype_t{0}, [&] {
    return dtype_code(result_type({&borrow(a, "tn_result_type", "a"), &borrow(b, "tn_result_type", "b")}));
  });
}
tn_dtype_t tn_result_type_scalar(tn_tensor_t a, double b) {
  return result_type_with(a, b, "tn_result_type_scalar");
}
tn_dtype_t tn_result_type_int(tn_tensor_t a, int64_t b) {
  return result_type_with(a, b, "tn_result_type_int");
}

int32_t tn_can_cast(tn_dtype_t from, tn_dtype_t to) {
  return guard("tn_can_cast", int32_t{0}, [&]() -> int32_t {
    return can_cast(given_dtype(from, "tn_can_cast", "from"), given_dtype(to, "tn_can_cast", "to"));
  });
}

tn_dtype_t tn_get_default_dtype(void) { return dtype_code(default_dtype()); }

tn_status_t tn_set_default_dtype(tn_dtype_t dtype) {
  return guard_status("tn_set_default_dtype",
                      [&] { set_default_dtype(given_dtype(dtype, "tn_set_default_dtype", "dtype")); });
}
