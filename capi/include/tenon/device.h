/**
 * tenon/device.h: where tensors live.
 *
 * The CPU is always there. CUDA is a plugin, libtenon_cuda.so, loaded at the first question about it. Where
 * it, a driver or a GPU is missing nothing fails but the calls that need one, with TN_ERR_DEVICE and the
 * reason.
 *
 * Operators take tensors on one device; tn_to moves them. A number, or a 0-dim tensor of the CPU, goes with
 * tensors on any. Work on a GPU is done in order and behind the caller's back: a call that reads values
 * waits for it, and reports what went wrong meanwhile.
 *
 * The CPU has every operator. GPUs (compute capability 8.0 and later) have: creation, copies and casts,
 * random numbers (those that the CPU draws from the same seed), every pointwise operator with its gradient,
 * reductions, views, cat and stack, products of real matrices (cuBLAS), linear, conv2d, pooling, softmax,
 * layer and batch normalisation, embedding, dropout, cross_entropy and the pointwise losses, modules and
 * optimizers made of these. What isn't there (gather and what indexes by tensors, sorting, nonzero) fails
 * with TN_ERR_UNSUPPORTED and says so. cross_entropy and embedding wait for their result.
 *
 * Memory that tensors on a GPU give up is kept for the next ones (memory.h).
 *
 * Since 0.1.
 */
#ifndef TENON_DEVICE_H
#define TENON_DEVICE_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t tn_device_t;

/** None given: the CPU for what is made new, the tensor's own device where there is one. */
#define TN_DEVICE_DEFAULT ((tn_device_t)0)

/** The CPU. PyTorch: "cpu". */
#define TN_CPU ((tn_device_t)0x100)

/** The i-th GPU, i from 0 to 255. PyTorch: "cuda:0". */
#define TN_CUDA(i) ((tn_device_t)(0x200 + (i)))

/**
 * Whether tensors can be made on a GPU; where they can't, that is no error. PyTorch:
 * torch.cuda.is_available.
 */
TN_API int32_t tn_cuda_is_available(void);

/**
 * Why they can't: every file that was tried, and the loader's or the driver's own words; "" where they can.
 * The text lives as long as the library.
 */
TN_API const char* tn_cuda_unavailable_reason(void);

/** How many GPUs there are; 0 where CUDA isn't available. PyTorch: torch.cuda.device_count. */
TN_API int64_t tn_cuda_device_count(void);

/**
 * Waits until a GPU has done what was asked of it, and reports what failed. PyTorch:
 * torch.cuda.synchronize.
 */
TN_API tn_status_t tn_cuda_synchronize(tn_device_t device);

#ifdef __cplusplus
}
#endif
#endif
