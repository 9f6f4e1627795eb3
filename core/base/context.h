#pragma once
// All state outside objects: the last error, the gradient modes and the open scopes. Each thread has one; a
// fiber scheduler swaps them.
#include "core/base/error.h"
#include "core/base/handle.h"

namespace tenon {

// Unlike threads' own data elsewhere, these are reached in one instruction, also from a library opened late.
#define TENON_TLS thread_local __attribute__((tls_model("initial-exec")))

struct ScopeRecord {
  Handle* handles = nullptr;  // newest first
  uint64_t serial = 0;        // never used twice in a process, so a token is known when it is stale
  bool paused = false;        // handles made now are in no scope
  bool grad_mode = true;      // the modes to put back
  bool inference_mode = false;
};

class Context {
 public:
  // Whether operators are recorded: in grad mode, unless inference mode overrides it.
  bool grad_enabled = true;

  // Ends the scopes that are open and gives back its memory; it can be used again. There is no destructor: a
  // thread's own lies in its static storage.
  void close() noexcept;

  bool grad_mode() const { return grad_mode_; }
  bool inference_mode() const { return inference_mode_; }
  void set_modes(bool grad_mode, bool inference_mode) {
    grad_mode_ = grad_mode;
    inference_mode_ = inference_mode;
    grad_enabled = grad_mode && !inference_mode;
  }

  // Adds a new handle to the innermost scope, if there is one.
  void track(Handle* handle) {
    if (depth_ == 0) return;
    track_in(depth_, handle);
  }
  // Moves a handle to the scope around its own, or to no scope.
  void keep(Handle* handle);

  // A token: never 0. Throws where memory for it is lacking.
  uint64_t begin_scope(bool paused);
  // Releases the handles of the scope and of those still open inside it. Fails where the token isn't of an
  // open one.
  void end_scope(uint64_t token);

  // Never fails; where there is no memory for the message, a general one stands for it.
  void set_error(Status status, const char* message) noexcept;
  void clear_error() noexcept { error_ = Status::ok; }
  Status error() const { return error_; }
  bool error_unread() const { return error_ != Status::ok && !error_read_; }
  const char* read_error() {
    error_read_ = true;
    return error_ == Status::ok ? "" : text_;
  }

 private:
  void track_in(uint32_t depth, Handle* handle) {
    ScopeRecord& scope = scopes_[depth - 1];
    if (scope.paused) return;
    handle->scope_depth = depth;
    handle->next = scope.handles;
    handle->link = &scope.handles;
    if (scope.handles) scope.handles->link = &handle->next;
    scope.handles = handle;
  }
  void pop_scope() noexcept;
  bool closes_with_thread() noexcept;
  char* message_buffer() noexcept;

  bool grad_mode_ = true, inference_mode_ = false;
  ScopeRecord* scopes_ = nullptr;
  uint32_t depth_ = 0, capacity_ = 0;
  Status error_ = Status::ok;
  bool error_read_ = false;
  const char* text_ = "";    // of the error: in the buffer, or a constant
  char* message_ = nullptr;  // the buffer, made at the first error
};

extern TENON_TLS Context* current_context;
Context& enter_own_context();

// This thread's.
inline Context& context() {
  Context* c = current_context;
  return c ? *c : enter_own_context();
}

// Installs another and returns the one that was there; nullptr stands for the thread's own, both ways.
Context* swap_context(Context* c);

// Sets the gradient mode for a block.
class GradModeGuard {
 public:
  explicit GradModeGuard(bool enabled) : context_(context()), former_(context_.grad_mode()) {
    context_.set_modes(enabled, context_.inference_mode());
  }
  ~GradModeGuard() { context_.set_modes(former_, context_.inference_mode()); }
  GradModeGuard(const GradModeGuard&) = delete;
  GradModeGuard& operator=(const GradModeGuard&) = delete;

 private:
  Context& context_;
  bool former_;
};

}  // namespace tenon
