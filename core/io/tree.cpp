#include "core/io/tree.h"

#include <unordered_map>
#include <unordered_set>

#include "core/base/error.h"

namespace tenon {

// What a pickle has most of: one more byte would make each half as large again.
static_assert(sizeof(Tree) <= 128);

Ref<Tree> Tree::make(Kind kind) {
  Ref<Tree> tree = Ref<Tree>::adopt(create<Tree>(kind));
  if (kind == Kind::instance) {
    tree->items.push_back(make(Kind::tuple));
    tree->items.push_back(make(Kind::none));
    tree->items.push_back(make(Kind::none));
  }
  return tree;
}

Ref<Tree> Tree::of_boolean(bool value) {
  Ref<Tree> tree = make(Kind::boolean);
  tree->integer = value;
  return tree;
}

Ref<Tree> Tree::of_integer(int64_t value) {
  Ref<Tree> tree = make(Kind::integer);
  tree->integer = value;
  return tree;
}

Ref<Tree> Tree::of_real(double value) {
  Ref<Tree> tree = make(Kind::real);
  tree->real = value;
  return tree;
}

Ref<Tree> Tree::of_text(std::string value) {
  Ref<Tree> tree = make(Kind::text);
  tree->text = std::move(value);
  return tree;
}

Ref<Tree> Tree::of_bytes(std::string value) {
  Ref<Tree> tree = make(Kind::bytes);
  tree->text = std::move(value);
  return tree;
}

Ref<Tree> Tree::of_dtype(DType value) {
  Ref<Tree> tree = make(Kind::dtype);
  tree->integer = static_cast<int64_t>(value);
  return tree;
}

Ref<Tree> Tree::of_tensor(Tensor value) {
  Ref<Tree> tree = make(Kind::tensor);
  tree->tensor = std::move(value);
  return tree;
}

Ref<Tree> Tree::of_dict(const Dict& dict) {
  Ref<Tree> tree = make(Kind::dict);
  tree->class_name = "collections.OrderedDict";
  for (const Dict::Entry& entry : dict.entries()) {
    tree->items.push_back(of_text(entry.name));
    tree->items.push_back(entry.tensor ? of_tensor(entry.tensor) : make(Kind::none));
  }
  return tree;
}

// Those that still have to go are a list, linked by what was their number.
void Tree::destroy(Tree* tree) noexcept {
  static_assert(sizeof(intptr_t) <= sizeof tree->integer);
  tree->integer = 0;
  for (Tree* doomed = tree; doomed;) {
    auto* next = reinterpret_cast<Tree*>(static_cast<intptr_t>(doomed->integer));
    for (Ref<Tree>& item : doomed->items) {
      Tree* part = item.leak();
      if (!part || !part->release()) continue;
      part->integer = reinterpret_cast<intptr_t>(next);
      next = part;
    }
    tenon::destroy(doomed);
    doomed = next;
  }
}

const Tree* Tree::find(std::string_view name) const {
  if (kind != Kind::dict) return nullptr;
  for (size_t i = 0; i < count(); ++i)
    if (key(i)->is_text(name)) return value(i).get();
  return nullptr;
}

const Tree* Tree::find(int64_t name) const {
  if (kind != Kind::dict) return nullptr;
  for (size_t i = 0; i < count(); ++i)
    if (key(i)->is(Kind::integer) && !key(i)->big && key(i)->integer == name) return value(i).get();
  return nullptr;
}

void Tree::set(Ref<Tree> name, Ref<Tree> value) {
  for (size_t i = 0; i < count(); ++i) {
    const Tree& old = *key(i);
    if (old.kind != name->kind || old.integer != name->integer || old.text != name->text) continue;
    if (old.is(Kind::text) || old.is(Kind::integer)) {
      items[2 * i + 1] = std::move(value);
      return;
    }
  }
  items.reserve(items.size() + 2);
  items.push_back(std::move(name));
  items.push_back(std::move(value));
}

bool Tree::contains(const Tree* part) const {
  std::unordered_set<const Tree*> seen;
  std::vector<const Tree*> rest{this};
  while (!rest.empty()) {
    const Tree* tree = rest.back();
    rest.pop_back();
    if (tree == part) return true;
    if (tree->items.empty() || !seen.insert(tree).second) continue;
    for (const Ref<Tree>& item : tree->items) rest.push_back(item.get());
  }
  return false;
}

const char* kind_name(Tree::Kind kind) {
  switch (kind) {
    case Tree::Kind::none: return "None";
    case Tree::Kind::boolean: return "a bool";
    case Tree::Kind::integer: return "an int";
    case Tree::Kind::real: return "a float";
    case Tree::Kind::text: return "a str";
    case Tree::Kind::bytes: return "bytes";
    case Tree::Kind::dtype: return "a dtype";
    case Tree::Kind::tensor: return "a tensor";
    case Tree::Kind::list: return "a list";
    case Tree::Kind::tuple: return "a tuple";
    case Tree::Kind::dict: return "a dict";
    case Tree::Kind::instance: return "an instance";
  }
  return "?";
}

const char* class_of(Tree::Kind kind) {
  switch (kind) {
    case Tree::Kind::none: return "NoneType";
    case Tree::Kind::boolean: return "bool";
    case Tree::Kind::integer: return "int";
    case Tree::Kind::real: return "float";
    case Tree::Kind::text: return "str";
    case Tree::Kind::bytes: return "bytes";
    case Tree::Kind::dtype: return "torch.dtype";
    case Tree::Kind::tensor: return "torch.Tensor";
    case Tree::Kind::list: return "list";
    case Tree::Kind::tuple: return "tuple";
    case Tree::Kind::dict: return "dict";
    case Tree::Kind::instance: return "object";
  }
  return "object";
}

namespace {

// Walks the places that lead to a tensor, and no others: a value that stands at many places is looked through
// once.
class Flattener {
 public:
  explicit Flattener(const Tree& root) { find_tensors(root); }

