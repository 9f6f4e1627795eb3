// Tensors made of data, of the host's memory and of numbers: values, dtypes, layouts, and what they say of
// themselves.
#include "tests/capi/fixture.h"

static const tn_dtype_t kDtypes[] = {TN_FLOAT32, TN_FLOAT64, TN_FLOAT16, TN_BFLOAT16, TN_INT64,
                                     TN_INT32,   TN_INT16,   TN_INT8,    TN_UINT8,    TN_BOOL};
enum { kDtypeCount = sizeof kDtypes / sizeof *kDtypes };

static void test_from_data(void** state) {
  (void)state;
  float values[] = {1, 2, 3, 4, 5, 6};
  tn_tensor_t x = tn_tensor_new(values, TN_FLOAT32, TN_SHAPE(2, 3));
  values[0] = 100;  // it is a copy
  expect(x, 0, 1, 2, 3, 4, 5, 6);
  expect_shape(x, 2, 3);
  const uint8_t truths[] = {1, 0, 1};
  tn_tensor_t b = tn_tensor_new(truths, TN_BOOL, TN_SHAPE(3));
  assert_int_equal(tn_tensor_dtype(b), TN_BOOL);
  expect(b, 0, 1, 0, 1);
  const int64_t large = INT64_MAX - 1;
  int64_t back = 0;
  tn_tensor_t scalar = tn_tensor_new(&large, TN_INT64, NULL, 0);
  assert_int_equal(tn_tensor_ndim(scalar), 0);
  ok(tn_item_int64(scalar, &back));
  assert_true(back == large);
  tn_tensor_t none = tn_tensor_new(NULL, TN_FLOAT64, TN_SHAPE(3, 0));
  assert_int_equal(tn_tensor_numel(none), 0);
  assert_non_null(tn_tensor_data(none));
}

static void test_what_it_is(void** state) {
  (void)state;
  tn_tensor_t x = tn_zeros(TN_SHAPE(2, 3, 4), TN_DTYPE_DEFAULT, TN_DEVICE_DEFAULT);
  int64_t list[12], ndim = 0;
  assert_int_equal(tn_tensor_ndim(x), 3);
  assert_int_equal(tn_tensor_size(x, -1), 4);
  assert_int_equal(tn_tensor_size(x, 0), 2);
  assert_int_equal(tn_tensor_stride(x, 0), 12);
  assert_int_equal(tn_tensor_stride(x, -2), 4);
  ok(tn_tensor_shape(x, NULL, 0, &ndim));
  assert_int_equal(ndim, 3);
  ok(tn_tensor_strides(x, list, 12, NULL));
  assert_true(list[0] == 12 && list[1] == 4 && list[2] == 1);
  assert_int_equal(tn_tensor_numel(x), 24);
  assert_int_equal(tn_tensor_dtype(x), TN_FLOAT32);
  assert_int_equal(tn_tensor_device(x), TN_CPU);
  assert_int_equal(tn_tensor_storage_offset(x), 0);
  assert_int_equal(tn_tensor_version(x), 0);
  assert_true(tn_tensor_is_contiguous(x));
  assert_true(tn_tensor_is_leaf(x));
  assert_false(tn_tensor_requires_grad(x));
  assert_string_equal(tn_tensor_grad_fn_name(x), "");
  assert_false(tn_tensor_is_contiguous(tn_transpose(x, 0, 1)));
  tn_tensor_t same = tn_contiguous(x);
  assert_ptr_not_equal(same, x);
  assert_true(tn_tensor_is(same, x));
  assert_false(tn_tensor_is(tn_view(x, TN_SHAPE(24)), x));
  assert_true(tn_tensor_is(TN_NONE, TN_NONE));
  assert_false(tn_tensor_is(x, TN_NONE));
}

