// labels: threads
#include "core/base/generator.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "tests/test.h"

using namespace tenon;

namespace {

void test_seed_and_reserve(void**) {
  Ref<Generator> g = Generator::make(Device{});
  assert_true(g->initial_seed() == kDefaultSeed);
  g->manual_seed(5);
  Philox a = g->reserve(10), b = g->reserve(0), c = g->reserve(3);
  assert_true(a.seed == 5 && a.offset == 0);
  assert_true(b.seed == 5 && b.offset == 10);
  assert_true(c.seed == 5 && c.offset == 10);
  assert_true(g->state().offset == 13);
  g->manual_seed(5);
  assert_true(g->reserve(1).offset == 0);
}

void test_state(void**) {
  Ref<Generator> g = Generator::make(Device{});
  g->reserve(100);
  Generator::State state = g->state();
  Philox before = g->reserve(7);
  g->manual_seed(1);
  g->set_state(state);
  Philox after = g->reserve(7);
  assert_true(before.seed == after.seed && before.offset == after.offset);
}

void test_unforeseen_seed(void**) {
  Ref<Generator> g = Generator::make(Device{});
  uint64_t one = g->seed(), two = g->seed();
  assert_true(one != two);
  assert_true(g->initial_seed() == two);
  assert_true(two < uint64_t{1} << 53);
}

void test_defaults(void**) {
  Generator &cpu = default_generator(), &cuda = default_generator(Device{DeviceType::cuda, 3});
  assert_true(&cpu == &default_generator(Device{}));
  assert_true(cpu.initial_seed() == kDefaultSeed);
  assert_true(cuda.device().index == 3 && !cuda.device().is_cpu());
  cpu.reserve(4);
  manual_seed_all(9);
  assert_true(cpu.state().seed == 9 && cpu.state().offset == 0);
  assert_true(cuda.state().seed == 9);
  {
    Ref<Generator> handle = Ref<Generator>::share(&cpu);  // the last reference that is given up isn't ours
  }
  assert_true(cpu.use_count() == 1);
  try {
    default_generator(Device{DeviceType::cuda, 200});
    assert_true(false);
  } catch (const Error& e) { assert_true(e.status() == Status::device); }
}

void test_threads_get_blocks_of_their_own(void**) {
  Ref<Generator> g = Generator::make(Device{});
  constexpr int kThreads = 4, kEach = 5000;
  std::vector<uint64_t> offsets(kThreads * kEach);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) offsets[static_cast<size_t>(t * kEach + i)] = g->reserve(3).offset;
    });
  }
  for (auto& thread : threads) thread.join();
  std::sort(offsets.begin(), offsets.end());
  for (size_t i = 0; i < offsets.size(); ++i) assert_true(offsets[i] == 3 * i);
}

int nothing_lives(void**) { return memory_stats().live_blocks == 0 ? 0 : 1; }

}  // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_seed_and_reserve),
      cmocka_unit_test(test_state),
      cmocka_unit_test(test_unforeseen_seed),
      cmocka_unit_test(test_defaults),
      cmocka_unit_test(test_threads_get_blocks_of_their_own),
  };
  return cmocka_run_group_tests(tests, nullptr, nothing_lives);
}
