// A module's state: out, in, and to another device or dtype.
#include "core/nn/module.h"
#include "core/ops/copy.h"
#include "core/ops/history.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

// Calls visit(path, tensor) for parameters and persistent buffers, in state_dict's order.
template <class F>
void walk_state(Module& m, F&& visit) {
  walk(m, [&](Module& part, const std::string& path) {
    for (const ModuleTensor& t : part.parameters())
      if (t.tensor) visit(join_path(path, t.name), t.tensor);
    for (const ModuleTensor& t : part.buffers())
      if (t.tensor && t.persistent) visit(join_path(path, t.name), t.tensor);
  });
}

// What doesn't fit, in PyTorch's words.
struct Misfits {
  std::string missing, unexpected, shapes;

  static void list(std::string& names, const std::string& name) {
    names += (names.empty() ? "\"" : ", \"") + name + "\"";
  }
  void report(const Module& m) const {
    std::string text;
    if (!missing.empty()) text += "\n\tMissing key(s) in state_dict: " + missing + ". ";
    if (!unexpected.empty()) text += "\n\tUnexpected key(s) in state_dict: " + unexpected + ". ";
    text += shapes;
    if (text.empty()) return;
    throw Error(
        shapes.empty() ? Status::key : Status::shape,
        std::string("load_state_dict: error(s) in loading state_dict for ") + m.class_name() + ":" + text);
  }
};

struct Assignment {
  Tensor to, from;
};

// `from` on the device and of the dtype of `to`, so that copying it can't fail.
Tensor fitted(const Tensor& to, const Tensor& from) {
  Tensor t = to->dtype == from->dtype ? from : cast_elements(from, to->dtype);
  return to_device(t, to->device);
}

}  // namespace

void replace_elements(const Tensor& t, const Tensor& by) {
  uint32_t version = t->version();
  t->storage = by->storage;
  t->storage->version.store(version + 1, std::memory_order_relaxed);
  t->data = by->data;
  t->dtype = by->dtype;
  t->device = by->device;
  for (int d = 0; d < t->ndim; ++d) t->stride[d] = by->stride[d];
  t->base = {};
  t->update_contiguous();
}

Ref<Dict> state_dict(Module& m) {
  Ref<Dict> dict = Dict::make();
  walk_state(m, [&](const std::string& path, const Tensor& t) { dict->set(path, detach(t)); });
  return dict;
}

void load_state_dict(Module& m, const Dict& dict, bool strict) {
  Misfits misfits;
  std::vector<Assignment> assignments;
  std::unordered_map<std::string, bool> known;
  walk_state(m, [&](const std::string& path, const Tensor& t) {
    known.emplace(path, true);
    const Dict::Entry* entry = dict.find(path);
    if (!entry || !entry->tensor) {
      if (strict) Misfits::list(misfits.missing, path);
      return;
    }
    const Tensor& from = entry->tensor;
    // As PyTorch does: a 0-dim parameter takes what old files hold for it, one element.
    if (!(from->sizes() == t->sizes()) && !(t->ndim == 0 && from->ndim == 1 && from->numel == 1))
      misfits.shapes += "\n\tsize mismatch for " + path + ": copying a param with shape torch.Size(" +
                        to_string(from->sizes()) +
                        ") from checkpoint, the shape in current model is torch.Size(" +
                        to_string(t->sizes()) + ").";
    else assignments.push_back({t, from});
  });
  if (strict)
    for (const Dict::Entry& entry : dict.entries())
      if (!known.count(entry.name)) Misfits::list(misfits.unexpected, entry.name);
  misfits.report(m);
  GradModeGuard no_grad(false);
  for (Assignment& a : assignments) {
    check_in_place("copy", a.to);
    a.from = fitted(a.to, a.from);
  }
  for (const Assignment& a : assignments) {
    if (a.to->data == a.from->data && a.to->strides() == a.from->strides()) continue;
    copy_elements(a.to, a.from);
    a.to->storage->bump_version();
  }
}

void move_module(Module& m, const Device* device, DType dtype) {
  struct Move {
    Tensor t, moved, moved_grad;
  };
  std::vector<Move> moves;
  auto moved = [&](const Tensor& t) {
    Tensor y =
        dtype != DType::none && is_floating(t->dtype) && t->dtype != dtype ? cast_elements(t, dtype) : t;
    return device ? to_device(y, *device) : y;
  };
  auto plan = [&](const std::vector<ModuleTensor>& tensors) {
    for (const ModuleTensor& named : tensors) {
      const Tensor& t = named.tensor;
      const Tensor grad = t->meta ? t->meta->grad : Tensor();
      Move move{t, moved(t), grad ? moved(grad) : Tensor()};
      if (move.moved.get() != t.get() || move.moved_grad.get() != grad.get())
        moves.push_back(std::move(move));
    }
  };
  plan(named_parameters(m));
  plan(named_buffers(m));
  for (const Move& move : moves) {
    if (move.moved.get() != move.t.get()) replace_elements(move.t, move.moved);
    if (move.moved_grad) move.t->meta->grad = move.moved_grad;
  }
}

}  // namespace tenon
