#include "capi/src/values.h"

#include <string.h>

#include "capi/src/generator.h"

namespace tenon {

static_assert(sizeof(tn_value_t) == 32, "frozen");
static_assert(static_cast<int>(Kind::generator) == TN_KIND_GENERATOR);

BorrowedValues::BorrowedValues(const tn_value_t* values, int64_t count, const char* function,
                               const char* argument) {
  if (count < 0 || (!values && count)) refuse_array(function, argument, count);
  size_t lists = 0;
  for (int64_t i = 0; i < count; ++i) lists += values[i].kind == TN_KIND_TENSORS;
  tensor_lists_.reserve(lists);
  values_.reserve(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) values_.push_back(read(values[i], function));
}

Value BorrowedValues::read(const tn_value_t& given, const char* function) {
  const char* argument = given.name ? given.name : "a value";
  if (given.reserved) fail(Status::value, "%s: the reserved field of %s isn't 0", function, argument);
  if (given.kind < TN_KIND_NONE || given.kind > TN_KIND_GENERATOR)
    fail(Status::value, "%s: the kind of %s is %d, which does not exist", function, argument, given.kind);
  Value value;
  value.name = given.name;
  value.kind = static_cast<Kind>(given.kind);
  switch (value.kind) {
    case Kind::none:
    case Kind::ellipsis:
    case Kind::complex: break;
    case Kind::tensor:
      if (given.as.t == TN_NONE) value.kind = Kind::none;
      else value.tensor = &borrow(given.as.t, function, argument);
      break;
    case Kind::integer: value.i = given.as.i; break;
    case Kind::real: value.f = given.as.f; break;
    case Kind::boolean: value.i = given.as.i != 0; break;
    case Kind::text:
      if (!given.as.s) throw NullArgument{function, argument};
      value.text = given.as.s;
      value.count = static_cast<int64_t>(strlen(given.as.s));
      break;
    case Kind::dtype:
      value.dtype = dtype_of_argument(static_cast<tn_dtype_t>(given.as.i), DType::none, function);
      if (value.dtype == DType::none) value.kind = Kind::none;
      break;
    case Kind::device:
      if (given.as.i == TN_DEVICE_DEFAULT) value.kind = Kind::none;
      else value.device = device_of_argument(static_cast<tn_device_t>(given.as.i), function);
      break;
    case Kind::generator:
      value.generator = borrow_object<Generator>(given.as.generator, function, argument).get();
      break;
    default: read_list(given, value, function, argument);
  }
  return value;
}

void BorrowedValues::read_list(const tn_value_t& given, Value& value, const char* function,
                               const char* argument) {
  value.count = given.count;
  if (given.count < 0 || (!given.as.ints && given.count)) refuse_array(function, argument, given.count);
  if (value.kind == Kind::slice && given.count != 3)
    fail(Status::value, "%s: a slice is three integers, not %lld", function,
         static_cast<long long>(given.count));
  if (value.kind == Kind::tensors) {
    tensor_lists_.push_back(borrow_all(given.as.tensors, given.count, function, argument, true));
    value.tensors = &tensor_lists_.back();
  } else if (value.kind == Kind::reals) {
    value.reals = given.as.floats;
  } else if (value.kind == Kind::booleans) {
    value.booleans = given.as.bools;
  } else {
    value.integers = given.as.ints;
  }
}

}  // namespace tenon
