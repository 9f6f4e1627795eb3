// The list of classes, built when it is first asked for, and modules made by name.
#include "core/nn/registry.h"

#include <algorithm>

#include "core/base/nearest.h"
#include "core/nn/arguments.h"

// Where the section begins and ends: the linker says.
extern "C" {
[[gnu::visibility("hidden")]] extern const tenon::ModuleEntry __start_tenon_modules[];
[[gnu::visibility("hidden")]] extern const tenon::ModuleEntry __stop_tenon_modules[];
}

namespace tenon {

static_assert(sizeof(ModuleEntry) == 16, "entries lie one behind the other");

namespace {

std::vector<ModuleClass> build() {
  std::vector<ModuleClass> all;
  for (const ModuleEntry* entry = __start_tenon_modules; entry != __stop_tenon_modules; ++entry) {
    Schema schema = read_constructor(entry->schema);
    all.push_back({make_signature(schema, std::string(schema.name)), entry});
  }
  std::sort(all.begin(), all.end(),
            [](const ModuleClass& a, const ModuleClass& b) { return a.signature.name < b.signature.name; });
  return all;
}

std::vector<const ModuleClass*> find_classes(std::string_view name) {
  const std::vector<ModuleClass>& all = module_classes();
  auto first =
      std::lower_bound(all.begin(), all.end(), name,
                       [](const ModuleClass& c, std::string_view name) { return c.signature.base < name; });
  std::vector<const ModuleClass*> found;
  for (auto c = first; c != all.end() && c->signature.base == name; ++c) found.push_back(&*c);
  if (!found.empty()) return found;
  NearestName nearest(name);
  for (const ModuleClass& c : all) nearest.offer(c.signature.base);
  fail(Status::key, "there is no class of modules '%.*s'%s",
       static_cast<int>(std::min<size_t>(name.size(), 200)), name.data(), nearest.hint().c_str());
}

Ref<Module> make(const ModuleClass& cls, const OpArgs& args) {
  Ref<Module> made = Ref<Module>::adopt(cls.entry->make(args));
  made->made_by = &cls;
  made->arguments = to_json(cls.signature, args);
  return made;
}

std::vector<const Value*> pointers(const Value* values, int64_t count) {
  std::vector<const Value*> all;
  for (int64_t i = 0; i < count; ++i) all.push_back(&values[i]);
  return all;
}

// values_for(signature) gives the arguments as an overload wants to read them.
template <class ValuesFor>
Ref<Module> make_fitting(std::string_view class_name, ValuesFor values_for) {
  std::vector<const ModuleClass*> classes = find_classes(class_name);
  std::vector<const Signature*> signatures;
  for (const ModuleClass* c : classes) signatures.push_back(&c->signature);
  std::string why;
  for (const ModuleClass* c : classes) {
    std::vector<Value> values = values_for(c->signature);
    std::vector<const Value*> given = pointers(values.data(), static_cast<int64_t>(values.size()));
    check_names(signatures, given);
    OpArgs args;
    std::string reason = bind(c->signature, given, args);
    if (reason.empty()) return make(*c, args);
    if (why.empty()) why = reason;
  }
  fail(Status::type, "%s: %s: %s", signatures[0]->base.c_str(), why.c_str(), signatures[0]->schema.c_str());
}

}  // namespace

const std::vector<ModuleClass>& module_classes() {
  static const std::vector<ModuleClass> all = build();
  return all;
}

const std::vector<std::string>& module_class_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> each;
    for (const ModuleClass& c : module_classes())
      if (each.empty() || each.back() != c.signature.base) each.push_back(c.signature.base);
    return each;
  }();
  return names;
}

Ref<Module> new_module(std::string_view class_name, const Value* arguments, int64_t count) {
  return make_fitting(class_name,
                      [&](const Signature&) { return std::vector<Value>(arguments, arguments + count); });
}

static Ref<Module> new_module(std::string_view class_name, JsonArguments& arguments) {
  return make_fitting(class_name, [&](const Signature& signature) { return arguments.values(signature); });
}

Ref<Module> new_module(std::string_view class_name, const char* json) {
  JsonArguments arguments(class_name, json);
  return new_module(class_name, arguments);
}

Ref<Module> new_module(std::string_view class_name, const Json& json) {
  JsonArguments arguments(class_name, json);
  return new_module(class_name, arguments);
}

}  // namespace tenon
