// labels: threads
// How many threads compute, and whose they are: the host's job system gets each task once, may run them in
// any order on any threads, and is told where it breaks its contract. Results are the same always.
#include <pthread.h>

#include "tests/capi/fixture.h"

enum { kWorkers = 3 };

/* Work that is cut into many tasks. */
static tn_tensor_t much_work(void) {
  tn_generator_t seeded = tn_generator_new(TN_CPU);
  tn_tensor_t x = tn_randn_generator(TN_SHAPE(400, 500), seeded, TN_FLOAT32, TN_CPU);
  return tn_sum_dim(tn_tanh(tn_matmul(x, tn_t(x))), (const int64_t[]){1}, 1, 0);
}

struct host {
  int64_t calls, tasks;
  tn_status_t answer;
  int destroyed, backwards, leave_out, twice, beyond, threads;
  /* of one run, for its workers */
  tn_call_t call;
  int64_t next;
  pthread_mutex_t lock;
};

static void* worker(void* user_data) {
  struct host* host = user_data;
  for (;;) {
    pthread_mutex_lock(&host->lock);
    int64_t mine = host->next++;
    pthread_mutex_unlock(&host->lock);
    if (mine >= host->tasks) return NULL;
    if (tn_call_run(host->call, mine)) return "tn_call_run failed";
  }
}

static tn_status_t run(tn_call_t call, void* user_data) {
  struct host* host = user_data;
  ++host->calls;
  host->tasks = tn_call_count(call);
  if (host->threads) {
    pthread_t threads[kWorkers];
    host->call = call;
    host->next = 0;
    for (int i = 0; i < kWorkers; ++i)
      if (pthread_create(&threads[i], NULL, worker, host)) return 5;
    void *failure = worker(host), *other;
    for (int i = 0; i < kWorkers; ++i) {
      pthread_join(threads[i], &other);
      if (other) failure = other;
    }
    return failure ? 6 : TN_OK;
  }
  for (int64_t i = host->leave_out; i < host->tasks; ++i) {
    tn_status_t status = tn_call_run(call, host->backwards ? host->tasks - 1 - i : i);
    if (status) return status;
  }
  if (host->twice) tn_call_run(call, 0);
  if (host->beyond) {
    if (tn_call_run(call, host->tasks) != TN_ERR_INDEX) return 7;
    if (tn_call_run(call, -1) != TN_ERR_INDEX) return 8;
    tn_error_clear();
  }
  return host->answer;
}

static void ended(void* user_data) { ++((struct host*)user_data)->destroyed; }

static int64_t threads_before;

static void begin_with(struct host* host) {
  threads_before = tn_get_num_threads();
  ok(tn_set_num_threads(4));
  ok(tn_set_executor(run, host, ended));
}

static void end_with(struct host* host) {
  assert_int_equal(host->destroyed, 0);
  ok(tn_set_executor(NULL, NULL, NULL));
  assert_int_equal(host->destroyed, 1);
  ok(tn_set_num_threads(threads_before));
}

static void test_number_of_threads(void** state) {
  (void)state;
  int64_t before = tn_get_num_threads();
  assert_true(before >= 1);
  ok(tn_set_num_threads(3));
  assert_int_equal(tn_get_num_threads(), 3);
  ok(tn_set_num_threads(1));
  tn_tensor_t one = much_work();
  for (int64_t n = 2; n <= 8; n *= 2) {
    ok(tn_set_num_threads(n));
    assert_true(difference(much_work(), one) == 0);
  }
  ok(tn_set_num_threads(before));
  refuses(tn_set_num_threads(0), TN_ERR_VALUE, "tn_set_num_threads|0");
  refuses(tn_set_num_threads(-3), TN_ERR_VALUE, "tn_set_num_threads|-3");
  refuses(tn_set_num_threads(INT64_MAX), TN_ERR_VALUE, "tn_set_num_threads|9223372036854775807");
  assert_int_equal(tn_get_num_threads(), before);
}

static void test_in_any_order(void** state) {
  (void)state;
  tn_tensor_t wanted = much_work();
  struct host forth = {0}, back = {.backwards = 1}, abreast = {.threads = 1};
  pthread_mutex_init(&abreast.lock, NULL);
  struct host* hosts[] = {&forth, &back, &abreast};
  for (int i = 0; i < 3; ++i) {
    begin_with(hosts[i]);
    assert_true(difference(much_work(), wanted) == 0);
    assert_true(hosts[i]->calls > 1);
    assert_true(hosts[i]->tasks > 1);
    end_with(hosts[i]);
  }
  assert_true(difference(much_work(), wanted) == 0);
}

static void test_broken_contracts(void** state) {
  (void)state;
  static const struct {
    struct host host;
    tn_status_t code;
    const char* part;
  } cases[] = {{{.answer = 42}, 42, "executor"},
               {{.leave_out = 1}, TN_ERR_STATE, "executor|not run"},
               {{.twice = 1}, TN_ERR_STATE, "executor|twice"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    struct host host = cases[i].host;
    begin_with(&host);
    refuses(much_work(), cases[i].code, cases[i].part);
    end_with(&host);
    made(much_work());
  }
  struct host beyond = {.beyond = 1};
  begin_with(&beyond);
  made(much_work());  // it was told, and nothing was harmed
  end_with(&beyond);
}

/* In the executor's call there are tasks, and nothing else. */
static tn_status_t asks_for_more(tn_call_t call, void* user_data) {
  int* refused = user_data;
  *refused = tn_call_arg(call, 0) == NULL && tn_error_code() == TN_ERR_STATE && tn_call_bytes(call) == -1 &&
             tn_call_module(call) == NULL && tn_call_text(call) == NULL && tn_call_index(call, 0) == -1 &&
             tn_call_data(call) == NULL && tn_call_save(call, TN_NONE) == TN_ERR_STATE;
  tn_error_clear();
  for (int64_t i = 0; i < tn_call_count(call); ++i) tn_call_run(call, i);
  return TN_OK;
}

static void test_accessors(void** state) {
  (void)state;
  int refused = 0;
  int64_t before = tn_get_num_threads();
  ok(tn_set_num_threads(4));
  ok(tn_set_executor(asks_for_more, &refused, NULL));
  made(much_work());
  ok(tn_set_executor(NULL, NULL, NULL));
  ok(tn_set_num_threads(before));
  assert_true(refused);
}

static void test_replaced(void** state) {
  (void)state;
  struct host first = {0}, second = {0};
  begin_with(&first);
  ok(tn_set_executor(run, &second, ended));
  assert_int_equal(first.destroyed, 1);
  made(much_work());
  assert_int_equal(first.calls, 0);
  assert_true(second.calls > 0);
  end_with(&second);
  ok(tn_set_executor(NULL, &first, ended));  // nothing to register: given back at once
  assert_int_equal(first.destroyed, 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_number_of_threads), scoped(test_in_any_order), scoped(test_broken_contracts),
      scoped(test_accessors),         scoped(test_replaced),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
