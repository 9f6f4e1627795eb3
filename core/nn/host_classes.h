#pragma once
// Classes of modules that the host has registered under names of its own: how a custom module comes back from
// a file, and is made by name.
#include <string>
#include <string_view>

#include "core/nn/module.h"

namespace tenon {

class ModuleMaker : public RefCounted {
 public:
  virtual ~ModuleMaker() = default;
  static void destroy(ModuleMaker* maker) { delete maker; }
  static void* operator new(size_t bytes) { return allocate(bytes); }
  static void operator delete(void* block, size_t bytes) { deallocate(block, bytes); }

  // From constructor arguments, the text of a JSON object.
  virtual Ref<Module> make(const std::string& arguments) = 0;
};

// In the place of an earlier one of the name. Status::value for a name that a built-in class has.
void register_module_class(std::string_view name, Ref<ModuleMaker> maker);
// Whether there was one.
bool unregister_module_class(std::string_view name);
// nullptr where there is none.
Ref<ModuleMaker> find_host_class(std::string_view name);

}  // namespace tenon
