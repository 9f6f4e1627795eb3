#pragma once
// One walk of the graph, from its roots back, on the caller's thread. What orders it is kept in the nodes, so
// the walk allocates next to nothing of its own.
#include <vector>

#include "core/autograd/engine.h"
#include "core/tensor/node.h"

namespace tenon {

// What a walk is asked for in place of .grad: the gradients that reach some leaves and outputs of nodes.
class Captures {
 public:
  explicit Captures(const std::vector<Tensor>& inputs);
  // That of input i, after the walk. Of equal inputs the first one's is filled, and found for all.
  const Tensor& grad(size_t i) { return *find(key_of(entries_[i].edge)); }
  // Given away, and once for equal inputs.
  Tensor take(size_t i) { return std::move(*find(key_of(entries_[i].edge))); }

  Tensor* find(const Edge& edge) { return edge.wanted() ? find(key_of(edge)) : nullptr; }
  Tensor* find(const Node* node, uint32_t output) { return find(Key{node, output}); }

 private:
  struct Key {
    const void* target;
    uint32_t output;
    bool operator<(const Key& other) const {
      return target != other.target ? target < other.target : output < other.output;
    }
  };
  struct Entry {
    Edge edge;
    Tensor grad;
  };
  struct Place {
    Key key;
    size_t entry;
  };
  static Key key_of(const Edge& edge);
  Tensor* find(Key key);

  std::vector<Entry> entries_;
  std::vector<Place> sorted_;
};

class Run {
 public:
  // With captures no .grad is touched, and only nodes that lead to one of them are run.
  Run(const BackwardOptions& options, Captures* captures);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  void add_root(const Tensor& root, Tensor grad);
  void run();

 private:
  struct Root {
    Edge edge;
    Tensor grad;
  };
  // A leaf with hooks: they see its whole gradient, once.
  struct Gathering {
    const TensorImpl* leaf;
    uint32_t pending;
    Tensor sum;
  };
  // What a node had of a walk of this thread that this one interrupts, from inside a hook or a function.
  struct Interrupted {
    Node* node;
    const void* walk;
    Node* link;
    uint32_t pending;
    bool needed, marked;
    Tensor grad;
    std::vector<Tensor> grads;
  };

  template <class F>
  void each_root(F f);

  void expect(const Edge& edge);
  void learn(Node* n);
  void interrupt(Node* n);
  void discover(Node* start);
  void merge_gatherings();
  Gathering* gathering_of(const TensorImpl* leaf);
  void mark_needed();

  void step(Node* n);
  bool observe(Node* n, Tensor* grads, uint32_t count);
  void call(Node* n, Tensor* grads, Tensor* results);
  void deliver(const Edge& edge, Tensor grad);
  void arrive_at_leaf(const Edge& edge, Tensor grad);
  void settle_leaf(const Edge& edge, Tensor grad);
  void abandon() noexcept;

  const BackwardOptions& options_;
  Captures* captures_;
  GradModeGuard mode_;
  bool finished_ = false;
  Node* ready_ = nullptr;    // nodes whose gradients are all there, the newest first
  Node* current_ = nullptr;  // the one that is being run
  Run* outer_;               // the walks under way on this thread
  Run* inner_ = nullptr;
  Root first_root_;
  std::vector<Root> more_roots_;
  std::vector<Gathering> gatherings_;  // by address
  std::vector<Interrupted> interrupted_;
};

}  // namespace tenon
