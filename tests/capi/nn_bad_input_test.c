// labels: hostile
// Layers by their constructors, with sizes, kernels and options that can't be.
#include "tests/capi/fixture.h"

static void test_conv2d(void** state) {
  (void)state;
  tn_nn_conv2d_options_t o;
  refuses(tn_nn_conv2d(0, 2, TN_SHAPE(3)), TN_ERR_VALUE, "Conv2d|in_channels|0");
  refuses(tn_nn_conv2d(1, -2, TN_SHAPE(3)), TN_ERR_VALUE, "Conv2d|out_channels|-2");
  refuses(tn_nn_conv2d(1, 2, TN_SHAPE(0, 3)), TN_ERR_VALUE, "Conv2d|kernel_size");
  refuses(tn_nn_conv2d(1, 2, TN_SHAPE(3, 3, 3)), TN_ERR_VALUE, "Conv2d|kernel_size");
  refuses(tn_nn_conv2d(1, 2, NULL, 2), TN_ERR_NULL, "tn_nn_conv2d|kernel_size");
  tn_nn_conv2d_options_init(&o, sizeof o);
  o.groups = 3;
  refuses(tn_nn_conv2d_with(4, 6, TN_SHAPE(3), &o), TN_ERR_VALUE, "Conv2d|in_channels (4)|groups (3)");
  tn_nn_conv2d_options_init(&o, sizeof o);
  o.stride_h = 0;
  refuses(tn_nn_conv2d_with(1, 2, TN_SHAPE(3), &o), TN_ERR_VALUE, "Conv2d|stride");
  tn_nn_conv2d_options_init(&o, sizeof o);
  o.padding_w = -1;
  refuses(tn_nn_conv2d_with(1, 2, TN_SHAPE(3), &o), TN_ERR_VALUE, "Conv2d|padding");
  o.struct_size = 3;
  refuses(tn_nn_conv2d_with(1, 2, TN_SHAPE(3), &o), TN_ERR_VALUE, "tn_nn_conv2d|struct_size");
}

static void test_max_pool2d(void** state) {
  (void)state;
  tn_max_pool2d_options_t o;
  refuses(tn_nn_max_pool2d(NULL, 1), TN_ERR_NULL, "tn_nn_max_pool2d|kernel_size");
  refuses(tn_nn_max_pool2d(TN_SHAPE(2, 2, 2)), TN_ERR_VALUE, "kernel_size");
  refuses(tn_nn_max_pool2d(NULL, -1), TN_ERR_VALUE, "tn_nn_max_pool2d|kernel_size|-1");
  tn_max_pool2d_options_init(&o, sizeof o);
  o.struct_size = 2;
  refuses(tn_nn_max_pool2d_with(TN_SHAPE(2), &o), TN_ERR_VALUE, "tn_nn_max_pool2d|struct_size");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_conv2d), scoped(test_max_pool2d)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
