#pragma once
// Safetensors in several files: an index in JSON, as Hugging Face writes it, names the file of each tensor.
//
//     model.safetensors.index.json    {"metadata": {"total_size": 48}, "weight_map": {"a": "model-00001-of-…
//     model-00001-of-00002.safetensors
//     model-00002-of-00002.safetensors
#include "core/io/safetensors.h"

namespace tenon {

// Whether the source begins as JSON does, which no safetensors file can.
bool looks_like_safetensors_index(const Source& index);
// The tensors of all its files, which lie beside it, in the index's order. Fails with Status::io where a file
// lacks what it is to have, or has what the index doesn't know of.
Ref<Dict> load_safetensors_index(const Source& index, const LoadLimits& limits);
// In files of at most so many bytes of tensors, but for a single tensor that has more. The path ends in
// ".safetensors.index.json". The new index takes the old one's place when all else is written; where the old
// one's files have the same names, the new ones get others, and the old ones are removed at the end.
void save_sharded_safetensors(const Dict& dict, const char* index_path, uint64_t most_bytes);

}  // namespace tenon
