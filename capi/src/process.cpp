// The process's own settings: threads, memory, log.
#include <stddef.h>
#include <string.h>

#include <mutex>

#include "capi/src/call.h"
#include "core/backend/backend.h"
#include "core/base/log.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/cpu/isa.h"

using namespace tenon;

namespace {

// A callback that the whole process shares. Whoever runs it holds a reference, so that it may be replaced
// meanwhile.
class SharedCallback {
 public:
  void set(Ref<Callback> next) {
    std::lock_guard<std::mutex> hold(lock_);
    std::swap(callback_, next);
  }
  Ref<Callback> get() {
    std::lock_guard<std::mutex> hold(lock_);
    return callback_;
  }

 private:
  std::mutex lock_;
  Ref<Callback> callback_;
};

// They outlive every thread that may still call them when the process ends.
template <int kWhich>
SharedCallback& shared() {
  alignas(SharedCallback) static char memory[sizeof(SharedCallback)];
  static SharedCallback* callback = new (memory) SharedCallback;
  return *callback;
}
enum { kExecutor, kPressure, kLog };

Ref<Callback> take_optional(tn_callback_t fn, void* user_data, tn_destroy_t destroy, const char* function) {
  if (fn) return Callback::take(fn, user_data, destroy, function, "the callback");
  if (destroy) destroy(user_data);
  return {};
}

}  // namespace

// ---- threads

tn_status_t tn_set_num_threads(int64_t n) {
  return guard_status(__func__, [&] {
    if (n < 1 || n > kMaxThreads)
      fail(Status::value, "tn_set_num_threads: n must be from 1 to %d, not %lld", kMaxThreads, (long long)n);
    set_num_threads(static_cast<int>(n));
  });
}

int64_t tn_get_num_threads(void) { return num_threads(); }

namespace {

struct ExecutorCall final : Call {
  void (*task)(void* arg, int64_t index);
  void* arg;
  int64_t tasks;
  ExecutorCall(void (*task)(void*, int64_t), void* arg, int64_t tasks)
      : Call("the executor"), task(task), arg(arg), tasks(tasks) {}
  int64_t count() override { return tasks; }
  void run_task(int64_t i) override {
    if (i < 0 || i >= tasks)
      fail(Status::index, "tn_call_run: task %lld of %lld", (long long)i, (long long)tasks);
    task(arg, i);
  }
};

void run_on_host(void*, void (*task)(void*, int64_t), void* arg, int64_t count) {
  ExecutorCall call(task, arg, count);
  Ref<Callback> callback = shared<kExecutor>().get();
  if (!callback) fail(Status::state, "the executor was removed while an operator ran");
  callback->run(call);
}

}  // namespace

tn_status_t tn_set_executor(tn_callback_t run, void* user_data, tn_destroy_t destroy) {
  return guard_status(__func__, [&] {
    Ref<Callback> callback = take_optional(run, user_data, destroy, "tn_set_executor");
    Executor executor{run_on_host, nullptr};
    bool present = static_cast<bool>(callback);
    if (present) shared<kExecutor>().set(std::move(callback));
    set_executor(present ? &executor : nullptr);
    if (!present) shared<kExecutor>().set({});
  });
}

// ---- memory

namespace {

struct HostFunctions {
  tn_allocate_t allocate;
  tn_deallocate_t deallocate;
  void* user_data;
  tn_destroy_t destroy;
} host_functions;

void* host_allocate(void*, size_t bytes, size_t alignment) {
  return host_functions.allocate(host_functions.user_data, static_cast<int64_t>(bytes),
                                 static_cast<int64_t>(alignment));
}
void host_deallocate(void*, void* block, size_t bytes, size_t alignment) {
  host_functions.deallocate(host_functions.user_data, block, static_cast<int64_t>(bytes),
                            static_cast<int64_t>(alignment));
}

struct PressureCall final : Call {
  int64_t wanted;
  explicit PressureCall(int64_t wanted) : Call("the memory pressure callback"), wanted(wanted) {}
  int64_t bytes() override { return wanted; }
};

void on_pressure(void*, int64_t bytes_wanted) {
  static TENON_TLS bool asking = false;
  Ref<Callback> callback = shared<kPressure>().get();
  if (!callback || asking) return;
  asking = true;
  PressureCall call(bytes_wanted);
  try {
    callback->run(call);
  } catch (...) {
    asking = false;
    throw;
  }
  asking = false;
}

}  // namespace

