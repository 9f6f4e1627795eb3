// isa: all
// Convolution through the C interface. Its arithmetic is compared with the definition in
// tests/core/ops/conv_test.cpp.
#include "tests/capi/check_gradients.h"

static tn_conv2d_options_t options(void) {
  tn_conv2d_options_t o;
  tn_conv2d_options_init(&o, sizeof o);
  return o;
}

static tn_tensor_t ones(const int64_t* shape, int64_t ndim) {
  return tn_ones(shape, ndim, TN_FLOAT32, TN_CPU);
}

static void assert_shape(tn_tensor_t t, const int64_t* shape, int64_t ndim) {
  made(t);
  assert_int_equal(tn_tensor_ndim(t), ndim);
  for (int64_t d = 0; d < ndim; ++d) assert_int_equal(tn_tensor_size(t, d), shape[d]);
}

static void test_values(void** state) {
  (void)state;
  tn_tensor_t x = tn_reshape(tn_arange(0, 16, 1, TN_FLOAT32, TN_CPU), TN_SHAPE(1, 1, 4, 4));
  tn_tensor_t w = doubles((double[]){1, 2, 3, 4}, TN_SHAPE(1, 1, 2, 2), TN_FLOAT32);
  tn_tensor_t bias = doubles((double[]){100}, TN_SHAPE(1), TN_FLOAT32);
  expect(tn_conv2d(x, w, TN_NONE), 0, 34, 44, 54, 74, 84, 94, 114, 124, 134);
  expect(tn_conv2d(x, w, bias), 0, 134, 144, 154, 174, 184, 194, 214, 224, 234);
  tn_conv2d_options_t o = options();
  o.stride_h = o.stride_w = 2;
  o.padding_w = 1;
  expect(tn_conv2d_with(x, w, TN_NONE, &o), 0, 16, 44, 24, 64, 124, 56);
  o = options();
  o.dilation_h = 3;
  expect(tn_conv2d_with(x, w, TN_NONE, &o), 0, 90, 100, 110);
}

static void test_shapes_and_padding(void** state) {
  (void)state;
  tn_tensor_t x = ones(TN_SHAPE(2, 4, 7, 9)), w = ones(TN_SHAPE(6, 2, 3, 4));
  tn_conv2d_options_t o = options();
  o.groups = 2;
  assert_shape(tn_conv2d_with(x, w, TN_NONE, &o), TN_SHAPE(2, 6, 5, 6));
  assert_shape(tn_conv2d_with(tn_select(x, 0, 1), w, TN_NONE, &o), TN_SHAPE(6, 5, 6));
  o.padding = TN_PADDING_SAME;
  o.padding_h = 5; /* not looked at */
  tn_tensor_t same = tn_conv2d_with(x, w, TN_NONE, &o);
  assert_shape(same, TN_SHAPE(2, 6, 7, 9));
  /* An even kernel has its odd column of padding behind the image. */
  tn_tensor_t corner =
      tn_reshape(tn_narrow(tn_select(tn_select(tn_select(same, 0, 0), 0, 0), 0, 0), 0, 0, 2), TN_SHAPE(2));
  expect(corner, 0, 2 * 2 * 3, 2 * 2 * 4);
  o.padding = TN_PADDING_VALID;
  assert_shape(tn_conv2d_with(x, w, TN_NONE, &o), TN_SHAPE(2, 6, 5, 6));
  o.padding = TN_PADDING_EXPLICIT;
  assert_shape(tn_conv2d_with(x, w, TN_NONE, &o), TN_SHAPE(2, 6, 15, 6));
}

