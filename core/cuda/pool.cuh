#pragma once
// Device memory, kept for the next tensor of its size. Everything on a device happens in one order, so a
// block that was given up is free at once: what uses it next comes after what used it last.
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "core/backend/backend.h"

namespace tenon::cuda {

class Pool {
 public:
  // nullptr where there is no memory left, also after what is kept was given back.
  void* allocate(size_t bytes);
  void deallocate(void* data, size_t bytes) noexcept;
  // Gives back what is kept; the device has been waited for.
  void trim() noexcept;

  DeviceMemory memory() const;
  void reset_peak();

  // The size class of a request: multiples of 512 up to 4 KiB, then eight steps from each power of two to the
  // next, so that at most an eighth is wasted.
  static size_t rounded(size_t bytes);

 private:
  void give_back(size_t kept) noexcept;

  mutable std::mutex lock_;
  std::map<size_t, std::vector<void*>> free_;
  int64_t live_ = 0, peak_ = 0, reserved_ = 0, blocks_ = 0;
  size_t cap_ = 0;  // the most that is kept unused: half of the device's memory
};

}  // namespace tenon::cuda
