// labels: hostile
//
// timeout: 600
//
// A process that saves again and again over one file is killed at 200 random moments, for each way of saving:
// what is there is the last file that it finished or the next one, and whole.
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include <atomic>
#include <random>

#include "tests/core/io/savers.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/test.h"

namespace {

constexpr int kKills = 200;

struct Shared {
  std::atomic<int64_t> begun, finished;  // generations
};

[[noreturn]] void save_for_ever(const Saver& saver, const char* path, Shared* shared) {
  for (int64_t generation = shared->finished + 1;; ++generation) {
    shared->begun = generation;
    if (saver.save(path, generation) != TN_OK) {
      print_error("%s\n", tn_error_message());
      _exit(1);
    }
    shared->finished = generation;
  }
}

// Kills it `after` microseconds after it has finished a file; false where it ended by itself.
bool kill_one(const Saver& saver, const char* path, Shared* shared, useconds_t after) {
  int64_t before = shared->finished;
  pid_t child = fork();
  if (child == 0) save_for_ever(saver, path, shared);
  int status;
  while (shared->finished == before) {
    if (waitpid(child, &status, WNOHANG) == child) return false;
    sched_yield();
  }
  usleep(after);
  kill(child, SIGKILL);
  waitpid(child, &status, 0);
  return WIFSIGNALED(status);
}

void try_saver(const Saver& saver) {
  void* page = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  assert_true(page != MAP_FAILED);
  auto* shared = new (page) Shared{};
  TemporaryFolder folder;
  std::string path = folder.in("model");
  std::mt19937 random(7);
  int within = 0, left = 0;
  for (int i = 0; i < kKills; ++i) {
    if (!kill_one(saver, path.c_str(), shared, static_cast<useconds_t>(random() % 5000)))
      fail_msg("%s: the saving process ended by itself", saver.name);
    int64_t found = saver.load(path.c_str()), finished = shared->finished, begun = shared->begun;
    if (found < finished || found > begun)
      fail_msg("%s, kill %d: generation %lld, and %lld was finished: %s", saver.name, i,
               static_cast<long long>(found), static_cast<long long>(finished), tn_error_message());
    within += begun > finished;
    shared->finished = found;
    for (const std::string& name : folder.entries())
      if (name.ends_with(".tmp")) unlink(folder.in(name).c_str()), ++left;
  }
  print_message("%-24s %d kills, %d of them within a save, %d temporary files left, %lld files saved\n",
                saver.name, kKills, within, left, static_cast<long long>(shared->finished.load()));
  assert_true(within > 0);
  munmap(page, sizeof(Shared));
}

void test_killed_at_random(void**) {
  int64_t live = tn_live_count();
  for (const Saver& saver : kSavers) {
    try_saver(saver);
    // The first on the disk, whose turn is slow; the others in memory, where that is.
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
  }
  try_saver(kShardedSaver);
  assert_int_equal(tn_live_count(), live);
}

// Two processes that save to one path leave the file of one of them.
void test_two_savers(void**) {
  for (const Saver& saver : kSavers) {
    TemporaryFolder folder;
    std::string path = folder.in("model");
    pid_t children[2];
    for (int64_t who = 0; who < 2; ++who) {
      children[who] = fork();
      if (children[who] != 0) continue;
      for (int64_t i = 0; i < 40; ++i)
        if (saver.save(path.c_str(), 2 * i + who) != TN_OK) _exit(1);
      _exit(0);
    }
    for (pid_t child : children) {
      int status;
      waitpid(child, &status, 0);
      assert_int_equal(status, 0);
    }
    int64_t found = saver.load(path.c_str());
    assert_true(found == 78 || found == 79);
    assert_int_equal(folder.entries().size(), 1);
  }
}

}  // namespace

int main() {
  setenv("TENON_NUM_THREADS", "1", 1);
  const CMUnitTest tests[] = {cmocka_unit_test(test_killed_at_random), cmocka_unit_test(test_two_savers)};
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
