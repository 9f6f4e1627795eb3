// Trees of Python values: asking, walking and making.
#include "capi/src/tree.h"

#include <math.h>

#include "capi/src/arguments.h"
#include "capi/src/dict.h"
#include "core/base/nearest.h"
#include "core/base/utf8.h"

using namespace tenon;

extern "C" {
TN_HANDLE_FUNCTIONS(tree, Tree)
}

namespace {

using Kind = Tree::Kind;

[[noreturn, gnu::cold]] void refuse_kind(const char* function, const char* wanted, const Tree& tree) {
  fail(Status::type, "%s: the value is %s, not %s", function, kind_name(tree.kind), wanted);
}

template <class R, class F>
R ask(const char* function, R failure, tn_tree_t tree, F answer) {
  return guard(function, failure, [&]() -> R { return answer(*borrow_tree(tree, function)); });
}

// What makes a further tree.
template <class F>
tn_tree_t make(const char* function, F body) {
  return guard(function, tn_tree_t{}, [&] { return give_tree(body()); });
}

// A part of a tree.
template <class F>
tn_tree_t part(const char* function, tn_tree_t tree, F choose) {
  return make(function, [&] { return choose(*borrow_tree(tree, function)); });
}

size_t checked_place(const Tree& tree, int64_t i, const char* function) {
  if (i < 0 || i >= static_cast<int64_t>(tree.count()))
    fail(Status::index, "%s: i is %lld, and there are %zu", function, (long long)i, tree.count());
  return static_cast<size_t>(i);
}

bool is_sequence(const Tree& tree) { return tree.is(Kind::list) || tree.is(Kind::tuple); }

// Where the keys are: in the dict itself, or in an instance's attributes.
const Tree& keyed(const Tree& tree, const char* function) {
  if (tree.is(Kind::dict)) return tree;
  if (!tree.is(Kind::instance)) refuse_kind(function, "a dict or an instance", tree);
  return *tree.state();
}

Ref<Tree> share(const Tree* tree) { return Ref<Tree>::share(const_cast<Tree*>(tree)); }

[[noreturn, gnu::cold]] void refuse_key(const Tree& tree, const char* key, const char* function) {
  NearestName nearest(key);
  for (size_t i = 0; tree.is(Kind::dict) && i < tree.count(); ++i)
    if (tree.key(i)->is(Kind::text)) nearest.offer(tree.key(i)->text);
  fail(Status::key, "%s: there is no key '%.300s' among %zu%s", function, key,
       tree.is(Kind::dict) ? tree.count() : 0, nearest.hint().c_str());
}

Tree& borrow_changeable(tn_tree_t tree, Kind kind, const char* wanted, const char* function,
                        const char* argument) {
  Tree& t = *borrow_tree(tree, function, argument);
  if (!t.is(kind)) refuse_kind(function, wanted, t);
  return t;
}

Ref<Tree> borrow_part(tn_tree_t value, const Tree& whole, const char* function) {
  const Ref<Tree>& part = borrow_tree(value, function, "value");
  if (part->contains(&whole)) fail(Status::value, "%s: the value would stand within itself", function);
  return part;
}

Ref<Tree> sequence(Kind kind, const tn_tree_t* items, int64_t n_items, const char* function) {
  if (n_items < 0 || (!items && n_items)) refuse_array(function, "items", n_items);
  Ref<Tree> tree = Tree::make(kind);
  tree->items.reserve(static_cast<size_t>(n_items));
  for (int64_t i = 0; i < n_items; ++i) tree->items.push_back(borrow_tree(items[i], function, "items"));
  return tree;
}

Ref<Tree> text(const char* bytes, const char* function, const char* argument) {
  std::string value = required_text(bytes, function, argument);
  if (!is_utf8(value)) fail(Status::value, "%s: %s is not UTF-8", function, argument);
  return Tree::of_text(std::move(value));
}

}  // namespace

// ---- what a value is

tn_tree_kind_t tn_tree_kind(tn_tree_t tree) {
  return ask(__func__, tn_tree_kind_t{0}, tree,
             [](const Tree& t) { return static_cast<tn_tree_kind_t>(t.kind); });
}
const char* tn_tree_class_name(tn_tree_t tree) {
  return ask(__func__, static_cast<const char*>(nullptr), tree,
             [](const Tree& t) { return t.class_name.empty() ? class_of(t.kind) : t.class_name.c_str(); });
}

// ---- asking for a value

