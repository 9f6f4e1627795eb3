// labels: hostile
// Random numbers: the same from the same seed whatever the number of threads and the layout, different from
// others, and distributed as they should be. Seeds are fixed: a test that passes once passes always.
#include "tests/capi/fixture.h"

typedef tn_tensor_t (*drawing)(tn_generator_t generator);

static tn_tensor_t uniform(tn_generator_t g) {
  return tn_rand_generator(TN_SHAPE(300, 301), g, TN_FLOAT32, TN_CPU);
}
static tn_tensor_t uniform64(tn_generator_t g) {
  return tn_rand_generator(TN_SHAPE(90301), g, TN_FLOAT64, TN_CPU);
}
static tn_tensor_t uniform16(tn_generator_t g) {
  return tn_rand_generator(TN_SHAPE(90301), g, TN_FLOAT16, TN_CPU);
}
static tn_tensor_t normal(tn_generator_t g) {
  return tn_randn_generator(TN_SHAPE(300, 301), g, TN_FLOAT32, TN_CPU);
}
static tn_tensor_t normal64(tn_generator_t g) {
  return tn_randn_generator(TN_SHAPE(90301), g, TN_FLOAT64, TN_CPU);
}
static tn_tensor_t integers(tn_generator_t g) {
  return tn_randint_generator(-5, 6, TN_SHAPE(90301), g, TN_INT32, TN_CPU);
}
static tn_tensor_t wide_integers(tn_generator_t g) {
  return tn_randint_generator(INT64_MIN, INT64_MAX, TN_SHAPE(90301), g, TN_INT64, TN_CPU);
}
static tn_tensor_t permutation(tn_generator_t g) { return tn_randperm_generator(90301, g, TN_INT64, TN_CPU); }

static const drawing kDrawings[] = {uniform,  uniform64, uniform16,     normal,
                                    normal64, integers,  wide_integers, permutation};
enum { kCount = sizeof kDrawings / sizeof *kDrawings };

static tn_generator_t seeded(int64_t seed) {
  tn_generator_t g = tn_generator_new(TN_CPU);
  ok(tn_generator_manual_seed(g, seed));
  return g;
}

static int same(tn_tensor_t a, tn_tensor_t b) {
  made(a);
  made(b);
  return tn_item(tn_all(tn_eq(a, b))) == 1;
}

static void test_same_seed_same_numbers(void** state) {
  (void)state;
  int64_t threads = tn_get_num_threads();
  for (int i = 0; i < kCount; ++i) {
    ok(tn_set_num_threads(1));
    tn_generator_t g = seeded(11);
    tn_tensor_t first = kDrawings[i](g), second = kDrawings[i](g);
    assert_false(same(first, second));
    assert_false(same(first, kDrawings[i](seeded(12))));
    for (int64_t n = 2; n < 5; ++n) {
      ok(tn_set_num_threads(n));
      g = seeded(11);
      assert_true(same(kDrawings[i](g), first));
      assert_true(same(kDrawings[i](g), second));
    }
  }
  ok(tn_set_num_threads(threads));
}

static void test_generators(void** state) {
  (void)state;
  tn_generator_t g = tn_generator_new(TN_CPU), other = tn_generator_new(TN_CPU);
  assert_true(tn_generator_initial_seed(g) == 67280421310721);
  assert_true(same(uniform(g), uniform(other)));
  ok(tn_generator_manual_seed(g, -1));
  assert_true(tn_generator_initial_seed(g) == -1);
  made(uniform(g));
  tn_tensor_t place = tn_generator_state(g), next = normal(g);
  assert_int_equal(tn_tensor_dtype(place), TN_UINT8);
  made(uniform(g));
  ok(tn_generator_set_state(g, place));
  assert_true(same(normal(g), next));
  ok(tn_generator_set_state(other, place));
  assert_true(same(normal(other), next));
  tn_generator_t further = tn_generator_retain(g);
  ok(tn_generator_set_state(further, place));
  assert_true(same(normal(g), next));  // one generator
  tn_generator_release(further);
}

static void test_default_generator(void** state) {
  (void)state;
  ok(tn_manual_seed(5));
  assert_int_equal(tn_initial_seed(), 5);
  tn_tensor_t first = tn_rand(TN_SHAPE(100), TN_FLOAT32, TN_CPU),
              second = tn_randn(TN_SHAPE(100), TN_FLOAT32, TN_CPU);
  tn_tensor_t third = tn_randint(0, 100, TN_SHAPE(100), TN_INT64, TN_CPU),
              fourth = tn_randperm(100, TN_INT64, TN_CPU);
  tn_tensor_t fifth = tn_rand_like(first, TN_DTYPE_DEFAULT, TN_CPU);
  ok(tn_generator_manual_seed(tn_generator_default(TN_CPU), 5));
  assert_true(same(tn_rand(TN_SHAPE(100), TN_FLOAT32, TN_CPU), first));
  assert_true(same(tn_randn(TN_SHAPE(100), TN_FLOAT32, TN_CPU), second));
  assert_true(same(tn_randint(0, 100, TN_SHAPE(100), TN_INT64, TN_CPU), third));
  assert_true(same(tn_randperm(100, TN_INT64, TN_CPU), fourth));
  assert_true(same(tn_rand_like(first, TN_DTYPE_DEFAULT, TN_CPU), fifth));
  tn_tensor_t own = tn_rand_generator(TN_SHAPE(100), seeded(5), TN_FLOAT32, TN_CPU);
  assert_true(same(own, first));
}

