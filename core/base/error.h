#pragma once
// How the engine reports a failure: it throws an Error, which the C ABI turns into a status and a message.
#include <cstdint>
#include <exception>
#include <string>

namespace tenon {

// The numbers of tn_status_t: stable, negative, appended only.
enum class Status : int32_t {
  ok = 0,
  null = -1,
  type = -2,
  shape = -3,
  value = -4,
  index = -5,
  key = -6,
  memory = -7,
  io = -8,
  device = -9,
  state = -10,
  unsupported = -11,
  callback = -12,
  internal = -13
};

class Error : public std::exception {
 public:
  Error(Status status, std::string message) : status_(status), message_(std::move(message)) {}
  Status status() const { return status_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  Status status_;
  std::string message_;
};

// Throws an Error with a message formatted as printf does. Messages name the operator, the argument and the
// shapes.
[[noreturn, gnu::cold, gnu::format(printf, 2, 3)]] void fail(Status status, const char* format, ...);

// printf into a string.
[[gnu::format(printf, 1, 2)]] std::string format(const char* format, ...);

}  // namespace tenon
