// labels: threads
#include "core/base/parallel.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/base/os.h"
#include "tests/test.h"

#if defined(__SSE2__)
#  include <immintrin.h>
#endif

// The thread sanitizer can't start threads in the child of a process with several, and the leak check at a
// child's exit can't stop the threads that still run.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#  define FORKS 0
#else
#  define FORKS 1
#endif

using namespace tenon;

namespace {

// Runs a loop and checks that each element was visited once, in chunks cut as promised.
void check_cover(int64_t n, int64_t grain) {
  std::vector<std::atomic<int>> seen(static_cast<size_t>(n));
  std::atomic<int64_t> wrong_cuts{0};
  parallel_for(n, grain, [&](int64_t begin, int64_t end) {
    if (begin % grain != 0 || end != std::min(n, begin + grain)) ++wrong_cuts;
    for (int64_t i = begin; i < end; ++i) ++seen[static_cast<size_t>(i)];
  });
  assert_int_equal(wrong_cuts.load(), 0);
  for (auto& count : seen) assert_int_equal(count.load(), 1);
}

int64_t sum_to(int64_t n, int64_t grain) {
  std::atomic<int64_t> sum{0};
  parallel_for(n, grain, [&](int64_t begin, int64_t end) {
    int64_t part = 0;
    for (int64_t i = begin; i < end; ++i) part += i;
    sum += part;
  });
  return sum.load();
}

// A thread that was joined is counted until the kernel has buried it.
void expect_threads(int expected) {
  for (int i = 0; i < 1000 && os::thread_count() != expected; ++i) os::sleep_ns(1000000);
  assert_int_equal(os::thread_count(), expected);
}

void busy_us(int64_t us) {
  for (int64_t end = os::monotonic_ns() + us * 1000; os::monotonic_ns() < end;) {}
}

template <class F>
std::string error_of(F&& f, Status* status = nullptr) {
  try {
    f();
  } catch (const Error& e) {
    if (status) *status = e.status();
    return e.what();
  }
  return "";
}

void test_no_thread_before_the_first_loop(void**) {
  int before = os::thread_count();
  set_num_threads(4);
  parallel_for(100, 100, [](int64_t, int64_t) {});
  expect_threads(before);
  sum_to(1000, 10);
  expect_threads(before + 3);
  shutdown_threads();
  expect_threads(before);
}

void test_covers_each_element_once(void**) {
  for (int threads : {1, 2, 3, 8}) {
    set_num_threads(threads);
    for (int64_t n : {0, 1, 2, 63, 64, 65, 1000, 4097})
      for (int64_t grain : {1, 2, 7, 64, 100, 5000}) check_cover(n, grain);
  }
  assert_int_equal(sum_to(1000, 0), 499500);
  int calls = 0;
  parallel_for(-5, 1, [&](int64_t, int64_t) { ++calls; });
  parallel_for(-5, -10, [&](int64_t, int64_t) { ++calls; });
  assert_int_equal(calls, 0);
}

void test_very_many_chunks(void**) {
  set_num_threads(2);
  int64_t n = 3000000;
  assert_true(sum_to(n, 1) == n * (n - 1) / 2);
  std::atomic<int64_t> calls{0};
  int64_t huge = INT64_MAX;
  parallel_for(huge, huge / 5, [&](int64_t begin, int64_t end) { calls += begin < end; });
  assert_int_equal(calls.load(), 6);
}

void test_serial_in_order(void**) {
  set_num_threads(1);
  int64_t next = 0;
  parallel_for(1000, 7, [&](int64_t begin, int64_t end) {
    assert_true(begin == next);
    next = end;
  });
  assert_int_equal(next, 1000);
}

void test_helpers_help(void**) {
  set_num_threads(2);
  int64_t caller = os::thread_id();
  std::atomic<int> helped{0};
  for (int attempt = 0; attempt < 200 && helped == 0; ++attempt) {
    parallel_for(100, 1, [&](int64_t, int64_t) {
      busy_us(20);
      if (os::thread_id() != caller) ++helped;
    });
  }
  assert_true(helped > 0);
}

void test_nested_loops_run_serially(void**) {
  set_num_threads(4);
  std::atomic<int64_t> total{0}, strays{0};
  parallel_for(64, 1, [&](int64_t, int64_t) {
    int64_t me = os::thread_id(), next = 0;
    parallel_for(100, 3, [&](int64_t begin, int64_t end) {
      if (os::thread_id() != me || begin != next) ++strays;
      next = end;
      total += end - begin;
    });
    set_num_threads(3);  // inside a loop: takes effect later, waits for nobody
    shutdown_threads();  // inside a loop: does nothing
  });
  assert_int_equal(total.load(), 6400);
  assert_int_equal(strays.load(), 0);
  assert_int_equal(num_threads(), 3);
}

void test_exception_reaches_the_caller(void**) {
  for (int threads : {1, 2, 4}) {
    set_num_threads(threads);
    for (int round = 0; round < 100; ++round) {
      std::atomic<int> begun{0};
      std::string what = error_of([&] {
        parallel_for(10000, 1, [&](int64_t begin, int64_t) {
          ++begun;
          if (begin == 5) fail(Status::shape, "chunk %d", 5);
        });
      });
      assert_string_equal(what.c_str(), "chunk 5");
      if (threads == 1) assert_int_equal(begun.load(), 6);
    }
    assert_int_equal(sum_to(1000, 10), 499500);
  }
}

void test_exception_skips_the_rest(void**) {
  set_num_threads(2);
  std::atomic<int> begun{0};
  std::string what = error_of([&] {
    parallel_for(1000, 1, [&](int64_t, int64_t) {
      ++begun;
      busy_us(10);
      fail(Status::value, "stop");
    });
  });
  assert_string_equal(what.c_str(), "stop");
  assert_true(begun.load() <= 2 + 2);  // what each thread was at, not the rest
}

void test_many_callers(void**) {
  set_num_threads(4);
  std::atomic<int64_t> wrong{0};
  std::vector<std::thread> callers;
  for (int t = 0; t < 6; ++t) {
    callers.emplace_back([&, t] {
      for (int i = 0; i < 300; ++i) {
        int64_t n = 100 + 37 * t + i;
        if (sum_to(n, 1 + i % 9) != n * (n - 1) / 2) ++wrong;
      }
    });
  }
  for (auto& caller : callers) caller.join();
  assert_int_equal(wrong.load(), 0);
}

void test_set_num_threads_while_loops_run(void**) {
  std::atomic<bool> stop{false};
  std::atomic<int64_t> wrong{0};
  std::vector<std::thread> callers;
  for (int t = 0; t < 2; ++t) {
    callers.emplace_back([&] {
      while (!stop)
        if (sum_to(500, 7) != 500 * 499 / 2) ++wrong;
    });
  }
  for (int i = 0; i < 200; ++i) {
    set_num_threads(1 + i * 7 % 6);
    if (i % 50 == 49) shutdown_threads();
    os::sleep_ns(100000);
  }
  stop = true;
  for (auto& caller : callers) caller.join();
  assert_int_equal(wrong.load(), 0);
}

void test_threads_come_and_go(void**) {
  set_num_threads(1);
  shutdown_threads();
  int alone = os::thread_count();
  for (int threads : {5, 2, 3, 1, 4}) {
    set_num_threads(threads);
    sum_to(1000, 10);
    expect_threads(alone + threads - 1);
  }
  set_num_threads(2);  // gives the surplus back at once
  expect_threads(alone + 1);
  shutdown_threads();
  shutdown_threads();
  expect_threads(alone);
  sum_to(1000, 10);
  expect_threads(alone + 1);
}

void test_bad_numbers(void**) {
  Status status = Status::ok;
  assert_string_equal(error_of([] { set_num_threads(0); }, &status).c_str(),
                      "set_num_threads: expected at least 1, got 0");
  assert_true(status == Status::value);
  set_num_threads(1 << 30);
  assert_int_equal(num_threads(), kMaxThreads);
  set_num_threads(2);
}

#if FORKS
int child_status(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

void test_fork(void**) {
  set_num_threads(3);
  for (int round = 0; round < 5; ++round) {
    sum_to(1000, 10);
    pid_t child = fork();
    if (child == 0) {
      bool right = sum_to(1000, 10) == 499500;
      right = right && os::thread_count() == 3;
      shutdown_threads();
      _exit(right ? 0 : 1);
    }
    assert_int_equal(child_status(child), 0);
  }
  assert_int_equal(sum_to(1000, 10), 499500);
}

void test_exit_while_a_loop_runs(void**) {
  pid_t child = fork();
  if (child == 0) {
    std::thread([] {
      for (;;) sum_to(100000, 10);
    }).detach();
    os::sleep_ns(20000000);
    exit(0);
  }
  assert_int_equal(child_status(child), 0);
}
#endif

#if defined(__SSE2__)
void test_helpers_compute_by_the_callers_rounding(void**) {
  set_num_threads(4);
  sum_to(1000, 10);
  unsigned before = _mm_getcsr();
  _mm_setcsr(before | 0x8040);  // denormals are zero, and flushed to it
  std::atomic<int> wrong{0};
  for (int round = 0; round < 20; ++round) {
    parallel_for(200, 1, [&](int64_t, int64_t) {
      volatile float tiny = 1e-38f;
      busy_us(2);
      if (tiny * 0.1f != 0) ++wrong;
    });
  }
  assert_int_equal(_mm_getcsr() & 0x8040, 0x8040);
  _mm_setcsr(before);
  assert_int_equal(wrong.load(), 0);
  parallel_for(200, 1, [&](int64_t, int64_t) {
    volatile float tiny = 1e-38f;
    if (tiny * 0.1f == 0) ++wrong;
  });
  assert_int_equal(wrong.load(), 0);
}
#endif

// ---- the host's executor

struct Host {
  enum Fault { none, leaves_out, twice, out_of_range, other_thread, returns_early } fault = none;
  std::atomic<int> calls{0};
  std::thread late;
  std::atomic<bool> inside{false};  // set by the first task

  static void run(void* host, void (*task)(void*, int64_t), void* arg, int64_t count) {
    auto& self = *static_cast<Host*>(host);
    ++self.calls;
    if (self.fault == returns_early) {
      self.late = std::thread([task, arg] { task(arg, 0); });
      while (!self.inside) os::sleep_ns(1000);
      return;
    }
    std::thread helper([=] {
      for (int64_t i = 1; i < count; i += 2) task(arg, i);
    });
    for (int64_t i = 0; i < count; i += 2)
      if (self.fault != leaves_out || i != 4) task(arg, i);
    if (self.fault == twice) task(arg, 2);
    if (self.fault == out_of_range) task(arg, count);
    helper.join();
  }
};

void test_executor(void**) {
  set_num_threads(2);
  shutdown_threads();
  int alone = os::thread_count();
  Host host;
  Executor executor{Host::run, &host};
  set_executor(&executor);
  assert_int_equal(sum_to(100000, 10), 4999950000);
  check_cover(5000, 3);
  check_cover(100, 1);
  assert_int_equal(host.calls.load(), 3);
  expect_threads(alone);
  std::string what =
      error_of([] { parallel_for(100, 1, [](int64_t, int64_t) { fail(Status::index, "inside"); }); });
  assert_string_equal(what.c_str(), "inside");
  parallel_for(16, 1, [](int64_t, int64_t) { sum_to(100, 1); });  // nested loops don't reach the host
  assert_int_equal(host.calls.load(), 5);
  set_executor(nullptr);
  sum_to(1000, 10);
  assert_int_equal(host.calls.load(), 5);
}

void test_executor_that_misbehaves(void**) {
  set_num_threads(2);
  struct {
    Host::Fault fault;
    const char* message;
  } cases[] = {
      {Host::leaves_out, "executor: run returned with 1 of 63 tasks not run"},
      {Host::twice, "executor: run called a task twice, or one that doesn't exist"},
      {Host::out_of_range, "executor: run called a task twice, or one that doesn't exist"},
  };
  for (auto& c : cases) {
    Host host;
    host.fault = c.fault;
    Executor executor{Host::run, &host};
    set_executor(&executor);
    Status status = Status::ok;
    assert_string_equal(error_of([] { sum_to(1000, 1); }, &status).c_str(), c.message);
    assert_true(status == Status::state);
    set_executor(nullptr);
  }
}

void test_executor_that_returns_early(void**) {
  set_num_threads(2);
  Host host;
  host.fault = Host::returns_early;
  Executor executor{Host::run, &host};
  set_executor(&executor);
  std::atomic<int> finished{0};
  Status status = Status::ok;
  error_of(
      [&] {
        parallel_for(64, 1, [&](int64_t, int64_t) {
          host.inside = true;
          os::sleep_ns(20000000);
          ++finished;
        });
      },
      &status);
  set_executor(nullptr);
  assert_true(status == Status::state);
  int when_it_returned = finished.load();
  host.late.join();
  assert_int_equal(finished.load(), when_it_returned);  // what had begun was waited for
}

// The thread sanitizer's own thread starts with the first of ours.
int start_a_thread(void**) {
  std::thread([] {}).join();
  return 0;
}

int stop_threads(void**) {
  shutdown_threads();
  return 0;
}

}  // namespace

int main() {
  const CMUnitTest tests[] = {
    cmocka_unit_test(test_no_thread_before_the_first_loop),
    cmocka_unit_test(test_covers_each_element_once),
    cmocka_unit_test(test_very_many_chunks),
    cmocka_unit_test(test_serial_in_order),
    cmocka_unit_test(test_helpers_help),
    cmocka_unit_test(test_nested_loops_run_serially),
    cmocka_unit_test(test_exception_reaches_the_caller),
    cmocka_unit_test(test_exception_skips_the_rest),
    cmocka_unit_test(test_many_callers),
    cmocka_unit_test(test_set_num_threads_while_loops_run),
    cmocka_unit_test(test_threads_come_and_go),
    cmocka_unit_test(test_bad_numbers),
#if FORKS
    cmocka_unit_test(test_fork),
    cmocka_unit_test(test_exit_while_a_loop_runs),
#endif
#if defined(__SSE2__)
    cmocka_unit_test(test_helpers_compute_by_the_callers_rounding),
#endif
    cmocka_unit_test(test_executor),
    cmocka_unit_test(test_executor_that_misbehaves),
    cmocka_unit_test(test_executor_that_returns_early),
  };
  return cmocka_run_group_tests(tests, start_a_thread, stop_threads);
}
