// labels: hostile
// Copies into what can't take them: nothing is written then.
#include "tests/capi/fixture.h"

static void test_copies(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU), row = tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU);
  tn_tensor_t leaf = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU), wide = tn_expand(row, TN_SHAPE(2, 3));
  ok(tn_requires_grad_(leaf, 1));
  refuses(tn_copy_(row, x, 0), TN_ERR_SHAPE, "copy_|[2, 3]|[3]");
  refuses(tn_copy_(x, leaf, 0), TN_ERR_SHAPE, "copy_|[2]|[2, 3]");
  refuses(tn_copy_(x, tn_zeros(TN_SHAPE(0, 3), TN_FLOAT32, TN_CPU), 0), TN_ERR_SHAPE, "copy_|[0, 3]");
  refuses(tn_copy_(leaf, leaf, 0), TN_ERR_STATE, "copy_|leaf");
  refuses(tn_copy_(wide, x, 0), TN_ERR_SHAPE, "copy_|expanded");
  refuses(tn_copy_(NULL, x, 0), TN_ERR_NULL, "tn_copy_|self");
  refuses(tn_copy_(x, TN_NONE, 0), TN_ERR_NULL, "tn_copy_|src");
  expect(row, 0, 1, 1, 1);
}

static void test_fills(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(3), TN_INT8, TN_CPU), leaf = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  tn_tensor_t wide = tn_expand(tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU), TN_SHAPE(3));
  ok(tn_requires_grad_(leaf, 1));
  refuses(tn_fill_scalar_(x, 128), TN_ERR_VALUE, "fill_|128|int8|overflow");
  refuses(tn_fill_scalar_(x, NAN), TN_ERR_VALUE, "fill_|nan|int8");
  refuses(tn_fill_int_(x, -129), TN_ERR_VALUE, "fill_|-129|int8");
  refuses(tn_fill_(x, tn_full(NULL, 0, 1000, TN_FLOAT32, TN_CPU)), TN_ERR_VALUE, "fill_|1000|int8");
  refuses(tn_fill_(x, x), TN_ERR_SHAPE, "fill_|value|[3]");
  refuses(tn_fill_(x, NULL), TN_ERR_NULL, "tn_fill_|value");
  refuses(tn_fill_(TN_NONE, x), TN_ERR_NULL, "tn_fill_|self");
  refuses(tn_fill_scalar_(leaf, 2), TN_ERR_STATE, "leaf");
  refuses(tn_fill_int_(wide, 2), TN_ERR_SHAPE, "expanded");
  refuses(tn_zero_(leaf), TN_ERR_STATE, "leaf");
  refuses(tn_zero_(wide), TN_ERR_SHAPE, "expanded");
  refuses(tn_zero_(TN_NONE), TN_ERR_NULL, "tn_zero_|self");
  expect(x, 0, 1, 1, 1);
}

static void test_conversions(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU);
  refuses(tn_to(x, TN_CPU, 99), TN_ERR_VALUE, "tn_to|dtype 99");
  refuses(tn_to(x, TN_CPU, -1), TN_ERR_VALUE, "tn_to|dtype -1");
  refuses(tn_to(x, 3, TN_FLOAT32), TN_ERR_VALUE, "tn_to|device 3");
  refuses(tn_to(TN_NONE, TN_CPU, TN_FLOAT32), TN_ERR_NULL, "tn_to|self");
  refuses(tn_clone(TN_NONE), TN_ERR_NULL, "tn_clone|self");
  refuses(tn_contiguous(TN_NONE), TN_ERR_NULL, "tn_contiguous|self");
  refuses(tn_detach(TN_NONE), TN_ERR_NULL, "tn_detach|self");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_copies), scoped(test_fills), scoped(test_conversions)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
