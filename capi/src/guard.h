#pragma once
// The wall between the engine, which throws, and its callers, who must never see that.
#include <tenon/tenon.h>

#include "core/base/context.h"

namespace tenon {

// Thrown for a NULL among the arguments: the result of a failure before, whose reason stays as it is.
struct NullArgument {
  const char* function;
  const char* argument;
};

// Turns the exception in flight into the context's error, and gives its status.
[[gnu::cold, gnu::noinline]] tn_status_t report_exception(const char* function) noexcept;

// A call that makes one object: a handle, or what `failure` says.
template <class R, class F>
inline R guard(const char* function, R failure, F&& body) noexcept {
  try {
    return body();
  } catch (...) {
    report_exception(function);
    return failure;
  }
}

// A call that makes none or several.
template <class F>
inline tn_status_t guard_status(const char* function, F&& body) noexcept {
  try {
    body();
    return TN_OK;
  } catch (...) { return report_exception(function); }
}

}  // namespace tenon
