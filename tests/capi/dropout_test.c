// isa: all
// Dropout: how often, which elements, and what the gradient sees.
#include "tests/capi/check_gradients.h"

static tn_tensor_t ones(tn_dtype_t dtype) { return tn_ones(TN_SHAPE(40, 250), dtype, TN_CPU); }

static double count(tn_tensor_t t, double value) { return tn_item(tn_sum(tn_eq_scalar(t, value))); }

static void test_frequency(void** state) {
  (void)state;
  static const tn_dtype_t dtypes[] = {TN_FLOAT32, TN_FLOAT64, TN_FLOAT16, TN_BFLOAT16};
  for (int i = 0; i < 4; ++i) {
    ok(tn_manual_seed(5));
    tn_tensor_t y = tn_dropout(ones(dtypes[i]), 0.75, 1);
    made(y);
    assert_int_equal(tn_tensor_dtype(y), dtypes[i]);
    double kept = count(y, 4);
    assert_true(kept + count(y, 0) == 10000);
    assert_true(fabs(kept - 2500) < 5 * sqrt(10000 * 0.25 * 0.75));
  }
}

/* Each row and column of a large square has its share. */
static void test_independence(void** state) {
  (void)state;
  ok(tn_manual_seed(1));
  tn_tensor_t y = tn_dropout(tn_ones(TN_SHAPE(400, 400), TN_FLOAT32, TN_CPU), 0.5, 1);
  for (int64_t d = 0; d < 2; ++d) {
    tn_tensor_t sums = tn_div_scalar(tn_sum_dim(y, TN_SHAPE(d), 0), 2);
    assert_true(tn_item(tn_max(sums)) < 200 + 6 * 10 && tn_item(tn_min(sums)) > 200 - 6 * 10);
  }
}

static void test_seed(void** state) {
  (void)state;
  ok(tn_manual_seed(7));
  tn_tensor_t a = tn_dropout(ones(TN_FLOAT32), 0.5, 1), b = tn_dropout(ones(TN_FLOAT32), 0.5, 1);
  assert_false(equal(a, b));
  ok(tn_manual_seed(7));
  assert_true(equal(tn_dropout(ones(TN_FLOAT32), 0.5, 1), a));
  /* The place in row-major order decides, not that in memory. */
  ok(tn_manual_seed(7));
  tn_tensor_t turned = tn_t(tn_ones(TN_SHAPE(250, 40), TN_FLOAT32, TN_CPU));
  assert_true(equal(tn_dropout(turned, 0.5, 1), a));
}

static void test_extremes(void** state) {
  (void)state;
  tn_tensor_t x = ones(TN_FLOAT32);
  ok(tn_requires_grad_(x, 1));
  assert_true(equal(tn_dropout(x, 0, 1), x));
  assert_true(equal(tn_dropout(x, 0.9, 0), x));
  tn_tensor_t y = tn_dropout(x, 1, 1);
  assert_true(count(y, 0) == 10000);
  ok(tn_backward(tn_sum(y)));
  assert_true(count(tn_tensor_grad(x), 0) == 10000);
  assert_int_equal(tn_tensor_numel(tn_dropout(tn_zeros(TN_SHAPE(0, 2), TN_FLOAT32, TN_CPU), 0.5, 1)), 0);
}

static tn_status_t dropped(tn_call_t call, void* data) {
  (void)data;
  ok(tn_manual_seed(3));
  return tn_call_return(call, 0, tn_square(tn_dropout(tn_call_arg(call, 0), 0.4, 1)));
}

static void test_gradients(void** state) {
  (void)state;
  tn_tensor_t x = ones(TN_FLOAT32);
  ok(tn_requires_grad_(x, 1));
  tn_tensor_t y = tn_dropout(x, 0.5, 1);
  ok(tn_backward(tn_sum(y)));
  assert_true(equal(tn_tensor_grad(x), tn_detach(y)));
  check_gradients(dropped, NULL, TN_TENSORS(variable(TN_SHAPE(4, 5), -1, 1)));
}

static void test_in_place(void** state) {
  (void)state;
  tn_tensor_t x = ones(TN_FLOAT32);
  ok(tn_requires_grad_(x, 1));
  tn_tensor_t y = tn_mul_scalar(x, 3);
  ok(tn_manual_seed(9));
  made(tn_op_call("dropout_", TN_VALUES(TN_V_TENSOR(y), TN_V_FLOAT(0.5))));
  ok(tn_manual_seed(9));
  assert_true(equal(tn_detach(y), tn_dropout(tn_mul_scalar(ones(TN_FLOAT32), 3), 0.5, 1)));
  ok(tn_backward(tn_sum(y)));
  assert_true(equal(tn_tensor_grad(x), tn_detach(y)));
  refuses(tn_op_call("dropout_", TN_VALUES(TN_V_TENSOR(x), TN_V_FLOAT(0.5))), TN_ERR_STATE, "leaf");
}

static void test_module(void** state) {
  (void)state;
  tn_module_t m = tn_nn_dropout(0.5);
  tn_tensor_t x = ones(TN_FLOAT32);
  assert_false(equal(tn_module_forward(m, x), x));
  ok(tn_module_train(m, 0));
  assert_true(equal(tn_module_forward(m, x), x));
}

static void test_threads(void** state) {
  (void)state;
  int32_t before = tn_get_num_threads();
  tn_tensor_t x = tn_ones(TN_SHAPE(300, 1001), TN_FLOAT32, TN_CPU), first = NULL;
  for (int32_t threads = 1; threads < 5; ++threads) {
    ok(tn_set_num_threads(threads));
    ok(tn_manual_seed(2));
    tn_tensor_t y = tn_dropout(x, 0.3, 1);
    if (first) assert_true(equal(y, first));
    first = y;
  }
  ok(tn_set_num_threads(before));
}

static void test_bad_input(void** state) {
  (void)state;
  tn_tensor_t x = ones(TN_FLOAT32);
  refuses(tn_dropout(x, 1.5, 1), TN_ERR_VALUE, "dropout: p must be between 0 and 1, but it is 1.5");
  refuses(tn_dropout(x, -0.1, 0), TN_ERR_VALUE, "-0.1");
  refuses(tn_dropout(x, NAN, 1), TN_ERR_VALUE, "p must be");
  refuses(tn_dropout(ones(TN_INT64), 0.5, 1), TN_ERR_TYPE, "int64");
  refuses(tn_nn_dropout(2), TN_ERR_VALUE, "2");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_frequency), scoped(test_independence), scoped(test_seed),
      scoped(test_extremes),  scoped(test_gradients),    scoped(test_in_place),
      scoped(test_module),    scoped(test_threads),      scoped(test_bad_input)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
