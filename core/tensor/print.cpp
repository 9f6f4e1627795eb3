#include "core/tensor/print.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

#include "core/backend/backend.h"
#include "core/base/error.h"
#include "core/base/half.h"
#include "core/tensor/node.h"
#include "core/tensor/promotion.h"

namespace tenon {
namespace {

constexpr std::string_view kPrefix = "tensor(";
constexpr int64_t kIndent = kPrefix.size();

template <class T>
T load(const char* at) {
  T value;
  memcpy(&value, at, sizeof value);
  return value;
}

double load_real(DType dtype, const char* at) {
  switch (dtype) {
    case DType::float64: return load<double>(at);
    case DType::float16: return static_cast<float>(load<Half>(at));
    case DType::bfloat16: return static_cast<float>(load<BFloat16>(at));
    default: return load<float>(at);
  }
}

int64_t load_integer(DType dtype, const char* at) {
  switch (dtype) {
    case DType::int64: return load<int64_t>(at);
    case DType::int32: return load<int32_t>(at);
    case DType::int16: return load<int16_t>(at);
    case DType::int8: return load<int8_t>(at);
    default: return load<uint8_t>(at);
  }
}

// One element's text. snprintf rounds exactly, as std::to_chars does, whose tables would be 100 KB of the
// library.
class Element {
 public:
  std::string_view integer(int64_t value) { return upto(std::to_chars(buffer_, end(), value).ptr); }

  std::string_view whole(double value) {
    char* stop = print("%.*f", 0, value);
    *stop++ = '.';
    return upto(stop);
  }

  std::string_view fixed(double value, int precision) { return upto(print("%.*f", precision, value)); }

  std::string_view scientific(double value, int precision) { return upto(print("%.*e", precision, value)); }

 private:
  // The host's locale may have a decimal separator of its own, of one byte or more: here it is a point.
  char* print(const char* format, int precision, double value) {
    char text[sizeof buffer_ + 8];
    snprintf(text, sizeof text, format, precision, value);
    char* to = buffer_;
    for (const char* c = text; *c; ++c) {
      const bool separator = !strchr("0123456789+-e", *c);
      if (!separator) *to++ = *c;
      else if (to == buffer_ || to[-1] != '.') *to++ = '.';
    }
    return to;
  }
  char* end() { return buffer_ + sizeof buffer_; }
  std::string_view upto(const char* stop) const { return {buffer_, static_cast<size_t>(stop - buffer_)}; }

  // sign, the 309 digits of the largest double, point, digits behind it
  char buffer_[1 + 309 + 1 + kMaxPrintPrecision];
};

// What decides the style of floating numbers: whether all are whole, and the extreme magnitudes of either
// sign. Zeros, infinities and nans have no say. A text's length grows with the magnitude, and in scientific
// notation with that of the exponent, so the widest element is among these four.
struct Extremes {
  bool whole = true;
  double least[2] = {HUGE_VAL, HUGE_VAL};
  double greatest[2] = {0, 0};

  void take(double value) {
    if (value == 0 || !isfinite(value)) return;
    if (value != ceil(value)) whole = false;
    int negative = value < 0;
    double magnitude = fabs(value);
    if (magnitude < least[negative]) least[negative] = magnitude;
    if (magnitude > greatest[negative]) greatest[negative] = magnitude;
  }
};

class Printer {
 public:
  Printer(const PrintSource& source, const PrintOptions& options)
      : source_(source), options_(options), element_size_(static_cast<int64_t>(item_size(source.dtype))) {
    for (int i = 0; i < source.ndim; ++i) count_ *= source.sizes[i];
    summarize_ = count_ > options.threshold;
  }

  std::string run() {
    text_ = kPrefix;
    if (count_ == 0) {
      text_ += "[]";
    } else {
      if (source_.fetch) fetch_shown();
      choose_style();
      cursor_ = 0;
      write_dim(0, data());
    }
    write_suffixes();
    return std::move(text_);
  }

 private:
  enum class Style { truth, integer, whole, fixed, scientific };

  const char* data() const { return static_cast<const char*>(source_.data); }

  bool is_cut(int dim) const {
    int64_t size = source_.sizes[dim];
    return summarize_ && options_.edgeitems < size - size / 2;
  }

  // Calls f(index, element) for what is shown of a dimension, in order.
  template <class F>
  void each_shown(int dim, const char* at, F f) const {
    int64_t size = source_.sizes[dim], step = source_.strides[dim] * element_size_;
    int64_t gap_begin = is_cut(dim) ? options_.edgeitems : size;
    int64_t gap_end = is_cut(dim) ? size - options_.edgeitems : size;
    for (int64_t i = 0; i < gap_begin; ++i) f(i, at + i * step);
    for (int64_t i = gap_end; i < size; ++i) f(i, at + i * step);
  }

