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

inline void check_pair(const char* op, const char* name, const int64_t (&pair)[2], int64_t least) {
  for (int64_t value : pair)
    if (value < least)
      fail(Status::value, "%s: %s must be at least %lld, but it is %lld", op, name, (long long)least,
           (long long)value);
}

}  // namespace tenon
