// Recording and backward through the public interface: values, accumulation, modes, gradients as results.
// Hooks and in-place changes are in autograd_hook_test.c and autograd_in_place_test.c.
#include "tests/capi/autograd.h"

static void test_backward(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2, 3), w = LEAF(4, 5, 6);
  tn_tensor_t loss = tn_sum(tn_mul(tn_mul(x, x), w));
  assert_true(tn_tensor_requires_grad(loss));
  assert_false(tn_tensor_is_leaf(loss));
  assert_string_equal(tn_tensor_grad_fn_name(loss), "SumBackward0");
  assert_ptr_equal(tn_tensor_grad(x), TN_NONE);
  ok(tn_backward(loss));
  ASSERT_GRAD(x, 8, 20, 36);
  ASSERT_GRAD(w, 1, 4, 9);
  assert_ptr_equal(tn_tensor_grad(loss), TN_NONE);
}

static void test_accumulation(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2);
  ok(tn_backward(tn_sum(tn_mul(x, x))));
  tn_tensor_t grad = tn_tensor_grad(x);
  ok(tn_backward(tn_sum(tn_mul_scalar(x, 10))));
  ASSERT_VALUES(grad, 12, 14);
  assert_true(tn_tensor_is(grad, tn_tensor_grad(x)));
  ok(tn_zero_(grad));
  ASSERT_GRAD(x, 0, 0);
  ok(tn_tensor_set_grad(x, TN_NONE));
  assert_ptr_equal(tn_tensor_grad(x), TN_NONE);
  ASSERT_VALUES(grad, 0, 0);
}

// .grad is the leaf's own: neither the gradient given nor another leaf's grad changes with it.
static void test_grad_is_owned(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2), y = LEAF(3, 4), g = VECTOR(1, 1);
  ok(tn_backward_with(tn_add(x, y), g, NULL, 0, NULL));
  ok(tn_mul_(tn_tensor_grad(x), VECTOR(5, 5)));
  ASSERT_GRAD(x, 5, 5);
  ASSERT_GRAD(y, 1, 1);
  ASSERT_VALUES(g, 1, 1);
}

static void test_shared_subexpressions(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(2), y = tn_mul(x, x), z = tn_add(tn_mul(y, y), y);
  ok(tn_backward(tn_mul(z, y)));
  // (y^2 + y) y = x^6 + x^4
  ASSERT_GRAD(x, 6 * 32 + 4 * 8);
}

static void test_same_operand_twice(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(3);
  ok(tn_backward(tn_add(x, x)));
  ASSERT_GRAD(x, 2);
  ok(tn_backward(tn_add(tn_add(x, x), tn_add(x, x))));
  ASSERT_GRAD(x, 6);
}

static void test_broadcast_and_dtype(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2, 3), b = tn_full(NULL, 0, 2, TN_FLOAT32, TN_CPU);
  ok(tn_requires_grad_(b, 1));
  ok(tn_backward(tn_sum(tn_mul(x, b))));
  ASSERT_GRAD(x, 2, 2, 2);
  ASSERT_GRAD(b, 6);
  assert_int_equal(tn_tensor_dtype(tn_tensor_grad(b)), TN_FLOAT32);
}

static void test_empty(void** state) {
  (void)state;
  tn_tensor_t x = tn_zeros(TN_SHAPE(0, 3), TN_FLOAT32, TN_CPU);
  ok(tn_requires_grad_(x, 1));
  ok(tn_backward(tn_sum(tn_mul(x, x))));
  int64_t shape[2];
  ok(tn_tensor_shape(tn_tensor_grad(x), shape, 2, NULL));
  assert_int_equal(shape[0], 0);
  assert_int_equal(shape[1], 3);
}

static void test_gradient_given(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2), y = tn_mul(x, x);
  tn_tensor_t g = tn_tensor_new((const float[]){1, 10}, TN_FLOAT32, TN_SHAPE(2));
  ok(tn_backward_with(y, g, NULL, 0, NULL));
  ASSERT_GRAD(x, 2, 40);
  assert_int_equal(tn_tensor_dtype(tn_tensor_grad(x)), TN_FLOAT64);
}

