// Chooses the overload that takes the arguments given, binds them to its schema, and calls it.
#include "core/ops/call.h"

#include <string.h>

#include "core/ops/copy.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

std::string describe_value(const Value& value) {
  std::string text = value.name ? std::string(value.name) + "=" : std::string();
  if (value.kind == Kind::integer) return text + std::to_string(value.i);
  if (value.kind == Kind::boolean) return text + (value.i ? "True" : "False");
  if (value.kind == Kind::dtype) return text + dtype_name(value.dtype);
  if (value.kind == Kind::text) return text + "'" + std::string(value.as_text().substr(0, 40)) + "'";
  if (value.kind == Kind::real) return text + format("%g", value.f);
  return text + kind_name(value.kind);
}

[[noreturn, gnu::cold]] void refuse(Overloads candidates, const std::vector<const Value*>& given) {
  std::string list, schemas;
  for (const Value* value : given) list += (list.empty() ? "" : ", ") + describe_value(*value);
  for (const Operator& op : candidates) {
    OpArgs args;
    std::string reason = bind(op, given, args);
    if (candidates.size() == 1)
      fail(Status::type, "%s: %s: %s", op.base.c_str(), reason.c_str(), op.schema.c_str());
    schemas += "\n  " + op.schema + ": " + reason;
  }
  fail(Status::type, "%s: no overload takes (%s). There are%s", candidates[0].base.c_str(), list.c_str(),
       schemas.c_str());
}

OpResults call_fitting(Overloads candidates, const std::vector<const Value*>& given) {
  for (const Operator& op : candidates) {
    OpArgs args;
    if (!bind(op, given, args).empty()) continue;
    OpResults results;
    op.entry->invoke(args, results);
    if (op.gives_self && results.empty()) results.emplace_back(*args[0].tensor);
    return results;
  }
  refuse(candidates, given);
}

bool any_takes(Overloads candidates, std::string_view argument) {
  for (const Operator& op : candidates)
    if (op.find_argument(argument) >= 0) return true;
  return false;
}

// Takes an argument that the schemas don't have out of those given.
const Value* take_out(Overloads candidates, const char* argument, std::vector<const Value*>& given) {
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

Overloads in_place_form(Overloads candidates) {
  std::string name = candidates[0].base + "_";
  Overloads found = look_up(name);
  if (found.empty()) fail(Status::type, "%s: there is no in-place form", candidates[0].base.c_str());
  return found;
}

}  // namespace

OpResults call_operator(std::string_view name, const Value* values, int64_t count) {
  Overloads candidates = find_operators(name);
  const char* base = candidates[0].base.c_str();
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
