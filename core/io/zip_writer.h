#pragma once
// Writes a zip archive in one go: entries stored or deflated, aligned where asked for, zip64 where needed.
#include <string>
#include <string_view>

#include "core/base/os.h"

namespace tenon {

class ZipWriter {
 public:
  // Into a file that the caller commits after finish(). Fails with Status::value for a name that is not
  // UTF-8, or that ZipReader would refuse; but that names are distinct nothing checks.
  explicit ZipWriter(os::NewFile& file) : file_(file) {}

  // The bytes of a stored entry begin at a multiple of `alignment`, at most 4096, by padding in the extra
  // field of its header (PyTorch's: 64).
  void add(std::string_view name, const void* data, uint64_t bytes, uint64_t alignment = 1);
  void add_deflated(std::string_view name, const void* data, uint64_t bytes);
  void finish();

 private:
  struct Entry;
  void put(const void* data, size_t bytes);
  void put(const std::string& bytes) { put(bytes.data(), bytes.size()); }
  void put_header(const Entry& entry, uint64_t alignment);
  void note(const Entry& entry);

  os::NewFile& file_;
  uint64_t at_ = 0, count_ = 0;
  std::string directory_;
};

}  // namespace tenon
