#pragma once
// Options structs of any version: shorter ones get defaults for what they lack, longer ones are taken where
// what we don't know of is zero.
#include <string.h>

#include "core/base/error.h"

namespace tenon {

template <class O>
void init_options(O* o, size_t size, O defaults) noexcept {
  if (!o || size < sizeof(size_t)) return;
  memset(static_cast<void*>(o), 0, size);
  memcpy(static_cast<void*>(o), &defaults, size < sizeof(O) ? size : sizeof(O));
  memcpy(static_cast<void*>(o), &size, sizeof size);
}

template <class O>
O read_options(const O* o, O defaults, const char* function) {
  if (!o) return defaults;
  size_t size = o->struct_size;
  if (size < sizeof(size_t))
    fail(Status::value, "%s: the options' struct_size is %zu: they were not initialised", function, size);
  auto* bytes = reinterpret_cast<const char*>(o);
  for (size_t i = sizeof(O); i < size; ++i)
    if (bytes[i])
      fail(Status::unsupported, "%s: the options set a field that this version does not know", function);
  memcpy(static_cast<void*>(&defaults), o, size < sizeof(O) ? size : sizeof(O));
  return defaults;
}

}  // namespace tenon
