#include "core/ops/dropout.h"

#include "core/backend/backend.h"
#include "core/base/generator.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/history.h"
#include "core/ops/pointwise.h"
#include "core/ops/registry.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

void check(const Tensor& input, double p) {
  if (!(p >= 0 && p <= 1)) fail(Status::value, "dropout: p must be between 0 and 1, but it is %g", p);
  if (!is_floating(input->dtype))
    fail(Status::type, "dropout: only defined for floating dtypes, not %s", dtype_name(input->dtype));
}

Philox draw(const Tensor& input) {
  return default_generator(input->device).reserve(philox_blocks(static_cast<uint64_t>(input->numel), 1));
}

// Which elements are kept is a matter of their places in row-major order. The half types are computed in
// float32.
void run(const Tensor& in, const Tensor& out, Philox from, double p) {
  const Backend& backend = backend_of(in->device);
  if (!backend.dropout) not_offered(in->device, "dropout");
  if (is_half(in->dtype) || !in->contiguous || !out->contiguous) {
    Tensor x = cast_elements(in, compute_dtype(in->dtype));
    run(x, x, from, p);
    return copy_elements(out, x);
  }
  DropoutCall call{in->dtype, in->device.index, in->numel, in->data, out->data, from, 1 - p, 1 / (1 - p)};
  check_backend(backend.dropout(&call), "dropout");
}

// Drops the same elements of the gradient, and of its gradient.
Tensor dropped(const Tensor& input, Philox from, double p) {
  Tensor y = empty_like(input);
  run(input, y, from, p);
  if (wants_history(input))
    record("NativeDropoutBackward0", y, {&input},
           [from, p](Backward& b) { b.set(0, dropped(b.grad(), from, p)); });
  return y;
}

}  // namespace

Tensor dropout(const Tensor& input, double p, bool training) {
  check(input, p);
  if (!training || p == 0 || input->numel == 0) return input;
  if (p == 1) return ops::mul(input, zeros_like(input));
  return dropped(input, draw(input), p);
}

void dropout_(const Tensor& input, double p, bool training) {
  check(input, p);
  if (!training || p == 0 || input->numel == 0) return;
  if (p == 1) return binary_(PointwiseOp::mul, input, zeros_like(input));
  check_in_place("dropout", input);
  const Philox from = draw(input);
  Ref<Node> node;
  if (wants_history(input))
    node = make_node("NativeDropoutBackward0", {&input},
                     [from, p](Backward& b) { b.set(0, dropped(b.grad(), from, p)); });
  run(input, input, from, p);
  input->storage->bump_version();
  if (node) rebase_history(input, std::move(node));
}

TN_OP("dropout(Tensor input, float p=0.5, bool training=True) -> Tensor",
      [](const Tensor& input, double p, bool training) { return dropout(input, p, training); });
TN_OP("dropout_(Tensor(a!) input, float p=0.5, bool training=True) -> Tensor(a!)",
      [](const Tensor& input, double p, bool training) { dropout_(input, p, training); });

}  // namespace tenon
