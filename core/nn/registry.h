#pragma once
// Registers classes of modules by PyTorch's names and constructor arguments, beside their definition:
//
//     TN_MODULE("Flatten(int start_dim=1, int end_dim=-1)",
//               [](int64_t start, int64_t end) { return new Flatten(start, end); });
//
// The compiler reads the arguments and compares them with the function, as it does for operators
// (core/ops/registry.h). Several lines of one class ("Conv2d", "Conv2d.padding") are tried in order.
#include "core/nn/json.h"
#include "core/nn/module.h"
#include "core/ops/signature.h"

namespace tenon {

struct alignas(16) ModuleEntry {
  const char* schema;
  Module* (*make)(const OpArgs& args);
};

struct ModuleClass {
  Signature signature;
  const ModuleEntry* entry;
};

// All of them in the order of their names, overloads of one name together.
const std::vector<ModuleClass>& module_classes();
// Their names, each once.
const std::vector<std::string>& module_class_names();

// Makes a module. Arguments all have names. Status::key for an unknown class or argument, with the nearest
// name; Status::type for an argument of another type; Status::value where a required one is missing.
Ref<Module> new_module(std::string_view class_name, const Value* arguments, int64_t count);
inline Ref<Module> new_module(std::string_view class_name, std::initializer_list<Value> arguments) {
  return new_module(class_name, arguments.begin(), static_cast<int64_t>(arguments.size()));
}
// The arguments as the text of a JSON object.
Ref<Module> new_module(std::string_view class_name, const char* json);
Ref<Module> new_module(std::string_view class_name, const Json& arguments);

template <class F, class Signature = decltype(&F::operator())>
struct ModuleFactory;

template <class F, class M, class... A>
struct ModuleFactory<F, M* (F::*)(A...) const> {
  static Module* make(const OpArgs& args) {
    return [&]<size_t... i>(std::index_sequence<i...>)->Module* {
      return F{}(Unbox<std::remove_cvref_t<A>>::get(args, static_cast<int>(i))...);
    }
    (std::index_sequence_for<A...>{});
  }
};

template <class F>
consteval ModuleEntry module_entry(const char* text, F) {
  if (!OpFunction<F>::fits_arguments(read_constructor(text)))
    invalid_schema(text, "the function takes other arguments");
  return {text, &ModuleFactory<F>::make};
}

}  // namespace tenon

#define TN_MODULE(schema, ...) TN_MODULE_ENTRY(__COUNTER__, schema, __VA_ARGS__)
#define TN_MODULE_ENTRY(n, schema, ...) TN_MODULE_ENTRY_NAMED(n, schema, __VA_ARGS__)
#define TN_MODULE_ENTRY_NAMED(n, schema, ...)                                       \
  [[gnu::section("tenon_modules"), gnu::used,                                       \
    gnu::retain]] static constinit const ::tenon::ModuleEntry tn_module_entry_##n = \
      ::tenon::module_entry(schema, __VA_ARGS__)
