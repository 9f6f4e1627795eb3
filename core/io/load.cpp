#include "core/io/load.h"

#include <string.h>

#include "core/base/error.h"
#include "core/io/safetensors.h"
#include "core/io/source.h"
#include "core/io/torch_file.h"

namespace tenon {

namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// The length of a header, and the header. What has the name alone is broken, but that reader says how.
bool is_safetensors(const Source& source, const char* path) {
  uint8_t head[9] = {};
  if (source.size() >= sizeof head) {
    source.read(0, head, sizeof head);
    uint64_t length = 0;
    for (int i = 7; i >= 0; --i) length = length << 8 | head[i];
    if (head[8] == '{' && length <= source.size() - 8) return true;
  }
  return ends_with(path, ".safetensors");
}

}  // namespace

Ref<Tree> load_file(const char* path, const LoadLimits& limits) {
  Ref<Source> source = Source::open(path, limits.mapped);
  if (is_safetensors(*source, path)) return Tree::of_dict(*load_safetensors(path));
  return read_torch_file(source, limits);
}

Ref<Dict> load_state_dict(const char* path) {
  Ref<Source> source = Source::open(path, false);
  if (is_safetensors(*source, path)) return load_safetensors(path);
  return flat_tensors(*read_torch_file(source, LoadLimits()));
}

}  // namespace tenon
