#pragma once
// The names in PyTorch's pickles: classes and functions that are known, as data. None is ever executed; what
// they would make is made here.
#include "core/io/limits.h"
#include "core/io/pickle_reader.h"

namespace tenon {

// What is common to a file and the files within it.
struct TorchReading {
  LoadLimits limits;
  ReadingBudget& budget;
  int depth = 0;  // a tensor in a plain pickle is a file in that one's bytes
};

// A persistent id of a storage.
struct StorageId {
  std::string class_name;      // "torch.FloatStorage"
  DType dtype = DType::uint8;  // of an untyped one, too; none of one that we haven't got
  size_t item = 1;             // bytes of an element
  bool untyped = false;
  std::string key;
  int64_t count = 0;           // of elements
  const Tree* view = nullptr;  // of an old file: a tuple
};

class TorchNames : public PickleNames {
 public:
  explicit TorchNames(const TorchReading& reading) : reading_(reading) {}

  Ref<Tree> global(const std::string& module, const std::string& name) override;
  Ref<Tree> call(const Tree& callee, const Ref<Tree>& arguments) override;
  void build(Tree& value, const Ref<Tree>& state) override;
  // A plain pickle has nothing outside.
  Ref<Tree> persistent(const Ref<Tree>& id) override;

 protected:
  ~TorchNames() = default;
  // Fails with Status::io for what is none.
  StorageId storage_id(const Tree& id) const;
  // What stands for one of a dtype that we haven't got, where that is allowed.
  Ref<Tree> foreign_storage(const StorageId& storage, const Ref<Tree>& id) const;
  const LoadLimits& limits() const { return reading_.limits; }
  ReadingBudget& budget() { return reading_.budget; }

 private:
  Ref<Tree> call_known(const Tree& callee, const Ref<Tree>& arguments);

  TorchReading reading_;
};

// A storage as a value: its elements, from element `offset` of it on.
Ref<Tree> storage_tree(Ref<Storage> storage, const StorageId& id, int64_t offset);

}  // namespace tenon
