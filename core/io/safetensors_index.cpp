#include "core/io/safetensors_index.h"

#include <ctype.h>

#include <algorithm>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/os.h"
#include "core/nn/json.h"
#include "core/nn/json_events.h"

namespace tenon {

namespace {

// Far above those of the largest models (100,000 names in 10 MB), and what they take in memory is bounded.
constexpr uint64_t kLargestIndex = 32 << 20;
constexpr size_t kMostFiles = 100'000;

struct Index {
  struct Entry {
    std::string name;
    uint32_t file;
  };
  std::vector<Entry> entries;      // in its order
  std::vector<std::string> files;  // in the order in which they are named first
  std::vector<uint32_t> by_name;   // the entries in the order of their names

  const Entry* find(const std::string& name) const {
    auto found =
        std::lower_bound(by_name.begin(), by_name.end(), name,
                         [&](uint32_t i, const std::string& wanted) { return entries[i].name < wanted; });
    return found != by_name.end() && entries[*found].name == name ? &entries[*found] : nullptr;
  }
};

// Takes the index apart while it is parsed, and keeps the weight_map alone. The levels are 0 the index, 1 its
// members, 2 what is in them.
class IndexReader final : public JsonEvents {
 public:
  IndexReader(Index& index, const char* file) : index_(index), file_(file) {}

  bool null() override { return other("null"); }
  bool boolean(bool) override { return other("a boolean"); }
  bool number_integer(number_integer_t) override { return other("a number"); }
  bool number_unsigned(number_unsigned_t) override { return other("a number"); }
  bool number_float(number_float_t, const string_t&) override { return other("a number"); }
  bool binary(binary_t&) override { return other("binary"); }
  bool string(string_t& value) override {
    if (!in_map()) return other("a string");
    check(value);
    auto [known, is_new] = numbers_.emplace(value, index_.files.size());
    if (is_new) {
      if (index_.files.size() == kMostFiles) fail(Status::io, "%s: more than %zu files", file_, kMostFiles);
      index_.files.push_back(std::move(value));
    }
    index_.entries.back().file = known->second;
    return true;
  }
  bool start_object(std::size_t) override {
    if (level_ == 1 && weights_) has_map_ = true;
    else if (level_ > 0) other("an object");
    ++level_;
    return true;
  }
  bool key(string_t& name) override {
    if (level_ == 1) {
      weights_ = name == "weight_map";
      if (weights_ && has_map_) fail(Status::io, "%s: 'weight_map' is there twice", file_);
    } else if (in_map()) {
      if (name.find('\0') != std::string::npos) fail(Status::io, "%s: a name with a zero byte", file_);
      index_.entries.push_back({std::move(name), 0});
    }
    return true;
  }
  bool end_object() override {
    --level_;
    return true;
  }
  bool start_array(std::size_t) override {
    other("a list");
    ++level_;
    return true;
  }
  bool end_array() override {
    --level_;
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& e) override {
    fail(Status::io, "%s: the index is not JSON at byte %zu: %.300s", file_, position, e.what());
  }
  bool has_map() const { return has_map_; }

 private:
  bool in_map() const { return level_ == 2 && weights_; }
  // Beside the weight_map anything may be.
  bool other(const char* what) const {
    if (level_ == 0) fail(Status::io, "%s: the index is %s, not an object", file_, what);
    if (level_ == 1 && weights_) fail(Status::io, "%s: its weight_map is %s, not an object", file_, what);
    if (weights_)
      fail(Status::io, "%s: '%.200s' has %s in place of a file's name", file_,
           index_.entries.back().name.c_str(), what);
    return true;
  }
  // A name in the index's own folder: nothing else is opened.
  void check(const std::string& name) const {
    if (name.empty() || name == "." || name == ".." ||
        name.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos)
      fail(Status::io, "%s: '%.200s' is in the file '%.200s', which is no name of a file beside the index",
           file_, index_.entries.back().name.c_str(), name.c_str());
  }

