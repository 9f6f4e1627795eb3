/* What tests of the C interface share: a scope around each test, at whose end the live count is back where it
 * began, and assertions about values and errors. Group tests with cmocka_unit_test_setup_teardown(test,
 * begin_test, end_test), or with the macro `scoped`. */
#pragma once
#include <math.h>
#include <tenon/tenon.h>
#include <unistd.h>

#include "tests/test.h"

#define scoped(test) cmocka_unit_test_setup_teardown(test, begin_test, end_test)

static tn_scope_t test_scope;
static int64_t live_before;

static int begin_test(void** state) {
  (void)state;
  tn_error_clear();
  live_before = tn_live_count();
  test_scope = tn_scope_begin();
  return test_scope == NULL;
}

static int end_test(void** state) {
  (void)state;
  if (tn_scope_end(test_scope)) return 1;
  tn_error_clear();
  int64_t live = tn_live_count();
  if (live != live_before)
    print_error("%lld objects live, %lld before\n", (long long)live, (long long)live_before);
  return live != live_before;
}

/* A handle or a status that must be there, with the library's reason where it isn't. */
#define ok(call)                                                     \
  do {                                                               \
    if ((call) != TN_OK) fail_msg(#call ": %s", tn_error_message()); \
  } while (0)
#define made(handle)                                             \
  do {                                                           \
    if (!(handle)) fail_msg(#handle ": %s", tn_error_message()); \
  } while (0)

/* A path that no other test has, nor another run of this one, in the folder for temporary files. */
static inline const char* own_path(char* path, size_t size, const char* name) {
  const char* folder = getenv("TMPDIR");
  snprintf(path, size, "%s/tenon_%ld_%s", folder ? folder : "/tmp", (long)getpid(), name);
  return path;
}

/* The first of `parts`, which are divided by |, that isn't in the text; NULL where all are. */
static inline const char* missing_part(const char* text, const char* parts) {
  static char part[256];
  for (const char *from = parts, *to; *from; from = *to ? to + 1 : to) {
    to = from + strcspn(from, "|");
    snprintf(part, sizeof part, "%.*s", (int)(to - from), from);
    if (!strstr(text, part)) return part;
  }
  return NULL;
}

/* Each refusal has a code and says what is wrong: the message has all of `parts`, "view|[2, 3]". */
#define refuses(call, code, parts)                                                                          \
  do {                                                                                                      \
    tn_error_clear();                                                                                       \
    (void)(call);                                                                                           \
    if (tn_error_code() != (code))                                                                          \
      fail_msg(#call ": %s instead of " #code ": %s", tn_status_name(tn_error_code()), tn_error_message()); \
    const char* missing_ = missing_part(tn_error_message(), parts);                                         \
    if (missing_) fail_msg(#call ": '%s' isn't in: %s", missing_, tn_error_message());                      \
    tn_error_clear();                                                                                       \
  } while (0)

/* The tensor has these sizes. */
static inline void expect_shape_(tn_tensor_t t, const int64_t* wanted, int64_t n) {
  made(t);
  int64_t sizes[12], ndim = -1;
  ok(tn_tensor_shape(t, sizes, 12, &ndim));
  assert_int_equal(ndim, n);
  for (int64_t d = 0; d < n; ++d) assert_int_equal(sizes[d], wanted[d]);
}
#define expect_shape(t, ...) expect_shape_(t, TN_SHAPE(__VA_ARGS__))

/* Values as doubles; `n` must be all of them. */
static inline void read_values(tn_tensor_t t, double* values, int64_t n) {
  made(t);
  assert_int_equal(tn_tensor_numel(t), n);
  ok(tn_tensor_read(t, values, TN_FLOAT64, n * (int64_t)sizeof(double)));
}

static inline void expect_values(tn_tensor_t t, const double* wanted, int64_t n, double tolerance) {
  double* values = malloc((size_t)n * sizeof(double) + 1);
  assert_non_null(values);
  read_values(t, values, n);
  for (int64_t i = 0; i < n; ++i) {
    if (values[i] == wanted[i] || fabs(values[i] - wanted[i]) <= tolerance * (1 + fabs(wanted[i]))) continue;
    if (isnan(values[i]) && isnan(wanted[i])) continue;
    fail_msg("element %lld is %.9g and should be %.9g", (long long)i, values[i], wanted[i]);
  }
  free(values);
}
/* Of one dtype, one shape and equal elements. */
static inline int equal(tn_tensor_t a, tn_tensor_t b) {
  tn_values_t answer = tn_op_call("equal", TN_VALUES(TN_V_TENSOR(a), TN_V_TENSOR(b)));
  made(answer);
  int64_t same;
  ok(tn_values_int(answer, 0, &same));
  return same != 0;
}
#define expect(t, tolerance, ...) \
  expect_values(t, (const double[]){__VA_ARGS__}, sizeof((double[]){__VA_ARGS__}) / sizeof(double), tolerance)

static inline tn_tensor_t doubles(const double* values, const int64_t* shape, int64_t ndim,
                                  tn_dtype_t dtype) {
  int64_t n = 1;
  for (int64_t i = 0; i < ndim; ++i) n *= shape[i];
  tn_tensor_t t = tn_zeros(shape, ndim, dtype, TN_CPU);
  made(t);
  ok(tn_tensor_write(t, values, TN_FLOAT64, n * (int64_t)sizeof(double)));
  return t;
}

/* 0, 1, 2 … of this shape. */
static inline tn_tensor_t counted(const int64_t* shape, int64_t ndim, tn_dtype_t dtype) {
  int64_t n = 1;
  for (int64_t i = 0; i < ndim; ++i) n *= shape[i];
  tn_tensor_t t = tn_view(tn_arange_int(0, n, 1, dtype, TN_CPU), shape, ndim);
  made(t);
  return t;
}

/* The largest difference between two tensors of one shape; they must have elements. */
static inline double difference(tn_tensor_t a, tn_tensor_t b) {
  tn_tensor_t apart = tn_max(tn_abs(tn_sub(tn_to(a, TN_CPU, TN_FLOAT64), tn_to(b, TN_CPU, TN_FLOAT64))));
  made(apart);
  return tn_item(apart);
}
