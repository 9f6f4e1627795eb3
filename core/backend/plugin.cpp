#include "core/backend/plugin.h"

#include <stdio.h>

#include <mutex>
#include <string>

#include "core/base/log.h"
#include "core/base/os.h"

namespace tenon {

static const Backend* load(char* why, size_t size) {
  const char* named = os::environment("TENON_CUDA_PLUGIN");
  std::string path = named ? named : os::library_directory() + "/libtenon_cuda.so";
  std::string reason;
  void* library = os::open_library(path.c_str(), &reason);
  if (!library) {
    snprintf(why, size, "the plugin could not be loaded: %s", reason.c_str());
    return nullptr;
  }
  auto entry = reinterpret_cast<BackendEntry>(os::find_symbol(library, "tenon_backend_entry", &reason));
  const Backend* backend = entry ? entry(&host_api) : nullptr;
  if (!backend || backend->abi != kBackendAbi || backend->size < sizeof(Backend)) {
    snprintf(why, size, "%s is not a plugin of this version of Tenon", path.c_str());
    os::close_library(library);
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
  bool first = false;
  std::call_once(once, [&] {
    backend = load(reason, sizeof reason);
    first = true;
  });
  if (first) log(LogLevel::debug, "cuda: %s", backend ? "the plugin is loaded" : reason);
  *why = reason;
  return backend;
}

}  // namespace tenon
