// isa: all
// Layers that normalise, as functions and as modules; the numbers are PyTorch's.
#include "tests/capi/check_gradients.h"

static tn_tensor_t numbers(void) {
  return doubles((double[]){1, 2, 4, 0, -1, 3.5}, TN_SHAPE(2, 3), TN_FLOAT64);
}
static tn_tensor_t three(double a, double b, double c) {
  return doubles((double[]){a, b, c}, TN_SHAPE(3), TN_FLOAT64);
}

static void test_layer_norm(void** state) {
  (void)state;
  tn_tensor_t y = tn_layer_norm(numbers(), TN_SHAPE(3), three(1, 2, 3), three(0, 1, -1), 1e-5);
  const double want[] = {-1.069041531450298,  0.46547923427485083, 3.0089057429386155,
                         -0.4319336325817124, -0.9005079833595349, 3.1465628727844397};
  expect_values(y, want, 6, 1e-14);
  tn_tensor_t turned = tn_t(tn_contiguous(tn_t(numbers())));
  expect_values(tn_layer_norm(turned, TN_SHAPE(3), three(1, 2, 3), three(0, 1, -1), 1e-5), want, 6, 1e-14);
  tn_tensor_t one = tn_to(three(1, 2, 3), TN_CPU, TN_FLOAT32),
              zero = tn_to(three(0, 1, -1), TN_CPU, TN_FLOAT32);
  expect_values(tn_layer_norm(tn_to(numbers(), TN_CPU, TN_FLOAT32), TN_SHAPE(3), one, zero, 1e-5), want, 6,
                1e-6);
  tn_tensor_t half = tn_layer_norm(tn_to(numbers(), TN_CPU, TN_BFLOAT16), TN_SHAPE(3),
                                   tn_to(one, TN_CPU, TN_BFLOAT16), tn_to(zero, TN_CPU, TN_BFLOAT16), 1e-5);
  assert_int_equal(tn_tensor_dtype(half), TN_BFLOAT16);
  expect_values(half, want, 6, 8e-3);
  /* Over several dimensions; of one value the result is the bias; of nothing it is nothing. */
  tn_tensor_t whole = tn_layer_norm(numbers(), TN_SHAPE(2, 3), TN_NONE, TN_NONE, 0);
  assert_true(fabs(tn_item(tn_sum(whole))) < 1e-14 && fabs(tn_item(tn_sum(tn_square(whole))) - 6) < 1e-13);
  expect(tn_layer_norm(tn_ones(TN_SHAPE(2, 1), TN_FLOAT64, TN_CPU), TN_SHAPE(1), TN_NONE,
                       tn_full(TN_SHAPE(1), 3, TN_FLOAT64, TN_CPU), 1e-5),
         0, 3, 3);
  assert_int_equal(tn_tensor_numel(tn_layer_norm(tn_zeros(TN_SHAPE(0, 3), TN_FLOAT64, TN_CPU), TN_SHAPE(3),
                                                 TN_NONE, TN_NONE, 1e-5)),
                   0);
}

static void test_batch_norm(void** state) {
  (void)state;
  tn_tensor_t mean = three(0, 1, 2), var = three(1, 2, 4), w = three(1, 2, 3), b = three(0, 1, -1);
  expect(tn_batch_norm(numbers(), mean, var, w, b, 0, 0.1, 1e-5), 1e-14, 0.9999950000374997,
         2.414210026852447, 1.9999962500070314, 0, -1.8284200537048947, 1.2499971875052736);
  const double want[] = {0.9999800005999799,  2.9999955555703703,  1.9997600287961603,
                         -0.9999800005999799, -0.9999955555703702, -3.999760028796161};
  expect_values(tn_batch_norm(numbers(), mean, var, w, b, 1, 0.25, 1e-5), want, 6, 1e-14);
  expect(mean, 0, 0.125, 0.875, 2.4375);
  expect(var, 0, 0.875, 2.625, 3.03125);
  expect_values(tn_batch_norm(numbers(), TN_NONE, TN_NONE, w, b, 1, 0.25, 1e-5), want, 6, 1e-14);
  /* What stands behind the channels belongs to the batch. */
  tn_tensor_t image = tn_reshape(tn_t(numbers()), TN_SHAPE(1, 3, 1, 2));
  const double turned[] = {want[0], want[3], want[1], want[4], want[2], want[5]};
  expect_values(tn_batch_norm(image, TN_NONE, TN_NONE, w, b, 1, 0.25, 1e-5), turned, 6, 1e-14);
  /* Running statistics with gaps, and of half the width. */
  tn_tensor_t gaps = tn_select(tn_zeros(TN_SHAPE(3, 2), TN_FLOAT64, TN_CPU), 1, 0);
  made(tn_batch_norm(numbers(), gaps, TN_NONE, TN_NONE, TN_NONE, 1, 0.5, 1e-5));
  expect(gaps, 0, 0.25, 0.25, 1.875);
  tn_tensor_t half = tn_zeros(TN_SHAPE(3), TN_FLOAT16, TN_CPU);
  made(tn_batch_norm(tn_to(numbers(), TN_CPU, TN_FLOAT16), half, TN_NONE, TN_NONE, TN_NONE, 1, 0.5, 1e-5));
  expect(half, 0, 0.25, 0.25, 1.875);
}

