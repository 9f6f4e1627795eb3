#pragma once
// The containers that a pickle made. They may hold each other in a circle until they have been looked at.
#include "core/io/tree.h"

namespace tenon {

class PickleArena {
 public:
  PickleArena() = default;
  // Empties them unless finish() was well: a circle would keep itself alive.
  ~PickleArena();
  PickleArena(const PickleArena&) = delete;
  PickleArena& operator=(const PickleArena&) = delete;

  // Everything whose items can change.
  void add(const Ref<Tree>& tree);
  // Leaves the last value of each key in dicts, as Python does, and fails with Status::io where something
  // contains itself, or `root` nests too deep.
  void finish(const Ref<Tree>& root);

 private:
  void check(Tree* from);

  std::vector<Ref<Tree>> containers_;
  std::vector<Tree*> seen_;
  bool whole_ = false;
};

}  // namespace tenon
