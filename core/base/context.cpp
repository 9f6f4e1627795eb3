#include "core/base/context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <atomic>
#include <new>

#include "core/base/os.h"

namespace tenon {

TENON_TLS Context* current_context = nullptr;

namespace {

std::atomic<uint64_t> scope_serials{1};

// In static storage, so that no thread ever lacks one. A call made after the thread's end, from another
// library's destructor, finds it empty.
TENON_TLS constinit Context own;
constexpr size_t kMessageBytes = 2560;

os::AtThreadExit at_exit([] {
  own.close();
  current_context = nullptr;
});

}  // namespace

Context& enter_own_context() { return *(current_context = &own); }

Context* swap_context(Context* c) {
  Context* former = &context();
  current_context = c ? c : &own;
  return former == &own ? nullptr : former;
}

void Context::close() noexcept {
  while (depth_) pop_scope();
  free(scopes_);
  scopes_ = nullptr;
  capacity_ = 0;
  text_ = "";
  error_ = Status::ok;
  free(message_);
  message_ = nullptr;
}

// False where there is no memory for that: then it may not hold any.
bool Context::closes_with_thread() noexcept { return this != &own || scopes_ || message_ || at_exit.arm(); }

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
    void* room = closes_with_thread() ? malloc(wanted * sizeof(ScopeRecord)) : nullptr;
    if (!room) throw std::bad_alloc();
    auto* moved = static_cast<ScopeRecord*>(room);
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

char* Context::message_buffer() noexcept {
  if (!message_ && closes_with_thread()) message_ = static_cast<char*>(malloc(kMessageBytes));
  return message_;
}

void Context::set_error(Status status, const char* message) noexcept {
  char text[kMessageBytes];
  if (error_unread())
    snprintf(text, sizeof text, "%s (an earlier error had not been read: %.*s)", message, 1000, text_);
  else snprintf(text, sizeof text, "%s", message);
  text_ = status == Status::memory ? "out of memory" : "there is no memory for the message of this error";
  if (char* buffer = message_buffer()) text_ = strcpy(buffer, text);
  error_ = status;
  error_read_ = false;
}

}  // namespace tenon
