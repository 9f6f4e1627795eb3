/* A game's frame with networks in it: 256 soldiers think in one batch, and one commander alone, sixty times a
 * second. After the first frames nothing is allocated any more, by the library or anybody else, and the work
 * runs on the host's own job system. Prints how long frames took, what was allocated, and what the networks
 * decided.
 *
 *     frame_budget [--frames N] [--warm-up N] [--host-threads N] [--threads N]
 *
 * --warm-up: frames that aren't measured (30). --host-threads: threads of the host's job system (3); 0 leaves
 * the work to the library's own threads, as many as
 * --threads says (1). */
#define _POSIX_C_SOURCE 200809L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/tenon.h>
#include <time.h>

#include "examples/engines/frame_budget/allocations.h"
#include "examples/engines/frame_budget/jobs.h"

enum { SOLDIERS = 256, SENSES = 64, HIDDEN = 256, ORDERS = 16 };

typedef struct game {
  tn_module_t soldiers_net, commander_net;
  tn_tensor_t soldiers_sense, commander_sense; /* over the two arrays below, without a copy */
  float sense[SOLDIERS][SENSES], overview[SENSES];
  float score[SOLDIERS][ORDERS];
  int64_t order[SOLDIERS], plan;
  uint64_t decided; /* what all frames gave, to the last bit, in one number */
} game_t;

static tn_module_t network(int64_t outputs) {
  return tn_nn_sequential(TN_MODULES(tn_nn_linear(SENSES, HIDDEN, 1), tn_nn_relu(),
                                     tn_nn_linear(HIDDEN, HIDDEN, 1), tn_nn_relu(),
                                     tn_nn_linear(HIDDEN, outputs, 1)));
}

/* A scope that has ended took its intermediate handles along; what is kept is the game's. */
static tn_status_t game_make(game_t* game) {
  tn_scope_t s = tn_scope_begin();
  memset(game, 0, sizeof *game);
  tn_manual_seed(11);
  game->soldiers_net = tn_module_keep(network(ORDERS));
  game->commander_net = tn_module_keep(network(ORDERS));
  game->soldiers_sense =
      tn_tensor_keep(tn_from_blob(game->sense, TN_FLOAT32, TN_SHAPE(SOLDIERS, SENSES), NULL, NULL));
  game->commander_sense =
      tn_tensor_keep(tn_from_blob(game->overview, TN_FLOAT32, TN_SHAPE(1, SENSES), NULL, NULL));
  tn_module_train(game->soldiers_net, 0);
  tn_module_train(game->commander_net, 0);
  tn_scope_end(s);
  return tn_error_code();
}

static void game_end(game_t* game) {
  tn_module_release(game->soldiers_net);
  tn_module_release(game->commander_net);
  tn_tensor_release(game->soldiers_sense);
  tn_tensor_release(game->commander_sense);
}

/* What the world looks like from where each stands; orders change it. */
static void game_move(game_t* game, int frame) {
  for (int i = 0; i < SOLDIERS; i++) {
    for (int j = 0; j < SENSES; j++) {
      int mixed = (i * 31 + j * 17 + frame * 7 + (int)game->order[i] * 5 + (int)game->plan) % 101;
      game->sense[i][j] = (float)mixed / 50 - 1;
    }
  }
  memcpy(game->overview, game->sense[frame % SOLDIERS], sizeof game->overview);
}

/* The part of the frame that is Tenon's. */
static tn_status_t game_think(game_t* game) {
  tn_scope_t s = tn_scope_begin();
  tn_set_inference_mode(1);
  tn_tensor_t scores = tn_module_forward(game->soldiers_net, game->soldiers_sense);
  tn_tensor_t orders = tn_argmax(scores, 1, 0);
  tn_tensor_t plan = tn_argmax(tn_module_forward(game->commander_net, game->commander_sense), 1, 0);
  tn_status_t status = tn_tensor_read(scores, game->score, TN_FLOAT32, sizeof game->score);
  if (!status) status = tn_tensor_read(orders, game->order, TN_INT64, sizeof game->order);
  if (!status) status = tn_tensor_read(plan, &game->plan, TN_INT64, sizeof game->plan);
  tn_scope_end(s);
  return status;
}

