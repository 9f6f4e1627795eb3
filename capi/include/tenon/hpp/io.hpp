// tenon/hpp/io.hpp: files.
#ifndef TENON_HPP_IO_HPP
#define TENON_HPP_IO_HPP

#include <tenon/io.h>
#include <tenon/hpp/data.hpp>
#include <tenon/hpp/nn.hpp>
#include <tenon/hpp/optim.hpp>
#include <tenon/hpp/tree.hpp>

namespace tenon {

TENON_HPP_OPTIONS(LoadOptions, load);
TENON_HPP_OPTIONS(CsvOptions, csv);

// ---- PyTorch's files, and loading of any format

inline Tree load(const std::string& path, const LoadOptions& o = {}) {
  return detail::own<Tree>(tn_load, path.c_str(), &o);
}
inline Dict load_state_dict(const std::string& path) {
  return detail::own<Dict>(tn_load_state_dict, path.c_str());
}
inline void save(const Tree& tree, const std::string& path) {
  detail::run(tn_save, tree.get(), path.c_str());
}
inline void save_state_dict(const Dict& dict, const std::string& path) {
  detail::run(tn_save_state_dict, dict.get(), path.c_str());
}

// ---- safetensors, NumPy's files, tables

inline Dict safetensors_load(const std::string& path, const LoadOptions& o = {}) {
  return detail::own<Dict>(tn_safetensors_load, path.c_str(), &o);
}
inline void safetensors_save(const Dict& dict, const std::string& path) {
  detail::run(tn_safetensors_save, dict.get(), path.c_str());
}
inline void safetensors_save_sharded(const Dict& dict, const std::string& index_path, int64_t max_bytes) {
  detail::run(tn_safetensors_save_sharded, dict.get(), index_path.c_str(), max_bytes);
}
inline Tensor npy_load(const std::string& path) { return detail::own<Tensor>(tn_npy_load, path.c_str()); }
inline void npy_save(const Tensor& t, const std::string& path) {
  detail::run(tn_npy_save, t.get(), path.c_str());
}
inline Dict npz_load(const std::string& path, const LoadOptions& o = {}) {
  return detail::own<Dict>(tn_npz_load, path.c_str(), &o);
}
inline void npz_save(const Dict& dict, const std::string& path, bool compressed = false) {
  detail::run(tn_npz_save, dict.get(), path.c_str(), int32_t{compressed});
}
inline Tensor csv_load(const std::string& path, const CsvOptions& o = {}) {
  return detail::own<Tensor>(tn_csv_load, path.c_str(), &o);
}
inline void csv_save(const Tensor& t, const std::string& path, const CsvOptions& o = {}) {
  detail::run(tn_csv_save, t.get(), path.c_str(), &o);
}

// ---- whole models

inline void module_save(const Module& m, const std::string& path) {
  detail::run(tn_module_save, m.get(), path.c_str());
}
inline Module module_load(const std::string& path) {
  return detail::own<Module>(tn_module_load, path.c_str());
}

// A class of the host's, under the name that Module::custom was given: `make` is asked for its modules, with
// the constructor's arguments as JSON.
inline void module_register(const std::string& class_name,
                            const std::function<Module(const std::string& arguments)>& make) {
  auto give = [make](Call& call) {
    const char* arguments = tn_call_text(call.get());
    Module made = make(arguments ? arguments : "{}");
    detail::run(tn_call_return_module, call.get(), made.get());
  };
  detail::run(tn_module_register, class_name.c_str(), detail::enter_callback,
              static_cast<void*>(new Callback(give)), detail::destroy<Callback>);
}
inline void module_unregister(const std::string& class_name) {
  detail::run(tn_module_unregister, class_name.c_str());
}
// What a custom module is to be made from when it is loaded, and what any module was made from.
inline void module_set_arguments(const Module& m, const std::string& json) {
  detail::run(tn_module_set_arguments, m.get(), json.c_str());
}
inline std::string module_arguments(const Module& m) {
  return detail::text([&m](char* p, int64_t n) { return tn_module_arguments(m.get(), p, n); });
}

// ---- training runs

inline Tree checkpoint(const Module& m, const Optimizer& o, int64_t step) {
  return detail::own<Tree>(tn_checkpoint, m.get(), o.get(), step);
}
// The step that it was made at.
inline int64_t checkpoint_restore(const Tree& checkpoint, const Module& m, const Optimizer& o) {
  int64_t step = 0;
  detail::run(tn_checkpoint_restore, checkpoint.get(), m.get(), o.get(), &step);
  return step;
}
inline Tree optimizer_state_tree(const Optimizer& o) {
  return detail::own<Tree>(tn_optimizer_state_tree, o.get());
}
inline void optimizer_load_state_tree(const Optimizer& o, const Tree& state) {
  detail::run(tn_optimizer_load_state_tree, o.get(), state.get());
}
inline Tree loader_state(const Loader& l) { return detail::own<Tree>(tn_loader_state, l.get()); }
inline void loader_set_state(const Loader& l, const Tree& state) {
  detail::run(tn_loader_set_state, l.get(), state.get());
}

}  // namespace tenon
#endif
