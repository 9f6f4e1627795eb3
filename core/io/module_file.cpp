#include "core/io/module_file.h"

#include <unordered_map>
#include <unordered_set>

#include "core/io/safetensors.h"
#include "core/nn/arguments.h"
#include "core/nn/host_classes.h"
#include "core/nn/init.h"
#include "core/nn/registry.h"

namespace tenon {

namespace {

constexpr const char* kModuleKey = "tenon.module";
constexpr const char* kSharedKey = "tenon.shared";

// ---- writing

template <class Entry, class Write>
std::string object_of(const std::vector<Entry>& entries, Write write) {
  std::string text = "{";
  for (const Entry& entry : entries)
    text += (text.size() > 1 ? ", " : "") + json_string(entry.name) + ": " + write(entry);
  return text + "}";
}

std::string truth(bool b) { return b ? "true" : "false"; }

// `paths` knows where each module was first.
std::string architecture(Module& m, const std::string& path,
                         std::unordered_map<Module*, std::string>& paths) {
  auto [first, is_new] = paths.emplace(&m, path);
  if (!is_new) return "{\"same\": " + json_string(first->second) + "}";
  std::string text = "{\"class\": " + json_string(m.class_name());
  if (!m.made_by) text += ", \"custom\": true";
  text += ", \"arguments\": " + (m.arguments.empty() ? "{}" : m.arguments);
  text += ", \"parameters\": " + object_of(m.parameters(), [](const ModuleTensor& t) {
            return t.tensor ? truth(t.tensor->requires_grad) : "null";
          });
  text += ", \"buffers\": " + object_of(m.buffers(), [](const ModuleTensor& t) {
            return t.tensor ? truth(t.persistent) : "null";
          });
  text += ", \"children\": [";
  for (const ModuleChild& child : m.children())
    text += (&child == m.children().data() ? "" : ", ") + ("[" + json_string(child.name) + ", ") +
            architecture(*child.module, join_path(path, child.name), paths) + "]";
  return text + "]}";
}

// The tensors at places where another module's stands already.
std::string shared_tensors(Module& m) {
  std::unordered_map<TensorImpl*, std::string> first;
  std::unordered_set<Module*> seen;
  std::string text = "{";
  walk(m, [&](Module& part, const std::string& path) {
    if (!seen.insert(&part).second) return;
    for (const auto* list : {&part.parameters(), &part.buffers()})
      for (const ModuleTensor& t : *list) {
        if (!t.tensor || !t.persistent) continue;
        auto [at, is_new] = first.emplace(t.tensor.get(), join_path(path, t.name));
        if (!is_new)
          text += (text.size() > 1 ? ", " : "") + json_string(join_path(path, t.name)) + ": " +
                  json_string(at->second);
      }
  });
  return text + "}";
}

// ---- reading

class ModuleReader {
 public:
  ModuleReader(const Dict& dict, const char* file) : dict_(dict), file_(file) {
    Json shared = metadata(kSharedKey);
    for (const auto& [path, first] : shared.members()) {
      if (!first.is_text()) refuse(path, "is no text in tenon.shared");
      shared_.emplace(path, first.as_text());
    }
  }

  Ref<Module> read() {
    Json description = metadata(kModuleKey);
    if (description.members().empty())
      fail(Status::io,
           "%s: has no architecture (the metadata '%s'); load the tensors, and build the module by hand",
           file_, kModuleKey);
    Ref<Module> m = make(description, "", 0);
    mark_used(*m);
    for (const Dict::Entry& entry : dict_.entries())
      if (!used_.count(entry.name)) refuse(entry.name, "belongs to no module");
    return m;
  }

 private:
  static constexpr int kMaxDepth = 256;                     // of modules in modules
  static constexpr int kMaxJsonDepth = 3 * kMaxDepth + 64;  // each takes three levels

  [[noreturn]] void refuse(const std::string& path, const char* why) const {
    fail(Status::io, "%s: '%.200s' %s", file_, path.c_str(), why);
  }

  Json metadata(const char* key) const {
    const std::string* text = dict_.find_metadata(key);
    Json json(Json::Type::object);
    std::string why;
    if (text && (!Json::parse(*text, kMaxJsonDepth, &json, &why) || !json.is_object()))
      refuse(key, "in the metadata is no fitting JSON object");
    return json;
  }

  const Json& member(const Json& description, const char* name, Json::Type type,
                     const std::string& path) const {
    const Json* found = description.find(name);
    if (!found || found->type() != type) refuse(path, (std::string("has no fitting '") + name + "'").c_str());
    return *found;
  }

  Ref<Module> make(const Json& description, const std::string& path, int depth) {
    if (depth == kMaxDepth) refuse(path, "is nested too deeply");
    if (!description.is_object()) refuse(path, "is no description of a module");
    if (const Json* same = description.find("same")) {
      auto at = same->is_text() ? modules_.find(same->as_text()) : modules_.end();
      if (at == modules_.end()) refuse(path, "is the same as a module that isn't there");
      return at->second;
    }
    Ref<Module> m = construct(description, path);
    bool custom = !m->made_by;
    restore(*m, description, path, depth, custom);
    modules_.emplace(path, m);
    return m;
  }

  Ref<Module> construct(const Json& description, const std::string& path) {
    const std::string& cls = member(description, "class", Json::Type::text, path).as_text();
    const Json& arguments = member(description, "arguments", Json::Type::object, path);
    const Json* custom = description.find("custom");
    if (custom && custom->is_boolean() && custom->as_boolean()) {
      if (Ref<ModuleMaker> maker = find_host_class(cls)) return maker->make(json_text(arguments));
      fail(Status::key,
           "%s: '%.200s' at '%.200s' is a custom class: register it (tn_module_register) before loading",
           file_, cls.c_str(), path.c_str());
    }
    ShapesOnly shapes;
    return new_module(cls, arguments);
  }

