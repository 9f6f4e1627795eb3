#pragma once
// Handles of modules.
#include "capi/src/handles.h"
#include "core/nn/module.h"

namespace tenon {

template <>
inline const HandleType object_handle_type<Module>{"module", ObjectHandle<Module>::release};

inline tn_module_t give_module(Ref<Module> module) { return give_object<tn_module_t>(std::move(module)); }

inline Module& borrow_module(tn_module_t module, const char* function, const char* argument = "m") {
  return *borrow_object<Module>(module, function, argument);
}

}  // namespace tenon
