#include "core/ops/nuclear_norm.h"

#include <algorithm>

#include "core/ops/matmul.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduce.h"
#include "core/ops/svd.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

// The inverse, and 0 of 0.
Tensor inverse(const Tensor& t) {
  return ops::where(ops::eq(t, Scalar(0)), wrapped_number(0.0), ops::reciprocal(t));
}

// Of p = u v^T in a = u s v^T, with X = u^T da v:
//   dp = u ((X - X^T) / (s_i + s_j)) v^T + (1 - u u^T) da v s^-1 v^T + u s^-1 u^T da (1 - v v^T)
Tensor polar_gradient(const Svd& a, const Tensor& g) {
  const Tensor ut = transpose(a.u, -2, -1), vt = transpose(a.v, -2, -1);
  const Tensor left = matmul(ut, g), right = matmul(g, a.v), middle = matmul(ut, right);
  const Tensor pairs = inverse(ops::add(unsqueeze(a.s, -1), unsqueeze(a.s, -2)));
  const Tensor turn = ops::mul(ops::sub(middle, transpose(middle, -2, -1)), pairs);
  const Tensor one_by_s = inverse(a.s);
  Tensor sum = matmul(a.u, matmul(turn, vt));
  const Tensor outside_u = ops::sub(right, matmul(a.u, middle));
  sum = ops::add(sum, matmul(ops::mul(outside_u, unsqueeze(one_by_s, -2)), vt));
  const Tensor outside_v = ops::sub(left, matmul(middle, vt));
  return ops::add(sum, matmul(ops::mul(a.u, unsqueeze(one_by_s, -2)), outside_v));
}

// u v^T: the norm's gradient, in which singular values of 0 have no part.
Tensor polar(const Tensor& x, const Svd& a) {
  Tensor p;
  {
    GradModeGuard off(false);
    p = matmul(a.u, transpose(a.v, -2, -1));
  }
  if (wants_history(x))
    record("NuclearNormBackwardBackward0", p, {&x}, [a](Backward& b) {
      if (b.create_graph()) fail(Status::unsupported, "norm: p 'nuc' has no third derivative");
      b.set(0, polar_gradient(a, b.grad()));
    });
  return p;
}

// Of the last two dimensions.
Tensor of_matrices(const Tensor& x) {
  const Svd a = svd("norm", x);
  Tensor y;
  {
    GradModeGuard off(false);
    y = sum(a.s, {-1});
  }
  if (wants_history(x))
    record("NuclearNormBackward0", y, {&x}, [x = Saved(x), a](Backward& b) {
      b.set(0, ops::mul(polar(x.get(b), a), unsqueeze(unsqueeze(b.grad(), -1), -1)));
    });
  return y;
}

}  // namespace

Tensor nuclear_norm(const Tensor& t, IntList dims, bool keepdim) {
  if (dims.count != 2 && (dims.count || t->ndim != 2))
    fail(Status::shape, "norm: p 'nuc' wants a matrix or two dims: dims %s, input %s",
         to_string(dims).c_str(), to_string(t->sizes()).c_str());
  int rows = 0, columns = 1;
  if (dims.count) {
    rows = normalize_dim("norm", dims[0], t->ndim);
    columns = normalize_dim("norm", dims[1], t->ndim);
    if (rows == columns) fail(Status::value, "norm: dim %d appears twice in dim", rows);
  }
  const Tensor y = of_matrices(movedim(t, {rows, columns}, {-2, -1}));
  if (!keepdim) return y;
  return unsqueeze(unsqueeze(y, std::min(rows, columns)), std::max(rows, columns));
}

}  // namespace tenon
