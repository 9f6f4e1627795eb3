// labels: threads
// Datasets, IDX files and loaders: batches don't depend on the workers, errors come out, releases are clean.
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include "tests/capi/fixture.h"

/* Sample i: x = (i, 10 i), y = i. */
static tn_dataset_t numbers(int64_t n) {
  float* x = malloc((size_t)n * 2 * sizeof *x + 1);
  int64_t* y = malloc((size_t)n * sizeof *y + 1);
  assert_true(x && y);
  for (int64_t i = 0; i < n; ++i) {
    x[2 * i] = (float)i, x[2 * i + 1] = (float)(10 * i);
    y[i] = i;
  }
  tn_tensor_t images = tn_tensor_new(x, TN_FLOAT32, TN_SHAPE(n, 2)),
              labels = tn_tensor_new(y, TN_INT64, &n, 1);
  free(x);
  free(y);
  tn_dataset_t d = tn_dataset_tensors(TN_TENSORS(images, labels));
  made(d);
  return d;
}

static tn_loader_t loader_of(tn_dataset_t d, int64_t batch, int64_t workers, int shuffle, int drop_last) {
  tn_loader_options_t o;
  tn_loader_options_init(&o, sizeof o);
  o.batch_size = batch, o.workers = workers, o.shuffle = shuffle, o.drop_last = drop_last, o.seed = 5;
  tn_loader_t l = tn_loader_new(d, &o);
  made(l);
  return l;
}

/* One epoch's samples in order; how many batches there were. Every row is checked for belonging together. */
static int64_t run_epoch(tn_loader_t l, int64_t* order, int64_t* n) {
  int64_t batches = 0;
  int32_t more;
  *n = 0;
  ok(tn_loader_start(l));
  for (;; ++batches) {
    tn_scope_t s = tn_scope_begin();
    tn_tensor_t batch[2];
    more = tn_loader_next(l, batch, 2);
    if (more < 0) fail_msg("%s", tn_error_message());
    if (!more) {
      assert_null(batch[0]);
      ok(tn_scope_end(s));
      return batches;
    }
    int64_t size = tn_tensor_size(batch[0], 0);
    double x[200], y[100];
    assert_true(size <= 100);
    read_values(batch[0], x, 2 * size);
    read_values(batch[1], y, size);
    for (int64_t i = 0; i < size; ++i) {
      assert_true(x[2 * i] == y[i] && x[2 * i + 1] == 10 * y[i]);
      order[(*n)++] = (int64_t)y[i];
    }
    ok(tn_scope_end(s));
  }
}

static void test_in_order(void** state) {
  (void)state;
  int64_t order[23], n;
  tn_dataset_t d = numbers(23);
  assert_int_equal(tn_dataset_length(d), 23);
  assert_int_equal(tn_dataset_field_count(d), 2);
  expect(tn_tensors_get(tn_dataset_get(d, 7), 0), 0, 7, 70);
  for (int64_t workers = 0; workers < 3; ++workers) {
    tn_loader_t l = loader_of(d, 5, workers, 0, 0), dropping = loader_of(d, 5, workers, 0, 1);
    assert_int_equal(tn_loader_length(l), 5);
    assert_int_equal(tn_loader_length(dropping), 4);
    assert_int_equal(tn_loader_field_count(l), 2);
    assert_int_equal(run_epoch(l, order, &n), 5);
    assert_int_equal(n, 23);
    for (int64_t i = 0; i < n; ++i) assert_int_equal(order[i], i);
    assert_int_equal(run_epoch(dropping, order, &n), 4);
    assert_int_equal(n, 20);
  }
}

