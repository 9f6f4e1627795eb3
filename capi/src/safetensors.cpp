// Safetensors, out and in.
#include "core/io/safetensors.h"
#include "capi/src/arguments.h"
#include "capi/src/dict.h"
#include "capi/src/load_options.h"
#include "core/io/safetensors_index.h"

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
    return give_dict(load_safetensors(required_text(path, "tn_safetensors_load", "path"), limits));
  });
}

tn_status_t tn_safetensors_save_sharded(tn_dict_t dict, const char* index_path, int64_t max_shard_bytes) {
  return guard_status(__func__, [&] {
    const Ref<Dict>& d = borrow_object<Dict>(dict, "tn_safetensors_save_sharded", "dict");
    const char* path = required_text(index_path, "tn_safetensors_save_sharded", "index_path");
    if (max_shard_bytes <= 0)
      fail(Status::value, "tn_safetensors_save_sharded: max_shard_bytes is %lld, and must be positive",
           (long long)max_shard_bytes);
    save_sharded_safetensors(*d, path, static_cast<uint64_t>(max_shard_bytes));
  });
}
