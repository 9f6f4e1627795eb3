#include "core/tensor/node.h"

#include <algorithm>

namespace tenon {

AutogradMeta& autograd_meta(const Tensor& t) {
  if (!t->meta) t->meta = create<AutogradMeta>();
  return *t->meta;
}

HookList::~HookList() {
  for (GradHook& hook : hooks_)
    if (hook.destroy) hook.destroy(hook.data);
}

void HookList::add(const GradHook& hook) {
  try {
    hooks_.push_back(hook);
  } catch (...) {
    if (hook.destroy) hook.destroy(hook.data);
    throw;
  }
}

bool HookList::remove(int64_t id) {
  for (size_t i = 0; i < hooks_.size(); ++i) {
    if (hooks_[i].id != id) continue;
    GradHook hook = hooks_[i];
    hooks_.erase(hooks_.begin() + static_cast<std::ptrdiff_t>(i));
    if (hook.destroy) hook.destroy(hook.data);
    return true;
  }
  return false;
}

Tensor HookList::run(uint32_t output, Tensor grad) const {
  for (size_t i = 0; i < hooks_.size(); ++i) {
    if (hooks_[i].output != output) continue;
    if (Tensor other = hooks_[i].call(hooks_[i].data, grad)) grad = std::move(other);
  }
  return grad;
}

static void (*renew_view)(const Tensor& view) = nullptr;

void set_view_renewal(void (*renew)(const Tensor& view)) { renew_view = renew; }

void Node::set_edge(int i, const Tensor& input) {
  Edge& edge = edges[i];
  if (input->base && input->view_version != input->version()) renew_view(input);
  if (input->grad_fn) {
    edge.node = input->grad_fn;
    edge.output = input->output;
  } else if (input->requires_grad) {
    edge.leaf = input;
  }
}

void Node::set_output_count(uint32_t count) {
  output_count = count;
  if (count > 1) more_grads.resize(count - 1);
}

Node::~Node() {
  if (hooks) tenon::destroy(hooks);
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
  if (!tensor_) return tensor_;
  if (tensor_->version() != version_)
    fail(Status::state,
         "one of the variables needed for gradient computation has been modified by an inplace operation: "
         "[%s], "
         "saved by %s, is at version %u; expected version %u instead",
         describe(tensor_).c_str(), b.node().name(), tensor_->version(), version_);
  if (!is_output_ || !b.create_graph()) return tensor_;
  Tensor t = alias(*tensor_);
  t->requires_grad = true;
  t->grad_fn = Ref<Node>::share(&b.node());
  return t;
}

}  // namespace tenon
