// isa: all
// Products of matrices in all of their broadcasting cases, with any strides and dtype; by our kernels and by
// OpenBLAS, which starts no threads.
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <unistd.h>

#include "tests/capi/fixture.h"

/* Numbers of one digit, in no order: sums of their products are exact in every dtype that is tried. */
static tn_tensor_t digits(const int64_t* shape, int64_t ndim, tn_dtype_t dtype) {
  tn_tensor_t t = tn_remainder_int(tn_mul_int(counted(shape, ndim, TN_INT64), 7), 5);
  return tn_to(tn_sub_int(t, 2), TN_CPU, dtype);
}

/* The definition: operands broadcast against each other, multiplied and added up along the shared dimension.
 */
static tn_tensor_t by_definition(tn_tensor_t a, tn_tensor_t b) {
  int64_t na = tn_tensor_ndim(a), nb = tn_tensor_ndim(b);
  const int64_t shared[] = {-2};
  tn_tensor_t x = tn_unsqueeze(na == 1 ? tn_unsqueeze(a, 0) : a, -1);
  tn_tensor_t y = tn_unsqueeze(nb == 1 ? tn_unsqueeze(b, 1) : b, -3);
  tn_tensor_t product = tn_sum_dim(tn_mul(x, y), shared, 1, 0);
  if (nb == 1) product = tn_squeeze_dim(product, -1);
  return na == 1 ? tn_squeeze_dim(product, nb == 1 ? -1 : -2) : product;
}

static void expect_same(tn_tensor_t got, tn_tensor_t wanted, double tolerance) {
  made(got);
  made(wanted);
  int64_t sizes[12], ndim = 0;
  ok(tn_tensor_shape(wanted, sizes, 12, &ndim));
  expect_shape_(got, sizes, ndim);
  if (tn_tensor_numel(got) == 0) return;
  double apart = difference(got, wanted);
  if (!(apart <= tolerance)) fail_msg("they differ by %g", apart);
}

static void test_broadcasting(void** state) {
  (void)state;
  static const struct {
    int64_t a[4], na, b[4], nb;
  } cases[] = {
      {{5}, 1, {5}, 1},
      {{3, 5}, 2, {5}, 1},
      {{5}, 1, {5, 4}, 2},
      {{3, 5}, 2, {5, 4}, 2},
      {{2, 3, 5}, 3, {5, 4}, 2},
      {{3, 5}, 2, {2, 5, 4}, 3},
      {{2, 3, 5}, 3, {2, 5, 4}, 3},
      {{1, 3, 5}, 3, {2, 5, 4}, 3},
      {{2, 1, 3, 5}, 4, {3, 5, 4}, 3},
      {{2, 1, 3, 5}, 4, {1, 3, 5, 4}, 4},
      {{2, 3, 3, 5}, 4, {5}, 1},
      {{5}, 1, {2, 3, 5, 4}, 4},
      {{2, 3, 4, 5}, 4, {5, 6}, 2},
      {{1, 1}, 2, {1, 1}, 2},
      {{0, 5}, 2, {5, 4}, 2},
      {{3, 0}, 2, {0, 4}, 2},
      {{0}, 1, {0}, 1},
      {{2, 3, 0}, 3, {0}, 1},
      {{0, 3, 5}, 3, {1, 5, 4}, 3},
      {{2, 0, 5}, 3, {5, 0}, 2},
  };
  static const tn_dtype_t dtypes[] = {TN_FLOAT32, TN_FLOAT64, TN_FLOAT16, TN_BFLOAT16,
                                      TN_INT64,   TN_INT32,   TN_UINT8};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i)
    for (size_t d = 0; d < sizeof dtypes / sizeof *dtypes; ++d) {
      tn_tensor_t a = digits(cases[i].a, cases[i].na, dtypes[d]),
                  b = digits(cases[i].b, cases[i].nb, dtypes[d]);
      tn_tensor_t product = tn_matmul(a, b);
      made(product);
      assert_int_equal(tn_tensor_dtype(product), dtypes[d]);
      expect_same(product, tn_to(by_definition(a, b), TN_CPU, dtypes[d]), 0);
    }
}

static void test_single_forms(void** state) {
  (void)state;
  tn_tensor_t a = digits(TN_SHAPE(3, 5), TN_FLOAT32), b = digits(TN_SHAPE(5, 4), TN_FLOAT32);
  tn_tensor_t v = digits(TN_SHAPE(5), TN_FLOAT32), u = digits(TN_SHAPE(3), TN_INT64);
  expect_same(tn_mm(a, b), by_definition(a, b), 0);
  expect_same(tn_mv(a, v), by_definition(a, v), 0);
  expect_same(tn_dot(v, v), by_definition(v, v), 0);
  tn_tensor_t outer = tn_outer(u, v);  // promotes
  assert_int_equal(tn_tensor_dtype(outer), TN_FLOAT32);
  expect_same(outer, tn_mul(tn_unsqueeze(u, 1), v), 0);
  tn_tensor_t many = digits(TN_SHAPE(2, 3, 5), TN_FLOAT64), more = digits(TN_SHAPE(2, 5, 4), TN_FLOAT64);
  expect_same(tn_bmm(many, more), by_definition(many, more), 0);
}

