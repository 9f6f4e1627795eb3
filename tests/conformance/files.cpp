// Cases of files: PyTorch's and safetensors, good, broken and malicious, through tn_load.
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>

#include <unistd.h>

#include "tests/conformance/cases.h"
#include "tests/conformance/values.h"

namespace conformance {
namespace {

// The bytes of a case as a file, gone at the end. What a case is refused for must lie in the bytes, and yet
// the reader may look at the name.
class TemporaryFile {
 public:
  TemporaryFile(const std::string& bytes, const std::string& format)
      : path_(std::filesystem::temp_directory_path() /
              ("tenon-conformance-" + std::to_string(getpid()) + "." + format)) {
    std::ofstream out(path_, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) throw std::runtime_error(path_.string() + ": cannot be written");
  }
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

// What a malicious file would leave if it were executed.
bool was_executed() {
  return std::filesystem::exists(std::filesystem::temp_directory_path() / "DL_ORACLE_PWNED");
}

// Compares what was loaded with what the manifest says; the first difference comes out as a text.
class Comparison {
 public:
  explicit Comparison(const TensorFile& data) : data_(data) {}

  std::string tree(tn_tree_t got, const Json& want, const std::string& path);
  std::string tensor(tn_tensor_t got, const Json& want, const std::string& path);

 private:
  std::string scalar(tn_tree_t got, const Json& want);
  std::string dict(tn_tree_t got, const Json& want, const std::string& path);
  std::string sequence(tn_tree_t got, const Json& want, const std::string& path);
  std::string geometry(tn_tensor_t got, const Json& want);
  std::string sharing(tn_tensor_t got, const Json& want);

