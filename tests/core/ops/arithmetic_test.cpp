// Pointwise operators that are more than one formula, by the names they are registered under.
#include <math.h>

#include "core/autograd/engine.h"
#include "core/ops/arithmetic.h"
#include "core/ops/call.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/tensor/node.h"
#include "tests/test.h"

using namespace tenon;

namespace {

Tensor vector_of(std::initializer_list<double> values, DType dtype = DType::float32) {
  Tensor t = empty({static_cast<int64_t>(values.size())}, DType::float64);
  int64_t i = 0;
  for (double value : values) t->as<double>()[i++] = value;
  return cast_elements(t, dtype);
}

Tensor leaf(std::initializer_list<double> values) {
  Tensor t = vector_of(values, DType::float64);
  t->requires_grad = true;
  return t;
}

Tensor run(std::string_view name, std::initializer_list<Value> values) {
  try {
    OpResults results = call_operator(name, values);
    assert_int_equal(results.size(), 1);
    return results[0].tensor;
  } catch (const Error& error) {
    fail_msg("%s", error.what());
    return {};
  }
}

bool run_bool(std::string_view name, std::initializer_list<Value> values) {
  OpResults results = call_operator(name, values);
  assert_int_equal(static_cast<int>(results.at(0).kind), static_cast<int>(Kind::boolean));
  return results[0].i != 0;
}

void assert_values(const Tensor& t, std::initializer_list<double> expected, DType dtype = DType::none) {
  if (dtype != DType::none) assert_string_equal(dtype_name(t->dtype), dtype_name(dtype));
  assert_int_equal(t->numel, expected.size());
  Tensor values = cast_elements(t, DType::float64);
  int64_t i = 0;
  for (double want : expected) {
    double got = values->as<double>()[i++];
    bool same = isnan(want) ? isnan(got) : got == want || fabs(got - want) <= 1e-6 * fabs(want);
    if (!same) fail_msg("element %d is %.9g, not %.9g", static_cast<int>(i - 1), got, want);
  }
}

void assert_gradient(const Tensor& y, const Tensor& x, std::initializer_list<double> expected) {
  assert_values(grad({y}, {ones_like(y)}, {x}, {}, false)[0], expected);
}

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

const DType f32 = DType::float32, f64 = DType::float64, i64 = DType::int64;

void test_sums(void**) {
  Tensor x = vector_of({1, 2}), y = vector_of({10, 20}), n = vector_of({3, 4}, i64);
  assert_values(run("add", {x, y}), {11, 22}, f32);
  assert_values(run("add", {x, y, {"alpha", 0.5}}), {6, 12}, f32);
  assert_values(run("add", {n, 2, 3}), {9, 10}, i64);
  assert_values(run("add", {n, 0.5}), {3.5, 4.5}, f32);
  assert_values(run("add", {5, x}), {6, 7}, f32);
  assert_values(run("sub", {x, y, {"alpha", 2}}), {-19, -38}, f32);
  assert_values(run("rsub", {n, 10}), {7, 6}, i64);
  assert_values(run("rsub", {x, y, {"alpha", 3}}), {7, 14}, f32);
  Tensor bytes = vector_of({200, 3}, DType::uint8);
  assert_values(run("sub", {bytes, bytes, {"alpha", 2}}), {56, 253}, DType::uint8);
  assert_ptr_equal(run("add_", {x, y, {"alpha", 2}}).get(), x.get());
  assert_values(x, {21, 42});
  assert_values(run("sub_", {x, 1, 2}), {19, 40});
  Tensor a = leaf({1, 2}), b = leaf({3, 4});
  Tensor sum = run("sub", {a, b, {"alpha", 3}});
  assert_string_equal(sum->grad_fn->name(), "AddBackward0");
  assert_gradient(sum, b, {-3, -3});
  assert_fails(Status::type, "alpha must be an integer", "add", {n, n, {"alpha", 0.5}});
  assert_fails(Status::type, "boolean alpha", "add", {n, n, {"alpha", true}});
  Tensor truths = vector_of({1, 0}, DType::bool_);
  assert_fails(Status::type, "not defined for bool", "sub", {x, truths});
  assert_fails(Status::type, "not defined for bool", "sub", {x, true});
  assert_fails(Status::type, "can't be cast", "add_", {n, 0.5});
}

void test_quotients(void**) {
  Tensor x = vector_of({7, -7}), n = vector_of({7, -7}, i64);
  assert_values(run("div", {n, 2}), {3.5, -3.5}, f32);
  assert_values(run("div", {n, 2, {"rounding_mode", "floor"}}), {3, -4}, i64);
  assert_values(run("div", {n, 2, {"rounding_mode", "trunc"}}), {3, -3}, i64);
  assert_values(run("div", {x, n, {"rounding_mode", Value()}}), {1, 1}, f32);
  assert_values(run("true_divide", {n, n}), {1, 1}, f32);
  assert_values(run("floor_divide", {x, 2}), {3, -4}, f32);
  assert_values(run("floor_divide", {20, n}), {2, -3}, i64);
  assert_values(run("divide", {x, 7}), {1, -1}, f32);
  run("div_", {n, 2, {"rounding_mode", "floor"}});
  assert_values(n, {3, -4});
  run("floor_divide_", {x, 2});
  assert_values(x, {3, -4});
  assert_fails(Status::value, "not 'ceil'", "div", {x, 2, {"rounding_mode", "ceil"}});
}

void test_powers(void**) {
  Tensor x = vector_of({4, 9}), n = vector_of({2, 3}, i64), truths = vector_of({1, 0}, DType::bool_);
  for (auto [exponent, a, b] : {std::tuple(2.0, 16.0, 81.0),
                                {0.5, 2.0, 3.0},
                                {-0.5, 1 / 2.0, 1 / 3.0},
                                {-1.0, 1 / 4.0, 1 / 9.0},
                                {3.0, 64.0, 729.0},
                                {0.0, 1.0, 1.0},
                                {1.0, 4.0, 9.0}})
    assert_values(run("pow", {x, exponent}), {a, b}, f32);
  assert_values(run("pow", {n, 2}), {4, 9}, i64);
  assert_values(run("pow", {n, 2.0}), {4, 9}, f32);
  assert_values(run("pow", {n, true}), {2, 3}, i64);
  assert_values(run("pow", {truths, 2}), {1, 0}, i64);
  assert_values(run("pow", {n, n}), {4, 27}, i64);
  assert_values(run("pow", {2, n}), {4, 8}, i64);
  assert_values(run("float_power", {n, 2}), {4, 9}, f64);
  assert_values(run("float_power", {n, x}), {16, 19683}, f64);
  assert_values(run("float_power", {2, n}), {4, 8}, f64);
  assert_fails(Status::value, "negative integer powers", "pow", {n, -1});
  assert_fails(Status::type, "self is float32", "float_power_", {x, 2});
  run("pow_", {x, 0.5});
  assert_values(x, {2, 3});
  run("pow_", {n, n});
  assert_values(n, {4, 27});
  Tensor a = leaf({3, 4});
  assert_gradient(run("pow", {a, 2}), a, {6, 8});
  assert_gradient(run("pow", {a, 3}), a, {27, 48});
}

void test_clamp(void**) {
  Tensor x = vector_of({-2, 0.5, 3, NAN}), n = vector_of({-2, 1, 3}, i64);
  assert_values(run("clamp", {x, -1, 1}), {-1, 0.5, 1, NAN}, f32);
  assert_values(run("clamp", {x, {"min", 0}}), {0, 0.5, 3, NAN}, f32);
  assert_values(run("clip", {x, {"max", 1.0}}), {-2, 0.5, 1, NAN}, f32);
  assert_values(run("clamp", {x, 2, 1}), {1, 1, 1, NAN}, f32);
  assert_values(run("clamp", {n, 0, 2}), {0, 1, 2}, i64);
  assert_values(run("clamp", {n, 0.5, Value()}), {0.5, 1, 3}, f32);
  assert_values(run("clamp_min", {n, 1.5}), {1.5, 1.5, 3}, f32);
  assert_values(run("clamp_max", {n, 2}), {-2, 1, 2}, i64);
  assert_values(run("clamp", {vector_of({1, 0}, DType::bool_), 1, 5}), {1, 1}, i64);
  Tensor low = vector_of({-1, 1, NAN, 0});
  assert_values(run("clamp", {x, low}), {-1, 1, NAN, NAN}, f32);
  assert_values(run("clamp", {x, {"max", low}}), {-2, 0.5, NAN, NAN}, f32);
  assert_values(run("clamp_max", {x, vector_of({1})}), {-2, 0.5, 1, NAN}, f32);
  Tensor a = leaf({-2, 0.5, 3, 1}), min = leaf({-1, -1, -1, 1});
  assert_gradient(run("clamp", {a, -1, 1}), a, {0, 1, 0, 1});
  assert_gradient(run("clamp_min", {a, min}), a, {0, 1, 1, 1});
  assert_gradient(run("clamp_min", {a, min}), min, {1, 0, 0, 0});
  run("clamp_", {n, {"max", 2}});
  assert_values(n, {-2, 1, 2});
  run("clamp_min_", {x, vector_of({0})});
  assert_values(x, {0, 0.5, 3, NAN});
  assert_fails(Status::type, "can't be cast", "clamp_", {n, 0.5});
  assert_fails(Status::shape, "can't hold", "clamp_max_", {vector_of({1}), vector_of({1, 2})});
  assert_fails(Status::value, "at least one", "clamp", {x});
  Tensor wants = leaf({1});
  assert_fails(Status::state, "leaf", "clamp_", {wants, vector_of({1}, f64)});
}

void test_replacing(void**) {
  Tensor x = vector_of({NAN, INFINITY, -INFINITY, 1});
  assert_values(run("nan_to_num", {x}), {0, 3.4028234663852886e38, -3.4028234663852886e38, 1}, f32);
  assert_values(run("nan_to_num", {x, 2, {"neginf", -5.5}}), {2, 3.4028234663852886e38, -5.5, 1});
  assert_values(run("nan_to_num", {to(x, DType::float16)}), {0, 65504, -65504, 1}, DType::float16);
  assert_values(run("nan_to_num", {to(x, f64)}), {0, 1.7976931348623157e308, -1.7976931348623157e308, 1});
  assert_values(run("nan_to_num", {vector_of({1, 2}, i64)}), {1, 2}, i64);
  run("nan_to_num_", {x, 7.0, 8.0, 9.0});
  assert_values(x, {7, 8, 9, 1});
  Tensor digits = vector_of({1.2345, -12345});
  assert_values(run("round", {digits, {"decimals", 2}}), {1.23, -12345});
  assert_values(run("round", {digits, {"decimals", -3}}), {0, -12000});
  assert_values(run("round", {digits}), {1, -12345});
  assert_fails(Status::type, "floating", "round", {vector_of({1}, i64), {"decimals", 1}});
}

void test_choices(void**) {
  Tensor c = vector_of({1, 0}, DType::bool_), x = vector_of({1, 2}), n = vector_of({3, 4}, i64);
  assert_values(run("where", {c, x, n}), {1, 4}, f32);
  assert_values(run("where", {c, x, 7}), {1, 7}, f32);
  assert_values(run("where", {c, 7, n}), {7, 4}, i64);
  assert_values(run("where", {{"condition", c}, {"input", 1}, {"other", 0}}), {1, 0}, i64);
  assert_values(run("where", {c, 1.5, 0}), {1.5, 0}, f32);
  assert_fails(Status::type, "bool", "where", {x, x, x});
  assert_values(run("lerp", {x, vector_of({3, 6}), 0.5}), {2, 4}, f32);
  assert_values(run("lerp", {x, vector_of({3, 6}), vector_of({0, 1})}), {1, 6}, f32);
  assert_fails(Status::type, "expected dtype float32 for end", "lerp", {x, vector_of({1, 2}, f64), 0.5});
  run("lerp_", {x, vector_of({3, 6}), 0.5});
  assert_values(x, {2, 4});
}

void test_composed(void**) {
  Tensor p = leaf({0.25, 0.5, 0.75});
  double l = log(3.0);
  assert_values(run("logit", {p}), {-l, 0, l});
  assert_gradient(run("logit", {p}), p, {16 / 3.0, 4, 16 / 3.0});
  assert_gradient(run("logit", {p, 0.3}), p, {0, 4, 0});
  assert_values(run("logit", {vector_of({2, 1}), {"eps", 0.25}}), {l, l}, f32);
  Tensor zero = leaf({0, 0.5});
  assert_values(run("sinc", {zero}), {1, 2 / M_PI});
  assert_gradient(run("sinc", {zero}), zero, {0, -4 / M_PI});
  assert_values(run("special.xlog1py", {vector_of({0, 2, 0}), vector_of({-1, 1, NAN})}),
                {0, 2 * log(2.0), NAN});
  assert_values(run("logaddexp2", {vector_of({3}), vector_of({3})}), {4});
  assert_values(run("ldexp", {vector_of({3, 5}), vector_of({2, -1}, i64)}), {12, 2.5});
  assert_values(run("heaviside", {vector_of({-1, 0, 2}), vector_of({0.5})}), {0, 0.5, 1});
  assert_values(run("angle", {vector_of({-1, 2, NAN})}), {M_PI, 0, NAN}, f32);
}

void test_comparisons(void**) {
  Tensor a = vector_of({1, NAN, INFINITY, 2}), b = vector_of({1.000001, NAN, INFINITY, 2.1});
  assert_values(run("isclose", {a, b}), {1, 0, 1, 0}, DType::bool_);
  assert_values(run("isclose", {a, b, {"equal_nan", true}, {"atol", 0.2}}), {1, 1, 1, 1});
  assert_values(run("isclose", {a, b, 0, 0}), {0, 0, 1, 0});
  assert_false(run_bool("allclose", {a, b}));
  assert_true(run_bool("allclose", {a, b, {"equal_nan", true}, {"rtol", 0.1}}));
  assert_true(run_bool("equal", {b, b}) == false);
  assert_true(run_bool("equal", {vector_of({1, 2}), vector_of({1, 2})}));
  assert_false(run_bool("equal", {vector_of({1, 2}), vector_of({1})}));
  assert_values(run("isposinf", {a}), {0, 0, 1, 0}, DType::bool_);
  assert_values(run("isneginf", {run("neg", {a})}), {0, 0, 1, 0}, DType::bool_);
  assert_values(run("isreal", {a}), {1, 1, 1, 1}, DType::bool_);
  assert_values(run("logical_not_", {vector_of({0, 3}, i64)}), {1, 0}, i64);
  assert_fails(Status::type, "one dtype", "isclose", {a, vector_of({1}, f64)});
  assert_fails(Status::value, "negative", "isclose", {a, b, -1});
}

void test_activations(void**) {
  Tensor x = vector_of({-1, 2});
  assert_values(run("gelu", {x}), {-0.15865525, 1.9544997});
  assert_values(run("nn.functional.gelu", {x, {"approximate", "tanh"}}), {-0.15880801, 1.9545977});
  assert_fails(Status::value, "not 'erf'", "gelu", {x, {"approximate", "erf"}});
  assert_values(run("celu", {x, 2}), {2 * expm1(-0.5), 2});
  assert_values(run("selu", {x}), {-1.1113307, 2.1014020});
  assert_values(run("elu", {x, {"alpha", 2}}), {2 * expm1(-1.0), 2});
  assert_values(run("softshrink", {x}), {-0.5, 1.5});
  assert_values(run("logsigmoid", {x}), {-1.3132617, -0.12692801});
  assert_fails(Status::value, "alpha", "celu", {x, 0});
  assert_fails(Status::value, "lambd", "softshrink", {x, -1});
  run("selu", {x, {"inplace", true}});
  assert_values(x, {-1.1113307, 2.1014020});

  Tensor images = full({2, 3, 2}, -2.0), weights = vector_of({1, 10, 100});
  Tensor y = run("prelu", {images, weights});
  assert_values(y, {-2, -2, -20, -20, -200, -200, -2, -2, -20, -20, -200, -200});
  assert_values(run("prelu", {vector_of({-1, 1}), vector_of({0.25})}), {-0.25, 1});
  assert_fails(Status::shape, "each of the 3 channels", "prelu", {images, vector_of({1, 2})});
  Tensor w = leaf({0.25}), v = leaf({-4, 4});
  assert_gradient(run("prelu", {v, w}), w, {-4});
  assert_gradient(run("prelu", {v, w}), v, {0.25, 1});
}

}  // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_sums),     cmocka_unit_test(test_quotients),   cmocka_unit_test(test_powers),
      cmocka_unit_test(test_clamp),    cmocka_unit_test(test_replacing),   cmocka_unit_test(test_choices),
      cmocka_unit_test(test_composed), cmocka_unit_test(test_comparisons), cmocka_unit_test(test_activations),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
