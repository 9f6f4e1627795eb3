// Files: dictionaries and whole models as safetensors.
#include "capi/src/arguments.h"
#include "capi/src/dict.h"
#include "capi/src/module.h"
#include "core/io/module_file.h"
#include "core/io/safetensors.h"

using namespace tenon;

tn_status_t tn_save(tn_dict_t dict, const char* path) {
  return guard_status(__func__, [&] {
    const Ref<Dict>& d = borrow_object<Dict>(dict, "tn_save", "dict");
    save_safetensors(*d, required_text(path, "tn_save", "path"));
  });
}

tn_dict_t tn_load(const char* path) {
  return guard(__func__, tn_dict_t{},
               [&] { return give_dict(load_safetensors(required_text(path, "tn_load", "path"))); });
}

tn_status_t tn_save_module(tn_module_t m, const char* path) {
  return guard_status(__func__, [&] {
    Module& module = borrow_module(m, "tn_save_module");
    save_module(module, required_text(path, "tn_save_module", "path"));
  });
}

tn_module_t tn_load_module(const char* path) {
  return guard(__func__, tn_module_t{},
               [&] { return give_module(load_module(required_text(path, "tn_load_module", "path"))); });
}
