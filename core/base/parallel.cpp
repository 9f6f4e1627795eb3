#include "core/base/parallel.h"

#include <stdlib.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <new>

#include "core/base/error.h"
#include "core/base/os.h"

#if defined(__SSE2__)
#  include <immintrin.h>
#endif

namespace tenon {
namespace {

constexpr int kSpins = 2000;         // pauses before an idle helper sleeps
constexpr int64_t kTasksEach = 32;   // pieces for each thread: small enough that the last ones end together
constexpr int64_t kMaxTasks = 1024;  // on a host's executor, which is watched with a bit for each

void pause() {
#if defined(__SSE2__)
  _mm_pause();
#endif
}

// Rounding and the treatment of denormals, which threads inherit when they start but hosts change at any
// time: a loop runs by its caller's everywhere, or its result would depend on who took which chunk.
class FloatMode {
 public:
#if defined(__SSE2__)
  FloatMode() : bits_(_mm_getcsr() & ~kFlags) {}
  void install() const {
    if (FloatMode().bits_ != bits_) _mm_setcsr(bits_);
  }

 private:
  static constexpr unsigned kFlags = 0x3f;  // exceptions seen so far: no mode
  unsigned bits_;
#else
  void install() const {}
#endif
};

// A loop, on its caller's stack. Chunks are handed out in tasks of several, so that a loop of very many small
// chunks spends no time on handing them out.
struct Loop {
  int64_t n, grain;
  void (*call)(void*, int64_t, int64_t);
  void* body;
  int64_t chunks = 0, chunks_each = 1, tasks = 0;
  FloatMode mode;
  std::atomic<bool> failed{false};
  std::exception_ptr error;

  Loop(int64_t n, int64_t grain, void (*call)(void*, int64_t, int64_t), void* body)
      : n(n), grain(grain), call(call), body(body), chunks((n - 1) / grain + 1) {}

  void cut(int64_t most_tasks) {
    chunks_each = (chunks - 1) / most_tasks + 1;
    tasks = (chunks - 1) / chunks_each + 1;
  }

  void run_chunks(int64_t first, int64_t last) {
    for (int64_t i = first; i < last; ++i) {
      int64_t begin = i * grain;
      call(body, begin, grain < n - begin ? begin + grain : n);
    }
  }

  void run_task(int64_t index) noexcept {
    if (failed.load(std::memory_order_relaxed)) return;
    int64_t first = index * chunks_each;
    try {
      run_chunks(first, chunks_each < chunks - first ? first + chunks_each : chunks);
    } catch (...) {
      if (!failed.exchange(true)) error = std::current_exception();
    }
  }
};

constinit std::atomic<int> threads_wanted{0};  // 0: not asked yet
thread_local bool inside_loop __attribute__((tls_model("initial-exec"))) = false;

// Marks this thread as running a loop's tasks, by the caller's float mode.
class Inside {
 public:
  explicit Inside(const FloatMode& mode) {
    inside_loop = true;
    mode.install();
  }
  ~Inside() {
    own_.install();
    inside_loop = before_;
  }

 private:
  FloatMode own_;
  bool before_ = inside_loop;
};

class Pool {
 public:
  constexpr Pool() = default;

  // False, and nothing done, where another thread's loop has the pool.
  bool run(Loop& loop, int threads);
  bool try_resize(int threads);

 private:
  static void helper_main(void* arg);
  void help(int id);
  bool drain();
  int64_t claim();
  void publish(Loop& loop);
  void await(uint32_t tasks, int64_t started_ns);
  void resize(int helpers);
  bool take() {
    return !busy_.load(std::memory_order_relaxed) && !busy_.exchange(true, std::memory_order_acquire);
  }
  void give() { busy_.store(false, std::memory_order_release); }

