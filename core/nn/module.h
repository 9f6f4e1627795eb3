#pragma once
// A module: a named tree of parameters, buffers and children, with a forward.
#include <string>
#include <string_view>
#include <vector>

#include "core/base/memory.h"
#include "core/nn/dict.h"
#include "core/tensor/tensor.h"

namespace tenon {

class Module;
struct ModuleClass;

struct ModuleTensor {
  std::string name;
  Tensor tensor;           // undefined: None
  bool persistent = true;  // of a buffer: part of the state_dict
};

struct ModuleChild {
  std::string name;
  Ref<Module> module;
};

class Module : public RefCounted {
 public:
  Module() = default;
  virtual ~Module() = default;
  static void destroy(Module* m) { delete m; }
  static void* operator new(size_t bytes) { return allocate(bytes); }
  static void operator delete(void* block, size_t bytes) { deallocate(block, bytes); }

  virtual const char* class_name() const;
  // Any number of inputs and outputs, undefined ones standing for None.
  virtual std::vector<Tensor> call(const std::vector<Tensor>& inputs) = 0;
  // One of each: what most modules are asked for.
  virtual Tensor forward(const Tensor& input);
  // What str() shows in the brackets behind the class: "p=0.5, inplace=False".
  virtual std::string extra_repr() const { return {}; }

  // ---- what it is made of

  const std::vector<ModuleTensor>& parameters() const { return parameters_; }
  const std::vector<ModuleTensor>& buffers() const { return buffers_; }
  const std::vector<ModuleChild>& children() const { return children_; }
  // Under a new name, or in the place of what bears it; an undefined tensor is None.
  void add_parameter(const std::string& name, Tensor tensor);
  void add_buffer(const std::string& name, Tensor tensor, bool persistent = true);
  void add_child(const std::string& name, Ref<Module> module);

  // By path, "0.weight"; these fail with Status::key, the nearest path and the function's name.
  Module& module_at(const char* function, std::string_view path);
  const Tensor& parameter_at(const char* function, std::string_view path);
  const Tensor& buffer_at(const char* function, std::string_view path);

  bool training = true;

  // What it was made from, where that was by class name (registry.h).
  const ModuleClass* made_by = nullptr;
  std::string arguments;  // as JSON

 protected:
  // The i-th parameter, in the order of their addition.
  const Tensor& own(size_t i) const { return parameters_[i].tensor; }
  // The same where it must be there.
  const Tensor& required(size_t i) const {
    if (!parameters_[i].tensor) [[unlikely]]
      fail_missing(parameters_[i]);
    return parameters_[i].tensor;
  }
  const Tensor& own_buffer(size_t i) const { return buffers_[i].tensor; }
  // What call() was given, where that must be one tensor; or `count` tensors.
  const Tensor& only_input(const std::vector<Tensor>& inputs) const;
  void check_inputs(const std::vector<Tensor>& inputs, size_t count) const;

 private:
  [[noreturn]] void fail_missing(const ModuleTensor& parameter) const;
  void check_name(const char* function, const std::string& name, const void* allowed) const;
  const Tensor& tensor_at(const char* function, const char* kind, std::string_view path,
                          std::vector<ModuleTensor> Module::*list);

  std::vector<ModuleTensor> parameters_, buffers_;
  std::vector<ModuleChild> children_;
};

// Modules of one input and one output derive from this.
class Layer : public Module {
 public:
  Tensor forward(const Tensor& input) override = 0;
  std::vector<Tensor> call(const std::vector<Tensor>& inputs) override;
};

// ---- the whole tree

// Calls visit(module, path) for m and then for what is in it, depth first, a shared module at each of its
// places.
template <class F>
void walk(Module& m, F&& visit, const std::string& path = {}) {
  visit(m, path);
  for (const ModuleChild& child : m.children())
    walk(*child.module, visit, path.empty() ? child.name : path + "." + child.name);
}

inline std::string join_path(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

// Its own first, then the children's; each once, None left out.
std::vector<ModuleTensor> named_parameters(Module& m);
std::vector<ModuleTensor> named_buffers(Module& m);

void set_training(Module& m, bool on);
void set_requires_grad(Module& m, bool on);
void zero_grad(Module& m);
// Moves all of it, and converts what is floating; dtype none leaves that as it is. The tensors stay the same
// objects.
void move_module(Module& m, const Device* device, DType dtype);

// Gives a tensor the memory, dtype and device of another of its shape; it stays the same object.
void replace_elements(const Tensor& t, const Tensor& by);

// Parameters and persistent buffers, detached, at each of their places.
Ref<Dict> state_dict(Module& m);
// PyTorch's load_state_dict: all of it, or an error that lists what doesn't fit.
void load_state_dict(Module& m, const Dict& dict, bool strict);

// str(module).
std::string to_text(const Module& m);

}  // namespace tenon
