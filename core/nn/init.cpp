#include "core/nn/init.h"

#include <math.h>

#include <utility>

#include "core/ops/creation.h"
#include "core/ops/random.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

TENON_TLS bool shapes_only = false;

// Uninitialised; where only shapes are wanted, all elements are one.
Tensor make(IntList sizes, DType dtype) {
  checked_numel("parameter", sizes);
  if (!shapes_only) return empty(sizes, dtype);
  Shape strides(sizes);
  for (int64_t& stride : strides) stride = 0;
  return alias(*empty({}, dtype), sizes, strides, 0);
}

Tensor required(Tensor t) {
  t->requires_grad = true;
  return t;
}

}  // namespace

ShapesOnly::ShapesOnly() : former_(std::exchange(shapes_only, true)) {}
ShapesOnly::~ShapesOnly() { shapes_only = former_; }

Tensor parameter(IntList sizes) { return required(make(sizes, default_dtype())); }

Tensor buffer_full(IntList sizes, double value, DType dtype) {
  Tensor t = make(sizes, dtype == DType::none ? default_dtype() : dtype);
  if (!shapes_only) fill_elements(t, value);
  return t;
}

Tensor parameter_full(IntList sizes, double value) { return required(buffer_full(sizes, value)); }

Tensor parameter_uniform(IntList sizes, double bound) {
  Tensor t = make(sizes, default_dtype());
  if (!shapes_only) uniform_(t, -bound, bound);
  return required(std::move(t));
}

Tensor parameter_normal(IntList sizes) {
  Tensor t = make(sizes, default_dtype());
  if (!shapes_only) normal_(t, 0, 1);
  return required(std::move(t));
}

double fan_in_bound(int64_t n) { return n > 0 ? 1 / ::sqrt(static_cast<double>(n)) : 0; }

int64_t checked_size(const char* cls, const char* argument, int64_t size, int64_t least) {
  if (size < least) fail(Status::value, "%s: %s is %lld", cls, argument, (long long)size);
  return size;
}

void checked_pair(const char* cls, const char* argument, IntList list, int64_t least, int64_t pair[2]) {
  if (list.count != 1 && list.count != 2)
    fail(Status::value, "%s: %s must be one number or two, not %s", cls, argument, to_string(list).c_str());
  for (int i = 0; i < 2; ++i) pair[i] = checked_size(cls, argument, list[list.count == 2 ? i : 0], least);
}

}  // namespace tenon
