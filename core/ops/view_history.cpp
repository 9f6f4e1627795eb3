#include "core/ops/view_history.h"

#include <mutex>

#include "core/ops/view.h"

namespace tenon {

namespace {

// Whether two indices may name the same place: sorted by stride, each dimension must step over those inside.
bool may_overlap(IntList sizes, IntList strides) {
  int order[kMaxDims], count = 0;
  for (int d = 0; d < sizes.count; ++d) {
    if (sizes[d] == 1) continue;
    int at = count++;
    for (; at > 0 && strides[order[at - 1]] > strides[d]; --at) order[at] = order[at - 1];
    order[at] = d;
  }
  int64_t reach = 0;  // the furthest place of the dimensions so far
  for (int i = 0; i < count; ++i) {
    int d = order[i];
    if (strides[d] <= reach) return true;
    reach += strides[d] * (sizes[d] - 1);
  }
  return false;
}

// Adds each element to the place that the view has for it, in order and in float64: places of an expanded or
// sliding view are met several times.
void add_strided(const Tensor& flat, const Tensor& g, IntList sizes, IntList strides, int64_t offset) {
  Tensor in = to_device(cast_elements(g, DType::float64), Device{});
  Tensor sum = zeros({flat->numel}, DType::float64);
  const double* values = in->as<double>();
  double* out = sum->as<double>();
  int64_t index[kMaxDims] = {};
  for (int64_t i = 0; i < in->numel; ++i) {
    int64_t at = offset;
    for (int d = 0; d < sizes.count; ++d) at += index[d] * strides[d];
    out[at] += values[i];
    for (int64_t d = sizes.count - 1; d >= 0 && ++index[d] == sizes[d]; --d) index[d] = 0;
  }
  copy_elements(flat, to_device(sum, g->device));
}

// A flat tensor of the storage's length, with g's elements added where the view has them.
Tensor scatter_strided(const Tensor& g, int64_t storage_numel, const Shape& sizes, const Shape& strides,
                       int64_t offset) {
  Tensor flat = zeros({storage_numel}, g->dtype, g->device);
  if (g->numel) {
    if (may_overlap(sizes, strides)) add_strided(flat, g, sizes, strides, offset);
    else copy_elements(alias(*flat, sizes, strides, offset), g);
  }
  if (wants_history(g))
    record("AsStridedScatterBackward0", flat, {&g}, [sizes, strides, offset](Backward& b) {
      b.set(0, as_strided(contiguous(b.grad()), sizes, strides, offset));
    });
  return flat;
}

int64_t storage_numel(const Tensor& t) { return static_cast<int64_t>(t->storage->bytes / t->item_size()); }

[[noreturn, gnu::cold]] void refuse_origin(const Tensor& view, const char* what) {
  if (view->origin == ViewOrigin::no_grad || view->origin == ViewOrigin::inference) {
    bool no_grad = view->origin == ViewOrigin::no_grad;
    fail(
        Status::state,
        "A view was created in %s mode and %s modified inplace %s. Given that this use case is ambiguous and "
        "error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace "
        "either both inside the %s block (if you don't want the inplace to be tracked) or both outside (if "
        "you want the inplace to be tracked).",
        no_grad ? "no_grad" : "inference", what, no_grad ? "with grad mode enabled" : "in normal mode",
        no_grad ? "no_grad" : "inference_mode");
  }
  const char* why =
      view->origin == ViewOrigin::function
          ? "This view was created inside a custom Function (or because an input was returned as-is) and the "
            "autograd logic to handle view+inplace would override the custom backward associated with the "
            "custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix this "
            "by "
            "cloning the output of the custom Function."
          : "This view is the output of a function that returns multiple views. Such functions do not allow "
            "the output views to be modified inplace. You should replace the inplace operation by an "
            "out-of-place one.";
  fail(Status::state, "Output %u of %s is a view and %s modified inplace. %s", view->output,
       view->grad_fn ? view->grad_fn->name() : "an operator", what, why);
}

// Gives a tensor that was changed another history; where it keeps its gradient, the new node does that.
void replace_history(const Tensor& t, Ref<Node> node) {
  bool retains = t->meta && t->meta->retains_grad;
  if (retains) {
    node->retain_grad(0, *t->meta);
    if (t->grad_fn) t->grad_fn->stop_retaining(*t->meta);
  }
  set_history(t, std::move(node));
}

}  // namespace

Tensor make_view(const Tensor& t, IntList sizes, IntList strides, int64_t offset) {
  Tensor y = alias(*t, sizes, strides, offset);
  y->wrapped_number = t->wrapped_number;
  if (is_floating(t->dtype) && !t->inference) {
    y->base = t->base ? t->base : t;
    y->view_version.store(t->version(), std::memory_order_relaxed);
    if (!context().grad_enabled)
      y->origin = context().inference_mode() ? ViewOrigin::inference : ViewOrigin::no_grad;
    else if (t->origin != ViewOrigin::plain) y->origin = t->origin;
  }
  return y;
}

Ref<Node> as_strided_node(const Tensor& base, const Tensor& view) {
  return make_node(
      "AsStridedBackward0", {&base},
      [held = storage_numel(base), base_sizes = Shape(base->sizes()), base_strides = Shape(base->strides()),
       base_offset = base->storage_offset(), sizes = Shape(view->sizes()), strides = Shape(view->strides()),
       offset = view->storage_offset()](Backward& b) {
        Tensor flat = scatter_strided(b.grad(), held, sizes, strides, offset);
        b.set(0, as_strided(flat, base_sizes, base_strides, base_offset));
      });
}

void check_in_place(const char* op, const Tensor& t) {
  if (t->storage->read_only) fail(Status::state, "%s_: self's memory is read-only", op);
  if (t->inference && !context().inference_mode())
    fail(Status::state,
         "%s_: Inplace update to inference tensor outside InferenceMode is not allowed. You can make a clone "
         "to "
         "get a normal tensor before doing inplace update.",
         op);
  for (int d = 0; d < t->ndim; ++d)
    if (t->stride[d] == 0 && t->size[d] > 1 && t->numel)
      fail(Status::shape,
           "%s_: self is expanded: several of its elements share one place in memory; clone() it first", op);
  if (!context().grad_enabled || !requires_grad(t)) return;
  if (t->base && t->origin != ViewOrigin::plain) refuse_origin(t, "is being");
  if (t->base && t->base->requires_grad && t->base->is_leaf())
    fail(Status::state,
         "%s_: a view of a leaf Variable that requires grad is being used in an in-place operation", op);
  if (t->requires_grad && t->is_leaf())
    fail(Status::state, "%s_: a leaf Variable that requires grad is being used in an in-place operation", op);
}

// The base's new history: the part that the view shows comes from `change`, the rest from what it was.
static Ref<Node> copy_slices(const Tensor& base, const Tensor& view, Ref<Node> change) {
  struct CopySlices final : Node {
    Ref<Node> change;
    Shape base_sizes, base_strides, sizes, strides;
    int64_t base_numel, offset;  // in elements, from the base's first
    bool row_major;
    std::vector<Edge> all;

    const char* name() const override { return "CopySlices"; }
    void free() noexcept override { tenon::destroy(this); }
    bool release_saved() noexcept override { return change->release_saved(); }
    void backward(Backward& b) override {
      // Laid out as the base is, so that the view's strides fit.
      Tensor rest = row_major ? clone(b.grad())
                              : as_strided(scatter_strided(b.grad(), base_numel, base_sizes, base_strides, 0),
                                           base_sizes, base_strides, 0);
      Tensor part = clone(as_strided(rest, sizes, strides, offset));
      std::vector<Tensor> results(change->edge_count);
      Backward inner(*change, &part, results.data(), b);
      change->backward(inner);
      if (b.needs(0)) {
        Tensor slot = as_strided(rest, sizes, strides, offset);
        copy_(slot, results[0] ? results[0] : zeros({}, slot->dtype, slot->device));
        b.set(0, rest);
      }
      for (uint32_t i = 1; i < edge_count; ++i)
        if (results[i]) b.set(static_cast<int>(i), std::move(results[i]));
    }
  };
  auto* node = create<CopySlices>();
  Ref<Node> ref = Ref<Node>::adopt(node);
  node->base_sizes = base->sizes();
  node->base_strides = base->strides();
  node->base_numel = storage_numel(base) - base->storage_offset();
  node->row_major = base->contiguous;
  node->sizes = view->sizes();
  node->strides = view->strides();
  node->offset = view->storage_offset() - base->storage_offset();
  node->all.reserve(change->edge_count);
  node->all.emplace_back(base);
  for (uint32_t i = 1; i < change->edge_count; ++i) node->all.push_back(change->edges[i]);
  node->edges = node->all.data();
  node->edge_count = change->edge_count;
  node->change = std::move(change);
  return ref;
}

void rebase_history(const Tensor& t, Ref<Node> node) {
  if (!t->base) {
    replace_history(t, std::move(node));
    return;
  }
  if (t->origin != ViewOrigin::plain) refuse_origin(t, "is being");
  replace_history(t->base, copy_slices(t->base, t, std::move(node)));
  replace_history(t, as_strided_node(t->base, t));
  t->view_version.store(t->version(), std::memory_order_release);
}

// A view whose base changed since: its history is that of the base's elements now. Threads that share the
// view may find that at once.
static void renew_view_history(const Tensor& view) {
  static std::mutex lock;
  Ref<Node> former;  // may run a host's code as it goes, so not under the lock
  std::lock_guard<std::mutex> hold(lock);
  uint32_t version = view->version();
  if (view->view_version.load(std::memory_order_relaxed) == version) return;
  const Tensor& base = view->base;
  if (base->requires_grad) {
    if (view->origin != ViewOrigin::plain)
      refuse_origin(view, "its base or another view of its base has been");
    former = view->grad_fn;
    if (base->grad_fn) replace_history(view, as_strided_node(base, view));
  }
  view->view_version.store(version, std::memory_order_release);
}

// node.cpp calls it where a view becomes an operand.
static const bool hooked = (set_view_renewal(renew_view_history), true);

}  // namespace tenon
