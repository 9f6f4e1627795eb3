#include "core/tensor/node.h"

namespace tenon {

// Readers may be walking graphs to the same leaf while the one with the caller's lock makes its first
// gradient.
AutogradMeta& autograd_meta(const Tensor& t) {
  if (!t->meta) std::atomic_ref(t->meta).store(create<AutogradMeta>(), std::memory_order_release);
  return *t->meta;
}

const AutogradMeta* shared_autograd_meta(const Tensor& t) {
  return std::atomic_ref(t->meta).load(std::memory_order_acquire);
}

static void (*view_renewal)(const Tensor& view) = nullptr;

void set_view_renewal(void (*renew)(const Tensor& view)) { view_renewal = renew; }

void renew_view(const Tensor& view) { view_renewal(view); }

Node::~Node() {
  if (rare) tenon::destroy(rare);
}

Node::Rare& Node::need_rare() {
  if (!rare) rare = create<Rare>();
  return *rare;
}

void Node::set_output_count(uint32_t count) {
  if (count != 1) need_rare().output_count = count;
}

void Node::retain_grad(uint32_t output, AutogradMeta& meta) {
  need_rare().retained.push_back({output, Ref<AutogradMeta>::share(&meta)});
}

void Node::stop_retaining(AutogradMeta& meta) noexcept {
  if (!rare) return;
  std::vector<Rare::Retained>& all = rare->retained;
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].meta.get() != &meta) continue;
    std::swap(all[i], all.back());
    all.pop_back();
    return;
  }
}

// Dropping a graph must not recurse: a chain of a million nodes would overflow the stack. Nodes that die
// while one is being destroyed queue up, and the first one's call drains the queue.
static TENON_TLS Node* dead_nodes = nullptr;
static TENON_TLS bool draining = false;

void Node::destroy(Node* node) {
  node->link = dead_nodes;
  dead_nodes = node;
  if (draining) return;
  draining = true;
  while (Node* dead = dead_nodes) {
    dead_nodes = dead->link;
    dead->free();
  }
  draining = false;
}

Tensor Saved::get(const Backward& b) const {
  const Tensor& t = values(b);
  if (!t || output_ == kOperand || !b.create_graph()) return t;
  Tensor with_history = alias(*t);
  set_history(with_history, Ref<Node>::share(&b.node()), output_);
  return with_history;
}

void Saved::refuse_inference_tensor() {
  fail(Status::state,
       "Inference tensors cannot be saved for backward. To work around you can make a clone to get a normal "
       "tensor and use it in autograd.");
}

void Saved::refuse_changed(const Backward& b) const {
  std::string origin;
  if (output_ != kOperand) origin = format(", which is output %u of %s,", output_, b.node().name());
  else if (tensor_->grad_fn)
    origin = format(", which is output %u of %s,", tensor_->output, tensor_->grad_fn->name());
  fail(Status::state,
       "one of the variables needed for gradient computation has been modified by an inplace operation: "
       "[%s]%s saved by %s, is at version %u; expected version %u instead",
       describe(tensor_).c_str(), origin.c_str(), b.node().name(), tensor_->version(), version_);
}

}  // namespace tenon
