#include "core/backend/backend.h"

#include <new>

#include "core/backend/plugin.h"
#include "core/base/context.h"

namespace tenon {

static TENON_TLS const char* backend_message = nullptr;
static TENON_TLS char message_text[512];

static void set_backend_error(const char* message) {
  size_t i = 0;
  for (; message[i] && i + 1 < sizeof message_text; ++i) message_text[i] = message[i];
  message_text[i] = 0;
  backend_message = message_text;
}

const HostApi host_api{kBackendAbi, set_backend_error};

const Backend* find_backend(DeviceType type, const char** why) {
  if (type == DeviceType::cpu) return &cpu_backend();
  return cuda_plugin(why);
}

const Backend& backend_of(Device device) {
  if (device.is_cpu()) return cpu_backend();
  const char* why = "";
  const Backend* backend = find_backend(device.type, &why);
  if (!backend) fail(Status::device, "cuda is not available: %s", why);
  int32_t count = backend->device_count();
  if (device.index >= count)
    fail(Status::device, "cuda:%d does not exist: there %s %d", device.index, count == 1 ? "is" : "are",
         count);
  return *backend;
}

void check_backend(int32_t status, const char* op) {
  if (status == 0) return;
  const char* reason = backend_message ? backend_message : "no reason given";
  backend_message = nullptr;
  fail(static_cast<Status>(status), "%s: %s", op, reason);
}

void not_offered(Device device, const char* op) {
  fail(Status::unsupported, "%s: the %s backend does not offer it", op, device.is_cpu() ? "cpu" : "cuda");
}

void* device_allocate(Device device, size_t bytes) {
  void* data = backend_of(device).allocate(device.index, bytes ? bytes : 1);
  if (!data) throw std::bad_alloc();
  return data;
}

void device_deallocate(Device device, void* data, size_t bytes) noexcept {
  const char* why;
  if (const Backend* backend = find_backend(device.type, &why))
    backend->deallocate(device.index, data, bytes);
}

}  // namespace tenon