  const TensorFile& data_;
  std::map<std::string, const char*> storages_;  // where each begins
};

tn_tree_kind_t kind_of(const std::string& tag) {
  static const std::map<std::string, tn_tree_kind_t> kKinds = {
      {"none", TN_TREE_NONE},  {"bool", TN_TREE_BOOL},     {"int", TN_TREE_INT},   {"float", TN_TREE_FLOAT},
      {"str", TN_TREE_STRING}, {"dtype", TN_TREE_DTYPE},   {"list", TN_TREE_LIST}, {"tuple", TN_TREE_TUPLE},
      {"size", TN_TREE_TUPLE}, {"tensor", TN_TREE_TENSOR}, {"dict", TN_TREE_DICT}};
  return kKinds.at(tag);
}

std::string Comparison::tree(tn_tree_t got, const Json& want, const std::string& path) {
  const std::string tag = want.at("t");
  std::string differs;
  if (tn_tree_kind(got) != kind_of(tag))
    differs = std::string("a ") + tn_tree_class_name(got) + ", not a " + tag;
  else if (tag == "dict") return dict(got, want, path);
  else if (tag == "list" || tag == "tuple" || tag == "size") return sequence(got, want, path);
  else if (tag == "tensor") return tensor(need(tn_tree_tensor(got), "tn_tree_tensor"), want, path);
  else differs = scalar(got, want);
  return differs.empty() ? "" : path + ": " + differs;
}

std::string Comparison::scalar(tn_tree_t got, const Json& want) {
  const std::string tag = want.at("t");
  if (tag == "none") return "";
  const Json& v = want.at("v");
  bool same = false;
  if (tag == "bool") same = (tn_tree_bool(got) != 0) == v.get<bool>();
  if (tag == "int")
    same = tn_tree_int(got) == (v.is_string() ? std::stoll(v.get<std::string>()) : v.get<int64_t>());
  if (tag == "str") same = v == need(tn_tree_string(got), "tn_tree_string");
  if (tag == "dtype") same = tn_tree_dtype(got) == library_dtype(dtype_from_name(v));
  if (tag == "float") {
    double a = tn_tree_float(got), b = number_of(v);
    same = a == b || (std::isnan(a) && std::isnan(b));
  }
  return same ? "" : "not the " + tag + " " + v.dump();
}

std::string Comparison::sequence(tn_tree_t got, const Json& want, const std::string& path) {
  const Json& items = want.at("v");
  const bool is_size = want.at("t") == "size";
  if (is_size && std::strcmp(tn_tree_class_name(got), "torch.Size") != 0) return path + ": not a torch.Size";
  if (tn_tree_count(got) != static_cast<int64_t>(items.size())) return path + ": another number of elements";
  for (size_t i = 0; i < items.size(); ++i) {
    const Json item = is_size ? Json{{"t", "int"}, {"v", items[i]}} : items[i];
    std::string differs = tree(need(tn_tree_item(got, static_cast<int64_t>(i)), "tn_tree_item"), item,
                               path + "/" + std::to_string(i));
    if (!differs.empty()) return differs;
  }
  return "";
}

std::string Comparison::dict(tn_tree_t got, const Json& want, const std::string& path) {
  const Json& items = want.at("items");
  const char* name = want.at("ordered").get<bool>() ? "collections.OrderedDict" : "dict";
  if (std::strcmp(tn_tree_class_name(got), name) != 0) return path + ": not a " + name;
  if (tn_tree_count(got) != static_cast<int64_t>(items.size())) return path + ": another number of keys";
  for (size_t i = 0; i < items.size(); ++i) {
    auto at = static_cast<int64_t>(i);
    const std::string part = path + "/" + items[i][0].value("v", Json("?")).dump();
    std::string differs = tree(need(tn_tree_key(got, at), "tn_tree_key"), items[i][0], part);
    if (differs.empty()) differs = tree(need(tn_tree_item(got, at), "tn_tree_item"), items[i][1], part);
    if (!differs.empty()) return differs;
  }
  return "";
}

std::string Comparison::tensor(tn_tensor_t got, const Json& want, const std::string& path) {
  Array a = download(got), b = want.contains("key") ? data_.value(want) : data_.stored(want.at("name"));
  std::string differs;
  if (a.dtype != b.dtype || a.shape != b.shape)
    differs = std::string(dtype_name(a.dtype)) + " " + shape_text(a.shape) + ", not " + dtype_name(b.dtype) +
              " " + shape_text(b.shape);
  else if (a.bytes != b.bytes) differs = "other elements";
  else if (want.contains("strides")) differs = geometry(got, want);
  return differs.empty() ? "" : path + ": " + differs;
}

std::string Comparison::geometry(tn_tensor_t got, const Json& want) {
  const std::vector<int64_t> strides = want.at("strides");
  std::vector<int64_t> found(strides.size());
  int64_t ndim = 0;
  need_ok(tn_tensor_strides(got, found.data(), static_cast<int64_t>(found.size()), &ndim),
          "tn_tensor_strides");
  if (found != strides) return "strides " + shape_text(found) + ", not " + shape_text(strides);
  if (tn_tensor_storage_offset(got) != want.at("storage_offset").get<int64_t>())
    return "another storage_offset";
  if ((tn_tensor_requires_grad(got) != 0) != want.value("requires_grad", false))
    return "another requires_grad";
  return sharing(got, want);
}

std::string Comparison::sharing(tn_tensor_t got, const Json& want) {
  if (want.at("storage_numel").get<int64_t>() == 0) return "";
  int64_t before = tn_tensor_storage_offset(got) * dtype_size(dtype_of(tn_tensor_dtype(got)));
  const char* begin = static_cast<const char*>(need(tn_tensor_data(got), "tn_tensor_data")) - before;
  const std::string id = want.at("storage");
  auto known = storages_.try_emplace(id, begin).first;
  if (known->second != begin) return "apart from the storage " + id;
  for (const auto& [other, address] : storages_)
    if (other != id && address == begin) return "in one storage with " + other;
  return "";
}

// Names, dtypes, shapes, elements and metadata.
std::string compare_safetensors(const std::string& path, const Json& want, const TensorFile& data) {
  tn_dict_t got = need(tn_load_state_dict(path.c_str()), "tn_load_state_dict");
  const Json &tensors = want.at("tensors"), &metadata = want.at("metadata");
  if (tn_dict_count(got) != static_cast<int64_t>(tensors.size())) return "another number of tensors";
  Comparison comparison(data);
  for (const auto& [name, entry] : tensors.items()) {
    std::string differs =
        comparison.tensor(need(tn_dict_get(got, name.c_str()), "tn_dict_get"), {{"name", name}}, name);
    if (!differs.empty()) return differs;
  }
  if (tn_dict_metadata_count(got) != static_cast<int64_t>(metadata.size())) return "other metadata";
  for (const auto& [key, text] : metadata.items()) {
    const char* found = tn_dict_metadata(got, key.c_str());
    if (!found || text != found) return "metadata: another '" + key + "'";
  }
  return "";
}

}  // namespace

Outcome run_file_case(const Corpus& corpus, const Manifest& manifest, const Json& test) {
  const std::string folder = manifest.file.substr(0, manifest.file.rfind('/') + 1);
  const std::string file = test.at("file"), expect = test.at("expect");
  TemporaryFile copy(corpus.read(folder + file), test.at("format"));
  Scope scope;
  tn_tree_t tree = tn_load(copy.path().c_str(), nullptr);
  if (was_executed()) return failed("the file was executed");
  if (!tree) {
    if (*tn_error_message() == '\0') return failed("refused without a reason");
    if (expect != "ok") return passed();
    std::string reason = tn_error_message();
    if (reason.rfind(copy.path(), 0) == 0) reason.replace(0, copy.path().size(), file);
    return tn_error_code() == TN_ERR_UNSUPPORTED ? missing("(" + reason + ")") : failed(reason);
  }
  if (expect == "error") return failed("loaded, and must be refused");
  if (!test.contains("content")) return passed();
  TensorFile data(corpus.read(folder + test.at("expected_data").get<std::string>()));
  const Json& content = test.at("content");
  std::string differs = content.at("t") == "safetensors" ? compare_safetensors(copy.path(), content, data)
                                                         : Comparison(data).tree(tree, content, "");
  return differs.empty() ? passed() : failed(differs);
}

}  // namespace conformance
