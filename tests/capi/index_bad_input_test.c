// labels: hostile
// Indices that name nothing: each call fails with a code and a reason, and nothing was written.
#include "tests/capi/fixture.h"

#define longs(...) \
  doubles((double[]){__VA_ARGS__}, TN_SHAPE(sizeof((double[]){__VA_ARGS__}) / sizeof(double)), TN_INT64)

static void test_by_tensors(void** state) {
  (void)state;
  tn_tensor_t a = tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU), far = longs(0, 3);
  tn_tensor_t at = tn_zeros(TN_SHAPE(1, 3), TN_INT64, TN_CPU), mask = tn_zeros(TN_SHAPE(2), TN_BOOL, TN_CPU);
  tn_tensor_t beyond = doubles((double[]){0, 0, 2}, TN_SHAPE(1, 3), TN_INT64);
  refuses(tn_index_select(NULL, 0, far), TN_ERR_NULL, "self");
  refuses(tn_index_select(a, 0, NULL), TN_ERR_NULL, "index");
  refuses(tn_index_select(a, 1, far), TN_ERR_INDEX, "index 3 is out of bounds");
  refuses(tn_index_select(a, 1, a), TN_ERR_TYPE, "float32");
  refuses(tn_index_select(a, 1, at), TN_ERR_SHAPE, "[1, 3]");
  refuses(tn_index_select(a, 2, far), TN_ERR_INDEX, "index_select");
  refuses(tn_gather(NULL, 0, at), TN_ERR_NULL, "self");
  refuses(tn_gather(a, 0, NULL), TN_ERR_NULL, "index");
  refuses(tn_gather(a, 0, beyond), TN_ERR_INDEX, "index 2");
  refuses(tn_gather(a, 0, far), TN_ERR_SHAPE, "[2, 3]");
  refuses(tn_gather(a, 0, a), TN_ERR_TYPE, "float32");
  refuses(tn_scatter(NULL, 0, at, a), TN_ERR_NULL, "self");
  refuses(tn_scatter(a, 0, NULL, a), TN_ERR_NULL, "index");
  refuses(tn_scatter(a, 0, at, NULL), TN_ERR_NULL, "src");
  refuses(tn_scatter(a, 0, at, at), TN_ERR_TYPE, "int64");
  refuses(tn_scatter(a, 0, at, tn_narrow(a, 1, 0, 1)), TN_ERR_SHAPE, "[2, 1]");
  refuses(tn_scatter_(NULL, 0, at, a), TN_ERR_NULL, "self");
  refuses(tn_scatter_(a, 0, NULL, a), TN_ERR_NULL, "index");
  refuses(tn_scatter_(a, 0, at, NULL), TN_ERR_NULL, "src");
  refuses(tn_scatter_(a, 0, beyond, tn_mul_scalar(a, 0)), TN_ERR_INDEX, "index 2");
  refuses(tn_scatter_value(NULL, 0, at, 0), TN_ERR_NULL, "self");
  refuses(tn_scatter_value(a, 0, NULL, 0), TN_ERR_NULL, "index");
  refuses(tn_scatter_value_(NULL, 0, at, 0), TN_ERR_NULL, "self");
  refuses(tn_scatter_value_(a, 0, NULL, 0), TN_ERR_NULL, "index");
  refuses(tn_scatter_value_(a, 0, beyond, 0), TN_ERR_INDEX, "index 2");
  expect(a, 0, 1, 1, 1, 1, 1, 1);

  refuses(tn_masked_select(NULL, mask), TN_ERR_NULL, "self");
  refuses(tn_masked_select(a, NULL), TN_ERR_NULL, "mask");
  refuses(tn_masked_select(a, mask), TN_ERR_SHAPE, "[2, 3]");
  refuses(tn_masked_select(a, a), TN_ERR_TYPE, "float32");
  refuses(tn_masked_fill(NULL, mask, a), TN_ERR_NULL, "self");
  refuses(tn_masked_fill(a, NULL, a), TN_ERR_NULL, "mask");
  refuses(tn_masked_fill(a, mask, NULL), TN_ERR_NULL, "value");
  refuses(tn_masked_fill(a, mask, a), TN_ERR_SHAPE, "value");
  refuses(tn_masked_fill_(NULL, mask, a), TN_ERR_NULL, "self");
  refuses(tn_masked_fill_(a, NULL, a), TN_ERR_NULL, "mask");
  refuses(tn_masked_fill_(a, mask, NULL), TN_ERR_NULL, "value");
  refuses(tn_masked_fill_scalar(NULL, mask, 0), TN_ERR_NULL, "self");
  refuses(tn_masked_fill_scalar(a, at, 0), TN_ERR_TYPE, "int64");
  refuses(tn_masked_fill_scalar(far, mask, INFINITY), TN_ERR_VALUE, "without overflow");
  refuses(tn_masked_fill_scalar_(NULL, mask, 0), TN_ERR_NULL, "self");
  refuses(tn_masked_fill_int(NULL, mask, 0), TN_ERR_NULL, "self");
  refuses(tn_masked_fill_int_(NULL, mask, 0), TN_ERR_NULL, "self");
}

