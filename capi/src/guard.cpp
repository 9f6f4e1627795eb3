#include "capi/src/guard.h"

#include <stdio.h>

namespace tenon {

static tn_status_t failed(Status status, const char* message) noexcept {
  context().set_error(status, message);
  return static_cast<tn_status_t>(status);
}

tn_status_t report_exception(const char* function) noexcept {
  char text[512];
  try {
    throw;
  } catch (const NullArgument& e) {
    // The call before this one failed: what it said is the reason of this failure too.
    if (context().error_unread()) return static_cast<tn_status_t>(context().error());
    snprintf(text, sizeof text, "%s: %s is NULL", e.function, e.argument);
    return failed(Status::null, text);
  } catch (const Error& e) { return failed(e.status(), e.what()); } catch (const std::bad_alloc&) {
    snprintf(text, sizeof text, "%s: out of memory", function);
    return failed(Status::memory, text);
  } catch (const std::exception& e) {
    snprintf(text, sizeof text, "%s: internal error: %s", function, e.what());
    return failed(Status::internal, text);
  } catch (...) {
    snprintf(text, sizeof text, "%s: internal error", function);
    return failed(Status::internal, text);
  }
}

}  // namespace tenon
