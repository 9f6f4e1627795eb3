// What the library says besides results and errors goes to whoever asked for it, at the level asked for, and
// to nobody else: nothing is written to a stream.
#define _POSIX_C_SOURCE 200809L
#include <unistd.h>

#include "tests/capi/fixture.h"

struct heard {
  int calls, lines;
  int32_t level;
  char text[1024];
  int destroyed;
  tn_status_t answer;
};

static tn_status_t hear(tn_call_t call, void* user_data) {
  struct heard* heard = user_data;
  ++heard->calls;
  heard->level = tn_call_level(call);
  snprintf(heard->text, sizeof heard->text, "%s", tn_call_text(call));
  heard->lines += strchr(heard->text, '\n') != NULL;
  tn_relu(NULL);  // fails, and concerns nobody else
  return heard->answer;
}

static void stop_hearing(void* user_data) { ++((struct heard*)user_data)->destroyed; }

static void say_something(void) {
  tn_tensor_t input = tn_ones(TN_SHAPE(3, 1), TN_FLOAT32, TN_CPU),
              target = tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU);
  made(tn_mse_loss(input, target));  // broadcasts to (3, 3), as PyTorch warns
}

static void test_a_warning(void** state) {
  (void)state;
  struct heard heard = {0};
  ok(tn_set_log(TN_LOG_WARNING, hear, &heard, stop_hearing));
  assert_int_equal(heard.calls, 0);
  say_something();
  assert_int_equal(heard.calls, 1);
  assert_int_equal(heard.level, TN_LOG_WARNING);
  assert_null(missing_part(heard.text, "mse_loss|[3]|[3, 1]"));
  assert_int_equal(heard.lines, 0);
  assert_int_equal(tn_error_code(), TN_OK);
  heard.answer = 9;  // doesn't matter
  tn_view(tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU), TN_SHAPE(3));
  say_something();
  assert_int_equal(tn_error_code(), TN_ERR_SHAPE);  // as it was before
  assert_null(missing_part(tn_error_message(), "view|[3]"));
  tn_error_clear();
  ok(tn_set_log(TN_LOG_WARNING, NULL, NULL, NULL));
  assert_int_equal(heard.destroyed, 1);
  int calls = heard.calls;
  say_something();
  assert_int_equal(heard.calls, calls);
}

static void test_levels(void** state) {
  (void)state;
  struct heard all = {0}, some = {0};
  ok(tn_set_log(TN_LOG_DEBUG, hear, &all, stop_hearing));
  assert_int_equal(all.calls, 1);
  assert_int_equal(all.level, TN_LOG_DEBUG);
  assert_null(missing_part(all.text, "tenon|instruction set"));
  ok(tn_set_log(TN_LOG_INFO, hear, &some, stop_hearing));
  assert_int_equal(all.destroyed, 1);
  assert_int_equal(some.calls, 0);
  say_something();
  assert_int_equal(some.calls, 1);
  ok(tn_set_log(TN_LOG_INFO, NULL, &all, stop_hearing));
  assert_int_equal(all.destroyed, 2);
  assert_int_equal(some.destroyed, 1);
}

static void test_bad_levels(void** state) {
  (void)state;
  struct heard heard = {0};
  static const tn_log_level_t wrong[] = {0, -1, 4, INT32_MAX};
  for (int i = 0; i < 4; ++i) {
    refuses(tn_set_log(wrong[i], hear, &heard, stop_hearing), TN_ERR_VALUE, "tn_set_log|level");
    assert_int_equal(heard.destroyed, i + 1);  // ours from the moment of the call
  }
  say_something();
  assert_int_equal(heard.calls, 0);
  ok(tn_set_log(0, NULL, NULL, NULL));
}

/* stdout and stderr end in a file while things go well, and wrong. */
static void test_streams_stay_empty(void** state) {
  (void)state;
  FILE* file = tmpfile();
  assert_non_null(file);
  fflush(stdout);
  fflush(stderr);
  int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
  assert_true(dup2(fileno(file), STDOUT_FILENO) >= 0 && dup2(fileno(file), STDERR_FILENO) >= 0);
  say_something();
  tn_tensor_t x = tn_rand(TN_SHAPE(300, 300), TN_FLOAT32, TN_CPU);
  tn_tensor_t y = tn_matmul(x, x);
  tn_matmul(x, tn_ones(TN_SHAPE(7), TN_FLOAT32, TN_CPU));
#ifndef __SANITIZE_ADDRESS__  // which says something of its own
  tn_empty(TN_SHAPE((int64_t)1 << 50), TN_FLOAT32, TN_CPU);
#endif
  tn_cuda_is_available();
  tn_backward(y);
  tn_tensor_text(y, NULL, 0);
  tn_build_info(NULL, 0);
  fflush(stdout);
  fflush(stderr);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  close(out);
  close(err);
  assert_int_equal(fseek(file, 0, SEEK_END), 0);
  long written = ftell(file);
  fclose(file);
  assert_int_equal(written, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_streams_stay_empty), scoped(test_a_warning),
                                     scoped(test_levels), scoped(test_bad_levels)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
