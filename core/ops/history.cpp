#include "core/ops/history.h"

namespace tenon {

void check_in_place(const char* op, const Tensor& t) {
  if (t->storage->read_only) fail(Status::state, "%s_: self's memory is read-only", op);
  for (int d = 0; d < t->ndim; ++d)
    if (t->stride[d] == 0 && t->size[d] > 1)
      fail(Status::shape,
           "%s_: self is expanded: several of its elements share one place in memory; clone() it first", op);
  if (!context().grad_enabled || !t->requires_grad) return;
  if (t->is_leaf())
    fail(Status::state, "%s_: a leaf Variable that requires grad is being used in an in-place operation", op);
}

void rebase_history(const Tensor& t, Ref<Node> node) { set_history(t, std::move(node)); }

}  // namespace tenon
