#include "tests/conformance/corpus.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <zlib.h>

namespace conformance {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(path + ": cannot be opened");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

class DirectoryCorpus : public Corpus {
 public:
  explicit DirectoryCorpus(std::string root) : root_(std::move(root)) {}

  std::vector<std::string> names() const override {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root_))
      if (entry.is_regular_file())
        found.push_back(std::filesystem::relative(entry.path(), root_).generic_string());
    std::sort(found.begin(), found.end());
    return found;
  }

  std::string read(const std::string& name) const override { return read_file(root_ + "/" + name); }

 private:
  std::string root_;
};

std::string inflate_gzip(const std::string& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (!file) throw std::runtime_error(path + ": cannot be opened");
  std::string text;
  char buffer[1 << 16];
  int n;
  while ((n = gzread(file, buffer, sizeof buffer)) > 0) text.append(buffer, static_cast<size_t>(n));
  int closed = gzclose(file);
  if (n < 0 || closed != Z_OK) throw std::runtime_error(path + ": damaged gzip file");
  return text;
}

// POSIX ustar: headers of 512 bytes (name at 0, size in octal at 124, type at 156, prefix at 345), each
// followed by the file's bytes, padded to 512.
class TarCorpus : public Corpus {
 public:
  explicit TarCorpus(const std::string& path) : data_(inflate_gzip(path)) {
    size_t at = 0;
    while (at + 512 <= data_.size() && data_[at] != '\0') {
      const char* header = data_.data() + at;
      std::string name = field(header, 100), prefix = field(header + 345, 155);
      size_t size = std::stoull(field(header + 124, 12), nullptr, 8);
      if (size > data_.size() - at - 512) throw std::runtime_error(path + ": '" + name + "' is cut short");
      if (header[156] == '0' || header[156] == '\0')
        files_[prefix.empty() ? name : prefix + "/" + name] = {at + 512, size};
      at += 512 + (size + 511) / 512 * 512;
    }
  }

  std::vector<std::string> names() const override {
    std::vector<std::string> found;
    for (const auto& [name, place] : files_) found.push_back(name);
    return found;
  }

  std::string read(const std::string& name) const override {
    auto it = files_.find(name);
    if (it == files_.end()) throw std::runtime_error(name + ": not in the archive");
    return data_.substr(it->second.first, it->second.second);
  }

 private:
  static std::string field(const char* text, size_t capacity) { return {text, strnlen(text, capacity)}; }

  std::string data_;
  std::map<std::string, std::pair<size_t, size_t>> files_;
};

Dtype stored_dtype(const std::string& name) {
  static const std::map<std::string, Dtype> kNames = {
      {"F64", Dtype::f64}, {"F32", Dtype::f32}, {"F16", Dtype::f16}, {"BF16", Dtype::bf16},
      {"I64", Dtype::i64}, {"I32", Dtype::i32}, {"I16", Dtype::i16}, {"I8", Dtype::i8},
      {"U8", Dtype::u8},   {"BOOL", Dtype::b8}};
  auto it = kNames.find(name);
  if (it == kNames.end()) throw std::runtime_error("safetensors: unknown dtype '" + name + "'");
  return it->second;
}

// Complex values are stored as pairs of this dtype.
Dtype stored_as(Dtype dtype) {
  switch (dtype) {
    case Dtype::c32: return Dtype::f16;
    case Dtype::c64: return Dtype::f32;
    case Dtype::c128: return Dtype::f64;
    default: return dtype;
  }
}

}  // namespace

std::unique_ptr<Corpus> Corpus::open(const std::string& path) {
  if (std::filesystem::is_directory(path)) return std::make_unique<DirectoryCorpus>(path);
  if (std::filesystem::is_regular_file(path)) return std::make_unique<TarCorpus>(path);
  throw std::runtime_error(path + ": no such directory or archive");
}

TensorFile::TensorFile(std::string data) : data_(std::move(data)) {
  uint64_t length = 0;
  if (data_.size() < 8) throw std::runtime_error("safetensors: shorter than its header");
  std::memcpy(&length, data_.data(), 8);
  if (length > data_.size() - 8) throw std::runtime_error("safetensors: header longer than the file");
  size_t start = 8 + static_cast<size_t>(length);
  Json header = Json::parse(data_.begin() + 8, data_.begin() + static_cast<std::ptrdiff_t>(start));
  for (const auto& [name, item] : header.items()) {
    if (name == "__metadata__") continue;
    Entry entry{stored_dtype(item.at("dtype")), item.at("shape"), item.at("data_offsets").at(0),
                item.at("data_offsets").at(1)};
    auto bytes = static_cast<size_t>(count_of(entry.shape) * dtype_size(entry.stored));
    if (entry.begin > entry.end || entry.end > data_.size() - start || entry.end - entry.begin != bytes)
      throw std::runtime_error("safetensors: '" + name + "' has wrong offsets");
    entry.begin += start;
    entry.end += start;
    entries_.emplace(name, std::move(entry));
  }
}

const TensorFile::Entry& TensorFile::find(const std::string& key) const {
  auto it = entries_.find(key);
  if (it == entries_.end()) throw std::runtime_error("no tensor '" + key + "' in the safetensors file");
  return it->second;
}

Array TensorFile::stored(const std::string& key) const {
  const Entry& entry = find(key);
  Array a{entry.stored, entry.shape, {}};
  a.bytes.assign(data_.begin() + static_cast<std::ptrdiff_t>(entry.begin),
                 data_.begin() + static_cast<std::ptrdiff_t>(entry.end));
  return a;
}

Array TensorFile::value(const Json& reference) const {
  std::string key = reference.at("key");
  Array a = stored(key);
  Dtype dtype = dtype_from_name(reference.at("dtype"));
  std::vector<int64_t> shape = reference.at("shape");
  int64_t parts = is_complex(dtype) ? 2 : 1;
  if (a.dtype != stored_as(dtype) || a.count() != count_of(shape) * parts)
    throw std::runtime_error("tensor '" + key + "' isn't what the manifest says");
  a.dtype = dtype;
  a.shape = std::move(shape);
  return a;
}

Manifest read_manifest(const Corpus& corpus, const std::string& file, Json top) {
  Manifest m{file, std::move(top), {}};
  if (m.top.contains("tensors")) {
    std::string folder = file.substr(0, file.rfind('/') + 1);
    m.tensors = TensorFile(corpus.read(folder + m.top["tensors"].get<std::string>()));
  }
  return m;
}

}  // namespace conformance
