// Reductions: values over all, one and several dimensions, of every layout and dtype, of nothing and of NaN,
// and their gradients. The same numbers come out whatever the number of threads.
#include "tests/capi/fixture.h"

/* [[[0 1 2] [3 4 5]] [[6 7 8] [9 10 11]]] */
static tn_tensor_t x_2x2x3(tn_dtype_t dtype) { return counted(TN_SHAPE(2, 2, 3), dtype); }

static const int64_t kAll[] = {0, 1, 2}, kOuter[] = {0, 2}, kLast[] = {-1};

static void test_sums(void** state) {
  (void)state;
  tn_tensor_t x = x_2x2x3(TN_FLOAT32);
  expect(tn_sum(x), 0, 66);
  expect(tn_mean(x), 0, 5.5);
  expect(tn_sum_dim(x, kOuter, 2, 0), 0, 24, 42);
  expect(tn_mean_dim(x, kOuter, 2, 0), 0, 4, 7);
  expect(tn_sum_dim(x, kLast, 1, 0), 0, 3, 12, 21, 30);
  expect(tn_sum_dim(x, kAll, 3, 0), 0, 66);
  expect(tn_sum_dim(x, NULL, 0, 0), 0, 66);
  expect_shape(tn_sum_dim(x, NULL, 0, 1), 1, 1, 1);
  expect_shape(tn_sum_dim(x, kOuter, 2, 1), 1, 2, 1);
  expect(tn_prod(tn_add_int(tn_select(x, 0, 0), 1)), 0, 720);
  expect(tn_prod_dim(tn_add_int(tn_select(x, 0, 0), 1), 0, 0), 0, 4, 10, 18);
  expect_shape(tn_prod_dim(x, 1, 1), 2, 1, 3);
  expect(tn_cumsum(tn_select(x, 0, 0), 1), 0, 0, 1, 3, 3, 7, 12);
  expect(tn_cumsum(tn_select(x, 0, 0), -2), 0, 0, 1, 2, 3, 5, 7);
  expect(tn_count_nonzero(x, NULL, 0), 0, 11);
  expect(tn_count_nonzero(x, kOuter, 2), 0, 5, 6);
  expect(tn_logsumexp(tn_mul_scalar(tn_ones(TN_SHAPE(2, 2), TN_FLOAT32, TN_CPU), 1000), kLast, 1, 0), 1e-6,
         1000.693147, 1000.693147);
  expect(tn_logsumexp(tn_zeros(TN_SHAPE(2), TN_INT64, TN_CPU), kLast, 1, 0), 1e-6, 0.693147181);
  expect(tn_sum(tn_select(tn_select(tn_select(x, 0, 1), 0, 1), 0, 1)), 0, 10);
}

static void test_layouts(void** state) {
  (void)state;
  tn_tensor_t x = x_2x2x3(TN_FLOAT64);
  tn_tensor_t layouts[] = {x, tn_permute(tn_contiguous(tn_permute(x, TN_SHAPE(2, 0, 1))), TN_SHAPE(1, 2, 0)),
                           tn_narrow(tn_cat(TN_TENSORS(tn_mul_int(x, -1), x), 2), 2, 3, 3),
                           tn_slice(tn_repeat(x, TN_SHAPE(1, 2, 1)), 1, 2, 4, 1)};
  for (size_t i = 0; i < sizeof layouts / sizeof *layouts; ++i) {
    tn_tensor_t y = layouts[i];
    expect(tn_sum_dim(y, kOuter, 2, 0), 0, 24, 42);
    expect(tn_amax(y, kLast, 1, 0), 0, 2, 5, 8, 11);
    expect(tn_amin(y, kOuter, 2, 0), 0, 0, 3);
    expect(tn_argmax(y, 1, 0), 0, 1, 1, 1, 1, 1, 1);
    expect(tn_argmax(y, TN_NONE_INT, 0), 0, 11);
    expect(tn_var_dim(y, kLast, 1, 1, 0), 1e-12, 1, 1, 1, 1);
    expect(tn_norm_dim(y, 1, kOuter, 2, 0), 0, 24, 42);
    expect(tn_all_dim(y, 2, 0), 0, 0, 1, 1, 1);
  }
  expect(tn_sum_dim(tn_expand(tn_ones(TN_SHAPE(1, 3), TN_FLOAT32, TN_CPU), TN_SHAPE(4, 3)), kLast, 1, 0), 0,
         3, 3, 3, 3);
}

