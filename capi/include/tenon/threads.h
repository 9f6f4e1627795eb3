/**
 * tenon/threads.h: how many threads compute, and whose they are.
 *
 * The library starts no thread until it has work for one. Results don't depend on how many there are.
 */
#ifndef TENON_THREADS_H
#define TENON_THREADS_H

#include <tenon/callback.h>
#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Threads that one operator may use, the caller's included; at least 1. Process-wide. PyTorch:
 * torch.set_num_threads.
 */
TN_API tn_status_t tn_set_num_threads(int64_t n);

/** At first the number of processors that this process may use. PyTorch: torch.get_num_threads. */
TN_API int64_t tn_get_num_threads(void);

/**
 * Runs parallel work on the host's own job system instead of on threads of the library's.
 *
 * `run` is called with tn_call_count(call) tasks. It sees to it that tn_call_run(call, i) is called once for
 * each i, on whatever threads and in whatever order, and returns when all have returned, on the thread that
 * entered it (TN_ERR_STATE else). Calling them one after another is right, too. tn_set_num_threads says how
 * many tasks are made at most. NULL brings the library's own threads back. Call it while no operator runs.
 */
TN_API tn_status_t tn_set_executor(tn_callback_t run, void* user_data, tn_destroy_t destroy);

#ifdef __cplusplus
}
#endif
#endif
