// labels: hostile
//
// wrap: malloc calloc realloc free pthread_create
//
// timeout: 600
//
// Every request for memory is made to fail once in turn, and then it and all after it, over little programs
// of a host's: an out-of-memory error, everything given back, and the next run works and gives the same
// numbers.
#include <sys/wait.h>
#include <unistd.h>

#include "tests/core/fault/inject.h"
#include "tests/core/fault/scenarios.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/test.h"

namespace {

struct Held {
  int64_t live_count, live_bytes, blocks, host_bytes;
  int to_destroy;

  static Held now() {
    tn_memory_stats_t stats;
    tn_get_memory_stats(TN_CPU, &stats, sizeof stats);
    // Bytes that the pool keeps are no loss; without the pool they are all in use.
    int64_t host = inject::pooled ? 0 : inject::host_bytes.load();
    return {tn_live_count(), stats.live_bytes, inject::blocks, host, ::to_destroy};
  }
  bool operator==(const Held&) const = default;
};

numbers_t run(const scenario_t& scenario) {
  numbers_t numbers{};
  if (tn_scope_t s = tn_scope_begin()) {
    scenario.run(&numbers);
    tn_scope_end(s);
  }
  return numbers;
}

bool same(const numbers_t& a, const numbers_t& b) {
  return a.count == b.count && memcmp(a.value, b.value, sizeof(double) * static_cast<size_t>(a.count)) == 0;
}

class Trial {
 public:
  explicit Trial(const scenario_t& scenario) : scenario_(scenario) {
    run(scenario_);  // what is made once and kept, as is the room for messages
    tn_error_set(TN_ERR_VALUE, "none");
    tn_error_clear();
    wanted_ = run(scenario_);
    if (tn_error_code()) fail_msg("%s: %s", scenario_.name, tn_error_message());
    if (!wanted_.count) fail_msg("%s gave no numbers", scenario_.name);
    before_ = Held::now();
    check(-1, run(scenario_));
  }

  // False where the k-th request was never made.
  bool fail_one(int64_t k, bool all_after) {
    inject::arm(k, all_after);
    numbers_t numbers = run(scenario_);
    inject::disarm();
    if (!inject::fired) return false;
    tn_status_t status = tn_error_code();
    if (status == TN_OK) {
      ++survived_;
      check(k, numbers);
    } else if (status != TN_ERR_MEMORY || !strstr(tn_error_message(), "out of memory")) {
      fail_msg("%s, request %lld%s: %s: %s", scenario_.name, static_cast<long long>(k),
               all_after ? " and after" : "", tn_status_name(status), tn_error_message());
    }
    tn_error_clear();
    check_held(k);
    return true;
  }

  void check_again() { check(-1, run(scenario_)); }

  int64_t survived() const { return survived_; }

 private:
  void check(int64_t k, const numbers_t& numbers) {
    if (tn_error_code())
      fail_msg("%s, after request %lld: %s", scenario_.name, static_cast<long long>(k), tn_error_message());
    if (!same(numbers, wanted_))
      fail_msg("%s, after request %lld: other numbers", scenario_.name, static_cast<long long>(k));
    check_held(k);
  }
  void check_held(int64_t k) {
    Held now = Held::now();
    if (now == before_) return;
    fail_msg(
        "%s, after request %lld: %lld objects, %lld bytes, %lld blocks, %lld bytes of the host's, %d to "
        "destroy; "
        "before %lld, %lld, %lld, %lld, %d",
        scenario_.name, static_cast<long long>(k), static_cast<long long>(now.live_count),
        static_cast<long long>(now.live_bytes), static_cast<long long>(now.blocks),
        static_cast<long long>(now.host_bytes), now.to_destroy, static_cast<long long>(before_.live_count),
        static_cast<long long>(before_.live_bytes), static_cast<long long>(before_.blocks),
        static_cast<long long>(before_.host_bytes), before_.to_destroy);
  }

