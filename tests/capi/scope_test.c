// Who gives a handle up, and when: scopes that nest, break, are kept out of and paused; contexts that are
// swapped; and every kind of handle in all of them.
#include <pthread.h>

#include "tests/capi/fixture.h"

static tn_tensor_t fresh(void) {
  tn_tensor_t t = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  made(t);
  return t;
}

/* What is alive since the test began. */
static int64_t alive(void) { return tn_live_count() - live_before; }

static void test_end_releases_what_was_made(void** state) {
  (void)state;
  int64_t before = alive();
  tn_scope_t s = tn_scope_begin();
  for (int i = 0; i < 100; ++i) tn_add(tn_mul(fresh(), fresh()), fresh());
  assert_true(alive() > before);
  ok(tn_scope_end(s));
  assert_int_equal(alive(), before);
}

static void test_released_before_its_end(void** state) {
  (void)state;
  tn_scope_t s = tn_scope_begin();
  tn_tensor_t a = fresh(), b = fresh(), c = fresh();
  tn_tensor_release(b);  // from the middle, the end and the beginning of the list
  tn_tensor_release(c);
  tn_tensor_release(a);
  tn_tensor_release(NULL);
  tn_tensor_release(TN_NONE);
  ok(tn_scope_end(s));
}

static void test_keep(void** state) {
  (void)state;
  tn_scope_t outer = tn_scope_begin(), inner = tn_scope_begin();
  tn_tensor_t t = fresh();
  assert_ptr_equal(tn_tensor_keep(t), t);
  ok(tn_scope_end(inner));
  assert_int_equal(tn_tensor_numel(t), 2);
  assert_ptr_equal(tn_tensor_keep(t), t);  // to the scope of the test
  ok(tn_scope_end(outer));
  assert_int_equal(tn_tensor_numel(t), 2);
  assert_ptr_equal(tn_tensor_keep(TN_NONE), TN_NONE);
}

static void test_keep_out_of_all_scopes(void** state) {
  (void)state;
  tn_context_t mine = tn_context_new();
  assert_null(tn_context_swap(mine));
  tn_scope_t only = tn_scope_begin();
  tn_tensor_t t = tn_tensor_keep(fresh());
  ok(tn_scope_end(only));
  assert_int_equal(tn_tensor_numel(t), 2);
  assert_ptr_equal(tn_tensor_keep(t), t);  // it stays ours
  tn_tensor_release(t);
  assert_ptr_equal(tn_context_swap(NULL), mine);
  tn_context_release(mine);
}

static void test_retain(void** state) {
  (void)state;
  tn_scope_t s = tn_scope_begin();
  tn_tensor_t t = fresh(), further = tn_tensor_retain(t), third = tn_tensor_retain(further);
  assert_ptr_not_equal(t, further);
  assert_true(tn_tensor_is(t, further));
  ok(tn_scope_end(s));
  expect(further, 0, 1, 1);
  tn_tensor_release(further);
  expect(third, 0, 1, 1);
  tn_tensor_release(third);
  assert_ptr_equal(tn_tensor_retain(TN_NONE), TN_NONE);
}

static void test_distinct_handles(void** state) {
  (void)state;
  tn_tensor_t t = fresh(), same = tn_contiguous(t), again = tn_to(t, TN_CPU, TN_FLOAT32);
  assert_true(t != same && same != again && t != again);
  tn_tensor_release(t);
  expect(same, 0, 1, 1);
  tn_tensor_release(same);
  expect(again, 0, 1, 1);
}

/* A function in the middle of whose scopes somebody leaves. */
static void test_end_of_an_outer_scope_ends_the_inner(void** state) {
  (void)state;
  int64_t before = alive();
  tn_scope_t outer = tn_scope_begin(), inner[30];
  for (int i = 0; i < 30; ++i) {
    inner[i] = tn_scope_begin();
    fresh();
  }
  ok(tn_scope_end(outer));
  assert_int_equal(alive(), before);
  for (int i = 0; i < 30; ++i) refuses(tn_scope_end(inner[i]), TN_ERR_STATE, "tn_scope_end");
}

static void test_ended_twice(void** state) {
  (void)state;
  tn_scope_t s = tn_scope_begin();
  ok(tn_scope_end(s));
  tn_scope_t other = tn_scope_begin();  // where the former was
  tn_tensor_t t = fresh();
  refuses(tn_scope_end(s), TN_ERR_STATE, "tn_scope_end|not open");
  assert_int_equal(tn_tensor_numel(t), 2);
  ok(tn_scope_end(other));
  refuses(tn_scope_end(NULL), TN_ERR_NULL, "tn_scope_end|scope");
  refuses(tn_scope_end((tn_scope_t)(intptr_t)-1), TN_ERR_STATE, "tn_scope_end");
  refuses(tn_scope_end((tn_scope_t)(intptr_t)1), TN_ERR_STATE, "tn_scope_end");
}

