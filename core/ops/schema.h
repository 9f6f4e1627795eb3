#pragma once
// Schemas as PyTorch writes them: "add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor". They
// are read twice by this one reader: by the compiler, which compares them with the function, and when the
// registry is built.
#include <cstdint>
#include <string_view>

namespace tenon {

enum class ArgType : uint8_t { tensor, integer, real, boolean, scalar, text, dtype, device, generator };

struct ArgSchema {
  std::string_view name;
  std::string_view fallback;  // the default as it is written; empty: the argument is required
  ArgType type = ArgType::tensor;
  bool optional = false;  // None may be given
  bool list = false;
  uint8_t length = 0;  // of int[2]: one number stands for two
  bool keyword_only = false;
  bool written = false;  // Tensor(a!): changed in place
};

constexpr int kMaxOpArguments = 32;
constexpr int kMaxOpResults = 8;

struct Schema {
  std::string_view text;
  std::string_view name;  // with its overload: "add.Tensor"
  std::string_view base;  // without: "add"
  ArgSchema argument[kMaxOpArguments];
  int arguments = 0;
  int positional = 0;  // how many of them may be given by place
  ArgSchema result[kMaxOpResults];
  int results = 0;
};

// Not constexpr, so that reaching it is an error while compiling; later it throws an Error.
[[noreturn]] void invalid_schema(std::string_view schema, const char* why);

class SchemaReader {
 public:
  constexpr explicit SchemaReader(std::string_view text) : rest_(text) { schema_.text = text; }

  constexpr Schema read() {
    read_constructor();
    read_results();
    if (!rest_.empty()) fail("text after the results");
    return schema_;
  }

  // A name and arguments, without results: of a class.
  constexpr Schema read_constructor() {
    schema_.name = until("(");
    schema_.base = schema_.name.substr(0, schema_.name.find('.'));
    if (schema_.base.empty()) fail("no name");
    read_arguments();
    return schema_;
  }

 private:
  constexpr void fail(const char* why) const {
    if (why) invalid_schema(schema_.text, why);
  }

  constexpr bool skip(std::string_view token) {
    if (rest_.substr(0, token.size()) != token) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  constexpr void expect(std::string_view token, const char* why) {
    if (!skip(token)) fail(why);
  }
  // What stands before the first of the marks, or before the end.
  constexpr std::string_view until(std::string_view marks) {
    size_t length = rest_.find_first_of(marks);
    if (length == std::string_view::npos) length = rest_.size();
    std::string_view found = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return found;
  }

  static constexpr bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
  constexpr std::string_view word() {
    size_t length = 0;
    while (length < rest_.size() && is_word(rest_[length])) ++length;
    std::string_view found = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return found;
  }

  constexpr ArgType type_named(std::string_view name) {
    struct Named {
      std::string_view name;
      ArgType type;
    };
    constexpr Named types[] = {
        {"Tensor", ArgType::tensor},    {"int", ArgType::integer},       {"SymInt", ArgType::integer},
        {"float", ArgType::real},       {"bool", ArgType::boolean},      {"Scalar", ArgType::scalar},
        {"str", ArgType::text},         {"MemoryFormat", ArgType::text}, {"Layout", ArgType::text},
        {"ScalarType", ArgType::dtype}, {"Device", ArgType::device},     {"Generator", ArgType::generator},
    };
    for (const Named& named : types)
      if (named.name == name) return named.type;
    fail("a type that isn't known");
    return {};
  }

  // Tensor(a!)[]?, int[2], Scalar?, Tensor?[]
  constexpr ArgSchema read_type() {
    ArgSchema arg;
    arg.type = type_named(word());
    if (skip("("))
      arg.written = until(")").find('!') != std::string_view::npos, expect(")", "a mark isn't closed");
    bool optional_elements = skip("?");
    if (skip("[")) {
      arg.list = true;
      std::string_view digits = until("]");
      for (char c : digits) {
        if (c < '0' || c > '9') fail("the length of a list isn't a number");
        arg.length = static_cast<uint8_t>(arg.length * 10 + (c - '0'));
      }
      expect("]", "a list isn't closed");
      arg.optional = skip("?");
      if (optional_elements && arg.type != ArgType::tensor) fail("only a list of tensors may hold None");
    } else {
      arg.optional = optional_elements;
    }
    return arg;
  }

  // None, True, 1, -1e-05, 'none', [0, 1], or the name of a constant.
  constexpr std::string_view read_default(const ArgSchema& arg) {
    std::string_view whole = rest_;
    if (skip("[")) until("]"), expect("]", "a default isn't closed");
    else if (skip("'")) until("'"), expect("'", "a default isn't closed");
    else until(",)");
    std::string_view text = whole.substr(0, whole.size() - rest_.size());
    if (text.empty()) fail("an empty default");
    if (text == "None" && !arg.optional) fail("a default of None for what isn't optional");
    return text;
  }

  constexpr void read_arguments() {
    expect("(", "no arguments");
    bool keyword_only = false, had_default = false;
    schema_.positional = -1;
    while (!skip(")")) {
      if (schema_.arguments || keyword_only) expect(", ", "arguments are parted by a comma and a space");
      if (skip("*")) {
        if (keyword_only) fail("more than one *");
        keyword_only = true;
        schema_.positional = schema_.arguments;
        continue;
      }
      if (schema_.arguments == kMaxOpArguments) fail("too many arguments");
      ArgSchema arg = read_type();
      arg.keyword_only = keyword_only;
      expect(" ", "an argument without a name");
      arg.name = word();
      if (arg.name.empty()) fail("an argument without a name");
      for (int i = 0; i < schema_.arguments; ++i)
        if (schema_.argument[i].name == arg.name) fail("two arguments of one name");
      if (skip("=")) arg.fallback = read_default(arg);
      else if (had_default && !keyword_only) fail("a required argument after one with a default");
      had_default |= !arg.fallback.empty();
      schema_.argument[schema_.arguments++] = arg;
    }
    if (schema_.positional < 0) schema_.positional = schema_.arguments;
  }

  constexpr void read_result() {
    if (schema_.results == kMaxOpResults) fail("too many results");
    ArgSchema result = read_type();
    if (skip(" ")) result.name = word();
    schema_.result[schema_.results++] = result;
  }
  constexpr void read_results() {
    expect(" -> ", "no results");
    if (!skip("(")) return read_result();
    while (!skip(")")) {
      if (schema_.results) expect(", ", "results are parted by a comma and a space");
      read_result();
    }
  }

  std::string_view rest_;
  Schema schema_;
};

constexpr Schema read_schema(std::string_view text) { return SchemaReader(text).read(); }
constexpr Schema read_constructor(std::string_view text) { return SchemaReader(text).read_constructor(); }

}  // namespace tenon
