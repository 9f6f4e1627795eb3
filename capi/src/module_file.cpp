// Whole models in files.
#include "core/io/module_file.h"

#include "capi/src/arguments.h"
#include "capi/src/module.h"

using namespace tenon;

tn_status_t tn_module_save(tn_module_t m, const char* path) {
  return guard_status(__func__, [&] {
    Module& module = borrow_module(m, "tn_module_save");
    save_module(module, required_text(path, "tn_module_save", "path"));
  });
}

tn_module_t tn_module_load(const char* path) {
  return guard(__func__, tn_module_t{},
               [&] { return give_module(load_module(required_text(path, "tn_module_load", "path"))); });
}
