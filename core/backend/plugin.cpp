#include "core/backend/plugin.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mutex>

namespace tenon {

static const Backend* load(char* why, size_t size) {
  char path[4096] = "libtenon_cuda.so";
  if (const char* named = getenv("TENON_CUDA_PLUGIN")) {
    snprintf(path, sizeof path, "%s", named);
  } else {
    Dl_info here;
    if (dladdr(reinterpret_cast<const void*>(&cuda_plugin), &here) && here.dli_fname) {
      const char* slash = strrchr(here.dli_fname, '/');
      if (slash)
        snprintf(path, sizeof path, "%.*slibtenon_cuda.so", static_cast<int>(slash + 1 - here.dli_fname),
                 here.dli_fname);
    }
  }
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char* reason = dlerror();
    snprintf(why, size, "the plugin could not be loaded: %s", reason ? reason : path);
    return nullptr;
  }
  auto entry = reinterpret_cast<BackendEntry>(dlsym(library, "tenon_backend_entry"));
  const Backend* backend = entry ? entry(&host_api) : nullptr;
  if (!backend || backend->abi != kBackendAbi || backend->size < sizeof(Backend)) {
    snprintf(why, size, "%s is not a plugin of this version of Tenon", path);
    dlclose(library);
    return nullptr;
  }
  if (backend->device_count() == 0) {
    snprintf(why, size, "%s", backend->why_unavailable());
    return nullptr;
  }
  return backend;
}

const Backend* cuda_plugin(const char** why) {
  static std::once_flag once;
  static const Backend* backend = nullptr;
  static char reason[1024] = "";
  std::call_once(once, [] { backend = load(reason, sizeof reason); });
  *why = reason;
  return backend;
}

}  // namespace tenon
