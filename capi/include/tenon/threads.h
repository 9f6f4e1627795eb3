/**
 * tenon/threads.h: how many threads compute, and whose they are.
 *
 * The library starts no thread before it has work for one, and idle ones sleep. A result doesn't depend on
 * how many there are. Both settings are the process's; make them while no operator runs.
 *
 * Since 0.1.
 */
#ifndef TENON_THREADS_H
#define TENON_THREADS_H

#include <tenon/callback.h>
#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * How many threads one operator may use, the caller's among them: at least 1. PyTorch:
 * torch.set_num_threads.
 */
TN_API tn_status_t tn_set_num_threads(int64_t n);

/**
 * At first what the environment variable TENON_NUM_THREADS says, else the number of processors that this
 * process may use. PyTorch: torch.get_num_threads.
 */
TN_API int64_t tn_get_num_threads(void);

/**
 * Lets the host's job system do the work, instead of threads of the library's.
 *
 * `run` is called with tn_call_count(call) tasks. It sees to it that tn_call_run(call, i) is called once
 * for each i from 0, on whatever threads, in whatever order, and returns when all of these have, on the
 * thread that entered it (TN_ERR_STATE where it comes back on another). One after another is right, too.
 * Tasks don't wait for each other, may be many more than threads, and take some microseconds at least. A
 * status other than 0 comes out of the operator, whose result is lost.
 *
 * NULL brings the library's own threads back.
 */
TN_API tn_status_t tn_set_executor(tn_callback_t run, void* user_data, tn_destroy_t destroy);

#ifdef __cplusplus
}
#endif
#endif
