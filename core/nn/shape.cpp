// Modules that only see elements under other sizes.
#include "core/nn/function.h"
#include "core/nn/python.h"
#include "core/nn/registry.h"
#include "core/ops/view.h"

namespace tenon {

namespace {

TN_MODULE("Flatten(int start_dim=1, int end_dim=-1)", [](int64_t start, int64_t end) {
  return new Function([=](const Tensor& x) { return flatten(x, start, end); },
                      "start_dim=" + python(start) + ", end_dim=" + python(end));
});
TN_MODULE("Unflatten(int dim, int[] unflattened_size)", [](int64_t dim, IntList sizes) {
  return new Function([dim, sizes = Shape(sizes)](const Tensor& x) { return unflatten(x, dim, sizes); },
                      "dim=" + python(dim) + ", unflattened_size=" + python_tuple(sizes));
});

}  // namespace

}  // namespace tenon
