#include "core/base/error.h"

#include <stdarg.h>
#include <stdio.h>

namespace tenon {

static std::string vformat(const char* format, va_list args) {
  char text[2048];  // longer messages are cut: an error must not need much memory
  int length = vsnprintf(text, sizeof text, format, args);
  return length < 0 ? std::string(format) : std::string(text);
}

std::string format(const char* format, ...) {
  va_list args;
  va_start(args, format);
  std::string text = vformat(format, args);
  va_end(args);
  return text;
}

void fail(Status status, const char* format, ...) {
  va_list args;
  va_start(args, format);
  std::string text = vformat(format, args);
  va_end(args);
  throw Error(status, std::move(text));
}

}  // namespace tenon
