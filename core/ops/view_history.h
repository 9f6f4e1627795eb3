#pragma once
// How views and in-place changes share a history: an element changed through one view is changed in all.
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/history.h"

namespace tenon {

// A view of t that knows whose elements it shows. The caller records its history.
Tensor make_view(const Tensor& t, IntList sizes, IntList strides, int64_t offset);

// The history of `view` as elements of `base`, wherever they lie; they may overlap.
Ref<Node> as_strided_node(const Tensor& base, const Tensor& view);

// A tensor of the given sizes, zero but where `part` of it is: there it is g.
template <class Part>
Tensor embed(const Tensor& g, IntList sizes, Part part) {
  Tensor whole = zeros(sizes, g->dtype, g->device);
  {
    GradModeGuard off(false);
    copy_elements(part(whole), g);
  }
  if (wants_history(g))
    record("EmbedBackward0", whole, {&g}, [part](Backward& b) { b.set(0, part(b.grad())); });
  return whole;
}

}  // namespace tenon