static void test_strides(void** state) {
  (void)state;
  tn_tensor_t a = digits(TN_SHAPE(6, 10), TN_FLOAT32), wanted = by_definition(a, tn_t(a));
  tn_tensor_t layouts[] = {tn_t(tn_contiguous(tn_t(a))), tn_narrow(tn_repeat(a, TN_SHAPE(1, 2)), 1, 10, 10),
                           tn_slice(tn_repeat(tn_unsqueeze(a, 1), TN_SHAPE(1, 2, 1)), 1, 1, 2, 1),
                           tn_select(tn_repeat(tn_unsqueeze(a, 2), TN_SHAPE(1, 1, 3)), 2, 1)};
  layouts[2] = tn_squeeze_dim(layouts[2], 1);
  for (size_t i = 0; i < sizeof layouts / sizeof *layouts; ++i)
    for (size_t j = 0; j < sizeof layouts / sizeof *layouts; ++j)
      expect_same(tn_matmul(layouts[i], tn_t(layouts[j])), wanted, 0);
  tn_tensor_t row = tn_expand(digits(TN_SHAPE(1, 10), TN_FLOAT32), TN_SHAPE(6, 10));
  expect_same(tn_matmul(row, tn_t(a)), by_definition(tn_contiguous(row), tn_t(a)), 0);
  tn_tensor_t batch = tn_transpose(digits(TN_SHAPE(3, 4, 2, 5), TN_FLOAT32), 0, 2);
  expect_same(tn_matmul(batch, digits(TN_SHAPE(5, 3), TN_FLOAT32)),
              by_definition(batch, digits(TN_SHAPE(5, 3), TN_FLOAT32)), 0);
}

static void test_addmm_and_linear(void** state) {
  (void)state;
  tn_tensor_t a = digits(TN_SHAPE(3, 5), TN_FLOAT32), b = digits(TN_SHAPE(5, 4), TN_FLOAT32);
  tn_tensor_t product = by_definition(a, b), row = digits(TN_SHAPE(4), TN_FLOAT32);
  expect_same(tn_addmm(row, a, b), tn_add(row, product), 0);
  expect_same(tn_addmm(tn_sum(row), a, b), tn_add(tn_sum(row), product), 0);
  tn_addmm_options_t o;
  tn_addmm_options_init(&o, sizeof o);
  assert_true(o.alpha == 1 && o.beta == 1);
  o.alpha = 2;
  o.beta = -0.5;
  expect_same(tn_addmm_with(row, a, b, &o), tn_add(tn_mul_scalar(row, -0.5), tn_mul_scalar(product, 2)), 0);
  o.beta = 0;
  tn_tensor_t nothing = tn_full(TN_SHAPE(3, 4), NAN, TN_FLOAT32, TN_CPU);
  expect_same(tn_addmm_with(nothing, a, b, &o), tn_mul_scalar(product, 2), 0);

  tn_tensor_t weight = tn_contiguous(tn_t(b)), x = digits(TN_SHAPE(2, 3, 5), TN_FLOAT32);
  expect_same(tn_linear(x, weight, row), tn_add(by_definition(x, b), row), 0);
  expect_same(tn_linear(x, weight, TN_NONE), by_definition(x, b), 0);
  expect_same(tn_linear(tn_select(tn_select(x, 0, 0), 0, 1), weight, row),
              tn_add(by_definition(tn_select(tn_select(x, 0, 0), 0, 1), b), row), 0);
  expect_same(tn_linear(x, tn_t(b), row), tn_add(by_definition(x, b), row), 0);
  expect_shape(tn_linear(tn_zeros(TN_SHAPE(0, 5), TN_FLOAT32, TN_CPU), weight, row), 0, 4);
}

/* Every size around the kernels' blocks, against the definition. */
static void test_sizes(void** state) {
  (void)state;
  static const int64_t sizes[] = {1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 48, 63, 65, 130};
  enum { kSizes = sizeof sizes / sizeof *sizes };
  for (int i = 0; i < kSizes; ++i)
    for (int j = 0; j < kSizes; j += 3) {
      tn_scope_t s = tn_scope_begin();
      tn_tensor_t a = digits(TN_SHAPE(sizes[i], sizes[j]), TN_FLOAT32);
      tn_tensor_t b = digits(TN_SHAPE(sizes[j], sizes[kSizes - 1 - i]), TN_FLOAT32);
      expect_same(tn_mm(a, b), by_definition(a, b), 0);
      ok(tn_scope_end(s));
    }
}

