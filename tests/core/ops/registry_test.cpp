// Operators under their names and schemas: what the registry holds, how arguments are bound, what it says
// where they don't fit.
#include "core/base/with_dtype.h"
#include "core/ops/call.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "tests/test.h"

using namespace tenon;

namespace {

// ---- operators of the test's own, one for each kind of argument and result

TN_OP(
    "test_kinds(Tensor self, Tensor? weight, Tensor[] rest, int n, float x, bool flag, Scalar s, str mode, "
    "ScalarType dtype, Device device, Generator? generator=None) -> str",
    [](const Tensor& self, const Tensor& weight, const std::vector<Tensor>& rest, int64_t n, double x,
       bool flag, Scalar s, std::string_view mode, DType dtype, Device device, Generator* generator) {
      return format("%d %d %zu %d %g %d %d:%g %s %s %s %d", self->ndim, weight ? 1 : 0, rest.size(),
                    static_cast<int>(n), x, flag, static_cast<int>(s.kind), s.f, std::string(mode).c_str(),
                    dtype_name(dtype), device_name(device).c_str(), generator != nullptr);
    });

TN_OP(
    "test_optional(int? n=None, float? x=None, bool? flag=None, Scalar? s=None, str? mode=None, ScalarType? "
    "dtype=None, "
    "Device? device=None, int[]? dims=None) -> str",
    [](std::optional<int64_t> n, std::optional<double> x, std::optional<bool> flag, std::optional<Scalar> s,
       std::optional<std::string_view> mode, std::optional<DType> dtype, std::optional<Device> device,
       std::optional<IntList> dims) {
      return format("%d%d%d%d%d%d%d%d", n.has_value(), x.has_value(), flag.has_value(), s.has_value(),
                    mode.has_value(), dtype.has_value(), device.has_value(), dims.has_value());
    });

TN_OP(
    "test_defaults(int n=-3, float x=1e-05, bool flag=True, Scalar s=2, str mode='none', int[2] stride=1, "
    "int[] dims=[0, 1], "
    "ScalarType dtype=int64, float[2] scale=0.5, int[] empty=[], *, Scalar value=1.5) -> str",
    [](int64_t n, double x, bool flag, Scalar s, std::string_view mode, IntList stride, IntList dims,
       DType dtype, FloatList scale, IntList empty, Scalar value) {
      return format("%d %g %d %d %s %s %s %s %g,%g %s %g", static_cast<int>(n), x, flag,
                    static_cast<int>(s.kind), std::string(mode).c_str(), to_string(stride).c_str(),
                    to_string(dims).c_str(), dtype_name(dtype), scale[0], scale[1], to_string(empty).c_str(),
                    value.f);
    });

TN_OP("test_lists(int[2] stride, float[] x, bool[3] mask, Tensor?[] indices) -> str",
      [](IntList stride, FloatList x, BoolList mask, const std::vector<Tensor>& indices) {
        std::string undefined;
        for (const Tensor& t : indices) undefined += t ? '1' : '0';
        return format("%s %d:%g %d%d%d %s", to_string(stride).c_str(), static_cast<int>(x.count),
                      x.count ? x[x.count - 1] : 0, mask[0], mask[1], mask[2], undefined.c_str());
      });

TN_OP("test_results(Tensor self) -> (Tensor, Tensor[], int, float, bool, ScalarType, int[], Scalar)",
      [](const Tensor& self) {
        return std::tuple(self, std::vector<Tensor>{self, Tensor()}, int64_t{7}, 0.5, true, DType::float64,
                          std::vector<int64_t>{1, 2}, Scalar(3));
      });

TN_OP("test_array(Tensor self) -> (Tensor, Tensor)", [](const Tensor& self) {
  return std::array<Tensor, 2>{self, self};
});
TN_OP("test_nothing(Tensor self) -> ()", [](const Tensor&) {});

// Kinds that overlap: the order of the file decides.
TN_OP("test_order.zebra(Scalar x) -> str", [](Scalar) { return std::string("zebra"); });
TN_OP("test_order.ant(float x) -> str", [](double) { return std::string("ant"); });
TN_OP("test_order.bee(bool x, *, int dim=0, bool keepdim=False) -> str",
      [](bool, int64_t dim, bool keepdim) { return format("bee %d %d", static_cast<int>(dim), keepdim); });
TN_ALIAS("test_rank", "test_order");

// ---- help

std::string text_of(std::string_view name, std::initializer_list<Value> values) {
  OpResults results = call_operator(name, values);
  assert_int_equal(results.size(), 1);
  assert_int_equal(static_cast<int>(results[0].kind), static_cast<int>(Kind::text));
  return results[0].text;
}

Tensor tensor_of(std::string_view name, std::initializer_list<Value> values) {
  OpResults results = call_operator(name, values);
  assert_int_equal(results.size(), 1);
  assert_int_equal(static_cast<int>(results[0].kind), static_cast<int>(Kind::tensor));
  return results[0].tensor;
}

double first(const Tensor& t) { return *cast_elements(t, DType::float64)->as<double>(); }

void assert_fails(Status status, const char* part, std::string_view name,
                  std::initializer_list<Value> values) {
  try {
    call_operator(name, values);
  } catch (const Error& error) {
    if (!strstr(error.what(), part)) fail_msg("'%s' isn't in: %s", part, error.what());
    assert_int_equal(static_cast<int>(error.status()), static_cast<int>(status));
    return;
  }
  fail_msg("%.*s didn't fail", static_cast<int>(name.size()), name.data());
}

// ---- tests

void test_every_schema_is_valid(void**) {
  // A schema that isn't, or a name that stands twice, throws here.
  assert_true(operators().size() > 500);
  for (size_t i = 1; i < operators().size(); ++i) assert_true(operators()[i - 1].base <= operators()[i].base);
}

void test_every_kind_of_argument(void**) {
  Tensor x = ones({2, 3}, DType::float32);
  std::vector<Tensor> rest{x, x};
  assert_string_equal(
      text_of("test_kinds", {x, x, rest, 5, 2, true, 3, "sum", DType::int8, Device{}}).c_str(),
      "2 1 2 5 2 1 0:3 sum int8 cpu 0");
  assert_string_equal(
      text_of("test_kinds", {x, Value(), IntList(), 5, 2.5, false, true, "", DType::bool_, "cuda:3"}).c_str(),
      "2 0 0 5 2.5 0 2:1  bool cuda:3 0");
}

void test_optional_arguments(void**) {
  assert_string_equal(text_of("test_optional", {}).c_str(), "00000000");
  assert_string_equal(text_of("test_optional", {1, 1, true, 1, "a", DType::int8, Device{}, 1}).c_str(),
                      "11111111");
  assert_string_equal(text_of("test_optional", {Value(), {"mode", "a"}, {"s", Value()}}).c_str(), "00001000");
}

void test_defaults(void**) {
  const char* all = "-3 1e-05 1 0 none [1, 1] [0, 1] int64 0.5,0.5 [] 1.5";
  assert_string_equal(text_of("test_defaults", {}).c_str(), all);
  assert_string_equal(
      text_of("test_defaults", {4, {"dims", 7}, {"stride", IntList({2})}, {"value", 9}}).c_str(),
      "4 1e-05 1 0 none [2, 2] [7] int64 0.5,0.5 [] 9");
}

void test_lists(void**) {
  Tensor x = ones({2}, DType::float32);
  std::vector<Tensor> some{x, Tensor(), x};
  int32_t mask[] = {1, 0, 1};
  Value truths;
  truths.kind = Kind::booleans, truths.count = 3, truths.booleans = mask;
  double reals[] = {1, 2.5};
  assert_string_equal(text_of("test_lists", {3, FloatList{reals, 2}, truths, some}).c_str(),
                      "[3, 3] 2:2.5 101 101");
  assert_string_equal(text_of("test_lists", {IntList({1, 2}), IntList({4, 5}), truths, IntList()}).c_str(),
                      "[1, 2] 2:5 101 ");
  std::vector<int64_t> many(100, 1);
  assert_fails(Status::value, "too long", "test_lists", {1, IntList(many.data(), 100), truths, some});
  assert_fails(Status::type, "'mask' must be bool[3], not int[]", "test_lists", {1, 1, IntList({1}), some});
}

void test_results_are_flattened(void**) {
  Tensor x = ones({2}, DType::float32);
  OpResults r = call_operator("test_results", {x});
  const Kind kinds[] = {Kind::tensor,  Kind::tensor, Kind::none,    Kind::integer, Kind::real,
                        Kind::boolean, Kind::dtype,  Kind::integer, Kind::integer, Kind::integer};
  assert_int_equal(r.size(), 10);
  for (size_t i = 0; i < 10; ++i) assert_int_equal(static_cast<int>(r[i].kind), static_cast<int>(kinds[i]));
  assert_ptr_equal(r[1].tensor.get(), x.get());
  assert_int_equal(r[8].i, 2);
  assert_int_equal(call_operator("test_array", {x}).size(), 2);
  assert_int_equal(call_operator("test_nothing", {x}).size(), 0);
}

void test_overloads(void**) {
  assert_string_equal(text_of("test_order", {1}).c_str(), "zebra");
  assert_string_equal(text_of("test_order.ant", {1}).c_str(), "ant");
  assert_string_equal(text_of("test_order", {true, {"axis", 2}, {"keepdims", true}}).c_str(), "bee 2 1");
  assert_string_equal(text_of("test_rank.ant", {1}).c_str(), "ant");
  assert_string_equal(look_up("test_rank.bee")[0].schema.c_str(),
                      "test_rank.bee(bool x, *, int dim=0, bool keepdim=False) -> str");
}

void test_names(void**) {
  Tensor x = full({2}, 4.0);
  for (const char* name :
       {"sqrt", "aten::sqrt", "torch.sqrt", "Tensor.sqrt", "torch.Tensor.sqrt", "nn.functional.sqrt"})
    assert_true(first(tensor_of(name, {x})) == 2);
  assert_true(first(tensor_of("sqrt", {{"input", x}})) == 2);
  assert_fails(Status::key, "did you mean 'softplus'?", "softplsu", {x});
  assert_fails(Status::key, "there is no operator 'quite_another_thing'", "quite_another_thing", {x});
  assert_fails(Status::key, "no overload 'mul.Tensors'; there are mul.", "mul.Tensors", {x});
  assert_fails(Status::key, "", "", {});
  assert_fails(Status::key, "", ".", {});
  assert_fails(Status::key, "", "aten::", {});
}

void test_internal_lines_have_no_name(void**) {
  for (const char* name :
       {"gelu_erf", "gelu_tanh", "clamp_both", "nan_to_num_with", "div_floor", "div_trunc"})
    assert_true(look_up(name).empty());
}

void test_pointwise_lines(void**) {
  Tensor x = full({2}, 6.0), y = full({2}, 3.0);
  assert_true(first(tensor_of("mul", {x, y})) == 18);
  assert_true(first(tensor_of("mul", {x, 2})) == 12);
  assert_true(first(tensor_of("remainder", {8, x})) == 2);
  assert_true(first(tensor_of("addcmul", {x, y, y, {"value", 2}})) == 24);
  assert_true(first(tensor_of("leaky_relu", {full({2}, -2.0), {"negative_slope", 0.5}})) == -1);
  assert_true(tensor_of("eq", {x, 6})->dtype == DType::bool_);
  Tensor ints = full({2}, 3, DType::int64);
  assert_true(tensor_of("mul", {ints, 2})->dtype == DType::int64);
  assert_true(tensor_of("mul", {ints, 2.0})->dtype == DType::float32);
  assert_ptr_equal(tensor_of("mul_", {x, y}).get(), x.get());
  assert_true(first(x) == 18);
  assert_true(look_up("isnan_").empty());
}

void test_out(void**) {
  Tensor x = full({2}, 6.0), out = full({2}, 0.0, DType::float64);
  assert_ptr_equal(tensor_of("mul", {x, x, {"out", out}}).get(), out.get());
  assert_true(first(out) == 36);
  assert_true(first(tensor_of("mul", {x, 2, {"out", Value()}})) == 12);
  assert_fails(Status::shape, "out has shape [3]", "mul", {x, x, {"out", full({3}, 0.0)}});
  assert_fails(Status::type, "can't be cast", "mul", {x, x, {"out", full({2}, 0, DType::int64)}});
  assert_fails(Status::type, "one tensor", "test_results", {x, {"out", out}});
  assert_fails(Status::type, "out must be a Tensor", "mul", {x, x, {"out", 1}});
  x->requires_grad = true;
  assert_fails(Status::state, "history", "mul", {x, x, {"out", out}});
}

void test_inplace(void**) {
  Tensor x = full({2}, -6.0);
  assert_ptr_equal(tensor_of("relu", {x, {"inplace", true}}).get(), x.get());
  assert_true(first(x) == 0);
  assert_true(tensor_of("relu", {x, {"inplace", false}}).get() != x.get());
  assert_fails(Status::type, "no in-place form", "isnan", {x, {"inplace", true}});
}

void test_what_does_not_fit_is_named(void**) {
  Tensor x = full({2}, 1.0);
  assert_fails(Status::type, "the argument 'n' is missing", "test_kinds", {x, x, IntList()});
  assert_fails(Status::type, "no argument 'foo'", "sqrt", {x, {"foo", 1}});
  assert_fails(Status::type, "'self' is given twice", "sqrt", {x, {"self", x}});
  assert_fails(Status::type, "takes 1 arguments by place, but 2 were given", "sqrt", {x, x});
  assert_fails(Status::type, "by place after one by name", "sqrt", {{"self", x}, x});
  assert_fails(Status::type, "'self' must be Tensor, not float", "sqrt", {1.5});
  assert_fails(Status::type, "'self' must be Tensor, not None", "sqrt", {Value()});
  assert_fails(Status::type, "no overload takes (Tensor, 'a', dim=3)", "mul", {x, "a", {"dim", 3}});
  assert_fails(Status::type, "mul.Scalar(Tensor self, Scalar other) -> Tensor", "mul", {x, "a"});
  Value complex;
  complex.kind = Kind::complex;
  assert_fails(Status::unsupported, "complex", "mul", {x, complex});
}

bool is_invalid(const char* schema) {
  try {
    read_schema(schema);
    return false;
  } catch (const Error& error) { return error.status() == Status::internal; }
}

void test_schemas(void**) {
  constexpr Schema s =
      read_schema("a.b(Tensor(a!) self, int[2]? dim=None, *, Tensor?[] rest) -> (Tensor(a!) x, int)");
  static_assert(s.name == "a.b" && s.base == "a" && s.arguments == 3 && s.positional == 2 && s.results == 2);
  static_assert(s.argument[0].written && !s.argument[1].written && s.argument[1].length == 2);
  static_assert(s.argument[1].optional && s.argument[1].fallback == "None" && s.argument[2].keyword_only);
  static_assert(s.result[0].name == "x" && s.result[1].type == ArgType::integer);
  const char* invalid[] = {"",
                           "a",
                           "(Tensor x) -> Tensor",
                           "a(Tensor) -> Tensor",
                           "a(Tenser x) -> Tensor",
                           "a(Tensor x, Tensor x) -> Tensor",
                           "a(Tensor x,Tensor y) -> Tensor",
                           "a(Tensor x) Tensor",
                           "a(Tensor x) -> Tensor or so",
                           "a(Tensor x -> Tensor",
                           "a(Tensor(a! x) -> Tensor",
                           "a(int[x] d) -> Tensor",
                           "a(int[2 d) -> Tensor",
                           "a(int?[] d) -> Tensor",
                           "a(int d=) -> Tensor",
                           "a(int d=None) -> Tensor",
                           "a(int d=1, int e) -> Tensor",
                           "a(*, int d, *, int e) -> Tensor",
                           "a(str s='x) -> Tensor"};
  for (const char* schema : invalid)
    if (!is_invalid(schema)) fail_msg("'%s' was taken", schema);
}

}  // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_every_schema_is_valid),
      cmocka_unit_test(test_every_kind_of_argument),
      cmocka_unit_test(test_optional_arguments),
      cmocka_unit_test(test_defaults),
      cmocka_unit_test(test_lists),
      cmocka_unit_test(test_results_are_flattened),
      cmocka_unit_test(test_overloads),
      cmocka_unit_test(test_names),
      cmocka_unit_test(test_internal_lines_have_no_name),
      cmocka_unit_test(test_pointwise_lines),
      cmocka_unit_test(test_out),
      cmocka_unit_test(test_inplace),
      cmocka_unit_test(test_what_does_not_fit_is_named),
      cmocka_unit_test(test_schemas),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