static void test_by_items(void** state) {
  (void)state;
  tn_tensor_t a = tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU), far = longs(0, 2);
  refuses(tn_index(NULL, TN_VALUES(TN_V_INT(0))), TN_ERR_NULL, "self");
  refuses(tn_index(a, NULL, 1), TN_ERR_NULL, "items");
  refuses(tn_index(a, NULL, -1), TN_ERR_VALUE, "items");
  refuses(tn_index(a, TN_VALUES(TN_V_INT(2))), TN_ERR_INDEX, "select");
  refuses(tn_index(a, TN_VALUES(TN_V_INT(0), TN_V_INT(0), TN_V_INT(0))), TN_ERR_INDEX, "too many indices");
  refuses(tn_index(a, TN_VALUES(TN_V_ELLIPSIS, TN_V_ELLIPSIS)), TN_ERR_INDEX, "ellipsis");
  refuses(tn_index(a, TN_VALUES(TN_V_SLICE(0, 1, -1))), TN_ERR_VALUE, "step");
  refuses(tn_index(a, TN_VALUES(TN_V_FLOAT(1))), TN_ERR_TYPE, "float");
  refuses(tn_index(a, TN_VALUES(TN_V_TENSOR(a))), TN_ERR_TYPE, "float32");
  refuses(tn_index(a, TN_VALUES(TN_V_TENSOR(NULL))), TN_ERR_NULL, "tn_index");
  refuses(tn_index(a, TN_VALUES(TN_V_TENSOR(far))), TN_ERR_INDEX, "index 2 is out of bounds");
  refuses(tn_index(a, TN_VALUES(TN_V_TENSOR(tn_ones(TN_SHAPE(3), TN_BOOL, TN_CPU)))), TN_ERR_INDEX, "mask");
  refuses(tn_index(a, TN_VALUES(TN_V_TENSOR(far), TN_V_TENSOR(longs(0, 1, 2)))), TN_ERR_SHAPE, "[3]");
  refuses(tn_index_put_(NULL, TN_VALUES(TN_V_INT(0)), a, 0), TN_ERR_NULL, "self");
  refuses(tn_index_put_(a, NULL, 1, a, 0), TN_ERR_NULL, "items");
  refuses(tn_index_put_(a, TN_VALUES(TN_V_INT(0)), NULL, 0), TN_ERR_NULL, "values");
  refuses(tn_index_put_(a, TN_VALUES(TN_V_TENSOR(far)), tn_mul_scalar(a, 0), 0), TN_ERR_INDEX, "index 2");
  refuses(tn_index_put_(a, TN_VALUES(TN_V_TENSOR(longs(0))), tn_zeros(TN_SHAPE(2), TN_FLOAT32, TN_CPU), 0),
          TN_ERR_SHAPE, "[2]");
  expect(a, 0, 1, 1, 1, 1, 1, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_by_tensors), scoped(test_by_items)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
