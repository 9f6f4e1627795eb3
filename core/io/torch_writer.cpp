#include "core/io/torch_writer.h"

#include <string.h>

#include <unordered_map>

#include "core/base/error.h"
#include "core/base/os.h"
#include "core/io/pickle_reader.h"
#include "core/io/pickle_writer.h"
#include "core/io/zip_writer.h"
#include "core/ops/copy.h"

namespace tenon {

namespace {

using Kind = Tree::Kind;

constexpr const char* kStorages[kDTypes] = {
    "",           "FloatStorage", "DoubleStorage", "HalfStorage", "BFloat16Storage", "LongStorage",
    "IntStorage", "ShortStorage", "CharStorage",   "ByteStorage", "BoolStorage"};

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// A storage, as the tensors see it that are in it.
struct Record {
  DType dtype;
  size_t number;
  Tensor whole;  // all of its elements, in a row
};

class TreePickler {
 public:
  explicit TreePickler(const Tree& root) {
    count_places(root);
    write(root);
  }

  std::string finish() { return pickle_.finish(); }
  const std::vector<const Record*>& records() const { return records_; }

 private:
  // What is begun, and which of its parts is next.
  struct Open {
    const Tree* tree;
    size_t next;
  };

  static bool is_kept(const Tree& tree) { return !tree.items.empty() || tree.is(Kind::tensor); }

  void count_places(const Tree& root) {
    std::vector<const Tree*> rest{&root};
    while (!rest.empty()) {
      const Tree& tree = *rest.back();
      rest.pop_back();
      if (tree.is(Kind::instance))
        fail(Status::unsupported,
             "save: an instance of %.200s is in it; only tensors, containers, numbers and "
             "texts can be saved",
             tree.class_name.empty() ? "a class" : tree.class_name.c_str());
      // An empty list or dict may be filled where it is read, so it is one as well.
      bool one = is_kept(tree) || tree.is(Kind::list) || tree.is(Kind::dict);
      if (one && ++places_[&tree] > 1) continue;
      for (const Ref<Tree>& item : tree.items) rest.push_back(item.get());
    }
  }

  void keep_if_needed(const Tree& tree) {
    if (auto found = places_.find(&tree); found != places_.end() && found->second > 1)
      kept_.emplace(&tree, pickle_.keep());
  }

  void write(const Tree& root) {
    begin(root);
    while (!open_.empty()) {
      Open& open = open_.back();
      const Tree& tree = *open.tree;
      if (open.next < tree.items.size()) {
        const Tree& item = *tree.items[open.next++];
        if (tree.is(Kind::dict) && open.next % 2 == 1) check_key(item);
        begin(item);
      } else {
        open_.pop_back();
        end(tree);
      }
    }
  }

  static void check_key(const Tree& key) {
    if (key.is(Kind::list) || key.is(Kind::dict))
      fail(Status::value, "save: %s is the key of a dict, which Python doesn't take", kind_name(key.kind));
  }

  void begin(const Tree& tree) {
    if (auto found = kept_.find(&tree); found != kept_.end()) return pickle_.again(found->second);
    switch (tree.kind) {
      case Kind::list:
      case Kind::dict: return begin_filled(tree);
      case Kind::tuple:
        if (tree.class_name == "torch.Size") pickle_.global("torch", "Size"), pickle_.mark();
        pickle_.mark();
        open(tree);
        return;
      default: write_leaf(tree);
    }
  }

  void begin_filled(const Tree& tree) {
    if (tree.class_name == "collections.OrderedDict") new_ordered_dict();
    else if (tree.is(Kind::dict)) pickle_.empty_dict();
    else pickle_.empty_list();
    keep_if_needed(tree);
    if (tree.items.empty()) return;
    pickle_.mark();
    open(tree);
  }

  void open(const Tree& tree) {
    if (open_.size() > kMostNesting) fail(Status::value, "save: values nest more than %u deep", kMostNesting);
    open_.push_back({&tree, 0});
  }

  void end(const Tree& tree) {
    if (tree.is(Kind::list)) return pickle_.append_all();
    if (tree.is(Kind::dict)) return pickle_.set_all();
    pickle_.tuple();
    if (tree.class_name == "torch.Size") pickle_.tuple(), pickle_.call();
    keep_if_needed(tree);
  }

  void new_ordered_dict() {
    pickle_.global("collections", "OrderedDict");
    pickle_.empty_tuple();
    pickle_.call();
  }

  void write_leaf(const Tree& tree) {
    switch (tree.kind) {
      case Kind::none: return pickle_.none();
      case Kind::boolean: return pickle_.boolean(tree.integer != 0);
      case Kind::integer: return tree.big ? pickle_.integer(tree.text) : pickle_.integer(tree.integer);
      case Kind::real: return pickle_.real(tree.real);
      case Kind::text: return write_text(tree);
      case Kind::bytes: return write_bytes(tree.text);
      case Kind::dtype: return pickle_.global("torch", dtype_name(static_cast<DType>(tree.integer)));
      default: return write_tensor(tree);
    }
  }

