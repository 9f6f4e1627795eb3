#include "core/base/os.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <linux/futex.h>
#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <utility>

#include "core/base/error.h"

namespace tenon::os {

int64_t monotonic_ns() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<int64_t>(now.tv_sec) * 1000000000 + now.tv_nsec;
}

void sleep_ns(int64_t ns) {
  timespec time{ns / 1000000000, ns % 1000000000};
  while (nanosleep(&time, &time) != 0 && errno == EINTR) {}
}

const char* environment(const char* name) {
  const char* value = getenv(name);
  return value && *value ? value : nullptr;
}

int usable_processors() {
  // The kernel refuses a set smaller than its own, so it grows until it is taken.
  for (int size = 1024; size <= 1 << 20; size *= 2) {
    cpu_set_t* set = CPU_ALLOC(size);
    if (!set) break;
    size_t bytes = CPU_ALLOC_SIZE(size);
    int count = sched_getaffinity(0, bytes, set) == 0 ? CPU_COUNT_S(bytes, set) : 0;
    bool too_small = count == 0 && errno == EINVAL;
    CPU_FREE(set);
    if (count > 0) return count;
    if (!too_small) break;
  }
  return 1;
}

int current_processor() { return sched_getcpu(); }

uint64_t random_seed() {
  uint64_t seed;
  if (getrandom(&seed, sizeof seed, 0) == static_cast<ssize_t>(sizeof seed)) return seed;
  return static_cast<uint64_t>(monotonic_ns()) * 0x9e3779b97f4a7c15u ^ static_cast<uint64_t>(getpid());
}

// With every category it is the C library's own, and costs no memory.
PointLocale::PointLocale() : before_(uselocale(newlocale(LC_ALL_MASK, "C", nullptr))) {}
PointLocale::~PointLocale() { uselocale(static_cast<locale_t>(before_)); }

// ---- threads

namespace {

struct Start {
  void (*run)(void*);
  void* arg;
  char name[16];
};

void* thread_main(void* block) {
  Start start = *static_cast<Start*>(block);
  free(block);
  pthread_setname_np(pthread_self(), start.name);
  start.run(start.arg);
  return nullptr;
}

long futex(const std::atomic<uint32_t>& word, int operation, uint32_t value) {
  static_assert(sizeof word == sizeof value);
  return syscall(SYS_futex, &word, operation | FUTEX_PRIVATE_FLAG, value, nullptr, nullptr, 0);
}

}  // namespace

bool start_thread(Thread* thread, const char* name, void (*run)(void*), void* arg) {
  auto* start = static_cast<Start*>(malloc(sizeof(Start)));
  if (!start) return false;
  *start = {run, arg, {}};
  strncpy(start->name, name, sizeof start->name - 1);
  // All but those that the thread's own faults raise: a host's crash handler should see them.
  sigset_t blocked, before;
  sigfillset(&blocked);
  for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT}) sigdelset(&blocked, fault);
  pthread_sigmask(SIG_SETMASK, &blocked, &before);
  pthread_t handle;
  bool started = pthread_create(&handle, nullptr, thread_main, start) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (!started) {
    free(start);
    return false;
  }
  static_assert(sizeof handle <= sizeof thread->handle);
  thread->handle = static_cast<uint64_t>(handle);
  return true;
}

void join_thread(Thread thread) { pthread_join(static_cast<pthread_t>(thread.handle), nullptr); }

int64_t thread_id() { return syscall(SYS_gettid); }

int thread_count() {
  int count = 0;
  DIR* tasks = opendir("/proc/self/task");
  if (!tasks) return 1;
  while (const dirent* entry = readdir(tasks)) count += entry->d_name[0] != '.';
  closedir(tasks);
  return count;
}

AtThreadExit::~AtThreadExit() {
  int64_t key = key_.load();
  if (key >= 0) pthread_key_delete(static_cast<pthread_key_t>(key));
}

void AtThreadExit::call(void* self) { static_cast<AtThreadExit*>(self)->handler_(); }

bool AtThreadExit::make_key() {
  pthread_key_t made;
  if (pthread_key_create(&made, call) != 0) return false;
  int64_t none = -1;
  if (!key_.compare_exchange_strong(none, static_cast<int64_t>(made))) pthread_key_delete(made);
  return true;
}

bool AtThreadExit::arm() {
  if (key_.load() < 0 && !make_key()) return false;
  // It fails otherwise where the process is ending and the key is gone.
  return pthread_setspecific(static_cast<pthread_key_t>(key_.load()), this) != ENOMEM;
}

void on_fork_child(void (*handler)()) { pthread_atfork(nullptr, nullptr, handler); }

void wait_while_equal(const std::atomic<uint32_t>& word, uint32_t value) { futex(word, FUTEX_WAIT, value); }

void wake(const std::atomic<uint32_t>& word, int count) {
  futex(word, FUTEX_WAKE, static_cast<uint32_t>(count));
}

// ---- shared libraries

namespace {

void keep_reason(std::string* reason, const char* otherwise) {
  const char* why = dlerror();
  if (reason) *reason = why ? why : otherwise;
}

}  // namespace

void* open_library(const char* path, std::string* reason) {
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) keep_reason(reason, "the library can't be opened");
  return library;
}

