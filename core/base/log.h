#pragma once
// What there is to say besides results and errors. No stream is written: it goes to whoever asked for it.
namespace tenon {

enum class LogLevel { debug = 1, info = 2, warning = 3 };

// Formats as printf does, where anyone listens.
[[gnu::format(printf, 2, 3)]] void log(LogLevel level, const char* format, ...);

// Any thread may call `sink`, several at once. nullptr: nobody listens.
void set_log_sink(LogLevel least, void (*sink)(LogLevel level, const char* text));

}  // namespace tenon
