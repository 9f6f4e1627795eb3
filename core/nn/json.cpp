#include "core/nn/json.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/nn/json_events.h"
#include "core/nn/python.h"

namespace tenon {

using Parser = nlohmann::json;

bool parse_json(std::string_view text, JsonEvents& events) {
  // The parser itself: Parser::sax_parse would bring readers of four binary formats along.
  auto input = nlohmann::detail::input_adapter(text.data(), text.data() + text.size());
  return nlohmann::detail::parser<Parser, decltype(input)>(std::move(input)).sax_parse(&events);
}

Json::Json() = default;
Json::Json(Type type) : type_(type) {}
Json::Json(bool value) : type_(Type::boolean), integer_(value) {}
Json::Json(int64_t value) : type_(Type::integer), integer_(value) {}
Json::Json(double value) : type_(Type::real), real_(value) {}
Json::Json(std::string value) : type_(Type::text), text_(std::move(value)) {}
Json::Json(const Json&) = default;
Json::Json(Json&&) noexcept = default;
Json& Json::operator=(Json other) noexcept {
  std::swap(type_, other.type_);
  std::swap(integer_, other.integer_);
  std::swap(real_, other.real_);
  text_.swap(other.text_);
  items_.swap(other.items_);
  members_.swap(other.members_);
  return *this;
}
Json::~Json() = default;

const char* Json::type_name() const {
  switch (type_) {
    case Type::boolean: return "boolean";
    case Type::integer:
    case Type::real: return "number";
    case Type::text: return "string";
    case Type::array: return "array";
    case Type::object: return "object";
    default: return "null";
  }
}

static bool comes_before(const Json::Member& a, const Json::Member& b) { return a.name < b.name; }

const Json* Json::find(std::string_view name) const {
  auto found =
      std::lower_bound(members_.begin(), members_.end(), name,
                       [](const Member& member, std::string_view wanted) { return member.name < wanted; });
  return found != members_.end() && found->name == name ? &found->value : nullptr;
}

// Makes the tree while the text is parsed. What is open is on a stack of its own: nothing recurses.
class JsonBuilder final : public JsonEvents {
 public:
  JsonBuilder(Json* root, int most_depth, std::string* why)
      : root_(root), most_depth_(static_cast<size_t>(most_depth)), why_(why) {}

  bool null() override { return add(Json()); }
  bool boolean(bool value) override { return add(Json(value)); }
  bool number_integer(number_integer_t value) override { return add(Json(int64_t{value})); }
  bool number_unsigned(number_unsigned_t value) override {
    return add(value > INT64_MAX ? Json(static_cast<double>(value)) : Json(static_cast<int64_t>(value)));
  }
  bool number_float(number_float_t value, const string_t&) override { return add(Json(value)); }
  bool string(string_t& value) override { return add(Json(std::move(value))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::Type::object); }
  bool start_array(std::size_t) override { return open(Json::Type::array); }
  bool key(string_t& name) override {
    open_.back().members_.push_back({std::move(name), Json()});
    return true;
  }
  bool end_object() override {
    std::vector<Json::Member>& all = open_.back().members_;
    std::stable_sort(all.begin(), all.end(), comes_before);
    size_t kept = 0;
    for (size_t i = 0; i < all.size(); ++i) {
      if (i + 1 < all.size() && all[i].name == all[i + 1].name) continue;
      if (kept != i) std::swap(all[kept], all[i]);
      ++kept;
    }
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(kept), all.end());
    return close();
  }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& e) override {
    *why_ = std::string("not JSON: ") + e.what();
    return false;
  }

 private:
  bool open(Json::Type type) {
    if (open_.size() == most_depth_) {
      *why_ = "nested too deeply";
      return false;
    }
    open_.emplace_back(type);
    return true;
  }
  bool close() {
    Json done = std::move(open_.back());
    open_.pop_back();
    return add(std::move(done));
  }
  bool add(Json value) {
    if (open_.empty()) *root_ = std::move(value);
    else if (open_.back().is_array()) open_.back().items_.push_back(std::move(value));
    else open_.back().members_.back().value = std::move(value);
    return true;
  }

  Json* root_;
  size_t most_depth_;
  std::string* why_;
  std::vector<Json> open_;
};

bool Json::parse(std::string_view text, int most_depth, Json* json, std::string* why) {
  JsonBuilder builder(json, most_depth, why);
  return parse_json(text, builder);
}

std::string json_string(std::string_view text) {
  if (!is_utf8(text))
    fail(Status::value, "the text '%.*s' is not UTF-8", static_cast<int>(std::min<size_t>(text.size(), 100)),
         text.data());
  static constexpr std::string_view kNamed = "\b\f\n\r\t\"\\", kNames = "bfnrt\"\\";
  std::string json = "\"";
  for (char c : text) {
    if (size_t named = kNamed.find(c); named != kNamed.npos) json.append("\\") += kNames[named];
    else if (static_cast<uint8_t>(c) < 0x20) json += format("\\u%04x", static_cast<unsigned>(c));
    else json += c;
  }
  return json += '"';
}

std::string json_text(const Json& json) {
  std::string text;
  switch (json.type()) {
    case Json::Type::null: return "null";
    case Json::Type::boolean: return json.as_boolean() ? "true" : "false";
    case Json::Type::integer: return std::to_string(json.as_integer());
    case Json::Type::real: return python(json.as_real());
    case Json::Type::text: return json_string(json.as_text());
    case Json::Type::array:
      for (const Json& item : json.items()) text += (text.empty() ? "" : ", ") + json_text(item);
      return "[" + text + "]";
    case Json::Type::object:
      for (const auto& [name, value] : json.members())
        text += (text.empty() ? "" : ", ") + json_string(name) + ": " + json_text(value);
      return "{" + text + "}";
  }
  return text;
}

}  // namespace tenon
