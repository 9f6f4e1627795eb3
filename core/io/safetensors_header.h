#pragma once
// The header of a safetensors file, read and checked.
#include <string>
#include <vector>

#include "core/nn/dict.h"

namespace tenon {

struct SafetensorsEntry {
  std::string name;
  std::string dtype;  // "F32"
  std::vector<int64_t> shape;
  uint64_t begin = 0, end = 0;  // of its bytes, from the header's end
};

struct SafetensorsHeader {
  std::vector<SafetensorsEntry> entries;  // in the file's order
  Dict::Metadata metadata;
};

// Only what the header itself tells: JSON of the right form, each name once. `file` is named in messages.
SafetensorsHeader parse_safetensors_header(const std::string& json, const char* file);

}  // namespace tenon
