// The tables of type promotion, a case for each row.
#include "tests/conformance/cases.h"

namespace conformance {
namespace {

constexpr const char* kTables[] = {"promote_types", "result_type_dim1_with_dim0",
                                   "result_type_dim1_with_scalar", "can_cast"};

tn_tensor_t ones(Dtype dtype, int64_t ndim) {
  const int64_t shape[] = {1};
  return need(tn_ones(shape, ndim, library_dtype(dtype), TN_CPU), "tn_ones");
}

// A tensor times a number or a truth, which is how the kinds of Python's scalars show.
tn_dtype_t product_type(tn_tensor_t x, const std::string& scalar) {
  tn_value_t args[2] = {{nullptr, TN_KIND_TENSOR, 0, 1, {}}, {nullptr, TN_KIND_BOOL, 0, 1, {}}};
  args[0].as.t = x;
  args[1].as.i = 1;
  if (scalar == "int") args[1].kind = TN_KIND_INT;
  if (scalar == "float") {
    args[1].kind = TN_KIND_FLOAT;
    args[1].as.f = 1.5;
  }
  tn_values_t product = need(tn_op_call("mul", args, 2), "mul");
  return tn_tensor_dtype(need(tn_values_tensor(product, 0), "mul"));
}

tn_dtype_t scalar_type(tn_tensor_t x, const std::string& scalar) {
  tn_dtype_t product = product_type(x, scalar);
  if (scalar == "bool") return product;
  tn_dtype_t told = scalar == "int" ? tn_result_type_int(x, 1) : tn_result_type_scalar(x, 1.5);
  if (told != product) throw std::runtime_error("result_type and mul disagree about " + scalar);
  return told;
}

std::string row_text(const std::string& column, tn_dtype_t got, const std::string& want) {
  if (got == TN_DTYPE_DEFAULT) throw_trouble(column);
  const char* name = dtype_name(dtype_of(got));
  return want == name ? "" : "with " + column + ": got " + name + ", wanted " + want;
}

std::string judge_cell(const std::string& table, Dtype row, const std::string& column,
                       const std::string& want) {
  if (table == "result_type_dim1_with_scalar")
    return row_text(column, scalar_type(ones(row, 1), column), want);
  Dtype other = dtype_from_name(column);
  if (is_complex(other)) return "";
  if (table == "promote_types")
    return row_text(column, tn_promote_types(library_dtype(row), library_dtype(other)), want);
  return row_text(column, tn_result_type(ones(row, 1), ones(other, 0)), want);
}

std::string judge_casts(Dtype from, const Json& allowed) {
  for (const char* name :
       {"bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64"}) {
    bool want = false;
    for (const Json& to : allowed) want = want || to == name;
    tn_error_clear();
    bool got = tn_can_cast(library_dtype(from), library_dtype(dtype_from_name(name))) != 0;
    if (tn_error_code() != TN_OK) throw_trouble("tn_can_cast");
    if (got != want) return std::string("to ") + name + (got ? ": allowed" : ": refused");
  }
  return "";
}

}  // namespace

Json promotion_cases(const Manifest& manifest) {
  Json cases = Json::array();
  for (const char* table : kTables)
    for (const auto& [dtype, wants] : manifest.top.at(table).items())
      cases.push_back(
          {{"id", std::string(table) + "/" + dtype}, {"table", table}, {"dtype", dtype}, {"wants", wants}});
  return cases;
}

Outcome run_promotion_case(const Manifest&, const Json& test) {
  Dtype row = dtype_from_name(test.at("dtype"));
  if (is_complex(row)) return missing("(complex numbers)");
  Scope scope;
  tn_error_clear();
  std::string bad;
  if (test.at("table") == "can_cast") {
    bad = judge_casts(row, test.at("wants"));
  } else {
    for (const auto& [column, want] : test.at("wants").items())
      if (bad.empty()) bad = judge_cell(test.at("table"), row, column, want);
  }
  return bad.empty() ? passed() : failed(bad);
}

}  // namespace conformance