  // The loop's number above, the tasks that nobody has taken below. A task is taken by lowering the word as a
  // whole, so a helper that comes late takes a task of the loop that runs now or none, and the caller waits
  // for no one who hasn't taken any.
  alignas(64) std::atomic<uint64_t> work_{0};
  alignas(64) std::atomic<uint32_t> done_{0};
  std::atomic<uint32_t> caller_sleeps_{0};
  // Raised with each loop; idle helpers watch it, then sleep on it.
  alignas(64) std::atomic<uint32_t> epoch_{0};
  std::atomic<int> sleepers_{0};
  std::atomic<int> wanted_{0};
  std::atomic<int> caller_processor_{-1};
  alignas(64) std::atomic<bool> busy_{false};
  Loop* loop_ = nullptr;  // valid for who has taken a task that isn't done
  int helpers_ = 0;
  struct Helper {
    Pool* pool;
    int id;
    os::Thread thread;
  } helper_[kMaxThreads] = {};
};

int64_t Pool::claim() {
  uint64_t work = work_.load(std::memory_order_acquire);
  while (static_cast<uint32_t>(work) != 0) {
    if (work_.compare_exchange_weak(work, work - 1, std::memory_order_acq_rel, std::memory_order_acquire))
      return loop_->tasks - static_cast<int64_t>(static_cast<uint32_t>(work));
  }
  return -1;
}

// Runs tasks until none is left. Nothing of the loop may be touched once its tasks are counted as done.
bool Pool::drain() {
  int64_t task = claim();
  if (task < 0) return false;
  uint32_t tasks = static_cast<uint32_t>(loop_->tasks), mine = 0;
  {
    Inside inside(loop_->mode);
    for (; task >= 0; task = claim(), ++mine) loop_->run_task(task);
  }
  if (done_.fetch_add(mine) + mine == tasks && caller_sleeps_.load()) os::wake(done_, 1);
  return true;
}

void Pool::helper_main(void* arg) {
  auto* helper = static_cast<Helper*>(arg);
  helper->pool->help(helper->id);
}

void Pool::help(int id) {
  uint32_t seen = epoch_.load();
  while (id < wanted_.load(std::memory_order_relaxed)) {
    drain();
    bool slept = false;
    // On the caller's own processor the spinning would hold up the caller.
    int spins = os::current_processor() == caller_processor_.load(std::memory_order_relaxed) ? 0 : kSpins;
    for (int i = 0; i < spins && epoch_.load(std::memory_order_relaxed) == seen; ++i) pause();
    while (epoch_.load() == seen) {
      ++sleepers_;
      os::wait_while_equal(epoch_, seen);
      --sleepers_;
      slept = true;
    }
    seen = epoch_.load();
    // Whoever was woken wakes two more while there is work: the caller pays for one.
    if (slept && static_cast<uint32_t>(work_.load(std::memory_order_relaxed)) > 1 && sleepers_.load() > 0)
      os::wake(epoch_, 2);
  }
}

// The order matters: work, then epoch, then the look at the sleepers; a helper counts itself asleep before
// the kernel compares the epoch. So either it sees the work or we see the sleeper.
void Pool::publish(Loop& loop) {
  loop_ = &loop;
  caller_processor_.store(os::current_processor(), std::memory_order_relaxed);
  done_.store(0, std::memory_order_relaxed);
  uint64_t number = (work_.load(std::memory_order_relaxed) >> 32) + 1;
  work_.store(number << 32 | static_cast<uint64_t>(loop.tasks));
  ++epoch_;
  if (sleepers_.load() > 0) os::wake(epoch_, 1);
}

// Helpers that run will be done in about the time of one task; one that takes longer lost its processor, and
// gets ours sooner when we sleep.
void Pool::await(uint32_t tasks, int64_t started_ns) {
  if (done_.load(std::memory_order_acquire) == tasks) return;
  int64_t now = os::monotonic_ns(), task_ns = (now - started_ns) * (helpers_ + 1) / tasks;
  for (int64_t end = now + 2000 + 4 * task_ns; now < end; now = os::monotonic_ns()) {
    for (int i = 0; i < 16; ++i) {
      if (done_.load(std::memory_order_acquire) == tasks) return;
      pause();
    }
  }
  caller_sleeps_.store(1);
  for (uint32_t done; (done = done_.load()) != tasks;) os::wait_while_equal(done_, done);
  caller_sleeps_.store(0, std::memory_order_relaxed);
}

// Holding the pool.
void Pool::resize(int helpers) {
  wanted_.store(helpers);
  if (helpers < helpers_) {
    ++epoch_;
    os::wake(epoch_, kMaxThreads);
    for (; helpers_ > helpers; --helpers_) os::join_thread(helper_[helpers_ - 1].thread);
  }
  for (; helpers_ < helpers; ++helpers_) {
    Helper& h = helper_[helpers_];
    h.pool = this;
    h.id = helpers_;
    if (!os::start_thread(&h.thread, "tenon", helper_main, &h)) break;
  }
}

bool Pool::try_resize(int threads) {
  if (!take()) return false;
  if (helpers_ > threads - 1) resize(threads - 1);
  give();
  return true;
}

bool Pool::run(Loop& loop, int threads) {
  if (!take()) return false;
  if (helpers_ != threads - 1) resize(threads - 1);
  // Fewer threads than wished are slower, not wrong; asking the system again each time would be.
  if (helpers_ != threads - 1) threads_wanted.compare_exchange_strong(threads, helpers_ + 1);
  loop.cut(kTasksEach * threads);
  int64_t started_ns = os::monotonic_ns();
  publish(loop);
  drain();
  await(static_cast<uint32_t>(loop.tasks), started_ns);
  give();
  return true;
}

// Never destroyed: a loop may run in another library's exit handler. After a fork the child begins with a new
// one, since no helper came along.
union PoolSlot {
  constexpr PoolSlot() : pool() {}
  ~PoolSlot() {}
  Pool pool;
};
constinit PoolSlot slot;
constinit std::atomic<bool> closed{false};

struct Closer {
  ~Closer() {
    closed.store(true);
    // A thread that is in a loop while the process ends is given some time, not forever.
    for (int i = 0; i < 1000 && !inside_loop && !slot.pool.try_resize(1); ++i) os::sleep_ns(1000000);
  }
};
Closer closer;

bool run_on_pool(Loop& loop, int threads) {
  static const bool prepared = (os::on_fork_child([] { new (&slot.pool) Pool; }), true);
  return prepared && slot.pool.run(loop, threads);
}

int default_threads() {
  const char* text = os::environment("TENON_NUM_THREADS");
  long threads = text ? strtol(text, nullptr, 10) : 0;
  if (threads < 1) threads = os::usable_processors();
  return threads < kMaxThreads ? static_cast<int>(threads) : kMaxThreads;
}

// ---- the host's threads

constinit std::mutex executor_lock;
constinit Executor executor{};
constinit std::atomic<bool> has_executor{false};

// What a host's executor has done of a loop: a bit for each task begun, and the number of those done.
struct HostLoop {
  Loop& loop;
  std::atomic<uint64_t> begun[kMaxTasks / 64] = {};
  std::atomic<int64_t> done{0};
  std::atomic<bool> misused{false};

