#include "core/io/torch_legacy.h"

#include <unordered_map>

#include "core/base/error.h"
#include "core/io/torch_rebuild.h"

namespace tenon {

namespace {

using Kind = Tree::Kind;

// 0x1950a86a20f9469cfc6c
constexpr std::string_view kMagic = "\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
constexpr int64_t kVersion = 1001;

// The storages of the file, which are known before their bytes are read.
class LegacyNames final : public TorchNames {
 public:
  LegacyNames(const TorchReading& reading, uint64_t file_bytes) : TorchNames(reading), left_(file_bytes) {}

  Ref<Tree> persistent(const Ref<Tree>& id) override {
    // A module's class, with its source.
    if (id->is(Kind::tuple) && id->items.size() >= 2 && id->items[0]->is_text("module")) {
      if (!is_global(*id->items[1]))
        fail(Status::io, "a module's class is %s", kind_name(id->items[1]->kind));
      return id->items[1];
    }
    StorageId storage = storage_id(*id);
    Part& part = part_of(storage);
    if (!part.storage) return foreign_storage(storage, id);
    int64_t offset = storage.view ? narrow(&storage) : 0;
    return storage_tree(part.storage, storage, offset);
  }

  // The keys that the file has, and the bytes behind them.
  void read_storages(const Source& source, uint64_t at, const Tree& keys);

 private:
  struct Part {
    StorageId id;
    Ref<Storage> storage;  // nullptr: of a dtype that we haven't got
    bool is_read = false;
  };

  Part& part_of(const StorageId& id);
  static int64_t narrow(StorageId* id);

  uint64_t left_;  // of the file's bytes, for storages
  std::unordered_map<std::string, Part> parts_;
};

LegacyNames::Part& LegacyNames::part_of(const StorageId& id) {
  auto [found, is_new] = parts_.try_emplace(id.key);
  Part& part = found->second;
  if (is_new) {
    part.id = id;
    part.id.view = nullptr;
    if (!id.item) fail(Status::unsupported, "a tensor in a %s", id.class_name.c_str());
    uint64_t bytes = static_cast<uint64_t>(id.count) * id.item;
    if (bytes > left_)
      fail(Status::io, "the storage '%.40s' is to have %lld elements, more than are in the file",
           id.key.c_str(), (long long)id.count);
    left_ -= bytes;
    if (id.dtype == DType::none) return part;
    part.storage = Ref<Storage>::adopt(Storage::make(static_cast<size_t>(bytes), Device{}));
  }
  if (part.id.class_name != id.class_name || part.id.count != id.count)
    fail(Status::io, "the storage '%.40s' is a %s of %lld elements and a %s of %lld", id.key.c_str(),
         part.id.class_name.c_str(), (long long)part.id.count, id.class_name.c_str(), (long long)id.count);
  return part;
}

// To the part that the view (key, offset, count) is; gives where that begins.
int64_t LegacyNames::narrow(StorageId* id) {
  static const std::string kName = "the view of a storage";
  if (!id->view->is(Kind::tuple)) fail(Status::io, "the view of a storage is %s", kind_name(id->view->kind));
  CallArguments view(kName, *id->view);
  int64_t offset = view.integer(1), count = view.integer(2);
  if (offset < 0 || count < 0 || offset > id->count || count > id->count - offset)
    fail(Status::io, "%lld elements from %lld on are viewed of a storage of %lld", (long long)count,
         (long long)offset, (long long)id->count);
  id->count = count;
  return offset;
}

void need(const Source& source, uint64_t at, uint64_t bytes, const std::string& key) {
  if (at <= source.size() && bytes <= source.size() - at) return;
  fail(Status::io, "the storage '%.40s' is cut off: %llu bytes from byte %llu on, and there are %llu",
       key.c_str(), (unsigned long long)bytes, (unsigned long long)at, (unsigned long long)source.size());
}

void LegacyNames::read_storages(const Source& source, uint64_t at, const Tree& keys) {
  if (!keys.is(Kind::list)) fail(Status::io, "the keys of the storages are %s", kind_name(keys.kind));
  for (const Ref<Tree>& key : keys.items) {
    std::string name = key->is(Kind::integer) ? std::to_string(key->integer) : key->text;
    auto found = parts_.find(name);
    if (found == parts_.end() || found->second.is_read)
      fail(Status::io, "the storage '%.40s' is %s", name.c_str(),
           found == parts_.end() ? "that of no tensor" : "there twice");
    Part& part = found->second;
    uint8_t count[8];
    need(source, at, sizeof count, name);
    source.read(at, count, sizeof count);
    at += sizeof count;
    uint64_t value = 0;
    for (int i = 7; i >= 0; --i) value = value << 8 | count[i];
    if (value != static_cast<uint64_t>(part.id.count))
      fail(Status::io, "the storage '%.40s' has %lld elements at byte %llu, and %lld in the pickle",
           name.c_str(), (long long)value, (unsigned long long)at, (long long)part.id.count);
    uint64_t bytes = value * part.id.item;
    need(source, at, bytes, name);
    if (part.storage) {
      source.read(at, part.storage->data, static_cast<size_t>(bytes));
      settle_elements(part.storage->data, part.storage->bytes, part.id.dtype, false);
    }
    at += bytes;
    part.is_read = true;
  }
  for (const auto& [name, part] : parts_)
    if (!part.is_read) fail(Status::io, "the storage '%.40s' is missing", name.c_str());
}

class PlainNames final : public TorchNames {
 public:
  using TorchNames::TorchNames;
};

// Whatever the system was that wrote them, counts and elements are little-endian.
Ref<Tree> read_legacy(PickleInput& input, const TorchReading& reading) {
  LegacyNames names(reading, input.source().size());
  Ref<Tree> version = read_pickle(input, names, reading.budget);
  if (!version->is(Kind::integer) || version->integer != kVersion)
    fail(Status::unsupported, "%s: a file of PyTorch's old format, and not of its version 1001",
         input.source().name().c_str());
  read_pickle(input, names, reading.budget);  // facts about the system
  Ref<Tree> value = read_pickle(input, names, reading.budget);
  Ref<Tree> keys = read_pickle(input, names, reading.budget);
  try {
    names.read_storages(input.source(), input.at(), *keys);
  } catch (const Error& e) {
    throw Error(e.status(), format("%s: %s", input.source().name().c_str(), e.what()));
  }
  return value;
}

}  // namespace

Ref<Tree> read_torch_pickles(const Ref<Source>& source, const TorchReading& reading) {
  PickleInput input(source, 0);
  PlainNames names(reading);
  Ref<Tree> value;
  uint8_t first;
  source->read(0, &first, 1);
  try {
    value = read_pickle(input, names, reading.budget);
  } catch (const Error& e) {
    // Only the newer protocols can be told by their first byte.
    if (first == 0x80 || e.status() != Status::io) throw;
    throw Error(e.status(),
                std::string(e.what()) + " (and no other format that Tenon knows begins like this)");
  }
  if (value->big && value->text == kMagic) return read_legacy(input, reading);
  if (input.left())
    fail(Status::io, "%s: a pickle, and %llu bytes behind it", source->name().c_str(),
         (unsigned long long)input.left());
  return value;
}

}  // namespace tenon
