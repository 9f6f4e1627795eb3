#include "core/io/pickle_arena.h"

#include <algorithm>
#include <unordered_map>

#include "core/base/error.h"
#include "core/io/pickle_reader.h"

namespace tenon {

namespace {

// Keys that Python takes for equal have equal texts here; empty: of a kind that is looked at no further.
std::string key_text(const Tree& key) {
  switch (key.kind) {
    case Tree::Kind::text: return "t" + key.text;
    case Tree::Kind::bytes: return "b" + key.text;
    case Tree::Kind::none: return "n";
    case Tree::Kind::boolean:
    case Tree::Kind::integer: return key.big ? "B" + key.text : "i" + std::to_string(key.integer);
    default: return "";
  }
}

void keep_last_of_each_key(Tree& dict) {
  std::unordered_map<std::string, size_t> places;
  size_t kept = 0;
  for (size_t i = 0; i < dict.count(); ++i) {
    std::string text = key_text(*dict.key(i));
    size_t place = text.empty() ? kept : places.try_emplace(std::move(text), kept).first->second;
    if (place == kept) dict.items[2 * kept++] = dict.items[2 * i];
    dict.items[2 * place + 1] = dict.items[2 * i + 1];
  }
  dict.items.resize(2 * kept);
}

struct Wipe {
  std::vector<Tree*>& seen;
  ~Wipe() {
    for (Tree* tree : seen) tree->mark = 0;
    seen.clear();
  }
};

}  // namespace

PickleArena::~PickleArena() {
  if (whole_) return;
  for (Ref<Tree>& tree : containers_) std::vector<Ref<Tree>>().swap(tree->items);
}

void PickleArena::add(const Ref<Tree>& tree) { containers_.push_back(tree); }

// Marks: 0 not seen, 1 above us on the path, else 2 more than the levels below it.
void PickleArena::check(Tree* from) {
  if (from->mark) return;
  std::vector<std::pair<Tree*, size_t>> path;
  auto enter = [&](Tree* tree) {
    seen_.push_back(tree);
    tree->mark = 1;
    path.emplace_back(tree, 0);
  };
  enter(from);
  uint32_t below = 0;  // of the deepest part that was just left
  std::vector<uint32_t> heights{0};
  while (!path.empty()) {
    auto& [tree, next] = path.back();
    heights.back() = std::max(heights.back(), below);
    below = 0;
    if (next == tree->items.size()) {
      if (heights.back() > kMostNesting) fail(Status::io, "its values nest more than %u deep", kMostNesting);
      tree->mark = heights.back() + 2;
      below = heights.back() + 1;
      path.pop_back();
      heights.pop_back();
      continue;
    }
    Tree* part = tree->items[next++].get();
    if (part->mark == 1) fail(Status::io, "a value contains itself");
    if (part->mark) below = part->mark - 1;
    else if (!part->items.empty()) {
      enter(part);
      heights.push_back(0);
    }
  }
}

void PickleArena::finish(const Ref<Tree>& root) {
  {
    Wipe wipe{seen_};  // before anything that was seen goes
    for (const Ref<Tree>& tree : containers_) check(tree.get());
    check(root.get());
  }
  for (const Ref<Tree>& tree : containers_)
    if (tree->is(Tree::Kind::dict)) keep_last_of_each_key(*tree);
  whole_ = true;
}

}  // namespace tenon
