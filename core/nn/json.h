#pragma once
// JSON from files and callers, which may be hostile. The parser is nlohmann's; its tree isn't, since that one
// allocates in its destructor, which ends the process where memory is lacking.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tenon {

class Json {
 public:
  enum class Type { null, boolean, integer, real, text, array, object };
  struct Member;

  Json();
  explicit Json(Type type);
  explicit Json(bool value);
  explicit Json(int64_t value);
  explicit Json(double value);
  explicit Json(std::string value);
  Json(const Json&);
  Json(Json&&) noexcept;
  Json& operator=(Json) noexcept;
  ~Json();

  // What is no JSON, or has arrays and objects more than `most_depth` deep in one another, gives false and
  // says why. Of equal names in an object the last counts.
  static bool parse(std::string_view text, int most_depth, Json* json, std::string* why);

  Type type() const { return type_; }
  const char* type_name() const;
  bool is_null() const { return type_ == Type::null; }
  bool is_boolean() const { return type_ == Type::boolean; }
  bool is_integer() const { return type_ == Type::integer; }
  bool is_number() const { return type_ == Type::integer || type_ == Type::real; }
  bool is_text() const { return type_ == Type::text; }
  bool is_array() const { return type_ == Type::array; }
  bool is_object() const { return type_ == Type::object; }

  // Of that type.
  bool as_boolean() const { return integer_ != 0; }
  int64_t as_integer() const { return integer_; }
  const std::string& as_text() const { return text_; }
  // Of any number. Integers beyond 63 bits are real.
  double as_real() const { return type_ == Type::real ? real_ : static_cast<double>(integer_); }

  // None unless it is an array.
  const std::vector<Json>& items() const { return items_; }
  // None unless it is an object; in the order of their names.
  const std::vector<Member>& members() const { return members_; }
  // nullptr where there is none.
  const Json* find(std::string_view name) const;

 private:
  friend class JsonBuilder;

  Type type_ = Type::null;
  int64_t integer_ = 0;
  double real_ = 0;
  std::string text_;
  std::vector<Json> items_;
  std::vector<Member> members_;
};

struct Json::Member {
  std::string name;
  Json value;
};

// The text of a value, in one line.
std::string json_text(const Json& json);

// A string of JSON, with its quotes. Fails with Status::value for what isn't UTF-8.
std::string json_string(std::string_view text);

}  // namespace tenon
