// Copies and conversions: what is shared and what isn't, what comes of values out of range, and gradients.
#include "tests/capi/fixture.h"

static void test_clone_and_contiguous(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(2, 3), TN_FLOAT32), turned = tn_t(x), copy = tn_clone(turned);
  assert_ptr_not_equal(tn_tensor_data(copy), tn_tensor_data(x));
  expect(copy, 0, 0, 3, 1, 4, 2, 5);
  ok(tn_zero_(x));
  expect(copy, 0, 0, 3, 1, 4, 2, 5);
  tn_tensor_t dense = tn_contiguous(turned);
  assert_true(tn_tensor_is_contiguous(dense));
  assert_ptr_not_equal(tn_tensor_data(dense), tn_tensor_data(x));
  assert_true(tn_tensor_is(tn_contiguous(x), x));
  expect_shape(tn_clone(tn_zeros(TN_SHAPE(0, 2), TN_BOOL, TN_CPU)), 0, 2);
}

static void test_detach(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(3), TN_FLOAT32);
  ok(tn_requires_grad_(x, 1));
  tn_tensor_t apart = tn_detach(x);
  assert_false(tn_tensor_requires_grad(apart));
  assert_true(tn_tensor_is_leaf(apart));
  assert_ptr_equal(tn_tensor_data(apart), tn_tensor_data(x));
  ok(tn_fill_scalar_(apart, 7));
  expect(x, 0, 7, 7, 7);
  assert_int_equal(tn_tensor_version(x), 1);  // one storage, one count
}

static void test_to(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(3), TN_FLOAT32);
  assert_true(tn_tensor_is(tn_to(x, TN_CPU, TN_FLOAT32), x));
  assert_true(tn_tensor_is(tn_to(x, TN_DEVICE_DEFAULT, TN_DTYPE_DEFAULT), x));
  tn_tensor_t wide = tn_to(x, TN_DEVICE_DEFAULT, TN_FLOAT64);
  assert_int_equal(tn_tensor_dtype(wide), TN_FLOAT64);
  assert_ptr_not_equal(tn_tensor_data(wide), tn_tensor_data(x));
  expect(wide, 0, 0, 1, 2);
}

/* Each row: a value, and what each dtype makes of it, as PyTorch's CPU does. */
static void test_values_out_of_range(void** state) {
  (void)state;
  static const struct {
    double value;
    tn_dtype_t dtype;
    double result;
  } cases[] = {{3.7, TN_INT32, 3},         {-3.7, TN_INT32, -3},
               {-3.7, TN_UINT8, 253},      {300.5, TN_UINT8, 44},
               {-1, TN_UINT8, 255},        {200, TN_INT8, -56},
               {0.5, TN_BOOL, 1},          {0, TN_BOOL, 0},
               {NAN, TN_BOOL, 1},          {70000, TN_FLOAT16, INFINITY},
               {65519, TN_FLOAT16, 65504}, {1e300, TN_FLOAT32, INFINITY},
               {1e-50, TN_FLOAT32, 0},     {257, TN_BFLOAT16, 256},
               {2049, TN_FLOAT16, 2048},   {2051, TN_FLOAT16, 2052},
               {NAN, TN_FLOAT16, NAN},     {1e-7, TN_FLOAT16, 1.1920928955078125e-07},
               {40000, TN_INT16, -25536}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    tn_tensor_t one = tn_to(tn_full(TN_SHAPE(1), cases[i].value, TN_FLOAT64, TN_CPU), TN_CPU, cases[i].dtype);
    tn_tensor_t many =
        tn_to(tn_full(TN_SHAPE(67), cases[i].value, TN_FLOAT64, TN_CPU), TN_CPU, cases[i].dtype);
    expect(one, 0, cases[i].result);
    expect(tn_narrow(many, 0, 3, 1), 0, cases[i].result);  // by vectors, the same
  }
  const int64_t wide[] = {256, -1, 300, (int64_t)1 << 40};
  expect(tn_to(tn_tensor_new(wide, TN_INT64, TN_SHAPE(4)), TN_CPU, TN_INT8), 0, 0, -1, 44, 0);
  expect(tn_to(tn_tensor_new(wide, TN_INT64, TN_SHAPE(4)), TN_CPU, TN_BOOL), 0, 1, 1, 1, 1);
}

