#pragma once
// Operators with a gradient of the host's making: torch.autograd.Function.
#include <string>
#include <vector>

#include "core/tensor/node.h"

namespace tenon {

class Application;

class Function : public RefCounted {
 public:
  Function(const char* name, int64_t output_count)
      : name_(name), node_name_(name_ + "Backward"), output_count_(output_count) {}
  // As many results as output_count(); undefined ones are results that aren't there.
  virtual std::vector<Tensor> forward(Application& call, const std::vector<Tensor>& inputs) = 0;
  // One gradient for each input; undefined where it has none.
  virtual std::vector<Tensor> backward(Application& call, const Backward& b,
                                       const std::vector<Tensor>& grads) = 0;
  // Destroys the function and gives back its memory.
  virtual void free() noexcept = 0;
  static void destroy(Function* function) { function->free(); }

  const std::string& name() const { return name_; }
  const char* node_name() const { return node_name_.c_str(); }
  int64_t output_count() const { return output_count_; }

 protected:
  virtual ~Function() = default;

 private:
  std::string name_, node_name_;
  int64_t output_count_;
};

// Runs the function; its node joins the graph where an input requires a gradient.
std::vector<Tensor> apply(const Ref<Function>& function, const std::vector<Tensor>& inputs);

// One use of a function: its node in the graph, and what it keeps from forward for backward (PyTorch's ctx).
class Application final : public Node {
 public:
  Application(Ref<Function> function, const std::vector<Tensor>& inputs);
  ~Application() override;
  const char* name() const override { return function_->node_name(); }
  void backward(Backward& b) override;
  bool release_saved() noexcept override;
  void free() noexcept override { tenon::destroy(this); }

  bool needs_grad(int64_t input) const;
  int64_t input_count() const { return static_cast<int64_t>(inputs_.size()); }

  // In forward.
  void save(Tensor t) { to_save_.push_back(std::move(t)); }
  // In backward.
  Tensor saved(int64_t i, const Backward& b) const;

  void* data() const { return data_; }
  // Owns `data` from here on.
  void set_data(void* data, void (*destroy)(void* data));

  // After forward: makes the results fit to be given out, this node's outputs where gradients are wanted, and
  // keeps what was to be saved.
  void finish(std::vector<Tensor>& results, const std::vector<Tensor>& inputs);

 private:
  // What a gradient must look like.
  struct Form {
    bool defined = false;
    DType dtype;
    Device device;
    Shape sizes;
    explicit Form(const Tensor& t);
  };
  Tensor fit(const Tensor& grad, size_t input) const;

  Ref<Function> function_;
  bool recorded_ = false;
  std::vector<Edge> all_edges_;
  std::vector<bool> needs_;
  std::vector<Form> inputs_, outputs_;
  std::vector<Tensor> to_save_;
  std::vector<Saved> saved_;
  void* data_ = nullptr;
  void (*destroy_data_)(void* data) = nullptr;
};

}  // namespace tenon
