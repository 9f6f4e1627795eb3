#pragma once
// How kernels are started. A body is an object with operator(), copied to the GPU with all that it needs, so
// no kernel has a signature of its own:
//   each(device, n, body)               body(i) for each i of [0, n)
//   teams(device, n, size, body)        body(team, t) for each t of [0, n), by `size` threads together
// Tests compile the same bodies for the host, where their <cuda_runtime.h> takes the place of CUDA's.
#include <cstdint>

#include "core/cuda/runtime.cuh"

#ifdef __CUDACC__
#  define TN_DEVICE __device__ __forceinline__
#  define TN_DEVICE_CALL static __device__ __noinline__  // a function that isn't worth a copy at each call
#else
#  define TN_DEVICE inline
#  define TN_DEVICE_CALL [[maybe_unused]] static
#endif

namespace tenon::cuda {

constexpr int kThreads = 256;  // of a block
constexpr size_t kTeamItem = 16;

// Threads that work on one row together. Every thread of a team makes the same calls in the same order.
struct Team {
  int rank, size;  // size: a power of two
  char* shared;    // kTeamItem bytes for each thread

  TN_DEVICE void sync() const {
#ifdef __CUDACC__
    __syncthreads();
#else
    emulated::sync_team();
#endif
  }

  // join(…) of the values of all threads, always in the same order; each gets it.
  template <class T, class Join>
  TN_DEVICE T fold(T value, Join join) const {
    static_assert(sizeof(T) <= kTeamItem);
    T* values = reinterpret_cast<T*>(shared);
    sync();  // until all have read what a former fold left
    values[rank] = value;
    sync();
    for (int half = size / 2; half > 0; half /= 2) {
      if (rank < half) values[rank] = join(values[rank], values[rank + half]);
      sync();
    }
    return values[0];
  }
};

#ifdef __CUDACC__

template <class Body>
__global__ void __launch_bounds__(kThreads) run_each(int64_t n, const __grid_constant__ Body body) {
  const int64_t step = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step) body(i);
}

template <class Body>
__global__ void __launch_bounds__(kThreads) run_teams(int64_t n, const __grid_constant__ Body body) {
  __shared__ alignas(kTeamItem) char shared[kThreads * kTeamItem];
  const Team team{static_cast<int>(threadIdx.x), static_cast<int>(blockDim.x), shared};
  for (int64_t t = blockIdx.x; t < n; t += gridDim.x) body(team, t);
}

#endif

// Enough blocks to fill the GPU several times over; what is left is done by the loop inside.
inline int64_t blocks_for(const DeviceState& device, int64_t wanted, int threads) {
  const int64_t most = static_cast<int64_t>(device.processors) * 32 * (kThreads / threads);
  return wanted < most ? wanted : most;
}

template <class Body>
void each(DeviceState& device, int64_t n, Body body) {
  static_assert(sizeof(Body) <= 4000, "a kernel's arguments");
  if (n <= 0) return;
  const int64_t blocks = blocks_for(device, (n + kThreads - 1) / kThreads, kThreads);
#ifdef __CUDACC__
  run_each<<<static_cast<unsigned>(blocks), kThreads, 0, device.stream>>>(n, body);
#else
  emulated::run_each(device.stream, blocks, kThreads, n, body);
#endif
  check(cudaGetLastError(), "starting a kernel");
}

template <class Body>
void teams(DeviceState& device, int64_t n, int size, Body body) {
  static_assert(sizeof(Body) <= 4000, "a kernel's arguments");
  if (n <= 0) return;
  const int64_t blocks = blocks_for(device, n, size);
#ifdef __CUDACC__
  run_teams<<<static_cast<unsigned>(blocks), static_cast<unsigned>(size), 0, device.stream>>>(n, body);
#else
  emulated::run_teams<Team>(device.stream, blocks, size, kTeamItem, n, body);
#endif
  check(cudaGetLastError(), "starting a kernel");
}

// The threads worth giving to a row of n elements.
inline int team_size(int64_t n) { return n > 512 ? kThreads : n > 128 ? 64 : 32; }

}  // namespace tenon::cuda
