#pragma once
// Text for a caller's buffer, as snprintf gives it.
#include <string_view>

#include "capi/src/guard.h"

namespace tenon {

// Writes at most `capacity` bytes, the last of them zero, and returns the length of the whole text.
int64_t fill_text(std::string_view text, char* buffer, int64_t capacity, const char* function);

}  // namespace tenon