/* Of no elements there is nothing to learn, but weight and bias were part of it. */
static void test_no_elements(void** state) {
  (void)state;
  tn_tensor_t x = tn_zeros(TN_SHAPE(0, 3), TN_FLOAT64, TN_CPU), w = three(1, 2, 3), b = three(0, 1, -1);
  ok(tn_requires_grad_(w, 1));
  ok(tn_requires_grad_(b, 1));
  tn_tensor_t y = tn_batch_norm(x, TN_NONE, TN_NONE, w, b, 1, 0.1, 1e-5);
  assert_int_equal(tn_tensor_size(y, 1), 3);
  ok(tn_backward(tn_sum(y)));
  expect(tn_tensor_grad(w), 0, 0, 0, 0);
  expect(tn_tensor_grad(b), 0, 0, 0, 0);
}

static tn_status_t layer(tn_call_t call, void* data) {
  (void)data;
  return tn_call_return(
      call, 0,
      tn_layer_norm(tn_call_arg(call, 0), TN_SHAPE(4), tn_call_arg(call, 1), tn_call_arg(call, 2), 1e-3));
}
static tn_status_t batch(tn_call_t call, void* training) {
  tn_tensor_t mean = tn_full(TN_SHAPE(3), 0.25, TN_FLOAT64, TN_CPU),
              var = tn_full(TN_SHAPE(3), 2, TN_FLOAT64, TN_CPU);
  return tn_call_return(call, 0,
                        tn_batch_norm(tn_call_arg(call, 0), mean, var, tn_call_arg(call, 1),
                                      tn_call_arg(call, 2), *(int*)training, 0.1, 1e-3));
}

static void test_gradients(void** state) {
  (void)state;
  tn_tensor_t x = variable(TN_SHAPE(2, 3, 4), -1, 1);
  check_gradients(layer, NULL, TN_TENSORS(x, variable(TN_SHAPE(4), 1, 2), variable(TN_SHAPE(4), -1, 1)));
  check_gradients(layer, NULL, TN_TENSORS(x, TN_NONE, TN_NONE));
  for (int training = 0; training < 2; ++training) {
    check_gradients(batch, &training,
                    TN_TENSORS(x, variable(TN_SHAPE(3), 1, 2), variable(TN_SHAPE(3), -1, 1)));
    check_gradients(batch, &training, TN_TENSORS(x, TN_NONE, variable(TN_SHAPE(3), -1, 1)));
  }
}

static void test_threads(void** state) {
  (void)state;
  int32_t before = tn_get_num_threads();
  tn_tensor_t x = tn_randn(TN_SHAPE(64, 40, 12, 12), TN_FLOAT32, TN_CPU), first[3] = {NULL, NULL, NULL};
  tn_tensor_t w = tn_ones(TN_SHAPE(40), TN_FLOAT32, TN_CPU), v = tn_ones(TN_SHAPE(12), TN_FLOAT32, TN_CPU);
  ok(tn_requires_grad_(w, 1));
  ok(tn_requires_grad_(v, 1));
  for (int32_t threads = 1; threads < 5; ++threads) {
    ok(tn_set_num_threads(threads));
    tn_tensor_t y = tn_layer_norm(tn_batch_norm(x, TN_NONE, TN_NONE, w, TN_NONE, 1, 0.1, 1e-5), TN_SHAPE(12),
                                  v, TN_NONE, 1e-5);
    ok(tn_backward(tn_sum(tn_square(y))));
    tn_tensor_t all[3] = {y, tn_tensor_grad(w), tn_tensor_grad(v)};
    ok(tn_tensor_set_grad(w, TN_NONE));
    ok(tn_tensor_set_grad(v, TN_NONE));
    for (int i = 0; i < 3; ++i) {
      if (first[i]) assert_true(equal(all[i], first[i]));
      first[i] = all[i];
    }
  }
  ok(tn_set_num_threads(before));
}

