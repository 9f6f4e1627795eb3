#include "core/base/context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <atomic>
#include <new>

namespace tenon {

TENON_TLS Context* current_context = nullptr;

namespace {

std::atomic<uint64_t> scope_serials{1};

// Ends the scopes that a thread leaves open. A call made later still, from another library's destructor, gets
// a context that nobody frees.
struct ContextOwner {
  Context* own = nullptr;
  ~ContextOwner() {
    if (current_context == own) current_context = nullptr;
    delete own;
    own = nullptr;
  }
};
thread_local ContextOwner owner;

// Where not even a context can be had; shared by all threads in that state, so that an error is still
// reported.
Context& emergency_context() {
  alignas(Context) static char memory[sizeof(Context)];
  static Context* context = new (memory) Context;
  return *context;
}

}  // namespace

Context& make_context() {
  if (!owner.own) owner.own = new (std::nothrow) Context;
  if (!owner.own) return emergency_context();
  return *(current_context = owner.own);
}

Context* swap_context(Context* c) {
  Context* former = &context();
  current_context = c ? c : owner.own;
  return former == owner.own ? nullptr : former;
}

Context::~Context() {
  while (depth_) pop_scope();
  free(scopes_);
}

void Context::keep(Handle* handle) {
  uint32_t depth = handle->scope_depth;
  if (depth == 0) return;
  handle->unlink();
  if (depth > 1 && depth - 1 <= depth_) track_in(depth - 1, handle);
}

// The token holds the depth, which finds the record, and the serial, which tells whether it is the same one.
constexpr int kDepthBits = 20;

uint64_t Context::begin_scope(bool paused) {
  if (depth_ == capacity_) {
    uint32_t wanted = capacity_ ? capacity_ * 2 : 16;
    if (wanted > (1u << kDepthBits))
      fail(Status::state, "tn_scope_begin: %u scopes are open in this context", depth_);
    auto* moved = static_cast<ScopeRecord*>(malloc(wanted * sizeof(ScopeRecord)));
    if (!moved) throw std::bad_alloc();
    for (uint32_t i = 0; i < depth_; ++i) {
      moved[i] = scopes_[i];
      if (moved[i].handles) moved[i].handles->link = &moved[i].handles;
    }
    free(scopes_);
    scopes_ = moved;
    capacity_ = wanted;
  }
  uint64_t serial = scope_serials.fetch_add(1, std::memory_order_relaxed);
  scopes_[depth_] = ScopeRecord{nullptr, serial, paused, grad_mode_, inference_mode_};
  ++depth_;
  return serial << kDepthBits | depth_;
}

void Context::end_scope(uint64_t token) {
  uint64_t depth = token & ((1u << kDepthBits) - 1);
  if (depth == 0 || depth > depth_ || scopes_[depth - 1].serial != token >> kDepthBits)
    fail(Status::state,
         "tn_scope_end: the scope is not open in this context: it has ended, or began in another");
  while (depth_ >= depth) pop_scope();
}

void Context::pop_scope() noexcept {
  ScopeRecord& scope = scopes_[depth_ - 1];
  set_modes(scope.grad_mode, scope.inference_mode);
  // A release may run a host's callback, which may begin and end scopes of its own: so look the record up
  // each time.
  uint32_t mine = depth_;
  while (Handle* handle = scopes_[mine - 1].handles) {
    handle->unlink();
    handle->type->release(handle);
  }
  depth_ = mine - 1;
}

void Context::set_error(Status status, const char* message) noexcept {
  char text[sizeof message_];
  if (error_unread())
    snprintf(text, sizeof text, "%s (an earlier error had not been read: %.*s)", message, 1000, message_);
  else snprintf(text, sizeof text, "%s", message);
  memcpy(message_, text, sizeof text);
  error_ = status;
  error_read_ = false;
}

}  // namespace tenon
