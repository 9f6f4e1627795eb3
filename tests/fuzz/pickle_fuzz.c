/* Any bytes as a PyTorch file: a tree that can be walked, or a reason. Bits of the first byte say how it is
 * read: 1 inert, 2 mapped, 4 as the pickle in an archive that has the storages 0 and 1. */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz.h"

/* ---- an archive around a pickle */

static uint8_t* put(uint8_t* to, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++) *to++ = i < 8 ? (uint8_t)(value >> 8 * i) : 0;
  return to;
}

static uint32_t crc_of(const uint8_t* data, size_t size) {
  uint32_t crc = 0xffffffff;
  for (size_t i = 0; i < size; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc;
}

/* What the local header and the directory both say of an entry. */
static uint8_t* put_entry(uint8_t* to, const char* name, const uint8_t* data, size_t size) {
  to = put(to, 20, 2);
  to = put(to, 0, 8);
  to = put(to, crc_of(data, size), 4);
  to = put(to, size, 4);
  to = put(to, size, 4);
  to = put(to, strlen(name), 2);
  return put(to, 0, 2);
}

static size_t archive_of(uint8_t* to, const uint8_t* pickle, size_t size) {
  static const uint8_t zeros[64];
  const char* names[] = {"a/data.pkl", "a/data/0", "a/data/1"};
  const uint8_t* parts[] = {pickle, zeros, zeros};
  const size_t sizes[] = {size, 64, 7};
  uint8_t *begin = to, directory[400], *entry = directory;
  for (int i = 0; i < 3; i++) {
    size_t at = (size_t)(to - begin);
    entry = put_entry(put(put(entry, 0x02014b50, 4), 20, 2), names[i], parts[i], sizes[i]);
    entry = put(put(entry, 0, 10), at, 4);
    memcpy(entry, names[i], strlen(names[i]));
    entry += strlen(names[i]);
    to = put_entry(put(to, 0x04034b50, 4), names[i], parts[i], sizes[i]);
    memcpy(to, names[i], strlen(names[i]));
    to += strlen(names[i]);
    if (sizes[i]) memcpy(to, parts[i], sizes[i]);
    to += sizes[i];
  }
  size_t at = (size_t)(to - begin), bytes = (size_t)(entry - directory);
  memcpy(to, directory, bytes);
  to = put(put(to + bytes, 0x06054b50, 4), 0, 4);
  to = put(put(put(put(to, 3, 2), 3, 2), bytes, 4), at, 4);
  return (size_t)(put(to, 0, 2) - begin);
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
  }
  promise(!tn_scope_end(s));
  promise(tn_live_count() == live);
  return 0;
}
