#include "core/nn/dict.h"

#include "core/base/error.h"
#include "core/base/nearest.h"

namespace tenon {

const Dict::Entry* Dict::find(const std::string& name) const {
  auto found = index_.find(name);
  return found == index_.end() ? nullptr : &entries_[found->second];
}

const Dict::Entry& Dict::get(const char* function, const std::string& name) const {
  if (const Entry* entry = find(name)) return *entry;
  NearestName nearest(name);
  for (const Entry& entry : entries_) nearest.offer(entry.name);
  fail(Status::key, "%s: there is no '%.300s' among %zu tensors%s", function, name.c_str(), entries_.size(),
       nearest.hint().c_str());
}

void Dict::set(const std::string& name, Tensor tensor) {
  auto found = index_.find(name);
  if (found != index_.end()) {
    entries_[found->second].tensor = std::move(tensor);
    return;
  }
  entries_.push_back({name, std::move(tensor)});
  try {
    index_.emplace(name, entries_.size() - 1);
  } catch (...) {
    entries_.pop_back();
    throw;
  }
}

const std::string* Dict::find_metadata(std::string_view key) const {
  for (const auto& [name, text] : metadata_)
    if (name == key) return &text;
  return nullptr;
}

void Dict::set_metadata(std::string_view key, std::string_view text) {
  for (auto& [name, old] : metadata_)
    if (name == key) {
      old = text;
      return;
    }
  metadata_.emplace_back(key, text);
}

void Dict::remove_metadata(std::string_view key) {
  for (size_t i = 0; i < metadata_.size(); ++i)
    if (metadata_[i].first == key) {
      metadata_.erase(metadata_.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
}

}  // namespace tenon
