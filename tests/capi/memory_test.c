// labels: hostile
// Where memory comes from: the host's allocator, statistics, a limit and what is asked when it is reached,
// and that running out is an error like any other, after which all goes on.
#include <pthread.h>

#include "tests/capi/fixture.h"

/* Beside the address sanitizer every block goes back at once. */
#ifdef __SANITIZE_ADDRESS__
enum { kPooled = 0 };
#else
enum { kPooled = 1 };
#endif

static tn_memory_stats_t stats(void) {
  tn_memory_stats_t s;
  ok(tn_get_memory_stats(TN_CPU, &s, sizeof s));
  return s;
}

static tn_tensor_t megabytes(int64_t n) {
  const int64_t size = n << 20;
  return tn_zeros(&size, 1, TN_UINT8, TN_CPU);
}

/* ---- the host's allocator: tried first, while no block is held */

struct host {
  int64_t blocks, bytes, calls, misaligned, wrong;
  int refuse, destroyed;
};

static void* host_allocate(void* user_data, int64_t bytes, int64_t alignment) {
  struct host* host = user_data;
  ++host->calls;
  if (host->refuse) return NULL;
  char* block = malloc((size_t)(bytes + 2 * alignment));
  if (!block) return NULL;
  char* aligned = block + alignment;
  aligned -= (uintptr_t)aligned % (uintptr_t)alignment;
  if (aligned - block < (ptrdiff_t)sizeof(char*)) aligned += alignment;
  memcpy(aligned - sizeof block, &block, sizeof block);
  host->misaligned += alignment < 64;
  ++host->blocks;
  host->bytes += bytes;
  return aligned;
}

static void host_deallocate(void* user_data, void* aligned, int64_t bytes, int64_t alignment) {
  struct host* host = user_data;
  (void)alignment;
  --host->blocks;
  host->bytes -= bytes;
  char* block;
  memcpy(&block, (char*)aligned - sizeof block, sizeof block);
  free(block);
}

static void host_destroyed(void* user_data) { ++((struct host*)user_data)->destroyed; }

static void test_allocator_of_the_host(void** state) {
  (void)state;
  static struct host host;
  ok(tn_memory_trim(TN_CPU));
  ok(tn_set_allocator(host_allocate, host_deallocate, &host, host_destroyed));
  tn_tensor_t x = megabytes(3), y = tn_add(x, x);
  made(y);
  assert_true(host.calls > 0 && host.bytes >= 6 << 20);
  assert_int_equal(host.misaligned, 0);
  assert_int_equal(stats().reserved_bytes, host.bytes);

  struct host other = {0};
  assert_int_equal(tn_set_allocator(host_allocate, host_deallocate, &other, host_destroyed), TN_ERR_STATE);
  assert_null(missing_part(tn_error_message(), "tn_set_allocator|held"));
  assert_int_equal(other.destroyed, 1);
  assert_int_equal(tn_set_allocator(NULL, NULL, NULL, NULL), TN_ERR_STATE);

  host.refuse = 1;
  tn_error_clear();
  assert_null(megabytes(40));
  assert_int_equal(tn_error_code(), TN_ERR_MEMORY);
  assert_null(missing_part(tn_error_message(), "tn_zeros|memory"));
  host.refuse = 0;
  tn_error_clear();
  tn_tensor_release(x);
  tn_tensor_release(y);
  ok(tn_memory_trim(TN_DEVICE_DEFAULT));
  assert_int_equal(host.blocks, 0);
  assert_int_equal(host.bytes, 0);
  assert_int_equal(host.destroyed, 0);
  ok(tn_set_allocator(NULL, NULL, NULL, NULL));
  assert_int_equal(host.destroyed, 1);
}

/* ---- statistics */