void* open_library_with(const char* path, const char* entry, std::string* reason) {
  // These lists are never freed, each keeps the one before: a thread that reads one meanwhile may finish, and
  // one that calls setenv() takes its entries over.
  struct List {
    List* before;
    char* entries[];
  };
  static std::atomic<List*> last{nullptr};
  const size_t name = static_cast<size_t>(strchr(entry, '=') + 1 - entry), bytes = strlen(entry) + 1;
  size_t count = 0, kept = 0;
  while (environ && environ[count]) ++count;
  void* block = malloc(sizeof(List) + (count + 2) * sizeof(char*) + bytes);
  if (!block) {
    if (reason) *reason = "out of memory";
    return nullptr;
  }
  List* list = static_cast<List*>(block);
  list->before = last.exchange(list);
  list->entries[kept++] =
      static_cast<char*>(memcpy(reinterpret_cast<char*>(list->entries + count + 2), entry, bytes));
  for (size_t i = 0; i < count; ++i) {
    if (strncmp(environ[i], entry, name) != 0) list->entries[kept++] = environ[i];
  }
  list->entries[kept] = nullptr;
  char** before = environ;
  environ = list->entries;
  void* library = open_library(path, reason);
  // Where the host has called setenv() meanwhile the list is its own again, and holds its change.
  if (environ == list->entries) environ = before;
  return library;
}

bool has_library(const char* path) {
  void* library = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
  close_library(library);
  return library != nullptr;
}

bool has_library_like(const char* part) {
  auto matches = [](dl_phdr_info* info, size_t, void* wanted) {
    return int(info->dlpi_name && strstr(info->dlpi_name, static_cast<const char*>(wanted)));
  };
  return dl_iterate_phdr(matches, const_cast<char*>(part)) != 0;
}

bool has_symbol(const char* name) { return dlsym(RTLD_DEFAULT, name) != nullptr; }

void* find_symbol(void* library, const char* name, std::string* reason) {
  void* symbol = dlsym(library, name);
  if (!symbol) keep_reason(reason, "the symbol is null");
  return symbol;
}

void close_library(void* library) {
  if (library) dlclose(library);
}

std::string program_path() {
  char path[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  return length > 0 ? std::string(path, static_cast<size_t>(length)) : std::string();
}

std::string directory_of(const std::string& path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash ? path.substr(0, slash) : "/";
}

std::string library_directory() {
  Dl_info info;
  // A program's name may be relative to a directory that is no longer the current one; a library's path is
  // whole.
  if (dladdr(reinterpret_cast<void*>(&library_directory), &info) && info.dli_fname &&
      info.dli_fname[0] == '/')
    return directory_of(info.dli_fname);
  return directory_of(program_path());
}

// ---- files

void fail_file(const char* doing, const char* path) {
  char buffer[256];
  const char* why = strerror_r(errno, buffer, sizeof buffer);
  fail(Status::io, "%s %s: %s", doing, path, why);
}

namespace {

int open_or_fail(const char* path, int flags, const char* doing) {
  int file;
  do file = open(path, flags | O_CLOEXEC, 0666);
  while (file < 0 && errno == EINTR);
  if (file < 0) fail_file(doing, path);
  return file;
}

struct Descriptor {
  int file;
  ~Descriptor() { close(file); }
};

size_t size_of(int file, const char* path) {
  struct stat info;
  if (fstat(file, &info) != 0) fail_file("read", path);
  if (S_ISDIR(info.st_mode)) {
    errno = EISDIR;
    fail_file("read", path);
  }
  return S_ISREG(info.st_mode) ? static_cast<size_t>(info.st_size) : 0;
}

}  // namespace

bool file_exists(const char* path) { return access(path, F_OK) == 0; }

void remove_file(const char* path) { unlink(path); }

std::string read_file(const char* path) {
  Descriptor d{open_or_fail(path, O_RDONLY, "read")};
  // One byte more than the size, so that the end is seen without growing; what has no size (a pipe) grows.
  std::string text(size_of(d.file, path) + 1, '\0');
  size_t length = 0;
  for (;;) {
    if (length == text.size()) text.resize(2 * length + 4096);
    ssize_t got = read(d.file, &text[length], text.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_file("read", path);
    if (got == 0) break;
    length += static_cast<size_t>(got);
  }
  text.resize(length);
  return text;
}

void make_directory(const char* path) {
  struct stat info;
  if (mkdir(path, 0777) == 0) return;
  int why = errno;
  if (why == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) return;
  errno = why;
  fail_file("make directory", path);
}

MappedFile::MappedFile(const char* path) {
  Descriptor d{open_or_fail(path, O_RDONLY, "map")};
  size_ = size_of(d.file, path);
  if (size_ == 0) return;
  void* pages = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, d.file, 0);
  if (pages == MAP_FAILED) fail_file("map", path);
  data_ = static_cast<const uint8_t*>(pages);
}

MappedFile::~MappedFile() {
  if (data_) munmap(const_cast<uint8_t*>(data_), size_);
}

InputFile::InputFile(const char* path) : path_(path) {
  Descriptor d{open_or_fail(path, O_RDONLY, "read")};
  size_ = size_of(d.file, path);
  file_ = std::exchange(d.file, -1);
}

InputFile::~InputFile() { close(file_); }

void InputFile::read(void* data, size_t bytes) {
  for (char* to = static_cast<char*>(data); bytes > 0;) {
    ssize_t got = ::read(file_, to, bytes);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_file("read", path_.c_str());
    if (got == 0) fail(Status::io, "cannot read %s: it ends too early", path_.c_str());
    to += got;
    bytes -= static_cast<size_t>(got);
  }
}

void InputFile::read_at(uint64_t at, void* data, size_t bytes) const {
  for (char* to = static_cast<char*>(data); bytes > 0;) {
    ssize_t got = pread(file_, to, bytes, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_file("read", path_.c_str());
    if (got == 0) fail(Status::io, "cannot read %s: it ends too early", path_.c_str());
    to += got;
    at += static_cast<uint64_t>(got);
    bytes -= static_cast<size_t>(got);
  }
}

void write_file(const char* path, const void* data, size_t bytes) {
  NewFile file(path);
  file.write(data, bytes);
  file.commit();
}

}  // namespace tenon::os
