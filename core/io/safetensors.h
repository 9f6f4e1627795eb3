#pragma once
// Safetensors: 8 bytes with the length of a header, the header in JSON, and the tensors' bytes, row-major and
// little-endian. https://github.com/huggingface/safetensors
#include "core/nn/dict.h"

namespace tenon {

// Believes no number in the file before it was checked: Status::io says what is wrong and where.
Ref<Dict> load_safetensors(const char* path);
// The old file stays whole until the new one is. Fails with Status::value where an entry is None.
void save_safetensors(const Dict& dict, const char* path);

}  // namespace tenon