static void test_dtypes(void** state) {
  (void)state;
  static const tn_dtype_t dtypes[] = {TN_FLOAT32, TN_FLOAT64, TN_FLOAT16, TN_BFLOAT16, TN_INT64,
                                      TN_INT32,   TN_INT16,   TN_INT8,    TN_UINT8,    TN_BOOL};
  for (size_t i = 0; i < sizeof dtypes / sizeof *dtypes; ++i) {
    tn_dtype_t dtype = dtypes[i];
    int floating = tn_dtype_is_floating_point(dtype);
    tn_dtype_t sums = floating ? dtype : TN_INT64, truth = dtype == TN_UINT8 ? TN_UINT8 : TN_BOOL;
    tn_tensor_t x = tn_ones(TN_SHAPE(3, 2), dtype, TN_CPU);
    assert_int_equal(tn_tensor_dtype(tn_sum(x)), sums);
    assert_int_equal(tn_tensor_dtype(tn_prod_dim(x, 0, 0)), sums);
    assert_int_equal(tn_tensor_dtype(tn_cumsum(x, 0)), sums);
    assert_int_equal(tn_tensor_dtype(tn_max(x)), dtype);
    assert_int_equal(tn_tensor_dtype(tn_amin(x, kLast, 1, 0)), dtype);
    assert_int_equal(tn_tensor_dtype(tn_any(x)), truth);
    assert_int_equal(tn_tensor_dtype(tn_all_dim(x, 0, 0)), truth);
    assert_int_equal(tn_tensor_dtype(tn_count_nonzero(x, NULL, 0)), TN_INT64);
    if (floating) assert_int_equal(tn_tensor_dtype(tn_std(x, 1)), dtype);
    expect(tn_sum(x), 0, 6);
    expect(tn_max(x), 0, 1);
  }
  /* Sums of small integers don't wrap; the half types add up in float32, where 2049 ones are told apart. */
  expect(tn_sum(tn_full_int(TN_SHAPE(1000), 127, TN_INT8, TN_CPU)), 0, 127000);
  expect(tn_sum(tn_ones(TN_SHAPE(4000), TN_FLOAT16, TN_CPU)), 0, 4000);
  expect(tn_mean(tn_full(TN_SHAPE(4000), 100, TN_FLOAT16, TN_CPU)), 0, 100);  // 400000 is beyond float16
}

static void test_largest_and_smallest(void** state) {
  (void)state;
  const double values[] = {3, 1, 3, -2, 5, -2};
  tn_tensor_t x = doubles(values, TN_SHAPE(2, 3), TN_FLOAT32), best = NULL, at = NULL;
  expect(tn_max(x), 0, 5);
  expect(tn_min(x), 0, -2);
  ok(tn_max_dim(x, 1, 0, &best, &at));
  expect(best, 0, 3, 5);
  expect(at, 0, 0, 1);  // the first of equal ones
  ok(tn_min_dim(x, -1, 1, &best, &at));
  expect_shape(best, 2, 1);
  expect_shape(at, 2, 1);
  expect(at, 0, 1, 0);
  assert_int_equal(tn_tensor_dtype(at), TN_INT64);
  ok(tn_max_dim(x, 0, 0, NULL, &at));
  expect(at, 0, 0, 1, 0);
  ok(tn_max_dim(x, 0, 0, &best, NULL));
  expect(best, 0, 3, 5, 3);
  ok(tn_max_dim(tn_max(x), 0, 0, &best, &at));  // a scalar's only dimension
  expect(at, 0, 0);
  expect(tn_argmin(x, TN_NONE_INT, 0), 0, 3);
  expect(tn_argmin(x, 1, 1), 0, 1, 0);
  assert_int_equal(tn_tensor_ndim(tn_argmax(x, TN_NONE_INT, 0)), 0);
}

static void test_nan_wins(void** state) {
  (void)state;
  const double values[] = {1, NAN, 3, 4, 5, 6};
  tn_tensor_t x = doubles(values, TN_SHAPE(2, 3), TN_FLOAT64), best = NULL, at = NULL;
  assert_true(isnan(tn_item(tn_max(x))));
  assert_true(isnan(tn_item(tn_min(x))));
  ok(tn_max_dim(x, 1, 0, &best, &at));
  assert_true(isnan(tn_item(tn_select(best, 0, 0))));
  expect(at, 0, 1, 2);
  assert_true(isnan(tn_item(tn_select(tn_amin(x, kLast, 1, 0), 0, 0))));
  expect(tn_argmin(x, TN_NONE_INT, 0), 0, 1);
  assert_true(isnan(tn_item(tn_sum(x))));
  expect(tn_any(x), 0, 1);
}

