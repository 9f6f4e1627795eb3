/* A library that comes and goes with a plugin: loaded, used and let go a hundred times it leaves no memory
 * behind, and a thread that has used it may end after it was let go. Usage: reload_test LIBRARY */
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>

#include "examples/engines/plugin/calls.h"

enum { TIMES = 100, FIRST = 20 };

static calls_t tn;
static pthread_barrier_t used, left;

/* Tensors large and small, a module, an error that is left there, all in a scope. */
static int use(void) {
  static const float numbers[64 * 64];
  tn_scope_t s = tn.scope_begin();
  tn_tensor_t x = tn.tensor_new(numbers, TN_FLOAT32, TN_SHAPE(64, 64));
  double loss = tn.item(tn.mse_loss(tn.module_forward(tn.nn_linear(64, 64, 1), x), x));
  int refused = !tn.module_new("Nothing", NULL) && *tn.error_message();
  tn.scope_end(s);
  return loss > 0 && refused;
}

static void* outlive(void* arg) {
  *(int*)arg = use();
  pthread_barrier_wait(&used);
  pthread_barrier_wait(&left);
  return NULL;
}

static int load_and_use(const char* path) {
  const char* why = calls_load(&tn, path);
  if (why) fprintf(stderr, "reload_test: %s\n", why);
  if (why || !use()) return 0;
  calls_unload();
  return 1;
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  size_t before = 0;
  for (int i = 0; i < TIMES; i++) {
    if (i == FIRST) before = mallinfo2().uordblks;
    if (!load_and_use(argv[1])) return 1;
  }
  size_t after = mallinfo2().uordblks, grown = after > before ? after - before : 0;
  printf("%d more times left %zu bytes\n", TIMES - FIRST, grown);
  if (grown > 64 * (TIMES - FIRST)) return 1;

  pthread_t thread;
  int worked = 0;
  pthread_barrier_init(&used, NULL, 2);
  pthread_barrier_init(&left, NULL, 2);
  if (calls_load(&tn, argv[1]) || pthread_create(&thread, NULL, outlive, &worked)) return 1;
  pthread_barrier_wait(&used);
  calls_unload();
  pthread_barrier_wait(&left);
  pthread_join(thread, NULL);
  return !worked;
}
