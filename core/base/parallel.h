#pragma once
// One loop over many threads: a small pool of our own, or the host's job system. The caller takes part, work
// is taken in small pieces by whoever is free, and nobody waits for a thread that hasn't begun: beside other
// busy processes a loop is as fast as a serial one.
#include <cstdint>
#include <memory>
#include <type_traits>

namespace tenon {

constexpr int kMaxThreads = 512;

// How many threads a loop may use, the caller among them. At first the usable processors, or
// TENON_NUM_THREADS. None starts before the first loop that is worth it.
int num_threads();
// Fails for less than 1. Loops that run meanwhile finish as they began.
void set_num_threads(int threads);

// A host's own threads, in place of ours. run() calls task(arg, i) once for each i in [0, count), on any
// threads, and returns on the thread that entered it when all are done; parallel_for fails with Status::state
// where it didn't.
struct Executor {
  void (*run)(void* host, void (*task)(void* arg, int64_t index), void* arg, int64_t count);
  void* host;
};
// nullptr: our own pool. The struct is copied. Loops that run meanwhile finish where they began.
void set_executor(const Executor* executor);

// Ends the pool's threads; the next loop starts them anew. Does nothing inside a loop.
void shutdown_threads();

namespace parallel_detail {
void run(int64_t n, int64_t grain, void (*call)(void* body, int64_t begin, int64_t end), void* body);
}

// Calls body(begin, end) for the chunks [i * grain, min(n, (i + 1) * grain)) that cover [0, n), each once.
// The cut depends on n and grain alone, so a result doesn't depend on the number of threads. Serial and in
// order where there is one chunk or one thread, inside another loop, and while another thread's loop has the
// pool. The first exception that body throws skips the chunks that haven't begun and is thrown again here. A
// chunk should take some microseconds at least; waking a thread takes about as long.
template <class F>
void parallel_for(int64_t n, int64_t grain, F&& body) {
  if (n <= grain) {
    if (n > 0) body(int64_t{0}, n);
    return;
  }
  using Body = std::remove_reference_t<F>;
  auto call = [](void* f, int64_t begin, int64_t end) { (*static_cast<Body*>(f))(begin, end); };
  parallel_detail::run(n, grain, call, const_cast<void*>(static_cast<const void*>(std::addressof(body))));
}

}  // namespace tenon
