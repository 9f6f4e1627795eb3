/* The host's job system: a few threads of the game's own that share one job at a time with whoever posts it.
 */
#ifndef FRAME_BUDGET_JOBS_H
#define FRAME_BUDGET_JOBS_H

#include <stdint.h>
#include <tenon/tenon.h>

typedef struct jobs jobs_t;

/* Starts `threads` threads. NULL where that fails. */
jobs_t* jobs_start(int threads);

/* Ends them; none may be at work. */
void jobs_stop(jobs_t* jobs);

/* For tn_set_executor, with a jobs_t as user data. */
tn_status_t jobs_run(tn_call_t call, void* jobs);

/* How many of the library's tasks ran here so far, and how many of those on the host's own threads. */
int64_t jobs_tasks(const jobs_t* jobs);
int64_t jobs_tasks_elsewhere(const jobs_t* jobs);

#endif
