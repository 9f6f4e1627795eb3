// Modules made from a manifest's description of a torch.nn class and its constructor's arguments.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/corpus.h"
#include "tests/conformance/library.h"

namespace conformance {

struct ModuleSpec {
  std::string cls;
  Json args = Json::array(), kwargs = Json::object();
};

ModuleSpec module_spec(const Json& value);  // of a value of kind module

// The first class, of this one and those in it, that the library hasn't got.
std::optional<std::string> missing_class(const ModuleSpec& spec);
tn_module_t build_module(const ModuleSpec& spec, const TensorFile& tensors);

// The names of a constructor's arguments, in order; throws for a class that isn't known.
std::vector<std::string> constructor_arguments(const std::string& cls);
// Positional and keyword arguments as one object of keywords, as tn_module_new takes them.
Json constructor_json(const ModuleSpec& spec, const TensorFile& tensors);

void load_state(tn_module_t module, const std::vector<std::pair<std::string, Array>>& state);

}  // namespace conformance