tn_status_t tn_set_allocator(tn_allocate_t allocate, tn_deallocate_t deallocate, void* user_data,
                             tn_destroy_t destroy) {
  return guard_status(__func__, [&] {
    HostFunctions next{allocate, deallocate, user_data, destroy};
    auto refuse = [&](Status status, const char* why) {
      if (destroy) destroy(user_data);
      fail(status, "tn_set_allocator: %s", why);
    };
    if (!allocate != !deallocate) refuse(Status::value, "both functions must be given, or both be NULL");
    trim_memory();
    HostFunctions former = host_functions;
    host_functions = allocate ? next : HostFunctions{};
    HostAllocator allocator{host_allocate, host_deallocate, nullptr};
    if (!set_host_allocator(allocate ? &allocator : nullptr)) {
      host_functions = former;
      refuse(Status::state, "memory from the former allocator is held");
    }
    if (!allocate && destroy) destroy(user_data);
    if (former.destroy) former.destroy(former.user_data);
  });
}

tn_status_t tn_set_memory_limit(int64_t bytes) {
  return guard_status(__func__, [&] {
    if (bytes < 0)
      fail(Status::value, "tn_set_memory_limit: bytes must not be negative, but it is %lld",
           (long long)bytes);
    set_memory_limit(bytes);
  });
}

tn_status_t tn_set_memory_pressure(tn_callback_t pressure, void* user_data, tn_destroy_t destroy) {
  return guard_status(__func__, [&] {
    Ref<Callback> callback = take_optional(pressure, user_data, destroy, "tn_set_memory_pressure");
    bool present = static_cast<bool>(callback);
    shared<kPressure>().set(std::move(callback));
    set_memory_pressure_callback(present ? on_pressure : nullptr, nullptr);
  });
}

tn_status_t tn_memory_trim(tn_device_t device) {
  return guard_status(__func__, [&] {
    Device d = device_of_argument(device, "tn_memory_trim");
    const Backend& backend = backend_of(d);
    if (backend.trim) backend.trim(d.index);
  });
}

tn_status_t tn_get_memory_stats(tn_device_t device, tn_memory_stats_t* stats, size_t size) {
  return guard_status(__func__, [&] {
    if (!stats) throw NullArgument{"tn_get_memory_stats", "stats"};
    Device d = device_of_argument(device, "tn_get_memory_stats");
    tn_memory_stats_t all{};
    if (d.is_cpu()) {
      MemoryStats s = memory_stats();
      all = {size, s.live_bytes, s.peak_bytes, s.reserved_bytes, s.live_blocks};
    } else {
      const Backend& backend = backend_of(d);
      if (!backend.memory) not_offered(d, "tn_get_memory_stats");
      DeviceMemory memory{};
      check_backend(backend.memory(d.index, &memory), "tn_get_memory_stats");
      all = {size, memory.live, memory.peak, memory.reserved, memory.blocks};
    }
    memset(static_cast<void*>(stats), 0, size);
    memcpy(static_cast<void*>(stats), &all, size < sizeof all ? size : sizeof all);
  });
}

tn_status_t tn_memory_reset_peak(tn_device_t device) {
  return guard_status(__func__, [&] {
    Device d = device_of_argument(device, "tn_memory_reset_peak");
    if (d.is_cpu()) return reset_peak_bytes();
    const Backend& backend = backend_of(d);
    if (!backend.reset_peak) not_offered(d, "tn_memory_reset_peak");
    check_backend(backend.reset_peak(d.index), "tn_memory_reset_peak");
  });
}

int64_t tn_live_count(void) { return memory_stats().live_blocks; }

// ---- log

namespace {

struct LogCall final : Call {
  LogLevel said;
  const char* words;
  LogCall(LogLevel said, const char* words) : Call("the log callback"), said(said), words(words) {}
  int32_t level() override { return static_cast<int32_t>(said); }
  const char* text() override { return words; }
};

void to_host(LogLevel level, const char* text) {
  Ref<Callback> callback = shared<kLog>().get();
  if (!callback) return;
  LogCall call(level, text);
  Context apart;  // what it returns doesn't matter, nor what fails in it
  Context* former = swap_context(&apart);
  try {
    callback->run(call);
  } catch (...) {}
  swap_context(former);
  apart.close();
}

}  // namespace

tn_status_t tn_set_log(tn_log_level_t level, tn_callback_t log, void* user_data, tn_destroy_t destroy) {
  return guard_status(__func__, [&] {
    Ref<Callback> callback = take_optional(log, user_data, destroy, "tn_set_log");
    if (callback && (level < TN_LOG_DEBUG || level > TN_LOG_WARNING))
      fail(Status::value, "tn_set_log: level %d does not exist", level);
    bool present = static_cast<bool>(callback);
    shared<kLog>().set(std::move(callback));
    set_log_sink(static_cast<LogLevel>(level), present ? to_host : nullptr);
    tenon::log(LogLevel::debug, "tenon %s, instruction set %s", TN_VERSION_TEXT, cpu::isa_name(cpu::isa()));
  });
}
