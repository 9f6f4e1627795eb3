// isa: all
// labels: hostile
// Softmax and its logarithm: values along each dimension, no overflow, gradients; and what they refuse.
#include "tests/capi/fixture.h"

static void test_values(void** state) {
  (void)state;
  const double values[] = {1, 2, 3, 4, 5, 7},
               outer[] = {0.0474258732, 0.0474258732, 0.0179862100, 0.952574127, 0.952574127, 0.98201379};
  tn_tensor_t x = doubles(values, TN_SHAPE(2, 3), TN_FLOAT64);
  expect(tn_softmax(x, 1), 1e-8, 0.0900305732, 0.244728471, 0.665240956, 0.0420100661, 0.114195199,
         0.843794734);
  expect_values(tn_softmax(x, 0), outer, 6, 1e-8);
  expect_values(tn_softmax(x, -2), outer, 6, 1e-8);
  assert_true(difference(tn_log_softmax(x, 1), tn_log(tn_softmax(x, 1))) < 1e-14);
  assert_true(difference(tn_softmax(tn_t(x), 0), tn_t(tn_softmax(x, 1))) < 1e-15);
  expect(tn_softmax(tn_full(NULL, 0, 3, TN_FLOAT32, TN_CPU), 0), 0, 1);
  expect_shape(tn_softmax(tn_zeros(TN_SHAPE(3, 0), TN_FLOAT32, TN_CPU), 1), 3, 0);
  expect_shape(tn_softmax(tn_zeros(TN_SHAPE(0, 3), TN_FLOAT32, TN_CPU), 1), 0, 3);
}

static void test_far_values(void** state) {
  (void)state;
  const double values[] = {1000, 1000, -INFINITY, 500};
  static const tn_dtype_t dtypes[] = {TN_FLOAT32, TN_FLOAT64, TN_FLOAT16, TN_BFLOAT16};
  for (int i = 0; i < 4; ++i) {
    tn_tensor_t x = doubles(values, TN_SHAPE(4), dtypes[i]), y = tn_softmax(x, 0);
    assert_int_equal(tn_tensor_dtype(y), dtypes[i]);
    expect(y, 1e-99, 0.5, 0.5, 0, 0);
    expect(tn_log_softmax(x, 0), 1e-2, -0.693147181, -0.693147181, -INFINITY, -500.693147);
  }
  const double lost[] = {-INFINITY, -INFINITY};
  expect(tn_softmax(doubles(lost, TN_SHAPE(2), TN_FLOAT32), 0), 0, NAN, NAN);  // as PyTorch's
}

/* Every length around the kernels' vectors. */
static void test_lengths(void** state) {
  (void)state;
  for (int64_t n = 1; n < 40; ++n) {
    tn_scope_t s = tn_scope_begin();
    tn_tensor_t x = tn_sin(counted(TN_SHAPE(3, n), TN_FLOAT32)), e = tn_exp(tn_to(x, TN_CPU, TN_FLOAT64));
    tn_tensor_t wanted = tn_div(e, tn_sum_dim(e, (const int64_t[]){1}, 1, 1));
    assert_true(difference(tn_softmax(x, 1), wanted) < 1e-6);
    assert_true(difference(tn_log_softmax(x, 1), tn_log(wanted)) < 1e-6);
    ok(tn_scope_end(s));
  }
}

static tn_status_t both(tn_call_t call, void* unused) {
  (void)unused;
  tn_tensor_t x = tn_call_arg(call, 0);
  tn_tensor_t y[] = {tn_softmax(x, 1), tn_softmax(x, 0), tn_log_softmax(x, -1), tn_log_softmax(x, 0)};
  for (int i = 0; i < 4; ++i)
    if (tn_call_return(call, i, y[i])) return tn_error_code();
  return TN_OK;
}

static void test_gradients(void** state) {
  (void)state;
  tn_tensor_t x = tn_sin(counted(TN_SHAPE(2, 4), TN_FLOAT64));
  ok(tn_requires_grad_(x, 1));
  tn_gradcheck_options_t o;
  tn_gradcheck_options_init(&o, sizeof o);
  o.second_order = 1;
  ok(tn_gradcheck(both, NULL, NULL, TN_TENSORS(x), &o));
}

static void test_bad_input(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU), whole = tn_ones(TN_SHAPE(2), TN_INT64, TN_CPU);
  refuses(tn_softmax(x, 2), TN_ERR_INDEX, "softmax|[-2, 1]|2");
  refuses(tn_softmax(x, -3), TN_ERR_INDEX, "softmax|-3");
  refuses(tn_softmax(tn_sum(x), 1), TN_ERR_INDEX, "softmax|[-1, 0]");
  refuses(tn_softmax(whole, 0), TN_ERR_TYPE, "softmax|int64");
  refuses(tn_softmax(TN_NONE, 0), TN_ERR_NULL, "tn_softmax|self");
  refuses(tn_log_softmax(x, INT64_MIN), TN_ERR_INDEX, "log_softmax");
  refuses(tn_log_softmax(tn_to(x, TN_CPU, TN_BOOL), 0), TN_ERR_TYPE, "log_softmax|bool");
  refuses(tn_log_softmax(NULL, 0), TN_ERR_NULL, "tn_log_softmax|self");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_values), scoped(test_far_values), scoped(test_lengths),
                                     scoped(test_gradients), scoped(test_bad_input)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