static void test_modes_come_back(void** state) {
  (void)state;
  tn_scope_t s = tn_scope_begin();
  assert_true(tn_set_grad_enabled(0));
  tn_scope_t t = tn_scope_begin();
  assert_false(tn_set_inference_mode(1));
  assert_false(tn_set_grad_enabled(1));
  ok(tn_scope_end(t));
  assert_false(tn_is_grad_enabled());
  assert_false(tn_is_inference_mode_enabled());
  ok(tn_scope_end(s));
  assert_true(tn_is_grad_enabled());
}

static void test_pause(void** state) {
  (void)state;
  tn_scope_t s = tn_scope_begin(), pause = tn_scope_pause();
  tn_tensor_t mine = fresh();
  tn_scope_t nested = tn_scope_pause();
  tn_tensor_t mine_too = fresh();
  tn_scope_resume(nested);
  tn_scope_t inside = tn_scope_begin();  // a scope of its own, as a callback has
  fresh();
  tn_tensor_t kept = tn_tensor_keep(fresh());
  ok(tn_scope_end(inside));
  tn_scope_resume(pause);
  tn_scope_resume(NULL);
  fresh();
  ok(tn_scope_end(s));
  expect(mine, 0, 1, 1);
  expect(mine_too, 0, 1, 1);
  expect(kept, 0, 1, 1);
  tn_tensor_release(mine);
  tn_tensor_release(mine_too);
  tn_tensor_release(kept);
}

/* ---- every kind of handle */

static tn_status_t nothing(tn_call_t call, void* user_data) {
  (void)call;
  (void)user_data;
  return TN_OK;
}

static tn_tensors_t new_tensors(void) { return tn_tensors_new(TN_TENSORS(fresh())); }
static tn_values_t new_values(void) { return tn_op_call("neg", TN_VALUES(TN_V_TENSOR(fresh()))); }
static tn_module_t new_module(void) { return tn_nn_linear(2, 2, 1); }
static tn_optimizer_t new_optimizer(void) { return tn_sgd(tn_module_parameters(new_module()), NULL); }
static tn_dataset_t new_dataset(void) { return tn_dataset_tensors(TN_TENSORS(fresh())); }
static tn_loader_t new_loader(void) { return tn_loader_new(new_dataset(), NULL); }
static tn_function_t new_function(void) { return tn_function_new("f", 1, nothing, nothing, NULL, NULL); }
static tn_generator_t new_generator(void) { return tn_generator_new(TN_CPU); }
static tn_dict_t new_dict(void) { return tn_dict_new(); }