  template <class F>
  void each_element(int dim, const char* at, F& f) const {
    if (dim == source_.ndim) return f(at);
    each_shown(dim, at, [&](int64_t, const char* inner) { each_element(dim + 1, inner, f); });
  }

  // Elements that lie side by side come in one go.
  void fetch_shown() {
    const char* run = nullptr;
    size_t bytes = 0;
    auto fetch = [&] {
      size_t have = fetched_.size();
      fetched_.resize(have + bytes);
      source_.fetch(source_.fetch_context, fetched_.data() + have, run, bytes);
    };
    auto take = [&](const char* at) {
      if (bytes > 0 && at != run + bytes) {
        fetch();
        bytes = 0;
      }
      if (bytes == 0) run = at;
      bytes += static_cast<size_t>(element_size_);
    };
    each_element(0, data(), take);
    fetch();
  }

  // The element where the host can read it. Those fetched lie in the order in which both passes go over them.
  const char* on_host(const char* at) {
    if (!source_.fetch) return at;
    const char* element = fetched_.data() + cursor_;
    cursor_ += element_size_;
    return element;
  }

  void choose_style() {
    if (source_.dtype == DType::bool_) {
      choose_truth();
    } else if (is_floating(source_.dtype)) {
      choose_floating();
    } else {
      choose_integer();
    }
  }

  void choose_truth() {
    style_ = Style::truth;
    auto widen = [&](const char* at) {
      width_ = std::max<int64_t>(width_, load<uint8_t>(on_host(at)) ? 4 : 5);
    };
    each_element(0, data(), widen);
  }

  void choose_integer() {
    style_ = Style::integer;
    int64_t least = 0, greatest = 0;
    auto take = [&](const char* at) {
      int64_t value = load_integer(source_.dtype, on_host(at));
      least = std::min(least, value);
      greatest = std::max(greatest, value);
    };
    each_element(0, data(), take);
    widen(element_.integer(least));
    widen(element_.integer(greatest));
  }

  void choose_floating() {
    style_ = Style::whole;
    Extremes extremes;
    auto take = [&](const char* at) { extremes.take(load_real(source_.dtype, on_host(at))); };
    each_element(0, data(), take);
    double least = std::min(extremes.least[0], extremes.least[1]);
    double greatest = std::max(extremes.greatest[0], extremes.greatest[1]);
    if (greatest == 0) return;  // with nothing to go by, PyTorch keeps width 1 and ignores sci_mode

    bool wide = greatest / least > 1000.0 || greatest > 1.0e8;
    if (wide || (!extremes.whole && least < 1.0e-4)) {
      style_ = Style::scientific;
    } else if (!extremes.whole) {
      style_ = Style::fixed;
    }
    for (int negative = 0; negative < 2; ++negative) {
      if (extremes.greatest[negative] == 0) continue;
      double sign = negative ? -1 : 1;
      widen(format(sign * extremes.least[negative]));
      widen(format(sign * extremes.greatest[negative]));
    }
    // The width stays that of the notation PyTorch would have chosen itself.
    if (options_.sci_mode == SciMode::on) style_ = Style::scientific;
    if (options_.sci_mode == SciMode::off) style_ = extremes.whole ? Style::whole : Style::fixed;
  }

  void widen(std::string_view text) { width_ = std::max(width_, static_cast<int64_t>(text.size())); }

  std::string_view format(double value) {
    if (isnan(value)) return "nan";
    if (isinf(value)) return value < 0 ? "-inf" : "inf";
    int precision = static_cast<int>(options_.precision);
    switch (style_) {
      case Style::fixed: return element_.fixed(value, precision);
      case Style::scientific: return element_.scientific(value, precision);
      default: return element_.whole(value);
    }
  }

  std::string_view format_at(const char* at) {
    if (style_ == Style::truth) return load<uint8_t>(at) ? "True" : "False";
    if (style_ == Style::integer) return element_.integer(load_integer(source_.dtype, at));
    return format(load_real(source_.dtype, at));
  }

  void write_element(const char* at) {
    std::string_view text = format_at(on_host(at));
    pad(width_ - static_cast<int64_t>(text.size()));
    text_ += text;
  }

  void pad(int64_t columns) {
    if (columns > 0) text_.append(static_cast<size_t>(columns), ' ');
  }

  void write_dim(int dim, const char* at) {
    if (dim == source_.ndim) return write_element(at);
    text_ += '[';
    if (dim + 1 == source_.ndim) {
      write_row(dim, at);
    } else {
      write_blocks(dim, at);
    }
    text_ += ']';
  }

