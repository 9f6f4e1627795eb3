/* Files that tests of readers make, and programs that they ask. */
#pragma once
#include <sys/types.h>

#include "tests/capi/fixture.h"

FILE* popen(const char* command, const char* mode);
int pclose(FILE* stream);

/* The path of a file of this run alone; the same text for the same name, for good. */
static inline const char* file_named(const char* what) {
  static struct { char what[64], path[256]; } files[32];
  int i = 0;
  while (i < 31 && files[i].what[0] && strcmp(files[i].what, what) != 0) ++i;
  assert_true(i < 31);
  snprintf(files[i].what, sizeof files[i].what, "%s", what);
  return own_path(files[i].path, sizeof files[i].path, what);
}

static inline const char* file_with(const char* what, const void* data, size_t bytes) {
  const char* name = file_named(what);
  FILE* f = fopen(name, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(data, 1, bytes, f), bytes);
  assert_int_equal(fclose(f), 0);
  return name;
}

/* The whole file, with a zero byte behind; to be freed. */
static inline char* content_of(const char* name, size_t* bytes) {
  FILE* f = fopen(name, "rb");
  assert_non_null(f);
  char* data = malloc(1 << 20);
  assert_non_null(data);
  *bytes = fread(data, 1, (1 << 20) - 1, f);
  data[*bytes] = 0;
  assert_true(*bytes < (1 << 20) - 1);
  fclose(f);
  return data;
}

/* Debian's own Python has NumPy. */
static inline const char* python(void) {
  return access("/usr/bin/python3", X_OK) == 0 ? "/usr/bin/python3" : "python3";
}

/* Whether Python has the module; where not, says that the test is skipped, which in CI is a failure. */
static inline int have_python(const char* module) {
  char command[128];
  snprintf(command, sizeof command, "%s -c 'import %s' 2> /dev/null", python(), module);
  if (system(command) == 0) return 1;
  const char* ci = getenv("CI");
  if (ci && strcmp(ci, "true") == 0) fail_msg("there is no Python with %s", module);
  print_message("skipped: there is no Python with %s\n", module);
  return 0;
}

/* Runs a script with one argument; it fails by its assertions. */
static inline void run_python(const char* script, const char* argument) {
  char command[1024];
  snprintf(command, sizeof command, "%s %s '%s'", python(), file_with("script.py", script, strlen(script)),
           argument);
  int status = system(command);
  remove(file_named("script.py"));
  if (status) fail_msg("the script ended with %d", status);
}
