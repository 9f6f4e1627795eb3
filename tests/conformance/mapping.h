// How a manifest's Python call becomes a call of the operator registry.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/conformance/corpus.h"

namespace conformance {

enum class Form {
  plain,       // name(args, kwargs)
  index,       // args[0][args[1:]]
  item,        // args[0].item()
  on_clone,    // name(args[0].clone(), args[1:]) in place: the result is the clone
  in_place,    // name(args[0], args[1:]) in place: the result is args[0]
  rdivide,     // args[0].reciprocal() * args[1]
  of_product,  // name(args[0] @ args[1].mT, args[2:])
};

struct Plan {
  Form form = Form::plain;
  std::vector<std::string> names;  // the registry's possible names for it, the likeliest first
  Json args = Json::array(), kwargs = Json::object();
  size_t outputs = SIZE_MAX;  // how many of the results count
};

// True for a method call whose args[0] isn't a tensor: only Python can express it.
bool is_foreign_method(const Json& manifest, const Json& test);

// Throws std::runtime_error where the manifest calls in a way that isn't known here.
Plan plan_call(const Json& manifest, const Json& test);

// The first value of a kind that the library has none of: complex numbers, sparse tensors, ...; nothing if
// all fit.
std::optional<std::string> unknown_kind(const Json& value);

}  // namespace conformance
