/* Files of whole modules. Bytes that begin with '{' are the architecture as text, and, after a zero byte, the
 * entries of the header for its tensors, whose bytes are zeros; any others are a file. What is read can be
 * shown, used and saved, or says why not. */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz.h"

enum { kMostText = 1 << 16, kMostData = 1 << 18 };
static uint8_t file[8 + 8 * kMostText + kMostData];

static char* put_text(char* at, const char* text) {
  size_t length = strlen(text);
  memcpy(at, text, length);
  return at + length;
}

/* As a string of JSON. */
static char* put_escaped(char* at, const uint8_t* text, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (text[i] == '"' || text[i] == '\\' || text[i] < 32) at += sprintf(at, "\\u%04x", text[i]);
    else *at++ = (char)text[i];
  }
  return at;
}

/* How many bytes the entries ask for: the largest number before a ']'. */
static size_t data_bytes(const uint8_t* text, size_t size) {
  size_t most = 0, number = 0;
  for (size_t i = 0; i < size; i++) {
    if (text[i] >= '0' && text[i] <= '9') {
      number = number * 10 + text[i] - '0';
      if (number > kMostData) number = 0;
    } else {
      if (text[i] == ']' && number > most) most = number;
      number = 0;
    }
  }
  return most;
}

static const char* described_file(const uint8_t* data, size_t size) {
  if (size > kMostText) size = kMostText;
  const uint8_t* zero = memchr(data, 0, size);
  size_t length = zero ? (size_t)(zero - data) : size;
  const uint8_t* entries = data + length + (zero != NULL);
  size_t entries_size = size - length - (zero != NULL), bytes = data_bytes(entries, entries_size);
  char *begin = (char*)file + 8, *at = put_text(begin, "{\"__metadata__\":{\"tenon.module\":\"");
  at = put_text(put_escaped(at, data, length), "\"}");
  if (entries_size) *at++ = ',';
  memcpy(at, entries, entries_size);
  at += entries_size;
  *at++ = '}';
  size_t header = (size_t)(at - begin);
  for (int i = 0; i < 8; i++) file[i] = (uint8_t)((uint64_t)header >> 8 * i);
  memset(at, 0, bytes);
  return file_of(file, 8 + header + bytes);
}

static void use(tn_module_t m) {
  char text[256];
  promise(tn_module_text(m, text, sizeof text) >= 0);
  promise(tn_dict_count(tn_module_state_dict(m)) >= 0);
  tn_tensor_t inputs[2] = {tn_ones(TN_SHAPE(2, 4), TN_FLOAT32, TN_CPU),
                           tn_ones(TN_SHAPE(1, 2, 6, 6), TN_FLOAT32, TN_CPU)};
  for (int i = 0; i < 2; i++) {
    tn_tensor_t y = tn_module_forward(m, inputs[i]);
    promise_reported(y != NULL);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tn_set_memory_limit(64 << 20);
  int64_t live = tn_live_count();
  tn_scope_t s = tn_scope_begin();
  int described = size > 0 && data[0] == '{';
  tn_module_t m = tn_module_load(described ? described_file(data, size) : file_of(data, size));
  promise_reported(m != NULL);
  if (m) use(m);
  promise(!tn_scope_end(s));
  promise(tn_live_count() == live);
  return 0;
}