static void test_copy_(void** state) {
  (void)state;
  tn_tensor_t x = tn_zeros(TN_SHAPE(2, 3), TN_INT32, TN_CPU),
              row = doubles((const double[]){1.9, -2.9, 3}, TN_SHAPE(3), TN_FLOAT64);
  ok(tn_copy_(x, row, 0));
  expect(x, 0, 1, -2, 3, 1, -2, 3);
  ok(tn_copy_(tn_t(x), tn_full(NULL, 0, 8, TN_FLOAT32, TN_CPU), 1));
  expect(x, 0, 8, 8, 8, 8, 8, 8);
  assert_int_equal(tn_tensor_version(x), 2);
  tn_tensor_t y = counted(TN_SHAPE(4), TN_FLOAT32);
  ok(tn_copy_(tn_narrow(y, 0, 1, 3), tn_narrow(y, 0, 0, 3), 0));  // they overlap
  expect(y, 0, 0, 0, 1, 2);
  ok(tn_copy_(y, y, 0));
  expect(y, 0, 0, 0, 1, 2);
}

static void test_fills(void** state) {
  (void)state;
  tn_tensor_t x = tn_zeros(TN_SHAPE(3), TN_INT64, TN_CPU), part = tn_slice(x, 0, 0, 3, 2);
  int64_t value = 0;
  ok(tn_fill_int_(part, INT64_MAX - 2));
  ok(tn_item_int64(tn_select(x, 0, 2), &value));
  assert_true(value == INT64_MAX - 2);
  ok(tn_fill_scalar_(x, 2.9));
  expect(x, 0, 2, 2, 2);
  ok(tn_fill_(part, tn_full(NULL, 0, 5, TN_FLOAT32, TN_CPU)));
  expect(x, 0, 5, 2, 5);
  ok(tn_zero_(x));
  expect(x, 0, 0, 0, 0);
  assert_int_equal(tn_tensor_version(x), 4);
}

static void test_gradients(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(2, 2), TN_FLOAT32), scale = counted(TN_SHAPE(2, 2), TN_FLOAT64);
  ok(tn_requires_grad_(x, 1));
  tn_tensor_t y = tn_mul(tn_to(tn_contiguous(tn_t(tn_clone(x))), TN_CPU, TN_FLOAT64), scale);
  ok(tn_backward(tn_sum(y)));
  assert_int_equal(tn_tensor_dtype(tn_tensor_grad(x)), TN_FLOAT32);
  expect(tn_tensor_grad(x), 0, 0, 2, 1, 3);
  ok(tn_tensor_set_grad(x, TN_NONE));

  tn_tensor_t target = tn_zeros(TN_SHAPE(3, 2, 2), TN_FLOAT64, TN_CPU);
  ok(tn_copy_(target, x, 0));
  assert_true(tn_tensor_requires_grad(target));
  ok(tn_backward(tn_sum(tn_mul(target, scale))));
  expect(tn_tensor_grad(x), 0, 0, 3, 6, 9);
  ok(tn_tensor_set_grad(x, TN_NONE));

  tn_tensor_t value = tn_full(NULL, 0, 2, TN_FLOAT64, TN_CPU), filled = tn_mul(x, x);
  ok(tn_requires_grad_(value, 1));
  ok(tn_fill_(filled, value));
  ok(tn_backward(tn_sum(filled)));
  expect(tn_tensor_grad(value), 0, 4);
  expect(tn_tensor_grad(x), 0, 0, 0, 0, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_clone_and_contiguous),
                                     scoped(test_detach),
                                     scoped(test_to),
                                     scoped(test_values_out_of_range),
                                     scoped(test_copy_),
                                     scoped(test_fills),
                                     scoped(test_gradients)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
