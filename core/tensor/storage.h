#pragma once
// The bytes behind tensors: one for a tensor and all of its views.
#include "core/base/device.h"
#include "core/base/ref.h"

namespace tenon {

struct Storage : RefCounted {
  void* data = nullptr;
  size_t bytes = 0;
  Device device;
  // Counts changes in place, of the tensor or of any view: what was saved for backward compares it.
  std::atomic<uint32_t> version{0};
  // Set where the bytes aren't ours: gives them back.
  void (*deleter)(void* context, void* data) = nullptr;
  void* deleter_context = nullptr;
  bool read_only = false;

  // Uninitialised. On the CPU, header and payload are one block.
  static Storage* make(size_t bytes, Device device);
  // Takes over foreign bytes; the deleter runs once, also where this throws.
  static Storage* wrap(void* data, size_t bytes, Device device, void (*deleter)(void*, void*), void* context);
  static void destroy(Storage* storage);

  void bump_version() { version.fetch_add(1, std::memory_order_relaxed); }
};

}  // namespace tenon