static void test_graph_used_again(void** state) {
  (void)state;
  tn_backward_options_t keep;
  tn_backward_options_init(&keep, sizeof keep);
  keep.retain_graph = 1;
  tn_tensor_t x = LEAF(3), y = tn_mul(x, x);
  ok(tn_backward_with(y, TN_NONE, NULL, 0, &keep));
  ok(tn_backward(y));
  ASSERT_GRAD(x, 12);
  ASSERT_FAILS(tn_backward(y), TN_ERR_STATE, "Trying to backward through the graph a second time");
  ASSERT_GRAD(x, 12);
  // What saves nothing can be walked any number of times.
  tn_tensor_t z = tn_sum(tn_add(x, x));
  ok(tn_backward(z));
  ok(tn_backward(z));
  ASSERT_GRAD(x, 16);
}

static void test_inputs(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(2), w = LEAF(3), h = tn_mul(x, x), y = tn_mul(h, w);
  ok(tn_backward_with(y, TN_NONE, TN_TENSORS(x, h, x), NULL));
  ASSERT_GRAD(x, 12);
  ASSERT_GRAD(h, 3);
  assert_ptr_equal(tn_tensor_grad(w), TN_NONE);
}

static void test_grad(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(2), w = LEAF(3), unused = LEAF(1), h = tn_mul(x, x), y = tn_mul(h, w);
  tn_tensors_t g = tn_grad(TN_TENSORS(y), TN_TENSORS(w, h, x, y, x), 1, 0);
  assert_int_equal(tn_tensors_count(g), 5);
  ASSERT_VALUES(tn_tensors_get(g, 0), 4);
  ASSERT_VALUES(tn_tensors_get(g, 1), 3);
  ASSERT_VALUES(tn_tensors_get(g, 2), 12);
  ASSERT_VALUES(tn_tensors_get(g, 3), 1);
  ASSERT_VALUES(tn_tensors_get(g, 4), 12);
  assert_ptr_equal(tn_tensor_grad(x), TN_NONE);
  ASSERT_GIVES_NULL(tn_grad(TN_TENSORS(y), TN_TENSORS(x, unused), 1, 0), TN_ERR_STATE,
                    "(number 1) appears to not have been used in the graph");
  g = tn_grad(TN_TENSORS(y), TN_TENSORS(x, unused), 0, 1);
  ASSERT_VALUES(tn_tensors_get(g, 0), 12);
  assert_ptr_equal(tn_tensors_get(g, 1), TN_NONE);
}

static void test_grad_with(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2), y = tn_mul(x, x), z = tn_sum(x);
  tn_grad_options_t o;
  tn_grad_options_init(&o, sizeof o);
  o.retain_graph = 1;
  for (int i = 0; i < 2; ++i) {
    tn_tensors_t g = tn_grad_with(TN_TENSORS(y, z), TN_TENSORS(x), TN_TENSORS(VECTOR(3, 4), TN_NONE), &o);
    ASSERT_VALUES(tn_tensors_get(g, 0), 7, 17);
  }
  ASSERT_GIVES_NULL(tn_grad_with(TN_TENSORS(y, z), TN_TENSORS(x), TN_TENSORS(VECTOR(3, 4)), &o), TN_ERR_VALUE,
                    "got 2 tensors and 1 gradients");
}