int32_t tn_tree_bool(tn_tree_t tree) {
  return ask(__func__, int32_t{0}, tree, [](const Tree& t) -> int32_t {
    if (!t.is(Kind::boolean)) refuse_kind("tn_tree_bool", "a bool", t);
    return t.integer != 0;
  });
}
int64_t tn_tree_int(tn_tree_t tree) {
  return ask(__func__, int64_t{-1}, tree, [](const Tree& t) {
    if (!t.is(Kind::integer) && !t.is(Kind::boolean)) refuse_kind("tn_tree_int", "an int", t);
    if (t.big) fail(Status::value, "tn_tree_int: the int has %zu bytes, more than 8", t.text.size());
    return t.integer;
  });
}
double tn_tree_float(tn_tree_t tree) {
  return ask(__func__, static_cast<double>(NAN), tree, [](const Tree& t) {
    if (t.is(Kind::integer) && !t.big) return static_cast<double>(t.integer);
    if (!t.is(Kind::real)) refuse_kind("tn_tree_float", "a float", t);
    return t.real;
  });
}
const char* tn_tree_string(tn_tree_t tree) {
  return ask(__func__, static_cast<const char*>(nullptr), tree, [](const Tree& t) {
    if (!t.is(Kind::text)) refuse_kind("tn_tree_string", "a str", t);
    return t.text.c_str();
  });
}
tn_status_t tn_tree_bytes(tn_tree_t tree, const void** data, int64_t* n) {
  if (data) *data = nullptr;
  return guard_status(__func__, [&] {
    const Tree& t = *borrow_tree(tree, "tn_tree_bytes");
    if (!t.is(Kind::bytes) && !t.is(Kind::text)) refuse_kind("tn_tree_bytes", "bytes", t);
    if (data) *data = t.text.data();
    if (n) *n = static_cast<int64_t>(t.text.size());
  });
}
tn_dtype_t tn_tree_dtype(tn_tree_t tree) {
  return ask(__func__, tn_dtype_t{0}, tree, [](const Tree& t) {
    if (!t.is(Kind::dtype)) refuse_kind("tn_tree_dtype", "a dtype", t);
    return static_cast<tn_dtype_t>(t.integer);
  });
}
tn_tensor_t tn_tree_tensor(tn_tree_t tree) {
  return ask(__func__, tn_tensor_t{}, tree, [](const Tree& t) {
    if (!t.is(Kind::tensor)) refuse_kind("tn_tree_tensor", "a tensor", t);
    return give(t.tensor);
  });
}

// ---- walking

int64_t tn_tree_count(tn_tree_t tree) {
  return ask(__func__, int64_t{-1}, tree, [](const Tree& t) {
    if (!is_sequence(t) && !t.is(Kind::dict)) refuse_kind("tn_tree_count", "a list, tuple or dict", t);
    return static_cast<int64_t>(t.count());
  });
}
tn_tree_t tn_tree_item(tn_tree_t tree, int64_t i) {
  return part(__func__, tree, [&](const Tree& t) {
    if (!is_sequence(t) && !t.is(Kind::dict)) refuse_kind("tn_tree_item", "a list, tuple or dict", t);
    size_t place = checked_place(t, i, "tn_tree_item");
    return t.is(Kind::dict) ? t.value(place) : t.items[place];
  });
}
tn_tree_t tn_tree_key(tn_tree_t tree, int64_t i) {
  return part(__func__, tree, [&](const Tree& t) {
    if (!t.is(Kind::dict)) refuse_kind("tn_tree_key", "a dict", t);
    return t.key(checked_place(t, i, "tn_tree_key"));
  });
}
int32_t tn_tree_has(tn_tree_t tree, const char* key) {
  return ask(__func__, int32_t{0}, tree, [&](const Tree& t) -> int32_t {
    return keyed(t, "tn_tree_has").find(required_text(key, "tn_tree_has", "key")) != nullptr;
  });
}
tn_tree_t tn_tree_get(tn_tree_t tree, const char* key) {
  return part(__func__, tree, [&](const Tree& t) {
    const Tree& pairs = keyed(t, "tn_tree_get");
    const Tree* value = pairs.find(required_text(key, "tn_tree_get", "key"));
    if (!value) refuse_key(pairs, key, "tn_tree_get");
    return share(value);
  });
}
tn_tree_t tn_tree_get_int(tn_tree_t tree, int64_t key) {
  return part(__func__, tree, [&](const Tree& t) {
    if (!t.is(Kind::dict)) refuse_kind("tn_tree_get_int", "a dict", t);
    const Tree* value = t.find(key);
    if (!value)
      fail(Status::key, "tn_tree_get_int: there is no key %lld among %zu", (long long)key, t.count());
    return share(value);
  });
}