  void write_text(const Tree& tree) {
    const bool device = tree.class_name == "torch.device", layout = tree.class_name == "torch.layout";
    if (device) pickle_.global("torch", "device");
    if (layout) pickle_.global("torch.serialization", "_get_layout");
    if (device || layout) pickle_.mark();
    pickle_.text(tree.text);
    if (device || layout) pickle_.tuple(), pickle_.call();
  }

  // As Python has them in this protocol: a text whose characters are the bytes.
  void write_bytes(const std::string& bytes) {
    std::string text;
    for (char c : bytes) {
      const auto byte = static_cast<uint8_t>(c);
      if (byte >= 0x80) text += static_cast<char>(0xc0 | byte >> 6);
      text += static_cast<char>(byte >= 0x80 ? 0x80 | (byte & 0x3f) : byte);
    }
    pickle_.global("_codecs", "encode");
    pickle_.mark();
    pickle_.text(text);
    pickle_.word("latin1");
    pickle_.tuple();
    pickle_.call();
  }

  // ---- tensors

  void write_tensor(const Tree& tree) {
    const std::string& type = tree.class_name;
    const Tensor& t = tree.tensor;
    const bool parameter = type == "torch.nn.parameter.Parameter" || type == "torch.nn.Parameter";
    if (ends_with(type, "Storage")) {
      write_storage(t->contiguous && t->storage_offset() == 0 && t->numel == elements_in(t) ? t
                                                                                            : dense_copy(t));
    } else {
      if (!parameter && !type.empty())
        fail(Status::unsupported, "save: a tensor is of the class %.200s, which is not PyTorch's own",
             type.c_str());
      if (parameter) {
        pickle_.global("torch._utils", "_rebuild_parameter");
        pickle_.mark();
      }
      write_plain(t);
      if (parameter) end_tensor(t->requires_grad);
    }
    keep_if_needed(tree);
  }

  // torch._utils._rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks)
  void write_plain(const Tensor& t) {
    pickle_.global("torch._utils", "_rebuild_tensor_v2");
    pickle_.mark();
    write_storage(t);
    pickle_.integer(t->storage_offset());
    write_integers(t->sizes());
    write_integers(t->strides());
    end_tensor(t->requires_grad);
  }

  void end_tensor(bool requires_grad) {
    pickle_.boolean(requires_grad);
    new_ordered_dict();  // no hooks
    pickle_.tuple();
    pickle_.call();
  }

  void write_integers(IntList list) {
    pickle_.mark();
    for (int64_t value : list) pickle_.integer(value);
    pickle_.tuple();
  }

  static int64_t elements_in(const Tensor& t) {
    return static_cast<int64_t>(t->storage->bytes / t->item_size());
  }

  // ('storage', torch.FloatStorage, '0', 'cpu', count)
  void write_storage(const Tensor& t) {
    const Record& record = record_of(t);
    pickle_.mark();
    pickle_.word("storage");
    pickle_.global("torch", kStorages[static_cast<int>(t->dtype)]);
    pickle_.text(std::to_string(record.number));
    pickle_.word("cpu");
    pickle_.integer(record.whole->numel);
    pickle_.tuple();
    pickle_.persistent();
  }

  const Record& record_of(const Tensor& t) {
    auto found = storages_.find(t->storage.get());
    if (found == storages_.end()) {
      Tensor whole = alias(*t, {elements_in(t)}, {1}, 0);
      found = storages_.emplace(t->storage.get(), Record{t->dtype, records_.size(), std::move(whole)}).first;
      records_.push_back(&found->second);
    }
    if (found->second.dtype != t->dtype)
      fail(Status::unsupported, "save: two tensors see one storage as %s and as %s",
           dtype_name(found->second.dtype), dtype_name(t->dtype));
    return found->second;
  }

  PickleWriter pickle_;
  std::vector<Open> open_;
  std::unordered_map<const Tree*, uint32_t> places_, kept_;
  std::unordered_map<const Storage*, Record> storages_;
  std::vector<const Record*> records_;
};

void write_record(ZipWriter& zip, const Record& record) {
  constexpr uint64_t kAlignment = 64;
  Tensor t = to_device(record.whole, Device{});
  const size_t bytes = static_cast<size_t>(t->numel) * t->item_size();
  const std::string name = "archive/data/" + std::to_string(record.number);
  // A truth may be any byte in our memory, and is 0 or 1 in a file.
  if (record.dtype == DType::bool_) {
    std::string truths(static_cast<const char*>(t->data), bytes);
    for (char& c : truths) c = c != 0;
    zip.add(name, truths.data(), bytes, kAlignment);
  } else {
    zip.add(name, t->data, bytes, kAlignment);
  }
}

}  // namespace

void save_torch_file(const Tree& tree, const char* path) {
  TreePickler pickler(tree);
  const std::string pickle = pickler.finish();
  os::NewFile file(path);
  ZipWriter zip(file);
  auto add_text = [&](const char* name, std::string_view text) {
    zip.add(name, text.data(), text.size(), 64);
  };
  add_text("archive/data.pkl", pickle);
  add_text("archive/byteorder", "little");
  for (const Record* record : pickler.records()) write_record(zip, *record);
  add_text("archive/version", "3\n");
  zip.finish();
  file.commit();
}

}  // namespace tenon