static void test_second_order(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(2), y = tn_mul(tn_mul(x, x), x);
  tn_tensor_t d1 = tn_tensors_get(tn_grad(TN_TENSORS(y), TN_TENSORS(x), 1, 0), 0);
  tn_tensor_t d2 = tn_tensors_get(tn_grad(TN_TENSORS(d1), TN_TENSORS(x), 1, 0), 0);
  tn_tensor_t d3 = tn_tensors_get(tn_grad(TN_TENSORS(d2), TN_TENSORS(x), 0, 0), 0);
  ASSERT_VALUES(d1, 12);
  ASSERT_VALUES(d2, 12);
  ASSERT_VALUES(d3, 6);
  assert_false(tn_tensor_requires_grad(d3));
  // Through a saved result.
  tn_tensor_t e = tn_exp(x), g = tn_tensors_get(tn_grad(TN_TENSORS(e), TN_TENSORS(x), 1, 0), 0);
  ok(tn_backward(tn_mul(g, g)));
  ASSERT_GRAD(x, 2 * exp(4));
}

static void test_create_graph_in_backward(void** state) {
  (void)state;
  tn_backward_options_t create;
  tn_backward_options_init(&create, sizeof create);
  create.create_graph = 1;
  tn_tensor_t x = LEAF(3), y = tn_mul(tn_mul(x, x), x);
  ok(tn_backward_with(y, TN_NONE, NULL, 0, &create));
  tn_tensor_t g = tn_tensor_grad(x);
  ASSERT_VALUES(g, 27);
  assert_true(tn_tensor_requires_grad(g));
  ok(tn_tensor_set_grad(x, TN_NONE));  // x holds g, which holds x
  ok(tn_backward(g));
  ASSERT_GRAD(x, 18);
}

static void test_several_results(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 5, 3, 2, 8, 4), m = tn_view(x, TN_SHAPE(2, 3)), values, indices;
  ok(tn_max_dim(m, 1, 0, &values, &indices));
  assert_false(tn_tensor_requires_grad(indices));
  ok(tn_backward(tn_sum(tn_mul(values, values))));
  ASSERT_GRAD(x, 0, 10, 0, 0, 16, 0);
}

static void test_modes(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1);
  tn_scope_t s = tn_scope_begin();
  assert_int_equal(tn_set_grad_enabled(0), 1);
  assert_int_equal(tn_is_grad_enabled(), 0);
  assert_false(tn_tensor_requires_grad(tn_mul(x, x)));
  assert_int_equal(tn_set_grad_enabled(1), 0);
  assert_true(tn_tensor_requires_grad(tn_mul(x, x)));
  tn_set_grad_enabled(0);
  ok(tn_scope_end(s));
  assert_int_equal(tn_is_grad_enabled(), 1);
  assert_false(tn_tensor_requires_grad(tn_detach(x)));
  assert_true(tn_tensor_is_leaf(tn_detach(tn_mul(x, x))));
}

static void test_inference_mode(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2), normal = VECTOR(1, 1);
  tn_scope_t s = tn_scope_begin();
  assert_int_equal(tn_set_inference_mode(1), 0);
  assert_int_equal(tn_is_inference_mode_enabled(), 1);
  assert_int_equal(tn_is_grad_enabled(), 0);
  tn_set_grad_enabled(1);
  assert_false(tn_tensor_requires_grad(tn_mul(x, x)));
  tn_tensor_t t = tn_tensor_keep(tn_add_scalar(x, 1));
  ok(tn_mul_(t, t));
  ok(tn_mul_(normal, t));
  tn_tensor_t view = tn_tensor_keep(tn_select(x, 0, 0));
  ok(tn_scope_end(s));
  assert_int_equal(tn_is_inference_mode_enabled(), 0);
  assert_int_equal(tn_is_grad_enabled(), 1);

  assert_int_equal(tn_tensor_version(normal), 1);
  assert_int_equal(tn_tensor_version(t), -1);
  failed_with(TN_ERR_STATE, "do not track version counter");
  ASSERT_GIVES_NULL(tn_mul(x, t), TN_ERR_STATE, "Inference tensors cannot be saved for backward");
  ok(tn_backward(tn_sum(tn_add(x, t))));  // saves nothing
  ok(tn_backward(tn_sum(tn_mul(x, tn_clone(t)))));
  ASSERT_GRAD(x, 5, 10);
  ASSERT_FAILS(tn_mul_(t, normal), TN_ERR_STATE, "Inplace update to inference tensor");
  ASSERT_FAILS(tn_requires_grad_(t, 1), TN_ERR_STATE, "inference tensor outside InferenceMode");
  ASSERT_FAILS(tn_mul_(view, tn_select(normal, 0, 0)), TN_ERR_STATE, "A view was created in inference mode");
}