/* n numbers' mean lies within four standard errors of the distribution's, and so their variance. */
static void expect_moments(tn_tensor_t x, double mean, double variance, double fourth) {
  x = tn_to(x, TN_CPU, TN_FLOAT64);
  double n = (double)tn_tensor_numel(x), off = fabs(tn_item(tn_mean(x)) - mean);
  if (off > 4 * sqrt(variance / n)) fail_msg("the mean is off by %g", off);
  off = fabs(tn_item(tn_var(x, 0)) - variance);
  if (off > 4 * sqrt((fourth - variance * variance) / n)) fail_msg("the variance is off by %g", off);
}

static void test_distributions(void** state) {
  (void)state;
  tn_generator_t g = seeded(3);
  tn_tensor_t uniforms[] = {uniform(g), uniform64(g), uniform16(g)}, normals[] = {normal(g), normal64(g)};
  for (int i = 0; i < 3; ++i) {
    expect_moments(uniforms[i], 0.5, 1.0 / 12, 1.0 / 80);
    assert_true(tn_item(tn_min(uniforms[i])) >= 0);
    if (i < 2) assert_true(tn_item(tn_max(uniforms[i])) < 1);
  }
  for (int i = 0; i < 2; ++i) {
    expect_moments(normals[i], 0, 1, 3);
    double beyond_two = tn_item(tn_mean(tn_to(tn_gt_scalar(tn_abs(normals[i]), 2), TN_CPU, TN_FLOAT64)));
    assert_true(fabs(beyond_two - 0.0455) < 0.003);
    tn_tensor_t flat = tn_flatten(normals[i], 0, -1);  // neighbours have nothing to do with each other
    tn_tensor_t product = tn_mul(tn_narrow(flat, 0, 0, 90000), tn_narrow(flat, 0, 1, 90000));
    assert_true(fabs(tn_item(tn_mean(product))) < 4 / sqrt(90000));
  }
  tn_tensor_t whole = integers(g);
  assert_true(tn_item(tn_min(whole)) == -5 && tn_item(tn_max(whole)) == 5);
  for (int64_t i = -5; i <= 5; ++i) {
    double share = tn_item(tn_mean(tn_to(tn_eq_int(whole, i), TN_CPU, TN_FLOAT64)));
    assert_true(fabs(share - 1.0 / 11) < 0.004);
  }
}

static void test_permutations(void** state) {
  (void)state;
  tn_tensor_t values = NULL;
  ok(tn_sort(permutation(seeded(1)), 0, 0, &values, NULL));
  assert_true(same(values, tn_arange_int(0, 90301, 1, TN_INT64, TN_CPU)));
  expect_shape(tn_randperm(0, TN_INT64, TN_CPU), 0);
  expect(tn_randperm(1, TN_FLOAT32, TN_CPU), 0, 0);
  expect(tn_item(tn_max(tn_randperm(256, TN_UINT8, TN_CPU))) == 255 ? tn_zeros(TN_SHAPE(1), TN_INT64, TN_CPU)
                                                                    : NULL,
         0, 0);
  /* Each of the six orders of three comes up about as often. */
  tn_generator_t g = seeded(2);
  int counts[27] = {0};
  for (int i = 0; i < 6000; ++i) {
    tn_scope_t s = tn_scope_begin();
    double p[3];
    read_values(tn_randperm_generator(3, g, TN_INT64, TN_CPU), p, 3);
    ++counts[(int)(9 * p[0] + 3 * p[1] + p[2])];
    ok(tn_scope_end(s));
  }
  int orders = 0;
  for (int i = 0; i < 27; ++i) {
    if (!counts[i]) continue;
    ++orders;
    assert_true(abs(counts[i] - 1000) < 120);
  }
  assert_int_equal(orders, 6);
}

