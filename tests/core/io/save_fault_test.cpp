// labels: hostile
//
// wrap: write fsync close open openat linkat renameat
//
// Every system call of a save is made to fail in turn, with each of the errors that it has: the old file is
// whole or the new one is, no temporary file is left, no descriptor is open, and the error has the system's
// words.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "tests/core/io/savers.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/test.h"

namespace {

enum Call { kWrite, kFsync, kClose, kOpen, kOpenat, kLinkat, kRenameat, kCalls };
const char* const kNames[] = {"write", "fsync", "close", "open", "openat", "linkat", "renameat"};

// What happens to the calls from `first` on, `count` of them.
struct Fault {
  Call call = kCalls;
  int first = 0, count = 0, error = 0;
  bool kills = false;     // the process, in place of the call
  bool shortens = false;  // a write, to one byte
} fault;
int made[kCalls];      // calls since the fault was set
bool nameless = true;  // whether the file system has files without a name

bool strikes(Call call) {
  int mine = made[call]++;
  if (call != fault.call || mine < fault.first || mine >= fault.first + fault.count) return false;
  if (fault.kills) raise(SIGKILL);
  errno = fault.error;
  return true;
}

}  // namespace

extern "C" {
ssize_t __real_write(int file, const void* data, size_t bytes);
int __real_fsync(int file);
int __real_close(int file);
int __real_open(const char* path, int flags, mode_t mode);
int __real_openat(int folder, const char* path, int flags, mode_t mode);
int __real_linkat(int from, const char* path, int to, const char* name, int flags);
int __real_renameat(int from, const char* path, int to, const char* name);

ssize_t __wrap_write(int file, const void* data, size_t bytes) {
  if (!strikes(kWrite)) return __real_write(file, data, bytes);
  return fault.shortens ? __real_write(file, data, 1) : fault.error ? -1 : 0;
}
int __wrap_fsync(int file) { return strikes(kFsync) ? -1 : __real_fsync(file); }
int __wrap_close(int file) {
  bool fails = strikes(kClose);
  int result = __real_close(file);  // Linux does in any case
  if (fails) errno = fault.error;
  return fails ? -1 : result;
}
int __wrap_open(const char* path, int flags, mode_t mode) {
  return strikes(kOpen) ? -1 : __real_open(path, flags, mode);
}
int __wrap_openat(int folder, const char* path, int flags, mode_t mode) {
  if ((flags & O_TMPFILE) == O_TMPFILE && !nameless) return errno = EOPNOTSUPP, -1;
  return strikes(kOpenat) ? -1 : __real_openat(folder, path, flags, mode);
}
int __wrap_linkat(int from, const char* path, int to, const char* name, int flags) {
  return strikes(kLinkat) ? -1 : __real_linkat(from, path, to, name, flags);
}
int __wrap_renameat(int from, const char* path, int to, const char* name) {
  return strikes(kRenameat) ? -1 : __real_renameat(from, path, to, name);
}
}

