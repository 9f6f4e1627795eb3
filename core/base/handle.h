#pragma once
// What every handle of the C ABI begins with: its type, and its place in the list of the scope that will
// release it.
#include <cstdint>

namespace tenon {

struct Handle;

struct HandleType {
  const char* name;                          // "tensor", as error messages say it
  void (*release)(Handle* handle) noexcept;  // gives up the reference; the handle is out of its scope already
};

struct Handle {
  const HandleType* type;
  uint32_t scope_depth = 0;  // 1 for the outermost scope; 0: in none, the caller releases it
  Handle* next = nullptr;    // in its scope's list; `link` is what points at this one
  Handle** link = nullptr;

  explicit Handle(const HandleType* type) : type(type) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  void unlink() {
    if (!link) return;
    *link = next;
    if (next) next->link = link;
    next = nullptr;
    link = nullptr;
    scope_depth = 0;
  }
};

}  // namespace tenon