  // Fills what a module holds. `in_place`: what its maker put into it stays, and takes the file's values.
  void restore(Module& m, const Json& description, const std::string& path, int depth, bool in_place) {
    fill(m, description, path, in_place);
    for (const Json& child : member(description, "children", Json::Type::array, path).items()) {
      if (child.items().size() != 2 || !child.items()[0].is_text()) refuse(path, "has no fitting 'children'");
      const std::string& name = child.items()[0].as_text();
      std::string at = join_path(path, name);
      Ref<Module> made = in_place ? made_by_maker(m, name, child.items()[1], at) : Ref<Module>();
      if (!made) {
        m.add_child(name, make(child.items()[1], at, depth + 1));
        continue;
      }
      if (depth + 1 == kMaxDepth) refuse(at, "is nested too deeply");
      restore(*made, child.items()[1], at, depth + 1, true);
      modules_.emplace(at, made);
    }
  }

  // The child that the host's class has put there; nullptr where it must be made, or is another module again.
  Ref<Module> made_by_maker(const Module& m, const std::string& name, const Json& description,
                            const std::string& path) const {
    if (!description.is_object()) refuse(path, "is no description of a module");
    if (description.find("same")) return {};
    for (const ModuleChild& child : m.children()) {
      if (child.name != name) continue;
      const std::string& cls = member(description, "class", Json::Type::text, path).as_text();
      if (child.module->class_name() == cls) return child.module;
      fail(Status::io, "%s: '%.200s' is a %.200s, and the class that is registered makes a %.200s", file_,
           path.c_str(), cls.c_str(), child.module->class_name());
    }
    return {};
  }

  void mark_used(Module& m) {
    walk(m, [&](Module& part, const std::string& path) {
      for (const ModuleTensor& t : part.parameters()) used_.insert(join_path(path, t.name));
      for (const ModuleTensor& t : part.buffers()) used_.insert(join_path(path, t.name));
    });
  }

  // Replaces the shapes that the constructor made by the file's tensors, or gives those that are there the
  // file's elements.
  void fill(Module& m, const Json& description, const std::string& path, bool in_place) {
    const Json& parameters = member(description, "parameters", Json::Type::object, path);
    const Json& buffers = member(description, "buffers", Json::Type::object, path);
    check_names(m.parameters(), parameters, path);
    check_names(m.buffers(), buffers, path);
    for (const auto& [name, requires_grad] : parameters.members()) {
      Tensor t = requires_grad.is_null() ? Tensor() : tensor(m.parameters(), name, path, in_place);
      if (t && is_floating(t->dtype))
        t->requires_grad = requires_grad.is_boolean() && requires_grad.as_boolean();
      m.add_parameter(name, std::move(t));
    }
    for (const auto& [name, persistent] : buffers.members()) {
      if (persistent.is_boolean() && !persistent.as_boolean()) continue;
      m.add_buffer(name, persistent.is_null() ? Tensor() : tensor(m.buffers(), name, path, in_place));
    }
  }

  // Each tensor that the constructor made must be in the description, which may have more.
  void check_names(const std::vector<ModuleTensor>& made, const Json& described,
                   const std::string& path) const {
    for (const ModuleTensor& t : made)
      if (!described.find(t.name)) refuse(join_path(path, t.name), "is not in the description of its module");
  }

  Tensor tensor(const std::vector<ModuleTensor>& made, const std::string& name,
                const std::string& module_path, bool in_place) {
    std::string path = join_path(module_path, name);
    auto shared = shared_.find(path);
    const std::string& first = shared == shared_.end() ? path : shared->second;
    const Dict::Entry* entry = dict_.find(first);
    if (!entry || !entry->tensor) refuse(path, "is not in the file");
    const Tensor* there = nullptr;
    for (const ModuleTensor& t : made)
      if (t.name == name && t.tensor) there = &t.tensor;
    if (there && !((*there)->sizes() == entry->tensor->sizes()))
      fail(Status::io, "%s: '%.200s' has shape %s, and its module wants %s", file_, path.c_str(),
           to_string(entry->tensor->sizes()).c_str(), to_string((*there)->sizes()).c_str());
    auto [placed, is_first] = placed_.try_emplace(first, entry->tensor);
    if (is_first && in_place && there) {
      placed->second = *there;
      replace_elements(*there, entry->tensor);
    }
    return placed->second;
  }

  const Dict& dict_;
  const char* file_;
  std::unordered_map<std::string, std::string> shared_;
  std::unordered_map<std::string, Tensor> placed_;  // what stands for each of the file's tensors
  std::unordered_map<std::string, Ref<Module>> modules_;
  std::unordered_set<std::string> used_;
};

}  // namespace

void save_module(Module& m, const char* path) {
  std::unordered_map<Module*, std::string> paths;
  std::string text = architecture(m, "", paths), shared = shared_tensors(m);
  Ref<Dict> dict = state_dict(m);
  dict->set_metadata("format", "pt");
  dict->set_metadata(kModuleKey, text);
  if (shared.size() > 2) dict->set_metadata(kSharedKey, shared);
  save_safetensors(*dict, path);
}

Ref<Module> load_module(const char* path) {
  Ref<Dict> dict = load_safetensors(path);
  return ModuleReader(*dict, path).read();
}

}  // namespace tenon
