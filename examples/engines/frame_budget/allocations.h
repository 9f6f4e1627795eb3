/* Counts what is allocated in the whole process: malloc and its kin, which operator new ends in, too, stand
   in front of the C library's here, for this program and for every library it loads. */
#ifndef FRAME_BUDGET_ALLOCATIONS_H
#define FRAME_BUDGET_ALLOCATIONS_H

#include <stdint.h>

/* How often the process has asked for memory, and how often it gave some back, since it began. */
int64_t allocations_made(void);
int64_t allocations_freed(void);

/* An allocator for tn_set_allocator, which counts on its own what the library takes through it. */
void* counted_allocate(void* count, int64_t bytes, int64_t alignment);
void counted_deallocate(void* count, void* block, int64_t bytes, int64_t alignment);

#endif
