#include "examples/engines/frame_budget/jobs.h"

#include <pthread.h>
#include <stdlib.h>

enum { MOST_THREADS = 64 };

struct jobs {
  pthread_t thread[MOST_THREADS];
  int threads;
  pthread_mutex_t lock;
  pthread_cond_t posted, finished;
  /* The job: tasks are taken one by one; `inside` counts the threads that may still touch it. */
  tn_call_t call;
  int64_t next, count;
  int inside, over;
  tn_status_t status;
  int64_t tasks, elsewhere;
};

/* Takes tasks until there is none; entered and left with the lock held. */
static void take_tasks(jobs_t* jobs, int64_t* counter) {
  tn_call_t call = jobs->call;
  while (jobs->next < jobs->count) {
    int64_t task = jobs->next++;
    (*counter)++;
    pthread_mutex_unlock(&jobs->lock);
    tn_status_t status = tn_call_run(call, task);
    pthread_mutex_lock(&jobs->lock);
    if (status) jobs->status = status;
  }
}

static void* work(void* arg) {
  jobs_t* jobs = arg;
  pthread_mutex_lock(&jobs->lock);
  while (!jobs->over) {
    if (jobs->next >= jobs->count) {
      pthread_cond_wait(&jobs->posted, &jobs->lock);
      continue;
    }
    jobs->inside++;
    take_tasks(jobs, &jobs->elsewhere);
    if (--jobs->inside == 0) pthread_cond_signal(&jobs->finished);
  }
  pthread_mutex_unlock(&jobs->lock);
  return NULL;
}

tn_status_t jobs_run(tn_call_t call, void* user_data) {
  jobs_t* jobs = user_data;
  int64_t mine = 0;
  pthread_mutex_lock(&jobs->lock);
  jobs->call = call;
  jobs->next = 0;
  jobs->count = tn_call_count(call);
  jobs->status = 0;
  jobs->tasks += jobs->count;
  pthread_cond_broadcast(&jobs->posted);
  take_tasks(jobs, &mine);
  while (jobs->inside) pthread_cond_wait(&jobs->finished, &jobs->lock);
  tn_status_t status = jobs->status;
  pthread_mutex_unlock(&jobs->lock);
  return status;
}

jobs_t* jobs_start(int threads) {
  jobs_t* jobs = calloc(1, sizeof *jobs);
  if (!jobs) return NULL;
  pthread_mutex_init(&jobs->lock, NULL);
  pthread_cond_init(&jobs->posted, NULL);
  pthread_cond_init(&jobs->finished, NULL);
  while (jobs->threads < threads && jobs->threads < MOST_THREADS) {
    if (pthread_create(&jobs->thread[jobs->threads], NULL, work, jobs)) {
      jobs_stop(jobs);
      return NULL;
    }
    jobs->threads++;
  }
  return jobs;
}

void jobs_stop(jobs_t* jobs) {
  pthread_mutex_lock(&jobs->lock);
  jobs->over = 1;
  pthread_cond_broadcast(&jobs->posted);
  pthread_mutex_unlock(&jobs->lock);
  for (int i = 0; i < jobs->threads; i++) pthread_join(jobs->thread[i], NULL);
  pthread_cond_destroy(&jobs->posted);
  pthread_cond_destroy(&jobs->finished);
  pthread_mutex_destroy(&jobs->lock);
  free(jobs);
}

int64_t jobs_tasks(const jobs_t* jobs) { return jobs->tasks; }
int64_t jobs_tasks_elsewhere(const jobs_t* jobs) { return jobs->elsewhere; }
