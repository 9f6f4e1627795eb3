// Promotion answers as PyTorch does: on every pair of operands, and on the conformance tables where they are
// at hand.
#include "core/tensor/promotion.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "tests/test.h"

using namespace tenon;

// DType::none for the complex ones, which the engine lacks.
static DType dtype_named(const std::string& name) {
  for (int i = 1; i < kDTypes; ++i) {
    if (name == dtype_name(static_cast<DType>(i))) return static_cast<DType>(i);
  }
  return DType::none;
}

static DType dtype_of_word(const nlohmann::json& word) { return dtype_named(word.get<std::string>()); }

static Tensor dimensioned(DType dtype) { return empty({2}, dtype); }

static Tensor zero_dim(DType dtype) { return empty({}, dtype); }

static Tensor number(DType dtype) {
  Tensor t = zero_dim(dtype);
  t->wrapped_number = true;
  return t;
}

static Tensor operand(const std::string& dtype, const std::string& kind) {
  if (kind == "dimensioned") return dimensioned(dtype_named(dtype));
  if (kind == "zero_dim") return zero_dim(dtype_named(dtype));
  if (kind != "wrapped_number") fail_msg("unknown kind %s", kind.c_str());
  return number(dtype_named(dtype));
}

static std::string read_file(const std::string& path) {
  std::string text;
  FILE* file = fopen(path.c_str(), "rb");
  if (!file) return text;
  char buffer[4096];
  for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;) text.append(buffer, n);
  fclose(file);
  return text;
}

static std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = std::min(text.find(at, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// The answer to one line of promotion_cases.txt, whose format record_promotion_cases.py describes.
static std::string answer(const std::vector<std::string>& words) {
  DType a = dtype_named(words[1]), b = dtype_named(words[2]);
  if (words[0] == "promote") return dtype_name(promote_types(a, b));
  if (words[0] == "cast") return can_cast(a, b) ? "yes" : "no";
  Tensor x = operand(words[1], words[2]), y = operand(words[3], words[4]);
  if (words.size() == 6) return dtype_name(result_type({&x, &y}));
  Tensor z = operand(words[5], words[6]);
  return dtype_name(result_type({&x, &y, &z}));
}

static void test_recorded_answers(void**) {
  const char* root = getenv("TENON_SOURCE_DIR");
  std::string path = std::string(root ? root : ".") + "/tests/core/tensor/promotion_cases.txt";
  int cases = 0;
  for (const std::string& line : split(read_file(path), '\n')) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> words = split(line, ' ');
    std::string got = answer(words);
    if (got != words.back()) fail_msg("%s: but the answer was %s", line.c_str(), got.c_str());
    ++cases;
  }
  if (cases < 900) fail_msg("%s has %d cases (TENON_SOURCE_DIR names the source tree)", path.c_str(), cases);
}

static void test_default_dtype(void**) {
  Tensor integers = dimensioned(DType::int32), half = dimensioned(DType::float16),
         one = number(DType::float64);
  assert_true(default_dtype() == DType::float32);
  assert_true(result_type({&integers, &one}) == DType::float32);
  assert_true(result_type({&half, &one}) == DType::float16);
  set_default_dtype(DType::float64);
  assert_true(result_type({&integers, &one}) == DType::float64);
  assert_true(result_type({&half, &one}) == DType::float16);
  set_default_dtype(DType::float32);
  Status status = Status::ok;
  try {
    set_default_dtype(DType::int64);
  } catch (const Error& error) { status = error.status(); }
  assert_int_equal(status, Status::type);
  assert_true(default_dtype() == DType::float32);
}

// Where promotion takes operands in turn, their order must not matter.
static void test_promotion_is_symmetric_and_idempotent(void**) {
  for (int i = 0; i < kDTypes; ++i) {
    for (int j = 0; j < kDTypes; ++j) {
      DType a = static_cast<DType>(i), b = static_cast<DType>(j);
      assert_true(promote_types(a, b) == promote_types(b, a));
      assert_true(promote_types(a, promote_types(a, b)) == promote_types(a, b));
    }
  }
}

// Checks one table {a: {b: result}} of the conformance file, and returns how many entries it could.
template <class F>
static int check_table(const nlohmann::json& table, F got) {
  int checked = 0;
  for (const auto& [a, row] : table.items()) {
    for (const auto& [b, want] : row.items()) {
      DType result = dtype_of_word(want);
      if (dtype_named(a) == DType::none || result == DType::none) continue;
      if (got(a, b) != result) fail_msg("%s, %s: %s", a.c_str(), b.c_str(), dtype_name(got(a, b)));
      ++checked;
    }
  }
  return checked;
}

static DType with_second(const std::string& a, const Tensor& second) {
  Tensor first = dimensioned(dtype_named(a));
  return result_type({&first, &second});
}

static DType number_named(const std::string& kind) {
  return kind == "bool" ? DType::bool_ : kind == "int" ? DType::int64 : DType::float64;
}

static void check_casts(const nlohmann::json& table) {
  for (const auto& [from, row] : table.items()) {
    if (dtype_named(from) == DType::none) continue;
    for (int i = 1; i < kDTypes; ++i) {
      DType to = static_cast<DType>(i);
      bool want = std::find(row.begin(), row.end(), dtype_name(to)) != row.end();
      if (can_cast(dtype_named(from), to) != want)
        fail_msg("can_cast %s to %s", from.c_str(), dtype_name(to));
    }
  }
}

static void test_conformance_tables(void**) {
  const char* directory = getenv("TENON_CONFORMANCE");
  std::string text = directory ? read_file(std::string(directory) + "/misc/type_promotion.json") : "";
  if (text.empty()) {
    print_message("skipped: TENON_CONFORMANCE names no directory with misc/type_promotion.json\n");
    skip();
  }
  nlohmann::json tables = nlohmann::json::parse(text);
  int checked = check_table(tables["promote_types"], [](const std::string& a, const std::string& b) {
    return promote_types(dtype_named(a), dtype_named(b));
  });
  assert_int_equal(checked, 100);
  checked = check_table(tables["result_type_dim1_with_dim0"], [](const std::string& a, const std::string& b) {
    return with_second(a, zero_dim(dtype_named(b)));
  });
  assert_int_equal(checked, 100);
  checked = check_table(
      tables["result_type_dim1_with_scalar"],
      [](const std::string& a, const std::string& b) { return with_second(a, number(number_named(b))); });
  assert_int_equal(checked, 30);
  check_casts(tables["can_cast"]);
}

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_recorded_answers),
      cmocka_unit_test(test_default_dtype),
      cmocka_unit_test(test_promotion_is_symmetric_and_idempotent),
      cmocka_unit_test(test_conformance_tables),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
