// isa: all
// Pointwise operators: broadcasting, promotion, numbers of both kinds, in place on views and on overlapping
// operands, and integers at the ends of their range. Values of each operator are compared with PyTorch's by
// tests/conformance, and gradients with finite differences by tests/core/ops.
#include "tests/capi/fixture.h"

static tn_tensor_t number(double value, tn_dtype_t dtype) {
  return tn_full(TN_SHAPE(2), value, dtype, TN_CPU);
}

static void test_broadcasting(void** state) {
  (void)state;
  tn_tensor_t column = counted(TN_SHAPE(3, 1), TN_FLOAT32), row = counted(TN_SHAPE(4), TN_FLOAT32);
  tn_tensor_t table = tn_add(tn_mul_int(column, 10), row);
  expect_shape(table, 3, 4);
  expect(table, 0, 0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23);
  expect_shape(tn_add(tn_zeros(TN_SHAPE(2, 1, 4), TN_FLOAT32, TN_CPU), column), 2, 3, 4);
  expect_shape(tn_mul(column, tn_zeros(TN_SHAPE(0), TN_FLOAT32, TN_CPU)), 3, 0);
  assert_int_equal(tn_tensor_ndim(tn_add(tn_sum(row), tn_sum(row))), 0);
}

static void test_layouts(void** state) {
  (void)state;
  tn_tensor_t a = counted(TN_SHAPE(40, 30), TN_FLOAT32), b = tn_mul_scalar(a, 0.5), wanted = tn_sub(a, b);
  tn_tensor_t turned = tn_t(tn_contiguous(tn_t(b))),
              gaps = tn_narrow(tn_repeat(b, TN_SHAPE(1, 2)), 1, 30, 30);
  tn_tensor_t steps = tn_slice(tn_repeat(tn_unsqueeze(b, 2), TN_SHAPE(1, 1, 3)), 2, 2, 3, 1);
  assert_true(difference(tn_sub(a, turned), wanted) == 0);
  assert_true(difference(tn_sub(a, gaps), wanted) == 0);
  assert_true(difference(tn_sub(a, tn_squeeze_dim(steps, 2)), wanted) == 0);
  assert_true(difference(tn_t(tn_sub(tn_t(a), tn_t(turned))), wanted) == 0);
  assert_true(difference(tn_neg(tn_sub(turned, a)), wanted) == 0);
  tn_tensor_t large = tn_sub(tn_repeat(a, TN_SHAPE(50, 3)), tn_repeat(turned, TN_SHAPE(50, 3)));
  assert_true(difference(tn_narrow(tn_narrow(large, 0, 1960, 40), 1, 60, 30), wanted) == 0);
}

static void test_promotion(void** state) {
  (void)state;
  static const struct {
    tn_dtype_t a, b, result;
  } cases[] = {{TN_FLOAT32, TN_FLOAT64, TN_FLOAT64}, {TN_FLOAT16, TN_BFLOAT16, TN_FLOAT32},
               {TN_INT64, TN_FLOAT16, TN_FLOAT16},   {TN_UINT8, TN_INT8, TN_INT16},
               {TN_BOOL, TN_UINT8, TN_UINT8},        {TN_BOOL, TN_BOOL, TN_BOOL},
               {TN_INT32, TN_INT64, TN_INT64}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    tn_tensor_t a = number(1, cases[i].a), b = number(1, cases[i].b);
    assert_int_equal(tn_tensor_dtype(tn_mul(a, b)), cases[i].result);
    assert_int_equal(tn_tensor_dtype(tn_add(b, a)), cases[i].result);
    assert_int_equal(tn_tensor_dtype(tn_eq(a, b)), TN_BOOL);
    /* A tensor without dimensions counts by its kind alone. */
    if (tn_dtype_is_floating_point(cases[i].a) == tn_dtype_is_floating_point(cases[i].b) &&
        cases[i].a != TN_BOOL)
      assert_int_equal(tn_tensor_dtype(tn_mul(a, tn_select(b, 0, 0))), cases[i].a);
  }
  tn_tensor_t whole = number(3, TN_INT32), half = number(0.5, TN_FLOAT16);
  assert_int_equal(tn_tensor_dtype(tn_add_int(whole, 2)), TN_INT32);
  assert_int_equal(tn_tensor_dtype(tn_add_scalar(whole, 2)), TN_FLOAT32);
  assert_int_equal(tn_tensor_dtype(tn_add_int(half, 2)), TN_FLOAT16);
  assert_int_equal(tn_tensor_dtype(tn_add_scalar(half, 2)), TN_FLOAT16);
  assert_int_equal(tn_tensor_dtype(tn_add_int(number(1, TN_BOOL), 2)), TN_INT64);
  assert_int_equal(tn_tensor_dtype(tn_div(whole, whole)), TN_FLOAT32);
  assert_int_equal(tn_tensor_dtype(tn_div_int(whole, 2)), TN_FLOAT32);
  assert_int_equal(tn_tensor_dtype(tn_rsub_int(whole, 2)), TN_INT32);
  expect(tn_div_int(whole, 2), 0, 1.5, 1.5);
  expect(tn_rsub_int(whole, 2), 0, -1, -1);
  expect(tn_rsub_scalar(whole, 2.5), 0, -0.5, -0.5);
}

