#pragma once
// Bytes that can be read at any place: of a file, of one that is mapped into memory, or at hand. What reads a
// format reads one of these, and believes no offset in it: a read beyond the end is Status::io.

#include <memory>
#include <string>

#include "core/base/memory.h"
#include "core/base/os.h"
#include "core/tensor/storage.h"

namespace tenon {

class Source : public RefCounted {
 public:
  // Mapped: the bytes aren't copied, and change if the file does (os::MappedFile).
  static Ref<Source> open(const char* path, bool mapped);
  // Borrowed for as long as the source lives; `name` is what messages call it.
  static Ref<Source> of_bytes(const void* data, size_t bytes, std::string name);
  static void destroy(Source* source) noexcept { tenon::destroy(source); }
  explicit Source(std::string name) : name_(std::move(name)) {}

  const std::string& name() const { return name_; }
  uint64_t size() const { return size_; }
  void read(uint64_t at, void* data, size_t bytes) const;
  // The bytes themselves, where they are in memory; nullptr for a file that is read.
  const uint8_t* view(uint64_t at, size_t bytes) const;
  // A read-only storage of bytes of a mapped file, which it keeps mapped; nullptr where the source isn't one,
  // or they aren't aligned for items of `alignment` bytes.
  static Ref<Storage> mapped_storage(const Ref<Source>& source, uint64_t at, size_t bytes, size_t alignment);

 private:
  void check(uint64_t at, size_t bytes) const;

  std::string name_;
  uint64_t size_ = 0;
  std::unique_ptr<os::InputFile> file_;
  std::unique_ptr<os::MappedFile> mapped_;
  const uint8_t* data_ = nullptr;
};

}  // namespace tenon