  Ref<Dict> names(const Tree& root) {
    visit(root, "", '/', 0);
    return dict_;
  }

 private:
  static constexpr size_t kMostNames = 1'000'000;
  static constexpr int kMostDepth = 1000;

  // Which of the values have a tensor in them, from the leaves up, without recursion.
  void find_tensors(const Tree& root) {
    std::vector<std::pair<const Tree*, size_t>> path{{&root, 0}};
    while (!path.empty()) {
      auto& [tree, next] = path.back();
      bool& leads = leads_.try_emplace(tree, tree->is(Tree::Kind::tensor)).first->second;
      if (next > 0) leads |= leads_[tree->items[next - 1].get()];
      while (next < tree->items.size()) {
        auto known = leads_.find(tree->items[next].get());
        if (known == leads_.end()) break;
        leads_[tree] |= known->second;
        ++next;
      }
      if (next == tree->items.size()) path.pop_back();
      else path.emplace_back(tree->items[next++].get(), 0);
    }
  }

  bool leads(const Tree& tree) const { return leads_.at(&tree); }

  static std::string join(const std::string& path, char separator, const std::string& name) {
    return path.empty() ? name : path + separator + name;
  }

  static std::string text_of(const Tree& key) {
    switch (key.kind) {
      case Tree::Kind::text:
      case Tree::Kind::bytes: return key.text;
      case Tree::Kind::integer: return key.big ? "int" : std::to_string(key.integer);
      case Tree::Kind::boolean: return key.integer ? "True" : "False";
      case Tree::Kind::none: return "None";
      default: return kind_name(key.kind);
    }
  }

  // `separator` joins the next name to the path.
  void visit(const Tree& tree, const std::string& path, char separator, int depth) {
    if (!leads(tree)) return;
    if (depth == kMostDepth) fail(Status::value, "tensors are nested more than %d deep", kMostDepth);
    switch (tree.kind) {
      case Tree::Kind::tensor: return add(path, tree.tensor);
      case Tree::Kind::dict:
        for (size_t i = 0; i < tree.count(); ++i)
          visit(*tree.value(i), join(path, separator, text_of(*tree.key(i))), '/', depth + 1);
        return;
      case Tree::Kind::instance: return visit_instance(tree, path, depth);
      default:
        for (size_t i = 0; i < tree.items.size(); ++i)
          visit(*tree.items[i], join(path, separator, std::to_string(i)), '/', depth + 1);
    }
  }

  void visit_instance(const Tree& tree, const std::string& path, int depth) {
    visit(*tree.arguments(), path, '.', depth + 1);
    const Tree& state = *tree.state();
    if (!state.is(Tree::Kind::dict)) visit(state, path, '.', depth + 1);
    for (size_t i = 0; state.is(Tree::Kind::dict) && i < state.count(); ++i) {
      const Tree &key = *state.key(i), &value = *state.value(i);
      bool of_module = value.is(Tree::Kind::dict) &&
                       (key.is_text("_parameters") || key.is_text("_buffers") || key.is_text("_modules"));
      visit(value, of_module ? path : join(path, '.', text_of(key)), of_module ? '.' : '/', depth + 1);
    }
    visit(*tree.contents(), path, '/', depth + 1);
  }

  void add(const std::string& path, const Tensor& tensor) {
    if (dict_->entries().size() == kMostNames)
      fail(Status::value, "more than %zu names of tensors", kMostNames);
    if (dict_->find(path)) fail(Status::value, "two tensors have the name '%.200s'", path.c_str());
    dict_->set(path, tensor);
  }

  std::unordered_map<const Tree*, bool> leads_;
  Ref<Dict> dict_ = Dict::make();
};

}  // namespace

Ref<Dict> flat_tensors(const Tree& tree) { return Flattener(tree).names(tree); }

}  // namespace tenon
