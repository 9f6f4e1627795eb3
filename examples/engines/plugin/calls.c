#include "examples/engines/plugin/calls.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static void* library;
static char reason[512];

static const char* because(const char* what, const char* detail) {
  snprintf(reason, sizeof reason, "%s%s", what, detail);
  calls_unload();
  return reason;
}

/* Before anything else is called: the same major, and no older than these headers. */
static const char* check_version(const calls_t* calls) {
  int32_t abi = calls->abi_version();
  if (abi / 1000 == TN_VERSION_MAJOR && abi >= TN_ABI_VERSION) return NULL;
  return because("made for Tenon " TN_VERSION_TEXT ", but this is ", calls->version());
}

const char* calls_load(calls_t* calls, const char* path) {
  static const char* const names[] = {
#define CALL(name) "tn_" #name,
      PLUGIN_CALLS(CALL)
#undef CALL
  };
  tn_proc_t found[sizeof names / sizeof *names];
  library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) return because("", dlerror());
  __typeof__(&tn_get_proc_address) get = NULL;
  void* symbol = dlsym(library, "tn_get_proc_address");
  memcpy(&get, &symbol, sizeof get); /* POSIX lets a void* hold a function; C99 has no cast for it */
  if (!get) return because("this is no Tenon: ", path);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    found[i] = get(names[i]);
    if (!found[i]) return because("this Tenon lacks ", names[i]);
  }
  memcpy(calls, found, sizeof *calls); /* one pointer after the other, in the list's order */
  return check_version(calls);
}

void calls_unload(void) {
  if (library) dlclose(library);
  library = NULL;
}