static tn_status_t products(tn_call_t call, void* unused) {
  (void)unused;
  tn_tensor_t a = tn_call_arg(call, 0), b = tn_call_arg(call, 1), v = tn_call_arg(call, 2);
  tn_tensor_t m = tn_select(a, 0, 0), n = tn_select(b, 0, 0);
  tn_tensor_t y[] = {tn_matmul(a, b),
                     tn_matmul(m, b),
                     tn_matmul(a, n),
                     tn_matmul(v, b),
                     tn_matmul(tn_transpose(b, 1, 2), v),
                     tn_mm(m, n),
                     tn_mv(tn_t(n), v),
                     tn_dot(v, v),
                     tn_outer(v, v),
                     tn_addmm(tn_select(tn_t(n), 1, 0), m, n),
                     tn_linear(a, tn_t(n), tn_select(n, 0, 1)),
                     tn_bmm(a, b)};
  for (int64_t i = 0; i < (int64_t)(sizeof y / sizeof *y); ++i) {
    tn_status_t status = tn_call_return(call, i, y[i]);
    if (status) return status;
  }
  return TN_OK;
}

static void test_gradients(void** state) {
  (void)state;
  tn_tensor_t a = digits(TN_SHAPE(2, 2, 3), TN_FLOAT64), b = digits(TN_SHAPE(2, 3, 2), TN_FLOAT64);
  tn_tensor_t v = digits(TN_SHAPE(3), TN_FLOAT64);
  ok(tn_requires_grad_(a, 1));
  ok(tn_requires_grad_(b, 1));
  ok(tn_requires_grad_(v, 1));
  tn_gradcheck_options_t o;
  tn_gradcheck_options_init(&o, sizeof o);
  o.second_order = 1;
  ok(tn_gradcheck(products, NULL, NULL, TN_TENSORS(a, b, v), &o));
}

static int threads_of_this_process(void) {
  DIR* tasks = opendir("/proc/self/task");
  assert_non_null(tasks);
  int count = 0;
  for (struct dirent* entry; (entry = readdir(tasks));) count += entry->d_name[0] != '.';
  closedir(tasks);
  return count;
}

static void test_large_product_starts_no_threads(void** state) {
  (void)state;
  int64_t threads = tn_get_num_threads();
  ok(tn_set_num_threads(1));
  tn_tensor_t a = digits(TN_SHAPE(300, 400), TN_FLOAT32), b = digits(TN_SHAPE(400, 350), TN_FLOAT32);
  tn_tensor_t c = digits(TN_SHAPE(300, 400), TN_FLOAT64), d = digits(TN_SHAPE(400, 350), TN_FLOAT64);
  tn_tensor_t wanted = tn_matmul(tn_to(a, TN_CPU, TN_INT64), tn_to(b, TN_CPU, TN_INT64));
  int before = threads_of_this_process();
  expect_same(tn_matmul(a, b), wanted, 0);
  expect_same(tn_matmul(c, d), wanted, 0);
  assert_int_equal(threads_of_this_process(), before);
  ok(tn_set_num_threads(4));
  expect_same(tn_matmul(a, b), wanted, 0);
  ok(tn_set_num_threads(threads));
}

static void test_threads_change_nothing(void** state) {
  (void)state;
  tn_generator_t seeded = tn_generator_new(TN_CPU);
  tn_tensor_t a = tn_randn_generator(TN_SHAPE(257, 301), seeded, TN_FLOAT32, TN_CPU);
  tn_tensor_t b = tn_randn_generator(TN_SHAPE(301, 129), seeded, TN_FLOAT32, TN_CPU);
  int64_t threads = tn_get_num_threads();
  ok(tn_set_num_threads(1));
  tn_tensor_t one = tn_matmul(a, b);
  for (int64_t n = 2; n < 5; ++n) {
    ok(tn_set_num_threads(n));
    assert_true(difference(tn_matmul(a, b), one) == 0);
  }
  ok(tn_set_num_threads(threads));
}

int main(int argc, char** argv) {
  const struct CMUnitTest tests[] = {
      scoped(test_large_product_starts_no_threads),
      scoped(test_broadcasting),
      scoped(test_single_forms),
      scoped(test_strides),
      scoped(test_addmm_and_linear),
      scoped(test_sizes),
      scoped(test_gradients),
      scoped(test_threads_change_nothing),
  };
  if (cmocka_run_group_tests(tests, NULL, NULL)) return 1;
  /* The same in a process that finds no OpenBLAS; blas.h of the core reads the variable once. */
  const char* blas = getenv("TENON_BLAS");
  (void)argc;
  if (blas && !strcmp(blas, "own")) return 0;
  setenv("TENON_BLAS", "own", 1);
  execv(argv[0], argv);
  return 1;
}
