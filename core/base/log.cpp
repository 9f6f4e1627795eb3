#include "core/base/log.h"

#include <stdarg.h>
#include <stdio.h>

#include <atomic>

namespace tenon {

static std::atomic<void (*)(LogLevel, const char*)> listening{nullptr};
static std::atomic<LogLevel> least_level{LogLevel::warning};

void log(LogLevel level, const char* format, ...) {
  auto* sink = listening.load(std::memory_order_acquire);
  if (!sink || level < least_level.load(std::memory_order_relaxed)) return;
  char text[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  sink(level, text);
}

void set_log_sink(LogLevel least, void (*sink)(LogLevel, const char*)) {
  least_level.store(least, std::memory_order_relaxed);
  listening.store(sink, std::memory_order_release);
}

}  // namespace tenon