  Index& index_;
  const char* file_;
  int level_ = 0;
  bool weights_ = false, has_map_ = false;
  std::unordered_map<std::string, uint32_t> numbers_;  // of files
};

void sort_names(Index& index, const char* file) {
  const std::vector<Index::Entry>& entries = index.entries;
  for (uint32_t i = 0; i < entries.size(); ++i) index.by_name.push_back(i);
  std::sort(index.by_name.begin(), index.by_name.end(),
            [&](uint32_t a, uint32_t b) { return entries[a].name < entries[b].name; });
  for (size_t i = 1; i < entries.size(); ++i)
    if (const std::string& name = entries[index.by_name[i]].name; name == entries[index.by_name[i - 1]].name)
      fail(Status::io, "%s: '%.200s' is there twice", file, name.c_str());
}

Index read_index(const Source& source) {
  const char* file = source.name().c_str();
  if (source.size() > kLargestIndex)
    fail(Status::io, "%s: an index of %llu bytes; the most are %llu", file, (unsigned long long)source.size(),
         (unsigned long long)kLargestIndex);
  std::string text(static_cast<size_t>(source.size()), '\0');
  source.read(0, text.data(), text.size());
  if (text.find('\0') != std::string::npos) fail(Status::io, "%s: the index has a zero byte", file);
  Index index;
  IndexReader reader(index, file);
  parse_json(text, reader);
  if (!reader.has_map()) fail(Status::io, "%s: the index has no 'weight_map'", file);
  sort_names(index, file);
  return index;
}

std::string beside(const std::string& index_path, const std::string& name) {
  return index_path.substr(0, index_path.rfind('/') + 1) + name;
}

// All that a shard has, once it is what the index says.
Ref<Dict> load_shard(const Index& index, uint32_t file, const std::string& path, const LoadLimits& limits) {
  Ref<Dict> shard = read_safetensors(Source::open(path.c_str(), limits.mapped), limits);
  for (const Dict::Entry& entry : shard->entries())
    if (const Index::Entry* known = index.find(entry.name); !known || known->file != file)
      fail(Status::io, "%s: it has '%.200s', and the index doesn't say so", path.c_str(), entry.name.c_str());
  return shard;
}

}  // namespace

bool looks_like_safetensors_index(const Source& source) {
  char first[16] = {};
  size_t bytes = source.size() < sizeof first ? static_cast<size_t>(source.size()) : sizeof first;
  source.read(0, first, bytes);
  size_t at = 0;
  while (at < bytes && isspace(static_cast<unsigned char>(first[at]))) ++at;
  // The length of a header that begins so would be beyond all limits.
  return at < bytes && first[at] == '{' && !looks_like_safetensors(source);
}

Ref<Dict> load_safetensors_index(const Source& source, const LoadLimits& limits) {
  const Index index = read_index(source);
  std::vector<Ref<Dict>> shards(index.files.size());
  Ref<Dict> dict = Dict::make();
  for (const Index::Entry& wanted : index.entries) {
    const std::string& file = index.files[wanted.file];
    Ref<Dict>& shard = shards[wanted.file];
    if (!shard) {
      shard = load_shard(index, wanted.file, beside(source.name(), file), limits);
      for (const auto& [key, value] : shard->metadata())
        if (!dict->find_metadata(key)) dict->set_metadata(key, value);
    }
    const Dict::Entry* entry = shard->find(wanted.name);
    if (!entry)
      fail(Status::io, "%s: '%.200s' is to be in the file '%.200s', and isn't", source.name().c_str(),
           wanted.name.c_str(), file.c_str());
    dict->set(wanted.name, entry->tensor);
  }
  return dict;
}

// ---- writing

namespace {

constexpr std::string_view kEnding = ".safetensors.index.json";

using Shard = std::vector<const Dict::Entry*>;

std::vector<Shard> divide(const Dict& dict, uint64_t most_bytes, uint64_t* total) {
  std::vector<Shard> shards;
  uint64_t bytes = 0;
  for (const Dict::Entry& entry : dict.entries()) {
    if (!entry.tensor) fail(Status::value, "save: '%.200s' is None", entry.name.c_str());
    uint64_t more = static_cast<uint64_t>(entry.tensor->numel) * entry.tensor->item_size();
    if (shards.empty() || bytes > most_bytes || more > most_bytes - bytes) {
      shards.emplace_back();
      bytes = 0;
    }
    shards.back().push_back(&entry);
    bytes += more;
    *total += more;
  }
  return shards;
}

// "model-00001-of-00003.safetensors", or where such files are there already "model.2-00001-of-…".
std::vector<std::string> names_of_shards(const std::string& path, const std::string& stem, size_t count) {
  for (int attempt = 1;; ++attempt) {
    std::vector<std::string> names;
    bool taken = false;
    const std::string version = attempt == 1 ? "" : "." + std::to_string(attempt);
    for (size_t i = 1; i <= count; ++i) {
      names.push_back(stem + version + format("-%05zu-of-%05zu.safetensors", i, count));
      taken |= os::file_exists(beside(path, names.back()).c_str());
    }
    if (!taken) return names;
    if (attempt == 1000) fail(Status::io, "save %s: too many files of its name are there", path.c_str());
  }
}

// The paths of the index's files that is there, as far as they have the names that we give.
std::vector<std::string> old_shards(const std::string& path, const std::string& stem) {
  std::vector<std::string> paths;
  if (!os::file_exists(path.c_str())) return paths;
  Ref<Source> source = Source::open(path.c_str(), false);
  if (!looks_like_safetensors_index(*source)) return paths;
  try {
    for (const std::string& file : read_index(*source).files)
      if (file.rfind(stem, 0) == 0 && file.find("-of-") != std::string::npos)
        paths.push_back(beside(path, file));
  } catch (const Error&) {  // it is broken, and none can tell what it named
    paths.clear();
  }
  return paths;
}

std::string text_of_index(const std::vector<Shard>& shards, const std::vector<std::string>& names,
                          uint64_t total) {
  std::string text =
      "{\n  \"metadata\": {\n    \"total_size\": " + std::to_string(total) + "\n  },\n  \"weight_map\": {";
  const char* before = "\n    ";
  for (size_t i = 0; i < shards.size(); ++i) {
    for (const Dict::Entry* entry : shards[i]) {
      text += before + json_string(entry->name) + ": " + json_string(names[i]);
      before = ",\n    ";
    }
  }
  return text + (shards.empty() ? "}\n}\n" : "\n  }\n}\n");
}

// Removes what was written where not all of it could be.
class Written {
 public:
  explicit Written(std::string path) : path_(std::move(path)) {}
  ~Written() {
    if (!kept_)
      for (const std::string& file : files_) os::remove_file(file.c_str());
  }
  Written(const Written&) = delete;
  Written& operator=(const Written&) = delete;
  const char* begin(const std::string& name) { return files_.emplace_back(beside(path_, name)).c_str(); }
  void keep() { kept_ = true; }

