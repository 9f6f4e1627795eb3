#pragma once
// The bytes of a pickle in order, and the numbers and texts that its opcodes spell.
#include <string>

#include "core/base/utf8.h"
#include "core/io/source.h"
#include "core/io/tree.h"

namespace tenon {

// What reading may cost in memory and copying, whatever a file says: shared by all that is read for it.
class ReadingBudget {
 public:
  ReadingBudget(uint64_t file_bytes, uint64_t most_inflated);
  void take(uint64_t bytes);  // Status::io where that is too much
  // For a value: it, and what it has besides.
  Ref<Tree> pay(Ref<Tree> tree);

 private:
  uint64_t left_;
};

class PickleInput {
 public:
  PickleInput(Ref<Source> source, uint64_t begin);

  const Source& source() const { return *source_; }
  uint64_t at() const { return at_; }
  uint64_t left() const { return source_->size() - at_; }

  // All fail with Status::io where the source ends first, before any memory is taken.
  uint8_t byte();
  uint64_t number(int bytes);        // little-endian, unsigned
  int64_t signed_number(int bytes);  // two's complement
  std::string bytes(uint64_t count);
  std::string line();  // without its newline

 private:
  void fill();

  Ref<Source> source_;
  uint64_t at_;
  std::string buffer_;
  size_t next_ = 0;  // in the buffer
};

// An integer of any size from two's complement, little-endian; from decimal digits.
Ref<Tree> integer_from_bytes(std::string bytes);
Ref<Tree> integer_from_text(const std::string& digits);
// "0.5", "-inf", "nan", in any locale.
double real_from_text(const std::string& digits);
// What stands between the quotes of Python's repr.
std::string unquoted(const std::string& line);
// Python's raw-unicode-escape as UTF-8.
std::string unescaped(const std::string& line);

void append_utf8(std::string* text, uint32_t code_point);

}  // namespace tenon
