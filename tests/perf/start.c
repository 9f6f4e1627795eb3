/*
 * How long a process takes from its start to a first result, beyond one that does nothing, and how much
 * memory it holds at most: the two programs of start/ in turns, with medians as a line of JSON.
 */
#define _DEFAULT_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { kRuns = 101 };
extern char** environ;

typedef struct {
  double microseconds[kRuns];
  double kilobytes[kRuns];
} samples_t;

static int run_once(const char* program, samples_t* samples, int i) {
  char* const arguments[] = {(char*)program, NULL};
  struct timespec from, to;
  struct rusage usage;
  pid_t child;
  int status;
  clock_gettime(CLOCK_MONOTONIC, &from);
  if (posix_spawn(&child, program, NULL, NULL, arguments, environ) || wait4(child, &status, 0, &usage) < 0 ||
      status) {
    fprintf(stderr, "tenon-perf-start: %s doesn't run\n", program);
    return 0;
  }
  clock_gettime(CLOCK_MONOTONIC, &to);
  samples->microseconds[i] =
      1e6 * (double)(to.tv_sec - from.tv_sec) + 1e-3 * (double)(to.tv_nsec - from.tv_nsec);
  samples->kilobytes[i] = (double)usage.ru_maxrss;
  return 1;
}

static int ascending(const void* a, const void* b) {
  double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

static double median(double* values) {
  qsort(values, kRuns, sizeof *values, ascending);
  return values[kRuns / 2];
}

int main(void) {
  static samples_t first, empty;
  for (int i = 0; i < kRuns; ++i)
    if (!run_once(PROGRAMS "/perf_first_result", &first, i) || !run_once(PROGRAMS "/perf_empty", &empty, i))
      return 1;
  printf(
      "{\"case\": \"start_to_first_result\", \"impl\": \"tenon\", \"threads\": 1, \"median_us\": %.1f, "
      "\"resident_kb\": %.0f}\n",
      median(first.microseconds) - median(empty.microseconds), median(first.kilobytes));
  return 0;
}
