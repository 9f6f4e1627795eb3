// Elements chosen by tensors and by items: values, views, gradients, masks, writing.
#include "tests/capi/fixture.h"

static const double kTwelve[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

static tn_tensor_t leaf(void) {
  tn_tensor_t t = doubles(kTwelve, TN_SHAPE(3, 4), TN_FLOAT64);
  ok(tn_requires_grad_(t, 1));
  return t;
}
#define longs(...) \
  doubles((double[]){__VA_ARGS__}, TN_SHAPE(sizeof((double[]){__VA_ARGS__}) / sizeof(double)), TN_INT64)

static void test_select_and_gather(void** state) {
  (void)state;
  tn_tensor_t x = leaf(), index = longs(2, 0, 2);
  tn_tensor_t y = tn_index_select(x, 0, index);
  expect(y, 0, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11);
  ok(tn_backward(tn_sum(tn_mul(y, y))));
  expect(tn_tensor_grad(x), 0, 0, 2, 4, 6, 0, 0, 0, 0, 32, 36, 40, 44);
  expect(tn_index_select(x, 1, longs(3, 1)), 0, 3, 1, 7, 5, 11, 9);
  expect(tn_index_select(tn_t(x), 0, longs(3)), 0, 3, 7, 11);
  ok(tn_tensor_set_grad(x, TN_NONE));
  tn_tensor_t at = doubles((double[]){0, 2, 2, 2, 1, 1}, TN_SHAPE(2, 3), TN_INT64);
  y = tn_gather(x, 0, at);
  expect(y, 0, 0, 9, 10, 8, 5, 6);
  ok(tn_backward(tn_sum(y)));
  expect(tn_tensor_grad(x), 0, 1, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 0);
}

static void test_scatter(void** state) {
  (void)state;
  tn_tensor_t x = leaf(), index = doubles((double[]){3, 0}, TN_SHAPE(2, 1), TN_INT64);
  tn_tensor_t src = doubles((double[]){50, 60}, TN_SHAPE(2, 1), TN_FLOAT64);
  ok(tn_requires_grad_(src, 1));
  tn_tensor_t y = tn_scatter(x, 1, index, src);
  expect(y, 0, 0, 1, 2, 50, 60, 5, 6, 7, 8, 9, 10, 11);
  ok(tn_backward(tn_sum(tn_mul(y, y))));
  expect(tn_tensor_grad(x), 0, 0, 2, 4, 0, 0, 10, 12, 14, 16, 18, 20, 22);
  expect(tn_tensor_grad(src), 0, 100, 120);
  expect(tn_scatter_value(x, 1, index, -1), 0, 0, 1, 2, -1, -1, 5, 6, 7, 8, 9, 10, 11);
  tn_tensor_t z = tn_clone(tn_detach(x));
  ok(tn_scatter_(z, 1, index, src = tn_detach(src)));
  ok(tn_scatter_value_(z, 0, doubles((double[]){2}, TN_SHAPE(1, 1), TN_INT64), 7));
  expect(z, 0, 0, 1, 2, 50, 60, 5, 6, 7, 7, 9, 10, 11);
}

static void test_masks(void** state) {
  (void)state;
  tn_tensor_t x = leaf(), mask = doubles((double[]){1, 0, 0, 1}, TN_SHAPE(4), TN_BOOL);
  tn_tensor_t y = tn_masked_select(x, mask);
  expect(y, 0, 0, 3, 4, 7, 8, 11);
  ok(tn_backward(tn_sum(tn_mul(y, y))));
  expect(tn_tensor_grad(x), 0, 0, 0, 0, 6, 8, 0, 0, 14, 16, 0, 0, 22);
  ok(tn_tensor_set_grad(x, TN_NONE));
  tn_tensor_t value = tn_sum(x);
  y = tn_masked_fill(x, mask, value);
  expect(y, 0, 66, 1, 2, 66, 66, 5, 6, 66, 66, 9, 10, 66);
  ok(tn_backward(tn_sum(y)));
  expect(tn_tensor_grad(x), 0, 6, 7, 7, 6, 6, 7, 7, 6, 6, 7, 7, 6);
  tn_tensor_t i = longs(1, 2, 3, 4);
  expect(tn_masked_fill_int(i, mask, -9), 0, -9, 2, 3, -9);
  ok(tn_masked_fill_int_(i, mask, 5));
  ok(tn_masked_fill_scalar_(i, tn_logical_not(mask), 1.5));
  expect(i, 0, 5, 1, 1, 5);
  ok(tn_masked_fill_(i, mask, tn_sum(longs(8))));
  expect(i, 0, 8, 1, 1, 8);
  expect(tn_masked_fill_scalar(x, mask, 0.5), 0, .5, 1, 2, .5, .5, 5, 6, .5, .5, 9, 10, .5);
}

static void test_basic_items(void** state) {
  (void)state;
  tn_tensor_t x = tn_detach(leaf());
  tn_tensor_t y = tn_index(x, TN_VALUES(TN_V_SLICE(1, TN_NONE_INT, 1), TN_V_INT(-1)));
  expect(y, 0, 7, 11);
  ok(tn_mul_scalar_(y, 0)); /* a view */
  expect(x, 0, 0, 1, 2, 3, 4, 5, 6, 0, 8, 9, 10, 0);
  y = tn_index(x, TN_VALUES(TN_V_NONE, TN_V_ELLIPSIS, TN_V_INT(0), TN_V_NONE));
  expect(y, 0, 0, 4, 8);
  assert_int_equal(tn_tensor_ndim(y), 3);
  tn_tensor_t t = tn_sum(longs(1));
  expect(tn_index(x, TN_VALUES(TN_V_TENSOR(t))), 0, 4, 5, 6, 0);
  expect(tn_index(x, TN_VALUES(TN_V_BOOL(1), TN_V_INT(0), TN_V_INT(1))), 0, 1);
  assert_int_equal(tn_tensor_numel(tn_index(x, TN_VALUES(TN_V_BOOL(0)))), 0);
  assert_int_equal(tn_tensor_numel(tn_index(x, NULL, 0)), 12);
}

static void test_tensor_items(void** state) {
  (void)state;
  tn_tensor_t x = leaf(), rows = longs(0, -1), columns = longs(1, 1);
  tn_tensor_t y = tn_index(x, TN_VALUES(TN_V_TENSOR(rows), TN_V_TENSOR(columns)));
  expect(y, 0, 1, 9);
  ok(tn_backward(tn_sum(tn_mul(y, y))));
  expect(tn_tensor_grad(x), 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 18, 0, 0);
  expect(tn_index(x, TN_VALUES(TN_V_TENSOR(tn_unsqueeze(rows, 1)), TN_V_TENSOR(longs(0, 2)))), 0, 0, 2, 8,
         10);
  expect(tn_index(x, TN_VALUES(TN_V_ELLIPSIS, TN_V_TENSOR(columns))), 0, 1, 1, 5, 5, 9, 9);
  tn_tensor_t mask = tn_gt_scalar(x, 8.5);
  expect(tn_index(x, TN_VALUES(TN_V_TENSOR(mask))), 0, 9, 10, 11);
  tn_tensor_t row_mask = doubles((double[]){0, 1, 1}, TN_SHAPE(3), TN_BOOL);
  expect(tn_index(x, TN_VALUES(TN_V_TENSOR(row_mask), TN_V_INT(0))), 0, 4, 8);
  /* Indexed dimensions that aren't neighbours come first. */
  tn_tensor_t z = tn_reshape(x, TN_SHAPE(2, 3, 2));
  y = tn_index(z, TN_VALUES(TN_V_TENSOR(longs(1, 0, 1)), TN_V_SLICE(0, 2, 1), TN_V_TENSOR(longs(0, 0, 1))));
  expect(y, 0, 6, 8, 0, 2, 7, 9);
  assert_int_equal(tn_tensor_size(y, 0), 3);
  ok(tn_tensor_set_grad(x, TN_NONE));
  ok(tn_backward(tn_sum(tn_mul(y, y))));
  expect(tn_tensor_grad(x), 0, 0, 0, 4, 0, 0, 0, 12, 14, 16, 18, 0, 0);
}

static void test_put(void** state) {
  (void)state;
  tn_tensor_t x = tn_detach(leaf()), rows = longs(0, 0), one = tn_ones(NULL, 0, TN_FLOAT32, TN_CPU);
  ok(tn_index_put_(x, TN_VALUES(TN_V_TENSOR(rows)), one, 1));
  expect(x, 0, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9, 10, 11);
  ok(tn_index_put_(x, TN_VALUES(TN_V_SLICE(0, 2, 1), TN_V_INT(0)), one, 0));
  expect(x, 0, 1, 3, 4, 5, 1, 5, 6, 7, 8, 9, 10, 11);
  ok(tn_index_put_(x, TN_VALUES(TN_V_SLICE(1, 3, 1), TN_V_TENSOR(longs(3, 2))), longs(-1, -2), 0));
  expect(x, 0, 1, 3, 4, 5, 1, 5, -2, -1, 8, 9, -2, -1);
  ok(tn_index_put_(x, TN_VALUES(TN_V_TENSOR(tn_lt_scalar(x, 0))), tn_zeros(NULL, 0, TN_FLOAT64, TN_CPU), 0));
  expect(x, 0, 1, 3, 4, 5, 1, 5, 0, 0, 8, 9, 0, 0);
  /* With history: the written elements hand their gradient to the values. */
  tn_tensor_t base = leaf(), y = tn_mul_scalar(base, 2),
              v = doubles((double[]){5, 6}, TN_SHAPE(2), TN_FLOAT64);
  ok(tn_requires_grad_(v, 1));
  ok(tn_index_put_(y, TN_VALUES(TN_V_TENSOR(longs(1, 2)), TN_V_INT(0)), v, 0));
  ok(tn_backward(tn_sum(tn_mul(y, y))));
  expect(tn_tensor_grad(v), 0, 10, 12);
  expect(tn_tensor_grad(base), 0, 0, 8, 16, 24, 0, 40, 48, 56, 0, 72, 80, 88);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_select_and_gather), scoped(test_scatter),      scoped(test_masks),
      scoped(test_basic_items),       scoped(test_tensor_items), scoped(test_put)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
