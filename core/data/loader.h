#pragma once
// Batches of a dataset, gathered ahead by threads. Which samples are in a batch depends on the seed and the
// number of the epoch alone.
#include <memory>
#include <vector>

#include "core/base/os.h"
#include "core/data/dataset.h"

namespace tenon {

struct LoaderOptions {
  int64_t batch_size = 1;
  int64_t workers = 0;   // threads of ours; 0: whoever asks for a batch gathers it
  int64_t prefetch = 2;  // batches ahead for each thread
  uint64_t seed = 0;
  bool shuffle = false;
  bool drop_last = false;
};

// Where a loader is: what the order of its samples depends on, and how far it has got.
struct LoaderPosition {
  uint64_t seed = 0;
  uint64_t epoch = 0;  // counts from 1; 0 before the first
  int64_t batch = 0;   // of the epoch, how many were given out
};

class LoaderState;

class Loader : public RefCounted {
 public:
  // Fails with Status::value for numbers out of range, Status::unsupported for workers over a dataset that
  // isn't built in.
  Loader(Ref<Dataset> dataset, const LoaderOptions& options);
  // Ends the workers: waits for the batches that they are at.
  ~Loader();
  static Ref<Loader> make(Ref<Dataset> dataset, const LoaderOptions& options) {
    return Ref<Loader>::adopt(create<Loader>(std::move(dataset), options));
  }
  static void destroy(Loader* loader) { tenon::destroy(loader); }

  int64_t length() const;  // batches in an epoch
  int64_t field_count() const;
  // Begins an epoch; one that is under way is given up.
  void start();
  // False at the end of the epoch. What failed in a worker is thrown here, in the place of its batch.
  bool next(std::vector<Tensor>& batch);

  LoaderPosition position() const;
  // Goes on from there, in the middle of its epoch. Fails with Status::value for more batches than an epoch
  // has.
  void seek(const LoaderPosition& position);

  // How many threads work ahead, ours and the host's.
  int64_t worker_count() const;

  // What a thread needs that the host lends: not the loader, which may go meanwhile.
  std::shared_ptr<LoaderState> share() const { return state_; }
  // Gathers batches until the loader is gone. Throws what fails, which next() throws as well.
  static void work(LoaderState& state);

 private:
  void start_workers();

  std::shared_ptr<LoaderState> state_;
  std::vector<os::Thread> workers_;
};

}  // namespace tenon
