#include "core/io/load.h"

#include "core/base/error.h"
#include "core/io/npy.h"
#include "core/io/npz.h"
#include "core/io/safetensors.h"
#include "core/io/safetensors_index.h"
#include "core/io/source.h"
#include "core/io/torch_file.h"

namespace tenon {

namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// What has the name alone is broken, but that reader says how.
bool is_safetensors(const Source& source, const char* path) {
  return looks_like_safetensors(source) || looks_like_safetensors_index(source) ||
         ends_with(path, ".safetensors");
}

// An archive that holds NumPy's arrays alone; PyTorch's has a pickle in it.
bool is_npz(const Ref<Source>& source, const LoadLimits& limits) {
  return is_archive(*source) && looks_like_npz(ZipReader(source, limits.most_inflated));
}

}  // namespace

Ref<Tree> load_file(const char* path, const LoadLimits& limits) {
  Ref<Source> source = Source::open(path, limits.mapped);
  if (is_safetensors(*source, path)) return Tree::of_dict(*load_safetensors(path, limits));
  if (looks_like_npy(*source)) return Tree::of_tensor(read_npy(source, limits));
  if (is_npz(source, limits)) return Tree::of_dict(*read_npz(source, limits));
  return read_torch_file(source, limits);
}

Ref<Dict> load_state_dict(const char* path) {
  Ref<Source> source = Source::open(path, false);
  if (is_safetensors(*source, path)) return load_safetensors(path);
  return flat_tensors(*load_file(path, LoadLimits()));
}

}  // namespace tenon