static void test_spread(void** state) {
  (void)state;
  const double values[] = {1, 2, 3, 4, 10, 0};
  tn_tensor_t x = doubles(values, TN_SHAPE(2, 3), TN_FLOAT64);
  expect(tn_var(x, 1), 1e-12, 12.6666666666667);
  expect(tn_var(x, 0), 1e-12, 10.5555555555556);
  expect(tn_std(x, 1), 1e-12, 3.55902608401044);
  expect(tn_var_dim(x, kLast, 1, 1, 0), 1e-12, 1, 25.3333333333333);
  expect_shape(tn_std_dim(x, kLast, 1, 0, 1), 2, 1);
  assert_true(isnan(tn_item(tn_var(tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU), 1))));
  expect(tn_var(tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU), 0), 0, 0);
  /* Far from zero the squares of the values themselves would leave nothing. */
  expect(tn_var(tn_add_scalar(tn_arange(0, 1000, 1, TN_FLOAT32, TN_CPU), 1e6), 1), 1e-3, 83416.6667);
}

static void test_norms(void** state) {
  (void)state;
  const double values[] = {3, -4, 0, 12};
  const struct {
    double p, norm;
  } cases[] = {{2, 13},
               {1, 19},
               {0, 3},
               {INFINITY, 12},
               {-INFINITY, 0},
               {3, cbrt(1819)},
               {0.5, pow(sqrt(3) + 2 + sqrt(12), 2)}};
  tn_tensor_t x = doubles(values, TN_SHAPE(2, 2), TN_FLOAT64);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i)
    expect(tn_norm(x, cases[i].p), 1e-9, cases[i].norm);
  expect(tn_norm_dim(x, 2, kLast, 1, 0), 1e-12, 5, 12);
  expect_shape(tn_norm_dim(x, 2, NULL, 0, 1), 1, 1);
}

static void test_truth(void** state) {
  (void)state;
  const double values[] = {0, 0, 0.5, 1, -2, 3};
  tn_tensor_t x = doubles(values, TN_SHAPE(3, 2), TN_FLOAT32);
  expect(tn_any(x), 0, 1);
  expect(tn_all(x), 0, 0);
  expect(tn_any_dim(x, 1, 0), 0, 0, 1, 1);
  expect(tn_all_dim(x, 1, 0), 0, 0, 1, 1);
  expect(tn_all_dim(x, -2, 1), 0, 0, 0);
  expect_shape(tn_any_dim(x, 1, 1), 3, 1);
}

static void test_of_nothing(void** state) {
  (void)state;
  tn_tensor_t none = tn_zeros(TN_SHAPE(2, 0), TN_FLOAT32, TN_CPU);
  const int64_t one[] = {1}, zero[] = {0};
  expect(tn_sum(none), 0, 0);
  expect(tn_prod(none), 0, 1);
  assert_true(isnan(tn_item(tn_mean(none))));
  assert_true(isnan(tn_item(tn_var(none, 1))));
  expect(tn_all(none), 0, 1);
  expect(tn_any(none), 0, 0);
  expect(tn_norm(none, 2), 0, 0);
  expect(tn_norm_dim(none, INFINITY, one, 1, 0), 0, 0, 0);
  expect(tn_sum_dim(none, one, 1, 0), 0, 0, 0);
  expect(tn_logsumexp(none, one, 1, 0), 0, -INFINITY, -INFINITY);
  expect_shape(tn_sum_dim(none, zero, 1, 0), 0);
  expect_shape(tn_amax(none, zero, 1, 0), 0);
  expect_shape(tn_argmax(none, 0, 0), 0);
  expect_shape(tn_cumsum(none, 1), 2, 0);
}

