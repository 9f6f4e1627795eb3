#include "core/autograd/engine.h"

#include <atomic>

#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/pointwise.h"

namespace tenon {

namespace {

std::atomic<uint32_t> epochs{0};

// What grad() wants to know instead of .grad: the gradient that reaches a leaf, or an output of a node.
struct Capture {
  const TensorImpl* leaf;
  const Node* node;
  uint32_t output;
  Tensor grad;
};

bool solely_ours(const Tensor& t) { return t->unique() && t->storage->unique() && !t->handle_taken; }

// Adds into the buffer that is there where nobody else can see it, else into a new one.
void add_to(Tensor& sum, Tensor grad, bool create_graph) {
  if (!sum) {
    sum = std::move(grad);
  } else if (!create_graph && solely_ours(sum) && sum->sizes() == grad->sizes() &&
             sum->dtype == grad->dtype) {
    binary_(PointwiseOp::add, sum, grad);
  } else {
    sum = binary(PointwiseOp::add, sum, grad);
  }
}

// A buffer that nobody else holds becomes .grad; any other is copied, since .grad may be changed in place.
void accumulate(const Tensor& leaf, Tensor grad, bool create_graph) {
  AutogradMeta& meta = autograd_meta(leaf);
  if (!meta.hooks.empty()) grad = meta.hooks.run(0, std::move(grad));
  if (!meta.grad) {
    if (create_graph) meta.grad = std::move(grad);
    else meta.grad = solely_ours(grad) && grad->contiguous ? std::move(grad) : dense_copy(grad);
  } else if (create_graph) {
    meta.grad = binary(PointwiseOp::add, meta.grad, grad);
  } else {
    binary_(PointwiseOp::add, meta.grad, grad);
  }
}

class Run {
 public:
  Run(const BackwardOptions& options, std::vector<Capture>* captures)
      : options_(options), captures_(captures), mode_(options.create_graph), epoch_(++epochs) {}
  // Whatever stopped the run: no gradient stays behind in the graph.
  ~Run() {
    while (Node* n = known_) {
      known_ = n->known_link;
      n->first_grad = Tensor();
      for (Tensor& t : n->more_grads) t = Tensor();
      n->epoch = 0;
      if (n->release()) Node::destroy(n);
    }
  }

  void add_root(const Tensor& root, Tensor grad) {
    if (root->grad_fn) {
      discover(root->grad_fn.get());
      roots_.push_back({root->grad_fn.get(), root->output, std::move(grad)});
    } else if (root->requires_grad) {
      arrive_at_leaf(root, std::move(grad));
    }
  }

  void run() {
    if (captures_) mark_needed();
    for (Root& root : roots_) arrive(root.node, root.output, std::move(root.grad));
    for (Root& root : roots_) make_ready_if_done(root.node);
    while (Node* n = ready_) {
      ready_ = n->link;
      step(n);
    }
  }

 private:
  struct Root {
    Node* node;
    uint32_t output;
    Tensor grad;
  };

  void learn(Node* n) {
    if (n->epoch != 0 && n->epoch != epoch_)
      fail(Status::state, "backward: %s is part of another backward that is running", n->name());
    n->epoch = epoch_;
    n->pending = 0;
    n->needed = true;
    n->queued = false;
    n->retain();
    n->known_link = known_;
    known_ = n;
  }

  // Counts, for each node that is reached from here, how many gradients it has to wait for.
  void discover(Node* start) {
    if (start->epoch == epoch_) return;
    learn(start);
    Node* stack = start;
    start->link = nullptr;
    while (stack) {
      Node* n = stack;
      stack = n->link;
      for (uint32_t i = 0; i < n->edge_count; ++i) {
        Node* next = n->edges[i].node.get();
        if (!next) continue;
        if (next->epoch != epoch_) {
          learn(next);
          next->link = stack;
          stack = next;
        }
        ++next->pending;
      }
    }
  }

  Capture* captured(const Node* n, uint32_t output) {
    for (Capture& c : *captures_)
      if (c.node == n && c.output == output) return &c;
    return nullptr;
  }
  Capture* captured(const TensorImpl* leaf) {
    for (Capture& c : *captures_)
      if (c.leaf == leaf) return &c;
    return nullptr;
  }

  // grad() runs only the nodes that lead to an input. A node is settled after those that its edges lead to,
  // so the walk is depth-first, with its stack on the heap.
  void mark_needed() {
    struct Frame {
      Node* node;
      uint32_t edge;
    };
    for (Node* n = known_; n; n = n->known_link) n->needed = n->marked = false;
    std::vector<Frame> stack;
    for (Node* root = known_; root; root = root->known_link) {
      if (root->marked) continue;
      root->marked = true;
      stack.push_back({root, 0});
      while (!stack.empty()) {
        Frame& frame = stack.back();
        Node* n = frame.node;
        if (frame.edge == n->edge_count) {
          stack.pop_back();
          continue;
        }
        Edge& edge = n->edges[frame.edge];
        Node* next = edge.node.get();
        if (next && !next->marked) {
          next->marked = true;
          stack.push_back({next, 0});
          continue;
        }
        if (next) n->needed |= next->needed || captured(next, edge.output);
        else if (edge.leaf) n->needed |= captured(edge.leaf.get()) != nullptr;
        ++frame.edge;
      }
    }
  }

  void arrive(Node* n, uint32_t output, Tensor grad) {
    add_to(output == 0 ? n->first_grad : n->more_grads[output - 1], std::move(grad), options_.create_graph);
  }

