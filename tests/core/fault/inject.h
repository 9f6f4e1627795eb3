#pragma once
// Makes one request for memory fail, or that one and all after it: each malloc and operator new of the
// library, each thread that it starts, and each block that it asks of the host's allocator. For a test of one
// file, which names the C library's functions in its first lines (// wrap: malloc …), so that the linker
// sends them here.
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include <atomic>
#include <new>

#include "core/base/memory.h"

namespace inject {

inline std::atomic<int64_t> requests{0};     // since the last arming
inline std::atomic<int64_t> failing{-1};     // the number of the one that fails; -1: none
inline std::atomic<bool> from_there{false};  // and all after it
inline std::atomic<bool> fired{false};
inline std::atomic<int64_t> blocks{0}, host_bytes{0};  // not given back
// Without the pool every block of the library comes from the host, so that each can fail.
inline std::atomic<bool> pooled{false};

inline void arm(int64_t which, bool all_after) {
  requests = 0;
  fired = false;
  from_there = all_after;
  failing = which;
}
inline void disarm() { failing = -1; }

inline bool fails() {
  int64_t wanted = failing.load(std::memory_order_relaxed);
  if (wanted < 0) return false;
  int64_t mine = requests.fetch_add(1);
  if (mine != wanted && !(from_there && mine > wanted)) return false;
  fired = true;
  return true;
}

inline void* counted(void* block) {
  if (block) ++blocks;
  return block;
}

}  // namespace inject

// ---- the C library's

extern "C" {
void* __real_malloc(size_t bytes);
void* __real_calloc(size_t count, size_t bytes);
void* __real_realloc(void* block, size_t bytes);
void __real_free(void* block);
int __real_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                          void* arg);

void* __wrap_malloc(size_t bytes) {
  // A thread's lists of freed blocks: it does without them where it finds no memory for them.
  if (bytes == sizeof(tenon::memory_detail::ThreadCache) && !inject::pooled) return nullptr;
  return inject::fails() ? nullptr : inject::counted(__real_malloc(bytes));
}
void* __wrap_calloc(size_t count, size_t bytes) {
  return inject::fails() ? nullptr : inject::counted(__real_calloc(count, bytes));
}
void* __wrap_realloc(void* block, size_t bytes) {
  if (inject::fails()) return nullptr;
  return block ? __real_realloc(block, bytes) : inject::counted(__real_malloc(bytes));
}
void __wrap_free(void* block) {
  if (block) --inject::blocks;
  __real_free(block);
}
int __wrap_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                          void* arg) {
  return inject::fails() ? EAGAIN : __real_pthread_create(thread, attributes, run, arg);
}
}

// ---- C++'s

static void* new_block(size_t bytes) {
  if (inject::fails()) throw std::bad_alloc();
  if (void* block = inject::counted(__real_malloc(bytes ? bytes : 1))) return block;
  throw std::bad_alloc();
}
void* operator new(size_t bytes) { return new_block(bytes); }
void* operator new[](size_t bytes) { return new_block(bytes); }
void* operator new(size_t bytes, const std::nothrow_t&) noexcept {
  return inject::fails() ? nullptr : inject::counted(__real_malloc(bytes ? bytes : 1));
}
void operator delete(void* block) noexcept { __wrap_free(block); }
void operator delete[](void* block) noexcept { __wrap_free(block); }
void operator delete(void* block, size_t) noexcept { __wrap_free(block); }
void operator delete[](void* block, size_t) noexcept { __wrap_free(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { __wrap_free(block); }

// ---- the host's: for tn_set_allocator

static void* host_allocate(void*, int64_t bytes, int64_t alignment) {
  // The library asks twice: it gives back what it keeps for later in between.
  static thread_local bool again = false;
  if (again || inject::fails()) {
    again = !again;
    return nullptr;
  }
  void* block = aligned_alloc(static_cast<size_t>(alignment), static_cast<size_t>(bytes));
  if (block) inject::host_bytes += bytes;
  return block;
}
static void host_deallocate(void*, void* block, int64_t bytes, int64_t) {
  inject::host_bytes -= bytes;
  __real_free(block);
}
