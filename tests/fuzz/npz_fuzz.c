/* Any bytes as a .npz file, which is a zip archive. Where they don't begin as one ('P'), the first byte says
 * how the others become one: 1, deflated, their inflated size in the four bytes before them; else the content
 * of a stored entry. Mutations alone would hardly keep an archive's numbers in step. 2: mapped. */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz.h"

enum { kLocal = 30, kCentral = 46, kEnd = 22, kName = 5, kMost = 1 << 16 };

static uint8_t* put(uint8_t* at, uint64_t value, int bytes) {
  for (; bytes > 0; bytes--, value >>= 8) *at++ = (uint8_t)value;
  return at;
}

/* What both headers of an entry have in common. A checksum of zero says that there is none. */
static uint8_t* put_entry(uint8_t* at, int deflated, uint32_t size, uint32_t inflated) {
  at = put(put(put(at, 20, 2), 0, 2), deflated ? 8 : 0, 2);
  at = put(put(put(at, 0, 8), size, 4), inflated, 4);
  return put(put(at, kName, 2), 0, 2);
}

static const char* archive_of(const uint8_t* data, size_t size, int deflated) {
  static uint8_t file[kLocal + kName + kMost + kCentral + kName + kEnd];
  uint32_t inflated = 0;
  if (deflated) {
    for (size_t i = 0; i < 4 && i < size; i++) inflated |= (uint32_t)data[i] << 8 * i;
    data += size < 4 ? size : 4, size -= size < 4 ? size : 4;
  }
  if (size > kMost) size = kMost;
  if (!deflated) inflated = (uint32_t)size;
  uint8_t* at = put_entry(put(file, 0x04034b50, 4), deflated, (uint32_t)size, inflated);
  memcpy(at, "a.npy", kName);
  memcpy(at + kName, data, size);
  uint8_t* directory = at + kName + size;
  at = put_entry(put(put(directory, 0x02014b50, 4), 20, 2), deflated, (uint32_t)size, inflated);
  at = put(at, 0, 14);
  memcpy(at, "a.npy", kName);
  uint8_t* end = at + kName;
  at = put(put(put(put(end, 0x06054b50, 4), 0, 4), 1, 2), 1, 2);
  at = put(put(put(at, (uint32_t)(end - directory), 4), (uint32_t)(directory - file), 4), 0, 2);
  return file_of(file, (size_t)(at - file));
}

static void save_and_read(tn_dict_t dict) {
  char path[64];
  snprintf(path, sizeof path, "/dev/shm/tenon_npz_fuzz_%d", (int)getpid());
  int saved = !tn_npz_save(dict, path, tn_dict_count(dict) & 1);
  /* Another's names may be no UTF-8. */
  promise(saved || strstr(tn_error_message(), "can't be the name"));
  tn_error_clear();
  if (!saved) return;
  tn_dict_t again = tn_npz_load(path, NULL);
  remove(path);
  promise(again && tn_dict_count(again) == tn_dict_count(dict));
  for (int64_t i = 0; i < tn_dict_count(dict); i++) {
    const char* name = tn_dict_name(dict, i);
    double x = sum_of(tn_dict_get(dict, name)), y = sum_of(tn_dict_get(again, name));
    promise(x == y || (x != x && y != y));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  int64_t live = tn_live_count();
  tn_scope_t s = tn_scope_begin();
  int made = size > 0 && data[0] != 'P';
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.mapped = made && data[0] & 2;
  o.max_inflated_bytes = 1 << 24;
  tn_dict_t dict = tn_npz_load(made ? archive_of(data + 1, size - 1, data[0] & 1) : file_of(data, size), &o);
  promise_reported(dict != NULL);
  if (dict) save_and_read(dict);
  promise(!tn_scope_end(s));
  promise(tn_live_count() == live);
  return 0;
}
