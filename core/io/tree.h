#pragma once
// What a checkpoint nests: numbers, texts, tensors, lists and dictionaries, as Python's pickle has them.
// A tree in name: a value may stand at several places, as in Python, but never within itself.
#include <string>
#include <string_view>
#include <vector>

#include "core/nn/dict.h"

namespace tenon {

class Tree : public RefCounted {
 public:
  // The C ABI's numbers (tenon/tree.h).
  enum class Kind : int32_t {
    none = 1,
    boolean,
    integer,
    real,
    text,
    bytes,
    dtype,
    tensor,
    list,
    tuple,
    dict,
    instance,  // of a class that we don't know: what it was made from, and what its state was set to
  };

  static Ref<Tree> make(Kind kind);
  static Ref<Tree> of_boolean(bool value);
  static Ref<Tree> of_integer(int64_t value);
  static Ref<Tree> of_real(double value);
  static Ref<Tree> of_text(std::string value);  // UTF-8
  static Ref<Tree> of_bytes(std::string value);
  static Ref<Tree> of_dtype(DType value);
  static Ref<Tree> of_tensor(Tensor value);
  // An OrderedDict of tensors, None where an entry is.
  static Ref<Tree> of_dict(const Dict& dict);
  // Without recursion: what a file nests may be deeper than the stack.
  static void destroy(Tree* tree) noexcept;
  explicit Tree(Kind kind) : kind(kind) {}

  bool is(Kind k) const { return kind == k; }
  bool is_text(std::string_view value) const { return kind == Kind::text && text == value; }
  // Lists and tuples; pairs of a dict.
  size_t count() const { return kind == Kind::dict ? items.size() / 2 : items.size(); }
  const Ref<Tree>& key(size_t i) const { return items[2 * i]; }
  const Ref<Tree>& value(size_t i) const { return items[2 * i + 1]; }
  // The value of a text or integer key of a dict; nullptr where there is none, or it is no dict.
  const Tree* find(std::string_view name) const;
  const Tree* find(int64_t name) const;
  // In the place of what has the same key, or at the end.
  void set(Ref<Tree> key, Ref<Tree> value);

  // Of an instance.
  const Ref<Tree>& arguments() const { return items[0]; }  // tuple
  const Ref<Tree>& state() const { return items[1]; }      // usually a dict
  const Ref<Tree>& contents() const { return items[2]; }   // of a subclass of list or dict; else none

  // Whether `part` is this one or somewhere in it.
  bool contains(const Tree* part) const;

  Kind kind;          // changes only while a file is read, where what is built becomes known late
  bool big = false;   // an integer beyond 64 bits: its bytes are in `text`, little-endian, two's complement
  uint32_t mark = 0;  // for who walks a tree that nobody else has yet; left at 0
  int64_t integer =
      0;  // of boolean, integer, dtype; of an instance not 0 where it is a class or function itself
  double real = 0;
  std::string text;  // of text and bytes
  // The Python class, where the kind alone doesn't say it: "collections.OrderedDict" and other dicts,
  // "torch.Size" (tuple), "torch.device" (text), "torch.nn.parameter.Parameter" (tensor), "mnist.Net"
  // (instance). A class or function that stands as a value is an instance of "type", with its name as
  // argument.
  std::string class_name;
  Tensor tensor;
  std::vector<Ref<Tree>> items;  // of a dict key and value in turn; of an instance the three above
};

// "a list", for messages; and Python's class of it, "list".
const char* kind_name(Tree::Kind kind);
const char* class_of(Tree::Kind kind);

// The tensors in it under flat names: keys of dicts and places in lists are joined with "/", what belongs to
// an instance with "."; of a torch.nn.Module's instance the parameters, buffers and modules bear state_dict's
// names. The tree's own tensor has the name "". Fails with Status::value for a name that is there twice, or
// more than a million of them.
Ref<Dict> flat_tensors(const Tree& tree);

}  // namespace tenon
