#include "core/io/npy.h"

#include <string.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/io/npy_header.h"
#include "core/nn/python.h"
#include "core/ops/copy.h"

namespace tenon {

namespace {

constexpr char kMagic[] = "\x93NUMPY";
constexpr size_t kMagicBytes = 6;
constexpr uint32_t kMostHeader = 1 << 20;  // one of our dtypes and dimensions has 300 bytes

using ull = unsigned long long;

// Where the file is, and what it is called.
struct Range {
  const Ref<Source>& source;
  uint64_t at, bytes;
  const char* name;

  void take(void* data, size_t count) {
    if (count > bytes) fail(Status::io, "%s: the .npy file ends within its header", name);
    source->read(at, data, count);
    at += count;
    bytes -= count;
  }
};

NpyHeader read_header(Range* range) {
  uint8_t head[kMagicBytes + 2];
  if (range->bytes < sizeof head)
    fail(Status::io, "%s: no .npy file: it has %llu bytes", range->name, (ull)range->bytes);
  range->take(head, sizeof head);
  if (memcmp(head, kMagic, kMagicBytes) != 0)
    fail(Status::io, "%s: no .npy file: it doesn't begin with \\x93NUMPY", range->name);
  const int major = head[kMagicBytes], minor = head[kMagicBytes + 1];
  if (major < 1 || major > 3 || minor != 0)
    fail(Status::unsupported, "%s: the .npy file has version %d.%d, and Tenon reads 1.0, 2.0 and 3.0",
         range->name, major, minor);
  uint8_t length[4] = {};
  range->take(length, major == 1 ? 2 : 4);
  uint32_t bytes =
      length[0] | uint32_t{length[1]} << 8 | uint32_t{length[2]} << 16 | uint32_t{length[3]} << 24;
  if (bytes > range->bytes)
    fail(Status::io, "%s: the .npy file's header is to have %u bytes, and %llu are left", range->name, bytes,
         (ull)range->bytes);
  if (bytes > kMostHeader)
    fail(Status::io, "%s: the .npy file's header has %u bytes, and %u is the most", range->name, bytes,
         kMostHeader);
  std::string text(bytes, '\0');
  range->take(text.data(), text.size());
  return parse_npy_header(text, range->name);
}

// What the elements come to; fails where that isn't what follows the header.
void check_bytes(const NpyHeader& header, const Range& range) {
  uint64_t bytes = item_size(header.dtype);
  bool fits = true, none = false;
  for (int64_t size : header.shape) {
    none |= size == 0;
    fits &= size == 0 || !__builtin_mul_overflow(bytes, static_cast<uint64_t>(size), &bytes);
  }
  fits &= bytes <= INT64_MAX / 16;
  if (fits && (none ? 0 : bytes) == range.bytes) return;
  fail(Status::io, "%s: the .npy file is to have %s %s, and %llu bytes follow its header", range.name,
       dtype_name(header.dtype), to_string(header.shape).c_str(), (ull)range.bytes);
}

void swap_bytes(uint8_t* data, size_t count, size_t item) {
  for (size_t i = 0; i < count; ++i, data += item) std::reverse(data, data + item);
}

// Bytes other than 0 and 1 would be no bools.
bool are_bools(const uint8_t* bytes, size_t count) {
  uint8_t all = 0;
  for (size_t i = 0; i < count; ++i) all |= bytes[i];
  return all <= 1;
}

// The elements in the file's order, one behind the other.
Ref<Storage> read_elements(const NpyHeader& header, const Range& range, bool mapped) {
  const size_t bytes = static_cast<size_t>(range.bytes), item = item_size(header.dtype);
  if (mapped && !header.swapped) {
    Ref<Storage> view = Source::mapped_storage(range.source, range.at, bytes, item);
    if (view && (header.dtype != DType::bool_ || are_bools(static_cast<uint8_t*>(view->data), bytes)))
      return view;
  }
  auto storage = Ref<Storage>::adopt(Storage::make(bytes, Device{}));
  auto* data = static_cast<uint8_t*>(storage->data);
  range.source->read(range.at, data, bytes);
  if (header.swapped) swap_bytes(data, bytes / item, item);
  if (header.dtype == DType::bool_)
    for (size_t i = 0; i < bytes; ++i) data[i] = data[i] != 0;
  return storage;
}

}  // namespace

bool looks_like_npy(const Source& source) {
  char head[kMagicBytes];
  if (source.size() < sizeof head) return false;
  source.read(0, head, sizeof head);
  return memcmp(head, kMagic, kMagicBytes) == 0;
}

Tensor read_npy(const Ref<Source>& source, const LoadLimits& limits) {
  return read_npy(source, 0, source->size(), source->name().c_str(), limits.mapped);
}

Tensor read_npy(const Ref<Source>& source, uint64_t at, uint64_t bytes, const char* name, bool mapped) {
  Range range{source, at, bytes, name};
  NpyHeader header = read_header(&range);
  check_bytes(header, range);
  Tensor like = empty({}, header.dtype);
  like->storage = read_elements(header, range, mapped);
  Shape strides = header.shape;
  int64_t step = 1;
  for (int i = 0; i < strides.count; ++i) {
    int d = header.fortran ? i : strides.count - 1 - i;
    strides[d] = step;
    step *= header.shape[d] ? header.shape[d] : 1;
  }
  return alias(*like, header.shape, strides, 0);
}

std::string npy_header(const Tensor& t) {
  std::string header = "{'descr': '" + std::string(npy_descr(t->dtype)) +
                       "', 'fortran_order': False, 'shape': " + python_tuple(t->sizes()) + ", }";
  // So padded that the elements begin at a multiple of 64.
  constexpr size_t before = kMagicBytes + 4;
  header.append(63 - (before + header.size()) % 64, ' ').push_back('\n');
  const size_t length = header.size();
  const char head[before - kMagicBytes] = {1, 0, static_cast<char>(length), static_cast<char>(length >> 8)};
  return std::string(kMagic, kMagicBytes) + std::string(head, sizeof head) + header;
}

void save_npy(const Tensor& t, const char* path) {
  std::string header = npy_header(t);
  Tensor dense = to_device(t, Device{});
  if (!dense->contiguous) dense = dense_copy(dense);
  os::NewFile file(path);
  file.write(header.data(), header.size());
  file.write(dense->data, static_cast<size_t>(dense->numel) * dense->item_size());
  file.commit();
}

}  // namespace tenon
