/* Any bytes as a table of numbers, but for the first, which says of what dtype, and divided by what: a
 * tensor, or a reason with a line. What was read can be saved, and comes back bit for bit. */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz.h"

static void save_and_read(tn_tensor_t t, const tn_csv_options_t* o) {
  char path[64];
  snprintf(path, sizeof path, "/dev/shm/tenon_csv_fuzz_%d", (int)getpid());
  promise(!tn_csv_save(t, path, o));
  tn_csv_options_t all = *o;
  all.skip_rows = 0;
  tn_tensor_t again = tn_csv_load(path, &all);
  remove(path);
  promise(again);
  promise(tn_tensor_size(again, 0) == tn_tensor_size(t, 0) &&
          tn_tensor_size(again, 1) == tn_tensor_size(t, 1));
  int64_t bytes = tn_tensor_numel(t) * tn_dtype_itemsize(o->dtype);
  double sum = sum_of(t);
  /* nan's own bits are lost: its sign, where "-nan" was read. */
  promise(sum != sum || !memcmp(tn_tensor_data(t), tn_tensor_data(again), (size_t)bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  int64_t live = tn_live_count();
  tn_scope_t s = tn_scope_begin();
  tn_csv_options_t o;
  tn_csv_options_init(&o, sizeof o);
  if (size > 0) {
    o.dtype = 1 + data[0] % 10;
    o.delimiter = ",;\t "[data[0] / 16 % 4];
    o.skip_rows = data[0] / 64 % 4;
    tn_tensor_t t = tn_csv_load(file_of(data + 1, size - 1), &o);
    promise_reported(t != NULL);
    if (t) save_and_read(t, &o);
  }
  promise(!tn_scope_end(s));
  promise(tn_live_count() == live);
  return 0;
}
