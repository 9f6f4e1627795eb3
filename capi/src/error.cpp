#include "capi/src/guard.h"

using namespace tenon;

tn_status_t tn_error_code(void) { return static_cast<tn_status_t>(context().error()); }
const char* tn_error_message(void) { return context().read_error(); }
void tn_error_clear(void) { context().clear_error(); }

tn_status_t tn_error_set(tn_status_t code, const char* message) {
  if (code != TN_OK) context().set_error(static_cast<Status>(code), message ? message : tn_status_name(code));
  return code;
}

const char* tn_status_name(tn_status_t code) {
  switch (code) {
    case TN_OK: return "TN_OK";
    case TN_ERR_NULL: return "TN_ERR_NULL";
    case TN_ERR_TYPE: return "TN_ERR_TYPE";
    case TN_ERR_SHAPE: return "TN_ERR_SHAPE";
    case TN_ERR_VALUE: return "TN_ERR_VALUE";
    case TN_ERR_INDEX: return "TN_ERR_INDEX";
    case TN_ERR_KEY: return "TN_ERR_KEY";
    case TN_ERR_MEMORY: return "TN_ERR_MEMORY";
    case TN_ERR_IO: return "TN_ERR_IO";
    case TN_ERR_DEVICE: return "TN_ERR_DEVICE";
    case TN_ERR_STATE: return "TN_ERR_STATE";
    case TN_ERR_UNSUPPORTED: return "TN_ERR_UNSUPPORTED";
    case TN_ERR_CALLBACK: return "TN_ERR_CALLBACK";
    case TN_ERR_INTERNAL: return "TN_ERR_INTERNAL";
    default: return "unknown";
  }
}
