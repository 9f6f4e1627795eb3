#pragma once
// The history record: which operation made a tensor, from what, and how its gradient flows back.
#include <vector>

#include "core/tensor/hook.h"

namespace tenon {

class Backward;

// Where a gradient goes: to an output of the node that made the input, or to the leaf that gathers it in
// .grad.
class Edge {
 public:
  Edge() : node_() {}
  // Where the gradient of `input` goes; nowhere where it wants none.
  explicit Edge(const Tensor& input) : Edge() { set(input); }
  Edge(const Edge& other);
  Edge& operator=(const Edge&) = delete;
  ~Edge();

  // Of an edge that leads nowhere as yet.
  inline void set(const Tensor& input);

  bool wanted() const { return output_ == kLeaf || node_; }
  Node* node() const { return output_ == kLeaf ? nullptr : node_.get(); }
  // Undefined unless it leads to a leaf.
  const Tensor* leaf() const { return output_ == kLeaf ? &leaf_ : nullptr; }
  uint32_t output() const { return output_; }

 private:
  static constexpr uint32_t kLeaf = UINT32_MAX;
  union {
    Ref<Node> node_;
    Tensor leaf_;
  };
  uint32_t output_ = 0;
};

// What only some tensors need. Counted, since a node whose output keeps its gradient shares it with the
// tensor.
struct AutogradMeta : RefCounted {
  Tensor grad;
  HookList hooks;             // all that were registered on the tensor; a result's are its node's too
  bool retains_grad = false;  // a result whose gradient is kept in .grad
  static void destroy(AutogradMeta* meta) { tenon::destroy(meta); }
};
AutogradMeta& autograd_meta(const Tensor& t);
// nullptr where it hasn't been made; for those who only read, and hold no lock.
const AutogradMeta* shared_autograd_meta(const Tensor& t);

class Node : public RefCounted {
 public:
  // "MulBackward0", as PyTorch shows it.
  virtual const char* name() const = 0;
  // Reads the gradients of the outputs, sets those of the inputs that want one.
  virtual void backward(Backward& b) = 0;
  // Gives up what was saved, since the graph isn't to be walked again. Whether that ends this node's use.
  virtual bool release_saved() noexcept { return false; }

  // The i-th input.
  void set_edge(int i, const Tensor& input) { edges[i].set(input); }
  uint32_t output_count() const { return rare ? rare->output_count : 1; }
  void set_output_count(uint32_t count);
  void add_hook(uint32_t output, Ref<GradHook> hook) { need_rare().hooks.add(output, std::move(hook)); }
  // The gradient of an output is kept in the .grad of the tensor that this belongs to.
  void retain_grad(uint32_t output, AutogradMeta& meta);
  // Moves such gradients on to another node, since the tensor was changed in place.
  void stop_retaining(AutogradMeta& meta) noexcept;

  static void destroy(Node* node);

  // ---- the engine's own, of the walk that is under way

  // What only some nodes have.
  struct Rare {
    struct Retained {
      uint32_t output;
      Ref<AutogradMeta> meta;
    };
    uint32_t output_count = 1;
    std::vector<Tensor> grads;  // of the outputs, where there are several
    HookList hooks;
    std::vector<Retained> retained;
  };

  // Where the gradient of an output adds up.
  Tensor& gradient(uint32_t output) {
    if (!rare || rare->output_count == 1) return grad;
    if (rare->grads.empty()) rare->grads.resize(rare->output_count);
    return rare->grads[output];
  }

  uint32_t pending = 0;        // how many gradients it waits for
  const void* walk = nullptr;  // the walk that it is part of, and hasn't run in
  Node* link = nullptr;        // the next one in a list of nodes
  Tensor grad;                 // of the output, where there is one
  Edge* edges = nullptr;       // one for each input
  Rare* rare = nullptr;
  uint32_t edge_count = 0;
  bool released = false;
  bool needed = true;  // by what the walk was asked for
  bool marked = false;

 protected:
  Node() = default;
  virtual ~Node();
  // Destroys the node and gives back its memory.
  virtual void free() noexcept = 0;