static tn_status_t all_reductions(tn_call_t call, void* unused) {
  (void)unused;
  tn_tensor_t x = tn_call_arg(call, 0), largest = NULL, smallest = NULL;
  if (tn_max_dim(x, 1, 0, &largest, NULL) || tn_min_dim(x, 0, 1, &smallest, NULL)) return tn_error_code();
  tn_tensor_t y[] = {tn_sum(x),
                     tn_sum_dim(x, kOuter, 2, 0),
                     tn_mean(x),
                     tn_mean_dim(x, kLast, 1, 1),
                     tn_prod(x),
                     tn_prod_dim(x, 1, 0),
                     tn_cumsum(x, 1),
                     tn_logsumexp(x, kOuter, 2, 0),
                     tn_max(x),
                     tn_min(x),
                     largest,
                     smallest,
                     tn_amax(x, kOuter, 2, 1),
                     tn_amin(x, kLast, 1, 0),
                     tn_var(x, 1),
                     tn_var_dim(x, kOuter, 2, 0, 1),
                     tn_std(x, 0),
                     tn_std_dim(x, kLast, 1, 1, 0),
                     tn_norm(x, 2),
                     tn_norm(x, 3),
                     tn_norm_dim(x, 1, kLast, 1, 0),
                     tn_norm_dim(x, INFINITY, kLast, 1, 0)};
  for (int64_t i = 0; i < (int64_t)(sizeof y / sizeof *y); ++i) {
    tn_status_t status = tn_call_return(call, i, y[i]);
    if (status) return status;
  }
  return TN_OK;
}

static void test_gradients(void** state) {
  (void)state;
  const double values[] = {0.4, -1.1, 2.3, 0.9, 1.7, -0.6, 0.2, -2.1, 1.2, 0.7, -0.3, 1.5};
  tn_tensor_t x = doubles(values, TN_SHAPE(2, 2, 3), TN_FLOAT64);
  ok(tn_requires_grad_(x, 1));
  tn_gradcheck_options_t o;
  tn_gradcheck_options_init(&o, sizeof o);
  o.second_order = 1;
  ok(tn_gradcheck(all_reductions, NULL, NULL, TN_TENSORS(x), &o));
}

/* Equal ones share the gradient, but where an index was asked for; a product with zeros has one, too. */
static void test_gradients_of_special_values(void** state) {
  (void)state;
  const double values[] = {2, 2, 0, 0};
  tn_tensor_t x = doubles(values, TN_SHAPE(4), TN_FLOAT64), best = NULL;
  ok(tn_requires_grad_(x, 1));
  ok(tn_backward(tn_max(x)));
  expect(tn_tensor_grad(x), 0, 0.5, 0.5, 0, 0);
  ok(tn_tensor_set_grad(x, TN_NONE));
  ok(tn_max_dim(x, 0, 0, &best, NULL));
  ok(tn_backward(best));
  expect(tn_tensor_grad(x), 0, 1, 0, 0, 0);
  ok(tn_tensor_set_grad(x, TN_NONE));
  ok(tn_backward(tn_prod(tn_narrow(x, 0, 0, 3))));
  expect(tn_tensor_grad(x), 0, 0, 0, 4, 0);
  ok(tn_tensor_set_grad(x, TN_NONE));
  ok(tn_backward(tn_norm(tn_narrow(x, 0, 2, 2), 2)));
  expect(tn_tensor_grad(x), 0, 0, 0, 0, 0);
}

static void test_threads_change_nothing(void** state) {
  (void)state;
  tn_generator_t seeded = tn_generator_new(TN_CPU);
  tn_tensor_t x = tn_randn_generator(TN_SHAPE(300, 1001), seeded, TN_FLOAT32, TN_CPU);
  const int64_t first[] = {0}, second[] = {1};
  int64_t before = tn_get_num_threads();
  tn_tensor_t one[6], many[6];
  for (int pass = 0; pass < 2; ++pass) {
    tn_tensor_t* y = pass ? many : one;
    ok(tn_set_num_threads(pass ? 4 : 1));
    y[0] = tn_sum(x);
    y[1] = tn_sum_dim(x, first, 1, 0);
    y[2] = tn_sum_dim(x, second, 1, 0);
    y[3] = tn_var(x, 1);
    y[4] = tn_norm(x, 3);
    y[5] = tn_logsumexp(x, second, 1, 0);
  }
  ok(tn_set_num_threads(before));
  for (int i = 0; i < 6; ++i) assert_true(difference(one[i], many[i]) == 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_sums),
      scoped(test_layouts),
      scoped(test_dtypes),
      scoped(test_largest_and_smallest),
      scoped(test_nan_wins),
      scoped(test_spread),
      scoped(test_norms),
      scoped(test_truth),
      scoped(test_of_nothing),
      scoped(test_gradients),
      scoped(test_gradients_of_special_values),
      scoped(test_threads_change_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
