// The table that the core calls, and libtenon_cuda.so's one exported function.
#include <stdio.h>

#include <new>

#include "core/cuda/runtime.cuh"

namespace tenon::cuda {

namespace {

const HostApi* host;
char unavailable[512];

// Runs f; a failure becomes a status and a message.
template <class F>
int32_t guarded(F f) {
  try {
    f();
    return 0;
  } catch (const Failure& failure) {
    host->set_error(failure.message);
    return failure.status;
  } catch (const std::bad_alloc&) {
    host->set_error("out of memory");
    return kMemoryError;
  }
}

template <class Call, void (*function)(const Call&)>
int32_t entry(const Call* call) {
  return guarded([&] { function(*call); });
}

int count_devices() {
  int count = 0, driver = 0, runtime = 0;
  const cudaError_t error = cudaGetDeviceCount(&count);
  if (error == cudaSuccess && count > 0) return count;
  cudaGetLastError();
  cudaDriverGetVersion(&driver);
  cudaRuntimeGetVersion(&runtime);
  if (driver == 0) {
    snprintf(unavailable, sizeof unavailable, "no NVIDIA driver is installed (libcuda.so.1): %s",
             cudaGetErrorString(error));
  } else if (driver < runtime && error != cudaSuccess) {
    snprintf(unavailable, sizeof unavailable,
             "the NVIDIA driver is for CUDA %d.%d, and the plugin for %d.%d: %s", driver / 1000,
             driver % 1000 / 10, runtime / 1000, runtime % 1000 / 10, cudaGetErrorString(error));
  } else {
    snprintf(unavailable, sizeof unavailable, "no GPU was found: %s", cudaGetErrorString(error));
  }
  return 0;
}

int32_t device_count() {
  static const int count = count_devices();
  return count;
}

void* allocate(int32_t device, size_t bytes) {
  void* data = nullptr;
  guarded([&] {
    OnDevice on(device);
    data = on->pool.allocate(bytes);
  });
  return data;
}

void deallocate(int32_t device, void* data, size_t bytes) {
  guarded([&] {
    OnDevice on(device);
    on->pool.deallocate(data, bytes);
  });
}

void trim(int32_t device) {
  guarded([&] {
    OnDevice on(device);
    wait(*on);
    on->pool.trim();
  });
}

int32_t memory(int32_t device, DeviceMemory* memory) {
  return guarded([&] {
    OnDevice on(device);
    *memory = on->pool.memory();
  });
}

int32_t reset_peak(int32_t device) {
  return guarded([&] {
    OnDevice on(device);
    on->pool.reset_peak();
  });
}

// The host's bytes may change as soon as the call has returned, so it waits.
int32_t move(int32_t device, void* to, const void* from, size_t bytes, cudaMemcpyKind kind) {
  return guarded([&] {
    OnDevice on(device);
    if (bytes) check(cudaMemcpyAsync(to, from, bytes, kind, on->stream), "copying");
    wait(*on);
  });
}

int32_t copy_in(int32_t device, void* to, const void* from, size_t bytes) {
  return move(device, to, from, bytes, cudaMemcpyHostToDevice);
}

int32_t copy_out(int32_t device, void* to, const void* from, size_t bytes) {
  return move(device, to, from, bytes, cudaMemcpyDeviceToHost);
}

// Two streams have no order: each waits for the other.
int32_t copy_across(int32_t to_device, void* to, int32_t from_device, const void* from, size_t bytes) {
  return guarded([&] {
    {
      OnDevice source(from_device);
      wait(*source);
    }
    OnDevice on(to_device);
    if (bytes)
      check(cudaMemcpyPeerAsync(to, to_device, from, from_device, bytes, on->stream), "copying between GPUs");
    wait(*on);
  });
}

int32_t synchronize(int32_t device) {
  return guarded([&] {
    OnDevice on(device);
    wait(*on);
  });
}

constexpr Backend table{
    .abi = kBackendAbi,
    .size = sizeof(Backend),
    .name = "cuda",
    .device_count = device_count,
    .why_unavailable = [] { return static_cast<const char*>(unavailable); },
    .allocate = allocate,
    .deallocate = deallocate,
    .trim = trim,
    .memory = memory,
    .reset_peak = reset_peak,
    .copy_in = copy_in,
    .copy_out = copy_out,
    .copy_across = copy_across,
    .synchronize = synchronize,
    .copy = entry<CopyCall, copy>,
    .pointwise = entry<PointwiseCall, pointwise>,
    .gemm = entry<GemmCall, gemm>,
    .reduce = entry<ReduceCall, reduce>,
    .conv = entry<ConvCall, conv>,
    .pool = entry<PoolCall, pool>,
    .dropout = entry<DropoutCall, dropout>,
    .cross_entropy = entry<CrossEntropyCall, cross_entropy>,
    .layer_norm = entry<LayerNormCall, layer_norm>,
    .batch_norm = entry<BatchNormCall, batch_norm>,
    .embedding = entry<EmbeddingCall, embedding>,
    .softmax = entry<SoftmaxCall, softmax>,
    .sgd = entry<SgdCall, sgd>,
    .adam = entry<AdamCall, adam>,
    .random = entry<RandomCall, random>,
};

}  // namespace

}  // namespace tenon::cuda

extern "C" __attribute__((visibility("default"))) const tenon::Backend* tenon_backend_entry(
    const tenon::HostApi* host) {
  tenon::cuda::host = host;
  return &tenon::cuda::table;
}