static void test_views_and_dtypes(void** state) {
  (void)state;
  tn_tensor_t x = tn_reshape(tn_arange(0, 24, 1, TN_FLOAT32, TN_CPU), TN_SHAPE(1, 2, 3, 4));
  tn_tensor_t w = tn_reshape(tn_arange(-4, 4, 1, TN_FLOAT32, TN_CPU), TN_SHAPE(1, 2, 2, 2));
  tn_tensor_t y = tn_conv2d(x, w, TN_NONE);
  double wanted[6];
  read_values(y, wanted, 6);
  /* The same numbers in other layouts. */
  tn_tensor_t turned = tn_permute(tn_contiguous(tn_permute(x, TN_SHAPE(0, 2, 3, 1))), TN_SHAPE(0, 3, 1, 2));
  assert_false(tn_tensor_is_contiguous(turned));
  expect_values(tn_conv2d(turned, w, TN_NONE), wanted, 6, 0);
  static const tn_dtype_t dtypes[] = {TN_FLOAT64, TN_FLOAT16, TN_BFLOAT16, TN_INT64, TN_INT32};
  for (size_t i = 0; i < sizeof dtypes / sizeof *dtypes; ++i) {
    tn_tensor_t z = tn_conv2d(tn_to(x, TN_CPU, dtypes[i]), tn_to(w, TN_CPU, dtypes[i]), TN_NONE);
    made(z);
    assert_int_equal(tn_tensor_dtype(z), dtypes[i]);
    expect_values(z, wanted, 6, dtypes[i] == TN_BFLOAT16 ? 8e-3 : 0);
  }
}

static void test_no_images(void** state) {
  (void)state;
  tn_tensor_t x = ones(TN_SHAPE(0, 2, 5, 5)), w = ones(TN_SHAPE(3, 2, 3, 3)), bias = ones(TN_SHAPE(3));
  ok(tn_requires_grad_(w, 1));
  ok(tn_requires_grad_(bias, 1));
  tn_tensor_t y = tn_conv2d(x, w, bias);
  assert_shape(y, TN_SHAPE(0, 3, 3, 3));
  ok(tn_backward(tn_sum(y)));
  assert_true(tn_item(tn_sum(tn_abs(tn_tensor_grad(w)))) == 0);
  expect(tn_tensor_grad(bias), 0, 0, 0, 0);
}

static tn_status_t convolved(tn_call_t call, void* data) {
  return tn_call_return(call, 0,
                        tn_conv2d_with(tn_call_arg(call, 0), tn_call_arg(call, 1), tn_call_arg(call, 2),
                                       (const tn_conv2d_options_t*)data));
}

static void test_gradients(void** state) {
  (void)state;
  tn_conv2d_options_t o = options();
  o.stride_w = 2;
  o.padding_h = o.padding_w = 1;
  o.dilation_h = 2;
  o.groups = 2;
  check_gradients(convolved, &o,
                  TN_TENSORS(variable(TN_SHAPE(2, 4, 5, 4), -1, 1), variable(TN_SHAPE(2, 2, 2, 3), -1, 1),
                             variable(TN_SHAPE(2), -1, 1)));
  tn_tensor_t x = variable(TN_SHAPE(2, 3, 3), -1, 1), w = variable(TN_SHAPE(2, 2, 2, 2), -1, 1);
  o = options();
  check_gradients(convolved, &o, TN_TENSORS(x, w, TN_NONE));
  assert_string_equal(tn_tensor_grad_fn_name(tn_conv2d(tn_unsqueeze(x, 0), w, TN_NONE)),
                      "ConvolutionBackward0");
}

static void test_threads(void** state) {
  (void)state;
  int32_t before = tn_get_num_threads();
  tn_tensor_t x = tn_randn(TN_SHAPE(5, 6, 30, 31), TN_FLOAT32, TN_CPU),
              w = tn_randn(TN_SHAPE(19, 6, 3, 3), TN_FLOAT32, TN_CPU), first = NULL, first_grad = NULL;
  ok(tn_requires_grad_(w, 1));
  for (int32_t threads = 1; threads < 5; ++threads) {
    ok(tn_set_num_threads(threads));
    tn_tensor_t y = tn_conv2d(x, w, TN_NONE);
    ok(tn_backward(tn_sum(tn_square(y))));
    tn_tensor_t grad = tn_clone(tn_tensor_grad(w));
    ok(tn_tensor_set_grad(w, TN_NONE));
    if (first) {
      assert_true(equal(y, first));
      assert_true(equal(grad, first_grad));
    }
    first = y, first_grad = grad;
  }
  ok(tn_set_num_threads(before));
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_values),           scoped(test_shapes_and_padding),
                                     scoped(test_views_and_dtypes), scoped(test_no_images),
                                     scoped(test_gradients),        scoped(test_threads)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
