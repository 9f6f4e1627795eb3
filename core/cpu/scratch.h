#pragma once
// Memory for the length of a call.
#include "core/base/memory.h"

namespace tenon::cpu {

template <class T>
class Scratch {
 public:
  explicit Scratch(int64_t elements)
      : bytes_(static_cast<size_t>(elements) * sizeof(T)), data_(static_cast<T*>(allocate(bytes_))) {}
  ~Scratch() { deallocate(data_, bytes_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  T* data() const { return data_; }
  T& operator[](int64_t i) const { return data_[i]; }
  operator T*() const { return data_; }

 private:
  size_t bytes_;
  T* data_;
};

}  // namespace tenon::cpu
