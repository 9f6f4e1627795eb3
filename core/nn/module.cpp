#include "core/nn/module.h"

#include <algorithm>

#include "core/base/nearest.h"
#include "core/nn/registry.h"
#include "core/tensor/node.h"

namespace tenon {

const char* Module::class_name() const { return made_by ? made_by->signature.base.c_str() : "Module"; }

Tensor Module::forward(const Tensor& input) {
  std::vector<Tensor> outputs = call({input});
  if (outputs.size() != 1)
    fail(Status::value, "%s: has %zu outputs, where one was asked for", class_name(), outputs.size());
  return std::move(outputs[0]);
}

std::vector<Tensor> Layer::call(const std::vector<Tensor>& inputs) { return {forward(only_input(inputs))}; }

void Module::check_inputs(const std::vector<Tensor>& inputs, size_t count) const {
  if (inputs.size() != count)
    fail(Status::value, "%s: takes %zu input%s, and %zu %s given", class_name(), count, count == 1 ? "" : "s",
         inputs.size(), inputs.size() == 1 ? "was" : "were");
  for (size_t i = 0; i < count; ++i)
    if (!inputs[i]) fail(Status::null, "%s: input %zu is None", class_name(), i);
}

const Tensor& Module::only_input(const std::vector<Tensor>& inputs) const {
  check_inputs(inputs, 1);
  return inputs[0];
}

void Module::fail_missing(const ModuleTensor& parameter) const {
  fail(Status::state, "%s: its parameter '%s' is None", class_name(), parameter.name.c_str());
}

namespace {

template <class List>
auto find_named(List& list, std::string_view name) {
  return std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.name == name; });
}

template <class List, class Entry>
void put(List& list, Entry entry) {
  auto at = find_named(list, entry.name);
  if (at == list.end()) list.push_back(std::move(entry));
  else *at = std::move(entry);
}

bool contains(const Module& whole, const Module* part) {
  if (&whole == part) return true;
  for (const ModuleChild& child : whole.children())
    if (contains(*child.module, part)) return true;
  return false;
}

// Reports a path that leads nowhere, with the nearest of those that `list` collects.
template <class Collect>
[[noreturn]] void fail_path(const char* function, const Module& m, const char* kind, std::string_view path,
                            Collect collect) {
  NearestName nearest(path);
  collect(nearest);
  fail(Status::key, "%s: %s has no %s '%.*s'%s", function, m.class_name(), kind,
       static_cast<int>(std::min<size_t>(path.size(), 300)), path.data(), nearest.hint().c_str());
}

// nullptr where the path leads nowhere.
Module* find_module(Module& m, std::string_view path) {
  if (path.empty()) return &m;
  for (Module* at = &m;;) {
    size_t dot = path.find('.');
    auto child = find_named(at->children(), path.substr(0, dot));
    if (child == at->children().end()) return nullptr;
    at = child->module.get();
    if (dot == std::string_view::npos) return at;
    path.remove_prefix(dot + 1);
  }
}

}  // namespace

// A name of one kind of member is no other kind's; `list` is where it may already stand.
void Module::check_name(const char* function, const std::string& name, const void* list) const {
  if (name.empty()) fail(Status::key, "%s: the name is empty", function);
  if (name.find('.') != std::string::npos)
    fail(Status::key, "%s: the name '%.300s' has a dot in it", function, name.c_str());
  auto refuse = [&](const char* kind) {
    fail(Status::key, "%s: '%.300s' is the name of a %s of %s", function, name.c_str(), kind, class_name());
  };
  if (list != &parameters_ && find_named(parameters_, name) != parameters_.end()) refuse("parameter");
  if (list != &buffers_ && find_named(buffers_, name) != buffers_.end()) refuse("buffer");
  if (list != &children_ && find_named(children_, name) != children_.end()) refuse("child");
}

void Module::add_parameter(const std::string& name, Tensor tensor) {
  check_name("add_parameter", name, &parameters_);
  if (tensor && !tensor->is_leaf())
    fail(Status::state, "add_parameter: '%s' is not a leaf: it is the result of %s; detach it", name.c_str(),
         tensor->grad_fn->name());
  put(parameters_, ModuleTensor{name, std::move(tensor)});
}

