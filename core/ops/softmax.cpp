#include "core/ops/softmax.h"

#include "core/backend/backend.h"
#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduce.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

// The kernel along dimension d of tensors of one shape, in any layout: other dimensions than the last are
// brought there. The half types are computed in float32.
Tensor run(bool log, const Tensor& in, const Tensor* grad, int d) {
  const Backend& backend = backend_of(in->device);
  if (!backend.softmax) not_offered(in->device, log ? "log_softmax" : "softmax");
  bool last = in->ndim == 0 || d == in->ndim - 1;
  auto rows = [&](const Tensor& t) {
    Tensor wide = is_half(t->dtype) ? cast_elements(t, DType::float32) : t;
    return contiguous(last ? wide : transpose(wide, d, -1));
  };
  Tensor x = rows(in), g = grad ? rows(*grad) : Tensor(), y = empty_like(x);
  int64_t n = in->ndim ? in->size[d] : 1;
  SoftmaxCall call{x->dtype, x->device.index,       log,    grad != nullptr, n ? x->numel / n : 0, n,
                   x->data,  g ? g->data : nullptr, y->data};
  check_backend(backend.softmax(&call), log ? "log_softmax" : "softmax");
  if (!last) y = contiguous(transpose(y, d, -1));
  return y->dtype == in->dtype ? y : cast_elements(y, in->dtype);
}

Tensor along(bool log, const Tensor& t, int64_t dim, DType dtype) {
  const char* op = log ? "log_softmax" : "softmax";
  int d = normalize_dim(op, dim, t->ndim);
  Tensor x = to(t, dtype);
  if (!is_floating(x->dtype))
    fail(Status::type, "%s: only defined for floating dtypes, not %s", op, dtype_name(x->dtype));
  Tensor y;
  {
    GradModeGuard off(false);
    y = run(log, x, nullptr, d);
  }
  if (wants_history(x))
    record(log ? "LogSoftmaxBackward0" : "SoftmaxBackward0", y, {&x},
           [y = Saved::output(y), d, log](Backward& b) {
             const Tensor& g = b.grad();
             Tensor y_ = y.get(b);
             if (!b.create_graph()) return b.set(0, run(log, y_, &g, d));
             if (log) return b.set(0, ops::sub(g, ops::mul(ops::exp(y_), sum(g, {d}, true))));
             b.set(0, ops::mul(ops::sub(g, sum(ops::mul(g, y_), {d}, true)), y_));
           });
  return y;
}

}  // namespace

Tensor softmax(const Tensor& t, int64_t dim, DType dtype) { return along(false, t, dim, dtype); }
Tensor log_softmax(const Tensor& t, int64_t dim, DType dtype) { return along(true, t, dim, dtype); }

TN_OP("softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor",
      [](const Tensor& self, int64_t dim, DType dtype) { return softmax(self, dim, dtype); });
TN_OP("log_softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor",
      [](const Tensor& self, int64_t dim, DType dtype) { return log_softmax(self, dim, dtype); });
TN_OP("softmin(Tensor input, int dim, int _stacklevel=3, ScalarType? dtype=None) -> Tensor",
      [](const Tensor& input, int64_t dim, int64_t, DType dtype) {
        return softmax(ops::neg(input), dim, dtype);
      });

}  // namespace tenon
