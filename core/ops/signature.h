#pragma once
// A schema as it is used when the program runs: the arguments of an operator, a module or an optimizer, and
// how what a caller gives is bound to them.
#include <string>
#include <string_view>
#include <vector>

#include "core/ops/registry.h"

namespace tenon {

// A default, as a value and what that points at.
struct Default {
  bool given = false;
  Value value;
  std::vector<int64_t> integers;
  std::vector<double> reals;
  std::string text;
};

struct Signature {
  std::string name;    // "add.Tensor"
  std::string base;    // "add"
  std::string schema;  // the whole text; of an alias too, with its own name
  std::vector<ArgSchema> arguments;
  std::vector<Default> defaults;
  int positional = 0;

  // The place of the argument with this name, or of which this is another name ("axis" for dim); else -1.
  int find_argument(std::string_view name) const;
};

// `name` with its overload is that of an alias, or the schema's own.
Signature make_signature(const Schema& schema, std::string name);

// Binds what is given, by place and then by name, to the arguments. Gives "" or, where it doesn't fit, why.
std::string bind(const Signature& signature, const std::vector<const Value*>& given, OpArgs& args);

}  // namespace tenon
