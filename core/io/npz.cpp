#include "core/io/npz.h"

#include <string.h>

#include "core/base/error.h"
#include "core/io/npy.h"
#include "core/io/zip_writer.h"
#include "core/ops/copy.h"

namespace tenon {

namespace {

constexpr std::string_view kEnding = ".npy";

bool is_npy(const ZipEntry& entry) {
  return entry.name.size() >= kEnding.size() &&
         entry.name.compare(entry.name.size() - kEnding.size(), kEnding.size(), kEnding) == 0;
}

Tensor read_entry(const ZipReader& zip, const ZipEntry& entry, bool mapped) {
  const std::string name = zip.source().name() + ": '" + entry.name.substr(0, 200) + "'";
  if (mapped && !entry.deflated)
    return read_npy(zip.shared_source(), entry.at, entry.size, name.c_str(), true);
  const std::string bytes = zip.text(entry, entry.size);
  return read_npy(Source::of_bytes(bytes.data(), bytes.size(), name));
}

}  // namespace

bool looks_like_npz(const ZipReader& zip) {
  for (const ZipEntry& entry : zip.entries())
    if (!is_npy(entry)) return false;
  return !zip.entries().empty();
}

Ref<Dict> read_npz(const Ref<Source>& source, const LoadLimits& limits) {
  return read_npz(ZipReader(source, limits.most_inflated), limits);
}

Ref<Dict> read_npz(const ZipReader& zip, const LoadLimits& limits) {
  Ref<Dict> dict = Dict::make();
  for (const ZipEntry& entry : zip.entries()) {
    if (!is_npy(entry))
      fail(Status::io, "%s: no .npz file: the zip archive's entry '%.200s' is no .npy file",
           zip.source().name().c_str(), entry.name.c_str());
    dict->set(entry.name.substr(0, entry.name.size() - kEnding.size()),
              read_entry(zip, entry, limits.mapped));
  }
  return dict;
}

void save_npz(const Dict& dict, const char* path, bool compressed) {
  os::NewFile file(path);
  ZipWriter writer(file);
  for (const Dict::Entry& entry : dict.entries()) {
    if (!entry.tensor) fail(Status::value, "save: '%.200s' is None", entry.name.c_str());
    std::string bytes = npy_header(entry.tensor);
    const size_t head = bytes.size();
    Tensor dense = to_device(entry.tensor, Device{});
    if (!dense->contiguous) dense = dense_copy(dense);
    bytes.resize(head + static_cast<size_t>(dense->numel) * dense->item_size());
    if (dense->numel) memcpy(&bytes[head], dense->data, bytes.size() - head);
    const std::string name = entry.name + std::string(kEnding);
    // Its elements begin at a multiple of 64, too.
    if (compressed) writer.add_deflated(name, bytes.data(), bytes.size());
    else writer.add(name, bytes.data(), bytes.size(), 64);
  }
  writer.finish();
  file.commit();
}

}  // namespace tenon
