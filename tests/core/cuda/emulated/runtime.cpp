// The GPUs that the processor plays: see cuda_runtime.h beside this file.
#include <cublas_v2.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "core/base/half.h"

namespace emulated {

struct Stream {
  std::vector<std::function<void()>> work;
};
struct Blas {
  cudaStream_t stream;
};

namespace {

constexpr int kDevices = 2;
constexpr size_t kMemory = size_t{512} << 20;

// One machine for all threads: nothing here is about speed.
std::recursive_mutex machine;
thread_local int current_device = 0;
thread_local cudaError_t last_error = cudaSuccess;

cudaError_t remember(cudaError_t error) {
  if (error != cudaSuccess) last_error = error;
  return error;
}

// ---- memory that the host can't touch

struct Memory {
  char* base = nullptr;
  std::map<size_t, size_t> unused;  // offset to size
  std::map<size_t, size_t> used;

  Memory() {
    void* p = mmap(nullptr, kMemory, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) abort();
    base = static_cast<char*>(p);
    unused[0] = kMemory;
  }
  void* allocate(size_t bytes) {
    bytes = (bytes + 255) / 256 * 256;
    for (auto i = unused.begin(); i != unused.end(); ++i) {
      if (i->second < bytes) continue;
      const size_t offset = i->first, rest = i->second - bytes;
      unused.erase(i);
      if (rest) unused[offset + bytes] = rest;
      used[offset] = bytes;
      return base + offset;
    }
    return nullptr;
  }
  bool release(void* data) {
    auto found = used.find(static_cast<size_t>(static_cast<char*>(data) - base));
    if (found == used.end()) return false;
    auto place = unused.insert(*found).first;
    used.erase(found);
    auto next = std::next(place);
    if (next != unused.end() && place->first + place->second == next->first) {
      place->second += next->second;
      unused.erase(next);
    }
    if (place != unused.begin()) {
      auto before = std::prev(place);
      if (before->first + before->second == place->first) {
        before->second += place->second;
        unused.erase(place);
      }
    }
    return true;
  }
  void open() { mprotect(base, kMemory, PROT_READ | PROT_WRITE); }
  void close() { mprotect(base, kMemory, PROT_NONE); }
};

Memory& memory() {
  static Memory& all = *new Memory;
  return all;
}
std::vector<Stream*>& streams() {
  static auto& all = *new std::vector<Stream*>;
  return all;
}

void finish(Stream* stream) {
  std::vector<std::function<void()>> work = std::move(stream->work);
  stream->work.clear();
  if (work.empty()) return;
  memory().open();
  for (auto& step : work) step();
  memory().close();
}

// ---- fibers: made once, they wait for the next team. setjmp changes between them without a system call.

constexpr size_t kStack = 64 * 1024;

struct Lane {
  ucontext_t context;
  std::unique_ptr<char[]> stack;
  jmp_buf place;
  bool begun, done;
};
jmp_buf scheduler;
std::vector<std::unique_ptr<Lane>> lanes;
int running = -1;
const std::function<void(int)>* lane_body;

// From the lane that runs to the scheduler; comes back when it has its turn again.
void leave_lane() {
  if (!_setjmp(lanes[static_cast<size_t>(running)]->place)) _longjmp(scheduler, 1);
}

void enter_lane(Lane& lane) {
  if (_setjmp(scheduler)) return;
  if (lane.begun) _longjmp(lane.place, 1);
  lane.begun = true;
  setcontext(&lane.context);
}

void lane_main() {
  for (;;) {
    (*lane_body)(running);
    lanes[static_cast<size_t>(running)]->done = true;
    leave_lane();
  }
}

}  // namespace

void enqueue(Stream* stream, std::function<void()> work) {
  std::lock_guard<std::recursive_mutex> hold(machine);
  stream->work.push_back(std::move(work));
}

void sync_team() { leave_lane(); }

// Each lane runs up to its next barrier, in turn, until all are done.
void run_lanes(int count, const std::function<void(int)>& f) {
  while (lanes.size() < static_cast<size_t>(count)) {
    lanes.push_back(std::make_unique<Lane>());
    Lane& lane = *lanes.back();
    lane.stack = std::make_unique<char[]>(kStack);
    getcontext(&lane.context);
    lane.context.uc_stack.ss_sp = lane.stack.get();
    lane.context.uc_stack.ss_size = kStack;
    lane.context.uc_link = nullptr;
    makecontext(&lane.context, lane_main, 0);
  }
  lane_body = &f;
  for (int i = 0; i < count; ++i) lanes[static_cast<size_t>(i)]->done = false;
  for (volatile int left = count; left > 0;) {
    for (running = 0; running < count; ++running) {
      Lane& lane = *lanes[static_cast<size_t>(running)];
      if (lane.done) continue;
      enter_lane(lane);
      left = left - lane.done;
    }
  }
  running = -1;
}

}  // namespace emulated

using namespace emulated;

// ---- the run time

cudaError_t cudaGetDeviceCount(int* count) {
  const char* none = getenv("EMULATED_GPUS");
  *count = none ? atoi(none) : kDevices;
  return *count ? cudaSuccess : remember(cudaErrorNoDevice);
}
cudaError_t cudaDriverGetVersion(int* version) { return *version = 13000, cudaSuccess; }
cudaError_t cudaRuntimeGetVersion(int* version) { return *version = 13000, cudaSuccess; }
cudaError_t cudaGetDevice(int* device) { return *device = current_device, cudaSuccess; }
cudaError_t cudaSetDevice(int device) {
  if (device < 0 || device >= kDevices) return remember(cudaErrorInvalidDevice);
  current_device = device;
  return cudaSuccess;
}
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr, int) { return *value = 2, cudaSuccess; }

