#include "core/data/loader.h"

#include "core/data/loader_state.h"

namespace tenon {

namespace {

void run_worker(void* argument) {
  std::unique_ptr<std::shared_ptr<LoaderState>> state(static_cast<std::shared_ptr<LoaderState>*>(argument));
  (*state)->work(false);
}

}  // namespace

Loader::Loader(Ref<Dataset> dataset, const LoaderOptions& options) {
  constexpr int64_t kMostWorkers = 1024, kMostAhead = 1 << 20;
  if (options.batch_size < 1)
    fail(Status::value, "DataLoader: batch_size should be a positive integer value, but got %lld",
         (long long)options.batch_size);
  if (options.workers < 0 || options.workers > kMostWorkers)
    fail(Status::value, "DataLoader: workers is %lld, and must be 0 to %lld", (long long)options.workers,
         (long long)kMostWorkers);
  if (options.prefetch < 0 || options.prefetch > kMostAhead)
    fail(Status::value, "DataLoader: prefetch is %lld, and must be 0 to %lld", (long long)options.prefetch,
         (long long)kMostAhead);
  if (options.workers > 0 && !dataset->is_built_in())
    fail(Status::unsupported,
         "DataLoader: a custom dataset is read on the host's threads alone, and workers is %lld; lend it "
         "threads "
         "with tn_loader_work",
         (long long)options.workers);
  state_ = std::make_shared<LoaderState>(std::move(dataset), options);
}

Loader::~Loader() {
  if (!state_) return;
  state_->close();
  for (os::Thread thread : workers_) os::join_thread(thread);
}

int64_t Loader::length() const { return state_->batch_count(); }
int64_t Loader::field_count() const { return state_->dataset->field_count(); }

void Loader::start() {
  start_workers();
  state_->start();
}

bool Loader::next(std::vector<Tensor>& batch) { return state_->next(batch); }

LoaderPosition Loader::position() const { return state_->position(); }

void Loader::seek(const LoaderPosition& position) {
  if (position.epoch > 0) start_workers();
  state_->seek(position);
}

// At the first epoch. Where the system has no more threads, those that there are do the work.
void Loader::start_workers() {
  size_t wanted = static_cast<size_t>(state_->options.workers);
  workers_.reserve(wanted);
  while (workers_.size() < wanted) {
    auto argument = std::make_unique<std::shared_ptr<LoaderState>>(state_);
    os::Thread thread;
    if (!os::start_thread(&thread, "tenon-loader", run_worker, argument.get())) return;
    argument.release();
    workers_.push_back(thread);
    std::lock_guard<std::mutex> hold(state_->lock);
    ++state_->threads;
  }
}

int64_t Loader::worker_count() const {
  std::lock_guard<std::mutex> hold(state_->lock);
  return state_->threads;
}

namespace {

// Counts a lent thread while it works.
class Lent {
 public:
  explicit Lent(LoaderState& state) : state_(state) { count(1); }
  ~Lent() { count(-1); }

 private:
  void count(int by) {
    std::lock_guard<std::mutex> hold(state_.lock);
    state_.threads += by;
  }
  LoaderState& state_;
};

}  // namespace

void Loader::work(LoaderState& state) {
  Lent lent(state);
  if (std::exception_ptr error = state.work(true)) std::rethrow_exception(error);
}

}  // namespace tenon
