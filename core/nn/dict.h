#pragma once
// Names and tensors in order, with texts beside them: a state_dict, the content of a file.
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/memory.h"
#include "core/tensor/tensor.h"

namespace tenon {

class Dict : public RefCounted {
 public:
  struct Entry {
    std::string name;
    Tensor tensor;  // undefined: None
  };
  using Metadata = std::vector<std::pair<std::string, std::string>>;

  static Ref<Dict> make() { return Ref<Dict>::adopt(create<Dict>()); }
  static void destroy(Dict* dict) { tenon::destroy(dict); }

  const std::vector<Entry>& entries() const { return entries_; }
  // nullptr where there is none of this name.
  const Entry* find(const std::string& name) const;
  // The same, failing with Status::key and the nearest name; `function` is named in the message.
  const Entry& get(const char* function, const std::string& name) const;
  // At the end, or in the place of the one of this name.
  void set(const std::string& name, Tensor tensor);

  const Metadata& metadata() const { return metadata_; }
  const std::string* find_metadata(std::string_view key) const;
  void set_metadata(std::string_view key, std::string_view text);
  void remove_metadata(std::string_view key);

 private:
  std::vector<Entry> entries_;
  std::unordered_map<std::string, size_t> index_;
  Metadata metadata_;
};

}  // namespace tenon
