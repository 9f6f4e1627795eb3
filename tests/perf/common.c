#define _POSIX_C_SOURCE 200809L
#include "tests/perf/common.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { kMostSamples = 4096, kLeastSamples = 15, kWarmUp = 100 };
static const double kCalibration = 0.01, kSample = 0.002, kBudget = 0.12; /* seconds */

static const char* impl;
static const char* filter = "";
static int threads = 1;

int perf_begin(int argc, char** argv, const char* name) {
  impl = name;
  for (int i = 1; i < argc; i += 2) {
    if (i + 1 < argc && !strcmp(argv[i], "--threads") && atoi(argv[i + 1]) > 0) {
      threads = atoi(argv[i + 1]);
    } else if (i + 1 < argc && !strcmp(argv[i], "--filter")) {
      filter = argv[i + 1];
    } else {
      fprintf(stderr, "usage: %s [--threads N] [--filter TEXT]\n", argv[0]);
      return 0;
    }
  }
  return threads;
}

int perf_wanted(const char* name) { return strstr(name, filter) != NULL; }

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int ascending(const void* a, const void* b) {
  double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

void perf_case(const char* name, void (*run)(void* data, int64_t n), void* data) {
  static double samples[kMostSamples];
  if (!perf_wanted(name)) return;
  run(data, kWarmUp);
  double begin = seconds();
  int64_t done = 0;
  for (; seconds() - begin < kCalibration; ++done) run(data, 1);
  int64_t each = (int64_t)((double)done * kSample / kCalibration);
  if (each < 1) each = 1;

  int count = 0;
  begin = seconds();
  while (count < kLeastSamples || (count < kMostSamples && seconds() - begin < kBudget)) {
    double from = seconds();
    run(data, each);
    samples[count++] = (seconds() - from) / (double)each;
  }
  qsort(samples, (size_t)count, sizeof *samples, ascending);
  printf("{\"case\": \"%s\", \"impl\": \"%s\", \"threads\": %d, \"median_us\": %.4f}\n", name, impl, threads,
         1e6 * samples[count / 2]);
  fflush(stdout);
}
