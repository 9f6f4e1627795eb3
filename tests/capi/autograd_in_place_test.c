// Changes in place and what they do to gradients: saved values, views and their bases, what is forbidden.
#include "tests/capi/autograd.h"

static void test_leaf_is_refused(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2), one = VECTOR(1);
  ASSERT_FAILS(tn_mul_(x, x), TN_ERR_STATE,
               "a leaf Variable that requires grad is being used in an in-place");
  ASSERT_FAILS(tn_mul_(tn_slice(x, 0, 0, 1, 1), one), TN_ERR_STATE,
               "a view of a leaf Variable that requires grad");
  tn_scope_t s = tn_scope_begin();
  tn_set_grad_enabled(0);
  ok(tn_mul_(x, x));
  tn_scope_end(s);
  ASSERT_VALUES(x, 1, 4);
  assert_true(tn_tensor_is_leaf(x));
}

static void test_saved_value_changed(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2), y = tn_sigmoid(tn_mul_scalar(x, 2)), loss = tn_sum(y);
  ok(tn_mul_(y, VECTOR(2, 2)));
  ASSERT_FAILS(tn_backward(loss), TN_ERR_STATE,
               "modified by an inplace operation: [float64 [2]], which is output 0 of SigmoidBackward0");
  // Through an alias that has no history.
  tn_tensor_t h = tn_mul(x, x), g = tn_sum(tn_mul(h, h));
  ok(tn_zero_(tn_detach(h)));
  ASSERT_FAILS(tn_backward(g), TN_ERR_STATE, "is at version 1; expected version 0 instead");
}

static void test_result_changed(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(3), y = tn_mul(x, x);
  ok(tn_mul_(y, x));  // x^3
  ok(tn_add_(y, x));
  ok(tn_exp_(y));
  ok(tn_backward(tn_sum(y)));
  double x3 = 27 + 3;
  ASSERT_GRAD(x, exp(x3) * (3 * 9 + 1));
}

static void test_becomes_part_of_a_graph(void** state) {
  (void)state;
  tn_tensor_t w = LEAF(2, 3), t = VECTOR(5, 7);
  ok(tn_mul_(t, w));
  assert_false(tn_tensor_is_leaf(t));
  ok(tn_backward(tn_sum(tn_mul(t, t))));
  ASSERT_GRAD(w, 2 * 10 * 5, 2 * 21 * 7);
}

static void test_base_sees_a_view_change(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2, 3), base = tn_mul_scalar(x, 1), view = tn_slice(base, 0, 1, 3, 1);
  ok(tn_mul_(view, VECTOR(10, 100)));
  ASSERT_VALUES(base, 1, 20, 300);
  assert_string_equal(tn_tensor_grad_fn_name(base), "CopySlices");
  assert_string_equal(tn_tensor_grad_fn_name(view), "AsStridedBackward0");
  ok(tn_backward(tn_sum(tn_mul(base, base))));
  ASSERT_GRAD(x, 2, 2 * 20 * 10, 2 * 300 * 100);
}

static void test_view_sees_its_base_change(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2, 3), base = tn_mul_scalar(x, 1);
  tn_tensor_t view = tn_slice(base, 0, 1, 3, 1), other = tn_select(base, 0, 2);
  ok(tn_mul_(base, base));
  ok(tn_mul_(other, other));  // of view's part, too
  ASSERT_VALUES(view, 4, 81);
  ok(tn_backward(tn_sum(view)));
  ASSERT_GRAD(x, 0, 4, 4 * 27);
}

static void test_operand_of_a_view_change(void** state) {
  (void)state;
  tn_tensor_t w = LEAF(10, 20), base = tn_zeros(TN_SHAPE(2, 2), TN_FLOAT64, TN_CPU);
  tn_tensor_t row = tn_select(base, 0, 1), column = tn_select(base, 1, 1);
  ok(tn_copy_(row, w, 0));
  ok(tn_mul_(column, w));  // base = [[0, 0], [10, 20 * 20]]
  ASSERT_VALUES(base, 0, 0, 10, 400);
  ok(tn_backward(tn_sum(tn_mul(base, base))));
  ASSERT_GRAD(w, 2 * 10, 2 * 400 * 40);
}

