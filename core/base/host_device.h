#pragma once
// Marks functions that CPU and CUDA share. They are always inlined: a copy that was compiled for AVX-512
// could otherwise take the place of the baseline's at link time.
#if defined(__CUDACC__)
#  define TN_HD __host__ __device__ __forceinline__
#else
#  define TN_HD inline __attribute__((always_inline))
#endif