  void arrive_at_leaf(const Tensor& leaf, Tensor grad) {
    if (!captures_) {
      accumulate(leaf, std::move(grad), options_.create_graph);
      return;
    }
    Capture* c = captured(leaf.get());
    if (!c) return;
    if (leaf->meta && !leaf->meta->hooks.empty()) grad = leaf->meta->hooks.run(0, std::move(grad));
    add_to(c->grad, std::move(grad), options_.create_graph);
  }

  void make_ready_if_done(Node* n) {
    if (n->pending || n->queued) return;
    n->queued = true;
    n->link = ready_;
    ready_ = n;
  }

  void step(Node* n) {
    std::vector<Tensor> many;
    Tensor first = std::move(n->first_grad);
    const Tensor* grads = &first;
    if (n->output_count > 1) {
      many.push_back(std::move(first));
      for (Tensor& t : n->more_grads) many.push_back(std::move(t));
      grads = many.data();
    }
    Tensor* mutable_grads = n->output_count > 1 ? many.data() : &first;
    bool any = false;
    for (uint32_t o = 0; o < n->output_count; ++o) any |= observe(n, o, mutable_grads[o]);

    constexpr uint32_t kInline = 4;
    Tensor inline_results[kInline];
    std::vector<Tensor> more_results(n->edge_count > kInline ? n->edge_count : 0);
    Tensor* results = n->edge_count > kInline ? more_results.data() : inline_results;
    if (any && n->needed) {
      if (n->released)
        fail(Status::state,
             "Trying to backward through the graph a second time (or directly access saved tensors after "
             "they have "
             "already been freed). Saved intermediate values of the graph are freed when you call backward() "
             "or "
             "grad(). Specify retain_graph if you need to backward through the graph a second time or if you "
             "need "
             "to access saved tensors after calling backward. (%s)",
             n->name());
      Backward b(*n, grads, results, options_.create_graph);
      n->backward(b);
      if (!options_.retain_graph) {
        n->released = true;
        n->release_saved();
      }
    }
    first = Tensor();
    for (uint32_t i = 0; i < n->edge_count; ++i) {
      Edge& edge = n->edges[i];
      if (edge.leaf) {
        if (results[i]) arrive_at_leaf(edge.leaf, std::move(results[i]));
      } else if (Node* next = edge.node.get()) {
        if (results[i]) arrive(next, edge.output, std::move(results[i]));
        --next->pending;
        make_ready_if_done(next);
      }
    }
  }

  // Hooks, captures and retain_grad see the gradient of an output before its node does.
  bool observe(Node* n, uint32_t output, Tensor& grad) {
    if (!grad) return false;
    if (n->hooks) grad = n->hooks->run(output, std::move(grad));
    if (captures_)
      if (Capture* c = captured(n, output)) c->grad = grad;
    for (TensorImpl* t : n->retained)
      if (t->output == output && t->meta) t->meta->grad = grad;
    return true;
  }

  const BackwardOptions& options_;
  std::vector<Capture>* captures_;
  GradModeGuard mode_;
  uint32_t epoch_;
  std::vector<Root> roots_;
  Node* known_ = nullptr;
  Node* ready_ = nullptr;
};

Tensor root_gradient(const char* op, const Tensor& root, const Tensor& grad) {
  if (!root->requires_grad)
    fail(Status::state, "%s: element 0 of tensors does not require grad and does not have a grad_fn", op);
  if (!grad) {
    if (root->numel != 1)
      fail(Status::shape, "%s: grad can be implicitly created only for scalar outputs, but the shape is %s",
           op, to_string(root->sizes()).c_str());
    return ones_like(root);
  }
  if (!(grad->sizes() == root->sizes()))
    fail(Status::shape, "%s: the gradient given has shape %s and the output has shape %s", op,
         to_string(grad->sizes()).c_str(), to_string(root->sizes()).c_str());
  return grad;
}

}  // namespace

void backward(const std::vector<Tensor>& roots, const std::vector<Tensor>& grads,
              const BackwardOptions& options) {
  Run run(options, nullptr);
  for (size_t i = 0; i < roots.size(); ++i)
    run.add_root(roots[i], root_gradient("backward", roots[i], i < grads.size() ? grads[i] : Tensor()));
  run.run();
}

void backward(const Tensor& root, const BackwardOptions& options) {
  Run run(options, nullptr);
  run.add_root(root, root_gradient("backward", root, Tensor()));
  run.run();
}

std::vector<Tensor> grad(const std::vector<Tensor>& outputs, const std::vector<Tensor>& grad_outputs,
                         const std::vector<Tensor>& inputs, const BackwardOptions& options,
                         bool allow_unused) {
  std::vector<Capture> captures;
  for (const Tensor& input : inputs) {
    if (!input->requires_grad)
      fail(Status::state, "grad: one of the differentiated tensors does not require grad");
    bool leaf = input->is_leaf();
    captures.push_back(
        {leaf ? input.get() : nullptr, leaf ? nullptr : input->grad_fn.get(), input->output, {}});
  }
  {
    Run run(options, &captures);
    for (size_t i = 0; i < outputs.size(); ++i)
      run.add_root(outputs[i],
                   root_gradient("grad", outputs[i], i < grad_outputs.size() ? grad_outputs[i] : Tensor()));
    run.run();
  }
  std::vector<Tensor> result;
  for (size_t i = 0; i < inputs.size(); ++i) {
    // The same input named twice: the first capture has it.
    for (Capture& c : captures) {
      if (c.leaf != captures[i].leaf || c.node != captures[i].node || c.output != captures[i].output)
        continue;
      result.push_back(c.grad);
      break;
    }
    if (!result.back() && !allow_unused)
      fail(Status::state,
           "grad: one of the differentiated tensors (number %zu) appears to not have been used in the graph; "
           "set "
           "allow_unused if this is the desired behaviour",
           i);
  }
  return result;
}

}  // namespace tenon