static void test_constants(void** state) {
  (void)state;
  for (int i = 0; i < kDtypeCount; ++i) {
    expect(tn_zeros(TN_SHAPE(2), kDtypes[i], TN_CPU), 0, 0, 0);
    expect(tn_ones(TN_SHAPE(2), kDtypes[i], TN_CPU), 0, 1, 1);
    expect(tn_full(TN_SHAPE(2), 1, kDtypes[i], TN_CPU), 0, 1, 1);
    tn_tensor_t x = tn_full_int(TN_SHAPE(2), 1, kDtypes[i], TN_CPU);
    expect(x, 0, 1, 1);
    assert_int_equal(tn_tensor_dtype(x), kDtypes[i]);
    assert_int_equal(tn_tensor_dtype(tn_empty(TN_SHAPE(2, 0), kDtypes[i], TN_CPU)), kDtypes[i]);
  }
  assert_int_equal(tn_tensor_dtype(tn_full(TN_SHAPE(1), 2, TN_DTYPE_DEFAULT, TN_CPU)), TN_FLOAT32);
  assert_int_equal(tn_tensor_dtype(tn_full_int(TN_SHAPE(1), 2, TN_DTYPE_DEFAULT, TN_CPU)), TN_INT64);
  expect(tn_full(TN_SHAPE(1), 2.7, TN_INT32, TN_CPU), 0, 2);  // digits behind the point go
  expect(tn_full_int(TN_SHAPE(1), -1, TN_UINT8, TN_CPU), 0, 255);
  expect(tn_full(TN_SHAPE(2), INFINITY, TN_FLOAT16, TN_CPU), 0, INFINITY, INFINITY);
  expect(tn_full(TN_SHAPE(1), 3, TN_BOOL, TN_CPU), 0, 1);
  ok(tn_set_default_dtype(TN_FLOAT64));
  assert_int_equal(tn_tensor_dtype(tn_ones(TN_SHAPE(1), TN_DTYPE_DEFAULT, TN_CPU)), TN_FLOAT64);
  assert_int_equal(tn_tensor_dtype(tn_arange(0, 1, 1, TN_DTYPE_DEFAULT, TN_CPU)), TN_FLOAT64);
  assert_int_equal(tn_tensor_dtype(tn_eye(2, TN_NONE_INT, TN_DTYPE_DEFAULT, TN_CPU)), TN_FLOAT64);
  ok(tn_set_default_dtype(TN_FLOAT32));
}

static void test_arange(void** state) {
  (void)state;
  expect(tn_arange(0, 1, 0.3, TN_DTYPE_DEFAULT, TN_CPU), 1e-7, 0, 0.3, 0.6, 0.9);
  expect(tn_arange(1, -1, -0.5, TN_FLOAT64, TN_CPU), 0, 1, 0.5, 0, -0.5);
  expect(tn_arange(0.5, 3, 1, TN_INT64, TN_CPU), 0, 0, 1, 2);  // bounds are cut first
  expect_shape(tn_arange(0, 1, INFINITY, TN_FLOAT32, TN_CPU), 0);
  expect_shape(tn_arange_int(3, 3, 1, TN_DTYPE_DEFAULT, TN_CPU), 0);
  tn_tensor_t x = tn_arange_int(5, 0, -2, TN_DTYPE_DEFAULT, TN_CPU);
  assert_int_equal(tn_tensor_dtype(x), TN_INT64);
  expect(x, 0, 5, 3, 1);
  /* Beyond what doubles tell apart. */
  const int64_t large = (int64_t)1 << 53;
  expect_shape(tn_arange_int(large, large + 3, 1, TN_INT64, TN_CPU), 3);
  tn_tensor_t wide = tn_arange_int(INT64_MIN, INT64_MAX, (int64_t)1 << 62, TN_INT64, TN_CPU);
  expect_shape(wide, 4);
  int64_t last = 0;
  ok(tn_item_int64(tn_select(wide, 0, 3), &last));
  assert_true(last == (int64_t)1 << 62);
  expect_shape(tn_arange_int(INT64_MAX, INT64_MIN, INT64_MIN, TN_INT64, TN_CPU), 2);
}

