#pragma once
// A stream of random numbers: a seed, and how far it has been used. Each operator that draws reserves the
// blocks that it needs and computes its numbers from there (philox.h). Any thread may use it; the order of
// their reservations is theirs.
#include <mutex>

#include "core/base/device.h"
#include "core/base/philox.h"
#include "core/base/ref.h"

namespace tenon {

constexpr uint64_t kDefaultSeed = 67280421310721;  // PyTorch's

class Generator : public RefCounted {
 public:
  struct State {
    uint64_t seed, offset;
  };
  static_assert(sizeof(State) == 16);

  static Ref<Generator> make(Device device);
  static void destroy(Generator* generator);
  constexpr explicit Generator(Device device) : device_(device) {}

  Device device() const { return device_; }
  // Starts over with a seed.
  void manual_seed(uint64_t seed) { set_state({seed, 0}); }
  // Starts over with a seed that can't be foreseen, and returns it.
  uint64_t seed();
  uint64_t initial_seed() const { return state().seed; }

  State state() const;
  void set_state(State state);

  // Where the next `blocks` blocks begin, which are the caller's alone.
  Philox reserve(uint64_t blocks);

 private:
  mutable std::mutex lock_;
  State state_{kDefaultSeed, 0};
  Device device_;
};

// The one that operators on a device use where they are given none; it lives as long as the process.
Generator& default_generator(Device device = {});
// Seeds the default generators of all devices.
void manual_seed_all(uint64_t seed);

}  // namespace tenon
