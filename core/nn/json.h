#pragma once
// JSON from files and callers, which may be hostile: the parser keeps its own stack, but what walks the
// result recurses, so its depth is checked first.
#include <nlohmann/json.hpp>

namespace tenon {

using Json = nlohmann::json;

inline bool deeper_than(const Json& j, int limit) {
  if (!j.is_structured()) return false;
  if (limit == 0) return true;
  for (const Json& item : j)
    if (deeper_than(item, limit - 1)) return true;
  return false;
}

}  // namespace tenon
