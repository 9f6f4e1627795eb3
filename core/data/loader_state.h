#pragma once
// What a loader and those who work for it share. A batch is claimed in order, under the lock; gathered
// without it; and given out in order. Claims run ahead of what was given out by `prefetch` batches for each
// thread.
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>

#include "core/base/os.h"
#include "core/data/loader.h"

namespace tenon {

// Memory for batches, used again once nobody holds what was made of it: fresh pages cost more than the copy.
class RecycledMemory final : public BatchMemory {
 public:
  Tensor make(size_t field, IntList sizes, DType dtype, Device device) override;

 private:
  std::vector<Tensor> whole_;  // of each field, all the memory that there is
};

// A batch on its way.
struct BatchSlot {
  BatchSlot* next = nullptr;  // in the queue, or among the free ones
  uint64_t epoch = 0;
  bool ready = false;
  std::shared_ptr<const std::vector<int64_t>> order;
  int64_t begin = 0, end = 0;  // in the order
  std::vector<Tensor> batch;
  std::exception_ptr error;
  RecycledMemory memory;
};

class LoaderState {
 public:
  LoaderState(Ref<Dataset> dataset, const LoaderOptions& options)
      : dataset(std::move(dataset)), options(options), seed_(options.seed) {}

  int64_t batch_count() const;

  // ---- by the loader's own thread
  void start();
  bool next(std::vector<Tensor>& batch);
  LoaderPosition position();
  void seek(const LoaderPosition& position);
  void close();

  // ---- by any thread: claims and gathers until the loader is gone, or where `until_error` something fails,
  // and gives that
  std::exception_ptr work(bool until_error);

  std::mutex lock;
  int64_t threads = 0;  // ours and the host's, that work ahead

  const Ref<Dataset> dataset;
  const LoaderOptions options;

 private:
  // With the lock held.
  bool may_claim() const;
  BatchSlot& claim();
  void recycle(BatchSlot& slot);
  void give_up_epoch();
  // Without it.
  void gather(BatchSlot& slot) noexcept;

  std::condition_variable wake_workers_, batch_ready_;
  bool closed_ = false, started_ = false;
  uint64_t seed_;
  uint64_t epoch_ = 0;   // counts from 1
  uint64_t number_ = 0;  // of epochs begun or given up: what a batch on its way belongs to
  std::shared_ptr<const std::vector<int64_t>> order_;
  int64_t claimed_ = 0, given_ = 0;
  std::vector<std::unique_ptr<BatchSlot>> slots_;  // all of them
  BatchSlot *first_ = nullptr, *last_ = nullptr;   // claimed and not yet given out, in order
  BatchSlot* free_ = nullptr;
};

}  // namespace tenon
