// Operators by name.
#include <math.h>

#include "capi/src/values.h"
#include "core/ops/call.h"

using namespace tenon;

namespace tenon {

struct ValueList : RefCounted {
  OpResults results;
  explicit ValueList(OpResults results) : results(std::move(results)) {}
  static void destroy(ValueList* list) { tenon::destroy(list); }
};

template <>
inline const HandleType object_handle_type<ValueList>{"values", ObjectHandle<ValueList>::release};

}  // namespace tenon

extern "C" {
TN_HANDLE_FUNCTIONS(values, ValueList)
}

tn_values_t tn_op_call(const char* name, const tn_value_t* args, int64_t n_args) {
  return guard(__func__, tn_values_t{}, [&] {
    if (!name) throw NullArgument{"tn_op_call", "name"};
    BorrowedValues values(args, n_args, "tn_op_call", "args");
    OpResults results = call_operator(name, values.data(), values.count());
    return give_object<tn_values_t>(Ref<ValueList>::adopt(create<ValueList>(std::move(results))));
  });
}

// ---- what it gave

namespace {

const OpResults& results_of(tn_values_t values, const char* function) {
  return borrow_object<ValueList>(values, function, "values")->results;
}

const Result& result_at(tn_values_t values, int64_t i, const char* function) {
  const OpResults& results = results_of(values, function);
  if (i < 0 || i >= static_cast<int64_t>(results.size()))
    fail(Status::index, "%s: i is %lld, and there are %zu results", function, static_cast<long long>(i),
         results.size());
  return results[static_cast<size_t>(i)];
}

[[noreturn]] void refuse_kind(const Result& result, int64_t i, const char* function) {
  fail(Status::type, "%s: result %lld is %s", function, static_cast<long long>(i), kind_name(result.kind));
}

}  // namespace

int64_t tn_values_count(tn_values_t values) {
  return guard(__func__, int64_t{-1},
               [&] { return static_cast<int64_t>(results_of(values, "tn_values_count").size()); });
}

tn_kind_t tn_values_kind(tn_values_t values, int64_t i) {
  return guard(__func__, tn_kind_t{0},
               [&] { return static_cast<tn_kind_t>(result_at(values, i, "tn_values_kind").kind); });
}

tn_tensor_t tn_values_tensor(tn_values_t values, int64_t i) {
  return guard(__func__, tn_tensor_t{}, [&] {
    const Result& result = result_at(values, i, "tn_values_tensor");
    if (result.kind != Kind::tensor && result.kind != Kind::none) refuse_kind(result, i, "tn_values_tensor");
    return give_optional(result.tensor);
  });
}

tn_status_t tn_values_int(tn_values_t values, int64_t i, int64_t* value) {
  return guard_status(__func__, [&] {
    const Result& result = result_at(values, i, "tn_values_int");
    if (!value) throw NullArgument{"tn_values_int", "value"};
    switch (result.kind) {
      case Kind::integer:
      case Kind::boolean: *value = result.i; break;
      case Kind::dtype: *value = dtype_code(result.dtype); break;
      case Kind::device: *value = device_code(result.device); break;
      default: refuse_kind(result, i, "tn_values_int");
    }
  });
}

double tn_values_float(tn_values_t values, int64_t i) {
  return guard(__func__, static_cast<double>(NAN), [&] {
    const Result& result = result_at(values, i, "tn_values_float");
    if (result.kind == Kind::real) return result.f;
    if (result.kind != Kind::integer) refuse_kind(result, i, "tn_values_float");
    return static_cast<double>(result.i);
  });
}

const char* tn_values_string(tn_values_t values, int64_t i) {
  return guard(__func__, static_cast<const char*>(nullptr), [&] {
    const Result& result = result_at(values, i, "tn_values_string");
    if (result.kind != Kind::text) refuse_kind(result, i, "tn_values_string");
    return result.text.c_str();
  });
}

// ---- the registry

namespace {

const Operator& operator_at(int64_t i, const char* function) {
  const std::vector<Operator>& all = operators();
  if (i < 0 || i >= static_cast<int64_t>(all.size()))
    fail(Status::index, "%s: i is %lld, and there are %zu schemas", function, static_cast<long long>(i),
         all.size());
  return all[static_cast<size_t>(i)];
}

}  // namespace

int64_t tn_op_count(void) {
  return guard(__func__, int64_t{-1}, [] { return static_cast<int64_t>(operators().size()); });
}

const char* tn_op_name(int64_t i) {
  return guard(__func__, static_cast<const char*>(nullptr),
               [&] { return operator_at(i, "tn_op_name").name.c_str(); });
}

const char* tn_op_schema(int64_t i) {
  return guard(__func__, static_cast<const char*>(nullptr),
               [&] { return operator_at(i, "tn_op_schema").schema.c_str(); });
}