static void test_second_order_through_a_view_change(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(2, 3), base = tn_mul(x, x);
  ok(tn_mul_(tn_select(base, 0, 0), tn_select(x, 0, 1)));  // [x0^2 x1, x1^2]
  tn_tensor_t y = tn_sum(tn_mul(base, base));
  tn_tensor_t g = tn_tensors_get(tn_grad(TN_TENSORS(y), TN_TENSORS(x), 1, 0), 0);
  // y = x0^4 x1^2 + x1^4
  ASSERT_VALUES(g, 4 * 8 * 9, 2 * 16 * 3 + 4 * 27);
  ok(tn_backward(tn_sum(g)));
  ASSERT_GRAD(x, 12 * 4 * 9 + 8 * 8 * 3, 8 * 8 * 3 + 2 * 16 + 12 * 9);
}

static void test_transposed_base(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2, 3, 4, 5, 6), m = tn_mul_scalar(tn_view(x, TN_SHAPE(2, 3)), 1), t = tn_t(m);
  ok(tn_mul_(tn_select(t, 0, 1), VECTOR(10, 100)));
  ok(tn_backward(tn_sum(tn_mul(t, t))));
  ASSERT_GRAD(x, 2, 2 * 20 * 10, 6, 8, 2 * 500 * 100, 12);
}

static void test_expanded_is_refused(void** state) {
  (void)state;
  tn_tensor_t x = tn_expand(VECTOR(1), TN_SHAPE(3));
  ASSERT_FAILS(tn_mul_(x, x), TN_ERR_SHAPE, "expanded");
}

static void test_views_made_without_recording(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2), h = tn_mul(x, x);
  int32_t was = tn_set_grad_enabled(0);
  tn_tensor_t view = tn_select(h, 0, 0);
  tn_set_grad_enabled(was);
  assert_true(tn_tensor_requires_grad(view));
  ASSERT_FAILS(tn_exp_(view), TN_ERR_STATE,
               "A view was created in no_grad mode and is being modified inplace");
  ok(tn_exp_(h));
  ASSERT_GIVES_NULL(tn_exp(view), TN_ERR_STATE, "and its base or another view of its base has been modified");
}

static void test_base_that_becomes_a_leaf_of_interest(void** state) {
  (void)state;
  tn_tensor_t base = VECTOR(1, 2), view = tn_select(base, 0, 0);
  ok(tn_requires_grad_(base, 1));
  assert_true(tn_tensor_requires_grad(view));
  ok(tn_backward(tn_mul(view, view)));
  ASSERT_GRAD(view, 2);
  assert_ptr_equal(tn_tensor_grad(base), TN_NONE);
}

// The change's own record must not hold the tensor that holds it.
static void test_overlapping_operand_makes_no_cycle(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2), h = tn_mul(x, x), part = tn_slice(h, 0, 0, 1, 1);
  ok(tn_mul_(h, part));
  ASSERT_FAILS(tn_backward(tn_sum(h)), TN_ERR_STATE, "modified by an inplace operation");
  tn_tensor_t k = tn_mul(x, x);
  ok(tn_mul_(k, k));
  ok(tn_backward(tn_sum(k)));
  ASSERT_GRAD(x, 4, 32);
}

static void test_retained_grad_moves_on(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2), h = tn_mul_scalar(x, 2);
  ok(tn_tensor_retain_grad(h));
  ok(tn_mul_(h, VECTOR(3, 3)));
  ok(tn_backward(tn_sum(h)));
  ASSERT_GRAD(h, 1, 1);
  ASSERT_GRAD(x, 6, 6);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      GRADIENT_TEST(test_leaf_is_refused),
      GRADIENT_TEST(test_saved_value_changed),
      GRADIENT_TEST(test_result_changed),
      GRADIENT_TEST(test_becomes_part_of_a_graph),
      GRADIENT_TEST(test_base_sees_a_view_change),
      GRADIENT_TEST(test_view_sees_its_base_change),
      GRADIENT_TEST(test_operand_of_a_view_change),
      GRADIENT_TEST(test_second_order_through_a_view_change),
      GRADIENT_TEST(test_transposed_base),
      GRADIENT_TEST(test_expanded_is_refused),
      GRADIENT_TEST(test_views_made_without_recording),
      GRADIENT_TEST(test_base_that_becomes_a_leaf_of_interest),
      GRADIENT_TEST(test_overlapping_operand_makes_no_cycle),
      GRADIENT_TEST(test_retained_grad_moves_on),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
