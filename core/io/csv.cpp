#include "core/io/csv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <string_view>

#include "core/base/error.h"
#include "core/io/csv_text.h"
#include "core/ops/copy.h"

namespace tenon {

namespace {

// What a number has to be before strtod sees it, which would take hexadecimal ones and nan(…) as well.
bool is_real(std::string_view text) {
  size_t at = !text.empty() && (text[0] == '+' || text[0] == '-');
  auto digits = [&] {
    size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - from;
  };
  for (std::string_view word : {"inf", "infinity", "nan"})
    if (text.size() - at == word.size() && strncasecmp(&text[at], word.data(), word.size()) == 0) return true;
  size_t count = digits();
  if (at < text.size() && text[at] == '.') ++at, count += digits();
  if (count == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

// From here on, the nearest number of the dtype is infinity.
double infinite_from(DType dtype) {
  return dtype == DType::float16 ? 65520.0 : dtype == DType::bfloat16 ? 0x1.ffp127 : HUGE_VAL;
}

bool is_infinite_text(std::string_view text) { return text.find_first_of("iI") != text.npos; }

struct IntegerRange {
  int64_t least, most;
};
IntegerRange range_of(DType dtype) {
  switch (dtype) {
    case DType::bool_: return {0, 1};
    case DType::uint8: return {0, 255};
    case DType::int8: return {INT8_MIN, INT8_MAX};
    case DType::int16: return {INT16_MIN, INT16_MAX};
    case DType::int32: return {INT32_MIN, INT32_MAX};
    default: return {INT64_MIN, INT64_MAX};
  }
}

class Table {
 public:
  Table(CsvText& text, DType dtype) : text_(text), dtype_(dtype) {}

  Tensor read() {
    measure();
    const bool half = is_half(dtype_);
    Tensor t = empty({rows_, columns_}, half ? DType::float32 : dtype_);
    char* to = t->as<char>();
    text_.rewind();
    for (std::string_view field; text_.next_row();)
      for (; text_.next_field(&field); to += t->item_size()) {
        if (is_floating(dtype_)) put_real(field, to);
        else put_integer(field, to);
      }
    return half ? cast_elements(t, dtype_) : t;
  }

 private:
  void measure() {
    for (std::string_view field; text_.next_row(); ++rows_) {
      int64_t fields = 0;
      while (text_.next_field(&field)) ++fields;
      if (rows_ == 0) columns_ = fields;
      if (fields != columns_)
        text_.refuse_row(
            format("%lld fields, and the first row has %lld", (long long)fields, (long long)columns_)
                .c_str());
    }
  }

  void put_real(std::string_view field, char* to) {
    if (field.empty()) {
      if (dtype_ == DType::float64) put(to, static_cast<double>(NAN));
      else put(to, NAN);
      return;
    }
    if (!is_real(field)) text_.refuse_field(field, "is no number");
    // What follows a field can't go on with its number.
    double value;
    if (dtype_ == DType::float64) put(to, value = strtod(field.data(), nullptr));
    else put(to, static_cast<float>(value = strtof(field.data(), nullptr)));
    if (fabs(value) >= infinite_from(dtype_) && !is_infinite_text(field)) refuse_size(field);
  }

  void put_integer(std::string_view field, char* to) {
    const bool negative = !field.empty() && field[0] == '-';
    const size_t from = negative || (!field.empty() && field[0] == '+');
    if (from == field.size()) text_.refuse_field(field, "is no integer");
    const IntegerRange range = range_of(dtype_);
    int64_t value = 0;
    bool fits = true;
    for (char c : field.substr(from)) {
      if (c < '0' || c > '9') text_.refuse_field(field, "is no integer");
      const int digit = negative ? '0' - c : c - '0';
      fits &= !__builtin_mul_overflow(value, 10, &value) && !__builtin_add_overflow(value, digit, &value);
    }
    if (!fits || value < range.least || value > range.most) refuse_size(field);
    switch (item_size(dtype_)) {
      case 1: return put(to, static_cast<int8_t>(value));
      case 2: return put(to, static_cast<int16_t>(value));
      case 4: return put(to, static_cast<int32_t>(value));
      default: return put(to, value);
    }
  }

  template <class T>
  static void put(char* to, T value) {
    memcpy(to, &value, sizeof value);
  }

  [[noreturn]] void refuse_size(std::string_view field) {
    text_.refuse_field(field, format("does not fit %s", dtype_name(dtype_)).c_str());
  }

  CsvText& text_;
  const DType dtype_;
  int64_t rows_ = 0, columns_ = 0;
};

// ---- writing

// The fewest digits, six at least where it has so many, that read back as the same number.
std::string_view text_of(float value, char (&buffer)[40]) {
  int length = 0;
  for (int digits = 6; digits <= 9; ++digits) {
    length = snprintf(buffer, sizeof buffer, "%.*g", digits, static_cast<double>(value));
    if (digits == 9 || strtof(buffer, nullptr) == value) break;
  }
  return {buffer, static_cast<size_t>(length)};
}
std::string_view text_of(double value, char (&buffer)[40]) {
  int length = 0;
  for (int digits = 15; digits <= 17; ++digits) {
    length = snprintf(buffer, sizeof buffer, "%.*g", digits, value);
    if (digits == 17 || strtod(buffer, nullptr) == value) break;
  }
  return {buffer, static_cast<size_t>(length)};
}

std::string_view element_text(const Tensor& t, int64_t i, char (&buffer)[40]) {
  if (t->dtype == DType::float32 || t->dtype == DType::float64) {
    const double value = t->dtype == DType::float32 ? t->as<float>()[i] : t->as<double>()[i];
    if (isnan(value)) return "nan";  // whose sign says nothing
    return t->dtype == DType::float32 ? text_of(t->as<float>()[i], buffer) : text_of(value, buffer);
  }
  const int64_t value = t->dtype == DType::int64   ? t->as<int64_t>()[i]
                        : t->dtype == DType::int32 ? t->as<int32_t>()[i]
                        : t->dtype == DType::int16 ? t->as<int16_t>()[i]
                        : t->dtype == DType::int8  ? t->as<int8_t>()[i]
                                                   : t->as<uint8_t>()[i];
  return {buffer, static_cast<size_t>(snprintf(buffer, sizeof buffer, "%lld", (long long)value))};
}

void check_delimiter(int32_t delimiter) {
  // None that a number may have, or a quoted field.
  const bool letter =
      (delimiter >= '0' && delimiter <= '9') || ((delimiter | 32) >= 'a' && (delimiter | 32) <= 'z');
  if (delimiter == '\t' || (delimiter >= ' ' && delimiter <= '~' && !letter && !strchr("+-.\"", delimiter)))
    return;
  fail(Status::value,
       "csv: the delimiter is the character %d; it is a tab, or printable, and none that numbers have",
       delimiter);
}

}  // namespace

Tensor read_csv(const Ref<Source>& source, const CsvOptions& options) {
  check_delimiter(options.delimiter);
  if (options.skip_rows < 0) fail(Status::value, "csv: skip_rows is %lld", (long long)options.skip_rows);
  os::PointLocale locale;
  CsvText text(*source, static_cast<char>(options.delimiter), options.skip_rows);
  return Table(text, options.dtype).read();
}

void save_csv(const Tensor& t, const char* path, const CsvOptions& options) {
  check_delimiter(options.delimiter);
  const bool table = t->ndim == 2 && (t->size[1] > 0 || t->size[0] == 0);
  if (!table && t->ndim != 1)
    fail(Status::shape, "csv: a table has one dimension, or two with columns, and the tensor has shape %s",
         to_string(t->sizes()).c_str());
  Tensor dense = to_device(t, Device{});
  if (is_half(t->dtype)) dense = cast_elements(dense, DType::float32);
  if (!dense->contiguous) dense = dense_copy(dense);
  const int64_t columns = t->ndim == 2 ? t->size[1] : 1;
  os::PointLocale locale;
  os::NewFile file(path);
  constexpr size_t piece = size_t{64} << 10;
  std::string text;
  char buffer[40];
  for (int64_t i = 0, column = 1; i < dense->numel; ++i, ++column) {
    text += element_text(dense, i, buffer);
    text += column == columns ? '\n' : static_cast<char>(options.delimiter);
    if (column == columns) column = 0;
    if (text.size() < piece) continue;
    file.write(text.data(), text.size());
    text.clear();
  }
  file.write(text.data(), text.size());
  file.commit();
}

}  // namespace tenon
