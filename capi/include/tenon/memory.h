/**
 * tenon/memory.h: where memory comes from, how much there is of it, and what happens when there is none.
 *
 * Memory is pooled: a block that is given up is kept by its thread for the next tensor of its size. Running
 * out of it is an error like any other: the call fails with TN_ERR_MEMORY, and what there was stays as it
 * was.
 *
 * All settings are the process's. Threads: make them while no operator runs; statistics may be asked for at
 * any time.
 *
 * Since 0.1.
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
 * Gives a block of at least `bytes`, aligned to `alignment` (a power of two), or NULL. Called on any
 * thread, where operators are busy: therefore this and the next have shapes of their own, where all other
 * callbacks are tn_callback_t. They must not call the library.
 */
typedef void* (*tn_allocate_t)(void* user_data, int64_t bytes, int64_t alignment);

/** Takes a block back; bytes and alignment are what was asked for. */
typedef void (*tn_deallocate_t)(void* user_data, void* block, int64_t bytes, int64_t alignment);

/**
 * From here on blocks come from the host, into the pool, which tn_memory_trim empties. Both functions, or
 * both NULL for the C library's. TN_ERR_STATE while blocks from the former allocator are held: so call it
 * first of all.
 */
TN_API tn_status_t tn_set_allocator(tn_allocate_t allocate, tn_deallocate_t deallocate, void* user_data,
                                    tn_destroy_t destroy);

/* ---- limits ---- */

/**
 * The most bytes that the library may hold on the CPU, in use or pooled; 0, as at first, is no limit. A
 * call that would pass it asks the callback below, and then fails with TN_ERR_MEMORY. What is held already
 * stays.
 */
TN_API tn_status_t tn_set_memory_limit(int64_t bytes);

/**
 * Asked when an allocation fails or the limit is reached: a host with a garbage collector runs it, and
 * releases what it finds. tn_call_bytes says how much is wanted. It runs on the thread of the call that
 * wants memory, must release rather than make, and isn't asked again while it runs. After 0 the allocation
 * is tried once more; another status comes out of the call. NULL removes it.
 */
TN_API tn_status_t tn_set_memory_pressure(tn_callback_t pressure, void* user_data, tn_destroy_t destroy);

/**
 * Gives blocks that nobody uses back to where they came from: on the CPU those that the calling thread has
 * pooled, on a GPU all of them. PyTorch: torch.cuda.empty_cache.
 */
TN_API tn_status_t tn_memory_trim(tn_device_t device);

/* ---- statistics ---- */

typedef struct tn_memory_stats {
  size_t struct_size;
  int64_t live_bytes;     /**< bytes in blocks that are in use, each rounded up to its size class */
  int64_t peak_bytes;     /**< the most that this was since the start, or tn_memory_reset_peak */
  int64_t reserved_bytes; /**< bytes held, in use or pooled */
  int64_t live_count;     /**< blocks in use */
} tn_memory_stats_t;

/**
 * Fills as much of stats as `size` covers, which is sizeof *stats, and struct_size with it; what this
 * library doesn't know is 0. TN_DEVICE_DEFAULT is the CPU. Its name begins with get, since none may be that
 * of a struct. PyTorch: torch.cuda.memory_stats.
 */
TN_API tn_status_t tn_get_memory_stats(tn_device_t device, tn_memory_stats_t* stats, size_t size);

/** Lets the peak begin again at what is live now. PyTorch: torch.cuda.reset_peak_memory_stats. */
TN_API tn_status_t tn_memory_reset_peak(tn_device_t device);

/**
 * How many objects of the library are alive in the process, on all threads: tensors, storages, nodes of
 * graphs, modules, and whatever else handles lead to. A program that releases what it makes ends at the
 * number where it began: tests ask that of each other.
 */
TN_API int64_t tn_live_count(void);

#ifdef __cplusplus
}
#endif
#endif