static void test_statistics(void** state) {
  (void)state;
  ok(tn_memory_reset_peak(TN_CPU));
  tn_memory_stats_t before = stats();
  assert_int_equal(before.struct_size, sizeof before);
  tn_tensor_t x = megabytes(8);
  tn_memory_stats_t with = stats();
  assert_true(with.live_bytes - before.live_bytes >= 8 << 20);
  assert_true(with.live_bytes - before.live_bytes < 11 << 20);  // rounded up to its size class
  assert_true(with.live_count > before.live_count);
  assert_true(with.reserved_bytes >= with.live_bytes);
  assert_int_equal(with.live_count, tn_live_count());
  tn_tensor_release(x);
  tn_memory_stats_t after = stats();
  assert_int_equal(after.live_bytes, before.live_bytes);
  assert_int_equal(after.live_count, before.live_count);
  assert_true(after.peak_bytes >= with.live_bytes);
  if (kPooled) assert_true(after.reserved_bytes >= with.reserved_bytes);
  ok(tn_memory_trim(TN_CPU));
  assert_true(stats().reserved_bytes <= with.reserved_bytes - (8 << 20));
  ok(tn_memory_reset_peak(TN_DEVICE_DEFAULT));
  assert_int_equal(stats().peak_bytes, stats().live_bytes);
}

static void test_statistics_of_other_sizes(void** state) {
  (void)state;
  struct {
    tn_memory_stats_t known;
    int64_t later;
  } s;
  made(megabytes(1));
  memset(&s, 0x55, sizeof s);
  ok(tn_get_memory_stats(TN_CPU, &s.known, offsetof(tn_memory_stats_t, reserved_bytes)));
  assert_true(s.known.reserved_bytes == 0x5555555555555555);
  assert_int_equal(s.known.struct_size, offsetof(tn_memory_stats_t, reserved_bytes));
  ok(tn_get_memory_stats(TN_CPU, &s.known, sizeof s));
  assert_true(s.later == 0 && s.known.reserved_bytes > 0);
}

static void* of_another_thread(void* kept) {
  tn_tensor_t* out = kept;
  for (int i = 0; i < 100; ++i) tn_tensor_release(megabytes(1));
  *out = megabytes(4);
  return NULL;
}

static void test_statistics_of_threads(void** state) {
  (void)state;
  int64_t before = stats().live_bytes, reserved = stats().reserved_bytes;
  pthread_t thread;
  tn_tensor_t kept = NULL;
  assert_int_equal(pthread_create(&thread, NULL, of_another_thread, &kept), 0);
  pthread_join(thread, NULL);
  made(kept);
  assert_true(stats().live_bytes - before >= 4 << 20);
  assert_true(stats().live_bytes - before < 6 << 20);
  assert_true(stats().reserved_bytes - reserved < 6 << 20);  // its pool went with it
  tn_tensor_release(kept);
  assert_int_equal(stats().live_bytes, before);
}

static void test_blocks_are_used_again(void** state) {
  (void)state;
  if (!kPooled) skip();
  tn_tensor_t x = megabytes(2);
  void* memory = tn_tensor_data(x);
  tn_tensor_release(x);
  int64_t reserved = stats().reserved_bytes;
  x = megabytes(2);
  assert_ptr_equal(tn_tensor_data(x), memory);
  assert_int_equal(stats().reserved_bytes, reserved);
}

/* ---- running out */

static void test_limit(void** state) {
  (void)state;
  ok(tn_memory_trim(TN_CPU));
  ok(tn_set_memory_limit(stats().reserved_bytes + (16 << 20)));
  tn_tensor_t x = megabytes(8);
  made(x);
  refuses(megabytes(12), TN_ERR_MEMORY, "tn_zeros|memory");
  refuses(tn_repeat(x, TN_SHAPE(2)), TN_ERR_MEMORY, "tn_repeat|memory");
  refuses(tn_arange(0, 4e6, 1, TN_FLOAT64, TN_CPU), TN_ERR_MEMORY, "tn_arange");
  assert_int_equal(((uint8_t*)tn_tensor_data(x))[8 << 20 >> 1], 0);  // what there was is as it was
  tn_tensor_release(x);
  made(megabytes(12));
  ok(tn_set_memory_limit(0));
  made(megabytes(40));
}

