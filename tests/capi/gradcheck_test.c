// tn_gradcheck: what it passes, and what it says of functions with wrong gradients.
#include "tests/capi/autograd.h"

static tn_status_t smooth(tn_call_t call, void* user_data) {
  (void)user_data;
  tn_tensor_t x = tn_call_arg(call, 0), y = tn_call_arg(call, 1);
  tn_call_return(call, 0, tn_mul(tn_sin(x), tn_exp(y)));
  return tn_call_return(call, 1, tn_sum(tn_mul(tn_mul(x, y), y)));
}

static void test_right_gradients(void** state) {
  (void)state;
  tn_gradcheck_options_t o;
  tn_gradcheck_options_init(&o, sizeof o);
  assert_true(o.eps == 1e-6 && o.atol == 1e-5 && o.rtol == 1e-3);
  assert_int_equal(o.second_order, 0);
  assert_int_equal(o.check_undefined, 1);
  tn_tensor_t x = LEAF(0.3, -0.7), y = LEAF(0.2, 1.1);
  ok(tn_gradcheck(smooth, NULL, NULL, TN_TENSORS(x, y), NULL));
  o.second_order = 1;
  ok(tn_gradcheck(smooth, NULL, NULL, TN_TENSORS(x, y), &o));
  o.check_undefined = 0;
  ok(tn_gradcheck(smooth, NULL, NULL, TN_TENSORS(x, y), &o));
  // The same tensor twice, one that isn't checked, a view, none.
  ok(tn_gradcheck(smooth, NULL, NULL, TN_TENSORS(x, x), NULL));
  ok(tn_gradcheck(smooth, NULL, NULL, TN_TENSORS(x, VECTOR(1, 2)), NULL));
  tn_tensor_t m = LEAF(1, 2, 3, 4);
  ok(tn_gradcheck(smooth, NULL, NULL, TN_TENSORS(tn_select(tn_view(m, TN_SHAPE(2, 2)), 1, 1), y, TN_NONE),
                  &o));
  ASSERT_VALUES(x, 0.3, -0.7);
  assert_int_equal(tn_tensor_version(x), 0);
  assert_ptr_equal(tn_tensor_grad(x), TN_NONE);
}

// ---- x^2 with a gradient that may be wrong

typedef struct {
  tn_function_t function;
  int kind, calls;
} square_t;

static tn_status_t square_forward(tn_call_t call, void* user_data) {
  (void)user_data;
  tn_tensor_t x = tn_call_arg(call, 0);
  tn_call_save(call, x);
  return tn_call_return(call, 0, tn_mul(x, x));
}
static tn_status_t square_backward(tn_call_t call, void* user_data) {
  square_t* square = user_data;
  tn_tensor_t g = tn_call_arg(call, 0), x = tn_call_saved(call, 0);
  switch (square->kind) {
    case 1: return tn_call_return(call, 0, tn_mul(g, x));
    case 2:
      return tn_call_return(call, 0,
                            tn_mul(g, tn_add(x, tn_full(NULL, 0, tn_item(tn_sum(x)), TN_FLOAT64, 0))));
    case 3: return tn_call_return(call, 0, tn_mul_scalar(tn_mul(g, x), 2 + 1e-9 * square->calls++));
    case 4: return tn_call_return(call, 0, tn_mul_scalar(tn_mul(g, tn_detach(x)), 2));
    default: return tn_call_return(call, 0, tn_mul_scalar(tn_mul(g, x), 2));
  }
}
static tn_status_t use_square(tn_call_t call, void* user_data) {
  square_t* square = user_data;
  return tn_call_return(call, 0, tn_function_apply(square->function, TN_TENSORS(tn_call_arg(call, 0))));
}

static void test_wrong_gradients(void** state) {
  (void)state;
  square_t square = {0};
  square.function = tn_function_new("Square", 1, square_forward, square_backward, &square, NULL);
  tn_tensor_t x = tn_view(LEAF(0, 3), TN_SHAPE(1, 2));
  tn_gradcheck_options_t o;
  tn_gradcheck_options_init(&o, sizeof o);
  o.second_order = 1;
  ok(tn_gradcheck(use_square, &square, NULL, TN_TENSORS(x), &o));
  square.kind = 1;
  ASSERT_FAILS(
      tn_gradcheck(use_square, &square, NULL, TN_TENSORS(x), NULL), TN_ERR_VALUE,
      "Jacobian mismatch for output 0, element [0, 1] with respect to input 0, element [0, 1]: numerical 6");
  ASSERT_FAILS(tn_gradcheck(use_square, &square, NULL, TN_TENSORS(x), NULL), TN_ERR_VALUE, "analytical 3");
  square.kind = 3;
  ASSERT_FAILS(tn_gradcheck(use_square, &square, NULL, TN_TENSORS(x), NULL), TN_ERR_VALUE,
               "Backward is not reentrant");
  // Right at first order; its own gradient is lost.
  square.kind = 4;
  ok(tn_gradcheck(use_square, &square, NULL, TN_TENSORS(x), NULL));
  ASSERT_FAILS(tn_gradcheck(use_square, &square, NULL, TN_TENSORS(x), &o), TN_ERR_VALUE, "gradgradcheck: ");
}

static tn_status_t cut(tn_call_t call, void* user_data) {
  (void)user_data;
  return tn_call_return(call, 0, tn_detach(tn_mul(tn_call_arg(call, 0), tn_call_arg(call, 0))));
}
static tn_status_t fails(tn_call_t call, void* user_data) {
  (void)call;
  int* left = user_data;
  return (*left)-- ? tn_call_return(call, 0, tn_exp(tn_call_arg(call, 0))) : 5;
}

static void test_other_faults(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(3);
  ASSERT_FAILS(tn_gradcheck(cut, NULL, NULL, TN_TENSORS(x), NULL), TN_ERR_VALUE, "expected to be zero");
  int left = 2;
  ASSERT_FAILS(tn_gradcheck(fails, &left, NULL, TN_TENSORS(x), NULL), 5, "returned status 5");
  ASSERT_VALUES(x, 3);
  ASSERT_FAILS(tn_gradcheck(cut, NULL, NULL, TN_TENSORS(VECTOR(1)), NULL), TN_ERR_VALUE,
               "at least one input tensor to require gradient");
  ASSERT_FAILS(tn_gradcheck(cut, NULL, NULL, TN_TENSORS(tn_expand(x, TN_SHAPE(3))), NULL), TN_ERR_VALUE,
               "dimension with stride 0");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      GRADIENT_TEST(test_right_gradients),
      GRADIENT_TEST(test_wrong_gradients),
      GRADIENT_TEST(test_other_faults),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
