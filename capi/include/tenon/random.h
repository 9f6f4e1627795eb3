/**
 * tenon/random.h: seeds and generators.
 *
 * Random numbers come from Philox, a counter-based generator: a generator is a seed and a position. The same
 * seed and the same calls give the same numbers, whatever the number of threads. Streams are not PyTorch's.
 *
 * Each device has a default generator, which operators use unless they are given another. A generator may be
 * used by one thread at a time to get reproducible numbers; it never breaks when used by more.
 */
#ifndef TENON_RANDOM_H
#define TENON_RANDOM_H

#include <tenon/common.h>
#include <tenon/device.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Seeds the default generator of every device. PyTorch: torch.manual_seed. */
TN_API tn_status_t tn_manual_seed(int64_t seed);

/** The seed of the CPU's default generator: that of tn_manual_seed, else PyTorch's 67280421310721.
 * PyTorch: torch.initial_seed. */
TN_API int64_t tn_initial_seed(void);

/** A generator of its own, seeded like the default ones. PyTorch: torch.Generator. */
TN_API tn_generator_t tn_generator_new(tn_device_t device);

/** A handle of the device's default generator. PyTorch: torch.default_generator. */
TN_API tn_generator_t tn_generator_default(tn_device_t device);

/** Sets the seed, and the position back to the start. */
TN_API tn_status_t tn_generator_manual_seed(tn_generator_t generator, int64_t seed);

/** The seed it was last given. -1 may be a seed; ask tn_error_code where that matters. */
TN_API int64_t tn_generator_initial_seed(tn_generator_t generator);

/** Seed and position as a tensor of bytes, to come back to. PyTorch: torch.Generator.get_state,
 * torch.get_rng_state.
 */
TN_API tn_tensor_t tn_generator_state(tn_generator_t generator);

/** Puts a state back. TN_ERR_VALUE where the bytes are none. PyTorch: torch.Generator.set_state,
 * torch.set_rng_state.
 */
TN_API tn_status_t tn_generator_set_state(tn_generator_t generator, tn_tensor_t state);

#ifdef __cplusplus
}
#endif
#endif
