/* PyTorch's files put together by hand: pickles as texts, and what stands around them. */
#pragma once
#include "tests/capi/files.h"
#include "tests/stored_zip.h"

/* A literal with zero bytes in it, and its length. */
#define BYTES(literal) (literal), (sizeof(literal) - 1)

/* Protocol 2 with the text opcodes of protocol 0, which read well. A storage of the archive, and a tensor in
 * it. */
#define STORAGE(kind, key, count) "(S'storage'\nctorch\n" kind "Storage\nS'" key "'\nS'cpu'\nI" #count "\ntQ"
#define SET "ccollections\nOrderedDict\n)R"
#define TENSOR_IN(storage, offset, sizes, strides) \
  "ctorch._utils\n_rebuild_tensor_v2\n(" storage "I" #offset "\n(" sizes "t(" strides "tI00\n" SET "tR"
#define TENSOR(kind, key, count, offset, sizes, strides) \
  TENSOR_IN(STORAGE(kind, key, count), offset, sizes, strides)

/* Eight floats, 0 to 7, and as many bytes. */
static const float floats_0_to_7[8] = {0, 1, 2, 3, 4, 5, 6, 7};
static const uint8_t bytes_0_to_7[8] = {0, 1, 2, 3, 4, 5, 6, 7};

/* An archive of this pickle; storage 0 is the floats, 1 the bytes, "none" is empty. */
static inline const char* archive_with(const char* pickle, size_t size) {
  static uint8_t bytes[20000];
  const stored_entry entries[] = {{"x/data.pkl", pickle, size},
                                  {"x/byteorder", "little", 6},
                                  {"x/data/0", floats_0_to_7, sizeof floats_0_to_7},
                                  {"x/data/1", bytes_0_to_7, sizeof bytes_0_to_7},
                                  {"x/data/none", NULL, 0},
                                  {"x/version", "3\n", 2}};
  return file_with("archive.pt", bytes, stored_zip(bytes, entries, 6, 64));
}
#define ARCHIVE(pickle) archive_with(BYTES("\x80\x02" pickle "."))
