// Generators.
#include <string.h>

#include "capi/src/generator.h"

using namespace tenon;

extern "C" {
TN_HANDLE_FUNCTIONS(generator, Generator)
}

tn_status_t tn_manual_seed(int64_t seed) {
  manual_seed_all(static_cast<uint64_t>(seed));
  return TN_OK;
}

int64_t tn_initial_seed(void) { return static_cast<int64_t>(default_generator().initial_seed()); }

tn_generator_t tn_generator_new(tn_device_t device) {
  return guard(__func__, tn_generator_t{}, [&] {
    return give_object<tn_generator_t>(Generator::make(device_of_argument(device, "tn_generator_new")));
  });
}

tn_generator_t tn_generator_default(tn_device_t device) {
  return guard(__func__, tn_generator_t{}, [&] {
    Generator& generator = default_generator(device_of_argument(device, "tn_generator_default"));
    return give_object<tn_generator_t>(Ref<Generator>::share(&generator));
  });
}

static Generator& borrowed(tn_generator_t generator, const char* function) {
  return *borrow_object<Generator>(generator, function, "generator");
}

tn_status_t tn_generator_manual_seed(tn_generator_t generator, int64_t seed) {
  return guard_status(__func__, [&] {
    borrowed(generator, "tn_generator_manual_seed").manual_seed(static_cast<uint64_t>(seed));
  });
}

int64_t tn_generator_initial_seed(tn_generator_t generator) {
  return guard(__func__, int64_t{-1}, [&] {
    return static_cast<int64_t>(borrowed(generator, "tn_generator_initial_seed").initial_seed());
  });
}

tn_tensor_t tn_generator_state(tn_generator_t generator) {
  return guard(__func__, tn_tensor_t{}, [&] {
    Generator::State state = borrowed(generator, "tn_generator_state").state();
    Tensor t = empty({static_cast<int64_t>(sizeof state)}, DType::uint8);
    memcpy(t->data, &state, sizeof state);
    return give(std::move(t));
  });
}

tn_status_t tn_generator_set_state(tn_generator_t generator, tn_tensor_t state) {
  return guard_status(__func__, [&] {
    Generator& target = borrowed(generator, "tn_generator_set_state");
    const Tensor& bytes = borrow(state, "tn_generator_set_state", "state");
    Generator::State value;
    if (bytes->dtype != DType::uint8 || bytes->numel != static_cast<int64_t>(sizeof value) ||
        !bytes->contiguous || !bytes->device.is_cpu())
      fail(Status::value, "tn_generator_set_state: state is %s, and it must be %zu bytes on the CPU",
           describe(bytes).c_str(), sizeof value);
    memcpy(&value, bytes->data, sizeof value);
    target.set_state(value);
  });
}