static void test_linspace_and_eye(void** state) {
  (void)state;
  expect(tn_linspace(0, 1, 5, TN_FLOAT32, TN_CPU), 0, 0, 0.25, 0.5, 0.75, 1);
  expect(tn_linspace(3, -3, 4, TN_FLOAT64, TN_CPU), 0, 3, 1, -1, -3);
  expect(tn_linspace(2, 9, 1, TN_FLOAT32, TN_CPU), 0, 2);
  expect(tn_linspace(0, 10, 4, TN_INT64, TN_CPU), 0, 0, 3, 6, 10);
  expect_shape(tn_linspace(0, 1, 0, TN_FLOAT32, TN_CPU), 0);
  tn_tensor_t third = tn_linspace(0, 0.1, 1001, TN_FLOAT64, TN_CPU);
  assert_true(tn_item(tn_select(third, 0, -1)) == 0.1);
  expect(tn_eye(2, TN_NONE_INT, TN_INT8, TN_CPU), 0, 1, 0, 0, 1);
  expect(tn_eye(2, 3, TN_FLOAT32, TN_CPU), 0, 1, 0, 0, 0, 1, 0);
  expect_shape(tn_eye(0, 3, TN_FLOAT32, TN_CPU), 0, 3);
}

static void test_like(void** state) {
  (void)state;
  tn_tensor_t x = tn_full_int(TN_SHAPE(2, 3), 7, TN_INT16, TN_CPU);
  struct {
    tn_tensor_t made;
    double value;
  } alike[] = {{tn_zeros_like(x, TN_DTYPE_DEFAULT, TN_DEVICE_DEFAULT), 0},
               {tn_ones_like(x, TN_DTYPE_DEFAULT, TN_DEVICE_DEFAULT), 1},
               {tn_full_like(x, 2.5, TN_DTYPE_DEFAULT, TN_DEVICE_DEFAULT), 2},
               {tn_full_like_int(x, -3, TN_DTYPE_DEFAULT, TN_DEVICE_DEFAULT), -3}};
  for (size_t i = 0; i < sizeof alike / sizeof *alike; ++i) {
    expect_shape(alike[i].made, 2, 3);
    assert_int_equal(tn_tensor_dtype(alike[i].made), TN_INT16);
    assert_true(tn_item(tn_max(alike[i].made)) == alike[i].value);
    assert_true(tn_item(tn_min(alike[i].made)) == alike[i].value);
  }
  assert_int_equal(tn_tensor_dtype(tn_empty_like(x, TN_BOOL, TN_CPU)), TN_BOOL);
  assert_int_equal(tn_tensor_dtype(tn_rand_like(x, TN_FLOAT64, TN_CPU)), TN_FLOAT64);
  expect_shape(tn_randn_like(tn_to(x, TN_CPU, TN_FLOAT32), TN_DTYPE_DEFAULT, TN_CPU), 2, 3);
  assert_int_equal(tn_tensor_dtype(tn_randint_like(x, 0, 9, TN_DTYPE_DEFAULT, TN_CPU)), TN_INT16);
  /* Strides are the other's where it has no gaps, else row-major. */
  tn_tensor_t turned = tn_zeros_like(tn_t(x), TN_DTYPE_DEFAULT, TN_CPU);
  assert_int_equal(tn_tensor_stride(turned, 0), 1);
  assert_int_equal(tn_tensor_stride(turned, 1), 3);
  assert_true(tn_tensor_is_contiguous(tn_ones_like(tn_narrow(x, 1, 0, 2), TN_DTYPE_DEFAULT, TN_CPU)));
  assert_true(
      tn_tensor_is_contiguous(tn_empty_like(tn_expand(tn_narrow(x, 1, 0, 1), TN_SHAPE(2, 5)), 0, TN_CPU)));
}

static void test_requires_grad_by_name(void** state) {
  (void)state;
  tn_values_t made = tn_op_call("zeros", TN_VALUES(TN_V_INTS(2, 2), TN_V_KW_BOOL("requires_grad", 1)));
  made(made);
  tn_tensor_t x = tn_values_tensor(made, 0);
  assert_true(tn_tensor_requires_grad(x));
  assert_true(tn_tensor_is_leaf(x));
  ok(tn_backward(tn_sum(x)));
  expect(tn_tensor_grad(x), 0, 1, 1, 1, 1);
}

