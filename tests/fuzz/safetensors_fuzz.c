/* Any bytes as a safetensors file, or an index of such: a dictionary whose tensors are there, or a reason.
 * What was read can be saved, and read again. */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz.h"

static void save_and_read(tn_dict_t dict) {
  char path[64];
  snprintf(path, sizeof path, "/dev/shm/tenon_safetensors_fuzz_%d", (int)getpid());
  promise(!tn_safetensors_save(dict, path));
  tn_dict_t again = tn_safetensors_load(path, NULL);
  remove(path);
  promise(again && tn_dict_count(again) == tn_dict_count(dict));
  promise(tn_dict_metadata_count(again) == tn_dict_metadata_count(dict));
  for (int64_t i = 0; i < tn_dict_count(dict); i++) {
    const char* name = tn_dict_name(dict, i);
    tn_tensor_t a = tn_dict_get(dict, name), b = tn_dict_get(again, name);
    promise(tn_tensor_dtype(a) == tn_tensor_dtype(b) && tn_tensor_ndim(a) == tn_tensor_ndim(b));
    double x = sum_of(a), y = sum_of(b);
    promise(x == y || (x != x && y != y));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  int64_t live = tn_live_count();
  tn_scope_t s = tn_scope_begin();
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.mapped = 1;
  const char* path = file_of(data, size);
  tn_dict_t dict = tn_safetensors_load(path, NULL);
  promise_reported(dict != NULL);
  tn_dict_t mapped = tn_safetensors_load(path, &o);
  promise_reported(mapped != NULL);
  promise(!dict == !mapped);
  if (dict) save_and_read(dict), save_and_read(mapped);
  promise(!tn_scope_end(s));
  promise(tn_live_count() == live);
  return 0;
}
