/* Any bytes as a PyTorch file: a tree that can be walked, or a reason. Bits of the first byte say how it is
 * read: 1 inert, 2 mapped, 4 as the pickle in an archive that has the storages 0 and 1. */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz.h"
#include "tests/stored_zip.h"

static size_t archive_of(uint8_t* to, const uint8_t* pickle, size_t size) {
  static const uint8_t zeros[64];
  const stored_entry entries[] = {
      {"a/data.pkl", pickle, size}, {"a/data/0", zeros, 64}, {"a/data/1", zeros, 7}};
  return stored_zip(to, entries, 3, 64);
}

/* ---- what was read */

static void walk(tn_tree_t tree, int depth) {
  tn_scope_t s = tn_scope_begin();
  tn_tree_kind_t kind = tn_tree_kind(tree);
  promise(kind >= TN_TREE_NONE && kind <= TN_TREE_INSTANCE && tn_tree_class_name(tree));
  if (kind == TN_TREE_STRING) promise(tn_tree_string(tree));
  if (kind == TN_TREE_DTYPE) promise(tn_tree_dtype(tree));
  if (kind == TN_TREE_TENSOR) {
    tn_tensor_t t = tn_tree_tensor(tree);
    promise(t && tn_tensor_numel(t) >= 0);
    if (tn_tensor_numel(t) < 100000) sum_of(t);
  }
  int64_t count =
      kind == TN_TREE_LIST || kind == TN_TREE_TUPLE || kind == TN_TREE_DICT ? tn_tree_count(tree) : 0;
  for (int64_t i = 0; depth && i < count && i < 10; i++) {
    walk(tn_tree_item(tree, i), depth - 1);
    if (kind == TN_TREE_DICT) walk(tn_tree_key(tree, i), depth - 1);
  }
  if (depth && kind == TN_TREE_INSTANCE) {
    walk(tn_tree_arguments(tree), depth - 1);
    walk(tn_tree_state(tree), depth - 1);
    walk(tn_tree_contents(tree), depth - 1);
  }
  promise(!tn_scope_end(s));
}

/* What was read can be written, unless it has what PyTorch hasn't, and is then the same. */
static void save_and_read(tn_tree_t tree) {
  static char path[64];
  if (!*path) snprintf(path, sizeof path, "/dev/shm/tenon_pickle_fuzz_%d", (int)getpid());
  tn_status_t status = tn_save(tree, path);
  promise(!status || status == TN_ERR_UNSUPPORTED || status == TN_ERR_VALUE);
  promise_reported(!status);
  if (status) return;
  tn_tree_t again = tn_load(path, NULL);
  remove(path);
  promise(again && tn_tree_kind(again) == tn_tree_kind(tree));
  tn_dict_t a = tn_tree_tensors(tree), b = a ? tn_tree_tensors(again) : NULL;
  promise_reported(a != NULL);
  promise(!a || (b && tn_dict_count(a) == tn_dict_count(b)));
  for (int64_t i = 0; a && i < tn_dict_count(a) && i < 20; i++) {
    promise(!strcmp(tn_dict_name(a, i), tn_dict_name(b, i)));
    tn_tensor_t x = tn_dict_get(a, tn_dict_name(a, i)), y = tn_dict_get(b, tn_dict_name(b, i));
    promise(tn_tensor_dtype(x) == tn_tensor_dtype(y) && tn_tensor_numel(x) == tn_tensor_numel(y));
    if (tn_tensor_numel(x) > 1000) continue;
    double sums[] = {sum_of(x), sum_of(y)};
    promise(sums[0] == sums[1] || (sums[0] != sums[0] && sums[1] != sums[1]));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (!size || size > 100000) return 0;
  int64_t live = tn_live_count();
  tn_scope_t s = tn_scope_begin();
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.max_inflated_bytes = 1 << 20;
  o.inert = data[0] & 1;
  o.mapped = data[0] >> 1 & 1;
  static uint8_t archive[101000];
  const char* path =
      data[0] & 4 ? file_of(archive, archive_of(archive, data + 1, size - 1)) : file_of(data + 1, size - 1);
  tn_tree_t tree = tn_load(path, &o);
  promise_reported(tree != NULL);
  if (tree) {
    walk(tree, 4);
    promise(!tn_error_code());
    tn_dict_t tensors = tn_tree_tensors(tree);
    promise_reported(tensors != NULL);
    save_and_read(tree);
  }
  promise(!tn_scope_end(s));
  promise(tn_live_count() == live);
  return 0;
}
