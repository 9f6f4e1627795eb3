// Where cases come from: a directory as the oracle writes it, or the same tree in one .tar.gz.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/conformance/array.h"

namespace conformance {

using Json = nlohmann::json;

class Corpus {
 public:
  virtual ~Corpus() = default;
  virtual std::vector<std::string> names() const = 0;            // paths from the top, sorted
  virtual std::string read(const std::string& name) const = 0;   // throws std::runtime_error
  static std::unique_ptr<Corpus> open(const std::string& path);  // throws where there is nothing to read
};

// A .safetensors file, checked when it is opened.
class TensorFile {
 public:
  TensorFile() = default;
  explicit TensorFile(std::string data);
  Array value(const Json& reference) const;    // of a manifest's tensor reference
  Array stored(const std::string& key) const;  // of a bare key, in the dtype it has in the file
  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Dtype stored;
    std::vector<int64_t> shape;
    size_t begin, end;
  };
  const Entry& find(const std::string& key) const;

  std::string data_;
  std::map<std::string, Entry> entries_;
};

// One manifest and its tensors.
struct Manifest {
  std::string file;
  Json top;
  TensorFile tensors;
};

// `top` is what the file holds.
Manifest read_manifest(const Corpus& corpus, const std::string& file, Json top);

}  // namespace conformance
