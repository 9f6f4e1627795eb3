#include "core/io/pickle_input.h"

#include <stdlib.h>
#include <string.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/os.h"

namespace tenon {

namespace {

constexpr size_t kBuffer = 16384;
// Python's own limit: the work grows with the square of them.
constexpr size_t kMostDigits = 4300;

}  // namespace

// A file's own values come to some dozen times its bytes; tensors are taken as they are.
ReadingBudget::ReadingBudget(uint64_t file_bytes, uint64_t most_inflated) {
  constexpr uint64_t kSmall = uint64_t{64} << 20;
  left_ = std::min(most_inflated, uint64_t{1} << 60) + 64 * std::min(file_bytes, kSmall) +
          4 * std::min(file_bytes, uint64_t{1} << 60);
}

void ReadingBudget::take(uint64_t bytes) {
  if (bytes > left_) fail(Status::io, "its values come to far more than the file");
  left_ -= bytes;
}

Ref<Tree> ReadingBudget::pay(Ref<Tree> tree) {
  size_t parts = tree->is(Tree::Kind::instance) ? 5 : 1;
  size_t tensor = tree->tensor ? sizeof(TensorImpl) : 0;
  take(parts * sizeof(Tree) + tensor + tree->text.size() + 16 * tree->items.size());
  return tree;
}

// ---- in order

PickleInput::PickleInput(Ref<Source> source, uint64_t begin) : source_(std::move(source)), at_(begin) {
  if (at_ > source_->size()) fail(Status::io, "begins beyond the end");
}

void PickleInput::fill() {
  if (!left()) fail(Status::io, "it ends too soon");
  buffer_.resize(std::min<uint64_t>(left(), kBuffer));
  source_->read(at_, buffer_.data(), buffer_.size());
  next_ = 0;
}

uint8_t PickleInput::byte() {
  if (next_ == buffer_.size()) fill();
  ++at_;
  return static_cast<uint8_t>(buffer_[next_++]);
}

uint64_t PickleInput::number(int bytes) {
  uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value |= static_cast<uint64_t>(byte()) << 8 * i;
  return value;
}

int64_t PickleInput::signed_number(int bytes) {
  int shift = 64 - 8 * bytes;
  return static_cast<int64_t>(number(bytes) << shift) >> shift;
}

std::string PickleInput::bytes(uint64_t count) {
  if (count > left())
    fail(Status::io, "%llu bytes are to follow, and there are %llu", (unsigned long long)count,
         (unsigned long long)left());
  size_t n = static_cast<size_t>(count), buffered = std::min(n, buffer_.size() - next_);
  std::string text(n, '\0');
  memcpy(text.data(), buffer_.data() + next_, buffered);
  next_ += buffered;
  at_ += buffered;
  if (n > buffered) source_->read(at_, text.data() + buffered, n - buffered);
  at_ += n - buffered;
  return text;
}

std::string PickleInput::line() {
  std::string text;
  while (true) {
    if (next_ == buffer_.size()) fill();
    const char *begin = buffer_.data() + next_, *end = buffer_.data() + buffer_.size();
    const char* newline = static_cast<const char*>(memchr(begin, '\n', static_cast<size_t>(end - begin)));
    size_t n = static_cast<size_t>((newline ? newline : end) - begin);
    text.append(begin, n);
    n += newline != nullptr;
    next_ += n;
    at_ += n;
    if (newline) return text;
  }
}

// ---- numbers

Ref<Tree> integer_from_bytes(std::string bytes) {
  auto negative = [&] { return !bytes.empty() && (bytes.back() & 0x80); };
  const bool minus = negative();
  const char filler = minus ? '\xff' : '\0';
  // Bytes that say nothing but the sign once more.
  while (bytes.size() > 8) {
    char last = bytes.back();
    bytes.pop_back();
    if (last == filler && negative() == minus) continue;
    bytes.push_back(last);
    Ref<Tree> tree = Tree::make(Tree::Kind::integer);
    tree->big = true;
    tree->text = std::move(bytes);
    return tree;
  }
  bytes.resize(8, filler);
  uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = value << 8 | static_cast<uint8_t>(bytes[static_cast<size_t>(i)]);
  return Tree::of_integer(static_cast<int64_t>(value));
}

namespace {

// value = value * factor + digit, in limbs of 32 bits from the lowest.
void multiply_add(std::vector<uint32_t>* value, uint32_t factor, uint32_t digit) {
  uint64_t carry = digit;
  for (uint32_t& limb : *value) {
    carry += uint64_t{limb} * factor;
    limb = static_cast<uint32_t>(carry);
    carry >>= 32;
  }
  if (carry) value->push_back(static_cast<uint32_t>(carry));
}

}  // namespace

Ref<Tree> integer_from_text(const std::string& text) {
  size_t begin = 0, end = text.size();
  while (begin < end && text[begin] == ' ') ++begin;
  while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\r')) --end;
  bool minus = begin < end && text[begin] == '-';
  begin += minus || (begin < end && text[begin] == '+');
  if (begin == end || end - begin > kMostDigits)
    fail(Status::io, "'%.40s' is no integer of up to %zu digits", text.c_str(), kMostDigits);
  std::vector<uint32_t> value;
  uint32_t chunk = 0, factor = 1;
  for (size_t i = begin; i < end; ++i) {
    if (text[i] < '0' || text[i] > '9') fail(Status::io, "'%.40s' is no integer", text.c_str());
    chunk = chunk * 10 + static_cast<uint32_t>(text[i] - '0');
    factor *= 10;
    if (factor < 1'000'000'000 && i + 1 < end) continue;
    multiply_add(&value, factor, chunk);
    chunk = 0;
    factor = 1;
  }
  std::string bytes;
  for (uint32_t limb : value)
    for (int i = 0; i < 4; ++i) bytes.push_back(static_cast<char>(limb >> 8 * i));
  bytes.push_back('\0');
  int carry = 1;
  for (size_t i = 0; minus && i < bytes.size(); ++i) {
    carry += static_cast<uint8_t>(~bytes[i]);
    bytes[i] = static_cast<char>(carry);
    carry >>= 8;
  }
  return integer_from_bytes(std::move(bytes));
}

double real_from_text(const std::string& text) {
  os::PointLocale locale;
  char* end = nullptr;
  double value = strtod(text.c_str(), &end);  // beyond a double's range infinity or zero, as in Python
  const char* last = text.data() + text.size();
  while (end < last && (*end == ' ' || *end == '\r')) ++end;
  // Hexadecimal ones and nan(…) are none of Python's.
  if (end != last || end == text.data() || text.find_first_of("xX(") != text.npos)
    fail(Status::io, "'%.40s' is no number", text.c_str());
  return value;
}

// ---- texts

namespace {

int digit_value(char c, int base) {
  int value = c >= '0' && c <= '9'   ? c - '0'
              : c >= 'a' && c <= 'f' ? c - 'a' + 10
              : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                     : 99;
  return value < base ? value : -1;
}

// `count` digits from text[at] on, or fewer where `fewer`; moves `at` behind them.
uint32_t read_digits(const std::string& text, size_t* at, int count, int base, bool fewer) {
  uint32_t value = 0;
  for (int i = 0; i < count; ++i) {
    int digit = *at < text.size() ? digit_value(text[*at], base) : -1;
    if (digit < 0 && fewer && i > 0) break;
    if (digit < 0) fail(Status::io, "an escape in a text lacks digits");
    value = value * static_cast<uint32_t>(base) + static_cast<uint32_t>(digit);
    ++*at;
  }
  return value;
}

}  // namespace

std::string unquoted(const std::string& line) {
  size_t end = line.size();
  while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\r')) --end;
  if (end < 2 || (line[0] != '\'' && line[0] != '"') || line[end - 1] != line[0])
    fail(Status::io, "a text has no quotes around it");
  std::string text;
  for (size_t i = 1; i + 1 < end;) {
    char c = line[i++];
    if (c != '\\') {
      text.push_back(c);
      continue;
    }
    if (i + 1 >= end) fail(Status::io, "a text ends within an escape");
    static constexpr char kFrom[] = "abfnrtv\\'\"", kTo[] = "\a\b\f\n\r\t\v\\'\"";
    char escaped = line[i++];
    const char* simple = strchr(kFrom, escaped);
    if (escaped && simple) text.push_back(kTo[simple - kFrom]);
    else if (escaped == 'x') text.push_back(static_cast<char>(read_digits(line, &i, 2, 16, false)));
    else if (digit_value(escaped, 8) >= 0)
      text.push_back(static_cast<char>(read_digits(line, &--i, 3, 8, true)));
    else text.append({'\\', escaped});
  }
  return text;
}

std::string unescaped(const std::string& line) {
  std::string text;
  for (size_t i = 0; i < line.size();) {
    char c = line[i];
    bool escape = c == '\\' && i + 1 < line.size() && (line[i + 1] == 'u' || line[i + 1] == 'U');
    if (!escape) {
      append_utf8(&text, static_cast<uint8_t>(c));
      ++i;
      // Backslashes stand in pairs, and the second one escapes nothing.
      if (c == '\\' && i < line.size() && line[i] == '\\') {
        text.push_back('\\');
        ++i;
      }
      continue;
    }
    int digits = line[i + 1] == 'u' ? 4 : 8;
    i += 2;
    append_utf8(&text, read_digits(line, &i, digits, 16, false));
  }
  return text;
}

void append_utf8(std::string* text, uint32_t code) {
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
    fail(Status::io, "a text has the code point U+%04X, which is none", code);
  if (code < 0x80) {
    text->push_back(static_cast<char>(code));
    return;
  }
  int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  static constexpr uint8_t kLead[] = {0, 0xc0, 0xe0, 0xf0};
  text->push_back(static_cast<char>(kLead[more] | code >> 6 * more));
  while (more-- > 0) text->push_back(static_cast<char>(0x80 | ((code >> 6 * more) & 0x3f)));
}

}  // namespace tenon
