// isa: all
// Pooling through the C interface.
#include "tests/capi/check_gradients.h"

static tn_max_pool2d_options_t max_options(void) {
  tn_max_pool2d_options_t o;
  tn_max_pool2d_options_init(&o, sizeof o);
  return o;
}
static tn_avg_pool2d_options_t avg_options(void) {
  tn_avg_pool2d_options_t o;
  tn_avg_pool2d_options_init(&o, sizeof o);
  return o;
}

/* 0 … n - 1, each times 7 modulo n: every number once, in no order. */
static tn_tensor_t shuffled(const int64_t* shape, int64_t ndim, tn_dtype_t dtype) {
  int64_t n = 1;
  for (int64_t d = 0; d < ndim; ++d) n *= shape[d];
  double* values = malloc((size_t)n * sizeof *values);
  assert_non_null(values);
  for (int64_t i = 0; i < n; ++i) values[i] = (double)(i * 7 % n);
  tn_tensor_t t = doubles(values, shape, ndim, dtype);
  free(values);
  return t;
}

static void test_max(void** state) {
  (void)state;
  tn_tensor_t x =
      doubles((double[]){1, 5, 2, 0, 3, 4, 8, 1, 0, 0, 7, 6, 9, 2, 2, 3}, TN_SHAPE(1, 4, 4), TN_FLOAT32);
  expect(tn_max_pool2d(x, TN_SHAPE(2)), 0, 5, 8, 9, 7);
  expect(tn_max_pool2d(tn_unsqueeze(x, 0), TN_SHAPE(1, 3)), 0, 5, 8, 7, 9);
  tn_max_pool2d_options_t o = max_options();
  o.stride_h = 2, o.stride_w = 1, o.padding_w = 1;
  expect(tn_max_pool2d_with(x, TN_SHAPE(2, 3), &o), 0, 5, 8, 8, 8, 9, 9, 7, 7);
  o = max_options();
  o.ceil_mode = 1;
  expect(tn_max_pool2d_with(x, TN_SHAPE(3), &o), 0, 8, 6, 9, 3);
  o.ceil_mode = 0, o.dilation_h = o.dilation_w = 3;
  expect(tn_max_pool2d_with(x, TN_SHAPE(2), &o), 0, 9);
}

static void test_max_of_odd_values(void** state) {
  (void)state;
  const double inf = INFINITY;
  tn_tensor_t x = doubles((double[]){1, NAN, -inf, -inf, 2, 3, -inf, -inf}, TN_SHAPE(1, 2, 4), TN_FLOAT64);
  ok(tn_requires_grad_(x, 1));
  tn_tensor_t y = tn_max_pool2d(x, TN_SHAPE(2));
  double values[2];
  read_values(y, values, 2);
  assert_true(isnan(values[0]));
  assert_true(values[1] == -inf);
  /* The gradient goes to the NaN, and to the first of equals. */
  ok(tn_backward(tn_sum(y)));
  expect(tn_tensor_grad(x), 0, 0, 1, 1, 0, 0, 0, 0, 0);
  /* A window that sees nothing but padding. */
  tn_max_pool2d_options_t o = max_options();
  o.padding_h = o.padding_w = 1, o.dilation_h = o.dilation_w = 5, o.stride_h = o.stride_w = 1;
  tn_tensor_t small = tn_full(TN_SHAPE(1, 4, 4), 1, TN_FLOAT32, TN_CPU);
  ok(tn_requires_grad_(small, 1));
  y = tn_max_pool2d_with(small, TN_SHAPE(2), &o);
  expect(y, 0, -inf);
  ok(tn_backward(tn_sum(y)));
  assert_true(tn_item(tn_sum(tn_tensor_grad(small))) == 0);
}

static void test_indices(void** state) {
  (void)state;
  tn_tensor_t x = doubles((double[]){1, 5, 2, 0, 3, 4, 8, 1}, TN_SHAPE(1, 2, 4), TN_FLOAT32);
  tn_values_t both =
      tn_op_call("max_pool2d", TN_VALUES(TN_V_TENSOR(x), TN_V_INT(2), TN_V_KW_BOOL("return_indices", 1)));
  made(both);
  assert_int_equal(tn_values_count(both), 2);
  expect(tn_values_tensor(both, 0), 0, 5, 8);
  assert_int_equal(tn_tensor_dtype(tn_values_tensor(both, 1)), TN_INT64);
  expect(tn_values_tensor(both, 1), 0, 1, 6);
}

