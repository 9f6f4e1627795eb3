// norm with p 'nuc': the sum of a matrix's singular values.
#include "tests/capi/check_gradients.h"

static tn_tensor_t nuclear(tn_tensor_t x) {
  return tn_values_tensor(tn_op_call("norm", TN_VALUES(TN_V_TENSOR(x), TN_V_STRING("nuc"))), 0);
}
static tn_tensor_t nuclear_over(tn_tensor_t x, int64_t rows, int64_t columns, int keepdim) {
  return tn_values_tensor(tn_op_call("norm", TN_VALUES(TN_V_TENSOR(x), TN_V_STRING("nuc"),
                                                       TN_V_INTS(rows, columns), TN_V_BOOL(keepdim))),
                          0);
}

static void test_values(void** state) {
  (void)state;
  /* Singular values 5 and 3; then 2 and nothing. */
  tn_tensor_t wide = doubles((double[]){3, 2, 2, 2, 3, -2}, TN_SHAPE(2, 3), TN_FLOAT64);
  expect(nuclear(wide), 1e-14, 8);
  expect(nuclear(tn_t(wide)), 1e-14, 8);
  expect(nuclear(tn_to(wide, TN_CPU, TN_FLOAT32)), 1e-6, 8);
  expect(nuclear(doubles((double[]){1, 1, 1, 1}, TN_SHAPE(2, 2), TN_FLOAT64)), 1e-14, 2);
  expect(nuclear(tn_mul_scalar(wide, 1e200)), 1e-14, 8e200);
  expect(nuclear(tn_zeros(TN_SHAPE(3, 3), TN_FLOAT32, TN_CPU)), 0, 0);
  expect(nuclear(tn_zeros(TN_SHAPE(0, 3), TN_FLOAT32, TN_CPU)), 0, 0);
  double nan;
  read_values(nuclear(tn_full(TN_SHAPE(2, 2), NAN, TN_FLOAT32, TN_CPU)), &nan, 1);
  assert_true(isnan(nan));
}

/* The norm of a diagonal is the sum of its sizes, and turning the sides doesn't change it. */
static void test_turned_diagonal(void** state) {
  (void)state;
  enum { n = 40 };
  double d[n * n] = {0}, sum = 0;
  for (int i = 0; i < n; ++i) {
    d[i * n + i] = (i % 2 ? -1 : 1) * (i % 7 + 0.5);
    sum += fabs(d[i * n + i]);
  }
  tn_tensor_t x = doubles(d, TN_SHAPE(n, n), TN_FLOAT64), u = tn_randn(TN_SHAPE(n, 1), TN_FLOAT64, TN_CPU);
  tn_tensor_t mirror = tn_mul_scalar(tn_div(tn_matmul(u, tn_t(u)), tn_sum(tn_square(u))), 2);
  mirror = tn_sub(tn_eye(n, n, TN_FLOAT64, TN_CPU), mirror);
  expect(nuclear(tn_matmul(mirror, x)), 1e-12, sum);
  expect(nuclear(tn_matmul(tn_matmul(mirror, x), mirror)), 1e-12, sum);
}

static void test_dims(void** state) {
  (void)state;
  tn_tensor_t x = tn_randn(TN_SHAPE(2, 3, 4, 5), TN_FLOAT64, TN_CPU), y = nuclear_over(x, 3, 1, 0);
  made(y);
  assert_int_equal(tn_tensor_ndim(y), 2);
  tn_tensor_t kept = nuclear_over(x, -1, 1, 1);
  made(kept);
  assert_int_equal(tn_tensor_ndim(kept), 4);
  assert_true(equal(tn_reshape(kept, TN_SHAPE(2, 4)), y));
  tn_tensor_t one = tn_select(tn_select(x, 2, 3), 0, 1);
  double whole[8], part;
  read_values(y, whole, 8);
  read_values(nuclear(one), &part, 1);
  assert_true(fabs(whole[7] - part) < 1e-12);
}

static tn_status_t of_matrix(tn_call_t call, void* data) {
  (void)data;
  return tn_call_return(call, 0, nuclear(tn_call_arg(call, 0)));
}
static tn_status_t of_batch(tn_call_t call, void* data) {
  (void)data;
  return tn_call_return(call, 0, nuclear_over(tn_call_arg(call, 0), 2, 0, 1));
}

static void test_gradients(void** state) {
  (void)state;
  check_gradients(of_matrix, NULL, TN_TENSORS(variable(TN_SHAPE(3, 3), -1, 1)));
  check_gradients(of_matrix, NULL, TN_TENSORS(variable(TN_SHAPE(2, 4), -1, 1)));
  check_gradients(of_batch, NULL, TN_TENSORS(variable(TN_SHAPE(3, 2, 2), -1, 1)));
  /* Where a singular value is 0, what belongs to it has no part. */
  tn_tensor_t x = doubles((double[]){2, 0, 0, 0}, TN_SHAPE(2, 2), TN_FLOAT64);
  ok(tn_requires_grad_(x, 1));
  ok(tn_backward(nuclear(x)));
  expect(tn_tensor_grad(x), 0, 1, 0, 0, 0);
}

static void test_threads(void** state) {
  (void)state;
  int32_t before = tn_get_num_threads();
  tn_tensor_t x = tn_randn(TN_SHAPE(70, 20, 20), TN_FLOAT32, TN_CPU), first = NULL;
  for (int32_t threads = 1; threads < 5; ++threads) {
    ok(tn_set_num_threads(threads));
    tn_tensor_t y = nuclear_over(x, 1, 2, 0);
    if (first) assert_true(equal(y, first));
    first = y;
  }
  ok(tn_set_num_threads(before));
}

static void test_bad_input(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(2, 3, 4), TN_FLOAT32, TN_CPU);
  refuses(nuclear(x), TN_ERR_SHAPE, "[2, 3, 4]");
  refuses(nuclear_over(x, 1, 1, 0), TN_ERR_VALUE, "twice");
  refuses(nuclear_over(x, 1, 3, 0), TN_ERR_INDEX, "3");
  refuses(nuclear(tn_ones(TN_SHAPE(2, 2), TN_INT64, TN_CPU)), TN_ERR_TYPE, "int64");
  refuses(tn_op_call("norm", TN_VALUES(TN_V_TENSOR(x), TN_V_STRING("nucular"))), TN_ERR_VALUE, "nucular");
  refuses(tn_op_call("norm", TN_VALUES(TN_V_TENSOR(x), TN_V_STRING("nuc"), TN_V_INTS(0, 1), TN_V_BOOL(0),
                                       TN_V_KW_DTYPE("dtype", TN_FLOAT64))),
          TN_ERR_VALUE, "dtype");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_values),  scoped(test_turned_diagonal),
                                     scoped(test_dims),    scoped(test_gradients),
                                     scoped(test_threads), scoped(test_bad_input)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
