#pragma once
// Python's pickle, protocols 0 to 5, as a tree. A pickle is a program for a small stack machine, which may
// ask for any function of Python's to be called: here it executes nothing but what PickleNames offers.
// https://github.com/python/cpython/blob/main/Lib/pickletools.py
#include "core/io/pickle_input.h"

namespace tenon {

// What the names in a pickle stand for.
class PickleNames {
 public:
  // A class or function: an instance of "type" with its name in `text` and `integer` set. Fails with
  // Status::unsupported where it isn't known.
  virtual Ref<Tree> global(const std::string& module, const std::string& name) = 0;
  // What a class or function makes of a tuple of arguments.
  virtual Ref<Tree> call(const Tree& callee, const Ref<Tree>& arguments) = 0;
  // Gives a value that is made already its state.
  virtual void build(Tree& value, const Ref<Tree>& state) = 0;
  // What stands outside of the pickle.
  virtual Ref<Tree> persistent(const Ref<Tree>& id) = 0;

 protected:
  ~PickleNames() = default;
};

// Reads one pickle up to its end, which `input` is then at. Values may be shared, but stand nowhere within
// themselves, and nest at most kMostNesting deep. Messages say at which byte, and under which keys.
Ref<Tree> read_pickle(PickleInput& input, PickleNames& names, ReadingBudget& budget);

constexpr uint32_t kMostNesting = 10'000;

// A class or function that stands for itself.
Ref<Tree> make_global(std::string name, int64_t number);
inline bool is_global(const Tree& tree) { return tree.is(Tree::Kind::instance) && tree.integer != 0; }

}  // namespace tenon