namespace {

void set_fault(const Fault& f) {
  memset(made, 0, sizeof made);
  fault = f;
}

size_t open_descriptors() {
  size_t count = 0;
  DIR* folder = opendir("/proc/self/fd");
  while (readdir(folder)) ++count;
  closedir(folder);
  return count;
}

enum class Outcome { refused, saved, refused_but_there };

struct Case {
  Call call;
  int first, count, error;
  bool shortens;
  Outcome outcome;
};

constexpr Case kCases[] = {
    {kWrite, 0, 1, ENOSPC, false, Outcome::refused},
    {kWrite, 0, 1, EIO, false, Outcome::refused},
    {kWrite, 0, 9, EDQUOT, false, Outcome::refused},
    {kWrite, 0, 1, 0, false, Outcome::refused},  // takes nothing, and says nothing
    {kWrite, 0, 3, EINTR, false, Outcome::saved},
    {kWrite, 0, 50, 0, true, Outcome::saved},
    {kFsync, 0, 1, EIO, false, Outcome::refused},
    {kFsync, 0, 1, ENOSPC, false, Outcome::refused},
    {kFsync, 0, 1, EINTR, false, Outcome::saved},
    {kFsync, 1, 1, EIO, false, Outcome::refused_but_there},  // the folder's
    {kFsync, 1, 1, EINVAL, false, Outcome::saved},           // which file systems may not know
    {kFsync, 1, 2, EINTR, false, Outcome::saved},
    {kClose, 0, 1, EIO, false, Outcome::refused},
    {kClose, 0, 1, ENOSPC, false, Outcome::refused},
    {kClose, 0, 1, EINTR, false, Outcome::saved},
    {kRenameat, 0, 1, EACCES, false, Outcome::refused},
    {kRenameat, 0, 1, EIO, false, Outcome::refused},
    {kOpen, 0, 1, EMFILE, false, Outcome::refused},
    {kOpen, 0, 1, EINTR, false, Outcome::saved},
    {kOpen, 0, 1, EACCES, false, Outcome::saved},  // a folder that can be written and not read
    {kOpen, 0, 2, EACCES, false, Outcome::refused},
    {kOpenat, 0, 9, ENOSPC, false, Outcome::refused},
    {kOpenat, 0, 9, EROFS, false, Outcome::refused},
    {kOpenat, 0, 2, EINTR, false, Outcome::saved},
    {kLinkat, 0, 1, EEXIST, false, Outcome::saved},
    {kLinkat, 0, 1, ENOSPC, false, Outcome::refused},
};

// The folder holds the file of this generation and nothing else; -1: nothing at all.
void expect_whole(const TemporaryFolder& folder, const Saver& saver, const char* path, int64_t generation) {
  if (generation < 0) {
    assert_int_equal(folder.entries().size(), 0);
    return;
  }
  if (folder.entries().size() != 1) fail_msg("%zu files are there", folder.entries().size());
  int64_t found = saver.load(path);
  if (found != generation)
    fail_msg("generation %lld instead of %lld: %s", static_cast<long long>(found),
             static_cast<long long>(generation), tn_error_message());
}

void try_case(const Saver& saver, const Case& c, bool replaces) {
  TemporaryFolder folder;
  std::string path = folder.in("model");
  if (replaces) assert_int_equal(saver.save(path.c_str(), 1), TN_OK);
  tn_error_clear();
  int64_t live = tn_live_count();
  size_t descriptors = open_descriptors();

  set_fault({c.call, c.first, c.count, c.error, false, c.shortens});
  tn_status_t status = saver.save(path.c_str(), 2);
  bool fired = made[c.call] > c.first;
  set_fault({});

  char what[200], words[128];
  const char* why = strerror_r(c.error ? c.error : ENOSPC, words, sizeof words);
  snprintf(what, sizeof what, "%s, %s %d fails with \"%s\"%s%s", saver.name, kNames[c.call], c.first, why,
           replaces ? "" : ", no old file", nameless ? "" : ", named from the start");
  if (!fired && c.call == kLinkat) return;  // it is made where files may be without a name
  if (!fired) fail_msg("%s: never called", what);
  if ((status == TN_OK) != (c.outcome == Outcome::saved)) fail_msg("%s: %s", what, tn_error_message());
  if (status != TN_OK) {
    if (status != TN_ERR_IO || !strstr(tn_error_message(), why) || !strstr(tn_error_message(), path.c_str()))
      fail_msg("%s: %s: %s", what, tn_status_name(status), tn_error_message());
    tn_error_clear();
  }
  if (open_descriptors() != descriptors) fail_msg("%s: a descriptor is left open", what);
  if (tn_live_count() != live) fail_msg("%s: objects are left", what);
  expect_whole(folder, saver, path.c_str(), c.outcome == Outcome::refused ? (replaces ? 1 : -1) : 2);
  assert_int_equal(saver.save(path.c_str(), 3), TN_OK);
  expect_whole(folder, saver, path.c_str(), 3);
}

void test_each_error(void**) {
  for (const Saver& saver : kSavers)
    for (bool unnamed : {true, false}) {
      nameless = unnamed;
      for (const Case& c : kCases)
        for (bool replaces : {true, false}) try_case(saver, c, replaces);
    }
  nameless = true;
}

// Each write of a file in its turn.
void test_each_write(void**) {
  for (const Saver& saver : kSavers) {
    TemporaryFolder folder;
    std::string path = folder.in("model");
    set_fault({});
    assert_int_equal(saver.save(path.c_str(), 1), TN_OK);
    int writes = made[kWrite];
    assert_true(writes > 0);
    for (int i = 0; i < writes; ++i) {
      set_fault({kWrite, i, 1, ENOSPC});
      assert_int_equal(saver.save(path.c_str(), 2), TN_ERR_IO);
      set_fault({});
      assert_non_null(strstr(tn_error_message(), "No space left on device"));
      tn_error_clear();
      expect_whole(folder, saver, path.c_str(), 1);
    }
  }
}

// Several files: whichever of the calls fails, the old index and its files are there, or the new ones.
void test_sharded(void**) {
  const Saver& saver = kShardedSaver;
  for (int call = 0; call < kCalls; ++call)
    for (int i = 0;; ++i) {
      TemporaryFolder folder;
      std::string path = folder.in("model");
      assert_int_equal(saver.save(path.c_str(), 1), TN_OK);
      assert_int_equal(folder.entries().size(), kShardedFiles);
      int64_t live = tn_live_count();
      size_t descriptors = open_descriptors();
      set_fault({static_cast<Call>(call), i, 1, EIO});
      tn_status_t status = saver.save(path.c_str(), 2);
      bool fired = made[call] > i;
      set_fault({});
      if (!fired) {
        assert_true(i > 1 && status == TN_OK);
        break;
      }
      tn_error_clear();
      int64_t found = saver.load(path.c_str());
      if (found != 2 && (found != 1 || status == TN_OK))
        fail_msg("%s %d: %s", kNames[call], i, tn_error_message());
      // A folder that isn't flushed may have either index after a crash: then both have their files.
      size_t most = found == 2 && status != TN_OK ? 2 * kShardedFiles - 1 : kShardedFiles;
      if (folder.entries().size() > most)
        fail_msg("%s %d: %zu files are there", kNames[call], i, folder.entries().size());
      for (const std::string& name : folder.entries()) assert_false(name.ends_with(".tmp"));
      assert_int_equal(open_descriptors(), descriptors);
      assert_int_equal(tn_live_count(), live);
      assert_int_equal(saver.save(path.c_str(), 3), TN_OK);
      assert_int_equal(saver.load(path.c_str()), 3);
    }
}

// Killed in place of each system call of a save: nothing after it may be needed for the file to be whole.
void test_killed_at_each_call(void**) {
  for (const Saver& saver : kSavers)
    for (bool unnamed : {true, false}) {
      nameless = unnamed;
      TemporaryFolder folder;
      std::string path = folder.in("model");
      assert_int_equal(saver.save(path.c_str(), 1), TN_OK);
      int killed = 0;
      for (int call = 0; call < kCalls; ++call)
        for (int i = 0;; ++i) {
          pid_t child = fork();
          if (child == 0) {
            set_fault({static_cast<Call>(call), i, 1, 0, true});
            _exit(saver.save(path.c_str(), 2) == TN_OK ? 0 : 1);
          }
          int status;
          waitpid(child, &status, 0);
          int64_t found = saver.load(path.c_str());
          if (!WIFSIGNALED(status)) {
            assert_int_equal(status, 0);
            assert_int_equal(found, 2);
            break;
          }
          ++killed;
          if (found != 1 && found != 2)
            fail_msg("%s, killed at %s %d: %s", saver.name, kNames[call], i, tn_error_message());
          // Without a name, a file is gone with its process but for the moment before it is renamed.
          size_t most = unnamed && (call == kWrite || call == kOpenat) ? 1 : 2;
          assert_true(folder.entries().size() <= most);
          folder.clear();
          assert_int_equal(saver.save(path.c_str(), 1), TN_OK);
        }
      assert_true(killed > 6);
    }
  nameless = true;
}

}  // namespace

int main() {
  setenv("TENON_NUM_THREADS", "1", 1);
  const CMUnitTest tests[] = {cmocka_unit_test(test_each_error), cmocka_unit_test(test_each_write),
                              cmocka_unit_test(test_sharded), cmocka_unit_test(test_killed_at_each_call)};
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
