// tenon/hpp/tree.hpp: nested Python values: what a checkpoint holds.
#ifndef TENON_HPP_TREE_HPP
#define TENON_HPP_TREE_HPP

#include <tenon/tree.h>
#include <tenon/hpp/dict.hpp>

namespace tenon {

class Tree : public Object<Tree, tn_tree_t, tn_tree_retain, tn_tree_release> {
 public:
  Tree() = default;
  // Any value where a tree is wanted: checkpoint.set("epoch", 3).
  Tree(std::nullptr_t) { *this = detail::own<Tree>(tn_tree_none); }
  Tree(const char* text) { *this = detail::own<Tree>(tn_tree_from_string, text); }
  Tree(const std::string& text) : Tree(text.c_str()) {}
  Tree(const Tensor& t) { *this = detail::own<Tree>(tn_tree_from_tensor, t.get()); }
  Tree(const Dict& tensors) { *this = detail::own<Tree>(tn_tree_from_tensors, tensors.get()); }
  template <class N, std::enable_if_t<std::is_arithmetic_v<N>, int> = 0>
  Tree(N value) {
    if constexpr (std::is_same_v<N, bool>) *this = detail::own<Tree>(tn_tree_from_bool, int32_t{value});
    else if constexpr (std::is_integral_v<N>)
      *this = detail::own<Tree>(tn_tree_from_int, static_cast<int64_t>(value));
    else *this = detail::own<Tree>(tn_tree_from_float, static_cast<double>(value));
  }
  static Tree dict() { return detail::own<Tree>(tn_tree_dict); }
  static Tree list(const std::vector<Tree>& items = {}) {
    detail::Handles<Tree> handles(items);
    return detail::own<Tree>(tn_tree_list, handles.data(), handles.size());
  }
  static Tree tuple(const std::vector<Tree>& items) {
    detail::Handles<Tree> handles(items);
    return detail::own<Tree>(tn_tree_tuple, handles.data(), handles.size());
  }
  static Tree bytes(const std::string& data) {
    return detail::own<Tree>(tn_tree_from_bytes, static_cast<const void*>(data.data()),
                             static_cast<int64_t>(data.size()));
  }
  static Tree of_dtype(tn_dtype_t dtype) { return detail::own<Tree>(tn_tree_from_dtype, dtype); }

  tn_tree_kind_t kind() const { return detail::ask(tn_tree_kind_t{0}, tn_tree_kind, get()); }
  std::string class_name() const { return string(tn_tree_class_name(get())); }
  bool to_bool() const { return detail::ask<int32_t>(0, tn_tree_bool, get()) != 0; }
  int64_t to_int() const { return detail::ask<int64_t>(-1, tn_tree_int, get()); }
  double to_double() const {
    return detail::ask(std::numeric_limits<double>::quiet_NaN(), tn_tree_float, get());
  }
  std::string to_string() const { return string(tn_tree_string(get())); }
  std::string to_bytes() const {
    const void* data = nullptr;
    int64_t n = 0;
    detail::run(tn_tree_bytes, get(), &data, &n);
    return data ? std::string(static_cast<const char*>(data), static_cast<size_t>(n)) : std::string();
  }
  tn_dtype_t to_dtype() const { return detail::ask(tn_dtype_t{0}, tn_tree_dtype, get()); }
  Tensor to_tensor() const { return detail::own<Tensor>(tn_tree_tensor, get()); }

  int64_t size() const { return detail::ask<int64_t>(-1, tn_tree_count, get()); }
  // Element i of a list or tuple, value i of a dict.
  Tree item(int64_t i) const { return detail::own<Tree>(tn_tree_item, get(), i); }
  Tree key(int64_t i) const { return detail::own<Tree>(tn_tree_key, get(), i); }
  bool has(const std::string& key) const {
    return detail::ask<int32_t>(0, tn_tree_has, get(), key.c_str()) != 0;
  }
  Tree operator[](const std::string& key) const { return detail::own<Tree>(tn_tree_get, get(), key.c_str()); }
  Tree operator[](const char* key) const { return detail::own<Tree>(tn_tree_get, get(), key); }
  // The value of a key that is an int.
  Tree at(int64_t key) const { return detail::own<Tree>(tn_tree_get_int, get(), key); }
  // Of an instance.
  Tree arguments() const { return detail::own<Tree>(tn_tree_arguments, get()); }
  Tree state() const { return detail::own<Tree>(tn_tree_state, get()); }
  Tree contents() const { return detail::own<Tree>(tn_tree_contents, get()); }
  // All tensors in it, under flat names.
  Dict tensors() const { return detail::own<Dict>(tn_tree_tensors, get()); }

  void append(const Tree& value) { detail::run(tn_tree_append, get(), value.get()); }
  void set(const std::string& key, const Tree& value) {
    detail::run(tn_tree_set, get(), key.c_str(), value.get());
  }
  void set(int64_t key, const Tree& value) { detail::run(tn_tree_set_int, get(), key, value.get()); }

 private:
  static std::string string(const char* text) {
    if (!text) detail::raise();
    return text ? text : "";
  }
};

}  // namespace tenon
#endif
