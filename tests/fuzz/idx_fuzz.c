/* Any bytes as an IDX file, and, where the first is odd, the others as what a gzip file holds: mutations
 * alone would hardly find a checksum that fits. */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz.h"

static uint32_t crc32_of(const uint8_t* data, size_t size) {
  uint32_t crc = 0xffffffff;
  for (size_t i = 0; i < size; i++) {
    crc ^= data[i];
    for (int k = 0; k < 8; k++) crc = crc >> 1 ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc;
}

static uint8_t* put32(uint8_t* at, uint32_t value) {
  for (int i = 0; i < 4; i++) *at++ = (uint8_t)(value >> 8 * i);
  return at;
}

/* gzip with one stored block: RFC 1951, 1952. */
static const char* gzip_file_of(const uint8_t* data, size_t size) {
  static uint8_t file[10 + 5 + 0xffff + 8];
  static const uint8_t head[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1};
  if (size > 0xffff) size = 0xffff;
  memcpy(file, head, sizeof head);
  uint8_t* at = put32(file + sizeof head, (uint32_t)size | (uint32_t)(~size & 0xffff) << 16);
  memcpy(at, data, size);
  at = put32(put32(at + size, crc32_of(data, size)), (uint32_t)size);
  return file_of(file, (size_t)(at - file));
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  int64_t live = tn_live_count();
  tn_scope_t s = tn_scope_begin();
  int packed = size > 0 && data[0] & 1;
  tn_tensor_t t = tn_load_idx(packed ? gzip_file_of(data + 1, size - 1) : file_of(data, size));
  promise_reported(t != NULL);
  if (t) sum_of(t);
  promise(!tn_scope_end(s));
  promise(tn_live_count() == live);
  return 0;
}
