#pragma once
// Arguments that aren't handles: texts that must be there, places in lists.
#include <vector>

#include "capi/src/guard.h"

namespace tenon {

inline const char* required_text(const char* text, const char* function, const char* argument) {
  if (!text) throw NullArgument{function, argument};
  return text;
}

// Element i, or an error that says how many there are.
template <class T>
const T& element(const std::vector<T>& list, int64_t i, const char* function) {
  if (i < 0 || i >= static_cast<int64_t>(list.size()))
    fail(Status::index, "%s: i is %lld, and there are %zu", function, (long long)i, list.size());
  return list[static_cast<size_t>(i)];
}

}  // namespace tenon
