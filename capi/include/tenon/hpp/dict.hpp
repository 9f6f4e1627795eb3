// tenon/hpp/dict.hpp: names and tensors: a state_dict, the content of a file (io.hpp).
#ifndef TENON_HPP_DICT_HPP
#define TENON_HPP_DICT_HPP

#include <tenon/dict.h>
#include <tenon/hpp/tensor.hpp>

namespace tenon {

class Dict : public Object<Dict, tn_dict_t, tn_dict_retain, tn_dict_release> {
 public:
  static Dict make() { return detail::own<Dict>(tn_dict_new); }

  int64_t size() const { return detail::ask<int64_t>(-1, tn_dict_count, get()); }
  std::string name(int64_t i) const { return string(tn_dict_name(get(), i)); }
  bool has(const std::string& name) const {
    return detail::ask<int32_t>(0, tn_dict_has, get(), name.c_str()) != 0;
  }
  Tensor operator[](const std::string& name) const {
    return detail::own<Tensor>(tn_dict_get, get(), name.c_str());
  }
  void set(const std::string& name, const Tensor& t) {
    detail::run(tn_dict_set, get(), name.c_str(), t.get());
  }

  int64_t metadata_size() const { return detail::ask<int64_t>(-1, tn_dict_metadata_count, get()); }
  std::string metadata_key(int64_t i) const { return string(tn_dict_metadata_key(get(), i)); }
  std::string metadata(const std::string& key) const { return string(tn_dict_metadata(get(), key.c_str())); }
  void set_metadata(const std::string& key, const std::string& text) {
    detail::run(tn_dict_set_metadata, get(), key.c_str(), text.c_str());
  }

  // for (auto [name, tensor] : dict)
  class iterator {
   public:
    iterator(const Dict* dict, int64_t i) : dict_(dict), i_(i) {}
    std::pair<std::string, Tensor> operator*() const {
      std::string name = dict_->name(i_);
      return {name, (*dict_)[name]};
    }
    iterator& operator++() {
      ++i_;
      return *this;
    }
    bool operator!=(const iterator& other) const { return i_ != other.i_; }

   private:
    const Dict* dict_;
    int64_t i_;
  };
  iterator begin() const { return {this, 0}; }
  iterator end() const { return {this, size()}; }

 private:
  static std::string string(const char* text) {
    if (!text) detail::raise();
    return text ? text : "";
  }
};

}  // namespace tenon
#endif
