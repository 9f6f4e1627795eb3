#include "core/io/source.h"

#include <string.h>

#include "core/base/error.h"

namespace tenon {

Ref<Source> Source::open(const char* path, bool mapped) {
  auto source = Ref<Source>::adopt(create<Source>(path));
  if (mapped) {
    source->mapped_ = std::make_unique<os::MappedFile>(path);
    source->data_ = source->mapped_->data();
    source->size_ = source->mapped_->size();
  } else {
    source->file_ = std::make_unique<os::InputFile>(path);
    source->size_ = source->file_->size();
  }
  return source;
}

Ref<Source> Source::of_bytes(const void* data, size_t bytes, std::string name) {
  auto source = Ref<Source>::adopt(create<Source>(std::move(name)));
  source->data_ = static_cast<const uint8_t*>(data);
  source->size_ = bytes;
  return source;
}

void Source::check(uint64_t at, size_t bytes) const {
  if (at <= size_ && bytes <= size_ - at) return;
  fail(Status::io, "%s: it has %llu bytes, and %llu from byte %llu on are asked for", name_.c_str(),
       (unsigned long long)size_, (unsigned long long)bytes, (unsigned long long)at);
}

void Source::read(uint64_t at, void* data, size_t bytes) const {
  check(at, bytes);
  if (bytes == 0) return;
  if (file_) file_->read_at(at, data, bytes);
  else memcpy(data, data_ + at, bytes);
}

const uint8_t* Source::view(uint64_t at, size_t bytes) const {
  check(at, bytes);
  return file_ ? nullptr : data_ + at;
}

Ref<Storage> Source::mapped_storage(const Ref<Source>& source, uint64_t at, size_t bytes, size_t alignment) {
  source->check(at, bytes);
  if (!source->mapped_ || !source->data_) return nullptr;
  const uint8_t* data = source->data_ + at;
  if (reinterpret_cast<uintptr_t>(data) % alignment != 0) return nullptr;
  auto give_back = [](void* kept, void*) { Ref<Source>::adopt(static_cast<Source*>(kept)); };
  auto storage = Ref<Storage>::adopt(
      Storage::wrap(const_cast<uint8_t*>(data), bytes, Device{}, give_back, Ref<Source>(source).leak()));
  storage->read_only = true;
  return storage;
}

}  // namespace tenon