  bool begin(int64_t index) {
    uint64_t bit = uint64_t{1} << (index & 63);
    return !(begun[index / 64].fetch_or(bit) & bit);
  }

  static void task(void* arg, int64_t index) {
    auto& self = *static_cast<HostLoop*>(arg);
    if (index < 0 || index >= self.loop.tasks || !self.begin(index)) {
      self.misused.store(true);
      return;
    }
    {
      Inside inside(self.loop.mode);
      self.loop.run_task(index);
    }
    self.done.fetch_add(1);
  }

  // Takes what wasn't begun, so that it never begins, and waits for what was: our stack must outlive it.
  int64_t close() {
    int64_t missing = 0;
    for (int64_t i = 0; i < loop.tasks; ++i) missing += begin(i);
    while (done.load() + missing < loop.tasks) os::sleep_ns(100000);
    return missing;
  }
};

void run_on_host(Loop& loop, const Executor& host) {
  loop.cut(std::min(kTasksEach * num_threads(), kMaxTasks));
  HostLoop state{loop};
  int64_t entered = os::thread_id();
  try {
    host.run(host.host, HostLoop::task, &state, loop.tasks);
  } catch (...) {
    state.close();
    throw;
  }
  bool same_thread = os::thread_id() == entered;
  int64_t missing = state.close();
  if (!same_thread) fail(Status::state, "executor: run returned on another thread than it was called on");
  if (missing)
    fail(Status::state, "executor: run returned with %lld of %lld tasks not run",
         static_cast<long long>(missing), static_cast<long long>(loop.tasks));
  if (state.misused.load())
    fail(Status::state, "executor: run called a task twice, or one that doesn't exist");
}

bool try_host(Loop& loop) {
  if (!has_executor.load(std::memory_order_acquire)) return false;
  Executor host;
  {
    std::lock_guard<std::mutex> hold(executor_lock);
    host = executor;
  }
  if (!host.run) return false;
  run_on_host(loop, host);
  return true;
}

}  // namespace

void parallel_detail::run(int64_t n, int64_t grain, void (*call)(void*, int64_t, int64_t), void* body) {
  if (n < 1) return;
  Loop loop(n, grain < 1 ? 1 : grain, call, body);
  int threads = inside_loop || loop.chunks == 1 || closed.load(std::memory_order_relaxed) ? 1 : num_threads();
  if (threads == 1 || !(try_host(loop) || run_on_pool(loop, threads))) return loop.run_chunks(0, loop.chunks);
  if (loop.error) std::rethrow_exception(std::move(loop.error));
}

int num_threads() {
  int threads = threads_wanted.load(std::memory_order_relaxed);
  if (threads) return threads;
  int chosen = default_threads();
  return threads_wanted.compare_exchange_strong(threads, chosen) ? chosen : threads;
}

void set_num_threads(int threads) {
  if (threads < 1) fail(Status::value, "set_num_threads: expected at least 1, got %d", threads);
  threads_wanted.store(std::min(threads, kMaxThreads));
  if (!inside_loop)
    slot.pool.try_resize(num_threads());  // where a loop has the pool, the next one resizes it
}

void set_executor(const Executor* host) {
  std::lock_guard<std::mutex> hold(executor_lock);
  executor = host ? *host : Executor{};
  has_executor.store(host != nullptr, std::memory_order_release);
}

void shutdown_threads() {
  while (!inside_loop && !slot.pool.try_resize(1)) os::sleep_ns(100000);
}

}  // namespace tenon
