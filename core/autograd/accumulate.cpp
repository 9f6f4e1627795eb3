#include "core/autograd/accumulate.h"

#include "core/ops/copy.h"
#include "core/ops/pointwise.h"

namespace tenon {

namespace {

// Whether each element has a place of its own in memory, which those of an expanded tensor don't.
bool elements_apart(const TensorImpl& t) {
  if (t.contiguous) return true;
  int64_t extent = 1;  // of the dimensions of smaller strides
  for (uint32_t rest = (1u << t.ndim) - 1; rest;) {
    int least = -1;
    for (int d = 0; d < t.ndim; ++d)
      if (rest >> d & 1 && (least < 0 || t.stride[d] < t.stride[least])) least = d;
    rest &= ~(1u << least);
    if (t.size[least] == 1) continue;
    if (t.stride[least] < extent) return false;
    extent += (t.size[least] - 1) * t.stride[least];
  }
  return true;
}

bool may_change(const Tensor& t) { return solely_held(t) && elements_apart(*t); }

}  // namespace

bool solely_held(const Tensor& t) {
  const Storage& storage = *t->storage;
  if (!t->unique() || t->inference || storage.deleter || storage.read_only) return false;
  // A view whose base only it remembers: the base went when the operator that made the view returned.
  if (t->base) return t->base->unique() && storage.use_count() == 2;
  return storage.unique();
}

void add_gradient(Tensor& sum, Tensor grad, bool create_graph) {
  if (!sum) {
    sum = std::move(grad);
    return;
  }
  if (!create_graph && sum->sizes() == grad->sizes() && sum->dtype == grad->dtype) {
    if (may_change(sum)) {
      binary_(PointwiseOp::add, sum, grad);
      return;
    }
    if (may_change(grad)) {
      binary_(PointwiseOp::add, grad, sum);
      sum = std::move(grad);
      return;
    }
  }
  sum = binary(PointwiseOp::add, sum, grad);
}

void accumulate(AutogradMeta& meta, Tensor grad, bool create_graph) {
  if (meta.grad) {
    if (create_graph) meta.grad = binary(PointwiseOp::add, meta.grad, grad);
    else binary_(PointwiseOp::add, meta.grad, grad);
  } else if (create_graph) {
    meta.grad = std::move(grad);
  } else if (grad->contiguous && solely_held(grad)) {
    grad->base = {};
    grad->origin = ViewOrigin::plain;
    meta.grad = std::move(grad);
  } else {
    meta.grad = dense_copy(grad);
  }
}

}  // namespace tenon
