// Saving: a new file in the place of an old one, or the old one as it was.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "core/base/error.h"
#include "core/base/os.h"

namespace tenon::os {

namespace {

constexpr int kMostLinks = 40;  // as the system follows

void close_if_open(int file) {
  if (file >= 0) close(file);
}

// A call that a signal of the host's interrupted is made again.
template <class Call>
auto uninterrupted(Call call) {
  for (;;)
    if (auto result = call(); result != -1 || errno != EINTR) return result;
}

// What a link in a directory that all may write to names may be a trap: the system follows only those of the
// user and of the directory's owner, and so do we (fs.protected_symlinks).
bool may_follow(const struct stat& link, int directory) {
  struct stat around;
  if (fstat(directory, &around) != 0) return false;
  bool shared = (around.st_mode & (S_ISVTX | S_IWOTH)) == (S_ISVTX | S_IWOTH);
  return !shared || link.st_uid == geteuid() || link.st_uid == around.st_uid;
}

std::string target_of(int directory, const std::string& name) {
  std::string target(4096, '\0');  // PATH_MAX
  ssize_t length = readlinkat(directory, name.c_str(), target.data(), target.size());
  target.resize(length > 0 ? static_cast<size_t>(length) : 0);
  return target;
}

// The old file's owner, group and permissions. Where the group isn't ours to give, a group of ours gets what
// all others have.
void resemble(int file, const struct stat& old) {
  struct stat mine;
  mode_t mode = old.st_mode & 0777;
  // Owner first: whoever is allowed that may give it any group as well. A failure leaves it ours.
  [[maybe_unused]] int given = fchown(file, old.st_uid, static_cast<gid_t>(-1));
  if (fstat(file, &mine) != 0 ||
      (mine.st_gid != old.st_gid && fchown(file, static_cast<uid_t>(-1), old.st_gid) != 0))
    mode = (mode & ~mode_t{070}) | (mode & 07) << 3;
  fchmod(file, mode);
}

}  // namespace

NewFile::NewFile(const char* path) : NewFile() {  // from here on the destructor is called
  path_ = path;
  struct stat old;
  bool replaces = find_place(path_, &old);
  // Nobody else may open what is to have permissions that it hasn't got yet.
  create(replaces ? 0600 : 0666);
  if (replaces) resemble(file_, old);
  rlimit limit;
  if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) most_ = limit.rlim_cur;
}

NewFile::~NewFile() {
  close_if_open(file_);
  if (!temporary_.empty()) unlinkat(directory_, temporary_.c_str(), 0);
  close_if_open(directory_);
}

// Opens the directory of the file that `path` names, through links. Whether there is one already, that may be
// replaced.
bool NewFile::find_place(std::string path, struct stat* old) {
  if (path.empty()) errno = ENOENT, fail_file("write", "''");
  for (int links = 0; links <= kMostLinks; ++links) {
    std::string folder = directory_of(path);
    close_if_open(std::exchange(directory_, -1));
    int flags = O_DIRECTORY | O_CLOEXEC;
    directory_ = uninterrupted([&] { return open(folder.c_str(), O_RDONLY | flags); });
    if (directory_ < 0 && errno == EACCES) {  // it may be open to writing alone
      can_flush_directory_ = false;
      directory_ = open(folder.c_str(), O_PATH | flags);
    }
    if (directory_ < 0) fail_file("write", path_.c_str());
    name_ = path.substr(path.rfind('/') + 1);
    if (name_.empty()) errno = EISDIR, fail_file("write", path_.c_str());
    if (fstatat(directory_, name_.c_str(), old, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno == ENOENT) return false;
      fail_file("write", path_.c_str());
    }
    if (!S_ISLNK(old->st_mode)) {
      if (S_ISDIR(old->st_mode)) errno = EISDIR, fail_file("write", path_.c_str());
      if (!S_ISREG(old->st_mode))
        fail(Status::io, "write %s: no regular file is there, and nothing else can be replaced",
             path_.c_str());
      if (faccessat(directory_, name_.c_str(), W_OK, AT_EACCESS) != 0) fail_file("write", path_.c_str());
      return true;
    }
    if (!may_follow(*old, directory_)) errno = EACCES, fail_file("write", path_.c_str());
    std::string target = target_of(directory_, name_);
    path = target[0] == '/' ? target : folder + "/" + target;
  }
  errno = ELOOP;
  fail_file("write", path_.c_str());
}

// A name in the directory that nobody else has: make(name) is -1 with EEXIST where someone does.
template <class Make>
void NewFile::name_temporary(Make make) {
  constexpr size_t kLongest = 255 - sizeof ".12345678.tmp" + 1;
  size_t length = name_.size();
  while (length > kLongest || (length < name_.size() && (name_[length] & 0xc0) == 0x80)) --length;
  for (int attempt = 0;; ++attempt) {
    std::string name = format("%.*s.%08x.tmp", static_cast<int>(length), name_.c_str(),
                              static_cast<uint32_t>(random_seed()));
    if (uninterrupted([&] { return make(name.c_str()); }) >= 0) return temporary_.swap(name);
    if (attempt == 100 || errno != EEXIST) fail_file("write", path_.c_str());
  }
}

void NewFile::create(uint32_t permissions) {
  // A file without a name, where the file system has such: killed, we leave nothing behind. It gets its name
  // by /proc.
  if (file_exists("/proc/self/fd"))
    file_ =
        uninterrupted([&] { return openat(directory_, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, permissions); });
  if (file_ >= 0) return;
  name_temporary([&](const char* name) {
    return file_ = openat(directory_, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions);
  });
}

void NewFile::write(const void* data, size_t bytes) {
  const char* at = static_cast<const char*>(data);
  // Beyond this limit the system would send a signal, whose default is to end the process.
  if (bytes > most_ - written_) errno = EFBIG, fail_file("write", path_.c_str());
  written_ += bytes;
  while (bytes > 0) {
    ssize_t put = uninterrupted([&] { return ::write(file_, at, bytes); });
    if (put == 0) errno = ENOSPC;
    if (put <= 0) fail_file("write", path_.c_str());
    at += put;
    bytes -= static_cast<size_t>(put);
  }
}

void NewFile::commit() {
  const char* path = path_.c_str();
  if (uninterrupted([&] { return fsync(file_); }) != 0) fail_file("flush", path);
  if (temporary_.empty()) {
    char unnamed[40];
    snprintf(unnamed, sizeof unnamed, "/proc/self/fd/%d", file_);
    name_temporary(
        [&](const char* name) { return linkat(AT_FDCWD, unnamed, directory_, name, AT_SYMLINK_FOLLOW); });
  }
  // Interrupted, Linux has closed it all the same.
  if (close(std::exchange(file_, -1)) != 0 && errno != EINTR) fail_file("close", path);
  if (renameat(directory_, temporary_.c_str(), directory_, name_.c_str()) != 0) fail_file("rename to", path);
  temporary_.clear();
  in_place_ = true;
  if (!can_flush_directory_) return;
  // The name reaches the disk with its directory. Not every file system can flush one by itself.
  if (uninterrupted([&] { return fsync(directory_); }) == 0) return;
  if (errno != EINVAL && errno != ENOTSUP && errno != ENOSYS)
    fail_file("the new file is in its place, but flush the directory of", path);
}

}  // namespace tenon::os