static void test_average(void** state) {
  (void)state;
  tn_tensor_t x =
      doubles((double[]){1, 5, 2, 0, 3, 4, 8, 1, 0, 0, 7, 6, 9, 2, 2, 3}, TN_SHAPE(1, 4, 4), TN_FLOAT32);
  expect(tn_avg_pool2d(x, TN_SHAPE(2)), 0, 3.25, 2.75, 2.75, 4.5);
  tn_avg_pool2d_options_t o = avg_options();
  o.padding_h = o.padding_w = 1;
  expect(tn_avg_pool2d_with(x, TN_SHAPE(2), &o), 0, 0.25, 1.75, 0, 0.75, 4.75, 1.75, 2.25, 1, 0.75);
  o.count_include_pad = 0;
  expect(tn_avg_pool2d_with(x, TN_SHAPE(2), &o), 0, 1, 3.5, 0, 1.5, 4.75, 3.5, 9, 2, 3);
  o.divisor_override = 2;
  expect(tn_avg_pool2d_with(x, TN_SHAPE(2), &o), 0, 0.5, 3.5, 0, 1.5, 9.5, 3.5, 4.5, 2, 1.5);
  o = avg_options();
  o.ceil_mode = 1;
  expect(tn_avg_pool2d_with(x, TN_SHAPE(3), &o), 1e-6, 30.0 / 9, 7.0 / 3, 13.0 / 3, 3);
}

static void test_views_and_dtypes(void** state) {
  (void)state;
  tn_tensor_t x = shuffled(TN_SHAPE(2, 3, 5, 37), TN_FLOAT32);
  tn_tensor_t turned = tn_permute(tn_contiguous(tn_permute(x, TN_SHAPE(0, 2, 3, 1))), TN_SHAPE(0, 3, 1, 2));
  tn_max_pool2d_options_t o = max_options();
  o.stride_h = o.stride_w = 2, o.padding_h = o.padding_w = 1;
  tn_tensor_t y = tn_max_pool2d_with(x, TN_SHAPE(3), &o), mean = tn_avg_pool2d(x, TN_SHAPE(2));
  assert_true(equal(tn_max_pool2d_with(turned, TN_SHAPE(3), &o), y));
  assert_true(equal(tn_avg_pool2d(turned, TN_SHAPE(2)), mean));
  tn_tensor_t wide = tn_to(x, TN_CPU, TN_FLOAT64);
  assert_true(equal(tn_to(tn_max_pool2d_with(wide, TN_SHAPE(3), &o), TN_CPU, TN_FLOAT32), y));
  assert_true(equal(tn_to(tn_avg_pool2d(wide, TN_SHAPE(2)), TN_CPU, TN_FLOAT32), mean));
  tn_tensor_t half = tn_max_pool2d_with(tn_to(x, TN_CPU, TN_FLOAT16), TN_SHAPE(3), &o);
  assert_int_equal(tn_tensor_dtype(half), TN_FLOAT16);
  assert_true(equal(tn_to(half, TN_CPU, TN_FLOAT32), y));
  tn_tensor_t whole = tn_avg_pool2d(tn_to(x, TN_CPU, TN_INT64), TN_SHAPE(2));
  assert_int_equal(tn_tensor_dtype(whole), TN_INT64);
  assert_true(equal(tn_to(whole, TN_CPU, TN_FLOAT32), tn_floor(mean)));
  assert_int_equal(tn_tensor_numel(tn_max_pool2d(tn_narrow(x, 0, 0, 0), TN_SHAPE(2))), 0);
}

static tn_status_t max_pooled(tn_call_t call, void* data) {
  return tn_call_return(call, 0, tn_max_pool2d_with(tn_call_arg(call, 0), TN_SHAPE(3, 2), data));
}
static tn_status_t averaged(tn_call_t call, void* data) {
  return tn_call_return(call, 0, tn_avg_pool2d_with(tn_call_arg(call, 0), TN_SHAPE(3, 2), data));
}

static void test_gradients(void** state) {
  (void)state;
  tn_tensor_t x = tn_div_scalar(shuffled(TN_SHAPE(1, 2, 5, 5), TN_FLOAT64), 50);
  ok(tn_requires_grad_(x, 1));
  tn_max_pool2d_options_t m = max_options();
  m.stride_h = 1, m.stride_w = 2, m.padding_h = 1, m.ceil_mode = 1;
  check_gradients(max_pooled, &m, TN_TENSORS(x));
  tn_avg_pool2d_options_t a = avg_options();
  a.stride_h = 1, a.stride_w = 2, a.padding_h = 1, a.ceil_mode = 1;
  check_gradients(averaged, &a, TN_TENSORS(x));
  a.count_include_pad = 0;
  check_gradients(averaged, &a, TN_TENSORS(x));
  a.divisor_override = -3;
  check_gradients(averaged, &a, TN_TENSORS(x));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_max),     scoped(test_max_of_odd_values), scoped(test_indices),
      scoped(test_average), scoped(test_views_and_dtypes),  scoped(test_gradients)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
