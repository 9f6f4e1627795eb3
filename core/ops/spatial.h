#pragma once
// What operators on images share.
#include "core/tensor/tensor.h"

namespace tenon {

// Height and width from a list of them, or of one number for both.
inline void set_pair(int64_t (&pair)[2], const char* op, const char* name, IntList list) {
  if (list.count != 1 && list.count != 2)
    fail(Status::value, "%s: %s must be one or two numbers, not %s", op, name, to_string(list).c_str());
  pair[0] = list[0];
  pair[1] = list[list.count - 1];
}

inline void check_pair(const char* op, const char* name, const int64_t (&pair)[2], int64_t least,
                       int64_t most = INT64_MAX) {
  for (int64_t value : pair) {
    if (value < least)
      fail(Status::value, "%s: %s must be at least %lld, but it is %lld", op, name, (long long)least,
           (long long)value);
    if (value > most)
      fail(Status::value, "%s: %s must be at most %lld, but it is %lld", op, name, (long long)most,
           (long long)value);
  }
}

// The size of an image with padding, and how far behind its first element a window's last one lies. Fail
// where that is no number.
inline int64_t padded_size(const char* op, int64_t size, int64_t before, int64_t after) {
  int64_t padded;
  if (__builtin_add_overflow(size, before, &padded) || __builtin_add_overflow(padded, after, &padded))
    fail(Status::shape, "%s: padding %lld is too large", op, (long long)before);
  return padded;
}
inline int64_t window_reach(const char* op, int64_t kernel, int64_t dilation) {
  int64_t reach;
  if (__builtin_mul_overflow(kernel - 1, dilation, &reach) || reach == INT64_MAX)
    fail(Status::shape, "%s: dilation %lld is too large", op, (long long)dilation);
  return reach;
}

}  // namespace tenon