  // The last dimension: as many elements in a line as fit, the ellipsis taking the place of one.
  void write_row(int dim, const char* at) {
    int64_t columns = std::max<int64_t>(0, options_.linewidth) - kIndent - dim;
    int64_t per_line = std::max<int64_t>(1, columns / (width_ + 2));
    int64_t written = 0;
    auto separate = [&] {
      if (written > 0 && written % per_line == 0) {
        text_ += ",\n";
        pad(kIndent + dim + 1);
      } else if (written > 0) {
        text_ += ", ";
      }
      ++written;
    };
    int64_t gap_end = is_cut(dim) ? source_.sizes[dim] - options_.edgeitems : -1;
    each_shown(dim, at, [&](int64_t i, const char* inner) {
      if (i == gap_end) {
        separate();
        text_ += " ...";
      }
      separate();
      write_element(inner);
    });
  }

  // An outer dimension: its blocks on lines of their own, with an empty line more for each dimension they
  // have.
  void write_blocks(int dim, const char* at) {
    auto separate = [&] {
      text_ += ',';
      text_.append(static_cast<size_t>(source_.ndim - dim - 1), '\n');
      pad(kIndent + dim + 1);
    };
    bool cut = is_cut(dim);
    each_shown(dim, at, [&](int64_t i, const char* inner) {
      if (i > 0) separate();
      if (cut && i == source_.sizes[dim] - options_.edgeitems) {
        text_ += "...";
        separate();
      }
      write_dim(dim + 1, inner);
    });
  }

  // What stands behind the brackets, each on a new line where it doesn't fit.
  void write_suffixes() {
    // PyTorch counts two columns too many here; they leave room for the comma and the closing parenthesis.
    size_t line = text_.rfind('\n');
    column_ = static_cast<int64_t>(text_.size() - (line == std::string::npos ? 0 : line + 1)) + 2;
    if (source_.device) write_suffix(std::string("device='") + source_.device + "'");
    if (count_ == 0 && source_.ndim != 1) write_suffix(size_suffix());
    if (is_dtype_shown()) write_suffix(std::string("dtype=torch.") + dtype_name(source_.dtype));
    if (source_.grad_fn) {
      write_suffix(std::string("grad_fn=<") + source_.grad_fn + ">");
    } else if (source_.requires_grad) {
      write_suffix("requires_grad=True");
    }
    text_ += ')';
  }

  void write_suffix(const std::string& suffix) {
    int64_t length = static_cast<int64_t>(suffix.size());
    if (column_ + length + 2 > options_.linewidth) {
      text_ += ",\n";
      pad(kIndent);
      column_ = kIndent + length;
    } else {
      text_ += ", ";
      column_ += length + 2;
    }
    text_ += suffix;
  }

  std::string size_suffix() const {
    std::string suffix = "size=(";
    for (int i = 0; i < source_.ndim; ++i) {
      if (i > 0) suffix += ", ";
      suffix += std::to_string(source_.sizes[i]);
    }
    return suffix + ")";
  }

  // Elements tell the default, int64 and bool apart; an empty tensor has none to tell by.
  bool is_dtype_shown() const {
    if (source_.dtype == source_.default_dtype) return false;
    return count_ == 0 || (source_.dtype != DType::int64 && source_.dtype != DType::bool_);
  }

  const PrintSource& source_;
  const PrintOptions& options_;
  int64_t element_size_;
  int64_t count_ = 1;
  bool summarize_ = false;
  Style style_ = Style::integer;
  int64_t width_ = 1;
  int64_t column_ = 0;
  std::vector<char> fetched_;
  int64_t cursor_ = 0;
  Element element_;
  std::string text_;
};

void check(const PrintOptions& options) {
  if (options.precision < 0 || options.precision > kMaxPrintPrecision) {
    fail(Status::value, "print options: precision is %lld, but it must lie between 0 and %lld",
         static_cast<long long>(options.precision), static_cast<long long>(kMaxPrintPrecision));
  }
  if (options.edgeitems < 1) {
    fail(Status::value, "print options: edgeitems is %lld, but it must be at least 1",
         static_cast<long long>(options.edgeitems));
  }
}

}  // namespace

std::string to_text(const PrintSource& source, const PrintOptions& options) {
  check(options);
  return Printer(source, options).run();
}

std::string to_text(const Tensor& tensor, const PrintOptions& options) {
  PrintSource source;
  source.dtype = tensor->dtype;
  source.ndim = tensor->ndim;
  source.sizes = tensor->size;
  source.strides = tensor->stride;
  source.data = tensor->data;
  source.grad_fn = tensor->grad_fn ? tensor->grad_fn->name() : nullptr;
  source.requires_grad = tensor->requires_grad;
  source.default_dtype = default_dtype();
  if (tensor->device.is_cpu()) return to_text(source, options);

  Device device = tensor->device;
  std::string name = device_name(device);
  source.device = name.c_str();
  source.fetch_context = &device;
  source.fetch = [](void* context, void* to, const void* from, size_t bytes) {
    Device device = *static_cast<Device*>(context);
    check_backend(backend_of(device).copy_out(device.index, to, from, bytes), "print");
  };
  return to_text(source, options);
}

}  // namespace tenon
