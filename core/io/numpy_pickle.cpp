#include "core/io/numpy_pickle.h"

#include <string.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/half.h"

namespace tenon {

namespace {

using Kind = Tree::Kind;

// "<f4": order, kind, bytes of an item.
struct ItemType {
  char order = '<', kind = 0;
  size_t size = 0;

  bool swaps() const { return order == '>'; }
  bool is(char k, size_t s) const { return kind == k && size == s; }
};

DType tensor_dtype(const ItemType& type) {
  static constexpr struct {
    char kind;
    size_t size;
    DType dtype;
  } kTypes[] = {{'f', 2, DType::float16}, {'f', 4, DType::float32}, {'f', 8, DType::float64},
                {'i', 1, DType::int8},    {'i', 2, DType::int16},   {'i', 4, DType::int32},
                {'i', 8, DType::int64},   {'u', 1, DType::uint8},   {'b', 1, DType::bool_}};
  for (const auto& known : kTypes)
    if (type.is(known.kind, known.size)) return known.dtype;
  return DType::none;
}

// Where a code is broken, of kind 0.
ItemType parse(const std::string& code) {
  ItemType type;
  size_t at = 0;
  if (code.size() > 1 && strchr("<>=|", code[0])) type.order = code[at++];
  if (at == code.size()) return type;
  char kind = code[at++];
  for (; at < code.size(); ++at) {
    if (code[at] < '0' || code[at] > '9' || type.size > 1'000'000'000) return ItemType();
    type.size = type.size * 10 + static_cast<size_t>(code[at] - '0');
  }
  type.kind = kind;
  return type;
}

ItemType type_of(const CallArguments& arguments, size_t i) {
  const Tree& tree = *arguments.at(i);
  if (tree.class_name != "numpy.dtype") arguments.refuse(i, "a numpy.dtype");
  return parse(tree.text);
}

std::string class_name_of(const ItemType& type) {
  switch (type.kind) {
    case 'f': return "numpy.float" + std::to_string(8 * type.size);
    case 'i': return "numpy.int" + std::to_string(8 * type.size);
    case 'u': return "numpy.uint" + std::to_string(8 * type.size);
    case 'S': return "numpy.bytes_";
    case 'U': return "numpy.str_";
    default: return "numpy.bool_";
  }
}

// UTF-32 with its trailing zeros cut.
std::string text_of(const std::string& bytes) {
  std::string text;
  size_t end = bytes.size() / 4;
  auto code_at = [&](size_t i) {
    uint32_t code;
    memcpy(&code, bytes.data() + 4 * i, sizeof code);
    return code;
  };
  while (end > 0 && code_at(end - 1) == 0) --end;
  for (size_t i = 0; i < end; ++i) append_utf8(&text, code_at(i));
  return text;
}

double real_of(const std::string& bytes) {
  if (bytes.size() == 8) {
    double value;
    memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  if (bytes.size() == 4) {
    float value;
    memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  uint16_t bits;
  memcpy(&bits, bytes.data(), sizeof bits);
  return static_cast<float>(__builtin_bit_cast(Half, bits));
}

[[noreturn]] void refuse_dtype(const char* what, const std::string& code) {
  fail(Status::unsupported, "a NumPy %s of dtype '%.40s', which Tenon does not have", what, code.c_str());
}

}  // namespace

Ref<Tree> numpy_dtype(const CallArguments& arguments) {
  ItemType type = parse(arguments.text(0));
  DType known = tensor_dtype(type);
  Ref<Tree> tree = Tree::make(known == DType::none ? Kind::instance : Kind::dtype);
  tree->class_name = "numpy.dtype";
  if (known != DType::none) tree->integer = static_cast<int64_t>(known);
  else tree->items[0]->items.push_back(arguments.at(0));
  tree->text = arguments.text(0);
  return tree;
}

// (version, order, subdtype, names, fields, …)
void set_numpy_dtype_state(Tree& dtype, const Tree& state) {
  if (!state.is(Kind::tuple) || state.items.size() < 2 || !state.items[1]->is(Kind::text) ||
      state.items[1]->text.size() != 1 || !strchr("<>=|", state.items[1]->text[0]))
    fail(Status::io, "numpy.dtype has a state without a byte order");
  for (size_t i = 2; i < state.items.size() && i < 5; ++i)
    if (!state.items[i]->is(Kind::none)) refuse_dtype("array", dtype.text + " with fields");
  if (!dtype.text.empty() && strchr("<>=|", dtype.text[0])) dtype.text.erase(0, 1);
  dtype.text.insert(0, state.items[1]->text);
}

Ref<Tree> numpy_scalar(const CallArguments& arguments) {
  ItemType type = type_of(arguments, 0);
  if (!type.kind || !strchr("fiubSU", type.kind)) refuse_dtype("scalar", arguments.at(0)->text);
  std::string bytes = arguments.bytes(1);
  size_t unit = type.kind == 'S' ? 1 : type.kind == 'U' ? 4 : type.size;
  size_t wanted = type.kind == 'U' ? 4 * type.size : type.size;
  if (bytes.size() != wanted)
    fail(Status::io, "a NumPy scalar of dtype '%.40s' has %zu bytes", arguments.at(0)->text.c_str(),
         bytes.size());
  for (size_t i = 0; type.swaps() && unit > 1 && i < bytes.size(); i += unit)
    std::reverse(bytes.begin() + static_cast<ptrdiff_t>(i), bytes.begin() + static_cast<ptrdiff_t>(i + unit));
  Ref<Tree> tree;
  switch (type.kind) {
    case 'S': tree = Tree::of_bytes(std::move(bytes)); break;
    case 'U': tree = Tree::of_text(text_of(bytes)); break;
    case 'f':
      if (type.size != 2 && type.size != 4 && type.size != 8) refuse_dtype("scalar", arguments.at(0)->text);
      tree = Tree::of_real(real_of(bytes));
      break;
    case 'b':
      if (type.size != 1) refuse_dtype("scalar", arguments.at(0)->text);
      tree = Tree::of_boolean(bytes[0] != 0);
      break;
    default:
      if (type.size < 1 || type.size > 8) refuse_dtype("scalar", arguments.at(0)->text);
      if (type.kind == 'u') bytes.push_back('\0');
      tree = integer_from_bytes(std::move(bytes));
  }
  tree->class_name = class_name_of(type);
  return tree;
}

namespace {

// From the arguments of these places.
Tensor array_of(const CallArguments& parts, size_t shape, size_t item, bool is_fortran, size_t data,
                ReadingBudget& budget) {
  Shape sizes = parts.integers(shape);
  ItemType type = type_of(parts, item);
  DType dtype = tensor_dtype(type);
  const std::string &code = parts.at(item)->text, &bytes = parts.bytes(data);
  if (dtype == DType::none) refuse_dtype("array", code);
  int64_t count = checked_numel("numpy.ndarray", sizes);
  if (static_cast<uint64_t>(count) * type.size != bytes.size())
    fail(Status::io, "a NumPy array of shape %s and dtype '%.40s' has %zu bytes", to_string(sizes).c_str(),
         code.c_str(), bytes.size());
  budget.take(bytes.size());
  Tensor t = empty(sizes, dtype);
  if (!bytes.empty()) memcpy(t->data, bytes.data(), bytes.size());
  settle_elements(t->data, bytes.size(), dtype, type.swaps());
  if (!is_fortran) return t;
  Shape strides = sizes;
  int64_t stride = 1;
  for (int d = 0; d < sizes.count; ++d) {
    strides[d] = stride;
    stride *= std::max<int64_t>(sizes[d], 1);
  }
  return alias(*t, sizes, strides, 0);
}

}  // namespace

Ref<Tree> numpy_from_buffer(const CallArguments& arguments, ReadingBudget& budget) {
  Ref<Tree> tree = Tree::of_tensor(array_of(arguments, 2, 1, arguments.text(3) == "F", 0, budget));
  tree->class_name = "numpy.ndarray";
  return tree;
}

void set_numpy_array_state(Tree& array, const Tree& state, ReadingBudget& budget) {
  static const std::string kName = "numpy.ndarray";
  if (!state.is(Kind::tuple)) fail(Status::io, "numpy.ndarray has a state that is no tuple");
  CallArguments parts(kName, state);
  size_t i = parts.count() == 5 ? 1 : 0;  // the first versions had none
  array.tensor = array_of(parts, i, i + 1, parts.boolean(i + 2), i + 3, budget);
  array.kind = Kind::tensor;
  array.items.clear();
}

}  // namespace tenon
