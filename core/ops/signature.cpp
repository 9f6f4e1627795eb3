#include "core/ops/signature.h"

#include <stdlib.h>

#include <algorithm>

namespace tenon {

void invalid_schema(std::string_view schema, const char* why) {
  fail(Status::internal, "the schema '%.*s' is invalid: %s", static_cast<int>(schema.size()), schema.data(),
       why);
}

void* OpArgs::room(int64_t count) {
  if (count < 0 || count > 64 - used_)
    fail(Status::value, "a list of %lld numbers is too long for an argument", static_cast<long long>(count));
  used_ += count;
  return &words_[used_ - count];
}

namespace {

// ---- defaults

DType dtype_named(std::string_view name) {
  if (name == "long") return DType::int64;
  if (name == "float") return DType::float32;
  for (int t = 1; t < kDTypes; ++t)
    if (name == dtype_name(static_cast<DType>(t))) return static_cast<DType>(t);
  return DType::none;
}

bool read_number(std::string_view text, Value& value) {
  std::string copy(text);
  char* end;
  bool is_integer = text.find_first_not_of("-0123456789") == std::string_view::npos;
  if (is_integer) value = Value(static_cast<int64_t>(strtoll(copy.c_str(), &end, 10)));
  else value = Value(strtod(copy.c_str(), &end));
  return end != copy.c_str() && *end == 0;
}

// Of integers, or of reals where they are wanted.
template <class T>
bool read_list(std::string_view text, std::vector<T>& numbers) {
  for (text = text.substr(1, text.size() - 2); !text.empty();) {
    size_t length = std::min(text.find(','), text.size());
    Value number;
    if (!read_number(text.substr(0, length), number)) return false;
    bool is_integer = number.kind == Kind::integer;
    if (!is_integer && std::is_same_v<T, int64_t>) return false;
    numbers.push_back(is_integer ? static_cast<T>(number.i) : static_cast<T>(number.f));
    text.remove_prefix(length);
    if (!text.empty()) text.remove_prefix(text.substr(0, 2) == ", " ? 2 : 1);
  }
  return true;
}

// Whether a default of this kind may stand for the argument.
bool suits(const ArgSchema& arg, const Value& value) {
  switch (arg.type) {
    case ArgType::integer: return value.kind == Kind::integer || (arg.list && value.kind == Kind::integers);
    case ArgType::real: return value.is_number() || (arg.list && value.kind == Kind::reals);
    case ArgType::boolean: return value.kind == Kind::boolean && !arg.list;
    case ArgType::scalar: return value.is_number();
    case ArgType::text: return value.kind == Kind::text;
    case ArgType::dtype: return value.kind == Kind::dtype;
    case ArgType::device: return value.kind == Kind::device;
    default: return false;
  }
}

Default read_default(std::string_view schema, const ArgSchema& arg) {
  Default d;
  std::string_view text = arg.fallback;
  if (text.empty()) return d;
  d.given = true;
  if (text == "None") return d;
  bool understood = true;
  if (text == "True" || text == "False") {
    d.value = Value(text == "True");
  } else if (text[0] == '[') {
    if (arg.type == ArgType::real) {
      understood = read_list(text, d.reals);
      d.value = Value(FloatList{nullptr, static_cast<int64_t>(d.reals.size())});
    } else {
      understood = read_list(text, d.integers);
      d.value = Value(IntList(nullptr, static_cast<int64_t>(d.integers.size())));
    }
  } else if (arg.type == ArgType::text) {
    d.text = text[0] == '\'' ? text.substr(1, text.size() - 2) : text;
    d.value = Value(std::string_view(nullptr, d.text.size()));
  } else if (arg.type == ArgType::dtype) {
    d.value = Value(dtype_named(text));
    understood = d.value.dtype != DType::none;
  } else if (arg.type == ArgType::device) {
    d.value = Value(Device{});
    understood = text == "cpu" || text == "'cpu'";
  } else {
    understood = read_number(text, d.value);
  }
  if (!understood || !suits(arg, d.value)) invalid_schema(schema, "a default of another type");
  return d;
}

// ---- what fits an argument

std::string_view type_name(ArgType type) {
  constexpr std::string_view names[] = {"Tensor", "int",        "float",  "bool",     "number",
                                        "str",    "ScalarType", "Device", "Generator"};
  return names[static_cast<int>(type)];
}

std::string expected_type(const ArgSchema& arg) {
  std::string text(type_name(arg.type));
  if (arg.list) text += arg.length ? "[" + std::to_string(arg.length) + "]" : "[]";
  return arg.optional ? text + "?" : text;
}

// "cpu", "cuda", "cuda:1".
bool read_device(std::string_view text, Device& device) {
  if (text == "cpu") return device = Device{}, true;
  if (text.substr(0, 4) != "cuda") return false;
  int index = 0;
  if (text.size() > 4) {
    if (text.size() < 6 || text.size() > 8 || text[4] != ':') return false;
    for (char c : text.substr(5)) {
      if (c < '0' || c > '9') return false;
      index = index * 10 + (c - '0');
    }
  }
  if (index > 255) return false;
  return device = Device{DeviceType::cuda, static_cast<uint8_t>(index)}, true;
}

// Whether a value that isn't a list may be given for one that isn't.
bool fits_one(ArgType type, const Value& value) {
  Device device;
  switch (type) {
    case ArgType::tensor: return value.kind == Kind::tensor;
    case ArgType::integer: return value.kind == Kind::integer;
    case ArgType::real:
    case ArgType::scalar: return value.is_number();
    case ArgType::boolean: return value.kind == Kind::boolean;
    case ArgType::text: return value.kind == Kind::text;
    case ArgType::dtype: return value.kind == Kind::dtype;
    case ArgType::device:
      return value.kind == Kind::device || (value.kind == Kind::text && read_device(value.as_text(), device));
    case ArgType::generator: return value.kind == Kind::generator;
  }
  return false;
}

bool is_list(Kind kind) { return kind >= Kind::integers && kind <= Kind::tensors; }

bool fits_list(const ArgSchema& arg, const Value& value) {
  if (!is_list(value.kind)) return arg.type != ArgType::tensor && fits_one(arg.type, value);
  if (value.count == 0) return true;
  switch (arg.type) {
    case ArgType::tensor: return value.kind == Kind::tensors;
    case ArgType::integer: return value.kind == Kind::integers;
    case ArgType::real: return value.kind == Kind::reals || value.kind == Kind::integers;
    case ArgType::boolean: return value.kind == Kind::booleans;
    default: return false;
  }
}

bool fits(const ArgSchema& arg, const Value& value) {
  if (value.is_none()) return arg.optional || arg.type == ArgType::generator;
  return arg.list ? fits_list(arg, value) : fits_one(arg.type, value);
}

// One number for a list of `length`.
void repeat(const ArgSchema& arg, OpArgs& args, Value& value) {
  int64_t length = arg.length ? arg.length : 1;
  if (arg.type == ArgType::integer) {
    int64_t number = value.kind == Kind::integers ? value.integers[0] : value.i;
    int64_t* list = args.integers(length);
    for (int64_t i = 0; i < length; ++i) list[i] = number;
    value.kind = Kind::integers;
    value.integers = list;
  } else if (arg.type == ArgType::real) {
    double number = value.kind == Kind::reals      ? value.reals[0]
                    : value.kind == Kind::integers ? static_cast<double>(value.integers[0])
                    : value.kind == Kind::real     ? value.f
                                                   : static_cast<double>(value.i);
    double* list = args.reals(length);
    for (int64_t i = 0; i < length; ++i) list[i] = number;
    value.kind = Kind::reals;
    value.reals = list;
  } else {
    fail(Status::type, "%.*s must be a list", static_cast<int>(arg.name.size()), arg.name.data());
  }
  value.count = length;
}

// What fits, as the function wants to read it.
void adapt(const ArgSchema& arg, OpArgs& args, Value& value) {
  static const std::vector<Tensor> no_tensors;
  if (value.is_none()) return;
  if (arg.type == ArgType::device && value.kind == Kind::text) {
    Device device;
    read_device(value.as_text(), device);
    value.kind = Kind::device;
    value.device = device;
  }
  if (!arg.list) return;
  if (!is_list(value.kind) || (value.count == 1 && arg.length > 1)) return repeat(arg, args, value);
  if (value.count == 0 && arg.type == ArgType::tensor) {
    value.tensors = &no_tensors;
  } else if (arg.type == ArgType::real && value.kind == Kind::integers) {
    double* list = args.reals(value.count);
    for (int64_t i = 0; i < value.count; ++i) list[i] = static_cast<double>(value.integers[i]);
    value.reals = list;
  }
}

void use_default(const Default& d, Value& value) {
  const char* name = value.name;
  value = d.value;
  value.name = name;
  if (value.kind == Kind::integers) value.integers = d.integers.data();
  if (value.kind == Kind::reals) value.reals = d.reals.data();
  if (value.kind == Kind::text) value.text = d.text.data();
}

std::string about(const ArgSchema& arg, const std::string& what) {
  return "the argument '" + std::string(arg.name) + "' " + what;
}

int by_place(const std::vector<const Value*>& given) {
  int count = 0;
  for (const Value* value : given) count += !value->name;
  return count;
}

}  // namespace

Signature make_signature(const Schema& schema, std::string name) {
  Signature made;
  made.base = name.substr(0, name.find('.'));
  made.schema = name + std::string(schema.text.substr(schema.name.size()));
  made.name = std::move(name);
  made.arguments.assign(schema.argument, schema.argument + schema.arguments);
  for (const ArgSchema& arg : made.arguments) made.defaults.push_back(read_default(schema.text, arg));
  made.positional = schema.positional;
  return made;
}

std::string bind(const Signature& signature, const std::vector<const Value*>& given, OpArgs& args) {
  const Value* bound[kMaxOpArguments] = {};
  int count = static_cast<int>(signature.arguments.size()), place = 0;
  for (const Value* value : given) {
    int at;
    if (!value->name) {
      if (place == signature.positional)
        return format("takes %d arguments by place, but %d were given", signature.positional,
                      by_place(given));
      at = place++;
    } else {
      at = signature.find_argument(value->name);
      if (at < 0) return format("has no argument '%.200s'", value->name);
    }
    const ArgSchema& arg = signature.arguments[at];
    if (bound[at]) return about(arg, "is given twice");
    if (!fits(arg, *value))
      return about(arg, "must be " + expected_type(arg) + ", not " + kind_name(value->kind));
    bound[at] = value;
  }
  for (int i = 0; i < count; ++i) {
    if (bound[i]) args[i] = *bound[i];
    else if (signature.defaults[i].given) use_default(signature.defaults[i], args[i]);
    else return about(signature.arguments[i], "is missing");
    adapt(signature.arguments[i], args, args[i]);
  }
  return {};
}

const char* kind_name(Kind kind) {
  constexpr const char* names[] = {"?",        "None",       "Tensor",   "int",     "float",    "bool",
                                   "str",      "ScalarType", "Device",   "int[]",   "float[]",  "bool[]",
                                   "Tensor[]", "slice",      "ellipsis", "complex", "Generator"};
  int i = static_cast<int>(kind);
  return names[i >= 1 && i <= 16 ? i : 0];
}

int Signature::find_argument(std::string_view given) const {
  // Of one row all mean the same: Python's names, ATen's and NumPy's.
  constexpr std::string_view synonyms[][3] = {
      {"self", "input", "x"}, {"dim", "axis", ""}, {"keepdim", "keepdims", ""}, {"other", "x2", ""}};
  auto find = [&](std::string_view name) {
    for (size_t i = 0; i < arguments.size(); ++i)
      if (arguments[i].name == name) return static_cast<int>(i);
    return -1;
  };
  if (int at = find(given); at >= 0 || given.empty()) return at;
  for (const auto& row : synonyms)
    for (std::string_view word : row)
      if (word == given)
        for (std::string_view other : row)
          if (int at = other.empty() ? -1 : find(other); at >= 0) return at;
  return -1;
}

}  // namespace tenon
