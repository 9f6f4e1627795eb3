// The library itself, and the devices that it found.
#include <dlfcn.h>

#include "capi/src/guard.h"
#include "capi/src/text.h"
#include "core/backend/backend.h"
#include "core/base/parallel.h"
#include "core/cpu/blas.h"
#include "core/cpu/isa.h"

using namespace tenon;

const char* tn_version(void) { return TN_VERSION_TEXT; }
int32_t tn_abi_version(void) { return TN_ABI_VERSION; }

int64_t tn_build_info(char* buffer, int64_t capacity) {
  return guard(__func__, int64_t{-1}, [&] {
    const char* why = "";
    const Backend* cuda = find_backend(DeviceType::cuda, &why);
    std::string text = "tenon " TN_VERSION_TEXT "\ncompiler: " __VERSION__ "\ninstruction set: ";
    text += cpu::isa_name(cpu::isa());
    text += "\nblas: " + std::string(cpu::blas_description());
    text += "\nthreads: " + std::to_string(num_threads());
    text += "\ncuda: ";
    text += cuda ? std::to_string(cuda->device_count()) + " devices" : "not available: " + std::string(why);
    return fill_text(text + "\n", buffer, capacity, "tn_build_info");
  });
}

tn_proc_t tn_get_proc_address(const char* name) {
  return guard(__func__, tn_proc_t{}, [&] {
    if (!name) throw NullArgument{"tn_get_proc_address", "name"};
    // Looked up in this library alone: RTLD_DEFAULT would find a function of the same name anywhere.
    Dl_info here;
    void* found = nullptr;
    if (name[0] == 't' && name[1] == 'n' && name[2] == '_' &&
        dladdr(reinterpret_cast<const void*>(&tn_get_proc_address), &here)) {
      void* self = dlopen(here.dli_fname, RTLD_NOW | RTLD_NOLOAD);
      if (self) {
        found = dlsym(self, name);
        dlclose(self);
      }
      if (!found) found = dlsym(RTLD_DEFAULT, name);  // linked statically into a program
    }
    if (!found) fail(Status::key, "tn_get_proc_address: there is no function '%s'", name);
    return reinterpret_cast<tn_proc_t>(found);
  });
}

// ---- devices

static const Backend* cuda(const char** why) { return find_backend(DeviceType::cuda, why); }

int32_t tn_cuda_is_available(void) {
  const char* why;
  return cuda(&why) != nullptr;
}
const char* tn_cuda_unavailable_reason(void) {
  const char* why = "";
  return cuda(&why) ? "" : why;
}
int64_t tn_cuda_device_count(void) {
  const char* why;
  const Backend* backend = cuda(&why);
  return backend ? backend->device_count() : 0;
}
tn_status_t tn_cuda_synchronize(tn_device_t device) {
  return guard_status(__func__, [&] {
    if (device < TN_CUDA(0) || device > TN_CUDA(255))
      fail(Status::value, "tn_cuda_synchronize: device %d is not a GPU", device);
    Device d{DeviceType::cuda, static_cast<uint8_t>(device - TN_CUDA(0))};
    check_backend(backend_of(d).synchronize(d.index), "tn_cuda_synchronize");
  });
}
