#pragma once
// What the tests of gradients share: a scope and a live count around each test, tensors from numbers, and
// comparisons with numbers.
#include <math.h>
#include <tenon/tenon.h>

#include "tests/test.h"

static tn_scope_t test_scope;
static int64_t test_live;

static int begin_test(void** state) {
  (void)state;
  tn_error_clear();
  test_live = tn_live_count();
  test_scope = tn_scope_begin();
  return 0;
}

static int end_test(void** state) {
  (void)state;
  tn_scope_end(test_scope);
  tn_error_clear();
  if (tn_live_count() != test_live) {
    print_error("live count: %lld before the test, %lld after it\n", (long long)test_live,
                (long long)tn_live_count());
    return -1;
  }
  return 0;
}

#define GRADIENT_TEST(function) cmocka_unit_test_setup_teardown(function, begin_test, end_test)

static inline void ok(tn_status_t status) {
  if (status != TN_OK) fail_msg("%s", tn_error_message());
}

static inline tn_tensor_t some(tn_tensor_t t) {
  if (!t) fail_msg("%s", tn_error_message());
  return t;
}

// A float64 vector; a leaf that requires a gradient where `wanted`.
static inline tn_tensor_t vector(const double* values, int64_t n, int wanted) {
  tn_tensor_t t = some(tn_tensor_new(values, TN_FLOAT64, &n, 1));
  ok(tn_requires_grad_(t, wanted));
  return t;
}
#define VECTOR(...) \
  vector((const double[]){__VA_ARGS__}, (int64_t)(sizeof((double[]){__VA_ARGS__}) / sizeof(double)), 0)
#define LEAF(...) \
  vector((const double[]){__VA_ARGS__}, (int64_t)(sizeof((double[]){__VA_ARGS__}) / sizeof(double)), 1)

static inline void assert_values(tn_tensor_t t, const double* expected, int64_t n) {
  double values[64];
  assert_int_equal(tn_tensor_numel(some(t)), n);
  ok(tn_tensor_read(t, values, TN_FLOAT64, sizeof values));
  for (int64_t i = 0; i < n; ++i)
    if (!(fabs(values[i] - expected[i]) <= 1e-9 * (1 + fabs(expected[i]))))
      fail_msg("element %lld is %.12g, not %.12g", (long long)i, values[i], expected[i]);
}
#define ASSERT_VALUES(t, ...) \
  assert_values(t, (const double[]){__VA_ARGS__}, (int64_t)(sizeof((double[]){__VA_ARGS__}) / sizeof(double)))
#define ASSERT_GRAD(t, ...) ASSERT_VALUES(tn_tensor_grad(t), __VA_ARGS__)

// The call before failed with this code, and a message with this part.
static inline void failed_with(tn_status_t code, const char* part) {
  assert_int_equal(tn_error_code(), code);
  if (!strstr(tn_error_message(), part)) fail_msg("'%s' isn't in: %s", part, tn_error_message());
  tn_error_clear();
}
#define ASSERT_FAILS(call, code, part) \
  do {                                 \
    assert_int_equal((call), (code));  \
    failed_with((code), (part));       \
  } while (0)
#define ASSERT_GIVES_NULL(call, code, part) \
  do {                                      \
    assert_null(call);                      \
    failed_with((code), (part));            \
  } while (0)
