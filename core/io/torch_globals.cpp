#include "core/io/torch_globals.h"

#include "core/base/error.h"
#include "core/io/numpy_pickle.h"
#include "core/io/torch_file.h"
#include "core/io/torch_rebuild.h"

namespace tenon {

namespace {

using Kind = Tree::Kind;

enum class Known : uint8_t {
  dict,  // and its kinds, by their names
  dict_with_factory,
  list,  // and set
  deque,
  tuple,
  bytes,
  value,  // a class that is a value and no more: int
  size,
  device,
  layout,
  dtype,
  foreign_dtype,
  storage,
  untyped_storage,
  foreign_storage,
  tensor_class,
  parameter,
  variable,
  rebuild_tensor,
  rebuild_tensor_v2,
  rebuild_tensor_v3,
  rebuild_parameter,
  rebuild_from_type,
  load_from_bytes,
  first_argument,  // wrappers of TorchScript's around a value
  reconstructor,
  new_object,
  encode,
  numpy_dtype,
  numpy_array,
  numpy_reconstruct,
  numpy_from_buffer,
  numpy_scalar
};

struct Global {
  std::string_view name;
  Known known;
  DType dtype = DType::none;
  uint8_t item = 0;  // bytes of an element of a storage that we haven't got
};

constexpr Global kGlobals[] = {
    {"torch._utils._rebuild_tensor_v2", Known::rebuild_tensor_v2},
    {"collections.OrderedDict", Known::dict},
    {"torch.FloatStorage", Known::storage, DType::float32},
    {"torch.DoubleStorage", Known::storage, DType::float64},
    {"torch.HalfStorage", Known::storage, DType::float16},
    {"torch.BFloat16Storage", Known::storage, DType::bfloat16},
    {"torch.LongStorage", Known::storage, DType::int64},
    {"torch.IntStorage", Known::storage, DType::int32},
    {"torch.ShortStorage", Known::storage, DType::int16},
    {"torch.CharStorage", Known::storage, DType::int8},
    {"torch.ByteStorage", Known::storage, DType::uint8},
    {"torch.BoolStorage", Known::storage, DType::bool_},
    {"torch.storage.UntypedStorage", Known::untyped_storage, DType::uint8},
    {"torch.storage._UntypedStorage", Known::untyped_storage, DType::uint8},
    {"torch.UntypedStorage", Known::untyped_storage, DType::uint8},
    {"torch._UntypedStorage", Known::untyped_storage, DType::uint8},
    {"torch.storage.TypedStorage", Known::value},
    {"torch.storage._TypedStorage", Known::value},
    {"torch.TypedStorage", Known::value},
    {"torch.ComplexFloatStorage", Known::foreign_storage, DType::none, 8},
    {"torch.ComplexDoubleStorage", Known::foreign_storage, DType::none, 16},
    {"torch.QInt8Storage", Known::foreign_storage, DType::none, 1},
    {"torch.QUInt8Storage", Known::foreign_storage, DType::none, 1},
    {"torch.QInt32Storage", Known::foreign_storage, DType::none, 4},
    {"torch.QUInt4x2Storage", Known::foreign_storage},
    {"torch.QUInt2x4Storage", Known::foreign_storage},
    {"torch._utils._rebuild_tensor", Known::rebuild_tensor},
    {"torch._utils._rebuild_tensor_v3", Known::rebuild_tensor_v3},
    {"torch._utils._rebuild_parameter", Known::rebuild_parameter},
    {"torch._utils._rebuild_parameter_with_state", Known::rebuild_parameter},
    {"torch._tensor._rebuild_from_type_v2", Known::rebuild_from_type},
    {"torch._tensor._rebuild_from_type", Known::rebuild_from_type},
    {"torch.Tensor", Known::tensor_class},
    {"torch._tensor.Tensor", Known::tensor_class},
    {"torch.tensor.Tensor", Known::tensor_class},
    {"torch.nn.parameter.Parameter", Known::parameter},
    {"torch.nn.Parameter", Known::parameter},
    {"torch.autograd.variable.Variable", Known::variable},
    {"torch.autograd.Variable", Known::variable},
    {"torch.Size", Known::size},
    {"torch.device", Known::device},
    {"torch.serialization._get_layout", Known::layout},
    {"torch.storage._load_from_bytes", Known::load_from_bytes},
    {"torch.float32", Known::dtype, DType::float32},
    {"torch.float", Known::dtype, DType::float32},
    {"torch.float64", Known::dtype, DType::float64},
    {"torch.double", Known::dtype, DType::float64},
    {"torch.float16", Known::dtype, DType::float16},
    {"torch.half", Known::dtype, DType::float16},
    {"torch.bfloat16", Known::dtype, DType::bfloat16},
    {"torch.int64", Known::dtype, DType::int64},
    {"torch.long", Known::dtype, DType::int64},
    {"torch.int32", Known::dtype, DType::int32},
    {"torch.int", Known::dtype, DType::int32},
    {"torch.int16", Known::dtype, DType::int16},
    {"torch.short", Known::dtype, DType::int16},
    {"torch.int8", Known::dtype, DType::int8},
    {"torch.uint8", Known::dtype, DType::uint8},
    {"torch.bool", Known::dtype, DType::bool_},
    {"torch.complex32", Known::foreign_dtype},
    {"torch.complex64", Known::foreign_dtype},
    {"torch.complex128", Known::foreign_dtype},
    {"torch.uint16", Known::foreign_dtype},
    {"torch.uint32", Known::foreign_dtype},
    {"torch.uint64", Known::foreign_dtype},
    {"torch.float8_e4m3fn", Known::foreign_dtype},
    {"torch.float8_e5m2", Known::foreign_dtype},
    {"torch.float8_e4m3fnuz", Known::foreign_dtype},
    {"torch.float8_e5m2fnuz", Known::foreign_dtype},
    {"torch.float8_e8m0fnu", Known::foreign_dtype},
    {"torch.float4_e2m1fn_x2", Known::foreign_dtype},
    {"torch.qint8", Known::foreign_dtype},
    {"torch.quint8", Known::foreign_dtype},
    {"torch.qint32", Known::foreign_dtype},
    {"torch.jit._pickle.build_intlist", Known::first_argument},
    {"torch.jit._pickle.build_doublelist", Known::first_argument},
    {"torch.jit._pickle.build_boollist", Known::first_argument},
    {"torch.jit._pickle.build_tensorlist", Known::first_argument},
    {"torch.jit._pickle.restore_type_tag", Known::first_argument},
    {"collections.Counter", Known::dict},
    {"collections.defaultdict", Known::dict_with_factory},
    {"collections.deque", Known::deque},
    {"builtins.dict", Known::dict},
    {"builtins.list", Known::list},
    {"builtins.tuple", Known::tuple},
    {"builtins.set", Known::list},
    {"builtins.frozenset", Known::list},
    {"builtins.bytes", Known::bytes},
    {"builtins.bytearray", Known::bytes},
    {"builtins.int", Known::value},
    {"builtins.long", Known::value},
    {"builtins.float", Known::value},
    {"builtins.bool", Known::value},
    {"builtins.str", Known::value},
    {"builtins.unicode", Known::value},
    {"builtins.complex", Known::value},
    {"builtins.object", Known::value},
    {"copyreg._reconstructor", Known::reconstructor},
    {"copyreg.__newobj__", Known::new_object},
    {"_codecs.encode", Known::encode},
    {"numpy.dtype", Known::numpy_dtype},
    {"numpy.ndarray", Known::numpy_array},
    {"numpy.core.multiarray._reconstruct", Known::numpy_reconstruct},
    {"numpy.core.multiarray.scalar", Known::numpy_scalar},
    {"numpy.core.numeric._frombuffer", Known::numpy_from_buffer},
};

constexpr int64_t kUnknown = -1;

// The name that Python has now.
std::string current_name(const std::string& name) {
  static constexpr struct {
    std::string_view old_name, new_name;
  } kRenamed[] = {{"__builtin__.", "builtins."},
                  {"copy_reg.", "copyreg."},
                  {"numpy._core.", "numpy.core."},
                  {"numpy.core._multiarray_umath.", "numpy.core.multiarray."},
                  {"torch.cuda.", "torch."}};
  std::string current = name;
  for (const auto& renamed : kRenamed)
    if (current.compare(0, renamed.old_name.size(), renamed.old_name) == 0)
      current.replace(0, renamed.old_name.size(), renamed.new_name);
  return current;
}

int64_t find_global(const std::string& name) {
  int64_t number = 0;
  for (const Global& global : kGlobals) {
    ++number;
    if (global.name == name) return number;
  }
  return kUnknown;
}

// nullptr of what isn't known.
const Global* known_global(const Tree& tree) {
  return is_global(tree) && tree.integer > 0 ? &kGlobals[tree.integer - 1] : nullptr;
}

bool is_class(const Tree& tree, Known known) {
  const Global* global = known_global(tree);
  return global && global->known == known;
}

Ref<Tree> instance_of(const std::string& class_name, const Ref<Tree>& arguments) {
  Ref<Tree> tree = Tree::make(Kind::instance);
  tree->class_name = class_name;
  tree->items[0] = arguments;
  return tree;
}

// ---- Python's own containers

std::string short_class_name(const std::string& name) {
  return name.compare(0, 9, "builtins.") == 0 ? name.substr(9) : name;
}

// dict(), dict(another), dict([(key, value), …])
Ref<Tree> make_dict(const CallArguments& arguments, size_t first, ReadingBudget& budget) {
  Ref<Tree> dict = Tree::make(Kind::dict);
  std::string name = short_class_name(arguments.callee());
  if (name != "dict") dict->class_name = std::move(name);
  if (arguments.count() <= first) return dict;
  const Tree& from = *arguments.at(first);
  budget.take(16 * from.items.size());
  if (from.is(Kind::dict)) {
    dict->items = from.items;
    return dict;
  }
  if (!from.is(Kind::list) && !from.is(Kind::tuple)) arguments.refuse(first, "a dict or a list of pairs");
  for (const Ref<Tree>& pair : from.items) {
    bool is_pair = (pair->is(Kind::tuple) || pair->is(Kind::list)) && pair->items.size() == 2;
    if (!is_pair || pair->items[0]->is(Kind::dict) || pair->items[0]->is(Kind::list))
      arguments.refuse(first, "a list of pairs of key and value");
    dict->items.push_back(pair->items[0]);
    dict->items.push_back(pair->items[1]);
  }
  return dict;
}

// list(), list([…]); tuple, set, deque
Ref<Tree> make_list(const CallArguments& arguments, Kind kind, ReadingBudget& budget) {
  Ref<Tree> list = Tree::make(kind);
  std::string name = short_class_name(arguments.callee());
  if (name != "list" && name != "tuple") list->class_name = std::move(name);
  if (arguments.count() == 0) return list;
  const Tree& from = *arguments.at(0);
  if (!from.is(Kind::list) && !from.is(Kind::tuple)) arguments.refuse(0, "a list or tuple");
  budget.take(16 * from.items.size());
  list->items = from.items;
  return list;
}

// bytes(), bytearray(b"…"), bytearray("…", "latin-1"); _codecs.encode("…", "latin1")
Ref<Tree> make_bytes(const CallArguments& arguments, ReadingBudget& budget) {
  if (arguments.count() == 0) return Tree::of_bytes("");
  const std::string& from = arguments.bytes(0);
  budget.take(2 * from.size());
  if (!arguments.at(0)->is(Kind::text)) return Tree::of_bytes(from);
  const std::string& encoding = arguments.text(1);
  if (encoding == "utf-8" || encoding == "utf8") return Tree::of_bytes(from);
  if (encoding != "latin1" && encoding != "latin-1")
    fail(Status::unsupported, "%s: the encoding '%.40s'", arguments.callee().c_str(), encoding.c_str());
  std::string bytes;
  for (size_t i = 0; i < from.size(); ++i) {
    auto c = static_cast<uint8_t>(from[i]);
    if (c >= 0x80) {
      if (c > 0xc3) fail(Status::io, "%s: a text that is not Latin-1", arguments.callee().c_str());
      c = static_cast<uint8_t>(c << 6 | (static_cast<uint8_t>(from[++i]) & 0x3f));
    }
    bytes.push_back(static_cast<char>(c));
  }
  return Tree::of_bytes(std::move(bytes));
}

Ref<Tree> make_device(const CallArguments& arguments) {
  std::string text = arguments.text(0);
  if (arguments.count() > 1) text += ":" + std::to_string(arguments.integer(1));
  Ref<Tree> tree = Tree::of_text(std::move(text));
  tree->class_name = "torch.device";
  return tree;
}

Ref<Tree> make_layout(const CallArguments& arguments) {
  Ref<Tree> tree = Tree::of_text(arguments.text(0));
  tree->class_name = "torch.layout";
  return tree;
}

// ---- objects

// What older protocols make instances by: copyreg._reconstructor(class, base, state), where `first` is 2 and
// the state may be None; copyreg.__newobj__(class, …), where it is 1.
Ref<Tree> new_object(const CallArguments& arguments, size_t first, TorchNames& names) {
  const Tree& made = *arguments.at(0);
  if (!is_global(made) || is_class(made, Known::reconstructor) || is_class(made, Known::new_object))
    arguments.refuse(0, "a class");
  Ref<Tree> rest = Tree::make(Kind::tuple);
  for (size_t i = first; i < arguments.count(); ++i)
    if (first == 1 || !arguments.at(i)->is(Kind::none)) rest->items.push_back(arguments.at(i));
  return names.call(made, rest);
}

// (function, class, arguments, state): a tensor or parameter, of a subclass perhaps.
Ref<Tree> rebuild_from_type(const CallArguments& arguments, TorchNames& names) {
  const Tree &function = *arguments.at(0), &type = *arguments.at(1);
  const Global* known = known_global(function);
  bool rebuilds = known && known->known >= Known::rebuild_tensor && known->known <= Known::rebuild_parameter;
  if (!rebuilds) arguments.refuse(0, "a function that rebuilds a tensor");
  if (!is_global(type)) arguments.refuse(1, "a class");
  if (!arguments.at(2)->is(Kind::tuple)) arguments.refuse(2, "a tuple");
  Ref<Tree> tree = names.call(function, arguments.at(2));
  if (!is_class(type, Known::tensor_class)) tree->class_name = type.text;
  return tree;
}

// A file in bytes.
Ref<Tree> load_from_bytes(const CallArguments& arguments, const TorchReading& reading) {
  constexpr int kMostDepth = 4;
  if (reading.depth == kMostDepth) fail(Status::io, "files are within files more than %d deep", kMostDepth);
  const std::string& bytes = arguments.bytes(0);
  reading.budget.take(bytes.size());
  TorchReading within{reading.limits, reading.budget, reading.depth + 1};
  return read_torch_file(Source::of_bytes(bytes.data(), bytes.size(), "a file within"), within);
}

}  // namespace

// ---- the door

Ref<Tree> TorchNames::global(const std::string& module, const std::string& name) {
  std::string full = module + "." + name;
  if (!is_utf8(full)) fail(Status::io, "a name is not UTF-8");
  std::string current = current_name(full);
  int64_t number = find_global(current);
  if (number == kUnknown) {
    if (!reading_.limits.inert)
      fail(Status::unsupported, "it asks for %.200s, which Tenon does not know; nothing of it was run",
           full.c_str());
    return make_global(std::move(full), kUnknown);
  }
  const Global& global = kGlobals[number - 1];
  if (global.known == Known::foreign_dtype && !reading_.limits.inert)
    fail(Status::unsupported, "%s, a dtype that Tenon does not have", current.c_str());
  if (global.known != Known::dtype) return make_global(std::move(current), number);
  Ref<Tree> tree = Tree::make(Kind::dtype);
  tree->class_name = "torch.dtype";
  tree->integer = static_cast<int64_t>(global.dtype);
  return tree;
}

Ref<Tree> TorchNames::call(const Tree& callee, const Ref<Tree>& arguments) {
  if (callee.integer == kUnknown) return instance_of(callee.text, arguments);  // there are none unless inert
  try {
    return call_known(callee, arguments);
  } catch (const Error& e) {
    if (!reading_.limits.inert || e.status() != Status::unsupported) throw;
    reading_.budget.take(16384);  // of time, rather
    return instance_of(callee.text, arguments);
  }
}

Ref<Tree> TorchNames::call_known(const Tree& callee, const Ref<Tree>& tuple) {
  const Global* global = known_global(callee);
  if (!global) fail(Status::io, "%.200s is called, which is no class", callee.text.c_str());
  CallArguments arguments(callee.text, *tuple);
  switch (global->known) {
    case Known::dict: return make_dict(arguments, 0, reading_.budget);
    case Known::dict_with_factory: return make_dict(arguments, 1, reading_.budget);
    case Known::list:
    case Known::deque: return make_list(arguments, Kind::list, reading_.budget);
    case Known::tuple:
    case Known::size: return make_list(arguments, Kind::tuple, reading_.budget);
    case Known::bytes:
    case Known::encode: return make_bytes(arguments, reading_.budget);
    case Known::device: return make_device(arguments);
    case Known::layout: return make_layout(arguments);
    case Known::rebuild_tensor: return rebuild_tensor(arguments, 1, reading_.budget);
    case Known::rebuild_tensor_v2: return rebuild_tensor(arguments, 2, reading_.budget);
    case Known::rebuild_tensor_v3: return rebuild_tensor(arguments, 3, reading_.budget);
    case Known::rebuild_parameter:
    case Known::parameter: {
      bool on = arguments.count() < 2 || arguments.boolean(1);
      return rebuild_parameter(arguments, on, "torch.nn.parameter.Parameter");
    }
    case Known::variable:
      return rebuild_parameter(arguments, arguments.count() > 1 && arguments.boolean(1), "");
    case Known::rebuild_from_type: return rebuild_from_type(arguments, *this);
    case Known::load_from_bytes: return load_from_bytes(arguments, reading_);
    case Known::first_argument: return arguments.at(0);
    case Known::reconstructor: return new_object(arguments, 2, *this);
    case Known::new_object: return new_object(arguments, 1, *this);
    case Known::numpy_dtype: return numpy_dtype(arguments);
    case Known::numpy_scalar: return numpy_scalar(arguments);
    case Known::numpy_from_buffer: return numpy_from_buffer(arguments, reading_.budget);
    case Known::numpy_reconstruct: {
      if (!is_class(*arguments.at(0), Known::numpy_array)) arguments.refuse(0, "numpy.ndarray");
      return instance_of("numpy.ndarray", tuple);
    }
    default: fail(Status::unsupported, "%s is called, which Tenon does not do", callee.text.c_str());
  }
}

void TorchNames::build(Tree& value, const Ref<Tree>& state) {
  if (is_global(value)) fail(Status::io, "%.200s is to be changed, a class", value.text.c_str());
  if (value.class_name == "numpy.dtype") return set_numpy_dtype_state(value, *state);
  switch (value.kind) {
    case Kind::instance:
      value.items[1] = state;
      if (value.class_name != "numpy.ndarray") return;
      try {
        set_numpy_array_state(value, *state, reading_.budget);
      } catch (const Error& e) {
        if (!reading_.limits.inert || e.status() != Status::unsupported) throw;
      }
      return;
    case Kind::tensor:
      // Of a Parameter before PyTorch 0.4: (requires_grad, volatile, hooks).
      if (state->is(Kind::tuple) && !state->items.empty() && state->items[0]->is(Kind::boolean))
        set_requires_grad(value.tensor, state->items[0]->integer != 0);
      return;
    case Kind::dict:  // attributes, as a state_dict has in _metadata
    case Kind::list: return;
    default: fail(Status::io, "%s is given a state", kind_name(value.kind));
  }
}

Ref<Tree> TorchNames::persistent(const Ref<Tree>&) {
  fail(Status::io, "it refers to what is outside of the file");
}

// ('storage', class, key, location, count[, view])
StorageId TorchNames::storage_id(const Tree& id) const {
  static const std::string kName = "a persistent id";
  if (!id.is(Kind::tuple)) fail(Status::io, "a persistent id is %s, not a tuple", kind_name(id.kind));
  CallArguments parts(kName, id);
  if (parts.text(0) != "storage")
    fail(Status::io, "a persistent id is that of a '%.40s', not of a storage", parts.text(0).c_str());
  const Global* type = known_global(*parts.at(1));
  if (!type) parts.refuse(1, "the class of a storage");
  if (type->known != Known::storage && type->known != Known::untyped_storage &&
      type->known != Known::foreign_storage)
    parts.refuse(1, "the class of a storage");
  StorageId storage;
  storage.class_name = parts.at(1)->text;
  storage.dtype = type->dtype;
  storage.item = type->dtype == DType::none ? type->item : item_size(type->dtype);
  storage.untyped = type->known == Known::untyped_storage;
  storage.key = parts.at(2)->is(Kind::integer) ? std::to_string(parts.integer(2)) : parts.text(2);
  storage.count = parts.integer(4);
  if (storage.count < 0 || storage.count > INT64_MAX / 16)
    fail(Status::io, "a storage is to have %lld elements", (long long)storage.count);
  if (parts.count() > 5 && !parts.at(5)->is(Kind::none)) storage.view = parts.at(5).get();
  return storage;
}

Ref<Tree> TorchNames::foreign_storage(const StorageId& storage, const Ref<Tree>& id) const {
  if (!reading_.limits.inert)
    fail(Status::unsupported, "a tensor in a %s, of a dtype that Tenon does not have",
         storage.class_name.c_str());
  return instance_of(storage.class_name, id);
}

}  // namespace tenon
