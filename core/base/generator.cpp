#include "core/base/generator.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/os.h"

namespace tenon {

Ref<Generator> Generator::make(Device device) { return Ref<Generator>::adopt(create<Generator>(device)); }

void Generator::destroy(Generator* generator) { tenon::destroy(generator); }

uint64_t Generator::seed() {
  // 53 bits, as PyTorch takes: a number that every language can hold.
  uint64_t seed = os::random_seed() >> 11;
  manual_seed(seed);
  return seed;
}

Generator::State Generator::state() const {
  std::lock_guard<std::mutex> hold(lock_);
  return state_;
}

void Generator::set_state(State state) {
  std::lock_guard<std::mutex> hold(lock_);
  state_ = state;
}

Philox Generator::reserve(uint64_t blocks) {
  std::lock_guard<std::mutex> hold(lock_);
  Philox from{state_.seed, state_.offset};
  state_.offset += blocks;
  return from;
}

namespace {

// Not from the pool: what lives as long as the process is nobody's leak.
template <uint8_t... index>
struct CudaGenerators {
  Generator each[sizeof...(index)] = {Generator(Device{DeviceType::cuda, index})...};
};

constinit Generator cpu_generator{Device{}};
constinit CudaGenerators<0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15> cuda_generators;

}  // namespace

Generator& default_generator(Device device) {
  if (device.is_cpu()) return cpu_generator;
  constexpr int count = sizeof cuda_generators.each / sizeof(Generator);
  if (device.index >= count)
    fail(Status::device, "%s has no default generator: there are %d", device_name(device).c_str(), count);
  return cuda_generators.each[device.index];
}

void manual_seed_all(uint64_t seed) {
  cpu_generator.manual_seed(seed);
  for (Generator& generator : cuda_generators.each) generator.manual_seed(seed);
}

}  // namespace tenon
