#include "core/nn/arguments.h"

#include <math.h>

#include <algorithm>
#include <deque>

#include "core/base/nearest.h"
#include "core/nn/python.h"
#include "core/ops/copy.h"
#include "core/tensor/promotion.h"

namespace tenon {

struct JsonArguments::Content {
  std::string what;
  Json own;
  const Json* json;
  // What values point at.
  std::deque<std::vector<int64_t>> integers;
  std::deque<std::vector<double>> reals;
  std::deque<std::vector<int32_t>> booleans;
  std::deque<Tensor> tensors;

  Value value(const Json& j, const ArgSchema* arg);
  Value list(const Json& j, const ArgSchema* arg);
  const Tensor& tensor(const Json& j);
};

namespace {

constexpr int kMaxDepth = 64;

double real_of(const Json& j) {
  if (!j.is_text()) return j.as_real();
  const std::string& text = j.as_text();
  return text == "inf" ? HUGE_VAL : text == "-inf" ? -HUGE_VAL : NAN;
}

bool is_special_real(const Json& j) {
  return j.is_text() && (j.as_text() == "inf" || j.as_text() == "-inf" || j.as_text() == "nan");
}

bool is_real(const Json& j) { return j.is_number() || is_special_real(j); }

template <class Test>
bool all_of(const Json& list, Test test) {
  for (const Json& item : list.items())
    if (!test(item)) return false;
  return true;
}

// The sizes of nested lists; false where they aren't all alike.
bool nested_sizes(const Json& j, Shape& sizes, int d) {
  if (!j.is_array()) return d == sizes.count && is_real(j);
  if (d == sizes.count) return false;
  if (static_cast<int64_t>(j.items().size()) != sizes[d]) return false;
  return all_of(j, [&](const Json& item) { return nested_sizes(item, sizes, d + 1); });
}

void flatten(const Json& j, double*& to) {
  if (!j.is_array()) *to++ = real_of(j);
  else
    for (const Json& item : j.items()) flatten(item, to);
}

}  // namespace

const Tensor& JsonArguments::Content::tensor(const Json& j) {
  Shape sizes;
  for (const Json* at = &j; at->is_array(); at = &at->items()[0]) {
    sizes.push_back(static_cast<int64_t>(at->items().size()));
    if (at->items().empty()) break;
  }
  if (!nested_sizes(j, sizes, 0))
    fail(Status::value, "%s: a list of unequal lists is no tensor", what.c_str());
  Tensor t = empty(sizes, DType::float64);
  double* to = t->as<double>();
  flatten(j, to);
  return tensors.emplace_back(cast_elements(t, default_dtype()));
}

Value JsonArguments::Content::list(const Json& j, const ArgSchema* arg) {
  if (arg && arg->type == ArgType::tensor) return Value(tensor(j));
  if (all_of(j, [](const Json& item) { return item.is_integer(); })) {
    auto& made = integers.emplace_back();
    for (const Json& item : j.items()) made.push_back(item.as_integer());
    return Value(IntList(made.data(), static_cast<int64_t>(made.size())));
  }
  if (all_of(j, [](const Json& item) { return item.is_boolean(); })) {
    auto& made = booleans.emplace_back();
    for (const Json& item : j.items()) made.push_back(item.as_boolean());
    Value v;
    v.kind = Kind::booleans;
    v.count = static_cast<int64_t>(made.size());
    v.booleans = made.data();
    return v;
  }
  if (!all_of(j, is_real)) return Value(tensor(j));
  auto& made = reals.emplace_back();
  for (const Json& item : j.items()) made.push_back(real_of(item));
  return Value(FloatList{made.data(), static_cast<int64_t>(made.size())});
}

Value JsonArguments::Content::value(const Json& j, const ArgSchema* arg) {
  bool wants_real = arg && (arg->type == ArgType::real || arg->type == ArgType::scalar);
  if (wants_real && is_special_real(j)) return Value(real_of(j));
  if (arg && arg->type == ArgType::tensor && !arg->list && is_real(j)) return Value(tensor(j));
  switch (j.type()) {
    case Json::Type::boolean: return Value(j.as_boolean());
    case Json::Type::integer: return Value(j.as_integer());
    case Json::Type::real: return Value(j.as_real());
    case Json::Type::text: return Value(std::string_view(j.as_text()));
    case Json::Type::array: return list(j, arg);
    case Json::Type::null: return Value();
    default: fail(Status::type, "%s: an object is no argument", what.c_str());
  }
}

JsonArguments::JsonArguments(std::string_view what, const char* json) : content_(new Content) {
  content_->what = what;
  content_->json = &content_->own;
  content_->own = Json(Json::Type::object);
  std::string why;
  if (json && !Json::parse(json, kMaxDepth, &content_->own, &why))
    fail(Status::value, "%s: the arguments are %.300s", content_->what.c_str(), why.c_str());
  check();
}

JsonArguments::JsonArguments(std::string_view what, const Json& json) : content_(new Content) {
  content_->what = what;
  content_->json = &json;
  check();
}

void JsonArguments::check() const {
  if (!content_->json->is_object())
    fail(Status::value, "%s: the arguments must be a JSON object, not %s", content_->what.c_str(),
         content_->json->type_name());
}

JsonArguments::~JsonArguments() = default;

std::vector<Value> JsonArguments::values(const Signature& signature) {
  std::vector<Value> all;
  for (const auto& [name, j] : content_->json->members()) {
    int at = signature.find_argument(name);
    Value v = content_->value(j, at < 0 ? nullptr : &signature.arguments[static_cast<size_t>(at)]);
    v.name = name.c_str();
    all.push_back(v);
  }
  return all;
}

void check_names(const std::vector<const Signature*>& signatures, const std::vector<const Value*>& given) {
  const Signature& first = *signatures.front();
  for (const Value* value : given) {
    NearestName nearest(value->name);
    bool known = false;
    for (const Signature* signature : signatures) {
      known |= signature->find_argument(value->name) >= 0;
      for (const ArgSchema& arg : signature->arguments) nearest.offer(arg.name);
    }
    if (!known)
      fail(Status::key, "%s: there is no argument '%.200s'%s", first.base.c_str(), value->name,
           nearest.hint().c_str());
  }
  for (size_t i = 0; i < first.arguments.size(); ++i) {
    if (first.defaults[i].given) continue;
    bool found = false;
    for (const Value* value : given) found |= first.find_argument(value->name) == static_cast<int>(i);
    if (!found)
      fail(Status::value, "%s: the argument '%s' is missing: %s", first.base.c_str(),
           std::string(first.arguments[i].name).c_str(), first.schema.c_str());
  }
}

// ---- writing

namespace {

std::string real_to_json(double x) {
  if (isnan(x)) return "\"nan\"";
  if (isinf(x)) return x < 0 ? "\"-inf\"" : "\"inf\"";
  return python(x);
}

void append_elements(std::string& text, const Tensor& t, int d, const double*& at) {
  if (d == t->ndim) {
    text += real_to_json(*at++);
    return;
  }
  text += '[';
  for (int64_t i = 0; i < t->size[d]; ++i) {
    if (i) text += ", ";
    append_elements(text, t, d + 1, at);
  }
  text += ']';
}

std::string tensor_to_json(const Tensor& t) {
  Tensor dense = cast_elements(to_device(t, Device{}), DType::float64);
  const double* at = dense->as<double>();
  std::string text;
  append_elements(text, dense, 0, at);
  return text;
}

template <class List, class Write>
std::string list_to_json(const List& list, Write write) {
  std::string text = "[";
  for (int64_t i = 0; i < list.count; ++i) text += (i ? ", " : "") + write(list[i]);
  return text + "]";
}

std::string value_to_json(const Value& v) {
  switch (v.kind) {
    case Kind::integer: return std::to_string(v.i);
    case Kind::real: return real_to_json(v.f);
    case Kind::boolean: return v.i ? "true" : "false";
    case Kind::text: return json_string(v.as_text());
    case Kind::integers:
      return list_to_json(IntList(v.integers, v.count), [](int64_t i) { return std::to_string(i); });
    case Kind::reals: return list_to_json(FloatList{v.reals, v.count}, real_to_json);
    case Kind::booleans:
      return list_to_json(BoolList{v.booleans, v.count},
                          [](bool b) { return std::string(b ? "true" : "false"); });
    case Kind::tensor: return tensor_to_json(*v.tensor);
    case Kind::dtype: return json_string(dtype_name(v.dtype));
    default: return "null";
  }
}

}  // namespace

std::string to_json(const Signature& signature, const OpArgs& args) {
  std::string text = "{";
  for (size_t i = 0; i < signature.arguments.size(); ++i) {
    if (i) text += ", ";
    text += json_string(signature.arguments[i].name) + ": " + value_to_json(args[static_cast<int>(i)]);
  }
  return text + "}";
}

}  // namespace tenon
