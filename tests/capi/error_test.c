// labels: hostile
// Why a call failed: the code and the message, what NULL passes on, what success leaves alone, and that a
// program of nested calls is checked once at its end.
#include "tests/capi/fixture.h"

static tn_tensor_t of_size(int64_t n) { return tn_ones(&n, 1, TN_FLOAT32, TN_CPU); }

static void test_code_and_message(void** state) {
  (void)state;
  assert_int_equal(tn_error_code(), TN_OK);
  assert_string_equal(tn_error_message(), "");
  assert_null(tn_add(of_size(2), of_size(3)));
  assert_int_equal(tn_error_code(), TN_ERR_SHAPE);
  assert_null(missing_part(tn_error_message(), "add|[2]|[3]|broadcast"));
  assert_int_equal(tn_error_code(), TN_ERR_SHAPE);  // asking changes nothing
  tn_error_clear();
  assert_int_equal(tn_error_code(), TN_OK);
  assert_string_equal(tn_error_message(), "");
}

static void test_success_leaves_it_alone(void** state) {
  (void)state;
  tn_add(of_size(2), of_size(3));
  made(of_size(2));
  ok(tn_add_(of_size(2), of_size(2)));
  assert_int_equal(tn_tensor_numel(of_size(2)), 2);
  assert_int_equal(tn_error_code(), TN_ERR_SHAPE);
  assert_null(missing_part(tn_error_message(), "add|[2]|[3]"));
}

/* The NULL of an earlier failure: nothing is done, and the first reason stays. */
static void test_chain(void** state) {
  (void)state;
  tn_tensor_t x = of_size(2);
  assert_null(tn_relu(tn_linear(x, tn_mul(x, of_size(3)), TN_NONE)));
  tn_tensor_t nothing = NULL;
  assert_int_equal(tn_add_(x, nothing), TN_ERR_SHAPE);
  assert_int_equal(tn_tensor_numel(nothing), -1);
  assert_true(isnan(tn_item(nothing)));
  assert_int_equal(tn_tensor_requires_grad(nothing), 0);
  assert_null(tn_tensor_grad_fn_name(nothing));
  assert_int_equal(tn_backward(nothing), TN_ERR_SHAPE);
  assert_null(tn_split(nothing, 1, 0));
  assert_int_equal(tn_optimizer_step(NULL), TN_ERR_SHAPE);
  expect(x, 0, 1, 1);
  assert_int_equal(tn_error_code(), TN_ERR_SHAPE);
  const char* message = tn_error_message();
  assert_null(missing_part(message, "mul|[2]|[3]"));
  assert_non_null(missing_part(message, "linear"));
  assert_non_null(missing_part(message, "earlier"));
}

static void test_null_is_an_error_where_there_is_none(void** state) {
  (void)state;
  assert_null(tn_relu(NULL));
  assert_int_equal(tn_error_code(), TN_ERR_NULL);
  assert_null(missing_part(tn_error_message(), "tn_relu|self is NULL"));
  /* That was read: what was read is done with, and another NULL is an error of its own. */
  assert_null(tn_exp(NULL));
  assert_null(missing_part(tn_error_message(), "tn_exp|self is NULL"));
  tn_add(of_size(2), of_size(3));
  tn_error_message();
  assert_null(tn_mul(NULL, of_size(2)));
  assert_int_equal(tn_error_code(), TN_ERR_NULL);
}

static void test_none_is_not_null(void** state) {
  (void)state;
  tn_add(of_size(2), of_size(3));
  assert_null(tn_relu(TN_NONE));  // no earlier failure explains it
  assert_int_equal(tn_error_code(), TN_ERR_NULL);
  assert_null(missing_part(tn_error_message(), "tn_relu|self is TN_NONE"));
}

/* A new failure replaces the old one, and quotes it where nobody had read it. */
static void test_replaced(void** state) {
  (void)state;
  tn_add(of_size(2), of_size(3));
  assert_null(tn_view(of_size(4), TN_SHAPE(5)));
  assert_int_equal(tn_error_code(), TN_ERR_SHAPE);
  assert_null(missing_part(tn_error_message(), "view|[5]|an earlier error had not been read|add|[2]|[3]"));
  assert_null(tn_select(of_size(4), 0, 4));
  assert_int_equal(tn_error_code(), TN_ERR_INDEX);
  assert_null(missing_part(tn_error_message(), "select"));
  assert_non_null(missing_part(tn_error_message(), "earlier"));
}

