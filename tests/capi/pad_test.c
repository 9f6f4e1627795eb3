// Padding by name, and Conv2d with other edges than zeros.
#include "tests/capi/check_gradients.h"

#define PAD(x, mode, ...) \
  tn_values_tensor(tn_op_call("pad", TN_VALUES(TN_V_TENSOR(x), TN_V_INTS(__VA_ARGS__), TN_V_STRING(mode))), 0)

static tn_tensor_t row(int64_t n, tn_dtype_t dtype) {
  return tn_reshape(tn_arange(1, (double)n + 1, 1, dtype, TN_CPU), TN_SHAPE(1, 1, n));
}

static void test_values(void** state) {
  (void)state;
  tn_tensor_t x = row(4, TN_FLOAT32);
  expect(PAD(x, "constant", 1, 2), 0, 0, 1, 2, 3, 4, 0, 0);
  expect(PAD(x, "reflect", 3, 2), 0, 4, 3, 2, 1, 2, 3, 4, 3, 2);
  expect(PAD(x, "replicate", 2, 5), 0, 1, 1, 1, 2, 3, 4, 4, 4, 4, 4, 4);
  expect(PAD(x, "circular", 1, 4), 0, 4, 1, 2, 3, 4, 1, 2, 3, 4);
  expect(PAD(x, "constant", -1, 1), 0, 2, 3, 4, 0);
  expect(PAD(x, "circular", -1, 3), 0, 2, 3, 4, 2, 3, 4);
  expect(PAD(x, "replicate", -2, 1), 0, 3, 4, 4);
  assert_int_equal(tn_tensor_numel(PAD(x, "constant", -2, -2)), 0);
  expect(PAD(x, "reflect", 0, 0), 0, 1, 2, 3, 4);
  tn_values_t filled =
      tn_op_call("pad", TN_VALUES(TN_V_TENSOR(row(2, TN_INT64)), TN_V_INTS(1, 0), TN_V_KW_FLOAT("value", 7)));
  made(filled);
  assert_int_equal(tn_tensor_dtype(tn_values_tensor(filled, 0)), TN_INT64);
  expect(tn_values_tensor(filled, 0), 0, 7, 1, 2);
  /* The last dimension comes first; views are read as they are. */
  tn_tensor_t square = tn_t(doubles((double[]){1, 3, 2, 4}, TN_SHAPE(2, 2), TN_FLOAT64));
  expect(PAD(square, "constant", 1, 0, 0, 1), 0, 0, 1, 2, 0, 3, 4, 0, 0, 0);
  expect(PAD(tn_unsqueeze(square, 0), "reflect", 1, 0, 0, 1), 0, 2, 1, 2, 4, 3, 4, 2, 1, 2);
}

static tn_status_t padded(tn_call_t call, void* mode) {
  return tn_call_return(call, 0, PAD(tn_call_arg(call, 0), mode, 1, 2, 2, -1));
}

static void test_gradients(void** state) {
  (void)state;
  static char modes[][10] = {"constant", "reflect", "replicate", "circular"};
  for (int i = 0; i < 4; ++i)
    check_gradients(padded, modes[i], TN_TENSORS(variable(TN_SHAPE(1, 2, 3, 3), -1, 1)));
}

/* A convolution of what pad gives. */
static void test_conv2d(void** state) {
  (void)state;
  static const char* const modes[] = {"reflect", "replicate", "circular"};
  for (int i = 0; i < 3; ++i)
    for (int same = 0; same < 2; ++same) {
      char json[200], text[200];
      snprintf(json, sizeof json,
               "{\"in_channels\": 2, \"out_channels\": 3, \"kernel_size\": [2, 3], \"padding\": %s, "
               "\"padding_mode\": \"%s\"}",
               same ? "\"same\"" : "[1, 2]", modes[i]);
      tn_module_t conv = tn_module_new("Conv2d", json);
      made(conv);
      tn_tensor_t x = tn_randn(TN_SHAPE(2, 2, 4, 5), TN_FLOAT32, TN_CPU), y = tn_module_forward(conv, x),
                  around = same ? PAD(x, modes[i], 1, 1, 0, 1) : PAD(x, modes[i], 2, 2, 1, 1);
      assert_true(equal(
          y, tn_conv2d(around, tn_module_parameter(conv, "weight"), tn_module_parameter(conv, "bias"))));
      ok(tn_backward(tn_sum(y)));
      tn_module_text(conv, text, sizeof text);
      assert_non_null(strstr(text, modes[i]));
    }
}

static void test_bad_input(void** state) {
  (void)state;
  tn_tensor_t x = row(4, TN_FLOAT32);
  refuses(PAD(x, "constant", 1), TN_ERR_SHAPE, "pads [1]");
  refuses(PAD(x, "constant", 1, 1, 1, 1, 1, 1, 1, 1), TN_ERR_SHAPE, "[1, 1, 4]");
  refuses(PAD(x, "constant", -3, -2), TN_ERR_SHAPE, "size of -1");
  refuses(PAD(x, "constant", -5, 2), TN_ERR_SHAPE, "cuts off more");
  refuses(PAD(x, "circular", 2, -5), TN_ERR_SHAPE, "cuts off more");
  refuses(PAD(tn_narrow(x, 1, 0, 0), "reflect", 1, 1), TN_ERR_SHAPE, "channels");
  refuses(PAD(x, "constant", INT64_MAX, 1), TN_ERR_SHAPE, "too large");
  refuses(PAD(x, "constant", INT64_C(1) << 60, 0, INT64_C(1) << 60, 0), TN_ERR_SHAPE, "pad");
  refuses(PAD(x, "reflect", 4, 0), TN_ERR_SHAPE, "at most 3");
  refuses(PAD(x, "circular", 0, 5), TN_ERR_SHAPE, "at most 4");
  refuses(PAD(x, "replicate", -2, -2), TN_ERR_SHAPE, "size of 0");
  refuses(PAD(x, "replicate", 1, 1, 1, 1, 1, 1), TN_ERR_SHAPE, "channels");
  refuses(PAD(tn_select(x, 0, 0), "circular", 1, 1), TN_ERR_SHAPE, "a batch");
  refuses(PAD(tn_narrow(x, 2, 0, 0), "replicate", 1, 1), TN_ERR_SHAPE, "no elements");
  refuses(PAD(x, "mirror", 1, 1), TN_ERR_VALUE, "mirror");
  refuses(tn_op_call("pad", TN_VALUES(TN_V_TENSOR(x), TN_V_INTS(1, 1), TN_V_STRING("reflect"),
                                      TN_V_KW_FLOAT("value", 2))),
          TN_ERR_VALUE, "value");
  refuses(tn_module_new("Conv2d",
                        "{\"in_channels\": 1, \"out_channels\": 1, \"kernel_size\": 3, "
                        "\"padding_mode\": \"constant\"}"),
          TN_ERR_VALUE, "padding_mode");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_values), scoped(test_gradients), scoped(test_conv2d),
                                     scoped(test_bad_input)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
