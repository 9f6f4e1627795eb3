// labels: hostile
//
// Saving where the system refuses it in earnest: a full disk, a limit on the size of files, a read-only file
// system, folders and files that may not be written. The old file stays as it was, and the process lives.
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "tests/core/io/savers.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/test.h"

namespace {

constexpr int kSkipped = 77;

void complain(const Saver& saver, const char* what) {
  print_error("%s: %s: %s\n", saver.name, what, tn_error_message());
  _exit(1);
}

// In a child: fails with these words, and the file is still of this generation (-1: there is none).
void refuses(const Saver& saver, const std::string& path, const char* words, int64_t generation) {
  tn_error_clear();
  int64_t live = tn_live_count();
  tn_status_t status = saver.save(path.c_str(), 9);
  if (status != TN_ERR_IO || !strstr(tn_error_message(), words)) complain(saver, words);
  tn_error_clear();
  if (tn_live_count() != live) complain(saver, "objects are left");
  if (generation >= 0 ? saver.load(path.c_str()) != generation : access(path.c_str(), F_OK) == 0)
    complain(saver, "the old file isn't as it was");
  tn_error_clear();
}

// For each way of saving, in a process of its own; its exit status is 0, or 77 where it can't be tried here.
template <class Body>
void in_children(const char* what, Body body) {
  int skipped = 0;
  for (const Saver& saver : kSavers) {
    TemporaryFolder folder;
    std::string path = folder.in("model");
    assert_int_equal(saver.save(path.c_str(), 1), TN_OK);
    pid_t child = fork();
    if (child == 0) {
      body(saver, folder, path);
      _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == kSkipped) ++skipped;
    else if (status != 0) fail_msg("%s, %s: status %d", saver.name, what, status);
    chmod(folder.path().c_str(), 0700);
    if (saver.load(path.c_str()) != 1) fail_msg("%s, %s: %s", saver.name, what, tn_error_message());
    if (folder.entries().size() != 1) fail_msg("%s, %s: temporary files are left", saver.name, what);
  }
  if (!skipped) return;
  print_message("NOT TRIED: %s (it takes the right to mount)\n", what);
  skip();
}

off_t size_of(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) _exit(2);
  return info.st_size;
}

// The default of the signal that comes with this limit ends the process.
void test_limit_on_file_size(void**) {
  in_children("a limit on file sizes", [](const Saver& saver, TemporaryFolder&, const std::string& path) {
    const off_t size = size_of(path);
    for (off_t bytes : {off_t{0}, off_t{1}, off_t{100}, size / 2, size - 1}) {
      rlimit limit{static_cast<rlim_t>(bytes), RLIM_INFINITY};
      if (setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(2);
      refuses(saver, path, "File too large", 1);
    }
  });
}

void write_text(const char* path, const std::string& text) {
  int file = open(path, O_WRONLY);
  if (file < 0 || write(file, text.data(), text.size()) < 0) _exit(kSkipped);
  close(file);
}

// Root, who may mount, if need be in a world of our own.
void become_able_to_mount() {
  if (unshare(CLONE_NEWNS) == 0) return;
  const std::string user = std::to_string(geteuid()), group = std::to_string(getegid());
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) _exit(kSkipped);
  write_text("/proc/self/setgroups", "deny");
  write_text("/proc/self/uid_map", "0 " + user + " 1");
  write_text("/proc/self/gid_map", "0 " + group + " 1");
}

// A file system in memory over the folder, for this process alone.
void mount_small(const char* folder, const char* options) {
  become_able_to_mount();
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) _exit(kSkipped);
  if (mount("tenon", folder, "tmpfs", 0, options) != 0) _exit(kSkipped);
}

// Some pages.
void leave_room(const char* filler, off_t room) {
  const std::string block(4096, 'x');
  int file = open(filler, O_WRONLY | O_CREAT, 0600);
  off_t size = 0;
  while (write(file, block.data(), block.size()) > 0) size += 4096;
  if (errno != ENOSPC || ftruncate(file, size - room) != 0) _exit(2);
  close(file);
}

void test_full_disk(void**) {
  in_children("a full disk", [](const Saver& saver, TemporaryFolder& folder, const std::string& path) {
    mount_small(folder.path().c_str(), "size=512k");
    if (saver.save(path.c_str(), 3) != TN_OK) complain(saver, "the first file");
    leave_room(folder.in("filler").c_str(), size_of(path) / 2 & ~4095);
    refuses(saver, path, "No space left on device", 3);
    refuses(saver, folder.in("another"), "No space left on device", -1);
    if (folder.entries().size() != 2) complain(saver, "temporary files are left");
    unlink(folder.in("filler").c_str());
    unlink(path.c_str());
    if (saver.save(path.c_str(), 4) != TN_OK || saver.load(path.c_str()) != 4) complain(saver, "with room");
  });
}

void test_read_only_file_system(void**) {
  in_children("a read-only disk", [](const Saver& saver, TemporaryFolder& folder, const std::string& path) {
    mount_small(folder.path().c_str(), "");
    if (saver.save(path.c_str(), 3) != TN_OK) complain(saver, "the first file");
    if (mount(nullptr, folder.path().c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) != 0) _exit(2);
    refuses(saver, path, "Read-only file system", 3);
    refuses(saver, folder.in("another"), "Read-only file system", -1);
  });
}

// To root permissions say nothing.
void become_nobody() {
  if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(2);
}

void test_read_only_folder(void**) {
  in_children("a read-only folder", [](const Saver& saver, TemporaryFolder& folder, const std::string& path) {
    if (chmod(path.c_str(), 0666) != 0 || chmod(folder.path().c_str(), 0555) != 0) _exit(2);
    become_nobody();
    refuses(saver, path, "Permission denied", 1);
    refuses(saver, folder.in("another"), "Permission denied", -1);
  });
}

void test_read_only_file(void**) {
  in_children("a read-only file", [](const Saver& saver, TemporaryFolder& folder, const std::string& path) {
    if (chmod(path.c_str(), 0444) != 0 || chmod(folder.path().c_str(), 0777) != 0) _exit(2);
    become_nobody();
    refuses(saver, path, "Permission denied", 1);
  });
}

void test_what_is_no_file(void**) {
  in_children("what is no file", [](const Saver& saver, TemporaryFolder& folder, const std::string&) {
    tn_error_clear();
    struct {
      std::string path;
      const char* words;
    } const cases[] = {{folder.path(), "Is a directory"},
                       {folder.in("no/such/folder"), "No such file or directory"},
                       {folder.in("model/file"), "Not a directory"},
                       {"/dev/full", "no regular file"},
                       {"/proc/version/x", "Not a directory"},
                       {"/proc/no-such-file", "No such file or directory"},
                       {"", "No such file or directory"},
                       {folder.in(std::string(300, 'x')), "File name too long"}};
    for (const auto& c : cases)
      if (saver.save(c.path.c_str(), 9) != TN_ERR_IO || !strstr(tn_error_message(), c.words))
        complain(saver, c.words);
      else tn_error_clear();
  });
}

}  // namespace

int main() {
  setenv("TENON_NUM_THREADS", "1", 1);
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_limit_on_file_size),    cmocka_unit_test(test_full_disk),
      cmocka_unit_test(test_read_only_file_system), cmocka_unit_test(test_read_only_folder),
      cmocka_unit_test(test_read_only_file),        cmocka_unit_test(test_what_is_no_file),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
