#include <stdarg.h>
#include <stdio.h>

#include <atomic>
#include <new>

#include "core/cuda/runtime.cuh"

namespace tenon::cuda {

void fail(int32_t status, const char* format, ...) {
  Failure failure;
  failure.status = status;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(failure.message, sizeof failure.message, format, arguments);
  va_end(arguments);
  throw failure;
}

// An error of work that was asked for earlier comes out of the call that finds it.
void check(cudaError_t error, const char* what) {
  if (error == cudaSuccess) return;
  cudaGetLastError();
  fail(error == cudaErrorMemoryAllocation ? kMemoryError : kDeviceError, "%s failed: %s", what,
       cudaGetErrorString(error));
}

void check(cublasStatus_t status, const char* what) {
  if (status == CUBLAS_STATUS_SUCCESS) return;
  fail(status == CUBLAS_STATUS_ALLOC_FAILED ? kMemoryError : kDeviceError, "%s failed: %s", what,
       cublasGetStatusString(status));
}

namespace {

constexpr int kMaxDevices = 256;
std::atomic<DeviceState*> states[kMaxDevices];
std::mutex making;

// A device's state lives as long as the process: at its end the driver may be gone before us.
DeviceState* make_state(int index) {
  std::lock_guard<std::mutex> hold(making);
  if (DeviceState* made = states[index].load(std::memory_order_acquire)) return made;
  DeviceState* state = new DeviceState{};
  state->index = index;
  try {
    check(cudaDeviceGetAttribute(&state->processors, cudaDevAttrMultiProcessorCount, index),
          "asking for the device's processors");
    check(cudaStreamCreateWithFlags(&state->stream, cudaStreamNonBlocking), "making a stream");
  } catch (...) {
    delete state;
    throw;
  }
  states[index].store(state, std::memory_order_release);
  return state;
}

}  // namespace

OnDevice::OnDevice(int index) {
  if (index < 0 || index >= kMaxDevices) fail(kDeviceError, "cuda:%d does not exist", index);
  int current = -1;
  check(cudaGetDevice(&current), "asking for the current device");
  if (current != index) {
    check(cudaSetDevice(index), "choosing a device");
    former_ = current;
  }
  state_ = states[index].load(std::memory_order_acquire);
  if (state_) return;
  try {
    state_ = make_state(index);
  } catch (...) {
    if (former_ >= 0) cudaSetDevice(former_);
    throw;
  }
}

OnDevice::~OnDevice() {
  if (former_ >= 0) cudaSetDevice(former_);
}

Scratch::Scratch(DeviceState& device, size_t bytes)
    : device_(device), bytes_(bytes), data_(device.pool.allocate(bytes)) {
  if (!data_) fail(kMemoryError, "out of memory: %zu bytes on cuda:%d", bytes, device.index);
}
Scratch::~Scratch() { device_.pool.deallocate(data_, bytes_); }

void wait(DeviceState& device) { check(cudaStreamSynchronize(device.stream), "work on the GPU"); }

}  // namespace tenon::cuda