void Module::add_buffer(const std::string& name, Tensor tensor, bool persistent) {
  check_name("add_buffer", name, &buffers_);
  put(buffers_, ModuleTensor{name, std::move(tensor), persistent});
}

void Module::add_child(const std::string& name, Ref<Module> module) {
  check_name("add_module", name, &children_);
  if (contains(*module, this))
    fail(Status::value, "add_module: '%s' contains the module that it is to be a child of", name.c_str());
  put(children_, ModuleChild{name, std::move(module)});
}

Module& Module::module_at(const char* function, std::string_view path) {
  if (Module* m = find_module(*this, path)) return *m;
  fail_path(function, *this, "module", path, [&](NearestName& nearest) {
    walk(*this, [&](Module&, const std::string& at) { nearest.offer(at); });
  });
}

const Tensor& Module::tensor_at(const char* function, const char* kind, std::string_view path,
                                std::vector<ModuleTensor> Module::*list) {
  size_t dot = path.rfind('.');
  std::string_view parent = dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
  std::string_view name = dot == std::string_view::npos ? path : path.substr(dot + 1);
  if (Module* m = find_module(*this, parent)) {
    auto found = find_named(m->*list, name);
    if (found != (m->*list).end()) return found->tensor;
  }
  fail_path(function, *this, kind, path, [&](NearestName& nearest) {
    walk(*this, [&](Module& m, const std::string& at) {
      for (const ModuleTensor& t : m.*list) nearest.offer(join_path(at, t.name));
    });
  });
}

const Tensor& Module::parameter_at(const char* function, std::string_view path) {
  return tensor_at(function, "parameter", path, &Module::parameters_);
}
const Tensor& Module::buffer_at(const char* function, std::string_view path) {
  return tensor_at(function, "buffer", path, &Module::buffers_);
}

// ---- the whole tree

namespace {

std::vector<ModuleTensor> collect(Module& m, const std::vector<ModuleTensor>& (Module::*list)() const) {
  std::vector<ModuleTensor> all;
  std::unordered_map<TensorImpl*, bool> seen;
  walk(m, [&](Module& part, const std::string& path) {
    for (const ModuleTensor& t : (part.*list)())
      if (t.tensor && seen.emplace(t.tensor.get(), true).second)
        all.push_back({join_path(path, t.name), t.tensor, t.persistent});
  });
  return all;
}

}  // namespace

std::vector<ModuleTensor> named_parameters(Module& m) { return collect(m, &Module::parameters); }
std::vector<ModuleTensor> named_buffers(Module& m) { return collect(m, &Module::buffers); }

void set_training(Module& m, bool on) {
  m.training = on;
  for (const ModuleChild& child : m.children()) set_training(*child.module, on);
}

void set_requires_grad(Module& m, bool on) {
  for (const ModuleTensor& t : m.parameters()) {
    if (!t.tensor) continue;
    if (on && !is_floating(t.tensor->dtype))
      fail(Status::type, "requires_grad_: '%s' of %s is %s, and only floating tensors have gradients",
           t.name.c_str(), m.class_name(), dtype_name(t.tensor->dtype));
    t.tensor->requires_grad = on;
  }
  for (const ModuleChild& child : m.children()) set_requires_grad(*child.module, on);
}

void zero_grad(Module& m) {
  for (const ModuleTensor& t : m.parameters())
    if (t.tensor && t.tensor->meta) t.tensor->meta->grad = {};
  for (const ModuleChild& child : m.children()) zero_grad(*child.module);
}

// ---- text, as torch.nn.Module.__repr__ writes it

namespace {

void indent(std::string& text) {
  for (size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 3))
    text.insert(at + 1, "  ");
}

}  // namespace

std::string to_text(const Module& m) {
  std::string extra = m.extra_repr(), text = std::string(m.class_name()) + "(";
  bool on_one_line = m.children().empty() && extra.find('\n') == std::string::npos;
  if (on_one_line) return text + extra + ")";
  std::string lines;
  if (!extra.empty()) lines += "\n" + extra;
  for (const ModuleChild& child : m.children()) lines += "\n(" + child.name + "): " + to_text(*child.module);
  indent(lines);
  return text + lines + "\n)";
}

}  // namespace tenon
