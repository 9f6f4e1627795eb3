#pragma once
// The fields of a CSV file, one after the other, and where they stand.
#include <string>
#include <string_view>

#include "core/io/source.h"

namespace tenon {

class CsvText {
 public:
  CsvText(const Source& source, char delimiter, int64_t skip_lines);

  // To the first row again.
  void rewind();
  // To the next line with a character in it; false at the end.
  bool next_row();
  // Of this row, without quotes and the spaces around; false at its end.
  bool next_field(std::string_view* field);

  [[noreturn]] void refuse_row(const char* has) const;
  [[noreturn]] void refuse_field(std::string_view field, const char* why) const;

 private:
  void skip_line();
  bool at_end_of_line() const { return at_ == text_.size() || text_[at_] == '\n'; }
  bool is_space(char c) const { return (c == ' ' || c == '\t') && c != delimiter_; }
  std::string_view read_quoted();
  std::string_view read_plain();

  const std::string name_;
  const char delimiter_;
  std::string text_;
  size_t at_ = 0, first_ = 0;
  int64_t line_ = 1, first_line_ = 1, field_ = 0;
  bool row_ended_ = true;
};

}  // namespace tenon
