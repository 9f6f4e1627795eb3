#pragma once
// Everything that saves a file, as the tests of safe saving want it: write the file of a generation, a number
// that stands in each of its elements, and say of which generation a file is that was read back.
#include <tenon/tenon.h>

#include <string>

struct Saver {
  const char* name;
  tn_status_t (*save)(const char* path, int64_t generation);
  // -1: it can't be read (the reason is in the context), or isn't of one generation.
  int64_t (*load)(const char* path);
};

namespace savers {

inline const int64_t kRows[] = {1, 300, 7, 0, 120};

// -2: it has no elements.
inline int64_t generation_of(tn_tensor_t t) {
  if (!t) return -1;
  if (tn_tensor_numel(t) == 0) return -2;
  double least = tn_item(tn_min(t)), most = tn_item(tn_max(t));
  return least == most ? static_cast<int64_t>(least) : -1;
}

inline int64_t generation_of(tn_dict_t dict, int64_t tensors) {
  int64_t found = -2;
  if (!dict || tn_dict_count(dict) != tensors) return -1;
  for (int64_t i = 0; i < tensors; ++i) {
    int64_t one = generation_of(tn_dict_get(dict, tn_dict_name(dict, i)));
    if (one == -1 || (one >= 0 && found >= 0 && one != found)) return -1;
    if (one >= 0) found = one;
  }
  return found;
}

inline tn_dict_t dict_of(int64_t generation) {
  tn_dict_t dict = tn_dict_new();
  for (size_t i = 0; i < sizeof kRows / sizeof *kRows; ++i) {
    tn_dtype_t dtype = i % 2 ? TN_FLOAT32 : TN_INT64;
    const int64_t shape[] = {kRows[i], 100};
    tn_tensor_t t = tn_full(shape, 2, static_cast<double>(generation), dtype, TN_CPU);
    if (tn_dict_set(dict, ("layer." + std::to_string(i)).c_str(), t)) return nullptr;
  }
  return dict;
}
inline constexpr int64_t kTensors = sizeof kRows / sizeof *kRows;

// Runs `make` in a scope of its own.
template <class Make>
auto scoped_call(Make make) {
  tn_scope_t scope = tn_scope_begin();
  auto result = make();
  tn_scope_end(scope);
  return result;
}

inline tn_status_t save_safetensors(const char* path, int64_t generation) {
  return scoped_call([&] { return tn_safetensors_save(dict_of(generation), path); });
}
inline int64_t load_safetensors(const char* path) {
  return scoped_call([&] { return generation_of(tn_safetensors_load(path, nullptr), kTensors); });
}

inline tn_status_t save_module(const char* path, int64_t generation) {
  return scoped_call([&]() -> tn_status_t {
    const tn_module_t layers[] = {tn_nn_linear(200, 100, 1), tn_nn_linear(100, 10, 1)};
    tn_module_t net = tn_nn_sequential(layers, 2);
    if (tn_module_requires_grad_(net, 0)) return tn_error_code();
    tn_tensors_t parameters = tn_module_parameters(net);
    for (int64_t i = 0; i < tn_tensors_count(parameters); ++i)
      if (tn_fill_int_(tn_tensors_get(parameters, i), generation)) return tn_error_code();
    return tn_module_save(net, path);
  });
}
inline int64_t load_module(const char* path) {
  return scoped_call([&] { return generation_of(tn_module_state_dict(tn_module_load(path)), 4); });
}

inline tn_status_t save_state_dict(const char* path, int64_t generation) {
  return scoped_call([&] { return tn_save_state_dict(dict_of(generation), path); });
}
inline tn_status_t save_tree(const char* path, int64_t generation) {
  return scoped_call([&]() -> tn_status_t {
    const tn_tree_t weights = tn_tree_from_tensors(dict_of(generation));
    const tn_tree_t parts[] = {weights, weights};
    return tn_save(tn_tree_list(parts, 2), path);
  });
}
inline int64_t load_state_dict(const char* path) {
  return scoped_call([&] { return generation_of(tn_load_state_dict(path), kTensors); });
}
inline int64_t load_tree(const char* path) {
  return scoped_call([&] {
    tn_tree_t tree = tn_load(path, nullptr);
    return generation_of(tn_tree_tensors(tn_tree_item(tree, 1)), kTensors);
  });
}

inline tn_tensor_t table_of(int64_t generation) {
  const int64_t shape[] = {200, 100};
  return tn_full(shape, 2, static_cast<double>(generation), TN_FLOAT32, TN_CPU);
}
inline tn_status_t save_npy(const char* path, int64_t generation) {
  return scoped_call([&] { return tn_npy_save(table_of(generation), path); });
}
inline int64_t load_npy(const char* path) {
  return scoped_call([&] { return generation_of(tn_npy_load(path)); });
}
template <int32_t compressed>
tn_status_t save_npz(const char* path, int64_t generation) {
  return scoped_call([&] { return tn_npz_save(dict_of(generation), path, compressed); });
}
inline int64_t load_npz(const char* path) {
  return scoped_call([&] { return generation_of(tn_npz_load(path, nullptr), kTensors); });
}
inline tn_status_t save_csv(const char* path, int64_t generation) {
  return scoped_call([&] { return tn_csv_save(table_of(generation), path, nullptr); });
}
inline int64_t load_csv(const char* path) {
  return scoped_call([&] { return generation_of(tn_csv_load(path, nullptr)); });
}

inline std::string index_of(const char* path) { return std::string(path) + ".safetensors.index.json"; }
inline tn_status_t save_sharded(const char* path, int64_t generation) {
  return scoped_call(
      [&] { return tn_safetensors_save_sharded(dict_of(generation), index_of(path).c_str(), 100000); });
}
inline int64_t load_sharded(const char* path) { return load_safetensors(index_of(path).c_str()); }

}  // namespace savers

inline const Saver kSavers[] = {
    {"safetensors", savers::save_safetensors, savers::load_safetensors},
    {"state_dict", savers::save_state_dict, savers::load_state_dict},
    {"tree", savers::save_tree, savers::load_tree},
    {"module", savers::save_module, savers::load_module},
    {"npy", savers::save_npy, savers::load_npy},
    {"npz", savers::save_npz<0>, savers::load_npz},
    {"npz, compressed", savers::save_npz<1>, savers::load_npz},
    {"csv", savers::save_csv, savers::load_csv},
};
// Several files, and an index of them, which is beside the path.
inline const Saver kShardedSaver = {"sharded", savers::save_sharded, savers::load_sharded};
inline constexpr size_t kShardedFiles = 5;
