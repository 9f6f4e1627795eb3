// tenon.hpp: ownership of tensors, operators, numbers, failures as exceptions.
#include <cmath>

#include "tests/test.h"

#include <tenon/hpp/ops.hpp>

using tenon::Tensor;

static void check_values(const Tensor& t, const std::vector<double>& expected) {
  std::vector<double> values = t.to_vector<double>();
  assert_int_equal(values.size(), expected.size());
  for (size_t i = 0; i < values.size(); ++i) assert_true(values[i] == expected[i]);
}

static void signs_are_operators(void**) {
  Tensor x = tenon::tensor({1.f, 2.f, 4.f}), y = tenon::tensor({2.f, 2.f, 2.f});
  check_values(x + y, {3, 4, 6});
  check_values(x * y - 1, {1, 3, 7});
  check_values(8 / x, {8, 4, 2});
  check_values(-x % 3, {2, 1, 2});
  check_values(x >= y, {0, 1, 1});
  check_values((x == y).logical_not(), {1, 0, 1});
  x += 1;
  x *= y;
  check_values(x, {4, 6, 10});
  check_values(x.sub_(4).sqrt_().pow(2).round(), {0, 2, 6});
}

static void numbers_promote_by_kind(void**) {
  Tensor n = tenon::tensor<int64_t>({1, 2});
  assert_int_equal((n + 2).dtype(), TN_INT64);
  assert_int_equal((n + 2.5).dtype(), TN_FLOAT32);
  assert_int_equal((n > 1).dtype(), TN_BOOL);
  assert_int_equal(tenon::full({2}, 7).dtype(), TN_INT64);
  assert_int_equal(tenon::full({2}, 7.0).dtype(), TN_FLOAT32);
  assert_int_equal(tenon::zeros({2, 0}, TN_FLOAT16).dtype(), TN_FLOAT16);
}

static void copies_name_the_same_tensor(void**) {
  Tensor x = tenon::zeros({2, 3}), y = x, none;
  assert_true(x.is(y));
  assert_true(x.get() != y.get());
  x += 1;
  check_values(y, {1, 1, 1, 1, 1, 1});
  Tensor moved = std::move(x);
  assert_false(x.defined());
  assert_true(moved.is(y));
  x = y = none;
  assert_false(y.defined());
  assert_true(none.is(Tensor()));
  moved = Tensor(moved);
  assert_int_equal(moved.numel(), 6);
  Tensor handed = Tensor::adopt(moved.give_up());
  assert_int_equal(handed.size(-1), 3);
  assert_false(moved.defined());
}

static void objects_outlive_scopes(void**) {
  Tensor longer, shared;
  {
    tenon::Scope scope;
    longer = tenon::ones({2}) * 2;
    tn_tensor_t scoped = tn_add(longer.get(), longer.get());
    shared = Tensor::share(scoped);
  }
  check_values(longer, {2, 2});
  check_values(shared, {4, 4});
}

static void shapes_and_values_come_out(void**) {
  std::vector<int64_t> sizes = {2, 1, 3};
  Tensor x = tenon::tensor(std::vector<int32_t>{1, 2, 3, 4, 5, 6}, sizes);
  assert_true(x.shape() == sizes);
  assert_true(x.strides() == std::vector<int64_t>({3, 3, 1}));
  assert_int_equal(x.dim(), 3);
  assert_int_equal(x.data<int32_t>()[5], 6);
  assert_true(tenon::zeros({}).shape().empty());
  assert_true(tenon::zeros({0, 2}).to_vector<float>().empty());
  assert_true(tenon::scalar_tensor(2.5).item() == 2.5);
  assert_int_equal(tenon::scalar_tensor(int64_t{1} << 60).item<int64_t>(), int64_t{1} << 60);
  assert_true(std::isnan(tenon::scalar_tensor(std::numeric_limits<float>::quiet_NaN()).item()));
}

template <class F>
static void check_throws(tn_status_t code, const char* part, F f) {
  try {
    f();
  } catch (const tenon::error& e) {
    assert_int_equal(e.code(), code);
    if (!strstr(e.what(), part)) print_error("%s\n", e.what()), assert_true(false);
    assert_int_equal(tn_error_code(), TN_OK);
    return;
  }
  print_error("nothing was thrown\n");
  assert_true(false);
}

static void failures_are_thrown(void**) {
  Tensor x = tenon::zeros({2, 3}), y = tenon::zeros({4});
  check_throws(TN_ERR_SHAPE, "[2, 3]", [&] { x + y; });
  check_throws(TN_ERR_SHAPE, "[2, 3]", [&] { x += y; });
  check_throws(TN_ERR_INDEX, "dim", [&] { x.size(2); });
  check_throws(TN_ERR_SHAPE, "one", [&] { x.item(); });
  check_throws(TN_ERR_SHAPE, "elements", [&] { tenon::tensor(std::vector<float>{1, 2}, {3}); });
  check_throws(TN_ERR_NULL, "TN_NONE", [&] { x + Tensor(); });
  check_throws(TN_ERR_NULL, "TN_NONE", [&] { Tensor().is_leaf(); });
  check_values((x + 1).exp().log().round(), {1, 1, 1, 1, 1, 1});
}

static void gradients_flow(void**) {
  Tensor x = tenon::tensor({1.0, 2.0}).requires_grad_();
  assert_false(x.grad().defined());
  for (int i = 0; i < 2; ++i) {
    Tensor y = x * x * 3;
    assert_false(y.is_leaf());
    assert_string_equal(y.grad_fn_name().c_str(), "MulBackward0");
  }
  Tensor one = tenon::scalar_tensor(3.0).requires_grad_();
  (one * one).backward();
  assert_true(one.grad().item() == 6);
  one.set_grad({});
  assert_false(one.grad().defined());
}

int main() {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(signs_are_operators),
      cmocka_unit_test(numbers_promote_by_kind),
      cmocka_unit_test(copies_name_the_same_tensor),
      cmocka_unit_test(objects_outlive_scopes),
      cmocka_unit_test(shapes_and_values_come_out),
      cmocka_unit_test(failures_are_thrown),
      cmocka_unit_test(gradients_flow),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