static void test_shuffled(void** state) {
  (void)state;
  enum { N = 101, EPOCHS = 3 };
  int64_t first[EPOCHS][N], order[N], n;
  tn_dataset_t d = numbers(N);
  for (int64_t workers = 0; workers < 4; ++workers) {
    tn_loader_t l = loader_of(d, 7, workers, 1, 0);
    for (int epoch = 0; epoch < EPOCHS; ++epoch) {
      int seen[N] = {0}, moved = 0;
      run_epoch(l, order, &n);
      assert_int_equal(n, N);
      for (int64_t i = 0; i < N; ++i) {
        ++seen[order[i]];
        moved += order[i] != i;
      }
      for (int i = 0; i < N; ++i) assert_int_equal(seen[i], 1);
      assert_true(moved > N / 2);
      if (workers == 0) memcpy(first[epoch], order, sizeof order);
      else assert_memory_equal(first[epoch], order, sizeof order);
    }
  }
  assert_memory_not_equal(first[0], first[1], sizeof order);
}

static void test_seeds(void** state) {
  (void)state;
  int64_t a[50], b[50], n;
  tn_dataset_t d = numbers(50);
  tn_loader_options_t o;
  tn_loader_options_init(&o, sizeof o);
  o.shuffle = 1;
  ok(tn_manual_seed(1));
  run_epoch(tn_loader_new(d, &o), a, &n);
  run_epoch(tn_loader_new(d, &o), b, &n);
  assert_memory_not_equal(a, b, sizeof a);
  ok(tn_manual_seed(1));
  run_epoch(tn_loader_new(d, &o), b, &n);
  assert_memory_equal(a, b, sizeof a);
}

/* Batches stay as they are while they are held, however many more come. */
static void test_held_batches(void** state) {
  (void)state;
  enum { N = 64 };
  tn_tensor_t held[N][2];
  for (int64_t workers = 0; workers < 2; ++workers) {
    tn_loader_t l = loader_of(numbers(N), 1, workers, 0, 0);
    ok(tn_loader_start(l));
    for (int i = 0; i < N; ++i) assert_int_equal(tn_loader_next(l, held[i], 2), 1);
    assert_int_equal(tn_loader_next(l, held[0] + 0, 2), 0);
    for (int i = 1; i < N; ++i) expect(held[i][0], 0, i, 10 * i);
  }
}

static void test_epochs_given_up(void** state) {
  (void)state;
  int64_t order[40], n;
  for (int64_t workers = 0; workers < 3; ++workers) {
    tn_loader_t l = loader_of(numbers(40), 3, workers, 0, 0);
    for (int i = 0; i < 20; ++i) {
      tn_tensor_t batch[2];
      ok(tn_loader_start(l));
      for (int k = 0; k < i % 4; ++k) {
        assert_int_equal(tn_loader_next(l, batch, 2), 1);
        expect(tn_select(batch[0], 0, 0), 0, 3 * k, 30 * k);
      }
    }
    assert_int_equal(run_epoch(l, order, &n), 14);
    for (int64_t i = 0; i < n; ++i) assert_int_equal(order[i], i);
  }
}

/* Released with workers ahead, before the first epoch, or with handles of its batches still about. */
static void test_releases(void** state) {
  (void)state;
  for (int i = 0; i < 30; ++i) {
    tn_scope_t s = tn_scope_begin();
    tn_dataset_t d = numbers(500);
    tn_loader_t l = loader_of(d, 4, 1 + i % 3, 1, 0);
    tn_tensor_t batch[2] = {NULL, NULL};
    if (i % 5) ok(tn_loader_start(l));
    if (i % 2 && i % 5) assert_int_equal(tn_loader_next(l, batch, 2), 1);
    tn_dataset_release(d);
    tn_loader_release(l);
    if (batch[0]) assert_int_equal(tn_tensor_size(batch[0], 0), 4);
    ok(tn_scope_end(s));
  }
}

