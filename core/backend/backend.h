#pragma once
// The contract between the core and a device: a table of C functions that a backend fills. A null entry means
// that it isn't offered, and whoever wants it says so. The CPU is behind the same table as a plugin.
#include "core/backend/conv.h"
#include "core/backend/dropout.h"
#include "core/backend/embedding.h"
#include "core/backend/loss.h"
#include "core/backend/norm.h"
#include "core/backend/optim.h"
#include "core/backend/pointwise.h"
#include "core/backend/pool.h"
#include "core/backend/random.h"
#include "core/backend/reduce.h"
#include "core/backend/softmax.h"
#include "core/base/device.h"

namespace tenon {

constexpr uint32_t kBackendAbi = 1;

// What a plugin may call of ours.
struct HostApi {
  uint32_t abi;
  // The reason for the non-zero status that the function returns next.
  void (*set_error)(const char* message);
};

// Of a device's memory, in bytes but for `blocks`.
struct DeviceMemory {
  int64_t live, peak;  // in blocks that are in use, each rounded up to its size class
  int64_t reserved;    // held, in use or kept for the next
  int64_t blocks;      // in use
  int64_t total;       // of the device
};

// Strided elements to strided elements, converting between dtypes; on one device.
struct CopyCall {
  uint8_t ndim;
  uint8_t device;
  bool in_on_host;  // `in` is one element in the host's memory, read before the call returns
  DType out_dtype, in_dtype;
  int64_t size[kMaxDims];
  void* out;
  const void* in;
  int64_t out_stride[kMaxDims], in_stride[kMaxDims];
};

struct GemmCall {
  DType dtype;  // of all three
  uint8_t device;
  bool trans_a, trans_b;
  int64_t m, n, k, batch;
  const void *a, *b;
  void* c;
  int64_t lda, ldb, ldc;                 // in elements
  int64_t stride_a, stride_b, stride_c;  // from one product of the batch to the next
  double alpha, beta;
};

// Functions that return int32_t give 0, or a Status after set_error().
struct Backend {
  uint32_t abi;
  uint32_t size;  // of this struct, as the backend knows it
  const char* name;

  int32_t (*device_count)(void);
  const char* (*why_unavailable)(void);  // where the count is 0

  // nullptr on failure.
  void* (*allocate)(int32_t device, size_t bytes);
  void (*deallocate)(int32_t device, void* data, size_t bytes);
  void (*trim)(int32_t device);
  int32_t (*memory)(int32_t device, DeviceMemory* memory);
  int32_t (*reset_peak)(int32_t device);

  // Between the host's memory and the device's; returns when the bytes may be used.
  int32_t (*copy_in)(int32_t device, void* to, const void* from_host, size_t bytes);
  int32_t (*copy_out)(int32_t device, void* to_host, const void* from, size_t bytes);
  int32_t (*copy_across)(int32_t to_device, void* to, int32_t from_device, const void* from, size_t bytes);
  int32_t (*synchronize)(int32_t device);

  int32_t (*copy)(const CopyCall* call);
  int32_t (*pointwise)(const PointwiseCall* call);
  int32_t (*gemm)(const GemmCall* call);
  int32_t (*reduce)(const ReduceCall* call);
  int32_t (*conv)(const ConvCall* call);
  int32_t (*pool)(const PoolCall* call);
  int32_t (*dropout)(const DropoutCall* call);
  int32_t (*cross_entropy)(const CrossEntropyCall* call);
  int32_t (*layer_norm)(const LayerNormCall* call);
  int32_t (*batch_norm)(const BatchNormCall* call);
  int32_t (*embedding)(const EmbeddingCall* call);
  int32_t (*softmax)(const SoftmaxCall* call);
  int32_t (*sgd)(const SgdCall* call);
  int32_t (*adam)(const AdamCall* call);
  int32_t (*random)(const RandomCall* call);
};

using BackendEntry = const Backend* (*)(const HostApi* host);

const Backend& cpu_backend();
// Fails, with the reason, where the device's plugin can't be used.
const Backend& backend_of(Device device);
// nullptr where it can't, and why, in plain words.
const Backend* find_backend(DeviceType type, const char** why);

// Turns a backend's status into an Error.
void check_backend(int32_t status, const char* op);
// A null entry of the table.
[[noreturn]] void not_offered(Device device, const char* op);

void* device_allocate(Device device, size_t bytes);
void device_deallocate(Device device, void* data, size_t bytes) noexcept;

}  // namespace tenon