namespace {

tn_tree_t part_of_instance(const char* function, tn_tree_t tree, const Ref<Tree>& (Tree::*which)() const) {
  return part(function, tree, [&](const Tree& t) {
    if (!t.is(Kind::instance)) refuse_kind(function, "an instance", t);
    return (t.*which)();
  });
}

}  // namespace

tn_tree_t tn_tree_arguments(tn_tree_t tree) { return part_of_instance(__func__, tree, &Tree::arguments); }
tn_tree_t tn_tree_state(tn_tree_t tree) { return part_of_instance(__func__, tree, &Tree::state); }
tn_tree_t tn_tree_contents(tn_tree_t tree) { return part_of_instance(__func__, tree, &Tree::contents); }

tn_dict_t tn_tree_tensors(tn_tree_t tree) {
  return ask(__func__, tn_dict_t{}, tree, [](const Tree& t) { return give_dict(flat_tensors(t)); });
}

// ---- making

tn_tree_t tn_tree_none(void) {
  return make(__func__, [] { return Tree::make(Kind::none); });
}
tn_tree_t tn_tree_from_bool(int32_t value) {
  return make(__func__, [&] { return Tree::of_boolean(value != 0); });
}
tn_tree_t tn_tree_from_int(int64_t value) {
  return make(__func__, [&] { return Tree::of_integer(value); });
}
tn_tree_t tn_tree_from_float(double value) {
  return make(__func__, [&] { return Tree::of_real(value); });
}
tn_tree_t tn_tree_from_string(const char* value) {
  return make(__func__, [&] { return text(value, "tn_tree_from_string", "text"); });
}
tn_tree_t tn_tree_from_bytes(const void* data, int64_t n) {
  return make(__func__, [&] {
    if (n < 0 || (!data && n)) refuse_array("tn_tree_from_bytes", "data", n);
    return Tree::of_bytes(std::string(static_cast<const char*>(n ? data : ""), static_cast<size_t>(n)));
  });
}
tn_tree_t tn_tree_from_dtype(tn_dtype_t dtype) {
  return make(__func__, [&] {
    DType known = dtype_of_argument(dtype, DType{}, "tn_tree_from_dtype");
    if (dtype == 0) fail(Status::value, "tn_tree_from_dtype: dtype 0 does not exist");
    return Tree::of_dtype(known);
  });
}
tn_tree_t tn_tree_from_tensor(tn_tensor_t t) {
  return make(__func__, [&] { return Tree::of_tensor(borrow(t, "tn_tree_from_tensor", "t")); });
}
tn_tree_t tn_tree_from_tensors(tn_dict_t dict) {
  return make(__func__,
              [&] { return Tree::of_dict(*borrow_object<Dict>(dict, "tn_tree_from_tensors", "dict")); });
}
tn_tree_t tn_tree_list(const tn_tree_t* items, int64_t n_items) {
  return make(__func__, [&] { return sequence(Kind::list, items, n_items, "tn_tree_list"); });
}
tn_tree_t tn_tree_tuple(const tn_tree_t* items, int64_t n_items) {
  return make(__func__, [&] { return sequence(Kind::tuple, items, n_items, "tn_tree_tuple"); });
}
tn_tree_t tn_tree_dict(void) {
  return make(__func__, [] { return Tree::make(Kind::dict); });
}

tn_status_t tn_tree_append(tn_tree_t list, tn_tree_t value) {
  return guard_status(__func__, [&] {
    Tree& t = borrow_changeable(list, Kind::list, "a list", "tn_tree_append", "list");
    t.items.push_back(borrow_part(value, t, "tn_tree_append"));
  });
}
tn_status_t tn_tree_set(tn_tree_t dict, const char* key, tn_tree_t value) {
  return guard_status(__func__, [&] {
    Tree& t = borrow_changeable(dict, Kind::dict, "a dict", "tn_tree_set", "dict");
    Ref<Tree> part = borrow_part(value, t, "tn_tree_set");
    t.set(text(key, "tn_tree_set", "key"), std::move(part));
  });
}
tn_status_t tn_tree_set_int(tn_tree_t dict, int64_t key, tn_tree_t value) {
  return guard_status(__func__, [&] {
    Tree& t = borrow_changeable(dict, Kind::dict, "a dict", "tn_tree_set_int", "dict");
    Ref<Tree> part = borrow_part(value, t, "tn_tree_set_int");
    t.set(Tree::of_integer(key), std::move(part));
  });
}