  const scenario_t& scenario_;
  numbers_t wanted_{};
  Held before_{};
  int64_t survived_ = 0;
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int64_t kStride = 7;
#else
constexpr int64_t kStride = 1;
#endif

void try_each(const scenario_t& scenario, int64_t stride) {
  Trial trial(scenario);
  int64_t k = 0;
  for (; trial.fail_one(k, false); k += stride)
    if (k % 16 == 0) trial.check_again();
  for (int64_t all = 0; trial.fail_one(all, true); all += 3 * stride)
    if (all % 16 == 0) trial.check_again();
  trial.check_again();
  // What does without the memory it asked for (a sort's buffer, a thread) is the exception.
  if (trial.survived() * 20 > k + 20)
    fail_msg("%s: %lld requests that failed went unnoticed", scenario.name,
             static_cast<long long>(trial.survived()));
  print_message("%-28s %5lld requests, %lld survived\n", scenario.name, static_cast<long long>(k),
                static_cast<long long>(trial.survived()));
}

void test_each_request(void**) {
  inject::pooled = false;
  for (int i = 0; i < scenario_count; ++i) try_each(scenarios[i], kStride);
}

// With the pool, whose lists are empty at first.
void test_pooled(void**) {
  inject::pooled = true;
  for (int i = 0; i < scenario_count; ++i) {
    Trial trial(scenarios[i]);
    for (int64_t k = 0;; k += kStride) {
      tn_memory_trim(TN_CPU);
      if (!trial.fail_one(k, false)) break;
    }
    trial.check_again();
  }
}

// In a process that has done nothing yet, so that what is made once and kept can fail as well: a child for
// each request.
bool first_use_survives(const scenario_t& scenario, int64_t k, bool all_after, bool* fired) {
  pid_t child = fork();
  if (child == 0) {
    inject::arm(k, all_after);
    run(scenario);
    inject::disarm();
    if (!inject::fired) _exit(2);
    tn_status_t status = tn_error_code();
    if (status != TN_OK && status != TN_ERR_MEMORY) {
      fprintf(stderr, "%s: %s\n", tn_status_name(status), tn_error_message());
      _exit(1);
    }
    tn_error_clear();
    run(scenario);
    if (tn_error_code()) fprintf(stderr, "then %s\n", tn_error_message());
    _exit(tn_error_code() ? 1 : 0);
  }
  int status;
  waitpid(child, &status, 0);
  *fired = !(WIFEXITED(status) && WEXITSTATUS(status) == 2);
  return !*fired || (WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

void test_first_use(void**) {
  inject::pooled = true;
  for (int i = 0; i < scenario_count; ++i) {
    for (int all_after = 0; all_after < 2; ++all_after) {
      bool fired = true;
      // The first ones are those of things made once; later the other tests have seen.
      for (int64_t k = 0; fired && k < 150; k += kStride)
        if (!first_use_survives(scenarios[i], k, all_after, &fired))
          fail_msg("%s, request %lld%s of a fresh process", scenarios[i].name, static_cast<long long>(k),
                   all_after ? " and all after" : "");
    }
  }
}

void write_bytes(const char* path, const char* bytes, size_t count) {
  FILE* file = fopen(path, "wb");
  if (!file) abort();
  fwrite(bytes, 1, count, file);
  fclose(file);
}

void name_files(const TemporaryFolder& folder) {
  snprintf(scratch_file, sizeof scratch_file, "%s/scratch", folder.path().c_str());
  snprintf(index_file, sizeof index_file, "%s/model.safetensors.index.json", folder.path().c_str());
  snprintf(idx_file, sizeof idx_file, "%s/idx.gz", folder.path().c_str());
  snprintf(pickle_file, sizeof pickle_file, "%s/pickle", folder.path().c_str());
  // gzip of an IDX file of four bytes: 1, 2, 3, 4.
  static const char idx[] = {0x1f, '\x8b', 0x08,   0x00, 0x00,   0x00, 0x00, 0x00, 0x02, 0x03, 0x63,
                             0x60, '\xe0', 0x60,   0x64, 0x60,   0x60, 0x60, 0x61, 0x64, 0x62, 0x66,
                             0x01, 0x00,   '\xc9', 0x10, '\x81', 0x1d, 0x0c, 0x00, 0x00, 0x00};
  write_bytes(idx_file, idx, sizeof idx);
  static const char pickle[] =
      "\x80\x02"
      "cmnist\nNet\n)\x81}X\x01\0\0\0aK\x07sb.";
  write_bytes(pickle_file, pickle, sizeof pickle - 1);
  snprintf(old_file, sizeof old_file, "%s/old", folder.path().c_str());
  static const char old[] =
      "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02M\xe9\x03.\x80\x02}.\x80\x02}(S'f'\n"
      "F0.5\nS'f'\nF1.5\nS'big'\nL999999999999999999999999L\nS's'\ncbuiltins\nset\n](I1\nI2\ne\x85RS'list'\n("
      "lp7\n"
      "I5\nactorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\nS'7'\nS'cuda:0'"
      "\nI2\nNtQI0\n(I2\n"
      "t(I1\ntI00\nccollections\nOrderedDict\n)RtRaS'array'\ncnumpy.core.multiarray\n_"
      "reconstruct\ncnumpy\nndarray\n"
      "(I0\ntS'b'\n\x87R(I1\n(I3\ntcnumpy\ndtype\nS'i1'\n\x85RI00\nS'abc'\ntbr\xff\xff\xff\xffu."
      "\x80\x02]S'7'\na.\2\0\0\0\0\0\0\0\0\0\x80\x3f\0\0\0\x40";
  write_bytes(old_file, old, sizeof old - 1);
}

}  // namespace

int main() {
  setenv("TENON_NUM_THREADS", "1", 1);
  // In memory where that is, since each saving waits for the disk.
  if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
  TemporaryFolder folder;
  name_files(folder);
  // First of all, while the library has no block. Its own settings are made before the children of
  // test_first_use.
  if (tn_set_allocator(host_allocate, host_deallocate, nullptr, nullptr)) abort();
  const CMUnitTest tests[] = {cmocka_unit_test(test_first_use), cmocka_unit_test(test_each_request),
                              cmocka_unit_test(test_pooled)};
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