#define EVERY_WAY_OUT(kind)                                                \
  do {                                                                     \
    int64_t before = alive();                                              \
    tn_scope_t outer = tn_scope_begin(), inner = tn_scope_begin();         \
    tn_##kind##_t dropped = new_##kind(), early = new_##kind();            \
    tn_##kind##_t kept = new_##kind(), shared = new_##kind();              \
    made(dropped);                                                         \
    made(early);                                                           \
    made(kept);                                                            \
    tn_##kind##_release(early);                                            \
    assert_ptr_equal(tn_##kind##_keep(kept), kept);                        \
    tn_##kind##_t further = tn_##kind##_retain(shared);                    \
    made(further);                                                         \
    ok(tn_scope_end(inner));                                               \
    tn_##kind##_t of_kept = tn_##kind##_retain(kept);                      \
    made(of_kept);                                                         \
    ok(tn_scope_end(outer));                                               \
    assert_true(alive() > before);                                         \
    tn_##kind##_release(of_kept);                                          \
    tn_##kind##_release(further);                                          \
    assert_int_equal(alive(), before);                                     \
    tn_##kind##_release(NULL);                                             \
    refuses(tn_##kind##_keep(NULL), TN_ERR_NULL, "tn_" #kind "_keep");     \
    refuses(tn_##kind##_retain(NULL), TN_ERR_NULL, "tn_" #kind "_retain"); \
  } while (0)

static void test_every_kind(void** state) {
  (void)state;
  EVERY_WAY_OUT(tensors);
  EVERY_WAY_OUT(values);
  EVERY_WAY_OUT(dict);
  EVERY_WAY_OUT(module);
  EVERY_WAY_OUT(optimizer);
  EVERY_WAY_OUT(dataset);
  EVERY_WAY_OUT(loader);
  EVERY_WAY_OUT(function);
  EVERY_WAY_OUT(generator);
}

static void test_kinds_are_told_apart(void** state) {
  (void)state;
  tn_dict_t dict = tn_dict_new();
  refuses(tn_tensor_keep((tn_tensor_t)dict), TN_ERR_TYPE, "tn_tensor_keep");
  refuses(tn_tensor_retain((tn_tensor_t)dict), TN_ERR_TYPE, "tn_tensor_retain|not a tensor");
  refuses(tn_module_retain((tn_module_t)dict), TN_ERR_TYPE, "tn_module_retain|not a module");
  tn_tensor_release((tn_tensor_t)dict);  // not a tensor: left alone
  assert_int_equal(tn_dict_count(dict), 0);
}

/* ---- contexts */

static void test_fibers(void** state) {
  (void)state;
  tn_context_t fibers[2] = {tn_context_new(), tn_context_new()};
  tn_scope_t scopes[2];
  tn_tensor_t tensors[2];
  for (int i = 0; i < 2; ++i) {
    tn_context_t former = tn_context_swap(fibers[i]);
    assert_ptr_equal(former, i ? fibers[0] : NULL);
    scopes[i] = tn_scope_begin();
    tn_set_grad_enabled(i);
    tensors[i] = fresh();
  }
  refuses(tn_scope_end(scopes[0]), TN_ERR_STATE, "tn_scope_end|another");  // frees nothing
  assert_int_equal(tn_tensor_numel(tensors[0]), 2);
  tn_tensor_release(NULL);
  tn_mul(NULL, NULL);  // an error of this fiber alone
  assert_ptr_equal(tn_context_swap(fibers[0]), fibers[1]);
  assert_int_equal(tn_error_code(), TN_OK);
  assert_false(tn_is_grad_enabled());
  ok(tn_scope_end(scopes[0]));
  assert_ptr_equal(tn_context_swap(fibers[1]), fibers[0]);
  assert_int_equal(tn_error_code(), TN_ERR_NULL);
  assert_ptr_equal(tn_context_swap(NULL), fibers[1]);
  assert_true(tn_is_grad_enabled());
  tn_context_release(fibers[0]);
  tn_context_release(fibers[1]);  // with a scope open: what is in it goes, too
  tn_context_release(NULL);
}

static void* ends_elsewhere(void* scope) {
  intptr_t status = tn_scope_end(scope);
  return (void*)status;
}

static void* moves_on(void* fiber) {
  tn_context_t former = tn_context_swap(fiber);
  tn_tensor_t here = tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU);
  tn_context_swap(former);
  return here;
}

static void test_threads_have_contexts_of_their_own(void** state) {
  (void)state;
  pthread_t thread;
  void* result;
  tn_scope_t s = tn_scope_begin();
  tn_tensor_t t = fresh();
  assert_int_equal(pthread_create(&thread, NULL, ends_elsewhere, s), 0);
  pthread_join(thread, &result);
  assert_int_equal((intptr_t)result, TN_ERR_STATE);
  assert_int_equal(tn_error_code(), TN_OK);
  assert_int_equal(tn_tensor_numel(t), 2);
  ok(tn_scope_end(s));

  tn_context_t fiber = tn_context_new();
  tn_context_swap(fiber);
  s = tn_scope_begin();
  tn_context_swap(NULL);
  assert_int_equal(pthread_create(&thread, NULL, moves_on, fiber), 0);
  pthread_join(thread, &result);
  assert_int_equal(tn_tensor_numel(result), 3);
  tn_context_swap(fiber);
  ok(tn_scope_end(s));  // begun here, filled there
  tn_context_swap(NULL);
  tn_context_release(fiber);
}

/* A scope that a thread leaves open ends with the thread. */
static void* leaves_a_scope_open(void* unused) {
  (void)unused;
  tn_scope_begin();
  tn_add(tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU), tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU));
  return NULL;
}

static void test_end_of_a_thread(void** state) {
  (void)state;
  int64_t before = alive();
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, leaves_a_scope_open, NULL), 0);
  pthread_join(thread, NULL);
  assert_int_equal(alive(), before);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_end_releases_what_was_made),
      scoped(test_released_before_its_end),
      scoped(test_keep),
      scoped(test_keep_out_of_all_scopes),
      scoped(test_retain),
      scoped(test_distinct_handles),
      scoped(test_end_of_an_outer_scope_ends_the_inner),
      scoped(test_ended_twice),
      scoped(test_modes_come_back),
      scoped(test_pause),
      scoped(test_every_kind),
      scoped(test_kinds_are_told_apart),
      scoped(test_fibers),
      scoped(test_threads_have_contexts_of_their_own),
      scoped(test_end_of_a_thread),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
