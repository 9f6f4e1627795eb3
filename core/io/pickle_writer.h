#pragma once
// Writes a pickle of protocol 2: the opcodes that PyTorch's weights_only unpickler takes, and BINFLOAT.
// https://github.com/python/cpython/blob/main/Lib/pickletools.py
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tenon {

class PickleWriter {
 public:
  PickleWriter() : bytes_("\x80\x02") {}

  void none() { bytes_ += 'N'; }
  void boolean(bool value) { bytes_ += value ? '\x88' : '\x89'; }
  void integer(int64_t value);
  // Little-endian, two's complement; Status::unsupported for one of more than 255 bytes.
  void integer(const std::string& bytes);
  void real(double value);
  void text(std::string_view value);
  // A text or name that comes again and again is written once.
  void word(std::string_view value);
  void global(std::string_view module, std::string_view name);

  void empty_list() { bytes_ += ']'; }
  void empty_dict() { bytes_ += '}'; }
  void empty_tuple() { bytes_ += ')'; }
  // What is between a mark and one of the next three belongs to it, or to what is before the mark.
  void mark() { bytes_ += '('; }
  void tuple() { bytes_ += 't'; }
  void append_all() { bytes_ += 'e'; }
  void set_all() { bytes_ += 'u'; }
  // A function and a tuple, above it, become its result.
  void call() { bytes_ += 'R'; }
  // A tuple becomes what it names outside of the pickle.
  void persistent() { bytes_ += 'Q'; }

  // Keeps what was just made under the number that is returned.
  uint32_t keep();
  void again(uint32_t kept);

  // The whole pickle.
  std::string finish() { return std::move(bytes_ += '.'); }

 private:
  void number(uint64_t value, int bytes);

  std::string bytes_;
  uint32_t kept_ = 0;
  std::unordered_map<std::string, uint32_t> words_;
};

}  // namespace tenon
