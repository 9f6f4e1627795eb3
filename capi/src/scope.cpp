// Scopes, contexts, and the handles of tensors. The other kinds' functions stand beside what they handle.
#include "capi/src/handles.h"

using namespace tenon;

static tn_scope_t open_scope(const char* function, bool paused) {
  return guard(function, tn_scope_t{},
               [&] { return reinterpret_cast<tn_scope_t>(context().begin_scope(paused)); });
}

tn_scope_t tn_scope_begin(void) { return open_scope("tn_scope_begin", false); }
tn_scope_t tn_scope_pause(void) { return open_scope("tn_scope_pause", true); }

tn_status_t tn_scope_end(tn_scope_t scope) {
  return guard_status("tn_scope_end", [&] {
    if (!scope) throw NullArgument{"tn_scope_end", "scope"};
    context().end_scope(reinterpret_cast<uint64_t>(scope));
  });
}

void tn_scope_resume(tn_scope_t scope) {
  if (scope) tn_scope_end(scope);
}

tn_context_t tn_context_new(void) {
  return guard("tn_context_new", tn_context_t{}, [] { return reinterpret_cast<tn_context_t>(new Context); });
}

tn_context_t tn_context_swap(tn_context_t next) {
  return reinterpret_cast<tn_context_t>(swap_context(reinterpret_cast<Context*>(next)));
}

void tn_context_release(tn_context_t c) {
  auto* context = reinterpret_cast<Context*>(c);
  if (context) context->close();
  delete context;
}

void tn_tensor_release(tn_tensor_t t) { release_any(t, tensor_handle_type); }

tn_tensor_t tn_tensor_keep(tn_tensor_t t) {
  return static_cast<tn_tensor_t>(keep_any(t, tensor_handle_type, "tn_tensor_keep"));
}

tn_tensor_t tn_tensor_retain(tn_tensor_t t) {
  return guard("tn_tensor_retain", tn_tensor_t{}, [&] {
    if (t == TN_NONE) return t;
    TensorHandle* made = forwarding_handle();
    try {
      made->tensor = borrow(t, "tn_tensor_retain", "t");
    } catch (...) {
      destroy(made);
      throw;
    }
    return reinterpret_cast<tn_tensor_t>(made);
  });
}
