#include "core/cuda/pool.cuh"

#include <cuda_runtime.h>

namespace tenon::cuda {

size_t Pool::rounded(size_t bytes) {
  size_t step = 512;
  if (bytes > 4096) {
    size_t power = 4096;
    while (power <= bytes / 2) power *= 2;
    step = power / 8;
  }
  return (bytes + step - 1) / step * step;
}

void* Pool::allocate(size_t bytes) {
  const size_t size = rounded(bytes);
  std::lock_guard<std::mutex> hold(lock_);
  void* data = nullptr;
  auto found = free_.find(size);
  if (found != free_.end() && !found->second.empty()) {
    data = found->second.back();
    found->second.pop_back();
  } else {
    if (cudaMalloc(&data, size) != cudaSuccess) {
      cudaGetLastError();  // which would be found again after the next launch
      give_back(0);
      if (cudaMalloc(&data, size) != cudaSuccess) {
        cudaGetLastError();
        return nullptr;
      }
    }
    reserved_ += static_cast<int64_t>(size);
  }
  live_ += static_cast<int64_t>(size);
  ++blocks_;
  if (live_ > peak_) peak_ = live_;
  return data;
}

void Pool::deallocate(void* data, size_t bytes) noexcept {
  const size_t size = rounded(bytes);
  std::lock_guard<std::mutex> hold(lock_);
  live_ -= static_cast<int64_t>(size);
  --blocks_;
  try {
    free_[size].push_back(data);
  } catch (...) {
    cudaFree(data);  // which waits for the device
    reserved_ -= static_cast<int64_t>(size);
    return;
  }
  if (cap_ == 0) {
    size_t unused = 0, total = 0;
    cap_ = cudaMemGetInfo(&unused, &total) == cudaSuccess ? total / 2 : SIZE_MAX;
  }
  if (static_cast<size_t>(reserved_ - live_) > cap_) give_back(cap_ / 2);
}

// The largest first, until no more than `kept` bytes lie unused.
void Pool::give_back(size_t kept) noexcept {
  for (auto size_class = free_.rbegin(); size_class != free_.rend(); ++size_class) {
    std::vector<void*>& blocks = size_class->second;
    while (!blocks.empty() && static_cast<size_t>(reserved_ - live_) > kept) {
      cudaFree(blocks.back());
      blocks.pop_back();
      reserved_ -= static_cast<int64_t>(size_class->first);
    }
  }
}

void Pool::trim() noexcept {
  std::lock_guard<std::mutex> hold(lock_);
  give_back(0);
}

DeviceMemory Pool::memory() const {
  size_t unused = 0, total = 0;
  if (cudaMemGetInfo(&unused, &total) != cudaSuccess) total = 0;
  std::lock_guard<std::mutex> hold(lock_);
  return {live_, peak_, reserved_, blocks_, static_cast<int64_t>(total)};
}

void Pool::reset_peak() {
  std::lock_guard<std::mutex> hold(lock_);
  peak_ = live_;
}

}  // namespace tenon::cuda
