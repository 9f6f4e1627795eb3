// Safetensors, out and in.
#include "core/io/safetensors.h"
#include "capi/src/arguments.h"
#include "capi/src/dict.h"
#include "capi/src/load_options.h"

using namespace tenon;

tn_status_t tn_safetensors_save(tn_dict_t dict, const char* path) {
  return guard_status(__func__, [&] {
    const Ref<Dict>& d = borrow_object<Dict>(dict, "tn_safetensors_save", "dict");
    save_safetensors(*d, required_text(path, "tn_safetensors_save", "path"));
  });
}

tn_dict_t tn_safetensors_load(const char* path, const tn_load_options_t* o) {
  return guard(__func__, tn_dict_t{}, [&] {
    LoadLimits limits = load_limits(o, "tn_safetensors_load");
    if (limits.mapped) fail(Status::unsupported, "tn_safetensors_load: mapped is not offered yet");
    return give_dict(load_safetensors(required_text(path, "tn_safetensors_load", "path")));
  });
}
