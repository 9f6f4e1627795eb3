#include "core/ops/pointwise_gradient.h"

#include "core/backend/backend.h"
#include "core/backend/cpu.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/pointwise_formula.h"
#include "core/ops/probe.h"
#include "core/ops/reduce.h"

namespace tenon {

namespace {

constexpr int kMaxOperands = 3;
constexpr unsigned kUses[] = {probe::uses_a, probe::uses_b, probe::uses_c};

class PointwiseNode final : public Node {
 public:
  PointwiseNode(PointwiseOp op, const Params& params) : op_(op), params_(params) {
    edges = edge_;
    edge_count = info().arity;
  }
  ~PointwiseNode() override {
    for (Shape* shape : shape_)
      if (shape) tenon::destroy(shape);
  }

  const PointwiseInfo& info() const { return pointwise_info[static_cast<int>(op_)]; }
  const char* name() const override { return has_number_ ? info().number_node : info().node; }
  void backward(Backward& b) override;
  bool release_saved() noexcept override {
    bool any = false;
    for (Saved& s : saved_) {
      any |= static_cast<bool>(s);
      s = Saved();
    }
    return any;
  }
  void free() noexcept override { tenon::destroy(this); }

  // What the gradients of the operands that want one make use of.
  unsigned mask() const {
    unsigned mask = 0;
    for (int i = 0; i < info().arity; ++i)
      if (edge_[i].wanted()) mask |= info().gradient[i];
    return mask;
  }
  void remember(int i, const Tensor& operand, IntList result_shape) {
    dtype_[i] = operand->dtype;
    device_[i] = operand->device;
    has_number_ = operand->wrapped_number;  // as the last operand says
    if (!(operand->sizes() == result_shape)) shape_[i] = create<Shape>(operand->sizes());
  }
  void save(int i, Saved s) { saved_[i] = std::move(s); }

 private:
  Tensor gradient(Backward& b, int i);
  Tensor fused(const Tensor& g, int i, const Tensor* const* values);

  PointwiseOp op_;
  bool has_number_ = false;
  DType dtype_[kMaxOperands] = {};
  Device device_[kMaxOperands];
  Shape* shape_[kMaxOperands] = {};  // where it isn't the result's
  Saved saved_[kMaxOperands + 1];    // the operands, then the result
  Params params_;
  Edge edge_[kMaxOperands];
};

void PointwiseNode::backward(Backward& b) {
  for (int i = 0; i < info().arity; ++i) {
    if (!edge_[i].wanted()) continue;
    if (info().gradient[i] & probe::is_none)
      fail(Status::unsupported, "%s: its gradient is not offered", info().name);
    Tensor d;
    if (info().gradient[i] & probe::is_zero) {
      const Tensor& g = b.grad();
      b.set(i, zeros(shape_[i] ? IntList(*shape_[i]) : g->sizes(), dtype_[i], device_[i]));
      continue;
    }
    d = info().hands_through[i] ? b.grad() : gradient(b, i);
    if (shape_[i]) d = sum_to(d, *shape_[i]);
    if (d->dtype != dtype_[i] || !(d->device == device_[i])) d = to(d, dtype_[i], device_[i]);
    b.set(i, std::move(d));
  }
}

Tensor PointwiseNode::gradient(Backward& b, int i) {
  const Tensor& g = b.grad();
  Tensor value[kMaxOperands + 1];
  unsigned mask = info().gradient[i];
  for (int o = 0; o < info().arity; ++o)
    if (mask & kUses[o]) value[o] = saved_[o].get(b);
  if (mask & probe::uses_y) value[kMaxOperands] = saved_[kMaxOperands].get(b);
  if (b.create_graph()) return gradient_formula(op_, i, g, value[0], value[1], value[2], value[3], params_);
  const Tensor* values[kMaxOperands + 1];
  for (int o = 0; o <= kMaxOperands; ++o) values[o] = value[o] ? &value[o] : &g;
  return fused(g, i, values);
}

// One pass over the operands by the formula's own kernel.
Tensor PointwiseNode::fused(const Tensor& g, int i, const Tensor* const* values) {
  int arity = info().arity;
  const Tensor* in[kMaxPointwiseInputs];
  int inputs = 0;
  in[inputs++] = &g;
  for (int o = 0; o < arity; ++o) in[inputs++] = values[o];
  in[inputs++] = values[kMaxOperands];
  auto variant = static_cast<PointwiseVariant>(i + 1);

  bool dense = g->device.is_cpu() && g->numel <= cpu::kPointwiseGrain;
  for (int k = 0; k < inputs; ++k) {
    const TensorImpl& t = **in[k];
    dense &= t.contiguous && t.dtype == g->dtype && t.sizes() == g->sizes();
  }
  Tensor d = empty(g->sizes(), g->dtype, g->device);
  DensePointwise kernel = dense ? cpu::dense_pointwise(op_, variant, g->dtype) : nullptr;
  if (kernel) {
    const void* data[kMaxPointwiseInputs];
    for (int k = 0; k < inputs; ++k) data[k] = (*in[k])->data;
    kernel(g->numel, d->data, data, params_.value);
    return d;
  }
  run_pointwise(op_, variant, d, in, inputs, params_);
  return d;
}

}  // namespace

Ref<Node> make_pointwise_node(PointwiseOp op, const Tensor* const* operands, const Params& params,
                              const Tensor& result) {
  auto* node = create<PointwiseNode>(op, params);
  Ref<Node> ref = Ref<Node>::adopt(node);
  int arity = node->info().arity;
  for (int i = 0; i < arity; ++i) {
    node->set_edge(i, *operands[i]);
    node->remember(i, *operands[i], result->sizes());
  }
  unsigned mask = node->mask();
  for (int i = 0; i < arity; ++i)
    if (mask & kUses[i]) node->save(i, Saved(*operands[i]));
  if (mask & probe::uses_y) node->save(kMaxOperands, Saved::output(result));
  return ref;
}

Ref<Node> make_in_place_node(PointwiseOp op, const Tensor* const* operands, const Params& params,
                             const Tensor& self) {
  auto* node = create<PointwiseNode>(op, params);
  Ref<Node> ref = Ref<Node>::adopt(node);
  int arity = node->info().arity;
  for (int i = 0; i < arity; ++i) {
    node->set_edge(i, *operands[i]);
    node->remember(i, *operands[i], self->sizes());
  }
  unsigned mask = node->mask();
  for (int i = 0; i < arity; ++i) {
    if (!(mask & kUses[i])) continue;
    const Tensor& operand = *operands[i];
    // Another view of what changes is found changed by backward. Its history is self's, which holds this
    // node.
    if (operand.get() == self.get()) node->save(i, Saved(clone(self)));
    else node->save(i, Saved(operand->storage.get() == self->storage.get() ? alias(*operand) : operand));
  }
  return ref;
}

void finish_in_place_node(const Ref<Node>& node, const Tensor& self) {
  auto* pointwise = static_cast<PointwiseNode*>(node.get());
  if (pointwise->mask() & probe::uses_y) pointwise->save(kMaxOperands, Saved::output(self));
}

}  // namespace tenon
