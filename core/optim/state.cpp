// An optimizer's state_dict: the tensors under "state.3.exp_avg", the options as JSON in the metadata.
#include <math.h>

#include <unordered_map>

#include "core/nn/arguments.h"
#include "core/nn/python.h"
#include "core/ops/copy.h"
#include "core/optim/optimizer.h"

namespace tenon {

namespace {

constexpr const char* kGroupsKey = "param_groups";

std::string option_to_json(double value, bool is_bool) {
  if (is_bool) return value != 0 ? "true" : "false";
  return isfinite(value) ? python(value) : json_string(python(value));
}

std::string group_to_json(const OptimizerClass& cls, const ParamGroup& group, size_t& next_param) {
  std::string text = "{";
  for (size_t i = 0; i < cls.options.size(); ++i) {
    const OptimizerOption& option = cls.options[i];
    std::string value = option_to_json(group.option[i], option.is_bool);
    bool first = option.element <= 0, last = i + 1 == cls.options.size() || cls.options[i + 1].element <= 0;
    std::string name(cls.signature.arguments[static_cast<size_t>(option.argument)].name);
    if (first) text += json_string(name) + ": " + (option.element == 0 ? "[" : "");
    text += value + (option.element >= 0 && last ? "]" : "") + ", ";
  }
  text += "\"params\": [";
  for (size_t i = 0; i < group.params.size(); ++i) text += (i ? ", " : "") + std::to_string(next_param++);
  return text + "]}";
}

double option_of(const Json& group, const OptimizerClass& cls, const OptimizerOption& option,
                 double fallback) {
  std::string name(cls.signature.arguments[static_cast<size_t>(option.argument)].name);
  const Json* value = group.find(name);
  if (!value) return fallback;
  if (option.element >= 0) {
    if (value->items().size() <= static_cast<size_t>(option.element))
      fail(Status::value, "load_state_dict: %s is no pair", name.c_str());
    value = &value->items()[static_cast<size_t>(option.element)];
  }
  if (value->is_boolean()) return value->as_boolean();
  if (!value->is_number())
    fail(Status::value, "load_state_dict: %s is %s, not a number", name.c_str(), value->type_name());
  return value->as_real();
}

Json parse_groups(const Dict& dict) {
  constexpr int kMaxDepth = 64;
  const std::string* text = dict.find_metadata(kGroupsKey);
  if (!text) fail(Status::value, "load_state_dict: the metadata have no '%s'", kGroupsKey);
  Json groups;
  std::string why;
  if (!Json::parse(*text, kMaxDepth, &groups, &why) || !groups.is_array())
    fail(Status::value, "load_state_dict: '%s' in the metadata is no JSON list", kGroupsKey);
  return groups;
}

// "state.12.exp_avg" as 12 and exp_avg; false for anything else.
bool split_name(const std::string& name, uint64_t& number, std::string& slot) {
  constexpr size_t prefix = sizeof "state." - 1;
  size_t dot = name.find('.', prefix);
  if (name.compare(0, prefix, "state.") != 0 || dot == std::string::npos || dot == prefix ||
      dot > prefix + 18)
    return false;
  number = 0;
  for (size_t i = prefix; i < dot; ++i) {
    if (name[i] < '0' || name[i] > '9') return false;
    number = number * 10 + static_cast<uint64_t>(name[i] - '0');
  }
  slot = name.substr(dot + 1);
  return true;
}

// An own, row-major copy of what a file or another optimizer remembers.
Tensor copied(const Tensor& t, DType dtype, Device device) {
  return to_device(cast_elements(t, dtype), device);
}

}  // namespace

Ref<Dict> Optimizer::state_dict() const {
  Ref<Dict> dict = Dict::make();
  for (size_t i = 0; i < states_.size(); ++i) {
    std::string prefix = "state." + std::to_string(i) + ".";
    if (states_[i].step) dict->set(prefix + "step", detach(states_[i].step));
    for (int k = 0; k < kMaxSlots; ++k)
      if (states_[i].slot[k]) dict->set(prefix + class_.entry->slots[k], detach(states_[i].slot[k]));
  }
  std::string groups = "[";
  size_t next_param = 0;
  for (const ParamGroup& group : groups_)
    groups += (groups.size() > 1 ? ", " : "") + group_to_json(class_, group, next_param);
  dict->set_metadata(kGroupsKey, groups + "]");
  return dict;
}

// Reads options, and by which numbers the dictionary knows the parameters.
std::vector<ParamGroup> Optimizer::read_groups(const Dict& dict,
                                               std::unordered_map<uint64_t, size_t>& places) const {
  Json loaded = parse_groups(dict);
  if (loaded.items().size() != groups_.size())
    fail(Status::value, "load_state_dict: the loaded state has %zu parameter groups, and %s has %zu",
         loaded.items().size(), class_.signature.name.c_str(), groups_.size());
  std::vector<ParamGroup> groups = groups_;
  size_t place = 0;
  for (size_t g = 0; g < groups.size(); ++g) {
    const Json& from = loaded.items()[g];
    const Json* params = from.find("params");
    if (!params || params->items().size() != groups[g].params.size())
      fail(Status::value,
           "load_state_dict: loaded state dict contains a parameter group that doesn't match the size of "
           "optimizer's group %zu, which has %zu parameters",
           g, groups[g].params.size());
    for (const Json& number : params->items()) {
      if (!number.is_integer() || number.as_integer() < 0 ||
          !places.emplace(static_cast<uint64_t>(number.as_integer()), place++).second)
        fail(Status::value,
             "load_state_dict: the numbers of parameters in group %zu are no numbers, or not each once", g);
    }
    for (size_t i = 0; i < class_.options.size(); ++i)
      groups[g].option[i] = option_of(from, class_, class_.options[i], groups[g].option[i]);
    class_.entry->check(groups[g].option);
  }
  return groups;
}

void Optimizer::load_state_dict(const Dict& dict) {
  std::unordered_map<uint64_t, size_t> places;
  std::vector<ParamGroup> groups = read_groups(dict, places);
  std::vector<const Tensor*> params;
  for (const ParamGroup& group : groups)
    for (const Tensor& p : group.params) params.push_back(&p);
  std::vector<ParamState> states(states_.size());
  for (const Dict::Entry& entry : dict.entries()) {
    uint64_t number;
    std::string name;
    if (!split_name(entry.name, number, name) || !entry.tensor || !places.count(number))
      fail(Status::value, "load_state_dict: '%.200s' is no state of a parameter", entry.name.c_str());
    size_t place = places[number];
    const Tensor& p = *params[place];
    bool is_step = name == "step";
    if (is_step ? entry.tensor->numel != 1 : !(entry.tensor->sizes() == p->sizes()))
      fail(Status::shape, "load_state_dict: '%s' has shape %s, and the parameter %s", entry.name.c_str(),
           to_string(entry.tensor->sizes()).c_str(), to_string(p->sizes()).c_str());
    if (is_step) {
      Tensor step = copied(entry.tensor, DType::float32, Device{});
      states[place].step = alias(*step, {}, {}, 0);
      continue;
    }
    int slot = 0;
    while (slot < kMaxSlots && class_.entry->slots[slot] && name != class_.entry->slots[slot]) ++slot;
    if (slot == kMaxSlots || !class_.entry->slots[slot])
      fail(Status::value, "load_state_dict: %s remembers no '%.200s'", class_.signature.name.c_str(),
           name.c_str());
    states[place].slot[slot] = copied(entry.tensor, p->dtype, p->device);
  }
  groups_ = std::move(groups);
  states_ = std::move(states);
}

}  // namespace tenon
