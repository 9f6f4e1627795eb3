#include "core/io/npy_header.h"

#include <string.h>

#include "core/base/error.h"

namespace tenon {

namespace {

struct Descr {
  DType dtype;
  const char* name;  // as we write it
};
constexpr Descr kDescrs[] = {
    {DType::float32, "<f4"}, {DType::float64, "<f8"}, {DType::float16, "<f2"},
    {DType::int64, "<i8"},   {DType::int32, "<i4"},   {DType::int16, "<i2"},
    {DType::int8, "|i1"},    {DType::uint8, "|u1"},   {DType::bool_, "|b1"},
};

class Parser {
 public:
  Parser(std::string_view text, const char* file) : text_(text), file_(file) {}

  NpyHeader parse() {
    expect('{');
    for (bool more = true; more && !accept('}');) {
      read_field();
      more = accept(',');
      if (!more) expect('}');
    }
    for (; at_ < text_.size(); ++at_)
      if (text_[at_] != ' ' && text_[at_] != '\n') broken("it goes on after its end");
    for (int i = 0; i < kFields; ++i)
      if (!seen_[i]) broken(format("it lacks '%s'", kNames[i]).c_str());
    return header_;
  }

 private:
  static constexpr int kFields = 3;
  static constexpr const char* kNames[kFields] = {"descr", "fortran_order", "shape"};

  [[noreturn]] void broken(const char* why) {
    fail(Status::io, "%s: broken header of a .npy file, at its byte %zu: %s", file_, at_, why);
  }

  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool accept(char c) {
    skip_spaces();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!accept(c)) broken(format("'%c' is missing", c).c_str());
  }
  bool accept(std::string_view word) {
    skip_spaces();
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  std::string_view read_text() {
    skip_spaces();
    const char quote = at_ < text_.size() ? text_[at_] : '\0';
    if (quote != '\'' && quote != '"') broken("a text is missing");
    const size_t from = ++at_;
    for (; at_ < text_.size() && text_[at_] != quote; ++at_)
      if (text_[at_] < ' ' || text_[at_] > '~' || text_[at_] == '\\')
        broken("a text has a character that it can't have");
    if (at_ == text_.size()) broken("a text has no end");
    return text_.substr(from, at_++ - from);
  }

  void read_field() {
    std::string_view name = read_text();
    int field = 0;
    while (field < kFields && name != kNames[field]) ++field;
    if (field == kFields) broken("it has a field that is none of descr, fortran_order and shape");
    if (seen_[field]) broken(format("'%s' is there twice", kNames[field]).c_str());
    seen_[field] = true;
    expect(':');
    if (field == 0) read_descr();
    else if (field == 1) read_order();
    else read_shape();
  }

  void read_descr() {
    skip_spaces();
    if (at_ < text_.size() && (text_[at_] == '[' || text_[at_] == '('))
      fail(Status::unsupported, "%s: the array has a structured dtype, %.60s, which Tenon does not have",
           file_, std::string(text_.substr(at_, 60)).c_str());
    const std::string descr(read_text());
    std::string_view kind = descr;
    const bool ordered = !kind.empty() && strchr("<>|=", kind[0]);
    if (ordered) kind.remove_prefix(1);
    if (kind == "?") kind = "b1";
    for (const Descr& known : kDescrs)
      if (kind == known.name + 1) header_.dtype = known.dtype;
    if (header_.dtype == DType::none) refuse(descr, kind);
    header_.swapped = ordered && descr[0] == '>' && item_size(header_.dtype) > 1;
  }

  [[noreturn]] void refuse(const std::string& descr, std::string_view kind) {
    // Kinds of NumPy's that we don't have: complex, unsigned, times, texts, bytes, objects, extended floats.
    if (kind.empty() || !strchr("?bBcCdDefFgGhHiIlLmMOpPqQSuUVa", kind[0]))
      broken(format("'%.40s' is no dtype", descr.c_str()).c_str());
    if (kind[0] == 'O')
      fail(Status::unsupported,
           "%s: the array has the dtype '%.40s': Python objects, pickled, which Tenon does not read", file_,
           descr.c_str());
    fail(Status::unsupported, "%s: the array has the dtype '%.40s', which Tenon does not have", file_,
         descr.c_str());
  }

  void read_order() {
    if (accept("True")) header_.fortran = true;
    else if (!accept("False")) broken("fortran_order is neither True nor False");
  }

  void read_shape() {
    expect('(');
    bool comma = false;
    int count = 0;
    for (; !accept(')'); ++count) {
      if (count > 0 && !comma) broken("the shape is no tuple of numbers");
      int64_t size = read_size();
      if (count < kMaxDims) header_.shape.push_back(size);
      comma = accept(',');
    }
    if (count == 1 && !comma) broken("the shape is a number, not a tuple");
    if (count > kMaxDims)
      fail(Status::unsupported, "%s: the array has %d dimensions, and %d is the most", file_, count,
           kMaxDims);
  }

  int64_t read_size() {
    skip_spaces();
    int64_t size = 0;
    bool fits = true;
    const size_t from = at_;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_)
      fits &=
          !__builtin_mul_overflow(size, 10, &size) && !__builtin_add_overflow(size, text_[at_] - '0', &size);
    if (at_ == from) broken("a size is missing, or is no number");
    if (!fits) broken("a size doesn't fit into 63 bits");
    if (at_ < text_.size() && text_[at_] == 'L') ++at_;  // Python 2's
    return size;
  }

  std::string_view text_;
  const char* file_;
  size_t at_ = 0;
  bool seen_[kFields] = {};
  NpyHeader header_;
};

}  // namespace

NpyHeader parse_npy_header(std::string_view text, const char* name) { return Parser(text, name).parse(); }

const char* npy_descr(DType dtype) {
  for (const Descr& known : kDescrs)
    if (known.dtype == dtype) return known.name;
  fail(Status::unsupported, "save: NumPy has no dtype %s; make it float32 first", dtype_name(dtype));
}

}  // namespace tenon
