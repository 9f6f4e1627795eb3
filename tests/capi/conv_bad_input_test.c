// labels: hostile
// Convolutions that can't be: each call fails with a code and a reason.
#include "tests/capi/fixture.h"

static tn_conv2d_options_t options(void) {
  tn_conv2d_options_t o;
  tn_conv2d_options_init(&o, sizeof o);
  return o;
}

static void test_operands(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(1, 2, 5, 5), TN_FLOAT32, TN_CPU),
              w = tn_ones(TN_SHAPE(4, 2, 3, 3), TN_FLOAT32, TN_CPU),
              bias = tn_ones(TN_SHAPE(4), TN_FLOAT32, TN_CPU);
  refuses(tn_conv2d(NULL, w, bias), TN_ERR_NULL, "input");
  refuses(tn_conv2d(TN_NONE, w, bias), TN_ERR_NULL, "input");
  refuses(tn_conv2d(x, NULL, bias), TN_ERR_NULL, "weight");
  refuses(tn_conv2d(x, w, NULL), TN_ERR_NULL, "bias_or_none");
  refuses(tn_conv2d_with(NULL, w, bias, NULL), TN_ERR_NULL, "input");
  refuses(tn_conv2d(bias, w, bias), TN_ERR_SHAPE, "it is [4]");
  refuses(tn_conv2d(x, bias, bias), TN_ERR_SHAPE, "weight [4]");
  refuses(tn_conv2d(tn_narrow(x, 1, 0, 1), w, bias), TN_ERR_SHAPE, "input [1, 1, 5, 5], weight [4, 2, 3, 3]");
  refuses(tn_conv2d(x, w, tn_narrow(bias, 0, 0, 3)), TN_ERR_SHAPE, "bias must be (4)");
  refuses(tn_conv2d(tn_narrow(x, 2, 0, 2), w, bias), TN_ERR_SHAPE, "larger than the padded input");
  refuses(tn_conv2d(x, tn_narrow(w, 2, 0, 0), bias), TN_ERR_SHAPE, "weight [4, 2, 0, 3]");
  refuses(tn_conv2d(x, tn_to(w, TN_CPU, TN_FLOAT64), bias), TN_ERR_TYPE, "float32 and float64");
  refuses(tn_conv2d(x, w, tn_to(bias, TN_CPU, TN_INT64)), TN_ERR_TYPE, "bias");
  tn_tensor_t truth = tn_ones(TN_SHAPE(1, 2, 5, 5), TN_BOOL, TN_CPU);
  refuses(tn_conv2d(truth, tn_to(w, TN_CPU, TN_BOOL), TN_NONE), TN_ERR_UNSUPPORTED, "bool");
}

static void test_options(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(1, 2, 5, 5), TN_FLOAT32, TN_CPU),
              w = tn_ones(TN_SHAPE(4, 2, 3, 3), TN_FLOAT32, TN_CPU);
  tn_conv2d_options_init(NULL, sizeof(tn_conv2d_options_t));
  tn_conv2d_options_t o = options();
  o.struct_size = 0;
  refuses(tn_conv2d_with(x, w, TN_NONE, &o), TN_ERR_VALUE, "struct_size");
  o = options(), o.stride_w = 0;
  refuses(tn_conv2d_with(x, w, TN_NONE, &o), TN_ERR_VALUE, "stride");
  o = options(), o.padding_h = -1;
  refuses(tn_conv2d_with(x, w, TN_NONE, &o), TN_ERR_VALUE, "padding");
  o = options(), o.dilation_h = 0;
  refuses(tn_conv2d_with(x, w, TN_NONE, &o), TN_ERR_VALUE, "dilation");
  o = options(), o.dilation_h = 1000;
  refuses(tn_conv2d_with(x, w, TN_NONE, &o), TN_ERR_SHAPE, "reaches over 2001");
  o = options(), o.groups = 0;
  refuses(tn_conv2d_with(x, w, TN_NONE, &o), TN_ERR_VALUE, "groups");
  o = options(), o.groups = 2;
  refuses(tn_conv2d_with(x, w, TN_NONE, &o), TN_ERR_SHAPE, "4 channels in 2 groups");
  refuses(tn_conv2d_with(x, tn_narrow(tn_narrow(w, 1, 0, 1), 0, 0, 3), TN_NONE, &o), TN_ERR_SHAPE,
          "not divisible by 2 groups");
  o = options(), o.padding = 7;
  refuses(tn_conv2d_with(x, w, TN_NONE, &o), TN_ERR_VALUE, "padding 7");
  o = options(), o.padding = TN_PADDING_SAME, o.stride_h = 2;
  refuses(tn_conv2d_with(x, w, TN_NONE, &o), TN_ERR_VALUE, "'same'");
  o = options(), o.padding_h = INT64_MAX;
  refuses(tn_conv2d_with(x, w, TN_NONE, &o), TN_ERR_SHAPE, "too large");
  o = options(), o.padding_h = o.padding_w = INT64_C(1) << 40;
  refuses(tn_conv2d_with(x, w, TN_NONE, &o), TN_ERR_SHAPE, "conv2d");
  o = options(), o.dilation_w = INT64_MAX;
  refuses(tn_conv2d_with(x, w, TN_NONE, &o), TN_ERR_SHAPE, "too large");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_operands), scoped(test_options)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