 private:
  std::string path_;
  std::vector<std::string> files_;
  bool kept_ = false;
};

}  // namespace

void save_sharded_safetensors(const Dict& dict, const char* index_path, uint64_t most_bytes) {
  const std::string path = index_path, name = path.substr(path.rfind('/') + 1);
  if (name.size() <= kEnding.size() || !name.ends_with(kEnding))
    fail(Status::value, "save: the name of an index ends in %s, and '%.200s' doesn't", kEnding.data(),
         index_path);
  const std::string stem = name.substr(0, name.size() - kEnding.size());
  uint64_t total = 0;
  std::vector<Shard> shards = divide(dict, most_bytes, &total);
  std::vector<std::string> names = names_of_shards(path, stem, shards.size()), old = old_shards(path, stem);
  Written written(path);
  for (size_t i = 0; i < shards.size(); ++i)
    save_safetensors(shards[i], dict.metadata(), written.begin(names[i]));
  const std::string text = text_of_index(shards, names, total);
  os::NewFile index(index_path);
  index.write(text.data(), text.size());
  try {
    index.commit();
  } catch (...) {
    if (index.is_in_place()) written.keep();
    throw;
  }
  written.keep();
  for (const std::string& file : old) os::remove_file(file.c_str());
}

}  // namespace tenon
