// labels: hostile
// Pooling that can't be: each call fails with a code and a reason.
#include "tests/capi/fixture.h"

static void test_both(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(1, 2, 5, 5), TN_FLOAT32, TN_CPU);
  refuses(tn_max_pool2d(NULL, TN_SHAPE(2)), TN_ERR_NULL, "self");
  refuses(tn_avg_pool2d(TN_NONE, TN_SHAPE(2)), TN_ERR_NULL, "self");
  refuses(tn_max_pool2d_with(NULL, TN_SHAPE(2), NULL), TN_ERR_NULL, "self");
  refuses(tn_avg_pool2d_with(NULL, TN_SHAPE(2), NULL), TN_ERR_NULL, "self");
  refuses(tn_max_pool2d(x, NULL, 2), TN_ERR_NULL, "kernel_size");
  refuses(tn_max_pool2d(x, (int64_t[]){2}, -1), TN_ERR_VALUE, "kernel_size");
  refuses(tn_max_pool2d(x, NULL, 0), TN_ERR_VALUE, "kernel_size");
  refuses(tn_avg_pool2d(x, TN_SHAPE(1, 2, 3)), TN_ERR_VALUE, "kernel_size");
  refuses(tn_max_pool2d(x, TN_SHAPE(0, 2)), TN_ERR_VALUE, "kernel_size");
  refuses(tn_avg_pool2d(x, TN_SHAPE(INT64_MAX)), TN_ERR_VALUE, "kernel_size");
  refuses(tn_max_pool2d(x, TN_SHAPE(6)), TN_ERR_SHAPE, "[1, 2, 5, 5]");
  refuses(tn_avg_pool2d(x, TN_SHAPE(2, 6)), TN_ERR_SHAPE, "[1, 2, 5, 5]");
  refuses(tn_max_pool2d(tn_select(tn_select(x, 0, 0), 0, 0), TN_SHAPE(2)), TN_ERR_SHAPE, "it is [5, 5]");
  refuses(tn_avg_pool2d(tn_narrow(x, 1, 0, 0), TN_SHAPE(2)), TN_ERR_SHAPE, "[1, 0, 5, 5]");
  refuses(tn_max_pool2d(tn_to(x, TN_CPU, TN_INT64), TN_SHAPE(2)), TN_ERR_UNSUPPORTED, "int64");
  refuses(tn_avg_pool2d(tn_to(x, TN_CPU, TN_BOOL), TN_SHAPE(2)), TN_ERR_UNSUPPORTED, "bool");
}

static void test_options(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(2, 5, 5), TN_FLOAT32, TN_CPU);
  tn_max_pool2d_options_t m;
  tn_max_pool2d_options_init(NULL, sizeof m);
  tn_max_pool2d_options_init(&m, sizeof m);
  m.padding_w = 2;
  refuses(tn_max_pool2d_with(x, TN_SHAPE(3), &m), TN_ERR_VALUE, "at most half of the kernel");
  m.padding_w = -1;
  refuses(tn_max_pool2d_with(x, TN_SHAPE(3), &m), TN_ERR_VALUE, "padding");
  m.padding_w = 0, m.stride_h = 0;
  refuses(tn_max_pool2d_with(x, TN_SHAPE(3), &m), TN_ERR_VALUE, "stride_h");
  m.stride_h = -2;
  refuses(tn_max_pool2d_with(x, TN_SHAPE(3), &m), TN_ERR_VALUE, "stride");
  m.stride_h = TN_NONE_INT, m.dilation_w = 0;
  refuses(tn_max_pool2d_with(x, TN_SHAPE(3), &m), TN_ERR_VALUE, "dilation");
  m.dilation_w = 3;
  refuses(tn_max_pool2d_with(x, TN_SHAPE(3), &m), TN_ERR_SHAPE, "too large");
  m.struct_size = 3;
  refuses(tn_max_pool2d_with(x, TN_SHAPE(3), &m), TN_ERR_VALUE, "struct_size");
  tn_avg_pool2d_options_t a;
  tn_avg_pool2d_options_init(NULL, sizeof a);
  tn_avg_pool2d_options_init(&a, sizeof a);
  a.divisor_override = 0;
  refuses(tn_avg_pool2d_with(x, TN_SHAPE(3), &a), TN_ERR_VALUE, "divisor_override");
  a.divisor_override = 1, a.padding_h = 2;
  refuses(tn_avg_pool2d_with(x, TN_SHAPE(3), &a), TN_ERR_VALUE, "at most half of the kernel");
  a.padding_h = 0, a.stride_w = INT64_MAX;
  refuses(tn_avg_pool2d_with(x, TN_SHAPE(3), &a), TN_ERR_VALUE, "stride");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_both), scoped(test_options)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