/* Refused in the middle of a step with a graph: nothing is left over, and the next step works. */
static void test_limit_in_a_step(void** state) {
  (void)state;
  tn_tensor_t w = tn_ones(TN_SHAPE(256, 256), TN_FLOAT32, TN_CPU);
  ok(tn_requires_grad_(w, 1));
  int refused = 0, done = 0;
  tn_scope_t first = tn_scope_begin();
  ok(tn_backward(tn_sum(w)));
  ok(tn_scope_end(first));
  ok(tn_tensor_set_grad(w, TN_NONE));
  int64_t before = tn_live_count();
  for (int64_t room = 0; room < 40; ++room) {
    tn_scope_t s = tn_scope_begin();
    tn_error_clear();
    ok(tn_memory_trim(TN_CPU));
    ok(tn_set_memory_limit(stats().reserved_bytes + (room << 17)));
    tn_status_t status = tn_backward(tn_sum(tn_exp(tn_matmul(tn_relu(tn_mul(w, w)), w))));
    ok(tn_set_memory_limit(0));
    if (status) assert_int_equal(status, TN_ERR_MEMORY);
    if (status) ++refused;
    else ++done;
    ok(tn_tensor_set_grad(w, TN_NONE));
    ok(tn_scope_end(s));
    assert_int_equal(tn_live_count(), before);
  }
  assert_true(refused > 3 && done > 3);
}

static void test_more_than_there_is(void** state) {
  (void)state;
  refuses(tn_empty(TN_SHAPE((int64_t)1 << 50), TN_FLOAT64, TN_CPU), TN_ERR_MEMORY, "tn_empty|memory");
  refuses(tn_contiguous(tn_expand(tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU), TN_SHAPE((int64_t)1 << 50))),
          TN_ERR_MEMORY, "tn_contiguous|memory");
  made(megabytes(1));
}

/* ---- pressure */

struct garbage {
  tn_tensor_t held;
  int64_t asked, wanted;
  tn_status_t answer;
  int destroyed;
};

static tn_status_t collect(tn_call_t call, void* user_data) {
  struct garbage* garbage = user_data;
  ++garbage->asked;
  garbage->wanted = tn_call_bytes(call);
  tn_tensor_release(garbage->held);
  garbage->held = NULL;
  return garbage->answer;
}

static void no_longer_needed(void* user_data) { ++((struct garbage*)user_data)->destroyed; }

static void test_pressure(void** state) {
  (void)state;
  struct garbage garbage = {0};
  tn_scope_t pause = tn_scope_pause();
  ok(tn_memory_trim(TN_CPU));
  garbage.held = megabytes(10);
  ok(tn_set_memory_limit(stats().reserved_bytes + (2 << 20)));
  ok(tn_set_memory_pressure(collect, &garbage, no_longer_needed));
  tn_tensor_t x = megabytes(9);  // fits when the other is gone
  made(x);
  assert_int_equal(garbage.asked, 1);
  assert_true(garbage.wanted >= 9 << 20);
  refuses(megabytes(9), TN_ERR_MEMORY, "tn_zeros|memory");
  assert_int_equal(garbage.asked, 2);
  garbage.answer = 77;
  refuses(megabytes(9), 77, "pressure");  // its status comes out
  tn_tensor_release(x);
  ok(tn_set_memory_pressure(NULL, NULL, NULL));
  assert_int_equal(garbage.destroyed, 1);
  ok(tn_set_memory_limit(0));
  tn_scope_resume(pause);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_allocator_of_the_host),
      scoped(test_statistics),
      scoped(test_statistics_of_other_sizes),
      scoped(test_statistics_of_threads),
      scoped(test_blocks_are_used_again),
      scoped(test_limit),
      scoped(test_limit_in_a_step),
      scoped(test_more_than_there_is),
      scoped(test_pressure),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
