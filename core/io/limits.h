#pragma once
// What a reader of files may do beyond reading them plainly.
#include <cstdint>

namespace tenon {

struct LoadLimits {
  uint64_t most_inflated = uint64_t{512} << 20;  // the sum of what compressed parts come to, in bytes
  bool inert = false;                            // classes that we don't know become instances, not errors
  bool mapped = false;                           // tensors are views of the file, where it allows that
};

}  // namespace tenon
