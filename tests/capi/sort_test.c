// Order along a dimension and running sums: values, places, NaN, ties, gradients.
#include "tests/capi/fixture.h"

static tn_tensor_t leaf(const double* values, const int64_t* shape, int64_t ndim) {
  tn_tensor_t t = doubles(values, shape, ndim, TN_FLOAT64);
  ok(tn_requires_grad_(t, 1));
  return t;
}

static const double kWeights[] = {1, 10, 100, 1000, 1e4, 1e5};

static void test_sort(void** state) {
  (void)state;
  tn_tensor_t x = leaf((double[]){3, 1, 2, 1, 5, 1}, TN_SHAPE(2, 3)), values, indices;
  ok(tn_sort(x, 1, 0, &values, &indices));
  expect(values, 0, 1, 2, 3, 1, 1, 5);
  expect(indices, 0, 1, 2, 0, 0, 2, 1);
  ok(tn_backward(tn_sum(tn_mul(values, doubles(kWeights, TN_SHAPE(2, 3), TN_FLOAT64)))));
  expect(tn_tensor_grad(x), 0, 100, 1, 10, 1000, 1e5, 1e4);
  ok(tn_sort(x, 0, 1, &values, NULL));
  expect(values, 0, 3, 5, 2, 1, 1, 1);
  expect(tn_argsort(x, -1, 1), 0, 0, 2, 1, 1, 0, 2);
}

static void test_nan_is_the_largest(void** state) {
  (void)state;
  const tn_dtype_t dtypes[] = {TN_FLOAT64, TN_FLOAT32, TN_FLOAT16, TN_BFLOAT16};
  for (int i = 0; i < 4; ++i) {
    tn_tensor_t x = doubles((double[]){NAN, 1, INFINITY, NAN, -2}, TN_SHAPE(5), dtypes[i]);
    expect(tn_argsort(x, 0, 0), 0, 4, 1, 2, 0, 3);
    expect(tn_argsort(x, 0, 1), 0, 0, 3, 2, 1, 4);
  }
}

static void test_topk(void** state) {
  (void)state;
  tn_tensor_t x = leaf((double[]){3, 1, 2, 4, 5, 6}, TN_SHAPE(2, 3)), values, indices;
  ok(tn_topk(x, 2, -1, 1, 1, &values, &indices));
  expect(values, 0, 3, 2, 6, 5);
  expect(indices, 0, 0, 2, 2, 1);
  ok(tn_backward(tn_sum(values)));
  expect(tn_tensor_grad(x), 0, 1, 0, 1, 0, 1, 1);
  ok(tn_topk(x, 1, 0, 0, 0, NULL, &indices));
  expect(indices, 0, 0, 0, 0);
  ok(tn_topk(x, 0, 0, 1, 1, &values, &indices));
  assert_int_equal(tn_tensor_numel(values), 0);
}

static void test_cumsum(void** state) {
  (void)state;
  tn_tensor_t x = leaf((double[]){1, 2, 3, 4, 5, 6}, TN_SHAPE(2, 3));
  tn_tensor_t y = tn_cumsum(x, 1);
  expect(y, 0, 1, 3, 6, 4, 9, 15);
  expect(tn_cumsum(x, 0), 0, 1, 2, 3, 5, 7, 9);
  expect(tn_cumsum(tn_t(x), 0), 0, 1, 4, 3, 9, 6, 15);
  ok(tn_backward(tn_sum(tn_mul(y, doubles(kWeights, TN_SHAPE(2, 3), TN_FLOAT64)))));
  expect(tn_tensor_grad(x), 0, 111, 110, 100, 111000, 110000, 100000);
  tn_tensor_t bools = doubles((double[]){1, 1, 0, 1}, TN_SHAPE(4), TN_BOOL);
  tn_tensor_t counts = tn_cumsum(bools, 0);
  expect(counts, 0, 1, 2, 2, 3);
  assert_int_equal(tn_tensor_dtype(counts), TN_INT64);
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_sort), scoped(test_nan_is_the_largest), scoped(test_topk),
                                     scoped(test_cumsum)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