static void test_shapes(void** state) {
  (void)state;
  double values[24];
  for (int i = 0; i < 24; ++i) values[i] = i;
  tn_tensor_t t = doubles(values, TN_SHAPE(2, 3, 4), TN_FLOAT64), batch[3];
  tn_tensor_t turned = tn_transpose(t, 0, 1), flags = tn_ones(TN_SHAPE(3), TN_BOOL, TN_CPU);
  tn_tensor_t nothing = tn_zeros(TN_SHAPE(3, 0), TN_FLOAT32, TN_CPU);
  tn_loader_t l = loader_of(tn_dataset_tensors(TN_TENSORS(turned, flags, nothing)), 2, 0, 0, 0);
  ok(tn_loader_start(l));
  assert_int_equal(tn_loader_next(l, batch, 3), 1);
  expect(batch[0], 0, 0, 1, 2, 3, 12, 13, 14, 15, 4, 5, 6, 7, 16, 17, 18, 19);
  assert_int_equal(tn_tensor_dtype(batch[1]), TN_BOOL);
  assert_int_equal(tn_tensor_size(batch[2], 1), 0);
  assert_int_equal(tn_loader_next(l, batch, 3), 1);
  assert_int_equal(tn_tensor_size(batch[0], 0), 1);
  tn_loader_t empty = loader_of(numbers(0), 2, 2, 1, 0);
  ok(tn_loader_start(empty));
  assert_int_equal(tn_loader_next(empty, batch, 2), 0);
  assert_int_equal(tn_loader_length(empty), 0);
}

/* ---- datasets of the host's */

typedef struct {
  pthread_t caller;
  int64_t broken;
  int other_threads;
} host_t;

static tn_status_t get_sample(tn_call_t call, void* user_data) {
  host_t* host = user_data;
  int64_t i = tn_call_index(call, 0);
  float x[2] = {(float)i, (float)(10 * i)};
  if (!pthread_equal(pthread_self(), host->caller))
    __atomic_store_n(&host->other_threads, 1, __ATOMIC_RELAXED);
  if (i == host->broken) return tn_error_set(123, "sample is broken");
  tn_call_return(call, 0, tn_tensor_new(x, TN_FLOAT32, TN_SHAPE(2)));
  return tn_call_return(call, 1, tn_tensor_new(&i, TN_INT64, NULL, 0));
}

static int destroyed;
static void count_destroy(void* user_data) {
  (void)user_data;
  __atomic_add_fetch(&destroyed, 1, __ATOMIC_RELAXED);
}

static void test_custom(void** state) {
  (void)state;
  int64_t order[30], n;
  host_t host = {pthread_self(), -1, 0};
  destroyed = 0;
  tn_scope_t s = tn_scope_begin();
  tn_dataset_t d = tn_dataset_custom(30, 2, get_sample, &host, count_destroy);
  made(d);
  assert_int_equal(tn_dataset_length(d), 30);
  expect(tn_tensors_get(tn_dataset_get(d, 3), 0), 0, 3, 30);
  tn_loader_t l = loader_of(d, 4, 0, 0, 0);
  run_epoch(l, order, &n);
  assert_int_equal(n, 30);
  for (int64_t i = 0; i < n; ++i) assert_int_equal(order[i], i);
  host.broken = 5;
  tn_tensor_t batch[2];
  ok(tn_loader_start(l));
  assert_int_equal(tn_loader_next(l, batch, 2), 1);
  refuses(tn_loader_next(l, batch, 2), 123, "sample is broken");
  assert_null(batch[0]);
  assert_int_equal(tn_loader_next(l, batch, 2), 1);
  assert_int_equal(host.other_threads, 0);
  ok(tn_scope_end(s));
  assert_int_equal(destroyed, 1);
}

static void* lend(void* argument) {
  intptr_t status = tn_loader_work(argument);
  return (void*)status;
}

