// Tensors put together and moved about: values, gradients, dtypes, nothing at all.
#include "tests/capi/fixture.h"

static tn_tensor_t leaf(const double* values, const int64_t* shape, int64_t ndim) {
  tn_tensor_t t = doubles(values, shape, ndim, TN_FLOAT64);
  ok(tn_requires_grad_(t, 1));
  return t;
}

/* The gradient of sum(y * y / 2), which is y put back to where it came from. */
static void expect_grad(tn_tensor_t y, tn_tensor_t x, const double* wanted, int64_t n) {
  made(y);
  ok(tn_backward(tn_sum(tn_mul_scalar(tn_mul(y, y), 0.5))));
  expect_values(tn_tensor_grad(x), wanted, n, 1e-12);
}
#define grad_is(y, x, ...) \
  expect_grad(y, x, (const double[]){__VA_ARGS__}, sizeof((double[]){__VA_ARGS__}) / sizeof(double))

static const double kSix[] = {1, 2, 3, 4, 5, 6};

static void test_cat(void** state) {
  (void)state;
  tn_tensor_t a = leaf(kSix, TN_SHAPE(2, 3)), b = leaf((double[]){7, 8}, TN_SHAPE(2, 1));
  tn_tensor_t y = tn_cat(TN_TENSORS(a, b, a), 1);
  expect(y, 0, 1, 2, 3, 7, 1, 2, 3, 4, 5, 6, 8, 4, 5, 6);
  grad_is(y, a, 2, 4, 6, 8, 10, 12);
  expect(tn_tensor_grad(b), 0, 7, 8);
  expect(tn_cat(TN_TENSORS(tn_t(a), tn_t(b)), 0), 0, 1, 4, 2, 5, 3, 6, 7, 8);
  /* A vector without elements goes with any shape; dtypes promote. */
  tn_tensor_t none = tn_zeros(TN_SHAPE(0), TN_FLOAT32, TN_CPU);
  tn_tensor_t whole = tn_zeros(TN_SHAPE(1, 3), TN_INT64, TN_CPU);
  tn_tensor_t mixed = tn_cat(TN_TENSORS(none, whole), 0);
  made(mixed);
  assert_int_equal(tn_tensor_dtype(mixed), TN_FLOAT32);
  assert_int_equal(tn_tensor_numel(tn_cat(TN_TENSORS(none, none), 0)), 0);
}

static void test_stack(void** state) {
  (void)state;
  tn_tensor_t a = leaf(kSix, TN_SHAPE(3)), b = leaf(kSix + 3, TN_SHAPE(3));
  tn_tensor_t y = tn_stack(TN_TENSORS(a, b), -1);
  expect(y, 0, 1, 4, 2, 5, 3, 6);
  grad_is(y, b, 4, 5, 6);
  tn_tensor_t s = tn_sum(a);
  expect(tn_stack(TN_TENSORS(s, s), 0), 0, 6, 6);
}

static void test_moves(void** state) {
  (void)state;
  tn_tensor_t a = leaf(kSix, TN_SHAPE(2, 3));
  const int64_t dims[] = {0, 1}, shifts[] = {1, -1}, repeats[] = {2, 1, 2};
  expect(tn_flip(a, dims, 2), 0, 6, 5, 4, 3, 2, 1);
  expect(tn_flip(tn_t(a), dims, 1), 0, 3, 6, 2, 5, 1, 4);
  expect(tn_roll(a, shifts, 1, NULL, 0), 0, 6, 1, 2, 3, 4, 5);
  expect(tn_roll(a, shifts, 2, dims, 2), 0, 5, 6, 4, 2, 3, 1);
  expect(tn_tril(a, 0), 0, 1, 0, 0, 4, 5, 0);
  expect(tn_triu(a, 1), 0, 0, 2, 3, 0, 0, 6);
  expect(tn_tril(a, INT64_MIN), 0, 0, 0, 0, 0, 0, 0);
  expect(tn_triu(a, INT64_MAX), 0, 0, 0, 0, 0, 0, 0);
  expect(tn_repeat(tn_narrow(a, 1, 0, 1), repeats, 3), 0, 1, 1, 4, 4, 1, 1, 4, 4);
  grad_is(tn_roll(tn_flip(a, dims + 1, 1), shifts, 1, dims, 1), a, 1, 2, 3, 4, 5, 6);
  ok(tn_tensor_set_grad(a, TN_NONE));
  grad_is(tn_triu(a, 1), a, 0, 2, 3, 0, 0, 6);
  ok(tn_tensor_set_grad(a, TN_NONE));
  grad_is(tn_repeat(a, repeats, 3), a, 4, 8, 12, 16, 20, 24);
  tn_tensor_t none = tn_zeros(TN_SHAPE(0, 3), TN_FLOAT32, TN_CPU);
  assert_int_equal(tn_tensor_numel(tn_flip(none, dims, 2)), 0);
  assert_int_equal(tn_tensor_numel(tn_roll(none, shifts, 2, dims, 2)), 0);
  assert_int_equal(tn_tensor_numel(tn_tril(none, 0)), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_cat), scoped(test_stack), scoped(test_moves)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
