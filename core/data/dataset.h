#pragma once
// Datasets: samples of a fixed number of fields, one tensor each.
#include <vector>

#include "core/base/memory.h"
#include "core/tensor/tensor.h"

namespace tenon {

// Gives the memory of a batch's field: row-major, uninitialised, of these sizes and dtype.
class BatchMemory {
 public:
  virtual Tensor make(size_t field, IntList sizes, DType dtype, Device device) = 0;

 protected:
  ~BatchMemory() = default;
};

class Dataset : public RefCounted {
 public:
  virtual ~Dataset() = default;
  static void destroy(Dataset* d) { delete d; }
  static void* operator new(size_t bytes) { return allocate(bytes); }
  static void operator delete(void* block, size_t bytes) { deallocate(block, bytes); }

  virtual int64_t length() const = 0;
  virtual int64_t field_count() const = 0;
  // Whether threads of ours may read it; else it is read on the host's alone.
  virtual bool is_built_in() const = 0;
  // Sample i, which is there. Any number of threads may ask at once.
  virtual std::vector<Tensor> get(int64_t i) = 0;
  // These samples, one tensor a field, along a new first dimension.
  virtual std::vector<Tensor> gather(IntList samples, BatchMemory& memory);
};

// Sample i is element i of the first dimension of every tensor. Fails with Status::shape where first sizes
// differ.
Ref<Dataset> tensor_dataset(std::vector<Tensor> tensors);

}  // namespace tenon
