#include "core/io/safetensors_header.h"

#include <unordered_set>

#include "core/nn/json_events.h"

namespace tenon {

namespace {

// Takes the header apart while it is parsed: no tree of it is made, and nothing recurses. The levels are
//   0 the header, 1 its members, 2 the members of an entry or of __metadata__, 3 the numbers of a list.
class HeaderReader final : public JsonEvents {
 public:
  HeaderReader(SafetensorsHeader& header, const char* file) : header_(header), file_(file) {}

  bool null() override { return wrong("null"); }
  bool boolean(bool) override { return wrong("a boolean"); }
  bool number_float(number_float_t, const string_t&) override { return wrong("a number that is no integer"); }
  bool binary(binary_t&) override { return wrong("binary"); }
  bool number_integer(number_integer_t) override { return wrong("a negative number"); }
  bool number_unsigned(number_unsigned_t value) override {
    if (level_ != 3) return wrong("a number");
    if (list_ == List::shape) {
      if (value > INT64_MAX) return wrong("a size beyond 63 bits");
      entry().shape.push_back(static_cast<int64_t>(value));
    } else {
      if (offsets_ == 2) return wrong("more than two offsets");
      (offsets_++ == 0 ? entry().begin : entry().end) = value;
    }
    return true;
  }
  bool string(string_t& value) override {
    if (level_ == 2 && in_metadata_) header_.metadata.back().second = std::move(value);
    else if (level_ == 2 && key_ == "dtype") entry().dtype = std::move(value);
    else return wrong("a string");
    return true;
  }

  bool start_object(std::size_t) override {
    if (level_ > 1) return wrong("an object");
    if (level_ == 1 && !in_metadata_) has_dtype_ = has_shape_ = has_offsets_ = false;
    ++level_;
    return true;
  }
  bool key(string_t& name) override {
    if (name.find('\0') != std::string::npos) complain("a name with a zero byte");
    if (level_ == 1) start_member(name);
    else if (in_metadata_) start_text(name);
    else start_field(name);
    key_ = std::move(name);
    return true;
  }
  bool end_object() override {
    --level_;
    if (level_ != 1 || in_metadata_) return true;
    if (!has_dtype_ || !has_shape_ || !has_offsets_) complain("no dtype, shape or data_offsets");
    return true;
  }
  bool start_array(std::size_t) override {
    bool is_list = level_ == 2 && !in_metadata_ && (key_ == "shape" || key_ == "data_offsets");
    if (!is_list) return wrong("a list");
    list_ = key_ == "shape" ? List::shape : List::offsets;
    offsets_ = 0;
    level_ = 3;
    return true;
  }
  bool end_array() override {
    level_ = 2;
    if (list_ == List::offsets && offsets_ != 2) complain("not two offsets");
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& e) override {
    fail(Status::io, "%s: the header is not JSON at byte %zu: %.300s", file_, position, e.what());
  }

 private:
  enum class List { shape, offsets };

  SafetensorsEntry& entry() { return header_.entries.back(); }

  void start_member(const std::string& name) {
    if (!names_.insert(name).second) fail(Status::io, "%s: '%.200s' is there twice", file_, name.c_str());
    in_metadata_ = name == "__metadata__";
    if (!in_metadata_) header_.entries.emplace_back().name = name;
  }
  void start_text(const std::string& name) {
    if (!keys_.insert(name).second)
      fail(Status::io, "%s: '%.200s' is twice in __metadata__", file_, name.c_str());
    header_.metadata.emplace_back(name, std::string());
  }
  void start_field(const std::string& name) {
    bool* field = name == "dtype"          ? &has_dtype_
                  : name == "shape"        ? &has_shape_
                  : name == "data_offsets" ? &has_offsets_
                                           : nullptr;
    if (!field) complain("a field that is neither dtype, shape nor data_offsets");
    if (*field) complain("a field twice");
    *field = true;
  }

  [[noreturn]] void complain(const char* what) const {
    const char* where = in_metadata_              ? "__metadata__"
                        : header_.entries.empty() ? "the header"
                                                  : header_.entries.back().name.c_str();
    fail(Status::io, "%s: '%.200s' has %s", file_, where, what);
  }
  bool wrong(const char* what) const {
    if (level_ == 0) fail(Status::io, "%s: the header is %s, not an object", file_, what);
    fail(Status::io, "%s: the header has %s where it must not be, at '%.200s'", file_, what, key_.c_str());
  }

  SafetensorsHeader& header_;
  const char* file_;
  int level_ = 0;
  List list_ = List::shape;
  int offsets_ = 0;
  bool in_metadata_ = false, has_dtype_ = false, has_shape_ = false, has_offsets_ = false;
  std::string key_;
  std::unordered_set<std::string> names_, keys_;
};

}  // namespace

SafetensorsHeader parse_safetensors_header(const std::string& json, const char* file) {
  // The parser takes a zero byte for the end.
  if (json.find('\0') != std::string::npos) fail(Status::io, "%s: the header has a zero byte", file);
  SafetensorsHeader header;
  HeaderReader reader(header, file);
  parse_json(json, reader);
  return header;
}

}  // namespace tenon
