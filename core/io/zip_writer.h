#pragma once
// Writes a zip archive in one go: entries stored or deflated, aligned where asked for, zip64 where needed.
#include <string>
#include <string_view>
#include <vector>

#include "core/base/os.h"

namespace tenon {

class ZipWriter {
 public:
  // Into a file that the caller commits after finish().
  explicit ZipWriter(os::NewFile& file) : file_(file) {}

  // The bytes of a stored entry begin at a multiple of `alignment`, by padding in the extra field of its
  // header (PyTorch's: 64).
  void add(std::string_view name, const void* data, uint64_t bytes, uint64_t alignment = 1);
  void add_deflated(std::string_view name, const void* data, uint64_t bytes);
  void finish();

 private:
  os::NewFile& file_;
};

}  // namespace tenon