static void test_division(void** state) {
  (void)state;
  const double a[] = {7, -7, 7, -7}, b[] = {2, 2, -2, -2};
  tn_div_options_t o;
  tn_div_options_init(&o, sizeof o);
  static const tn_dtype_t dtypes[] = {TN_INT64, TN_INT32, TN_INT8, TN_FLOAT32, TN_FLOAT64};
  for (int i = 0; i < 5; ++i) {
    tn_tensor_t x = doubles(a, TN_SHAPE(4), dtypes[i]), y = doubles(b, TN_SHAPE(4), dtypes[i]);
    expect(tn_div(x, y), 0, 3.5, -3.5, -3.5, 3.5);
    expect(tn_floor_divide(x, y), 0, 3, -4, -4, 3);
    expect(tn_remainder(x, y), 0, 1, 1, -1, -1);
    expect(tn_fmod(x, y), 0, 1, -1, 1, -1);
    o.rounding_mode = TN_ROUNDING_TRUNC;
    expect(tn_div_with(x, y, &o), 0, 3, -3, -3, 3);
    assert_int_equal(tn_tensor_dtype(tn_div_with(x, y, &o)), dtypes[i]);
    o.rounding_mode = TN_ROUNDING_FLOOR;
    expect(tn_div_with(x, y, &o), 0, 3, -4, -4, 3);
    expect(tn_floor_divide_int(x, 2), 0, 3, -4, 3, -4);
    expect(tn_remainder_int(x, -2), 0, -1, -1, -1, -1);
    ok(tn_floor_divide_(x, y));
    expect(x, 0, 3, -4, -4, 3);
  }
  tn_tensor_t one = number(1, TN_FLOAT32), zero = number(0, TN_FLOAT32);
  expect(tn_div(one, zero), 0, INFINITY, INFINITY);
  expect(tn_floor_divide_int(one, 0), 0, INFINITY, INFINITY);
  expect(tn_remainder(one, zero), 0, NAN, NAN);
  expect(tn_fmod_scalar(one, 0), 0, NAN, NAN);
  expect(tn_div_int(number(1, TN_INT64), 0), 0, INFINITY, INFINITY);
  expect_shape(tn_floor_divide_int(tn_zeros(TN_SHAPE(0), TN_INT64, TN_CPU), 0), 0);
}

static int64_t exact(tn_tensor_t t) {
  int64_t value = 0;
  ok(tn_item_int64(tn_select(t, 0, 0), &value));
  return value;
}

