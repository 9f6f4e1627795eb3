/* Any bytes as a .npy file: an array that is there, or a reason. What was read can be saved, and read again.
 */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz.h"

static void save_and_read(tn_tensor_t t) {
  char path[64];
  snprintf(path, sizeof path, "/dev/shm/tenon_npy_fuzz_%d", (int)getpid());
  promise(!tn_npy_save(t, path));
  tn_tensor_t again = tn_npy_load(path);
  remove(path);
  promise(again && tn_tensor_dtype(again) == tn_tensor_dtype(t) &&
          tn_tensor_ndim(again) == tn_tensor_ndim(t));
  for (int64_t d = 0; d < tn_tensor_ndim(t); d++) promise(tn_tensor_size(again, d) == tn_tensor_size(t, d));
  double x = sum_of(t), y = sum_of(again);
  promise(x == y || (x != x && y != y));
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  int64_t live = tn_live_count();
  tn_scope_t s = tn_scope_begin();
  tn_tensor_t t = tn_npy_load(file_of(data, size));
  promise_reported(t != NULL);
  if (t) save_and_read(t);
  promise(!tn_scope_end(s));
  promise(tn_live_count() == live);
  return 0;
}
