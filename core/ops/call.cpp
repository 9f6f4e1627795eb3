// Chooses the overload that takes the arguments given, binds them to its schema, and calls it.
#include "core/ops/call.h"

#include <string.h>

#include "core/ops/copy.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

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
  if (value.kind == Kind::text) value.text = d.text.data();
}

std::string describe_value(const Value& value) {
  std::string text = value.name ? std::string(value.name) + "=" : std::string();
  if (value.kind == Kind::integer) return text + std::to_string(value.i);
  if (value.kind == Kind::boolean) return text + (value.i ? "True" : "False");
  if (value.kind == Kind::dtype) return text + dtype_name(value.dtype);
  if (value.kind == Kind::text) return text + "'" + std::string(value.as_text().substr(0, 40)) + "'";
  if (value.kind == Kind::real) return text + format("%g", value.f);
  return text + kind_name(value.kind);
}

// Binds what is given to the arguments of one overload. Gives "" or, where it doesn't fit, why.
std::string bind(const Operator& op, const std::vector<const Value*>& given, OpArgs& args) {
  const Value* bound[kMaxOpArguments] = {};
  int count = static_cast<int>(op.arguments.size()), place = 0;
  for (const Value* value : given) {
    int at;
    if (!value->name) {
      if (place == op.positional)
        return format("takes %d arguments by place, but %zu were given", op.positional, given.size());
      at = place++;
    } else {
      at = op.find_argument(value->name);
      if (at < 0) return format("has no argument '%.200s'", value->name);
    }
    std::string name(op.arguments[at].name);
    if (bound[at]) return format("the argument '%s' is given twice", name.c_str());
    if (!fits(op.arguments[at], *value))
      return format("the argument '%s' must be %s, not %s", name.c_str(),
                    expected_type(op.arguments[at]).c_str(), kind_name(value->kind));
    bound[at] = value;
  }
  for (int i = 0; i < count; ++i) {
    if (bound[i]) args[i] = *bound[i];
    else if (op.defaults[i].given) use_default(op.defaults[i], args[i]);
    else return format("the argument '%s' is missing", std::string(op.arguments[i].name).c_str());
    adapt(op.arguments[i], args, args[i]);
  }
  return {};
}

[[noreturn]] void refuse(const std::vector<const Operator*>& candidates,
                         const std::vector<const Value*>& given, const std::vector<std::string>& reasons) {
  if (candidates.size() == 1)
    fail(Status::type, "%s: %s: %s", candidates[0]->base.c_str(), reasons[0].c_str(),
         candidates[0]->schema.c_str());
  std::string list;
  for (const Value* value : given) list += (list.empty() ? "" : ", ") + describe_value(*value);
  std::string schemas;
  for (size_t i = 0; i < candidates.size(); ++i)
    schemas += "\n  " + candidates[i]->schema + ": " + reasons[i];
  fail(Status::type, "%s: no overload takes (%s). There are%s", candidates[0]->base.c_str(), list.c_str(),
       schemas.c_str());
}

OpResults call_fitting(const std::vector<const Operator*>& candidates,
                       const std::vector<const Value*>& given) {
  std::vector<std::string> reasons;
  for (const Operator* op : candidates) {
    OpArgs args;
    reasons.push_back(bind(*op, given, args));
    if (!reasons.back().empty()) continue;
    OpResults results;
    op->entry->invoke(args, results);
    if (op->gives_self && results.empty()) results.emplace_back(*args[0].tensor);
    return results;
  }
  refuse(candidates, given, reasons);
}

bool any_takes(const std::vector<const Operator*>& candidates, std::string_view argument) {
  for (const Operator* op : candidates)
    if (op->find_argument(argument) >= 0) return true;
  return false;
}

// Takes an argument that the schemas don't have out of those given.
const Value* take_out(const std::vector<const Operator*>& candidates, const char* argument,
                      std::vector<const Value*>& given) {
  for (auto at = given.begin(); at != given.end(); ++at) {
    if (!(*at)->name || strcmp((*at)->name, argument) != 0 || any_takes(candidates, argument)) continue;
    const Value* found = *at;
    given.erase(at);
    return found->is_none() ? nullptr : found;
  }
  return nullptr;
}

void write_out(const char* op, const Tensor& out, const OpResults& results) {
  if (results.size() != 1 || results[0].kind != Kind::tensor)
    fail(Status::type, "%s: out= is for operators with one tensor as their result", op);
  const Tensor& result = results[0].tensor;
  if (context().grad_enabled && (result->requires_grad || out->requires_grad))
    fail(Status::state, "%s: out= doesn't record history, but one of the arguments requires a gradient", op);
  if (!(result->sizes() == out->sizes()))
    fail(Status::shape, "%s: out has shape %s, but the result has %s", op, to_string(out->sizes()).c_str(),
         to_string(result->sizes()).c_str());
  if (!can_cast(result->dtype, out->dtype))
    fail(Status::type, "%s: result type %s can't be cast to the type of out, %s", op,
         dtype_name(result->dtype), dtype_name(out->dtype));
  copy_(out, result);
}

std::vector<const Operator*> in_place_form(const std::vector<const Operator*>& candidates) {
  std::string name = candidates[0]->base + "_";
  std::vector<const Operator*> found = look_up(name);
  if (found.empty()) fail(Status::type, "%s: there is no in-place form", candidates[0]->base.c_str());
  return found;
}

}  // namespace

const char* kind_name(Kind kind) {
  constexpr const char* names[] = {"?",        "None",       "Tensor",   "int",     "float",    "bool",
                                   "str",      "ScalarType", "Device",   "int[]",   "float[]",  "bool[]",
                                   "Tensor[]", "slice",      "ellipsis", "complex", "Generator"};
  int i = static_cast<int>(kind);
  return names[i >= 1 && i <= 16 ? i : 0];
}

int Operator::find_argument(std::string_view given) const {
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

OpResults call_operator(std::string_view name, const Value* values, int64_t count) {
  std::vector<const Operator*> candidates = find_operators(name);
  const char* base = candidates[0]->base.c_str();
  std::vector<const Value*> given;
  for (int64_t i = 0; i < count; ++i) {
    if (values[i].kind == Kind::complex)
      fail(Status::unsupported, "%s: complex numbers are not supported", base);
    if (!values[i].name && i > 0 && values[i - 1].name)
      fail(Status::type, "%s: an argument by place after one by name", base);
    given.push_back(&values[i]);
  }
  const Value* out = take_out(candidates, "out", given);
  if (out && out->kind != Kind::tensor)
    fail(Status::type, "%s: out must be a Tensor, not %s", base, kind_name(out->kind));
  if (const Value* inplace = take_out(candidates, "inplace", given)) {
    if (inplace->kind != Kind::boolean)
      fail(Status::type, "%s: inplace must be a bool, not %s", base, kind_name(inplace->kind));
    if (inplace->i) candidates = in_place_form(candidates);
  }
  OpResults results = call_fitting(candidates, given);
  if (!out) return results;
  write_out(base, *out->tensor, results);
  return OpResults{Result(*out->tensor)};
}

}  // namespace tenon
