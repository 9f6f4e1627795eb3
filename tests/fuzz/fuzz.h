/* What the fuzzers share. A broken promise is an abort, which both libFuzzer and the replay see. */
#pragma once
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <tenon/tenon.h>
#include <unistd.h>

#define promise(condition)                                                         \
  do {                                                                             \
    if (!(condition)) {                                                            \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);      \
      fprintf(stderr, "error %d: %s\n", (int)tn_error_code(), tn_error_message()); \
      abort();                                                                     \
    }                                                                              \
  } while (0)

/* A call that failed says why; one that worked leaves no error. */
static inline void promise_reported(int worked) {
  promise(worked ? !tn_error_code() : tn_error_code() < 0 && *tn_error_message());
  promise(tn_error_code() != TN_ERR_INTERNAL);
  tn_error_clear();
}

/* The path of a file in memory, written anew each time. */
static inline const char* file_of(const uint8_t* data, size_t size) {
  static char path[64];
  static int file = -1;
  if (file < 0) {
    file = memfd_create("input", 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  }
  if (ftruncate(file, 0) || lseek(file, 0, SEEK_SET)) abort();
  while (size) {
    ssize_t put = write(file, data, size);
    if (put <= 0) abort();
    data += put, size -= (size_t)put;
  }
  return path;
}

/* Every element is read, so that memory that isn't there is noticed. */
static inline double sum_of(tn_tensor_t t) {
  tn_tensor_t dense = tn_to(t, TN_CPU, TN_FLOAT64);
  double sum = tn_item(tn_sum(dense));
  promise(!tn_error_code());
  return sum;
}
