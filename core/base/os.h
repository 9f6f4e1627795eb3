#pragma once
// What the engine asks of the operating system. System calls are made in os.cpp alone, so that another
// platform is one file. Functions that touch files or libraries say in their Error what the system said.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

struct stat;

namespace tenon::os {

// ---- time, environment, processors

int64_t monotonic_ns();
void sleep_ns(int64_t ns);
// nullptr where it isn't set or is empty.
const char* environment(const char* name);
// The processors that this process may run on, at least 1.
int usable_processors();
// The one that runs us, or was just now.
int current_processor();
// Unpredictable bits, for seeds that the user doesn't choose.
uint64_t random_seed();

// While one lives, the calling thread writes and reads numbers with a decimal point, whatever the host's
// locale has (snprintf, strtod).
class PointLocale {
 public:
  PointLocale();
  ~PointLocale();
  PointLocale(const PointLocale&) = delete;
  PointLocale& operator=(const PointLocale&) = delete;

 private:
  void* before_;
};

// ---- threads

struct Thread {
  uint64_t handle = 0;
};

// False if the system has no more. The thread takes no signals: those are the host's.
bool start_thread(Thread* thread, const char* name, void (*run)(void* arg), void* arg);
void join_thread(Thread thread);
// Distinct among the threads that live; asked of the system each time, so it holds across a fiber switch.
int64_t thread_id();
// How many threads the process has, those included that were joined just now.
int thread_count();
// Runs `handler` in the child of each fork() from now on, before fork() returns.
void on_fork_child(void (*handler)());

// Calls a handler in threads that end, though not in those that the process's end stops. Unlike a
// thread_local with a destructor it says so where there is no memory for that, and doesn't end the process.
// For static objects.
class AtThreadExit {
 public:
  constexpr explicit AtThreadExit(void (*handler)()) : handler_(handler) {}
  ~AtThreadExit();
  // For the calling thread, and once: it asks again from within the handler, if need be. False where memory
  // is lacking.
  bool arm();

 private:
  bool make_key();
  static void call(void* handler);
  void (*handler_)();
  std::atomic<int64_t> key_{-1};
};

// Sleeps until woken, if `word` still holds `value`; may return early.
void wait_while_equal(const std::atomic<uint32_t>& word, uint32_t value);
// Wakes up to `count` of the threads that sleep on `word`.
void wake(const std::atomic<uint32_t>& word, int count);

// ---- shared libraries

// nullptr on failure, and why in `reason`. Symbols stay local to the library.
void* open_library(const char* path, std::string* reason);
// The same while the environment has `entry` ("NAME=value"), for a library that asks it from a constructor.
// The environment itself isn't written to, since other threads may be reading it.
void* open_library_with(const char* path, const char* entry, std::string* reason);
void* find_symbol(void* library, const char* name, std::string* reason);
// Whether the process has the library at `path`, one with `part` in its file's name, or a symbol that all
// see.
bool has_library(const char* path);
bool has_library_like(const char* part);
bool has_symbol(const char* name);
void close_library(void* library);
// Where the code of this library lies: the directory of libtenon.so, or of the program that it is linked
// into.
std::string library_directory();
std::string program_path();

// ---- files

// Throws "write /x: No space left on device", with what errno says.
[[noreturn]] void fail_file(const char* doing, const char* path);
// "." for a name by itself.
std::string directory_of(const std::string& path);
bool file_exists(const char* path);
std::string read_file(const char* path);
// Where it is there, and may be.
void remove_file(const char* path);
// Creates the directory where it is missing; its parent must exist.
void make_directory(const char* path);

// A file in memory, read-only. Another process that truncates it takes the pages away, and touching them then
// kills us: for files that belong to this program alone. An empty file has size 0 and no data.
class MappedFile {
 public:
  explicit MappedFile(const char* path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  const uint8_t* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  const uint8_t* data_ = nullptr;
  size_t size_ = 0;
};

// A file to read without holding all of it. Its size is that at the opening.
class InputFile {
 public:
  explicit InputFile(const char* path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  uint64_t size() const { return size_; }
  // Fails where the file ends before `bytes` were read.
  void read(void* data, size_t bytes);
  // The same from anywhere in the file, which leaves the place of read() as it is; for any number of threads.
  void read_at(uint64_t at, void* data, size_t bytes) const;

 private:
  std::string path_;
  uint64_t size_ = 0;
  int file_ = -1;
};

// A file that is wholly there or not at all: written beside its place, flushed to the disk and then renamed,
// so a crash leaves the old file whole. Without commit() nothing is left.
//
// A link is followed, and the file that it names is replaced. The new file has the permissions of the old
// one, and its owner and group as far as we may give them; other hard links keep the old one, and what else
// was attached to it (an ACL) is lost. A file that we may not write is refused as if it were written in
// place.
class NewFile {
 public:
  explicit NewFile(const char* path);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(const void* data, size_t bytes);
  void commit();
  // Also where commit() failed at the last, by its directory.
  bool is_in_place() const { return in_place_; }

 private:
  NewFile() = default;
  bool find_place(std::string path, struct stat* old);
  void create(uint32_t permissions);
  template <class Make>
  void name_temporary(Make make);

  std::string path_;       // as it was given, for messages
  std::string name_;       // in the directory
  std::string temporary_;  // the same; empty: the file has no name
  int directory_ = -1, file_ = -1;
  bool can_flush_directory_ = true, in_place_ = false;
  uint64_t written_ = 0, most_ = UINT64_MAX;
};

void write_file(const char* path, const void* data, size_t bytes);

}  // namespace tenon::os