/* Integers wrap as two's complement does; nothing traps. */
static void test_ends_of_integers(void** state) {
  (void)state;
  tn_tensor_t least = tn_full_int(TN_SHAPE(2), INT64_MIN, TN_INT64, TN_CPU),
              most = tn_full_int(TN_SHAPE(2), INT64_MAX, TN_INT64, TN_CPU);
  assert_true(exact(tn_add_int(most, 1)) == INT64_MIN);
  assert_true(exact(tn_sub_int(least, 1)) == INT64_MAX);
  assert_true(exact(tn_neg(least)) == INT64_MIN);
  assert_true(exact(tn_abs(least)) == INT64_MIN);
  assert_true(exact(tn_mul_int(most, 2)) == -2);
  assert_true(exact(tn_floor_divide_int(least, -1)) == INT64_MIN);
  assert_true(exact(tn_remainder_int(least, -1)) == 0);
  assert_true(exact(tn_fmod_int(least, -1)) == 0);
  assert_true(exact(tn_pow_int(tn_full_int(TN_SHAPE(2), 3, TN_INT64, TN_CPU), 40)) == -6289078614652622815);
  assert_true(exact(tn_sub(most, least)) == -1);
  assert_true(exact(most) == INT64_MAX);
  assert_true(exact(tn_add_int(tn_zeros(TN_SHAPE(2), TN_INT64, TN_CPU), INT64_MAX)) ==
              INT64_MAX);  // not through a double
  assert_true(exact(tn_eq_int(most, INT64_MAX - 1)) == 0);
  expect(tn_add_int(number(127, TN_INT8), 1), 0, -128, -128);
  expect(tn_mul_int(number(200, TN_UINT8), 2), 0, 144, 144);
  expect(tn_neg(number(1, TN_UINT8)), 0, 255, 255);
  expect(tn_add_int(number(1, TN_UINT8), 300), 0, 45, 45);
  expect(tn_floor_divide_int(number(-128, TN_INT8), -1), 0, -128, -128);
  expect(tn_pow(number(2, TN_INT32), number(-1, TN_INT32)), 0, 0, 0);
  expect(tn_pow(number(1, TN_INT32), number(-1, TN_INT32)), 0, 1, 1);
  expect(tn_bitwise_not(number(5, TN_UINT8)), 0, 250, 250);
  expect(tn_bitwise_xor_int(number(6, TN_INT16), 3), 0, 5, 5);
}

static void test_bools(void** state) {
  (void)state;
  tn_tensor_t yes = number(1, TN_BOOL), no = number(0, TN_BOOL);
  expect(tn_add(yes, yes), 0, 1, 1);
  expect(tn_mul(yes, no), 0, 0, 0);
  expect(tn_bitwise_not(yes), 0, 0, 0);
  expect(tn_logical_xor(yes, number(3, TN_FLOAT32)), 0, 0, 0);
  expect(tn_logical_not(number(NAN, TN_FLOAT32)), 0, 0, 0);
  expect(tn_maximum(yes, no), 0, 1, 1);
  assert_int_equal(tn_tensor_dtype(tn_logical_or(number(2, TN_INT64), no)), TN_BOOL);
  tn_tensor_t x = number(2, TN_FLOAT32);
  ok(tn_logical_and_(x, x));
  assert_int_equal(tn_tensor_dtype(x), TN_FLOAT32);
  expect(x, 0, 1, 1);
}

static void test_nan(void** state) {
  (void)state;
  tn_tensor_t nan = number(NAN, TN_FLOAT32), one = number(1, TN_FLOAT32);
  expect(tn_maximum(nan, one), 0, NAN, NAN);
  expect(tn_minimum(one, nan), 0, NAN, NAN);
  expect(tn_fmax(nan, one), 0, 1, 1);
  expect(tn_fmin(one, nan), 0, 1, 1);
  expect(tn_clamp(nan, 0, 1), 0, NAN, NAN);
  expect(tn_relu(nan), 0, NAN, NAN);
  expect(tn_eq(nan, nan), 0, 0, 0);
  expect(tn_ne(nan, nan), 0, 1, 1);
  expect(tn_le(nan, one), 0, 0, 0);
  expect(tn_isfinite(nan), 0, 0, 0);
  expect(tn_where(tn_isnan(nan), one, nan), 0, 1, 1);
  expect(tn_xlogy(number(0, TN_FLOAT32), number(0, TN_FLOAT32)), 0, 0, 0);
}

static void test_in_place(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(3, 4), TN_FLOAT32), column = tn_select(x, 1, 2),
              data = tn_flatten(x, 0, -1);
  void* memory = tn_tensor_data(x);
  ok(tn_add_(column, tn_ones(TN_SHAPE(1), TN_FLOAT64, TN_CPU)));  // broadcast, and cast to self's dtype
  ok(tn_mul_scalar_(tn_select(x, 0, 1), 2));
  ok(tn_neg_(tn_diagonal(x, 0, 0, 1)));
  expect(x, 0, 0, 1, 3, 3, 8, -10, 14, 14, 8, 9, -11, 11);
  assert_ptr_equal(tn_tensor_data(data), memory);
  assert_int_equal(tn_tensor_version(x), 3);
  assert_int_equal(tn_tensor_dtype(x), TN_FLOAT32);
  tn_tensor_t whole = number(7, TN_INT8);
  ok(tn_add_(whole, number(100, TN_INT64)));
  expect(whole, 0, 107, 107);
  ok(tn_add_int_(whole, 100));
  expect(whole, 0, -49, -49);
  ok(tn_mul_scalar_(number(1, TN_FLOAT16), 0.5));
}

