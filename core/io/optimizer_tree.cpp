#include "core/io/optimizer_tree.h"

#include <stdlib.h>

#include "core/base/error.h"
#include "core/nn/json.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"

namespace tenon {

namespace {

using Kind = Tree::Kind;
constexpr const char* kGroups = "param_groups";

[[noreturn]] void refuse(const char* what) {
  fail(Status::value, "the tree is no state_dict of an optimizer: %s", what);
}

// ---- out

Ref<Tree> from_json(const Json& json, bool in_tuple) {
  switch (json.type()) {
    case Json::Type::null: return Tree::make(Kind::none);
    case Json::Type::boolean: return Tree::of_boolean(json.as_boolean());
    case Json::Type::integer: return Tree::of_integer(json.as_integer());
    case Json::Type::real: return Tree::of_real(json.as_real());
    case Json::Type::text: return Tree::of_text(json.as_text());
    default: break;
  }
  Ref<Tree> tree = Tree::make(in_tuple ? Kind::tuple : Kind::list);
  for (const Json& item : json.items()) tree->items.push_back(from_json(item, in_tuple));
  return tree;
}

Ref<Tree> group_tree(const Json& group) {
  Ref<Tree> tree = Tree::make(Kind::dict);
  // "params" last, as PyTorch has it; betas are a tuple.
  for (bool params : {false, true})
    for (const auto& [name, value] : group.members())
      if ((name == "params") == params) tree->set(Tree::of_text(name), from_json(value, !params));
  return tree;
}

// ---- in

double number_of(const Tree& value) {
  if (value.is(Kind::tensor) && value.tensor && value.tensor->numel == 1) {
    Tensor number = cast_elements(to_device(value.tensor, Device{}), DType::float64);
    return *number->as<double>();
  }
  if (value.is(Kind::real)) return value.real;
  if ((value.is(Kind::integer) && !value.big) || value.is(Kind::boolean))
    return static_cast<double>(value.integer);
  refuse("an option is neither a number nor a text");
}

// Options that Tenon doesn't have stand beside the others: the optimizer passes over them.
std::string json_of(const Tree& value, int depth) {
  constexpr int kMostDepth = 8;
  if (depth > kMostDepth) refuse("an option is nested too deeply");
  switch (value.kind) {
    case Kind::none: return "null";
    case Kind::boolean: return value.integer ? "true" : "false";
    case Kind::integer:
      if (value.big) refuse("an integer is beyond 64 bits");
      return std::to_string(value.integer);
    case Kind::text: return json_string(value.text);
    case Kind::list:
    case Kind::tuple: {
      std::string text = "[";
      for (const Ref<Tree>& item : value.items)
        text += (text.size() > 1 ? ", " : "") + json_of(*item, depth + 1);
      return text + "]";
    }
    default: {
      double number = number_of(value);
      Json json(number);
      return number - number == 0 ? json_text(json) : "null";
    }
  }
}

std::string groups_json(const Tree& groups) {
  std::string text = "[";
  for (const Ref<Tree>& group : groups.items) {
    if (!group->is(Kind::dict)) refuse("a group is no dict");
    text += text.size() > 1 ? ", {" : "{";
    for (size_t i = 0; i < group->count(); ++i) {
      if (!group->key(i)->is(Kind::text)) refuse("an option has no name");
      text += (i ? ", " : "") + json_string(group->key(i)->text) + ": " + json_of(*group->value(i), 0);
    }
    text += "}";
  }
  return text + "]";
}

void add_state(Dict& dict, int64_t parameter, const Tree& slots) {
  if (!slots.is(Kind::dict)) refuse("the state of a parameter is no dict");
  for (size_t i = 0; i < slots.count(); ++i) {
    const Tree& value = *slots.value(i);
    if (!slots.key(i)->is(Kind::text)) refuse("a part of the state has no name");
    if (value.is(Kind::none)) continue;
    std::string name = "state." + std::to_string(parameter) + "." + slots.key(i)->text;
    dict.set(name, value.is(Kind::tensor) ? value.tensor : full({}, number_of(value), DType::float32));
  }
}

}  // namespace

Ref<Tree> optimizer_tree(const Dict& state) {
  constexpr int kMostDepth = 64;
  Ref<Tree> parameters = Tree::make(Kind::dict);
  for (const Dict::Entry& entry : state.entries()) {
    // "state.12.exp_avg"
    size_t first = entry.name.find('.'), second = entry.name.find('.', first + 1);
    if (second == std::string::npos) refuse("a name in it is of another form");
    int64_t number = strtoll(entry.name.c_str() + first + 1, nullptr, 10);
    // In the order of the parameters, so the last one is the one that it belongs to, if any.
    size_t count = parameters->count();
    if (!count || parameters->key(count - 1)->integer != number)
      parameters->set(Tree::of_integer(number), Tree::make(Kind::dict));
    const Ref<Tree>& slots = parameters->value(parameters->count() - 1);
    slots->set(Tree::of_text(entry.name.substr(second + 1)), Tree::of_tensor(entry.tensor));
  }
  const std::string* text = state.find_metadata(kGroups);
  Json json;
  std::string why;
  if (!text || !Json::parse(*text, kMostDepth, &json, &why)) refuse("it has no param_groups");
  Ref<Tree> groups = Tree::make(Kind::list);
  for (const Json& group : json.items()) groups->items.push_back(group_tree(group));
  Ref<Tree> tree = Tree::make(Kind::dict);
  tree->set(Tree::of_text("state"), std::move(parameters));
  tree->set(Tree::of_text(kGroups), std::move(groups));
  return tree;
}

Ref<Dict> optimizer_state(const Tree& tree) {
  const Tree *state = tree.find("state"), *groups = tree.find(kGroups);
  if (!state || !groups) refuse("it has no \"state\" and \"param_groups\"");
  if (!state->is(Kind::dict)) refuse("its state is no dict");
  if (!groups->is(Kind::list) && !groups->is(Kind::tuple)) refuse("its param_groups are no list");
  Ref<Dict> dict = Dict::make();
  for (size_t i = 0; i < state->count(); ++i) {
    const Tree& key = *state->key(i);
    if (!key.is(Kind::integer) || key.big) refuse("the state has a key that is no number of a parameter");
    add_state(*dict, key.integer, *state->value(i));
  }
  dict->set_metadata(kGroups, groups_json(*groups));
  return dict;
}

}  // namespace tenon
