#include "core/ops/view_history.h"

#include "core/ops/view.h"

namespace tenon {

namespace {

// A flat tensor of the storage's length, with g's elements added where the view has them.
Tensor scatter_strided(const Tensor& g, int64_t storage_numel, const Shape& sizes, const Shape& strides,
                       int64_t offset) {
  Tensor flat = zeros({storage_numel}, g->dtype, g->device);
  // Places of an expanded or sliding view are met several times, so this is a sum, in order.
  if (g->numel > 1) {
    Tensor source = to_device(to(detach(g), DType::float64, g->device), Device{});
    Tensor sum = zeros({storage_numel}, DType::float64);
    double* out = sum->as<double>();
    Tensor dense = source->contiguous ? source : dense_copy(source);
    const double* in = dense->as<double>();
    int64_t index[kMaxDims] = {};
    for (int64_t i = 0; i < dense->numel; ++i) {
      int64_t at = offset;
      for (int d = 0; d < sizes.count; ++d) at += index[d] * strides[d];
      out[at] += in[i];
      for (int d = sizes.count - 1; d >= 0 && ++index[d] == sizes[d]; --d) index[d] = 0;
    }
    copy_elements(flat, to_device(sum, g->device));
  } else if (g->numel) {
    copy_elements(alias(*flat, sizes, strides, offset), g);
  }
  if (wants_history(g))
    record("AsStridedScatterBackward0", flat, {&g}, [sizes, strides, offset](Backward& b) {
      b.set(0, as_strided(contiguous(b.grad()), sizes, strides, offset));
    });
  return flat;
}

}  // namespace

Tensor make_view(const Tensor& t, IntList sizes, IntList strides, int64_t offset) {
  Tensor y = alias(*t, sizes, strides, offset);
  y->wrapped_number = t->wrapped_number;
  if (is_floating(t->dtype) && !t->inference) {
    y->base = t->base ? t->base : t;
    y->view_version = t->version();
  }
  return y;
}

Ref<Node> as_strided_node(const Tensor& base, const Tensor& view) {
  int64_t held = static_cast<int64_t>(base->storage->bytes / base->item_size());
  return make_node("AsStridedBackward0", {&base},
                   [held, base_sizes = Shape(base->sizes()), base_strides = Shape(base->strides()),
                    base_offset = base->storage_offset(), sizes = Shape(view->sizes()),
                    strides = Shape(view->strides()), offset = view->storage_offset()](Backward& b) {
                     Tensor flat = scatter_strided(b.grad(), held, sizes, strides, offset);
                     b.set(0, as_strided(flat, base_sizes, base_strides, base_offset));
                   });
}

void check_in_place(const char* op, const Tensor& t) {
  if (t->storage->read_only) fail(Status::state, "%s_: self's memory is read-only", op);
  for (int d = 0; d < t->ndim; ++d)
    if (t->stride[d] == 0 && t->size[d] > 1)
      fail(Status::shape,
           "%s_: self is expanded: several of its elements share one place in memory; clone() it first", op);
  if (!context().grad_enabled) return;
  if (t->base && t->base->requires_grad && t->base->is_leaf())
    fail(Status::state,
         "%s_: a view of a leaf Variable that requires grad is being used in an in-place operation", op);
  if (!t->base && t->requires_grad && t->is_leaf())
    fail(Status::state, "%s_: a leaf Variable that requires grad is being used in an in-place operation", op);
}

// The base's new history: the part that the view shows comes from `change`, the rest from what it was.
static Ref<Node> copy_slices(const Tensor& base, const Tensor& view, Ref<Node> change) {
  struct CopySlices final : Node {
    Ref<Node> change;
    Shape sizes, strides;
    int64_t offset;  // in elements from the base's first
    std::vector<Edge> all;

    const char* name() const override { return "CopySlices"; }
    void free() noexcept override { tenon::destroy(this); }
    void release_saved() noexcept override { change->release_saved(); }
    void backward(Backward& b) override {
      Tensor rest = clone(b.grad());  // row-major, as the base is
      Tensor part = contiguous(as_strided(rest, sizes, strides, offset));
      std::vector<Tensor> results(change->edge_count);
      Backward inner(*change, &part, results.data(), b.create_graph());
      change->backward(inner);
      if (edges[0].wanted()) {
        Tensor slot = as_strided(rest, sizes, strides, offset);
        if (results[0]) copy_(slot, results[0]);
        else fill_zero(slot);
        b.set(0, rest);
      }
      for (uint32_t i = 1; i < edge_count; ++i)
        if (results[i]) b.set(static_cast<int>(i), std::move(results[i]));
    }
    static void fill_zero(const Tensor& slot) {
      copy_(slot, zeros(slot->sizes(), slot->dtype, slot->device));
    }
  };
  auto* node = create<CopySlices>();
  Ref<Node> ref = Ref<Node>::adopt(node);
  node->sizes = view->sizes();
  node->strides = view->strides();
  node->offset = view->storage_offset() - base->storage_offset();
  node->all.resize(change->edge_count);
  node->edges = node->all.data();
  node->edge_count = change->edge_count;
  node->set_edge(0, base);
  for (uint32_t i = 1; i < change->edge_count; ++i) node->all[i] = change->edges[i];
  node->change = std::move(change);
  return ref;
}

void rebase_history(const Tensor& t, Ref<Node> node) {
  if (!t->base) {
    set_history(t, std::move(node));
    return;
  }
  const Tensor& base = t->base;
  if (!base->contiguous)
    fail(Status::unsupported, "an in-place change of a view with history needs a base that is row-major");
  set_history(base, copy_slices(base, t, std::move(node)));
  set_history(t, as_strided_node(base, t));
  t->view_version = t->version();
}

// A view whose base changed since: its history is that of the base's elements now.
static void renew_view_history(const Tensor& view) {
  const Tensor& base = view->base;
  if (base->requires_grad && base->grad_fn) set_history(view, as_strided_node(base, view));
  view->view_version = view->version();
}

// node.cpp calls it where a view becomes an operand.
static const bool hooked = (set_view_renewal(renew_view_history), true);

}  // namespace tenon
