#include "core/base/memory.h"

#include <stdlib.h>

#include <mutex>

#include "core/base/os.h"

namespace tenon {

using namespace memory_detail;

thread_local ThreadCache* memory_detail::cache = nullptr;

namespace {

constexpr uint32_t kSmallBlocksKept = 1024;              // a class, a thread
constexpr int64_t kLargeBytesKept = int64_t{256} << 20;  // a thread: training reuses its activations
constexpr int64_t kPublishBytes = 64 << 10;

std::mutex lock;  // guards the list of caches, `retired` and the host's allocator
ThreadCache* all_caches = nullptr;
MemoryStats retired{};  // what threads that are gone left; their counts may be negative
std::atomic<int64_t> published_bytes{0}, peak_bytes{0}, reserved_bytes{0}, limit_bytes{0};
std::atomic<int64_t> orphan_blocks{0}, orphan_bytes{0};  // counted where a thread has no cache any more

void* c_allocate(void*, size_t bytes, size_t alignment) { return aligned_alloc(alignment, bytes); }
void c_deallocate(void*, void* block, size_t, size_t) { free(block); }
HostAllocator host{c_allocate, c_deallocate, nullptr};
std::atomic<void (*)(void*, int64_t)> pressure{nullptr};
std::atomic<void*> pressure_data{nullptr};

int size_class(size_t bytes) {
  if (bytes <= 1024) return bytes ? static_cast<int>((bytes - 1) / 64) : 0;
  int log2 = 63 - __builtin_clzll(bytes - 1);  // 2^log2 < bytes <= 2^(log2+1)
  int quarter = static_cast<int>((bytes - 1) >> (log2 - 2)) & 3;
  int c = kSmallClasses + 4 * (log2 - 10) + quarter;
  return c < kClasses ? c : -1;
}

size_t class_bytes(int c) {
  if (c < kSmallClasses) return static_cast<size_t>(c + 1) * 64;
  int log2 = 10 + (c - kSmallClasses) / 4, quarter = (c - kSmallClasses) % 4;
  return (size_t{1} << log2) + static_cast<size_t>(quarter + 1) * (size_t{1} << (log2 - 2));
}

// What a request really takes: whole multiples of the alignment, as aligned_alloc wants.
size_t block_bytes(size_t bytes) {
  int c = size_class(bytes);
  return c >= 0 ? class_bytes(c) : (bytes + kBlockAlignment - 1) / kBlockAlignment * kBlockAlignment;
}

void give_to_host(void* block, size_t bytes) {
  host.deallocate(host.host, block, bytes, kBlockAlignment);
  reserved_bytes.fetch_sub(static_cast<int64_t>(bytes), std::memory_order_relaxed);
}

void raise_peak(int64_t now) {
  int64_t peak = peak_bytes.load(std::memory_order_relaxed);
  while (now > peak && !peak_bytes.compare_exchange_weak(peak, now, std::memory_order_relaxed)) {}
}

void publish(ThreadCache* mine) {
  int64_t bytes = mine->live_bytes.load(std::memory_order_relaxed), delta = bytes - mine->published_bytes;
  mine->published_bytes = bytes;
  raise_peak(published_bytes.fetch_add(delta, std::memory_order_relaxed) + delta);
}

void count(ThreadCache* mine, int64_t blocks, int64_t bytes) {
  if (!mine) {
    orphan_blocks.fetch_add(blocks, std::memory_order_relaxed);
    orphan_bytes.fetch_add(bytes, std::memory_order_relaxed);
    return;
  }
  bump(mine->live_blocks, blocks);
  bump(mine->live_bytes, bytes);
  int64_t unpublished = mine->live_bytes.load(std::memory_order_relaxed) - mine->published_bytes;
  if (unpublished > kPublishBytes || unpublished < -kPublishBytes) publish(mine);
}

void empty(ThreadCache* mine) {
  for (int c = 0; c < kClasses; ++c) {
    while (FreeBlock* block = mine->head[c]) {
      mine->head[c] = block->next;
      ++mine->room[c];
      give_to_host(block, class_bytes(c));
    }
  }
  mine->cached_bytes = 0;
}

thread_local bool gone __attribute__((tls_model("initial-exec"))) =
    false;  // the thread has no cache any more

// Folds a thread's cache into the totals when the thread ends. Blocks that it frees later go to the host at
// once.
void drop_cache() {
  ThreadCache* mine = std::exchange(cache, nullptr);
  gone = true;
  if (!mine) return;
  empty(mine);
  publish(mine);
  {
    std::lock_guard<std::mutex> hold(lock);
    retired.live_blocks += mine->live_blocks.load(std::memory_order_relaxed);
    retired.live_bytes += mine->live_bytes.load(std::memory_order_relaxed);
    (mine->previous ? mine->previous->next : all_caches) = mine->next;
    if (mine->next) mine->next->previous = mine->previous;
  }
  free(mine);
}
os::AtThreadExit at_exit(drop_cache);

ThreadCache* make_cache() {
  if (gone || !at_exit.arm()) return nullptr;
  void* block = malloc(sizeof(ThreadCache));
  if (!block) return nullptr;  // no cache is slower, not wrong
  auto* mine = new (block) ThreadCache;
  for (int c = 0; c < kClasses; ++c) mine->room[c] = c < kSmallClasses ? kSmallBlocksKept : 1u << 20;
  {
    std::lock_guard<std::mutex> hold(lock);
    mine->next = all_caches;
    if (all_caches) all_caches->previous = mine;
    all_caches = mine;
  }
  return cache = mine;
}

void* take_from_host(size_t bytes) {
  int64_t wanted = static_cast<int64_t>(bytes);
  int64_t limit = limit_bytes.load(std::memory_order_relaxed);
  int64_t now = reserved_bytes.fetch_add(wanted, std::memory_order_relaxed) + wanted;
  if (!limit || now <= limit) {
    if (void* block = host.allocate(host.host, bytes, kBlockAlignment)) return block;
  }
  reserved_bytes.fetch_sub(wanted, std::memory_order_relaxed);
  return nullptr;
}

}  // namespace

void* memory_detail::allocate_slow(size_t bytes) {
  if (bytes > static_cast<size_t>(INT64_MAX) / 2) throw std::bad_alloc();
  ThreadCache* mine = cache ? cache : make_cache();
  size_t rounded = block_bytes(bytes);
#if TENON_POOL
  int c = size_class(bytes);
  if (mine && c >= 0 && mine->head[c]) {
    FreeBlock* block = mine->head[c];
    mine->head[c] = block->next;
    ++mine->room[c];
    if (c >= kSmallClasses) mine->cached_bytes -= static_cast<int64_t>(rounded);
    count(mine, 1, static_cast<int64_t>(rounded));
    return block;
  }
#endif
  void* block = take_from_host(rounded);
  if (!block) {
    if (auto* callback = pressure.load()) callback(pressure_data.load(), static_cast<int64_t>(rounded));
    trim_memory();
    block = take_from_host(rounded);
    if (!block) throw std::bad_alloc();
  }
  count(mine, 1, static_cast<int64_t>(rounded));
  return block;
}

void memory_detail::deallocate_slow(void* block, size_t bytes) noexcept {
  ThreadCache* mine = cache ? cache : make_cache();
  size_t rounded = block_bytes(bytes);
  count(mine, -1, -static_cast<int64_t>(rounded));
#if TENON_POOL
  int c = size_class(bytes);
  int64_t kept = c >= kSmallClasses ? static_cast<int64_t>(rounded) : 0;
  if (mine && c >= 0 && mine->room[c] && mine->cached_bytes + kept <= kLargeBytesKept) {
    auto* freed = static_cast<FreeBlock*>(block);
    freed->next = mine->head[c];
    mine->head[c] = freed;
    --mine->room[c];
    mine->cached_bytes += kept;
    return;
  }
#endif
  give_to_host(block, rounded);
}

MemoryStats memory_stats() {
  std::lock_guard<std::mutex> hold(lock);
  MemoryStats s = retired;
  s.live_blocks += orphan_blocks.load(std::memory_order_relaxed);
  s.live_bytes += orphan_bytes.load(std::memory_order_relaxed);
  for (ThreadCache* c = all_caches; c; c = c->next) {
    s.live_blocks += c->live_blocks.load(std::memory_order_relaxed);
    s.live_bytes += c->live_bytes.load(std::memory_order_relaxed);
  }
  raise_peak(s.live_bytes);
  s.peak_bytes = peak_bytes.load(std::memory_order_relaxed);
  s.reserved_bytes = reserved_bytes.load(std::memory_order_relaxed);
  return s;
}

void reset_peak_bytes() {
  peak_bytes.store(0, std::memory_order_relaxed);
  memory_stats();
}

void set_memory_limit(int64_t bytes) { limit_bytes.store(bytes, std::memory_order_relaxed); }

void trim_memory() {
  if (cache) empty(cache);
}

bool set_host_allocator(const HostAllocator* allocator) {
  trim_memory();
  std::lock_guard<std::mutex> hold(lock);
  if (reserved_bytes.load(std::memory_order_relaxed) != 0) return false;
  host = allocator ? *allocator : HostAllocator{c_allocate, c_deallocate, nullptr};
  return true;
}

void set_memory_pressure_callback(void (*callback)(void*, int64_t), void* data) {
  pressure_data.store(data);
  pressure.store(callback);
}

}  // namespace tenon
