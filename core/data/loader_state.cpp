#include "core/data/loader_state.h"

#include "core/data/sampler.h"

namespace tenon {

Tensor RecycledMemory::make(size_t field, IntList sizes, DType dtype, Device device) {
  if (field >= whole_.size()) whole_.resize(field + 1);
  Tensor& whole = whole_[field];
  Shape strides(sizes);
  int64_t numel = 1;
  for (int d = strides.count - 1; d >= 0; --d) {
    strides[d] = numel;
    numel *= sizes[d];
  }
  bool fits = whole && whole->storage->unique() && whole->numel >= numel && whole->dtype == dtype &&
              whole->device == device;
  if (!fits) {
    whole = {};
    whole = empty({numel}, dtype, device);
  }
  return alias(*whole, sizes, strides, 0);
}

int64_t LoaderState::batch_count() const {
  int64_t n = dataset->length(), size = options.batch_size;
  return n / size + (n % size != 0 && !options.drop_last);
}

bool LoaderState::may_claim() const {
  int64_t ahead = options.prefetch * (threads ? threads : 1);
  return started_ && claimed_ < batch_count() && claimed_ < given_ + (ahead ? ahead : 1);
}

BatchSlot& LoaderState::claim() {
  if (!free_) {
    slots_.push_back(std::make_unique<BatchSlot>());
    free_ = slots_.back().get();
  }
  BatchSlot& slot = *free_;
  free_ = slot.next;
  slot.next = nullptr;
  slot.epoch = number_;
  slot.ready = false;
  slot.order = order_;
  int64_t n = dataset->length();
  slot.begin = claimed_ * options.batch_size;
  slot.end = options.batch_size < n - slot.begin ? slot.begin + options.batch_size : n;
  ++claimed_;
  (last_ ? last_->next : first_) = &slot;
  last_ = &slot;
  return slot;
}

void LoaderState::recycle(BatchSlot& slot) {
  slot.batch.clear();
  slot.error = nullptr;
  slot.order = nullptr;
  slot.next = free_;
  free_ = &slot;
}

void LoaderState::gather(BatchSlot& slot) noexcept {
  try {
    slot.batch =
        dataset->gather(IntList(slot.order->data() + slot.begin, slot.end - slot.begin), slot.memory);
  } catch (...) {
    slot.batch.clear();
    slot.error = std::current_exception();
  }
}

std::exception_ptr LoaderState::work(bool until_error) {
  std::unique_lock<std::mutex> hold(lock);
  for (;;) {
    wake_workers_.wait(hold, [&] { return closed_ || may_claim(); });
    if (closed_) return nullptr;
    BatchSlot* slot;
    try {
      slot = &claim();
    } catch (const std::bad_alloc&) {
      // Whoever asks for the batch will gather it, or hear of it; the next one may find memory again.
      wake_workers_.wait(hold);
      continue;
    }
    hold.unlock();
    gather(*slot);
    std::exception_ptr error = slot->error;
    hold.lock();
    slot->ready = true;
    if (slot->epoch != number_) recycle(*slot);
    batch_ready_.notify_one();
    if (error && until_error) return error;
  }
}

// What is still being gathered comes back when it is done.
void LoaderState::give_up_epoch() {
  while (BatchSlot* slot = first_) {
    first_ = slot->next;
    if (slot->ready) recycle(*slot);
  }
  last_ = nullptr;
}

void LoaderState::start() { seek({seed_, epoch_ + 1, 0}); }

LoaderPosition LoaderState::position() {
  std::lock_guard<std::mutex> hold(lock);
  return {seed_, epoch_, given_};
}

void LoaderState::seek(const LoaderPosition& position) {
  if (position.batch < 0 || position.batch > batch_count() || (position.epoch == 0 && position.batch > 0))
    fail(Status::value, "DataLoader: there is no batch %lld in epoch %llu of %lld batches",
         (long long)position.batch, (unsigned long long)position.epoch, (long long)batch_count());
  std::shared_ptr<const std::vector<int64_t>> order;
  if (position.epoch > 0)
    order = std::make_shared<const std::vector<int64_t>>(
        sample_order(dataset->length(), options.shuffle, position.seed, position.epoch - 1));
  {
    std::lock_guard<std::mutex> hold(lock);
    give_up_epoch();
    ++number_;
    seed_ = position.seed;
    epoch_ = position.epoch;
    order_ = std::move(order);
    claimed_ = given_ = position.batch;
    started_ = epoch_ > 0;
  }
  wake_workers_.notify_all();
}

bool LoaderState::next(std::vector<Tensor>& batch) {
  std::unique_lock<std::mutex> hold(lock);
  if (!started_) fail(Status::state, "DataLoader: no epoch has begun; start one first");
  if (given_ == batch_count()) return false;
  if (first_) {
    batch_ready_.wait(hold, [&] { return first_->ready; });
  } else {
    // Nobody has begun it: the caller is as good as a worker.
    BatchSlot& mine = claim();
    hold.unlock();
    gather(mine);
    hold.lock();
  }
  BatchSlot& slot = *first_;
  first_ = slot.next;
  if (!first_) last_ = nullptr;
  ++given_;
  std::exception_ptr error = slot.error;
  batch = std::move(slot.batch);
  recycle(slot);
  hold.unlock();
  wake_workers_.notify_all();
  if (error) std::rethrow_exception(error);
  return true;
}

void LoaderState::close() {
  {
    std::lock_guard<std::mutex> hold(lock);
    closed_ = true;
  }
  wake_workers_.notify_all();
}

}  // namespace tenon
