#include "core/io/torch_file.h"

#include <string.h>

#include <unordered_map>

#include "core/base/error.h"
#include "core/io/torch_globals.h"
#include "core/io/torch_legacy.h"
#include "core/io/torch_rebuild.h"
#include "core/io/zip.h"

namespace tenon {

namespace {

constexpr uint64_t kMostInflatedPickle = uint64_t{64} << 20;

class ZipNames final : public TorchNames {
 public:
  ZipNames(const TorchReading& reading, const ZipReader& zip, std::string root, bool swap)
      : TorchNames(reading), zip_(zip), root_(std::move(root)), swap_(swap) {}

  Ref<Tree> persistent(const Ref<Tree>& id) override {
    StorageId storage = storage_id(*id);
    if (storage.dtype == DType::none) return foreign_storage(storage, id);
    auto known = storages_.find(storage.key);
    if (known == storages_.end())
      known = storages_.emplace(storage.key, storage_tree(read(storage), storage, 0)).first;
    const Tree& tree = *known->second;
    if (tree.class_name != storage.class_name || tree.tensor->numel != storage.count)
      fail(Status::io, "the storage '%.40s' is a %s of %lld elements and a %s of %lld", storage.key.c_str(),
           tree.class_name.c_str(), (long long)tree.tensor->numel, storage.class_name.c_str(),
           (long long)storage.count);
    return known->second;
  }

 private:
  Ref<Storage> read(const StorageId& id) {
    const ZipEntry* entry = zip_.find(root_ + "data/" + id.key);
    if (!entry) fail(Status::io, "there is no record 'data/%.40s'", id.key.c_str());
    size_t bytes = static_cast<size_t>(id.count) * id.item;
    if (entry->size < bytes)
      fail(Status::io, "the record 'data/%.40s' has %llu bytes, and %lld elements of %zu bytes are in it",
           id.key.c_str(), (unsigned long long)entry->size, (long long)id.count, id.item);
    bool as_it_is = id.dtype != DType::bool_ && !swap_ && !id.untyped;
    if (limits().mapped && as_it_is)
      if (Ref<Storage> mapped = zip_.mapped_storage(*entry, id.item)) return mapped;
    auto storage = Ref<Storage>::adopt(Storage::make(static_cast<size_t>(entry->size), Device{}));
    zip_.read(*entry, storage->data);
    settle_elements(storage->data, storage->bytes, id.dtype, swap_);
    return storage;
  }

  const ZipReader& zip_;
  const std::string root_;
  const bool swap_;
  std::unordered_map<std::string, Ref<Tree>> storages_;
};

bool is_big_endian(const ZipReader& zip, const std::string& root) {
  const ZipEntry* entry = zip.find(root + "byteorder");
  if (!entry) return false;
  std::string order = zip.text(*entry, 16);
  if (order != "little" && order != "big")
    fail(Status::io, "%s: the byte order is '%.16s', neither little nor big", zip.source().name().c_str(),
         order.c_str());
  return order == "big";
}

// The part of the names of an archive's entries before "data.pkl"; false where there is none.
bool find_torch_root(const ZipReader& zip, std::string* root) {
  static constexpr std::string_view kName = "data.pkl";
  const std::string* best = nullptr;
  for (const ZipEntry& entry : zip.entries()) {
    std::string_view name = entry.name;
    if (name.size() < kName.size() || name.substr(name.size() - kName.size()) != kName) continue;
    if (name.size() > kName.size() && name[name.size() - kName.size() - 1] != '/') continue;
    if (!best || name.size() < best->size()) best = &entry.name;
  }
  if (best) *root = best->substr(0, best->size() - kName.size());
  return best != nullptr;
}

Ref<Tree> read_zip(const Ref<Source>& source, const TorchReading& reading) {
  ZipReader zip(source, reading.limits.most_inflated);
  std::string root;
  if (!find_torch_root(zip, &root)) {
    for (const ZipEntry& entry : zip.entries())
      if (entry.name.size() >= 10 && entry.name.compare(entry.name.size() - 10, 10, "model.json") == 0)
        fail(Status::unsupported, "%s: TorchScript of before PyTorch 1.4", source->name().c_str());
    fail(Status::io, "%s: an archive without a data.pkl", source->name().c_str());
  }
  const ZipEntry& entry = *zip.find(root + "data.pkl");
  // PyTorch doesn't compress it, and whoever does so has few values.
  std::string pickle = zip.text(entry, entry.deflated ? kMostInflatedPickle : UINT64_MAX);
  reading.budget.take(entry.deflated ? pickle.size() : 0);
  ZipNames names(reading, zip, root, is_big_endian(zip, root));
  PickleInput input(Source::of_bytes(pickle.data(), pickle.size(), source->name() + ": " + entry.name), 0);
  return read_pickle(input, names, reading.budget);
}

bool is_tar(const Source& source) {
  char magic[5];
  if (source.size() < 512) return false;
  source.read(257, magic, sizeof magic);
  return memcmp(magic, "ustar", sizeof magic) == 0;
}

}  // namespace

bool is_archive(const Source& source) {
  char head[2] = {};
  if (source.size() < sizeof head) return false;
  source.read(0, head, sizeof head);
  return memcmp(head, "PK", sizeof head) == 0 || (head[0] != '\x80' && ZipReader::looks_like(source));
}

Ref<Tree> read_torch_file(const Ref<Source>& source, const TorchReading& reading) {
  if (source->size() == 0) fail(Status::io, "%s: it is empty", source->name().c_str());
  if (is_archive(*source)) return read_zip(source, reading);
  if (is_tar(*source))
    fail(Status::unsupported, "%s: a tar archive, of PyTorch before 0.1.10", source->name().c_str());
  return read_torch_pickles(source, reading);
}

Ref<Tree> read_torch_file(const Ref<Source>& source, const LoadLimits& limits) {
  ReadingBudget budget(source->size(), limits.most_inflated);
  return read_torch_file(source, TorchReading{limits, budget, 0});
}

}  // namespace tenon