static void game_note(game_t* game) {
  const unsigned char* bytes = (const unsigned char*)game->score;
  for (size_t i = 0; i < sizeof game->score; i++) game->decided = game->decided * 31 + bytes[i];
  for (int i = 0; i < SOLDIERS; i++) game->decided = game->decided * 31 + (uint64_t)game->order[i];
  game->decided = game->decided * 31 + (uint64_t)game->plan;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int by_size(const void* a, const void* b) {
  double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

static void print_times(double* took, int frames) {
  qsort(took, (size_t)frames, sizeof *took, by_size);
  printf("frame: half within %.3f ms, 95 %% %.3f ms, 99 %% %.3f ms, the longest %.3f ms, of 16.667\n",
         took[frames / 2] * 1e3, took[frames * 95 / 100] * 1e3, took[frames * 99 / 100] * 1e3,
         took[frames - 1] * 1e3);
}

typedef struct counts {
  int64_t process, freed, library, live_bytes, live_count;
} counts_t;

static counts_t counted(const int64_t* from_host) {
  tn_memory_stats_t stats;
  tn_get_memory_stats(TN_CPU, &stats, sizeof stats);
  counts_t c = {allocations_made(), allocations_freed(), *from_host, stats.live_bytes, tn_live_count()};
  return c;
}

static tn_status_t play(game_t* game, int warm_up, int frames, double* took, const int64_t* from_host) {
  for (int frame = 0; frame < warm_up; frame++) {
    game_move(game, frame);
    if (game_think(game)) return tn_error_code();
  }
  counts_t before = counted(from_host);
  for (int frame = 0; frame < frames; frame++) {
    game_move(game, warm_up + frame);
    double begin = seconds();
    if (game_think(game)) return tn_error_code();
    took[frame] = seconds() - begin;
    game_note(game);
  }
  counts_t after = counted(from_host);
  printf("allocated in %d frames: %lld by the process, %lld by the library from its host; freed: %lld\n",
         frames, (long long)(after.process - before.process), (long long)(after.library - before.library),
         (long long)(after.freed - before.freed));
  printf("alive: %lld bytes and %lld objects more than before\n",
         (long long)(after.live_bytes - before.live_bytes),
         (long long)(after.live_count - before.live_count));
  print_times(took, frames);
  printf("decided: %016llx\n", (unsigned long long)game->decided);
  return 0;
}

typedef struct options {
  int frames, warm_up, host_threads, threads;
} options_t;

static int read_options(int argc, char** argv, options_t* o) {
  for (int i = 1; i < argc; i += 2) {
    char* end = NULL;
    long value = i + 1 < argc ? strtol(argv[i + 1], &end, 10) : -1;
    if (value < 0 || value > 1000000 || *end) return 0;
    if (!strcmp(argv[i], "--frames") && value > 0) o->frames = (int)value;
    else if (!strcmp(argv[i], "--warm-up")) o->warm_up = (int)value;
    else if (!strcmp(argv[i], "--host-threads")) o->host_threads = (int)value;
    else if (!strcmp(argv[i], "--threads")) o->threads = (int)value;
    else return 0;
  }
  return 1;
}

int main(int argc, char** argv) {
  options_t o = {600, 30, 3, 1};
  if (!read_options(argc, argv, &o)) {
    fprintf(stderr, "usage: frame_budget [--frames N] [--warm-up N] [--host-threads N] [--threads N]\n");
    return 2;
  }
  int64_t from_host = 0;
  jobs_t* jobs = o.host_threads ? jobs_start(o.host_threads) : NULL;
  game_t* game = malloc(sizeof *game);
  double* took = malloc((size_t)o.frames * sizeof *took);
  int ready = game && took && (jobs || !o.host_threads);
  tn_error_clear();
  /* The library's memory comes from the host, and its work runs on the host's threads: the caller and these.
   */
  if (!ready || tn_set_allocator(counted_allocate, counted_deallocate, &from_host, NULL) ||
      tn_set_num_threads(jobs ? o.host_threads + 1 : o.threads) ||
      (jobs && tn_set_executor(jobs_run, jobs, NULL)) || game_make(game) ||
      play(game, o.warm_up, o.frames, took, &from_host))
    fprintf(stderr, "frame_budget: %s\n", ready ? tn_error_message() : "out of memory");
  if (jobs) {
    printf("tasks on the host's job system: %lld, of these %lld on its own threads\n",
           (long long)jobs_tasks(jobs), (long long)jobs_tasks_elsewhere(jobs));
    tn_set_executor(NULL, NULL, NULL);
    jobs_stop(jobs);
  }
  if (game) game_end(game);
  printf("left alive: %lld objects\n", (long long)tn_live_count());
  free(game);
  free(took);
  return !ready || tn_error_code() != TN_OK;
}
