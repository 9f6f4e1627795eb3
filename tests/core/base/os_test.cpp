#include "core/base/os.h"

#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "core/base/error.h"
#include "tests/test.h"

using namespace tenon;

namespace {

std::string directory;  // made for this run, removed after it

std::string in(const char* name) { return directory + "/" + name; }

template <class F>
std::string error_of(F&& f) {
  try {
    f();
  } catch (const Error& e) {
    assert_true(e.status() == Status::io);
    return e.what();
  }
  return "";
}

int entries() {
  int count = 0;
  DIR* d = opendir(directory.c_str());
  while (const dirent* entry = readdir(d)) count += entry->d_name[0] != '.';
  closedir(d);
  return count;
}

void test_clock_and_sleep(void**) {
  int64_t before = os::monotonic_ns();
  os::sleep_ns(2000000);
  int64_t after = os::monotonic_ns();
  assert_true(after - before >= 2000000);
  assert_true(after - before < int64_t{60} * 1000000000);
}

void test_environment(void**) {
  setenv("TENON_OS_TEST", "value", 1);
  assert_string_equal(os::environment("TENON_OS_TEST"), "value");
  setenv("TENON_OS_TEST", "", 1);
  assert_null(os::environment("TENON_OS_TEST"));
  unsetenv("TENON_OS_TEST");
  assert_null(os::environment("TENON_OS_TEST"));
}

void test_processors(void**) {
  assert_true(os::usable_processors() >= 1);
  assert_true(os::usable_processors() <= sysconf(_SC_NPROCESSORS_CONF));
  assert_true(os::current_processor() >= 0);
}

void test_seeds_differ(void**) { assert_true(os::random_seed() != os::random_seed()); }

struct Meeting {
  std::atomic<uint32_t> go{0};
  int64_t id = 0;
  bool blocks_interrupts = false, blocks_faults = true;
};

void meet(void* arg) {
  auto& m = *static_cast<Meeting*>(arg);
  while (m.go.load() == 0) os::wait_while_equal(m.go, 0);
  m.id = os::thread_id();
  sigset_t blocked;
  pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  m.blocks_interrupts = sigismember(&blocked, SIGINT) && sigismember(&blocked, SIGTERM);
  m.blocks_faults = sigismember(&blocked, SIGSEGV);
}

void test_threads(void**) {
  int before = os::thread_count();
  Meeting m;
  os::Thread thread;
  assert_true(os::start_thread(&thread, "a name that is too long for a thread", meet, &m));
  assert_true(os::thread_count() > before);
  m.go.store(1);
  os::wake(m.go, 1);
  os::join_thread(thread);
  assert_true(m.id != 0 && m.id != os::thread_id());
  assert_true(m.blocks_interrupts);
  assert_false(m.blocks_faults);
  os::wait_while_equal(m.go, 0);  // it holds 1: returns at once
}

void test_libraries(void**) {
  std::string reason;
  assert_null(os::open_library("libthat-is-nowhere.so", &reason));
  assert_non_null(strstr(reason.c_str(), "libthat-is-nowhere.so"));
  assert_null(os::open_library("libthat-is-nowhere.so", nullptr));
  void* m = os::open_library("libm.so.6", &reason);
  assert_non_null(m);
  auto* cosine = reinterpret_cast<double (*)(double)>(os::find_symbol(m, "cos", &reason));
  assert_non_null(cosine);
  assert_true(cosine(0) == 1);
  assert_null(os::find_symbol(m, "no_such_symbol", &reason));
  assert_non_null(strstr(reason.c_str(), "no_such_symbol"));
  os::close_library(m);
  os::close_library(nullptr);
}

void test_where_we_are(void**) {
  std::string program = os::program_path();
  assert_true(program[0] == '/');
  assert_true(os::file_exists(program.c_str()));
  // The static core lies in the program itself.
  assert_string_equal(os::library_directory().c_str(), program.substr(0, program.rfind('/')).c_str());
}

void test_write_and_read(void**) {
  std::string path = in("file"), text("some\0bytes", 10);
  os::write_file(path.c_str(), text.data(), text.size());
  assert_true(os::read_file(path.c_str()) == text);
  os::write_file(path.c_str(), "", 0);
  assert_true(os::read_file(path.c_str()).empty());
  std::string large(3 << 20, 'x');
  os::NewFile file(path.c_str());
  file.write(large.data(), large.size());
  file.write("end", 3);
  assert_true(os::read_file(path.c_str()).empty());  // not before commit()
  file.commit();
  assert_true(os::read_file(path.c_str()) == large + "end");
  unlink(path.c_str());
  assert_int_equal(entries(), 0);
}

void test_a_file_given_up_leaves_the_old_one(void**) {
  std::string path = in("file");
  os::write_file(path.c_str(), "old", 3);
  {
    os::NewFile file(path.c_str());
    file.write("new", 3);
  }
  assert_true(os::read_file(path.c_str()) == "old");
  assert_int_equal(entries(), 1);
  unlink(path.c_str());
}

void test_replacing_keeps_permissions_and_links(void**) {
  std::string path = in("file"), link = in("link");
  os::write_file(path.c_str(), "old", 3);
  chmod(path.c_str(), 0640);
  assert_int_equal(symlink("file", link.c_str()), 0);
  os::write_file(link.c_str(), "new", 3);
  struct stat info;
  lstat(link.c_str(), &info);
  assert_true(S_ISLNK(info.st_mode));
  stat(path.c_str(), &info);
  assert_int_equal(info.st_mode & 07777, 0640);
  assert_true(os::read_file(path.c_str()) == "new");
  unlink(path.c_str());
  unlink(link.c_str());
}

void test_reading_what_has_no_size(void**) {
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  std::string text(20000, 'p');
  assert_true(write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  close(ends[1]);
  std::string path = "/dev/fd/" + std::to_string(ends[0]);
  assert_true(os::read_file(path.c_str()) == text);
  close(ends[0]);
}

void test_mapping(void**) {
  std::string path = in("file");
  os::write_file(path.c_str(), "mapped", 6);
  {
    os::MappedFile file(path.c_str());
    assert_int_equal(file.size(), 6);
    assert_memory_equal(file.data(), "mapped", 6);
    os::write_file(path.c_str(), "another", 7);  // a new file under the name: the map keeps the old
    assert_memory_equal(file.data(), "mapped", 6);
  }
  os::write_file(path.c_str(), "", 0);
  os::MappedFile empty(path.c_str());
  assert_int_equal(empty.size(), 0);
  unlink(path.c_str());
}

void test_errors_say_why(void**) {
  std::string nowhere = in("no/such/file"), missing = nowhere + ": No such file or directory";
  const char* path = nowhere.c_str();
  assert_string_equal(error_of([&] { os::read_file(path); }).c_str(), ("read " + missing).c_str());
  assert_string_equal(error_of([&] { os::MappedFile m(path); }).c_str(), ("map " + missing).c_str());
  assert_non_null(
      strstr(error_of([&] { os::write_file(path, "", 0); }).c_str(), "No such file or directory"));
  assert_non_null(strstr(error_of([&] { os::make_directory(path); }).c_str(), "No such file or directory"));
  const char* here = directory.c_str();
  assert_non_null(strstr(error_of([&] { os::read_file(here); }).c_str(), "Is a directory"));
  assert_non_null(strstr(error_of([&] { os::MappedFile m(here); }).c_str(), "Is a directory"));
  assert_non_null(strstr(error_of([&] { os::write_file(here, "", 0); }).c_str(), "Is a directory"));
  if (os::file_exists("/dev/full"))
    assert_non_null(
        strstr(error_of([&] { os::write_file("/dev/full", "x", 1); }).c_str(), "no regular file is there"));
  assert_int_equal(entries(), 0);
}

void test_directories(void**) {
  std::string path = in("made");
  os::make_directory(path.c_str());
  os::make_directory(path.c_str());
  assert_true(os::file_exists(path.c_str()));
  rmdir(path.c_str());
  os::write_file(path.c_str(), "", 0);
  assert_non_null(strstr(error_of([&] { os::make_directory(path.c_str()); }).c_str(), "File exists"));
  unlink(path.c_str());
  assert_false(os::file_exists(path.c_str()));
}

int make_room(void**) {
  char path[] = "/tmp/tenon-os-test-XXXXXX";
  if (!mkdtemp(path)) return 1;
  directory = path;
  return 0;
}

int clear_room(void**) { return rmdir(directory.c_str()); }

}  // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_clock_and_sleep),
      cmocka_unit_test(test_environment),
      cmocka_unit_test(test_processors),
      cmocka_unit_test(test_seeds_differ),
      cmocka_unit_test(test_threads),
      cmocka_unit_test(test_libraries),
      cmocka_unit_test(test_where_we_are),
      cmocka_unit_test(test_write_and_read),
      cmocka_unit_test(test_a_file_given_up_leaves_the_old_one),
      cmocka_unit_test(test_replacing_keeps_permissions_and_links),
      cmocka_unit_test(test_reading_what_has_no_size),
      cmocka_unit_test(test_mapping),
      cmocka_unit_test(test_errors_say_why),
      cmocka_unit_test(test_directories),
  };
  return cmocka_run_group_tests(tests, make_room, clear_room);
}
