/**
 * tenon/memory.h: where memory comes from, how much, and what happens when there is none.
 *
 * Blocks are pooled: a block that is given up is kept for the next tensor of its size. All settings here are
 * the process's.
 */
#ifndef TENON_MEMORY_H
#define TENON_MEMORY_H

#include <tenon/callback.h>
#include <tenon/common.h>
#include <tenon/device.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the host's own allocator ---- */

/**
 * Gives a block, or NULL. alignment is a power of two. Called on any thread, and on hot paths: therefore
 * these two have a shape of their own, where every other callback has tn_callback_t. They must not call the
 * library.
 */
typedef void* (*tn_allocate_t)(void* user_data, int64_t bytes, int64_t alignment);
/** Takes a block back; bytes and alignment are what was asked for. */
typedef void (*tn_deallocate_t)(void* user_data, void* block, int64_t bytes, int64_t alignment);

/**
 * Tensors' memory on the CPU comes from the host from here on. Both functions, or both NULL for the library's
 * own. Call it before any tensor is made: TN_ERR_STATE where blocks are in use. The pool then asks the host
 * for its blocks; tn_memory_trim gives back those it holds.
 */
TN_API tn_status_t tn_set_allocator(tn_allocate_t allocate, tn_deallocate_t deallocate, void* user_data,
                                    tn_destroy_t destroy);

/* ---- limits ---- */

/**
 * The most bytes that the library may hold from the system on the CPU, in use or pooled; 0 for no limit, as
 * at first. A call that would pass it asks the callback below, then fails with TN_ERR_MEMORY. What is held
 * already stays.
 */
TN_API tn_status_t tn_set_memory_limit(int64_t bytes);

/**
 * Asked when an allocation fails or the limit is reached: a host with a garbage collector runs it and
 * releases what it found (tn_call_bytes says how much is wanted). Where it returns 0 the allocation is tried
 * once more; another status comes out of the call that wanted the memory. It runs on the thread of that call,
 * must release rather than make, and is not asked again while it runs. NULL removes it.
 */
TN_API tn_status_t tn_set_memory_pressure(tn_callback_t pressure, void* user_data, tn_destroy_t destroy);

/**
 * Gives blocks that nobody uses back to the system: on the CPU those that the calling thread has pooled.
 * PyTorch: torch.cuda.empty_cache.
 */
TN_API tn_status_t tn_memory_trim(tn_device_t device);

/* ---- statistics ---- */

typedef struct tn_memory_stats {
  size_t struct_size;
  int64_t live_bytes;     /**< bytes in blocks that are in use */
  int64_t peak_bytes;     /**< the most that was since tn_memory_reset_peak */
  int64_t reserved_bytes; /**< bytes held from the system, in use or pooled */
  int64_t live_count;     /**< blocks in use */
} tn_memory_stats_t;

/**
 * Fills as much of stats as size covers, and struct_size with it; TN_DEVICE_DEFAULT is the CPU. Not the name
 * of the struct, for no function bears that of a struct tag.
 */
TN_API tn_status_t tn_get_memory_stats(tn_device_t device, tn_memory_stats_t* stats, size_t size);

/** Lets the peak begin again at what is live now. PyTorch: torch.cuda.reset_peak_memory_stats. */
TN_API tn_status_t tn_memory_reset_peak(tn_device_t device);

/**
 * How many objects of the library are alive in the process, on all threads: tensors, storages, nodes of
 * graphs, modules and everything else that handles lead to. A program that releases what it makes ends where
 * it began.
 */
TN_API int64_t tn_live_count(void);

#ifdef __cplusplus
}
#endif
#endif