/* Whatever is quoted, a message stays a message of bounded length. */
static void test_many_unread(void** state) {
  (void)state;
  for (int i = 0; i < 1000; ++i) tn_view(of_size(4), TN_SHAPE(5, 6, 7, 8));
  assert_true(strlen(tn_error_message()) < 4096);
  char long_text[10000];
  memset(long_text, 'x', sizeof long_text - 1);
  long_text[sizeof long_text - 1] = 0;
  tn_error_clear();
  assert_int_equal(tn_error_set(TN_ERR_VALUE, long_text), TN_ERR_VALUE);
  assert_memory_equal(tn_error_message(), "xxxxxxxx", 8);
  assert_true(strlen(tn_error_message()) < 4096);
}

static void test_effects_are_chained(void** state) {
  (void)state;
  tn_tensor_t w = of_size(2), elsewhere = of_size(1);
  ok(tn_requires_grad_(w, 1));
  tn_optimizer_t sgd = tn_sgd(tn_tensors_new(TN_TENSORS(w)), NULL);
  made(sgd);
  int stepped = 0;
  if (tn_backward(elsewhere) || (stepped = 1, tn_optimizer_step(sgd))) stepped -= 1;
  assert_int_equal(stepped, -1);
  assert_int_equal(tn_error_code(), TN_ERR_STATE);
  expect(w, 0, 1, 1);
}

static void test_set_by_the_host(void** state) {
  (void)state;
  assert_int_equal(tn_error_set(42, "the host's own"), 42);
  assert_int_equal(tn_error_code(), 42);
  assert_string_equal(tn_error_message(), "the host's own");
  assert_int_equal(tn_error_set(TN_OK, "nothing"), TN_OK);  // does nothing
  assert_int_equal(tn_error_code(), 42);
  assert_string_equal(tn_error_message(), "the host's own");
  assert_int_equal(tn_error_set(TN_ERR_IO, NULL), TN_ERR_IO);
  assert_string_equal(tn_error_message(), "TN_ERR_IO");
  assert_int_equal(tn_error_set(TN_ERR_STATE, tn_error_message()), TN_ERR_STATE);  // its own text
  assert_string_equal(tn_error_message(), "TN_ERR_IO");
  assert_null(tn_relu(NULL));
  assert_int_equal(tn_error_code(), TN_ERR_NULL);
  tn_error_clear();
  tn_error_set(TN_ERR_KEY, "unread");
  assert_null(tn_relu(NULL));  // passes on what the host said
  assert_int_equal(tn_error_code(), TN_ERR_KEY);
}

static void test_names(void** state) {
  (void)state;
  static const struct {
    tn_status_t code;
    const char* name;
  } names[] = {{TN_OK, "TN_OK"},
               {TN_ERR_NULL, "TN_ERR_NULL"},
               {TN_ERR_TYPE, "TN_ERR_TYPE"},
               {TN_ERR_SHAPE, "TN_ERR_SHAPE"},
               {TN_ERR_VALUE, "TN_ERR_VALUE"},
               {TN_ERR_INDEX, "TN_ERR_INDEX"},
               {TN_ERR_KEY, "TN_ERR_KEY"},
               {TN_ERR_MEMORY, "TN_ERR_MEMORY"},
               {TN_ERR_IO, "TN_ERR_IO"},
               {TN_ERR_DEVICE, "TN_ERR_DEVICE"},
               {TN_ERR_STATE, "TN_ERR_STATE"},
               {TN_ERR_UNSUPPORTED, "TN_ERR_UNSUPPORTED"},
               {TN_ERR_CALLBACK, "TN_ERR_CALLBACK"},
               {TN_ERR_INTERNAL, "TN_ERR_INTERNAL"},
               {7, "unknown"},
               {-99, "unknown"},
               {INT32_MIN, "unknown"}};
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i)
    assert_string_equal(tn_status_name(names[i].code), names[i].name);
  for (int32_t code = 0; code > -14; --code) assert_non_null(strstr(tn_status_name(code), "TN_"));
}

/* The README's frame: cleared at the start, checked at the end. */
static void test_a_frame(void** state) {
  (void)state;
  for (int64_t n = 2; n < 5; ++n) {
    tn_scope_t s = tn_scope_begin();
    tn_error_clear();
    tn_tensor_t y = tn_sum(tn_tanh(tn_add(of_size(3), tn_mul_scalar(of_size(n), 2))));
    assert_int_equal(tn_error_code(), n == 3 ? TN_OK : TN_ERR_SHAPE);
    assert_int_equal(y == NULL, n != 3);
    ok(tn_scope_end(s));
    assert_int_equal(tn_error_code(), n == 3 ? TN_OK : TN_ERR_SHAPE);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_code_and_message),
      scoped(test_success_leaves_it_alone),
      scoped(test_chain),
      scoped(test_null_is_an_error_where_there_is_none),
      scoped(test_none_is_not_null),
      scoped(test_replaced),
      scoped(test_many_unread),
      scoped(test_effects_are_chained),
      scoped(test_set_by_the_host),
      scoped(test_names),
      scoped(test_a_frame),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
