// Threads that record and walk graphs of their own at once: with leaves of their own, with a leaf that all
// read and none writes, and with a shared leaf under the caller's lock.
// labels: threads
#include <pthread.h>

#include "tests/capi/autograd.h"

enum { kThreads = 4, kRounds = 200 };

static tn_tensor_t shared_leaf, shared_input;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

// No cmocka here: it is the main thread's. NULL is success.
static void* with_own_leaves(void* unused) {
  (void)unused;
  for (int round = 0; round < kRounds; ++round) {
    tn_scope_t s = tn_scope_begin();
    tn_tensor_t w = tn_full(TN_SHAPE(8), 2, TN_FLOAT64, TN_CPU);
    if (tn_requires_grad_(w, 1)) return "requires_grad";
    tn_tensor_t y = w;
    for (int i = 0; i < 10; ++i) y = tn_mul(tn_sigmoid(y), tn_slice(shared_input, 0, 0, 8, 1));
    if (tn_backward(tn_sum(y))) return "backward";
    tn_tensor_t z = tn_sum(tn_mul(w, tn_mul(w, shared_input)));
    if (tn_item(tn_sum(tn_tensors_get(tn_grad(TN_TENSORS(z), TN_TENSORS(w), 1, 0), 0))) != 8 * 2 * 2 * 3)
      return "grad";
    tn_scope_end(s);
  }
  return NULL;
}

// Graphs from a leaf that requires a gradient: recorded and dropped by all, walked by grad, which writes
// nothing that is shared.
static void* with_a_shared_leaf(void* unused) {
  (void)unused;
  for (int round = 0; round < kRounds; ++round) {
    tn_scope_t s = tn_scope_begin();
    tn_tensor_t y = tn_sum(tn_mul(shared_leaf, tn_exp(shared_leaf)));
    tn_tensor_t g = tn_tensors_get(tn_grad(TN_TENSORS(y), TN_TENSORS(shared_leaf), 0, 0), 0);
    if (tn_item(tn_sum(g)) != 8) return "grad";
    tn_tensor_t z = tn_sum(tn_mul(shared_leaf, shared_input));
    pthread_mutex_lock(&lock);
    tn_status_t status = tn_backward(z);
    pthread_mutex_unlock(&lock);
    if (status) return "backward";
    tn_scope_end(s);
  }
  return NULL;
}

// One thread makes graphs, another gives up their last handles.
static tn_tensor_t handed_over[kRounds];

static void* gives_up(void* unused) {
  (void)unused;
  for (int i = 0; i < kRounds; ++i) tn_tensor_release(handed_over[i]);
  return NULL;
}

static void run(void* (*body)(void*), int count) {
  pthread_t threads[kThreads];
  for (int i = 0; i < count; ++i) assert_int_equal(pthread_create(&threads[i], NULL, body, NULL), 0);
  for (int i = 0; i < count; ++i) {
    void* failure;
    pthread_join(threads[i], &failure);
    if (failure) fail_msg("a thread failed in %s", (const char*)failure);
  }
}

static void test_own_leaves(void** state) {
  (void)state;
  shared_input = tn_full(TN_SHAPE(8), 3, TN_FLOAT64, TN_CPU);
  run(with_own_leaves, kThreads);
}

static void test_shared_leaf(void** state) {
  (void)state;
  shared_input = tn_full(TN_SHAPE(8), 3, TN_FLOAT64, TN_CPU);
  shared_leaf = tn_zeros(TN_SHAPE(8), TN_FLOAT64, TN_CPU);
  ok(tn_requires_grad_(shared_leaf, 1));
  run(with_a_shared_leaf, kThreads);
  assert_true(tn_item(tn_sum(tn_tensor_grad(shared_leaf))) == 8.0 * 3 * kThreads * kRounds);
}

static void test_graphs_given_up_elsewhere(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1, 2);
  for (int i = 0; i < kRounds; ++i) {
    tn_scope_t s = tn_scope_begin();
    tn_tensor_t y = x;
    for (int k = 0; k < 20; ++k) y = tn_exp(tn_neg(y));
    ok(tn_tensor_retain_grad(y));
    handed_over[i] = tn_tensor_retain(y);
    tn_scope_end(s);
  }
  run(gives_up, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      GRADIENT_TEST(test_own_leaves),
      GRADIENT_TEST(test_shared_leaf),
      GRADIENT_TEST(test_graphs_given_up_elsewhere),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