static void test_read_and_write(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(2, 3), TN_FLOAT32), turned = tn_t(x);
  for (int i = 0; i < kDtypeCount; ++i) {  // to each dtype and back
    tn_dtype_t dtype = kDtypes[i];
    char buffer[6 * 8];
    int64_t bytes = 6 * tn_dtype_itemsize(dtype);
    ok(tn_tensor_read(turned, buffer, dtype, bytes));
    tn_tensor_t y = tn_zeros(TN_SHAPE(3, 2), TN_FLOAT64, TN_CPU);
    ok(tn_tensor_write(y, buffer, dtype, bytes));
    if (dtype == TN_BOOL) expect(y, 0, 0, 1, 1, 1, 1, 1);
    else expect(y, 0, 0, 3, 1, 4, 2, 5);
  }
  const float values[] = {10, 20};
  ok(tn_tensor_write(tn_select(turned, 0, 1), values, TN_DTYPE_DEFAULT, sizeof values));
  expect(x, 0, 0, 10, 2, 3, 20, 5);
  assert_int_equal(tn_tensor_version(x), 1);
  assert_true(tn_item(tn_select(tn_select(x, 0, 1), 0, 1)) == 20);
  int64_t whole = 0;
  ok(tn_item_int64(tn_full(TN_SHAPE(1, 1), -2.9, TN_FLOAT32, TN_CPU), &whole));
  assert_int_equal(whole, -2);
}

/* ---- the host's memory */

struct loan {
  int calls;
  void* data;
};

static void ended(void* ctx, void* data) {
  struct loan* loan = ctx;
  ++loan->calls;
  loan->data = data;
}

static void test_from_blob(void** state) {
  (void)state;
  double memory[] = {1, 2, 3, 4};
  struct loan loan = {0, NULL};
  tn_tensor_t x = tn_from_blob(memory, TN_FLOAT64, TN_SHAPE(2, 2), ended, &loan);
  made(x);
  assert_ptr_equal(tn_tensor_data(x), memory);
  memory[3] = 40;
  expect(x, 0, 1, 2, 3, 40);
  ok(tn_mul_scalar_(x, 2));
  assert_true(memory[0] == 2);
  tn_tensor_t row = tn_select(x, 0, 1);
  tn_tensor_t sum = tn_add(x, x);
  tn_tensor_release(x);
  assert_int_equal(loan.calls, 0);  // a view of it lives
  expect(row, 0, 6, 80);
  tn_tensor_release(row);
  assert_int_equal(loan.calls, 1);
  assert_ptr_equal(loan.data, memory);
  expect(sum, 0, 4, 8, 12, 160);
  x = tn_from_blob(memory, TN_FLOAT64, TN_SHAPE(4), NULL, NULL);
  expect(x, 0, 2, 4, 6, 80);
}

static void test_from_blob_of_nothing(void** state) {
  (void)state;
  double memory;
  struct loan loan = {0, NULL};
  tn_tensor_t x = tn_from_blob(&memory, TN_FLOAT64, TN_SHAPE(0, 2), ended, &loan);
  made(x);
  assert_non_null(tn_tensor_data(x));
  tn_tensor_release(x);
  assert_int_equal(loan.calls, 1);
  assert_ptr_equal(loan.data, &memory);  // as it was given
  loan.data = &loan;
  x = tn_from_blob(NULL, TN_INT8, TN_SHAPE(0), ended, &loan);
  made(x);
  tn_tensor_release(x);
  assert_int_equal(loan.calls, 2);
  assert_null(loan.data);
}

static void test_blob_in_a_graph(void** state) {
  (void)state;
  double memory[] = {1, 2};
  struct loan loan = {0, NULL};
  tn_tensor_t x = tn_from_blob(memory, TN_FLOAT64, TN_SHAPE(2), ended, &loan);
  ok(tn_requires_grad_(x, 1));
  tn_scope_t s = tn_scope_begin();
  tn_tensor_t y = tn_tensor_keep(tn_sum(tn_mul(x, x)));
  ok(tn_scope_end(s));
  tn_tensor_release(x);
  assert_int_equal(loan.calls, 0);  // the graph holds it
  ok(tn_backward(y));
  tn_tensor_release(y);
  assert_int_equal(loan.calls, 1);
  assert_true(memory[0] == 1 && memory[1] == 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_from_data),
      scoped(test_what_it_is),
      scoped(test_constants),
      scoped(test_arange),
      scoped(test_linspace_and_eye),
      scoped(test_like),
      scoped(test_requires_grad_by_name),
      scoped(test_read_and_write),
      scoped(test_from_blob),
      scoped(test_from_blob_of_nothing),
      scoped(test_blob_in_a_graph),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
