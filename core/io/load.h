#pragma once
// A file of any format that we read, told by what is in it.
#include "core/io/limits.h"
#include "core/io/tree.h"

namespace tenon {

Ref<Tree> load_file(const char* path, const LoadLimits& limits);
// Its tensors by flat names, and the metadata of safetensors.
Ref<Dict> load_state_dict(const char* path);

}  // namespace tenon
