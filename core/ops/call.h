#pragma once
// Operators by name: the list of those that are registered, and the call.
#include <span>
#include <string_view>
#include <vector>

#include "core/ops/signature.h"

namespace tenon {

// One registered schema.
struct Operator : Signature {
  const OpEntry* entry;
  bool gives_self;  // changes its first argument, and that is its result
};

// All of them in the order of their names; overloads of one name as they are to be tried.
const std::vector<Operator>& operators();

using Overloads = std::span<const Operator>;

// The overloads of an operator, or the one that the name gives with its overload. Prefixes as "aten::" and
// "torch.nn.functional." are left out of account. Fails with Status::key, and the nearest name, where there
// is none.
Overloads find_operators(std::string_view name);
// The same; empty where there is none.
Overloads look_up(std::string_view name);

// Calls an operator as Python does: arguments by place, then those by name. Beside the schema's arguments
// every operator with one tensor as its result takes `out`, and every one that has an in-place form takes
// `inplace`.
OpResults call_operator(std::string_view name, const Value* values, int64_t count);
inline OpResults call_operator(std::string_view name, std::initializer_list<Value> values) {
  return call_operator(name, values.begin(), static_cast<int64_t>(values.size()));
}

}  // namespace tenon
