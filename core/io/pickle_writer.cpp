#include "core/io/pickle_writer.h"

#include <bit>

#include "core/base/error.h"

namespace tenon {

void PickleWriter::number(uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) bytes_ += static_cast<char>(value >> 8 * i);
}

void PickleWriter::integer(int64_t value) {
  const auto bits = static_cast<uint64_t>(value);
  if (value >= 0 && value < 1 << 8) {
    bytes_ += 'K';
    number(bits, 1);
  } else if (value >= 0 && value < 1 << 16) {
    bytes_ += 'M';
    number(bits, 2);
  } else if (value == static_cast<int32_t>(value)) {
    bytes_ += 'J';
    number(bits, 4);
  } else {
    bytes_ += "\x8a\x08";
    number(bits, 8);
  }
}

void PickleWriter::integer(const std::string& bytes) {
  if (bytes.size() > 255)
    fail(Status::unsupported, "save: an int of %zu bytes; PyTorch reads such of up to 255", bytes.size());
  bytes_ += '\x8a';
  number(bytes.size(), 1);
  bytes_ += bytes;
}

void PickleWriter::real(double value) {  // big-endian, as no other number is
  bytes_ += 'G';
  const auto bits = std::bit_cast<uint64_t>(value);
  for (int i = 7; i >= 0; --i) bytes_ += static_cast<char>(bits >> 8 * i);
}

void PickleWriter::text(std::string_view value) {
  if (value.size() > UINT32_MAX) fail(Status::unsupported, "save: a text of %zu bytes", value.size());
  bytes_ += 'X';
  number(value.size(), 4);
  bytes_ += value;
}

void PickleWriter::word(std::string_view value) {
  if (auto known = words_.find(std::string(value)); known != words_.end()) return again(known->second);
  text(value);
  words_.emplace(value, keep());
}

void PickleWriter::global(std::string_view module, std::string_view name) {
  std::string line;
  line.append(module).append("\n").append(name).append("\n");
  if (auto known = words_.find(line); known != words_.end()) return again(known->second);
  bytes_ += 'c';
  bytes_ += line;
  words_.emplace(std::move(line), keep());
}

uint32_t PickleWriter::keep() {
  const bool small = kept_ < 256;
  bytes_ += small ? 'q' : 'r';
  number(kept_, small ? 1 : 4);
  return kept_++;
}

void PickleWriter::again(uint32_t kept) {
  const bool small = kept < 256;
  bytes_ += small ? 'h' : 'j';
  number(kept, small ? 1 : 4);
}

}  // namespace tenon