/* Operands that share self's memory give what they would have given had they been copied first. */
static void test_overlap(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(6), TN_FLOAT32);
  ok(tn_add_(tn_narrow(x, 0, 1, 5), tn_narrow(x, 0, 0, 5)));
  expect(x, 0, 0, 1, 3, 5, 7, 9);
  ok(tn_add_(x, tn_flip(x, (const int64_t[]){0}, 1)));
  expect(x, 0, 9, 8, 8, 8, 8, 9);
  tn_tensor_t m = counted(TN_SHAPE(3, 3), TN_FLOAT32);
  ok(tn_sub_(m, tn_t(m)));
  expect(m, 0, 0, -2, -4, 2, 0, -2, 4, 2, 0);
  ok(tn_mul_(m, m));
  expect(m, 0, 0, 4, 16, 4, 0, 4, 16, 4, 0);
  ok(tn_add_(m, tn_select(m, 0, 0)));
  expect(m, 0, 0, 8, 32, 4, 4, 20, 16, 8, 16);
}

static void test_options(void** state) {
  (void)state;
  tn_tensor_t x = number(10, TN_INT64), y = number(3, TN_INT64), f = number(2, TN_FLOAT32);
  tn_add_options_t add;
  tn_sub_options_t sub;
  tn_addcmul_options_t addcmul;
  tn_addcdiv_options_t addcdiv;
  tn_gelu_options_t gelu;
  tn_add_options_init(&add, sizeof add);
  tn_sub_options_init(&sub, sizeof sub);
  tn_addcmul_options_init(&addcmul, sizeof addcmul);
  tn_addcdiv_options_init(&addcdiv, sizeof addcdiv);
  tn_gelu_options_init(&gelu, sizeof gelu);
  add.alpha = 2;
  sub.alpha = 2;
  addcmul.value = -1;
  addcdiv.value = 0.5;
  gelu.approximate = TN_GELU_TANH;
  expect(tn_add_with(x, y, &add), 0, 16, 16);
  assert_int_equal(tn_tensor_dtype(tn_add_with(x, y, &add)), TN_INT64);
  expect(tn_sub_with(x, y, &sub), 0, 4, 4);
  expect(tn_add_with(x, y, NULL), 0, 13, 13);
  expect(tn_addcmul_with(x, y, y, &addcmul), 0, 1, 1);
  expect(tn_addcdiv_with(f, f, f, &addcdiv), 0, 2.5, 2.5);
  expect(tn_gelu(f), 1e-6, 1.954499736, 1.954499736);
  expect(tn_gelu_with(f, &gelu), 1e-6, 1.954597694, 1.954597694);
  ok(tn_sub_with_(x, y, &sub));
  expect(x, 0, 4, 4);
  expect(tn_clamp_int(x, 5, 9), 0, 5, 5);
  expect(tn_clamp(x, 0, 3.5), 0, 3.5, 3.5);
  expect(tn_clamp(f, 5, 1), 0, 1, 1);  // max where min is above it
  expect(tn_clamp_tensor(f, TN_NONE, number(1, TN_FLOAT32)), 0, 1, 1);
  expect(tn_lerp_scalar(f, number(4, TN_FLOAT32), 0.25), 0, 2.5, 2.5);
  expect(tn_pow_scalar(f, 0.5), 1e-7, sqrt(2), sqrt(2));
  expect(tn_pow_int(f, -2), 0, 0.25, 0.25);
}

static void test_threads_change_nothing(void** state) {
  (void)state;
  tn_generator_t seeded = tn_generator_new(TN_CPU);
  tn_tensor_t x = tn_randn_generator(TN_SHAPE(700, 500), seeded, TN_FLOAT32, TN_CPU), one = NULL;
  int64_t threads = tn_get_num_threads();
  for (int64_t n = 1; n < 5; ++n) {
    ok(tn_set_num_threads(n));
    tn_tensor_t y = tn_add(tn_tanh(tn_t(x)), tn_narrow(tn_exp(tn_narrow(x, 1, 0, 1)), 0, 0, 1));
    if (!one) one = y;
    assert_true(difference(y, one) == 0);
  }
  ok(tn_set_num_threads(threads));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_broadcasting),
      scoped(test_layouts),
      scoped(test_promotion),
      scoped(test_division),
      scoped(test_ends_of_integers),
      scoped(test_bools),
      scoped(test_nan),
      scoped(test_in_place),
      scoped(test_overlap),
      scoped(test_options),
      scoped(test_threads_change_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