static void test_lent_threads(void** state) {
  (void)state;
  int64_t order[200], n;
  host_t host = {pthread_self(), -1, 0};
  tn_loader_t l = tn_loader_retain(loader_of(tn_dataset_custom(200, 2, get_sample, &host, NULL), 4, 0, 1, 0));
  tn_loader_t lent = tn_loader_retain(l);
  pthread_t thread;
  void* status;
  int64_t alone[200];
  run_epoch(loader_of(tn_dataset_custom(200, 2, get_sample, &host, NULL), 4, 0, 1, 0), alone, &n);
  assert_int_equal(pthread_create(&thread, NULL, lend, lent), 0);
  /* Until the thread has begun: its handle must not go before. */
  while (tn_loader_worker_count(l) == 0) sched_yield();
  tn_loader_release(lent);
  assert_int_equal(tn_loader_worker_count(l), 1);
  for (int epoch = 0; epoch < 3 || !__atomic_load_n(&host.other_threads, __ATOMIC_ACQUIRE); ++epoch) {
    run_epoch(l, order, &n);
    assert_int_equal(n, 200);
    if (epoch == 0) assert_memory_equal(order, alone, sizeof alone);
  }
  /* The scope still holds the first handle: the thread sleeps until it goes. */
  tn_loader_release(l);
  ok(tn_scope_end(test_scope));
  test_scope = tn_scope_begin();
  pthread_join(thread, &status);
  assert_int_equal((intptr_t)status, TN_OK);
}

static void test_lent_thread_that_fails(void** state) {
  (void)state;
  host_t host = {pthread_self(), 0, 0};
  tn_loader_t l = loader_of(tn_dataset_custom(8, 2, get_sample, &host, NULL), 4, 0, 0, 0);
  pthread_t thread;
  void* status;
  assert_int_equal(pthread_create(&thread, NULL, lend, l), 0);
  struct timespec wait = {0, 20000000};
  nanosleep(&wait, NULL);
  ok(tn_loader_start(l));
  pthread_join(thread, &status); /* it took the first batch, which fails */
  assert_int_equal((intptr_t)status, 123);
  tn_tensor_t batch[2];
  refuses(tn_loader_next(l, batch, 2), 123, "sample is broken");
}

/* ---- IDX */

static void write_file(const char* name, const void* bytes, size_t n) {
  FILE* f = fopen(name, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes, 1, n, f), n);
  fclose(f);
}

static const char* temporary(void) {
  static char name[256];
  return own_path(name, sizeof name, "data.idx");
}

static void test_idx(void** state) {
  (void)state;
  const char* name = temporary();
  const unsigned char images[] = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 250, 0, 7};
  write_file(name, images, sizeof images);
  tn_tensor_t t = tn_load_idx(name);
  expect(t, 0, 1, 2, 3, 250, 0, 7);
  assert_int_equal(tn_tensor_dtype(t), TN_UINT8);
  assert_int_equal(tn_tensor_ndim(t), 3);
  assert_int_equal(tn_tensor_size(t, 2), 3);
  const unsigned char shorts[] = {0, 0, 11, 1, 0, 0, 0, 2, 1, 2, 255, 254};
  write_file(name, shorts, sizeof shorts);
  expect(tn_load_idx(name), 0, 258, -2);
  const unsigned char floats[] = {0, 0, 13, 1, 0, 0, 0, 1, 0x3f, 0xc0, 0, 0};
  write_file(name, floats, sizeof floats);
  expect(tn_load_idx(name), 0, 1.5);
  const unsigned char empty[] = {0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 9};
  write_file(name, empty, sizeof empty);
  assert_int_equal(tn_tensor_numel(tn_load_idx(name)), 0);
  char command[1200];
  write_file(name, images, sizeof images);
  snprintf(command, sizeof command, "gzip -c %s > %s.gz && gzip -c /dev/null >> %s.gz", name, name, name);
  if (system(command) == 0) {
    snprintf(command, sizeof command, "%s.gz", name);
    expect(tn_load_idx(command), 0, 1, 2, 3, 250, 0, 7);
    remove(command);
  }
  remove(name);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_in_order),
      scoped(test_shuffled),
      scoped(test_seeds),
      scoped(test_held_batches),
      scoped(test_epochs_given_up),
      scoped(test_releases),
      scoped(test_shapes),
      scoped(test_custom),
      scoped(test_lent_threads),
      scoped(test_lent_thread_that_fails),
      scoped(test_idx),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
