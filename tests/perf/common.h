/* What both sides of the benchmarks have in common, so that they are measured alike: command line, timing,
 * output. */
#ifndef TENON_TESTS_PERF_COMMON_H
#define TENON_TESTS_PERF_COMMON_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reads `--threads N` and `--filter TEXT`; impl is who is measured. The number of threads, or 0 after a
 * message. */
int perf_begin(int argc, char** argv, const char* impl);

/* Whether a case of this name was asked for. */
int perf_wanted(const char* name);

/* Runs `run`, which does its work n times, and prints the median time of once, as a line of JSON. */
void perf_case(const char* name, void (*run)(void* data, int64_t n), void* data);

#ifdef __cplusplus
}
#endif
#endif
