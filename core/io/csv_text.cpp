#include "core/io/csv_text.h"

#include <algorithm>

#include "core/base/error.h"

namespace tenon {

CsvText::CsvText(const Source& source, char delimiter, int64_t skip_lines)
    : name_(source.name()), delimiter_(delimiter), text_(static_cast<size_t>(source.size()), '\0') {
  source.read(0, text_.data(), text_.size());
  if (text_.compare(0, 3, "\xef\xbb\xbf") == 0) at_ = 3;  // what some programs begin UTF-8 with
  for (; skip_lines > 0 && at_ < text_.size(); --skip_lines) skip_line();
  first_ = at_;
  first_line_ = line_;
}

void CsvText::skip_line() {
  at_ = std::min(text_.find('\n', at_), text_.size());
  if (at_ < text_.size()) ++at_, ++line_;
}

void CsvText::rewind() {
  at_ = first_;
  line_ = first_line_;
  row_ended_ = true;
}

bool CsvText::next_row() {
  if (at_ != first_ && at_ < text_.size()) skip_line();  // the line that was read
  while (at_ < text_.size() && (text_[at_] == '\n' || text_.compare(at_, 2, "\r\n") == 0)) skip_line();
  field_ = 0;
  row_ended_ = at_ == text_.size();
  return !row_ended_;
}

bool CsvText::next_field(std::string_view* field) {
  if (row_ended_) return false;
  ++field_;
  while (!at_end_of_line() && is_space(text_[at_])) ++at_;
  *field = !at_end_of_line() && text_[at_] == '"' ? read_quoted() : read_plain();
  if (at_end_of_line()) row_ended_ = true;
  else ++at_;
  return true;
}

std::string_view CsvText::read_plain() {
  const size_t from = at_;
  while (!at_end_of_line() && text_[at_] != delimiter_) ++at_;
  size_t to = at_;
  if (at_end_of_line() && to > from && text_[to - 1] == '\r') --to;
  while (to > from && is_space(text_[to - 1])) --to;
  return std::string_view(text_).substr(from, to - from);
}

std::string_view CsvText::read_quoted() {
  const size_t from = ++at_;
  while (!at_end_of_line() && text_[at_] != '"') ++at_;
  std::string_view field = std::string_view(text_).substr(from, at_ - from);
  if (at_end_of_line()) refuse_field(field, "has no quote at its end");
  ++at_;
  if (!read_plain().empty()) refuse_field(field, "has something behind its quotes");
  while (!field.empty() && is_space(field.front())) field.remove_prefix(1);
  while (!field.empty() && is_space(field.back())) field.remove_suffix(1);
  return field;
}

void CsvText::refuse_row(const char* has) const {
  fail(Status::io, "%s: line %lld has %s", name_.c_str(), (long long)line_, has);
}

void CsvText::refuse_field(std::string_view field, const char* why) const {
  std::string shown(field.substr(0, 40));
  for (char& c : shown)
    if (c < ' ' || c > '~') c = '?';
  fail(Status::io, "%s: line %lld, field %lld: '%s' %s", name_.c_str(), (long long)line_, (long long)field_,
       shown.c_str(), why);
}

}  // namespace tenon
