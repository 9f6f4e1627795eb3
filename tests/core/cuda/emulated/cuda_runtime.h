// In place of CUDA's own header, for a build of core/cuda by the host's compiler: two GPUs that the processor
// plays, so that the plugin can be tested where there is none. As on a GPU,
//   * what is launched or copied on a stream happens later: at the latest when the stream is waited for;
//   * device memory is out of reach of the host but inside of that work: touching it is a crash;
//   * the threads of a team run at the same time, as fibers that change at each barrier.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include <functional>

enum cudaError_t {
  cudaSuccess = 0,
  cudaErrorInvalidValue = 1,
  cudaErrorMemoryAllocation = 2,
  cudaErrorNoDevice = 100,
  cudaErrorInvalidDevice = 101,
  cudaErrorIllegalAddress = 700
};
enum cudaMemcpyKind { cudaMemcpyHostToDevice = 1, cudaMemcpyDeviceToHost = 2, cudaMemcpyDeviceToDevice = 3 };
enum cudaDeviceAttr { cudaDevAttrMultiProcessorCount = 16 };
constexpr unsigned cudaStreamNonBlocking = 1;

namespace emulated {
struct Stream;
void enqueue(Stream* stream, std::function<void()> work);
// Runs f(lane) for each lane of a team, as fibers.
void run_lanes(int lanes, const std::function<void(int)>& f);
// A barrier of the team that runs now.
void sync_team();

template <class Body>
void run_each(Stream* stream, int64_t blocks, int threads, int64_t n, Body body) {
  enqueue(stream, [=] {
    const int64_t step = blocks * threads;
    for (int64_t first = 0; first < step && first < n; ++first)
      for (int64_t i = first; i < n; i += step) body(i);
  });
}

template <class Team, class Body>
void run_teams(Stream* stream, int64_t blocks, int size, size_t item, int64_t n, Body body) {
  enqueue(stream, [=] {
    alignas(16) static char shared[1024 * 16];
    static_assert(sizeof shared >= 1024 * 16);
    if (size * item > sizeof shared) __builtin_trap();
    for (int64_t block = 0; block < blocks; ++block)
      run_lanes(size, [&](int lane) {
        const Team team{lane, size, shared};
        for (int64_t t = block; t < n; t += blocks) body(team, t);
      });
  });
}
}  // namespace emulated

using cudaStream_t = emulated::Stream*;

cudaError_t cudaGetDeviceCount(int* count);
cudaError_t cudaDriverGetVersion(int* version);
cudaError_t cudaRuntimeGetVersion(int* version);
cudaError_t cudaGetDevice(int* device);
cudaError_t cudaSetDevice(int device);
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device);
cudaError_t cudaMalloc(void** data, size_t bytes);
cudaError_t cudaFree(void* data);
cudaError_t cudaMemGetInfo(size_t* unused, size_t* total);
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t bytes, cudaMemcpyKind kind,
                            cudaStream_t stream);
cudaError_t cudaMemcpyPeerAsync(void* to, int to_device, const void* from, int from_device, size_t bytes,
                                cudaStream_t stream);
cudaError_t cudaGetLastError();
const char* cudaGetErrorString(cudaError_t error);
