// Graphs of a million nodes: a chain, a wide sum, a ladder in which each node is reached twice. None may
// overflow the stack, and none may leave anything. The stack is made small first.
// timeout: 600
#include <sys/resource.h>

#include "tests/capi/autograd.h"

enum { kMillion = 1000000 };

static tn_tensor_t number(double value) {
  tn_tensor_t t = some(tn_full(NULL, 0, value, TN_FLOAT32, TN_CPU));
  ok(tn_requires_grad_(t, 1));
  return t;
}

// Handles of the steps are given up as it goes, so the graph alone holds what it needs.
static void step(tn_tensor_t* y, tn_tensor_t next) {
  some(next);
  tn_tensor_release(*y);
  *y = next;
}

static void test_chain(void** state) {
  (void)state;
  tn_tensor_t x = number(1), one = number(1), y = tn_mul(x, one);
  for (int i = 1; i < kMillion; ++i) step(&y, tn_mul(y, one));
  ok(tn_backward(y));
  assert_true(tn_item(tn_tensor_grad(x)) == 1);
  assert_true(tn_item(tn_tensor_grad(one)) == kMillion);
}

static void test_chain_given_up_unused(void** state) {
  (void)state;
  tn_tensor_t x = number(1), y = tn_exp(x);
  for (int i = 1; i < kMillion; ++i) step(&y, tn_sigmoid(y));
  tn_tensor_release(y);
}

static void test_wide(void** state) {
  (void)state;
  tn_tensor_t x = number(1), sum = number(0);
  for (int i = 0; i < kMillion / 2; ++i) {
    tn_tensor_t part = tn_neg(x);
    step(&sum, tn_add(sum, part));
    tn_tensor_release(part);
  }
  ok(tn_backward(sum));
  assert_true(tn_item(tn_tensor_grad(x)) == -kMillion / 2);
}

static void test_ladder(void** state) {
  (void)state;
  tn_tensor_t x = number(1), y = tn_mul_scalar(x, 0.5);
  for (int i = 0; i < kMillion / 2; ++i) {
    tn_tensor_t half = tn_mul_scalar(y, 0.5);
    step(&y, tn_add(half, half));
    tn_tensor_release(half);
  }
  tn_tensors_t g = tn_grad(TN_TENSORS(y), TN_TENSORS(x), 0, 0);
  assert_true(tn_item(tn_tensors_get(g, 0)) == 0.5);
}

static tn_status_t identity_forward(tn_call_t call, void* user_data) {
  (void)user_data;
  return tn_call_return(call, 0, tn_mul_scalar(tn_call_arg(call, 0), 1));
}
static tn_status_t identity_backward(tn_call_t call, void* user_data) {
  (void)user_data;
  return tn_call_return(call, 0, tn_call_arg(call, 0));
}

static void test_chain_of_functions(void** state) {
  (void)state;
  tn_function_t f = tn_function_new("Identity", 1, identity_forward, identity_backward, NULL, NULL);
  tn_tensor_t x = number(2), y = tn_function_apply(f, TN_TENSORS(x));
  for (int i = 1; i < kMillion / 5; ++i) step(&y, tn_function_apply(f, TN_TENSORS(y)));
  ok(tn_backward(y));
  assert_true(tn_item(tn_tensor_grad(x)) == 1);
}

// A view's history is its base's, changed in place again and again.
static void test_chain_of_changes_in_place(void** state) {
  (void)state;
  tn_tensor_t x = number(1), base = tn_mul_scalar(tn_expand(x, TN_SHAPE(2)), 1), view = tn_select(base, 0, 1);
  for (int i = 0; i < 1000; ++i) ok(tn_add_(i % 2 ? view : base, x));
  ok(tn_backward(tn_sum(base)));
  assert_true(tn_item(tn_tensor_grad(x)) == 2 + 500 * 2 + 500);
}

int main(void) {
  struct rlimit stack;
  getrlimit(RLIMIT_STACK, &stack);
  stack.rlim_cur = 1 << 20;
  if (setrlimit(RLIMIT_STACK, &stack)) return 1;
  const struct CMUnitTest tests[] = {
      GRADIENT_TEST(test_chain),
      GRADIENT_TEST(test_chain_given_up_unused),
      GRADIENT_TEST(test_wide),
      GRADIENT_TEST(test_ladder),
      GRADIENT_TEST(test_chain_of_functions),
      GRADIENT_TEST(test_chain_of_changes_in_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