static void test_requires_grad(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1), y = tn_mul(x, x), i = tn_full_int(TN_SHAPE(2), 1, TN_INT64, TN_CPU);
  ok(tn_requires_grad_(y, 1));
  ASSERT_FAILS(tn_requires_grad_(y, 0), TN_ERR_STATE, "you can only change requires_grad flags of leaf");
  ASSERT_FAILS(tn_requires_grad_(i, 1), TN_ERR_TYPE, "only Tensors of floating point dtype");
  ok(tn_requires_grad_(i, 0));
  ok(tn_requires_grad_(x, 0));
  assert_false(tn_tensor_requires_grad(tn_mul(x, x)));
}

static void test_retain_grad(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(2), y = tn_mul(x, x), z = tn_mul(y, y);
  ok(tn_tensor_retain_grad(y));
  ok(tn_tensor_retain_grad(y));
  ok(tn_tensor_retain_grad(x));
  tn_backward_options_t keep;
  tn_backward_options_init(&keep, sizeof keep);
  keep.retain_graph = 1;
  ok(tn_backward_with(z, TN_NONE, NULL, 0, &keep));
  ASSERT_GRAD(y, 8);
  ok(tn_backward_with(z, TN_NONE, NULL, 0, &keep));
  ASSERT_GRAD(y, 16);
  ASSERT_GRAD(x, 64);
  // The tensor goes, its graph stays.
  tn_tensor_release(y);
  ok(tn_backward(z));
  ASSERT_GRAD(x, 96);
}

static void test_failed_walk_leaves_the_graph(void** state) {
  (void)state;
  tn_backward_options_t keep;
  tn_backward_options_init(&keep, sizeof keep);
  keep.retain_graph = 1;
  tn_tensor_t x = LEAF(2), c = VECTOR(5), w = LEAF(1);
  tn_tensor_t a = tn_mul(x, x), b = tn_mul(a, c), y = tn_add(tn_mul(b, w), tn_add(a, b));
  ok(tn_backward_with(y, TN_NONE, NULL, 0, &keep));
  ASSERT_GRAD(x, 44);
  ok(tn_mul_(c, VECTOR(2)));
  ASSERT_FAILS(tn_backward_with(y, TN_NONE, NULL, 0, &keep), TN_ERR_STATE,
               "is at version 1; expected version 0");
  ok(tn_tensor_set_grad(x, TN_NONE));
  ok(tn_backward_with(a, TN_NONE, NULL, 0, &keep));
  ASSERT_GRAD(x, 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      GRADIENT_TEST(test_backward),
      GRADIENT_TEST(test_accumulation),
      GRADIENT_TEST(test_grad_is_owned),
      GRADIENT_TEST(test_shared_subexpressions),
      GRADIENT_TEST(test_same_operand_twice),
      GRADIENT_TEST(test_broadcast_and_dtype),
      GRADIENT_TEST(test_empty),
      GRADIENT_TEST(test_gradient_given),
      GRADIENT_TEST(test_graph_used_again),
      GRADIENT_TEST(test_inputs),
      GRADIENT_TEST(test_grad),
      GRADIENT_TEST(test_grad_with),
      GRADIENT_TEST(test_second_order),
      GRADIENT_TEST(test_create_graph_in_backward),
      GRADIENT_TEST(test_several_results),
      GRADIENT_TEST(test_modes),
      GRADIENT_TEST(test_inference_mode),
      GRADIENT_TEST(test_requires_grad),
      GRADIENT_TEST(test_retain_grad),
      GRADIENT_TEST(test_failed_walk_leaves_the_graph),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
