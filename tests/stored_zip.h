/* Zip archives of stored entries, written by hand for tests of readers. */
#pragma once
#include <stdint.h>
#include <string.h>

typedef struct stored_entry {
  const char* name;
  const void* data;
  size_t size;
} stored_entry;

static inline uint8_t* put_number(uint8_t* to, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++) *to++ = i < 8 ? (uint8_t)(value >> 8 * i) : 0;
  return to;
}

static inline uint8_t* put_bytes(uint8_t* to, const void* data, size_t size) {
  if (size) memcpy(to, data, size);
  return to + size;
}

static inline uint32_t crc_of_bytes(const uint8_t* data, size_t size) {
  uint32_t crc = 0xffffffff;
  for (size_t i = 0; i < size; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc;
}

/* What the local header and the directory both say of an entry, whose extra field has so many bytes. */
static inline uint8_t* put_entry(uint8_t* to, const stored_entry* e, size_t extra) {
  to = put_number(put_number(to, 20, 2), 0, 8);
  to = put_number(to, crc_of_bytes(e->data, e->size), 4);
  to = put_number(put_number(to, e->size, 4), e->size, 4);
  return put_number(put_number(to, strlen(e->name), 2), extra, 2);
}

/* Writes the archive to `to` and gives its size. Entries begin at multiples of `alignment`, as PyTorch
 * has 64. */
static inline size_t stored_zip(uint8_t* to, const stored_entry* entries, int n, size_t alignment) {
  uint8_t *begin = to, directory[2000], *end = directory;
  for (int i = 0; i < n; i++) {
    const stored_entry* e = &entries[i];
    size_t at = (size_t)(to - begin), data = at + 30 + strlen(e->name) + 4;
    size_t padding = alignment > 1 ? (alignment - data % alignment) % alignment : 0;
    end = put_entry(put_number(put_number(end, 0x02014b50, 4), 20, 2), e, 0);
    end = put_bytes(put_number(put_number(end, 0, 10), at, 4), e->name, strlen(e->name));
    to = put_entry(put_number(to, 0x04034b50, 4), e, 4 + padding);
    to = put_bytes(to, e->name, strlen(e->name));
    to = put_number(put_number(to, 0x4246, 2), padding, 2);
    to = put_bytes(put_number(to, 0, (int)padding), e->data, e->size);
  }
  size_t at = (size_t)(to - begin), bytes = (size_t)(end - directory);
  to = put_number(put_number(put_bytes(to, directory, bytes), 0x06054b50, 4), 0, 4);
  to = put_number(put_number(to, (uint64_t)n, 2), (uint64_t)n, 2);
  to = put_number(put_number(put_number(to, bytes, 4), at, 4), 0, 2);
  return (size_t)(to - begin);
}