static void test_batch_norm_module(void** state) {
  (void)state;
  tn_module_t m = tn_module_new("BatchNorm1d", "{\"num_features\": 3, \"momentum\": 0.25}");
  made(m);
  assert_int_equal(tn_dict_count(tn_module_state_dict(m)), 5);
  tn_tensor_t x = tn_to(numbers(), TN_CPU, TN_FLOAT32);
  made(tn_module_forward(m, x));
  expect(tn_module_buffer(m, "running_mean"), 0, 0.125, 0.125, 0.9375);
  expect(tn_module_buffer(m, "num_batches_tracked"), 0, 1);
  ok(tn_module_train(m, 0));
  tn_tensor_t y = tn_module_forward(m, x);
  made(tn_module_forward(m, x));
  expect(tn_module_buffer(m, "num_batches_tracked"), 0, 1);
  /* What it learnt goes with it. */
  char path[300];
  own_path(path, sizeof path, "norm.safetensors");
  ok(tn_module_save(m, path));
  tn_module_t again = tn_module_load(path);
  made(again);
  remove(path);
  ok(tn_module_train(again, 0));
  assert_true(equal(tn_detach(tn_module_forward(again, x)), tn_detach(y)));
  char text[200];
  tn_module_text(again, text, sizeof text);
  assert_string_equal(text,
                      "BatchNorm1d(3, eps=1e-05, momentum=0.25, affine=True, track_running_stats=True)");
}

/* Without a momentum the running mean is that of all batches; without statistics there is none. */
static void test_momentum(void** state) {
  (void)state;
  tn_module_t m =
      tn_module_new("BatchNorm2d", "{\"num_features\": 1, \"momentum\": null, \"affine\": false}");
  made(m);
  for (int i = 0; i < 4; ++i) {
    tn_tensor_t x = doubles((double[]){i, i + 2}, TN_SHAPE(2, 1, 1, 1), TN_FLOAT32);
    made(tn_module_forward(m, x));
  }
  expect(tn_module_buffer(m, "running_mean"), 1e-6, 2.5);
  expect(tn_module_buffer(m, "running_var"), 1e-6, 2);
  tn_module_t plain = tn_module_new("BatchNorm1d", "{\"num_features\": 3, \"track_running_stats\": false}");
  made(plain);
  assert_int_equal(tn_dict_count(tn_module_state_dict(plain)), 2);
  ok(tn_module_train(plain, 0));
  tn_tensor_t y = tn_module_forward(plain, tn_to(numbers(), TN_CPU, TN_FLOAT32));
  assert_true(fabs(tn_item(tn_sum(y))) < 1e-5);
}

static void test_group_norm_module(void** state) {
  (void)state;
  tn_module_t groups = tn_module_new("GroupNorm", "{\"num_groups\": 3, \"num_channels\": 6}");
  tn_module_t whole =
      tn_module_new("GroupNorm", "{\"num_groups\": 1, \"num_channels\": 6, \"affine\": false}");
  tn_module_t layers =
      tn_module_new("LayerNorm", "{\"normalized_shape\": [6, 5], \"elementwise_affine\": false}");
  made(groups);
  made(whole);
  made(layers);
  tn_tensor_t x = tn_randn(TN_SHAPE(2, 6, 5), TN_FLOAT32, TN_CPU);
  expect(tn_sub(tn_sum(tn_abs(tn_module_forward(whole, x))), tn_sum(tn_abs(tn_module_forward(layers, x)))),
         1e-4, 0);
  tn_tensor_t y = tn_reshape(tn_module_forward(groups, x), TN_SHAPE(2, 3, 10));
  tn_tensor_t sums = tn_sum(tn_sum_dim(y, TN_SHAPE(2), 0));
  assert_true(fabs(tn_item(sums)) < 1e-4);
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_layer_norm),  scoped(test_batch_norm),
                                     scoped(test_no_elements), scoped(test_gradients),
                                     scoped(test_threads),     scoped(test_batch_norm_module),
                                     scoped(test_momentum),    scoped(test_group_norm_module)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
