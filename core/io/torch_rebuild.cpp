#include "core/io/torch_rebuild.h"

#include <algorithm>

#include "core/base/error.h"

namespace tenon {

// ---- arguments

void CallArguments::refuse(size_t i, const char* wanted) const {
  fail(Status::io, "%.200s: argument %zu is %s, not %s", callee_.c_str(), i, kind_name(at(i)->kind), wanted);
}

const Ref<Tree>& CallArguments::at(size_t i) const {
  if (i >= count()) fail(Status::io, "%.200s has only %zu arguments", callee_.c_str(), count());
  return tuple_.items[i];
}

namespace {

bool is_integer(const Tree& tree) {
  return (tree.is(Tree::Kind::integer) && !tree.big) || tree.is(Tree::Kind::boolean);
}

}  // namespace

int64_t CallArguments::integer(size_t i) const {
  if (!is_integer(*at(i))) refuse(i, "an int of 64 bits");
  return at(i)->integer;
}

bool CallArguments::boolean(size_t i) const {
  if (!is_integer(*at(i))) refuse(i, "a bool");
  return at(i)->integer != 0;
}

Shape CallArguments::integers(size_t i) const {
  const Tree& list = *at(i);
  if (!list.is(Tree::Kind::tuple) && !list.is(Tree::Kind::list)) refuse(i, "a tuple of ints");
  if (list.items.size() > kMaxDims)
    fail(Status::unsupported, "%.200s: %zu dimensions, and Tenon's tensors have at most %d", callee_.c_str(),
         list.items.size(), kMaxDims);
  Shape integers;
  for (const Ref<Tree>& item : list.items) {
    if (!is_integer(*item)) refuse(i, "a tuple of ints of 64 bits");
    integers.push_back(item->integer);
  }
  return integers;
}

const std::string& CallArguments::text(size_t i) const {
  if (!at(i)->is(Tree::Kind::text)) refuse(i, "a str");
  return at(i)->text;
}

const std::string& CallArguments::bytes(size_t i) const {
  if (!at(i)->is(Tree::Kind::text) && !at(i)->is(Tree::Kind::bytes)) refuse(i, "bytes");
  return at(i)->text;
}

// ---- tensors

Tensor elements_of(const Ref<Storage>& storage, DType dtype, int64_t offset, int64_t count) {
  Tensor whole = Tensor::adopt(create<TensorImpl>());
  whole->dtype = dtype;
  whole->storage = storage;
  whole->data = storage->data;
  whole->inference = context().inference_mode();
  return alias(*whole, {count}, {1}, offset);
}

void settle_elements(void* data, size_t bytes, DType dtype, bool swap) {
  auto* b = static_cast<uint8_t*>(data);
  if (dtype == DType::bool_)
    for (size_t i = 0; i < bytes; ++i) b[i] = b[i] != 0;
  size_t size = item_size(dtype);
  if (!swap || size == 1) return;
  for (size_t i = 0; i + size <= bytes; i += size) std::reverse(b + i, b + i + size);
}

Ref<Tree> storage_tree(Ref<Storage> storage, const StorageId& id, int64_t offset) {
  Ref<Tree> tree = Tree::of_tensor(elements_of(storage, id.dtype, offset, id.count));
  tree->class_name = id.class_name;
  return tree;
}

namespace {

bool is_storage(const Tree& tree) {
  std::string_view name = tree.class_name;
  return tree.is(Tree::Kind::tensor) && name.size() > 7 && name.substr(name.size() - 7) == "Storage";
}

// How many elements there are; fails where they wouldn't lie within `room` elements from `offset` on.
int64_t checked_extent(const char* callee, const Shape& sizes, const Shape& strides, int64_t offset,
                       int64_t room) {
  auto refuse = [&](const char* why) {
    fail(Status::io, "%s: a tensor of sizes %s, strides %s and offset %lld in a storage of %lld elements %s",
         callee, to_string(sizes).c_str(), to_string(strides).c_str(), (long long)offset, (long long)room,
         why);
  };
  if (sizes.count != strides.count) refuse("has not as many strides as sizes");
  if (offset < 0) refuse("begins before it");
  int64_t count = 1, last = offset;
  bool fits = true, is_empty = false;
  for (int d = 0; d < sizes.count; ++d) {
    if (sizes[d] < 0) refuse("has a negative size");
    if (strides[d] < 0) refuse("has a negative stride");
    is_empty |= sizes[d] == 0;
    fits &= !__builtin_mul_overflow(count, std::max<int64_t>(sizes[d], 1), &count);
    int64_t reach = 0;
    fits &= !__builtin_mul_overflow(std::max<int64_t>(sizes[d], 1) - 1, strides[d], &reach);
    fits &= !__builtin_add_overflow(last, reach, &last);
  }
  if (!fits || count > INT64_MAX / 16) refuse("has more elements than can be counted");
  if (!is_empty && last >= room) refuse("reaches beyond its end");
  return is_empty ? 0 : count;
}

DType dtype_argument(const CallArguments& arguments, size_t i) {
  const Tree& tree = *arguments.at(i);
  if (is_global(tree))
    fail(Status::unsupported, "%.200s: a tensor of %.200s, a dtype that Tenon does not have",
         arguments.callee().c_str(), tree.text.c_str());
  if (!tree.is(Tree::Kind::dtype)) arguments.refuse(i, "a dtype");
  return static_cast<DType>(tree.integer);
}

const Tree& storage_argument(const CallArguments& arguments) {
  const Tree& storage = *arguments.at(0);
  if (storage.is(Tree::Kind::instance) && !is_global(storage))  // read inertly
    fail(Status::unsupported, "a tensor of %.200s", storage.class_name.c_str());
  if (!is_storage(storage)) arguments.refuse(0, "a storage");
  return storage;
}

}  // namespace

void set_requires_grad(const Tensor& t, bool on) {
  if (on && !is_floating(t->dtype))
    fail(Status::io, "a tensor of %s is to require a gradient, and only floating ones can",
         dtype_name(t->dtype));
  t->requires_grad = on;
}

Ref<Tree> rebuild_tensor(const CallArguments& arguments, int version, ReadingBudget& budget) {
  const Tensor& whole = storage_argument(arguments).tensor;
  DType dtype = version >= 3 ? dtype_argument(arguments, 6) : whole->dtype;
  if (dtype != whole->dtype && whole->dtype != DType::uint8)
    fail(Status::io, "%.200s: a tensor of %s in a storage of %s", arguments.callee().c_str(),
         dtype_name(dtype), dtype_name(whole->dtype));
  int64_t begin = whole->storage_offset(), room = whole->numel;
  if (dtype != whole->dtype) room /= static_cast<int64_t>(item_size(dtype));
  Shape sizes = arguments.integers(2), strides = arguments.integers(3);
  int64_t offset = arguments.integer(1);
  int64_t count = checked_extent(arguments.callee().c_str(), sizes, strides, offset, room);
  // Elements that stand at several places cost nothing here, but whoever goes through them all.
  if (count > room) budget.take(static_cast<uint64_t>(count) * item_size(dtype));
  if (count == 0 && offset > room) offset = 0;
  if (dtype != whole->dtype && (begin != 0 || dtype == DType::bool_))
    fail(Status::unsupported, "%.200s: a view of %s of an untyped storage", arguments.callee().c_str(),
         dtype_name(dtype));
  Tensor all = elements_of(whole->storage, dtype, begin, room);
  Ref<Tree> tree = Tree::of_tensor(alias(*all, sizes, strides, begin + offset));
  if (version >= 2) set_requires_grad(tree->tensor, arguments.boolean(4));
  return tree;
}

Ref<Tree> rebuild_parameter(const CallArguments& arguments, bool requires_grad, const char* class_name) {
  const Tree& data = *arguments.at(0);
  if (data.is(Tree::Kind::instance) && !is_global(data))
    fail(Status::unsupported, "a parameter of %.200s", data.class_name.c_str());
  if (!data.is(Tree::Kind::tensor) || is_storage(data)) arguments.refuse(0, "a tensor");
  Ref<Tree> tree = Tree::of_tensor(alias(*data.tensor));
  tree->class_name = class_name;
  set_requires_grad(tree->tensor, requires_grad);
  return tree;
}

}  // namespace tenon
