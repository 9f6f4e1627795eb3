// What a new file inherits from the one whose place it takes, and where its place is.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "core/base/error.h"
#include "core/base/os.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/test.h"

using namespace tenon;

namespace {

void save(const std::string& path, const char* text) { os::write_file(path.c_str(), text, strlen(text)); }
std::string text_of(const std::string& path) { return os::read_file(path.c_str()); }

std::string error_of_saving(const std::string& path) {
  try {
    save(path, "x");
  } catch (const Error& e) {
    assert_true(e.status() == Status::io);
    return e.what();
  }
  return "no error";
}

void expect_error(const std::string& path, const char* words) {
  std::string error = error_of_saving(path);
  if (error != "write " + path + ": " + words) fail_msg("%s", error.c_str());
}

struct stat status_of(const std::string& path) {
  struct stat info;
  assert_int_equal(lstat(path.c_str(), &info), 0);
  return info;
}
mode_t mode_of(const std::string& path) { return status_of(path).st_mode & 07777; }

void test_permissions(void**) {
  TemporaryFolder folder;
  std::string path = folder.in("file");
  mode_t before = umask(027);
  save(path, "as any new file");
  assert_int_equal(mode_of(path), 0640);
  for (mode_t mode : {0600, 0666, 0755, 0604}) {
    chmod(path.c_str(), mode);
    save(path, "as the old file");
    assert_int_equal(mode_of(path), mode);
  }
  umask(before);
}

// What it will be open to nobody else may see before.
void test_permissions_while_it_is_written(void**) {
  TemporaryFolder folder;
  std::string path = folder.in("file");
  save(path, "secret");
  chmod(path.c_str(), 0600);
  os::NewFile file(path.c_str());
  file.write("more", 4);
  assert_true(folder.entries().size() <= 2);
  for (const std::string& name : folder.entries()) assert_int_equal(mode_of(folder.in(name)), 0600);
}

void test_owner(void**) {
  if (geteuid() != 0) {
    print_message("NOT TRIED: files of others, for which root is needed\n");
    skip();
  }
  TemporaryFolder folder;
  std::string path = folder.in("file");
  save(path, "of another");
  assert_int_equal(chown(path.c_str(), 65534, 65533), 0);
  chmod(path.c_str(), 0664);
  save(path, "still of another");
  assert_int_equal(status_of(path).st_uid, 65534);
  assert_int_equal(status_of(path).st_gid, 65533);
  assert_int_equal(mode_of(path), 0664);
  // Somebody who may write it by the permissions for all, and can't give a file away: it becomes theirs, and
  // their group gets no more than all others.
  chmod(path.c_str(), 0676);
  chmod(folder.path().c_str(), 0777);
  pid_t child = fork();
  if (child == 0) {
    if (setgid(65531) != 0 || setuid(65532) != 0) _exit(2);
    save(path, "of a third");
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  assert_int_equal(status, 0);
  assert_int_equal(status_of(path).st_uid, 65532);
  assert_int_equal(status_of(path).st_gid, 65531);
  assert_int_equal(mode_of(path), 0666);
}

void test_links(void**) {
  TemporaryFolder folder, elsewhere;
  std::string target = elsewhere.in("target"), link = folder.in("link"), chain = folder.in("chain");
  assert_int_equal(symlink(target.c_str(), link.c_str()), 0);
  assert_int_equal(symlink("link", chain.c_str()), 0);
  save(chain, "to where nothing was");
  assert_true(text_of(target) == "to where nothing was");
  save(chain, "again");
  assert_true(text_of(target) == "again");
  assert_true(S_ISLNK(status_of(link).st_mode) && S_ISLNK(status_of(chain).st_mode));
  assert_int_equal(folder.entries().size(), 2);
  assert_int_equal(elsewhere.entries().size(), 1);

  assert_int_equal(symlink("circle", folder.in("circle").c_str()), 0);
  expect_error(folder.in("circle"), "Too many levels of symbolic links");
  assert_int_equal(symlink("no/such", folder.in("lost").c_str()), 0);
  expect_error(folder.in("lost"), "No such file or directory");
  assert_int_equal(symlink("/", folder.in("root").c_str()), 0);
  expect_error(folder.in("root"), "Is a directory");

  std::string hard = folder.in("hard");
  assert_int_equal(::link(target.c_str(), hard.c_str()), 0);
  save(target, "new");
  assert_true(text_of(hard) == "again");
}

// Another's link in a folder that all may write to would lead us to a file of our own.
void test_links_of_others(void**) {
  if (geteuid() != 0) {
    print_message("NOT TRIED: links of others, for which root is needed\n");
    skip();
  }
  TemporaryFolder shared, mine;
  std::string link = shared.in("model"), target = mine.in("passwords");
  save(target, "old");
  assert_int_equal(symlink(target.c_str(), link.c_str()), 0);
  assert_int_equal(lchown(link.c_str(), 65534, 65534), 0);
  chmod(shared.path().c_str(), 01777);
  expect_error(link, "Permission denied");
  assert_true(text_of(target) == "old");
  chmod(shared.path().c_str(), 0755);
  save(link, "new");
  assert_true(text_of(target) == "new");
}

void test_names(void**) {
  TemporaryFolder folder;
  std::string longest = folder.in(std::string(255, 'n'));
  save(longest, "long");
  assert_true(text_of(longest) == "long");
  std::string accents;
  while (accents.size() < 250) accents += "ä";
  save(folder.in(accents), "accents");
  assert_true(text_of(folder.in(accents)) == "accents");
  expect_error(folder.in(std::string(256, 'n')), "File name too long");
  expect_error(folder.in(""), "Is a directory");
  expect_error(folder.in("."), "Is a directory");
  assert_true(error_of_saving("") == "write '': No such file or directory");
  assert_int_equal(mkfifo(folder.in("pipe").c_str(), 0600), 0);
  expect_error(folder.in("pipe"), "no regular file is there, and nothing else can be replaced");
  assert_int_equal(folder.entries().size(), 3);
}

// The name is that of the folder where saving began.
void test_change_of_folder(void**) {
  TemporaryFolder folder, other;
  int before = open(".", O_RDONLY | O_DIRECTORY);
  assert_int_equal(chdir(folder.path().c_str()), 0);
  {
    os::NewFile file("file");
    file.write("here", 4);
    assert_int_equal(chdir(other.path().c_str()), 0);
    file.commit();
  }
  assert_int_equal(fchdir(before), 0);
  close(before);
  assert_true(text_of(folder.in("file")) == "here");
  assert_int_equal(other.entries().size(), 0);
}

}  // namespace

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_permissions),
      cmocka_unit_test(test_permissions_while_it_is_written),
      cmocka_unit_test(test_owner),
      cmocka_unit_test(test_links),
      cmocka_unit_test(test_links_of_others),
      cmocka_unit_test(test_names),
      cmocka_unit_test(test_change_of_folder),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
