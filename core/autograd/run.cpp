#include "core/autograd/run.h"

#include <algorithm>
#include <memory>

#include "core/autograd/accumulate.h"

namespace tenon {

// ---- captures

Captures::Captures(const std::vector<Tensor>& inputs) {
  entries_.reserve(inputs.size());
  sorted_.reserve(inputs.size());
  for (const Tensor& input : inputs) {
    entries_.push_back({Edge(input), {}});
    sorted_.push_back({key_of(entries_.back().edge), sorted_.size()});
  }
  std::sort(sorted_.begin(), sorted_.end(), [](const Place& a, const Place& b) {
    return a.key < b.key || (!(b.key < a.key) && a.entry < b.entry);
  });
}

Captures::Key Captures::key_of(const Edge& edge) {
  if (edge.leaf()) return {edge.leaf()->get(), 0};
  return {edge.node(), edge.output()};
}

Tensor* Captures::find(Key key) {
  auto place = std::lower_bound(sorted_.begin(), sorted_.end(), key,
                                [](const Place& p, const Key& wanted) { return p.key < wanted; });
  if (place == sorted_.end() || key < place->key) return nullptr;
  return &entries_[place->entry].grad;
}

// ---- the walk

static TENON_TLS Run* innermost = nullptr;

Run::Run(const BackwardOptions& options, Captures* captures)
    : options_(options), captures_(captures), mode_(options.create_graph), outer_(innermost) {
  if (outer_) outer_->inner_ = this;
  innermost = this;
}

Run::~Run() {
  if (!finished_) abandon();
  for (size_t i = interrupted_.size(); i--;) {
    Interrupted& was = interrupted_[i];
    Node* n = was.node;
    n->walk = was.walk;
    n->link = was.link;
    n->pending = was.pending;
    n->needed = was.needed;
    n->marked = was.marked;
    n->grad = std::move(was.grad);
    if (n->rare) n->rare->grads = std::move(was.grads);
  }
  // A host that switches fibers in a callback may end walks in another order than they began in.
  (inner_ ? inner_->outer_ : innermost) = outer_;
  if (outer_) outer_->inner_ = inner_;
}

template <class F>
void Run::each_root(F f) {
  if (first_root_.edge.wanted()) f(first_root_);
  for (Root& root : more_roots_) f(root);
}

void Run::add_root(const Tensor& root, Tensor grad) {
  Root* added = &first_root_;
  if (first_root_.edge.wanted()) added = &more_roots_.emplace_back();
  added->edge.set(root);
  added->grad = std::move(grad);
  if (Node* n = added->edge.node()) discover(n);
  expect(added->edge);
}

void Run::run() {
  merge_gatherings();
  if (captures_) mark_needed();
  each_root([this](Root& root) { deliver(root.edge, std::move(root.grad)); });
  while (Node* n = ready_) {
    ready_ = n->link;
    step(n);
  }
  finished_ = true;
}

// ---- before it: who waits for how much

void Run::expect(const Edge& edge) {
  if (Node* n = edge.node()) {
    ++n->pending;
  } else if (const Tensor* leaf = edge.leaf()) {
    const AutogradMeta* meta = shared_autograd_meta(*leaf);
    if (meta && !meta->hooks.empty()) gatherings_.push_back({leaf->get(), 1, {}});
  }
}

void Run::learn(Node* n) {
  if (n->walk) interrupt(n);
  n->walk = this;
  n->pending = 0;
  n->needed = !captures_;
  n->marked = false;
}

void Run::interrupt(Node* n) {
  const Run* whose = outer_;
  while (whose && whose != n->walk) whose = whose->outer_;
  if (!whose)
    fail(Status::state, "backward: %s is part of a backward that is running on another thread", n->name());
  interrupted_.push_back({n, n->walk, n->link, n->pending, n->needed, n->marked, {}, {}});
  interrupted_.back().grad = std::move(n->grad);
  if (n->rare) interrupted_.back().grads = std::move(n->rare->grads);
}

void Run::discover(Node* start) {
  if (start->walk == this) return;
  learn(start);
  start->link = nullptr;
  Node* stack = start;
  while (Node* n = stack) {
    stack = n->link;
    for (uint32_t i = 0; i < n->edge_count; ++i) {
      Node* next = n->edges[i].node();
      if (next && next->walk != this) {
        learn(next);
        next->link = stack;
        stack = next;
      }
      expect(n->edges[i]);
    }
  }
}

void Run::merge_gatherings() {
  if (gatherings_.empty()) return;
  std::sort(gatherings_.begin(), gatherings_.end(),
            [](const Gathering& a, const Gathering& b) { return a.leaf < b.leaf; });
  size_t last = 0;
  for (size_t i = 1; i < gatherings_.size(); ++i) {
    if (gatherings_[i].leaf == gatherings_[last].leaf) ++gatherings_[last].pending;
    else gatherings_[++last] = std::move(gatherings_[i]);
  }
  gatherings_.resize(last + 1);
}

Run::Gathering* Run::gathering_of(const TensorImpl* leaf) {
  auto found = std::lower_bound(gatherings_.begin(), gatherings_.end(), leaf,
                                [](const Gathering& g, const TensorImpl* wanted) { return g.leaf < wanted; });
  return found != gatherings_.end() && found->leaf == leaf ? &*found : nullptr;
}

// A node is settled after those that its edges lead to, so this goes depth first, its stack on the heap.
void Run::mark_needed() {
  struct Frame {
    Node* node;
    uint32_t edge;
  };
  std::vector<Frame> stack;
  auto visit = [&stack](Node* n) {
    if (!n || n->marked) return false;
    n->marked = true;
    stack.push_back({n, 0});
    return true;
  };
  each_root([&](Root& root) {
    visit(root.edge.node());
    while (!stack.empty()) {
      Frame& top = stack.back();
      if (top.edge == top.node->edge_count) {
        stack.pop_back();
        continue;
      }
      const Edge& edge = top.node->edges[top.edge];
      if (visit(edge.node())) continue;
      top.node->needed |= captures_->find(edge) || (edge.node() && edge.node()->needed);
      ++top.edge;
    }
  });
}

// ---- the walk itself

void Run::step(Node* n) {
  current_ = n;
  n->walk = nullptr;
  Tensor grad = std::move(n->grad);
  Tensor* grads = &grad;
  uint32_t count = 1;
  std::vector<Tensor> many;
  if (n->rare && n->rare->output_count != 1) [[unlikely]] {
    many.swap(n->rare->grads);
    grads = many.data();
    count = static_cast<uint32_t>(many.size());
  }
  bool any = n->rare || captures_ ? observe(n, grads, count) : static_cast<bool>(grad);

  constexpr uint32_t kFew = 4;
  Tensor few[kFew];
  std::vector<Tensor> more;
  Tensor* results = few;
  if (n->edge_count > kFew) [[unlikely]] {
    more.resize(n->edge_count);
    results = more.data();
  }
  if (any && n->needed) call(n, grads, results);
  grad = Tensor();
  many.clear();
  for (uint32_t i = 0; i < n->edge_count; ++i) deliver(n->edges[i], std::move(results[i]));
  current_ = nullptr;
}

// Hooks, captures and retain_grad see the gradient of an output before its node does.
bool Run::observe(Node* n, Tensor* grads, uint32_t count) {
  bool any = false;
  for (uint32_t output = 0; output < count; ++output) {
    Tensor& grad = grads[output];
    if (!grad) continue;
    any = true;
    if (n->rare) {
      if (!n->rare->hooks.empty()) grad = n->rare->hooks.run(output, std::move(grad));
      for (const Node::Rare::Retained& retained : n->rare->retained)
        if (retained.output == output && !retained.meta->unique())
          accumulate(*retained.meta, grad, options_.create_graph);
    }
    if (captures_)
      if (Tensor* wanted = captures_->find(n, output)) *wanted = grad;
  }
  return any;
}

void Run::call(Node* n, Tensor* grads, Tensor* results) {
  if (n->released) [[unlikely]]
    fail(
        Status::state,
        "Trying to backward through the graph a second time (or directly access saved tensors after they "
        "have "
        "already been freed). Saved intermediate values of the graph are freed when you call backward() or "
        "grad(). Specify retain_graph if you need to backward through the graph a second time or if you need "
        "to access saved tensors after calling backward. (%s)",
        n->name());
  if (captures_) {
    std::unique_ptr<bool[]> needed(new bool[n->edge_count]);
    for (uint32_t i = 0; i < n->edge_count; ++i) {
      Node* next = n->edges[i].node();
      needed[i] = captures_->find(n->edges[i]) || (next && next->needed);
    }
    Backward b(*n, grads, results, options_.create_graph, needed.get());
    n->backward(b);
  } else {
    Backward b(*n, grads, results, options_.create_graph);
    n->backward(b);
  }
  if (!options_.retain_graph) n->released = n->release_saved();
}

void Run::deliver(const Edge& edge, Tensor grad) {
  if (Node* n = edge.node()) {
    if (grad) add_gradient(n->gradient(edge.output()), std::move(grad), options_.create_graph);
    if (--n->pending) return;
    n->link = ready_;
    ready_ = n;
  } else if (edge.leaf()) {
    arrive_at_leaf(edge, std::move(grad));
  }
}

void Run::arrive_at_leaf(const Edge& edge, Tensor grad) {
  Gathering* gathering = gatherings_.empty() ? nullptr : gathering_of(edge.leaf()->get());
  if (!gathering) {
    if (grad) settle_leaf(edge, std::move(grad));
    return;
  }
  if (grad) add_gradient(gathering->sum, std::move(grad), options_.create_graph);
  if (--gathering->pending || !gathering->sum) return;
  Tensor sum = std::move(gathering->sum);
  settle_leaf(edge, (*edge.leaf())->meta->hooks.run(0, std::move(sum)));
}

void Run::settle_leaf(const Edge& edge, Tensor grad) {
  if (!captures_) accumulate(autograd_meta(*edge.leaf()), std::move(grad), options_.create_graph);
  else if (Tensor* wanted = captures_->find(edge))
    add_gradient(*wanted, std::move(grad), options_.create_graph);
}

// Something stopped the walk: what it left in the nodes goes. Nodes that it hasn't run are reached from those
// that were ready, from the one that was running, and from the roots.
void Run::abandon() noexcept {
  Node* stack = ready_;
  for (Node* n = stack; n; n = n->link) n->walk = nullptr;
  auto push = [&](Node* n) {
    if (!n || n->walk != this) return;
    n->walk = nullptr;
    n->link = stack;
    stack = n;
  };
  auto push_edges = [&](Node* n) {
    for (uint32_t i = 0; i < n->edge_count; ++i) push(n->edges[i].node());
  };
  each_root([&](Root& root) { push(root.edge.node()); });
  if (current_) push_edges(current_);
  while (Node* n = stack) {
    stack = n->link;
    n->grad = Tensor();
    if (n->rare) n->rare->grads.clear();
    push_edges(n);
  }
}

}  // namespace tenon
