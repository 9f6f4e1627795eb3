#pragma once
// The history record: which operation made a tensor, from what, and how its gradient flows back.
#include <vector>

#include "core/base/memory.h"
#include "core/tensor/tensor.h"

namespace tenon {

class Backward;

// Where a gradient goes: to an output of the node that made the input, or to the leaf that gathers it in
// .grad.
struct Edge {
  Ref<Node> node;
  Tensor leaf;
  uint32_t output = 0;
  bool wanted() const { return node || leaf; }
};

// Called with a gradient; may return another in its place, or an undefined Tensor to let it be.
struct GradHook {
  int64_t id;
  uint32_t output;  // of the node it sits on
  Tensor (*call)(void* data, const Tensor& grad);
  void* data;
  void (*destroy)(void* data);
};

class HookList {
 public:
  HookList() = default;
  HookList(const HookList&) = delete;
  HookList& operator=(const HookList&) = delete;
  ~HookList();
  // Takes over hook.data, also where this throws.
  void add(const GradHook& hook);
  bool remove(int64_t id);
  bool empty() const { return hooks_.empty(); }
  // The gradient after the hooks on this output.
  Tensor run(uint32_t output, Tensor grad) const;

 private:
  std::vector<GradHook> hooks_;
};

// What only some tensors need.
struct AutogradMeta {
  Tensor grad;
  HookList hooks;             // of a leaf; a result's sit on its node
  bool retains_grad = false;  // a result whose gradient is kept in .grad too
};
AutogradMeta& autograd_meta(const Tensor& t);

class Node : public RefCounted {
 public:
  // "MulBackward0", as PyTorch shows it.
  virtual const char* name() const = 0;
  // Reads the gradients of the outputs, sets those of the inputs that want one.
  virtual void backward(Backward& b) = 0;
  // Gives up what was saved: the graph was used and isn't to be used again.
  virtual void release_saved() noexcept {}

  // The i-th input: an edge to where its gradient goes, or none where it wants none.
  void set_edge(int i, const Tensor& input);
  void set_output_count(uint32_t count);
  static void destroy(Node* node);

  Edge* edges = nullptr;
  uint32_t edge_count = 0;
  uint32_t output_count = 1;
  bool released = false;

  // The engine's own, meaningful while `epoch` is that of a running backward.
  uint32_t epoch = 0;
  uint32_t pending = 0;
  bool needed = true;  // by what grad() asks for
  bool marked = false;
  bool queued = false;
  Node* link = nullptr;
  Node* known_link = nullptr;
  Tensor first_grad;               // of output 0
  std::vector<Tensor> more_grads;  // of outputs 1…

  HookList* hooks = nullptr;
  std::vector<TensorImpl*> retained;  // results with retains_grad; each takes itself off when it goes

  Node() = default;
  virtual ~Node();
  // Destroys the node and gives back its memory.
  virtual void free() noexcept = 0;
};

// Keeps an operand or a result for the backward pass, and notices where it was changed in place since.
class Saved {
 public:
  Saved() = default;
  explicit Saved(const Tensor& t) : tensor_(t), version_(t ? t->version() : 0) {}
  // A result: its own history would be a cycle, so an alias without one is kept.
  static Saved output(const Tensor& t) {
    Saved s;
    s.tensor_ = alias(*t);
    s.version_ = t->version();
    s.is_output_ = true;
    return s;
  }
  // Fails where it was changed. A result gets its history back, so that the gradient can be differentiated.
  Tensor get(const Backward& b) const;
  const Tensor& unchecked() const { return tensor_; }
  explicit operator bool() const { return static_cast<bool>(tensor_); }

 private:
  Tensor tensor_;
  uint32_t version_ = 0;
  bool is_output_ = false;
};

// What a node's backward() is given.
class Backward {
 public:
  Backward(Node& node, const Tensor* grads, Tensor* results, bool create_graph)
      : node_(node), grads_(grads), results_(results), create_graph_(create_graph) {}
  // With respect to an output. Undefined where no gradient reached that output of several.
  const Tensor& grad(int output = 0) const { return grads_[output]; }
  bool needs(int input) const { return node_.edges[input].wanted(); }
  void set(int input, Tensor grad) { results_[input] = std::move(grad); }
  bool create_graph() const { return create_graph_; }
  Node& node() const { return node_; }

 private:
  Node& node_;
  const Tensor* grads_;
  Tensor* results_;
  bool create_graph_;
};

// Whether gradients flow to t. A view's base may have become part of a graph after the view was made.
inline bool requires_grad(const Tensor& t) { return t->requires_grad || (t->base && t->base->requires_grad); }

template <class... Rest>
bool wants_history(const Tensor& a, const Rest&... rest) {
  return (requires_grad(a) || ((rest && requires_grad(rest)) || ...)) && context().grad_enabled;
}

// Whoever knows how to make a view's history from its base's; called where the base changed since it was set.
void set_view_renewal(void (*renew)(const Tensor& view));

// Makes `node` the history of a fresh result.
inline void set_history(const Tensor& result, Ref<Node> node, uint32_t output = 0) {
  result->requires_grad = true;
  result->output = output;
  result->grad_fn = std::move(node);
}

// ---- recording with a function: the forward operation and its gradient stand side by side

template <class F, int kEdges>
class FunctionNode final : public Node {
 public:
  template <class G>
  FunctionNode(const char* name, G&& backward) : name_(name), function_(std::forward<G>(backward)) {
    edges = edge_;
    edge_count = kEdges;
  }
  const char* name() const override { return name_; }
  void backward(Backward& b) override { function_(b); }
  void release_saved() noexcept override {
    if (held_) function_.~F();
    held_ = false;
  }
  ~FunctionNode() override { release_saved(); }
  void free() noexcept override { tenon::destroy(this); }

 private:
  const char* name_;
  bool held_ = true;
  union {
    F function_;
  };
  Edge edge_[kEdges];
};

// Gives a fresh result its history: what it was made from, and a function that turns its gradient into
// theirs.
//   if (wants_history(x)) record("ExpBackward0", y, {&x}, [y = Saved::output(y)](Backward& b) { … });
template <class F, int kEdges>
Ref<Node> make_node(const char* name, const Tensor* const (&inputs)[kEdges], F&& backward) {
  auto* node = create<FunctionNode<std::decay_t<F>, kEdges>>(name, std::forward<F>(backward));
  for (int i = 0; i < kEdges; ++i)
    if (*inputs[i]) node->set_edge(i, *inputs[i]);
  return Ref<Node>::adopt(node);
}

template <class F, int kEdges>
void record(const char* name, const Tensor& result, const Tensor* const (&inputs)[kEdges], F&& backward) {
  set_history(result, make_node(name, inputs, std::forward<F>(backward)));
}

// The same for an operation of several results. Those without a floating dtype take no part.
template <class F, int kEdges>
void record(const char* name, std::initializer_list<const Tensor*> results,
            const Tensor* const (&inputs)[kEdges], F&& backward) {
  Ref<Node> node = make_node(name, inputs, std::forward<F>(backward));
  node->set_output_count(static_cast<uint32_t>(results.size()));
  uint32_t output = 0;
  for (const Tensor* result : results) {
    if (is_floating((*result)->dtype)) set_history(*result, node, output);
    ++output;
  }
}

}  // namespace tenon
