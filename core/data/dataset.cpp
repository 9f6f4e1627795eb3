#include "core/data/dataset.h"

#include <string.h>

#include "core/ops/copy.h"
#include "core/ops/view.h"

namespace tenon {

namespace {

// Element k of the first dimension, without history.
Tensor row_of(const Tensor& t, int64_t k) {
  return alias(*t, IntList(t->size + 1, t->ndim - 1), IntList(t->stride + 1, t->ndim - 1),
               t->storage_offset() + k * t->stride[0]);
}

Shape batch_sizes(int64_t n, IntList sample) {
  Shape sizes;
  sizes.push_back(n);
  for (int64_t size : sample) sizes.push_back(size);
  return sizes;
}

}  // namespace

std::vector<Tensor> Dataset::gather(IntList samples, BatchMemory& memory) {
  std::vector<Tensor> batch(static_cast<size_t>(field_count()));
  for (int64_t k = 0; k < samples.count; ++k) {
    std::vector<Tensor> sample = get(samples[k]);
    for (size_t f = 0; f < batch.size(); ++f) {
      const Tensor& t = sample[f];
      if (k == 0) {
        checked_numel("batch", batch_sizes(samples.count, t->sizes()));
        batch[f] = memory.make(f, batch_sizes(samples.count, t->sizes()), t->dtype, t->device);
      }
      Tensor row = row_of(batch[f], k);
      if (!(t->sizes() == row->sizes()) || t->dtype != row->dtype || !(t->device == row->device))
        fail(Status::shape,
             "field %zu of sample %lld is %s, and of sample %lld it was %s: samples of one batch are alike",
             f, (long long)samples[k], describe(t).c_str(), (long long)samples[0], describe(row).c_str());
      copy_elements(row, t);
    }
  }
  return batch;
}

namespace {

class TensorDataset final : public Dataset {
 public:
  explicit TensorDataset(std::vector<Tensor> tensors) : tensors_(std::move(tensors)) {
    for (const Tensor& t : tensors_) {
      if (t->ndim == 0)
        fail(Status::shape, "TensorDataset: a tensor has no dimension, and the first one counts the samples");
      if (t->size[0] != tensors_[0]->size[0])
        fail(Status::shape, "TensorDataset: size mismatch between tensors: the first sizes are %lld and %lld",
             (long long)tensors_[0]->size[0], (long long)t->size[0]);
    }
    if (tensors_.empty()) fail(Status::value, "TensorDataset: no tensors");
  }

  int64_t length() const override { return tensors_[0]->size[0]; }
  int64_t field_count() const override { return static_cast<int64_t>(tensors_.size()); }
  bool is_built_in() const override { return true; }

  std::vector<Tensor> get(int64_t i) override {
    std::vector<Tensor> sample;
    for (const Tensor& t : tensors_) sample.push_back(select(t, 0, i));
    return sample;
  }

  std::vector<Tensor> gather(IntList samples, BatchMemory& memory) override {
    std::vector<Tensor> batch;
    for (size_t f = 0; f < tensors_.size(); ++f) {
      const Tensor& t = tensors_[f];
      IntList sample_sizes(t->size + 1, t->ndim - 1);
      batch.push_back(memory.make(f, batch_sizes(samples.count, sample_sizes), t->dtype, t->device));
      gather_rows(t, samples, batch.back());
    }
    return batch;
  }

 private:
  static void gather_rows(const Tensor& from, IntList samples, const Tensor& to) {
    if (!from->device.is_cpu() || !from->contiguous) {
      for (int64_t k = 0; k < samples.count; ++k) copy_elements(row_of(to, k), row_of(from, samples[k]));
      return;
    }
    size_t bytes = from->size[0] ? static_cast<size_t>(from->numel / from->size[0]) * from->item_size() : 0;
    const char* source = from->as<char>();
    char* target = to->as<char>();
    for (int64_t k = 0; k < samples.count; ++k, target += bytes) {
      // Rows are far apart: the next one is on its way while this one is copied.
      if (k + 1 < samples.count) prefetch(source + static_cast<size_t>(samples[k + 1]) * bytes, bytes);
      memcpy(target, source + static_cast<size_t>(samples[k]) * bytes, bytes);
    }
  }

  static void prefetch(const char* row, size_t bytes) {
    constexpr size_t line = 64, lines = 16;  // after these the processor has seen where it goes
    for (size_t at = 0; at < bytes && at < lines * line; at += line) __builtin_prefetch(row + at);
  }

  std::vector<Tensor> tensors_;
};

}  // namespace

Ref<Dataset> tensor_dataset(std::vector<Tensor> tensors) {
  return Ref<Dataset>::adopt(new TensorDataset(std::move(tensors)));
}

}  // namespace tenon
