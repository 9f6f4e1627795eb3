#pragma once
// What the plugin's files share: failures, and a device's state. Nothing here is linked with the engine, so
// failures are exceptions of the plugin's own, which the table's functions turn into a status and a message.
#include <cublas_v2.h>
#include <cuda_runtime.h>

#include <mutex>

#include "core/backend/backend.h"
#include "core/cuda/pool.cuh"

namespace tenon::cuda {

struct Failure {
  int32_t status;
  char message[256];
};

// The numbers of enum Status (core/base/error.h).
constexpr int32_t kIndexError = -5, kMemoryError = -7, kDeviceError = -9, kUnsupported = -11;

[[noreturn]] __attribute__((format(printf, 2, 3))) void fail(int32_t status, const char* format, ...);
void check(cudaError_t error, const char* what);
void check(cublasStatus_t status, const char* what);

// One of a process's GPUs. All of its work goes through one stream, so that it happens in the order in which
// it was asked for, from whichever thread; and a block that was given up may be used again at once.
struct DeviceState {
  int index;
  int processors;
  cudaStream_t stream;
  Pool pool;
  std::mutex blas_lock;
  cublasHandle_t blas;  // made at the first product
};

// Makes a device current for a call; the host's own choice is restored after it.
class OnDevice {
 public:
  explicit OnDevice(int index);
  ~OnDevice();
  OnDevice(const OnDevice&) = delete;
  OnDevice& operator=(const OnDevice&) = delete;

  DeviceState& operator*() const { return *state_; }
  DeviceState* operator->() const { return state_; }

 private:
  int former_ = -1;
  DeviceState* state_;
};

// Scratch memory of a call; what was launched before it goes may still use it.
class Scratch {
 public:
  Scratch(DeviceState& device, size_t bytes);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  template <class T>
  T* as() const {
    return static_cast<T*>(data_);
  }

 private:
  DeviceState& device_;
  size_t bytes_;
  void* data_;
};

// Waits for all that was asked of a device.
void wait(DeviceState& device);

// ---- the table's functions, one file a family

void copy(const CopyCall& call);
void pointwise(const PointwiseCall& call);
void gemm(const GemmCall& call);
void random(const RandomCall& call);
void dropout(const DropoutCall& call);
void reduce(const ReduceCall& call);
void softmax(const SoftmaxCall& call);
void cross_entropy(const CrossEntropyCall& call);
void sgd(const SgdCall& call);
void adam(const AdamCall& call);
void layer_norm(const LayerNormCall& call);
void batch_norm(const BatchNormCall& call);
void embedding(const EmbeddingCall& call);
void conv(const ConvCall& call);
void pool(const PoolCall& call);

}  // namespace tenon::cuda
