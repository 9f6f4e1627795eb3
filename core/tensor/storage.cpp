#include "core/tensor/storage.h"

#include "core/backend/backend.h"
#include "core/base/memory.h"

namespace tenon {

constexpr size_t kHeader = 64;
static_assert(sizeof(Storage) <= kHeader, "the payload begins on a block boundary");

Storage* Storage::make(size_t bytes, Device device) {
  if (device.is_cpu()) {
    auto* s = new (allocate(kHeader + bytes)) Storage;
    s->data = reinterpret_cast<char*>(s) + kHeader;
    s->bytes = bytes;
    return s;
  }
  auto* s = new (allocate(kHeader)) Storage;
  s->device = device;
  s->bytes = bytes;
  try {
    s->data = device_allocate(device, bytes);
  } catch (...) {
    deallocate(s, kHeader);
    throw;
  }
  return s;
}

Storage* Storage::wrap(void* data, size_t bytes, Device device, void (*deleter)(void*, void*),
                       void* context) {
  void* block;
  try {
    block = allocate(kHeader);
  } catch (...) {
    if (deleter) deleter(context, data);
    throw;
  }
  auto* s = new (block) Storage;
  s->data = data;
  s->bytes = bytes;
  s->device = device;
  s->deleter = deleter ? deleter : [](void*, void*) {};
  s->deleter_context = context;
  return s;
}

void Storage::destroy(Storage* s) {
  if (s->deleter) {
    s->deleter(s->deleter_context, s->data);
    deallocate(s, kHeader);
  } else if (s->device.is_cpu()) {
    deallocate(s, kHeader + s->bytes);
  } else {
    device_deallocate(s->device, s->data, s->bytes);
    deallocate(s, kHeader);
  }
}

}  // namespace tenon
