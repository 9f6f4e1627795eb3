#include "examples/engines/frame_budget/allocations.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

/* glibc's own, which its malloc and the rest are names of. */
extern void* __libc_malloc(size_t bytes);
extern void* __libc_calloc(size_t count, size_t bytes);
extern void* __libc_realloc(void* block, size_t bytes);
extern void* __libc_memalign(size_t alignment, size_t bytes);
extern void __libc_free(void* block);

static int64_t made, freed;

static void count(int64_t* counter) { __atomic_add_fetch(counter, 1, __ATOMIC_RELAXED); }

void* malloc(size_t bytes) {
  count(&made);
  return __libc_malloc(bytes);
}

void* calloc(size_t n, size_t bytes) {
  count(&made);
  return __libc_calloc(n, bytes);
}

void* realloc(void* block, size_t bytes) {
  count(&made);
  return __libc_realloc(block, bytes);
}

void* memalign(size_t alignment, size_t bytes) {
  count(&made);
  return __libc_memalign(alignment, bytes);
}

void* aligned_alloc(size_t alignment, size_t bytes) { return memalign(alignment, bytes); }

int posix_memalign(void** block, size_t alignment, size_t bytes) {
  void* got = memalign(alignment, bytes);
  if (!got) return ENOMEM;
  *block = got;
  return 0;
}

void free(void* block) {
  if (block) count(&freed);
  __libc_free(block);
}

int64_t allocations_made(void) { return __atomic_load_n(&made, __ATOMIC_RELAXED); }
int64_t allocations_freed(void) { return __atomic_load_n(&freed, __ATOMIC_RELAXED); }

void* counted_allocate(void* counter, int64_t bytes, int64_t alignment) {
  count(counter);
  return __libc_memalign((size_t)alignment, (size_t)bytes);
}

void counted_deallocate(void* counter, void* block, int64_t bytes, int64_t alignment) {
  (void)counter, (void)bytes, (void)alignment;
  __libc_free(block);
}
