// labels: hostile
// Order given what has none: each call fails with a code and a reason, and gives nothing out.
#include "tests/capi/fixture.h"

static void test_refusals(void** state) {
  (void)state;
  tn_tensor_t a = tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU), v = a, i = a;
  refuses(tn_sort(NULL, 0, 0, &v, &i), TN_ERR_NULL, "self");
  assert_null(v);
  assert_null(i);
  refuses(tn_sort(a, 2, 0, &v, &i), TN_ERR_INDEX, "sort");
  refuses(tn_argsort(NULL, 0, 0), TN_ERR_NULL, "self");
  refuses(tn_argsort(a, -3, 0), TN_ERR_INDEX, "sort");
  v = a;
  refuses(tn_topk(NULL, 1, 0, 1, 1, &v, &i), TN_ERR_NULL, "self");
  assert_null(v);
  refuses(tn_topk(a, 4, 1, 1, 1, &v, &i), TN_ERR_VALUE, "[2, 3]");
  refuses(tn_topk(a, -1, 1, 1, 1, &v, &i), TN_ERR_VALUE, "-1");
  refuses(tn_topk(a, 1, 5, 1, 1, &v, &i), TN_ERR_INDEX, "topk");
  refuses(tn_cumsum(NULL, 0), TN_ERR_NULL, "self");
  refuses(tn_cumsum(a, 2), TN_ERR_INDEX, "cumsum");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_refusals)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
