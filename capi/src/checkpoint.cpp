// Training runs: what there is of one, and going on with it.
#include <string.h>

#include "capi/src/loader.h"
#include "capi/src/module.h"
#include "capi/src/optim.h"
#include "capi/src/tree.h"
#include "core/base/generator.h"
#include "core/io/optimizer_tree.h"

using namespace tenon;

namespace {

void put(Tree& tree, const char* key, Ref<Tree> value) { tree.set(Tree::of_text(key), std::move(value)); }

// A part that must be there, of this kind.
const Tree& part(const Tree& tree, const char* key, Tree::Kind kind, const char* function) {
  const Tree* found = tree.find(key);
  if (!found) fail(Status::key, "%s: the tree has no \"%s\"", function, key);
  if (!found->is(kind))
    fail(Status::value, "%s: \"%s\" is %s, not %s", function, key, kind_name(found->kind), kind_name(kind));
  return *found;
}

// ---- the states of the default generators, by device

// The CPU, and where else the module is.
std::vector<Device> devices_of(Module& m) {
  std::vector<Device> devices{Device{}};
  for (const ModuleTensor& t : named_parameters(m)) {
    bool known = false;
    for (Device d : devices) known |= d == t.tensor->device;
    if (!known) devices.push_back(t.tensor->device);
  }
  return devices;
}

Ref<Tree> generator_states(Module& m) {
  Ref<Tree> tree = Tree::make(Tree::Kind::dict);
  for (Device device : devices_of(m)) {
    Generator::State state = default_generator(device).state();
    Tensor bytes = empty({static_cast<int64_t>(sizeof state)}, DType::uint8);
    memcpy(bytes->data, &state, sizeof state);
    put(*tree, device_name(device).c_str(), Tree::of_tensor(std::move(bytes)));
  }
  return tree;
}

// The state for a device; false where the checkpoint was made on others.
bool find_state(const Tree& states, Device device, Generator::State* state) {
  const Tree* found = states.find(device_name(device));
  if (!found) return false;
  const Tensor& bytes = found->tensor;
  if (!bytes || bytes->dtype != DType::uint8 || bytes->numel != sizeof *state || !bytes->device.is_cpu() ||
      !bytes->contiguous)
    fail(Status::value, "tn_checkpoint_restore: \"rng\" holds no state of the generator of %s",
         device_name(device).c_str());
  memcpy(state, bytes->data, sizeof *state);
  return true;
}

}  // namespace

tn_tree_t tn_checkpoint(tn_module_t m, tn_optimizer_t o, int64_t step) {
  return guard(__func__, tn_tree_t{}, [&] {
    Module& module = borrow_module(m, "tn_checkpoint");
    const Optimizer& optimizer = *borrow_object<Optimizer>(o, "tn_checkpoint", "o");
    Ref<Tree> tree = Tree::make(Tree::Kind::dict);
    put(*tree, "model", Tree::of_dict(*state_dict(module)));
    put(*tree, "optimizer", optimizer_tree(*optimizer.state_dict()));
    put(*tree, "rng", generator_states(module));
    put(*tree, "step", Tree::of_integer(step));
    return give_tree(std::move(tree));
  });
}

tn_status_t tn_checkpoint_restore(tn_tree_t checkpoint, tn_module_t m, tn_optimizer_t o, int64_t* step) {
  const char* function = __func__;
  return guard_status(function, [&] {
    const Tree& tree = *borrow_tree(checkpoint, function, "checkpoint");
    Module& module = borrow_module(m, function);
    Optimizer& optimizer = *borrow_object<Optimizer>(o, function, "o");
    const Tree& number = part(tree, "step", Tree::Kind::integer, function);
    const Tree& states = part(tree, "rng", Tree::Kind::dict, function);
    std::vector<Device> devices = devices_of(module);
    std::vector<Generator::State> generators(devices.size());
    std::vector<bool> there(devices.size());
    for (size_t i = 0; i < devices.size(); ++i) there[i] = find_state(states, devices[i], &generators[i]);
    Ref<Dict> optimizer_part = optimizer_state(part(tree, "optimizer", Tree::Kind::dict, function));
    load_state_dict(module, *flat_tensors(part(tree, "model", Tree::Kind::dict, function)), true);
    optimizer.load_state_dict(*optimizer_part);
    for (size_t i = 0; i < devices.size(); ++i)
      if (there[i]) default_generator(devices[i]).set_state(generators[i]);
    if (step) *step = number.integer;
  });
}

tn_tree_t tn_optimizer_state_tree(tn_optimizer_t o) {
  return guard(__func__, tn_tree_t{}, [&] {
    const Optimizer& optimizer = *borrow_object<Optimizer>(o, "tn_optimizer_state_tree", "o");
    return give_tree(optimizer_tree(*optimizer.state_dict()));
  });
}

tn_status_t tn_optimizer_load_state_tree(tn_optimizer_t o, tn_tree_t state) {
  return guard_status(__func__, [&] {
    Optimizer& optimizer = *borrow_object<Optimizer>(o, "tn_optimizer_load_state_tree", "o");
    optimizer.load_state_dict(*optimizer_state(*borrow_tree(state, "tn_optimizer_load_state_tree", "state")));
  });
}

tn_tree_t tn_loader_state(tn_loader_t loader) {
  return guard(__func__, tn_tree_t{}, [&] {
    LoaderPosition at = borrow_object<Loader>(loader, "tn_loader_state", "loader")->position();
    Ref<Tree> tree = Tree::make(Tree::Kind::dict);
    put(*tree, "seed", Tree::of_integer(static_cast<int64_t>(at.seed)));
    put(*tree, "epoch", Tree::of_integer(static_cast<int64_t>(at.epoch)));
    put(*tree, "batch", Tree::of_integer(at.batch));
    return give_tree(std::move(tree));
  });
}

tn_status_t tn_loader_set_state(tn_loader_t loader, tn_tree_t state) {
  const char* function = __func__;
  return guard_status(function, [&] {
    Loader& l = *borrow_object<Loader>(loader, function, "loader");
    const Tree& tree = *borrow_tree(state, function, "state");
    LoaderPosition at;
    at.seed = static_cast<uint64_t>(part(tree, "seed", Tree::Kind::integer, function).integer);
    int64_t epoch = part(tree, "epoch", Tree::Kind::integer, function).integer;
    if (epoch < 0) fail(Status::value, "tn_loader_set_state: the epoch is %lld", (long long)epoch);
    at.epoch = static_cast<uint64_t>(epoch);
    at.batch = part(tree, "batch", Tree::Kind::integer, function).integer;
    l.seek(at);
  });
}