static void test_dropout(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(300, 301), TN_FLOAT32, TN_CPU);
  ok(tn_requires_grad_(x, 1));
  ok(tn_manual_seed(8));
  tn_tensor_t y = tn_dropout(x, 0.3, 1);
  double kept = tn_item(tn_mean(tn_to(tn_ne_int(y, 0), TN_CPU, TN_FLOAT64)));
  assert_true(fabs(kept - 0.7) < 0.01);
  assert_true(fabs(tn_item(tn_max(y)) - 1 / 0.7) < 1e-6);
  ok(tn_backward(tn_sum(y)));
  assert_true(same(tn_tensor_grad(x), y));  // the same elements, the same factor
  int64_t threads = tn_get_num_threads();
  for (int64_t n = 1; n < 4; ++n) {
    ok(tn_set_num_threads(n));
    ok(tn_manual_seed(8));
    assert_true(same(tn_dropout(x, 0.3, 1), y));
  }
  ok(tn_set_num_threads(threads));
  assert_true(tn_tensor_is(tn_dropout(x, 0.3, 0), x));
  assert_true(tn_tensor_is(tn_dropout(x, 0, 1), x));
  assert_true(tn_item(tn_sum(tn_dropout(x, 1, 1))) == 0);
}

static void test_bad_input(void** state) {
  (void)state;
  tn_generator_t g = tn_generator_new(TN_CPU);
  tn_tensor_t x = tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU), whole = tn_ones(TN_SHAPE(3), TN_INT64, TN_CPU);
  refuses(tn_rand(TN_SHAPE(2), TN_INT64, TN_CPU), TN_ERR_TYPE, "rand|int64");
  refuses(tn_randn(TN_SHAPE(2), TN_BOOL, TN_CPU), TN_ERR_TYPE, "randn|bool");
  refuses(tn_rand_generator(TN_SHAPE(2), NULL, TN_FLOAT32, TN_CPU), TN_ERR_NULL,
          "tn_rand_generator|generator");
  refuses(tn_randn_generator(TN_SHAPE(2), (tn_generator_t)x, TN_FLOAT32, TN_CPU), TN_ERR_TYPE,
          "tn_randn_generator|not a generator");
  refuses(tn_randint(3, 3, TN_SHAPE(2), TN_INT64, TN_CPU), TN_ERR_VALUE, "randint|low (3)|high (3)");
  refuses(tn_randint(INT64_MAX, INT64_MIN, TN_SHAPE(2), TN_INT64, TN_CPU), TN_ERR_VALUE, "randint|low");
  refuses(tn_randint(0, 300, TN_SHAPE(2), TN_UINT8, TN_CPU), TN_ERR_VALUE, "randint|300|uint8");
  refuses(tn_randint(-1, 3, TN_SHAPE(2), TN_UINT8, TN_CPU), TN_ERR_VALUE, "randint|-1|uint8");
  refuses(tn_randint_generator(0, 200, TN_SHAPE(2), g, TN_INT8, TN_CPU), TN_ERR_VALUE, "randint|200|int8");
  refuses(tn_randperm(-1, TN_INT64, TN_CPU), TN_ERR_VALUE, "randperm|-1");
  refuses(tn_randperm(257, TN_UINT8, TN_CPU), TN_ERR_VALUE, "randperm|256|uint8");
  refuses(tn_randperm(3000, TN_FLOAT16, TN_CPU), TN_ERR_VALUE, "randperm|3000|float16");
  refuses(tn_randperm(2, TN_BOOL, TN_CPU), TN_ERR_TYPE, "randperm|bool");
  refuses(tn_randperm(INT64_MAX, TN_INT64, TN_CPU), TN_ERR_SHAPE, "randperm|9223372036854775807");
  refuses(tn_randperm_generator(2, NULL, TN_INT64, TN_CPU), TN_ERR_NULL, "tn_randperm_generator|generator");
  refuses(tn_generator_set_state(g, x), TN_ERR_VALUE, "tn_generator_set_state|float32 [3]");
  refuses(tn_generator_set_state(g, tn_ones(TN_SHAPE(5), TN_UINT8, TN_CPU)), TN_ERR_VALUE,
          "tn_generator_set_state|[5]");
  refuses(tn_generator_set_state(g, TN_NONE), TN_ERR_NULL, "tn_generator_set_state|state");
  refuses(tn_generator_set_state(NULL, x), TN_ERR_NULL, "tn_generator_set_state|generator");
  refuses(tn_dropout(x, 1.5, 1), TN_ERR_VALUE, "dropout|1.5");
  refuses(tn_dropout(x, -0.1, 0), TN_ERR_VALUE, "dropout|-0.1");
  refuses(tn_dropout(x, NAN, 1), TN_ERR_VALUE, "dropout|nan");
  refuses(tn_dropout(whole, 0.5, 1), TN_ERR_TYPE, "dropout|int64");
  refuses(tn_dropout(TN_NONE, 0.5, 1), TN_ERR_NULL, "tn_dropout|input");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_same_seed_same_numbers),
      scoped(test_generators),
      scoped(test_default_generator),
      scoped(test_distributions),
      scoped(test_permutations),
      scoped(test_dropout),
      scoped(test_bad_input),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
