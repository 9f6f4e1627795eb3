#pragma once
// All memory of tensors, graphs and handles: thread-local lists of freed blocks, one for each size class,
// over the host's allocator. A block that a thread gave back is the next one it gets: no lock, no system
// call, no fresh page.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

// Freed blocks must reach the sanitizer, or it can't see a use after free.
#if defined(__SANITIZE_ADDRESS__)
#  define TENON_POOL 0
#else
#  define TENON_POOL 1
#endif

namespace tenon {

constexpr size_t kBlockAlignment = 64;

// The host's functions, in place of the C library's. `allocate` returns nullptr on failure.
struct HostAllocator {
  void* (*allocate)(void* host, size_t bytes, size_t alignment);
  void (*deallocate)(void* host, void* block, size_t bytes, size_t alignment);
  void* host;
};

struct MemoryStats {
  int64_t live_blocks;     // blocks in use
  int64_t live_bytes;      // bytes in them, each rounded up to its size class
  int64_t peak_bytes;      // the most that live_bytes has been, give or take 64 KB a thread
  int64_t reserved_bytes;  // what the host's allocator has given us: in use, or kept for reuse
};

// 64-byte aligned; never nullptr. Throws std::bad_alloc when the host has no more, or the limit is reached.
void* allocate(size_t bytes);
// `bytes` as given to allocate().
void deallocate(void* block, size_t bytes) noexcept;

MemoryStats memory_stats();
void reset_peak_bytes();
// The most that may be reserved; 0: no limit. Blocks already given out stay.
void set_memory_limit(int64_t bytes);
// Gives the calling thread's freed blocks back to the host.
void trim_memory();
// nullptr: the C library's. Refused (false) while blocks from the former allocator are held.
bool set_host_allocator(const HostAllocator* allocator);
// Called when memory runs out or the limit is reached, before the request fails, so that a host can collect
// garbage.
void set_memory_pressure_callback(void (*callback)(void* data, int64_t bytes_wanted), void* data);

template <class T, class... Args>
T* create(Args&&... args) {
  void* block = allocate(sizeof(T));
  try {
    return new (block) T(std::forward<Args>(args)...);
  } catch (...) {
    deallocate(block, sizeof(T));
    throw;
  }
}

template <class T>
void destroy(T* object) noexcept {
  object->~T();
  deallocate(object, sizeof(T));
}

// ---- the inline part: what allocate() does when a freed block is at hand

namespace memory_detail {

constexpr int kSmallClasses = 16;      // 64, 128 … 1024 bytes
constexpr int kClasses = 16 + 4 * 15;  // then four a doubling, up to 32 MB

struct FreeBlock {
  FreeBlock* next;
};

struct ThreadCache {
  FreeBlock* head[kClasses] = {};
  uint32_t room[kClasses] = {};         // how many more blocks this list may keep
  std::atomic<int64_t> live_blocks{0};  // written by the owner alone, read by anyone
  std::atomic<int64_t> live_bytes{0};
  int64_t published_bytes = 0;      // the part of live_bytes that the global count has
  int64_t cached_bytes = 0;         // in lists above the small classes
  ThreadCache* previous = nullptr;  // the list of all threads' caches
  ThreadCache* next = nullptr;
};

extern thread_local ThreadCache* cache __attribute__((tls_model("initial-exec")));

void* allocate_slow(size_t bytes);
void deallocate_slow(void* block, size_t bytes) noexcept;

inline void bump(std::atomic<int64_t>& counter, int64_t by) {
  counter.store(counter.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
}

}  // namespace memory_detail

inline void* allocate(size_t bytes) {
  using namespace memory_detail;
#if TENON_POOL
  size_t c = (bytes + 63) / 64 - (bytes != 0);
  ThreadCache* mine = cache;
  if (c < kSmallClasses && mine) [[likely]] {
    if (FreeBlock* block = mine->head[c]) [[likely]] {
      mine->head[c] = block->next;
      ++mine->room[c];
      bump(mine->live_blocks, 1);
      bump(mine->live_bytes, static_cast<int64_t>((c + 1) * 64));
      return block;
    }
  }
#endif
  return allocate_slow(bytes);
}

inline void deallocate(void* block, size_t bytes) noexcept {
  using namespace memory_detail;
#if TENON_POOL
  size_t c = (bytes + 63) / 64 - (bytes != 0);
  ThreadCache* mine = cache;
  if (c < kSmallClasses && mine && mine->room[c]) [[likely]] {
    FreeBlock* freed = static_cast<FreeBlock*>(block);
    freed->next = mine->head[c];
    mine->head[c] = freed;
    --mine->room[c];
    bump(mine->live_blocks, -1);
    bump(mine->live_bytes, -static_cast<int64_t>((c + 1) * 64));
    return;
  }
#endif
  deallocate_slow(block, bytes);
}

}  // namespace tenon