cudaError_t cudaMalloc(void** data, size_t bytes) {
  std::lock_guard<std::recursive_mutex> hold(machine);
  *data = memory().allocate(bytes);
  return *data ? cudaSuccess : remember(cudaErrorMemoryAllocation);
}
cudaError_t cudaFree(void* data) {
  std::lock_guard<std::recursive_mutex> hold(machine);
  for (Stream* stream : streams()) finish(stream);
  return memory().release(data) ? cudaSuccess : remember(cudaErrorInvalidValue);
}
cudaError_t cudaMemGetInfo(size_t* unused, size_t* total) {
  *unused = *total = kMemory;
  return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  std::lock_guard<std::recursive_mutex> hold(machine);
  streams().push_back(*stream = new Stream);
  return cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  std::lock_guard<std::recursive_mutex> hold(machine);
  finish(stream);
  return cudaSuccess;
}
cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t bytes, cudaMemcpyKind, cudaStream_t stream) {
  enqueue(stream, [=] { memmove(to, from, bytes); });
  return cudaSuccess;
}
cudaError_t cudaMemcpyPeerAsync(void* to, int, const void* from, int, size_t bytes, cudaStream_t stream) {
  enqueue(stream, [=] { memmove(to, from, bytes); });
  return cudaSuccess;
}
cudaError_t cudaGetLastError() {
  const cudaError_t error = last_error;
  last_error = cudaSuccess;
  return error;
}
const char* cudaGetErrorString(cudaError_t error) {
  switch (error) {
    case cudaSuccess: return "no error";
    case cudaErrorMemoryAllocation: return "out of memory";
    case cudaErrorNoDevice: return "no CUDA-capable device is detected";
    default: return "an error";
  }
}

// ---- cuBLAS

cublasStatus_t cublasCreate(cublasHandle_t* handle) { return *handle = new Blas{}, CUBLAS_STATUS_SUCCESS; }
cublasStatus_t cublasDestroy(cublasHandle_t handle) { return delete handle, CUBLAS_STATUS_SUCCESS; }
cublasStatus_t cublasSetStream(cublasHandle_t handle, cudaStream_t stream) {
  handle->stream = stream;
  return CUBLAS_STATUS_SUCCESS;
}
const char* cublasGetStatusString(cublasStatus_t) { return "a status"; }

namespace {

template <class T, class Sum>
void multiply(bool trans_a, bool trans_b, int64_t m, int64_t n, int64_t k, Sum alpha, const T* a, int64_t lda,
              const T* b, int64_t ldb, Sum beta, T* c, int64_t ldc) {
  for (int64_t j = 0; j < n; ++j)
    for (int64_t i = 0; i < m; ++i) {
      Sum sum = 0;
      for (int64_t l = 0; l < k; ++l)
        sum += static_cast<Sum>(trans_a ? a[l + i * lda] : a[i + l * lda]) *
               static_cast<Sum>(trans_b ? b[j + l * ldb] : b[l + j * ldb]);
      sum *= alpha;
      if (beta != 0) sum += beta * static_cast<Sum>(c[i + j * ldc]);
      c[i + j * ldc] = T(sum);
    }
}

}  // namespace

cublasStatus_t cublasGemmStridedBatchedEx_64(cublasHandle_t handle, cublasOperation_t op_a,
                                             cublasOperation_t op_b, int64_t m, int64_t n, int64_t k,
                                             const void* alpha, const void* a, cudaDataType_t type,
                                             int64_t lda, long long stride_a, const void* b, cudaDataType_t,
                                             int64_t ldb, long long stride_b, const void* beta, void* c,
                                             cudaDataType_t, int64_t ldc, long long stride_c, int64_t batch,
                                             cublasComputeType_t, cublasGemmAlgo_t) {
  const bool ta = op_a == CUBLAS_OP_T, tb = op_b == CUBLAS_OP_T;
  auto least = [](int64_t rows) { return rows > 1 ? rows : 1; };
  if (lda < least(ta ? k : m) || ldb < least(tb ? n : k) || ldc < least(m))
    return CUBLAS_STATUS_INVALID_VALUE;
  auto run = [&]<class T, class Sum>(T, Sum) {
    const Sum by = *static_cast<const Sum*>(alpha), keep = *static_cast<const Sum*>(beta);
    enqueue(handle->stream, [=] {
      for (int64_t i = 0; i < batch; ++i)
        multiply<T, Sum>(ta, tb, m, n, k, by, static_cast<const T*>(a) + i * stride_a, lda,
                         static_cast<const T*>(b) + i * stride_b, ldb, keep,
                         static_cast<T*>(c) + i * stride_c, ldc);
    });
  };
  switch (type) {
    case CUDA_R_32F: run(float{}, float{}); break;
    case CUDA_R_64F: run(double{}, double{}); break;
    case CUDA_R_16F: run(tenon::Half{}, float{}); break;
    case CUDA_R_16BF: run(tenon::BFloat16{}, float{}); break;
  }
  return CUBLAS_STATUS_SUCCESS;
}
