#pragma once
// Safetensors: 8 bytes with the length of a header, the header in JSON, and the tensors' bytes, row-major and
// little-endian. https://github.com/huggingface/safetensors
#include "core/io/limits.h"
#include "core/io/source.h"
#include "core/nn/dict.h"

namespace tenon {

// Whether the beginning of the source could be that of such a file.
bool looks_like_safetensors(const Source& source);
// Believes no number in the file before it was checked: Status::io says what is wrong and where. Of a mapped
// source tensors are views, but for those that aren't aligned, and for truths.
Ref<Dict> read_safetensors(const Ref<Source>& source, const LoadLimits& limits = {});
// A file, or an index of several (safetensors_index.h).
Ref<Dict> load_safetensors(const char* path, const LoadLimits& limits = {});
// The old file stays whole until the new one is. Fails with Status::value where an entry is None.
void save_safetensors(const Dict& dict, const char* path);
// The same of some of a dictionary's entries, with its metadata.
void save_safetensors(const std::vector<const Dict::Entry*>& entries, const Dict::Metadata& metadata,
                      const char* path);

}  // namespace tenon
