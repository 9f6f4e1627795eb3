/**
 * tenon/random.h: seeds and generators.
 *
 * Random numbers come from Philox4x32-10, a counter-based generator: a seed and a position. The same seed
 * and the same calls in the same order give the same numbers, on one device, whatever the number of
 * threads. Streams aren't PyTorch's.
 *
 * Each device has a default generator, which operators draw from unless they are given another. It begins
 * with PyTorch's default seed, so a program without a seed repeats itself; seed it from the clock where
 * that isn't wanted.
 *
 * Threads: a generator may be used on several at once without harm, but then who gets which numbers is
 * open.
 *
 * Since 0.1.
 */
#ifndef TENON_RANDOM_H
#define TENON_RANDOM_H

#include <tenon/common.h>
#include <tenon/device.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Seeds the default generator of every device. Any number is a seed. PyTorch: torch.manual_seed. */
TN_API tn_status_t tn_manual_seed(int64_t seed);

/** The seed of the CPU's default generator; 67280421310721 at first. PyTorch: torch.initial_seed. */
TN_API int64_t tn_initial_seed(void);

/** A generator of its own, with the seed that the default ones have at first. PyTorch: torch.Generator. */
TN_API tn_generator_t tn_generator_new(tn_device_t device);

/** A handle of a device's default generator. PyTorch: torch.default_generator. */
TN_API tn_generator_t tn_generator_default(tn_device_t device);

/** Sets the seed, and puts the position back to the start. PyTorch: Generator.manual_seed. */
TN_API tn_status_t tn_generator_manual_seed(tn_generator_t generator, int64_t seed);

/** The seed it was last given. -1 on failure, and for that seed. PyTorch: Generator.initial_seed. */
TN_API int64_t tn_generator_initial_seed(tn_generator_t generator);

/**
 * Seed and position, as a tensor of bytes, to come back to. PyTorch: Generator.get_state,
 * torch.get_rng_state.
 */
TN_API tn_tensor_t tn_generator_state(tn_generator_t generator);

/**
 * Comes back to it. TN_ERR_VALUE for bytes that are no state. PyTorch: Generator.set_state,
 * torch.set_rng_state.
 */
TN_API tn_status_t tn_generator_set_state(tn_generator_t generator, tn_tensor_t state);

#ifdef __cplusplus
}
#endif
#endif