 private:
  Rare& need_rare();
};

inline Edge::Edge(const Edge& other) : output_(other.output_) {
  if (output_ == kLeaf) new (&leaf_) Tensor(other.leaf_);
  else new (&node_) Ref<Node>(other.node_);
}
inline Edge::~Edge() {
  if (output_ == kLeaf) leaf_.~Tensor();
  else node_.~Ref();
}

// Whether gradients flow to t. A view's base may have become part of a graph after the view was made.
inline bool requires_grad(const Tensor& t) { return t->requires_grad || (t->base && t->base->requires_grad); }

// Whoever knows how to make a view's history from its base's; called where the base changed since it was set.
void set_view_renewal(void (*renew)(const Tensor& view));
[[gnu::cold]] void renew_view(const Tensor& view);

// The node that made t as it is now; nullptr for a leaf.
inline Node* grad_fn(const Tensor& t) {
  if (t->base && t->view_version.load(std::memory_order_acquire) != t->version()) [[unlikely]]
    renew_view(t);
  return t->grad_fn.get();
}

inline void Edge::set(const Tensor& input) {
  if (Node* node = grad_fn(input)) {
    node_ = Ref<Node>::share(node);
    output_ = input->output;
  } else if (requires_grad(input)) {
    new (&leaf_) Tensor(input);
    output_ = kLeaf;
  }
}

// Keeps an operand or a result for the backward pass, and notices where it was changed in place since.
class Saved {
 public:
  Saved() = default;
  explicit Saved(const Tensor& t) : tensor_(t) {
    if (!t) return;
    version_ = t->version();
    if (t->inference) [[unlikely]]
      refuse_inference_tensor();
  }
  // A result, the output of this number: its own history would be a cycle, so an alias without one is kept.
  static Saved output(const Tensor& t, uint32_t number = 0) {
    Saved s;
    s.tensor_ = alias(*t);
    s.version_ = t->version();
    s.output_ = number;
    return s;
  }
  // Fails where it was changed. A result gets its history back, so that the gradient can be differentiated.
  Tensor get(const Backward& b) const;
  // The same without history, and without a count.
  const Tensor& values(const Backward& b) const {
    if (tensor_ && tensor_->version() != version_) [[unlikely]]
      refuse_changed(b);
    return tensor_;
  }
  explicit operator bool() const { return static_cast<bool>(tensor_); }

 private:
  static constexpr uint32_t kOperand = UINT32_MAX;
  [[noreturn, gnu::cold]] static void refuse_inference_tensor();
  [[noreturn, gnu::cold]] void refuse_changed(const Backward& b) const;

  Tensor tensor_;
  uint32_t version_ = 0;
  uint32_t output_ = kOperand;
};

// What a node's backward() is given.
class Backward {
 public:
  // `needed`: which inputs the walk was asked for; nullptr for all that want a gradient.
  Backward(Node& node, Tensor* grads, Tensor* results, bool create_graph, const bool* needed = nullptr)
      : node_(node), grads_(grads), results_(results), needed_(needed), create_graph_(create_graph) {}
  // The same for a node inside this one, whose inputs are these but for their gradients.
  Backward(Node& inner, Tensor* grads, Tensor* results, const Backward& outer)
      : Backward(inner, grads, results, outer.create_graph_, outer.needed_) {}

  // With respect to an output. Undefined where no gradient reached that output of several.
  const Tensor& grad(int output = 0) const { return grads_[output]; }
  // The same, given away: where nobody else has it, its memory may serve for a result.
  Tensor take_grad(int output = 0) { return std::move(grads_[output]); }
  bool needs(int input) const { return node_.edges[input].wanted() && (!needed_ || needed_[input]); }
  void set(int input, Tensor grad) { results_[input] = std::move(grad); }
  bool create_graph() const { return create_graph_; }
  Node& node() const { return node_; }

 private:
  Node& node_;
  Tensor* grads_;
  Tensor* results_;
  const bool* needed_;
  bool create_graph_;
};

template <class... Rest>
bool wants_history(const Tensor& a, const Rest&... rest) {
  return (requires_grad(a) || ((rest && requires_grad(rest)) || ...)) && context().grad_enabled;
}

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
  // A function that holds nothing to give up can be called again.
  bool release_saved() noexcept override {
    if constexpr (std::is_trivially_destructible_v<F>) return false;
    if (held_) function_.~F();
    held_ = false;
    return true;
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
  Ref<Node> node =
      Ref<Node>::adopt(create<FunctionNode<std::decay_t<F>, kEdges>>(name, std::forward<F>(backward)));
  for (int i = 0; i < kEdges; ++i)
    if (*inputs[i]) node->set_edge(i, *inputs[i]);
  return node;
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
