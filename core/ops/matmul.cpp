#include "core/ops/matmul.h"

#include "core/backend/backend.h"
#include "core/backend/cpu.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduce.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

void check_operands(const char* op, const Tensor& a, const Tensor& b) {
  if (a->dtype != b->dtype)
    fail(Status::type, "%s: expected both operands to have the same dtype, but got %s and %s", op,
         dtype_name(a->dtype), dtype_name(b->dtype));
  if (!(a->device == b->device))
    fail(Status::device, "%s: expected both operands on one device, but found %s and %s", op,
         device_name(a->device).c_str(), device_name(b->device).c_str());
}

[[noreturn]] void shapes_differ(const char* op, const Tensor& a, const Tensor& b) {
  fail(Status::shape, "%s: shapes %s and %s cannot be multiplied", op, to_string(a->sizes()).c_str(),
       to_string(b->sizes()).c_str());
}

// How a matrix, or a batch of them, lies in memory. What is neither row- nor column-major is copied.
struct Layout {
  Tensor held;
  bool transposed;
  int64_t leading, batch_stride;
};

Layout layout(const Tensor& t) {
  int d = t->ndim;
  int64_t rows = t->size[d - 2], columns = t->size[d - 1];
  int64_t row_step = t->stride[d - 2], column_step = t->stride[d - 1];
  int64_t batch = d == 3 ? t->stride[0] : 0;
  if ((column_step == 1 || columns <= 1) && (row_step >= columns || rows <= 1) && row_step >= 0)
    return {t, false, rows <= 1 || row_step < 1 ? (columns ? columns : 1) : row_step, batch};
  if ((row_step == 1 || rows <= 1) && (column_step >= rows || columns <= 1))
    return {t, true, columns <= 1 || column_step < 1 ? (rows ? rows : 1) : column_step, batch};
  Tensor dense = dense_copy(t);
  return {dense, false, columns ? columns : 1, d == 3 ? rows * columns : 0};
}

// The product without history; a and b are 2-D, or 3-D with equal batches. The half types are computed in
// float32.
Tensor product(const char* op, const Tensor& a, const Tensor& b) {
  DType dtype = a->dtype;
  if (dtype == DType::bool_) fail(Status::type, "%s: not defined for bool", op);
  const Backend& backend = backend_of(a->device);
  if (!backend.gemm) not_offered(a->device, op);
  if (is_half(dtype) && a->device.is_cpu())
    return cast_elements(product(op, cast_elements(a, DType::float32), cast_elements(b, DType::float32)),
                         dtype);
  int d = a->ndim;
  Shape sizes;
  if (d == 3) sizes.push_back(a->size[0]);
  sizes.push_back(a->size[d - 2]);
  sizes.push_back(b->size[d - 1]);
  Tensor out = empty(sizes, dtype, a->device);
  if (out->numel == 0) return out;
  Layout x = layout(a), y = layout(b);
  GemmCall call;
  call.dtype = dtype;
  call.device = a->device.index;
  call.trans_a = x.transposed;
  call.trans_b = y.transposed;
  call.m = a->size[d - 2];
  call.n = b->size[d - 1];
  call.k = a->size[d - 1];
  call.batch = d == 3 ? a->size[0] : 1;
  call.a = x.held->data;
  call.b = y.held->data;
  call.c = out->data;
  call.lda = x.leading;
  call.ldb = y.leading;
  call.ldc = call.n;
  call.stride_a = x.batch_stride;
  call.stride_b = y.batch_stride;
  call.stride_c = call.m * call.n;
  call.alpha = 1;
  call.beta = 0;
  check_backend(backend.gemm(&call), op);
  return out;
}

// y = x w^T + bias by one kernel, where all lie dense on the CPU.
bool dense_linear(const TensorImpl& x, const TensorImpl& w, const Tensor& bias) {
  bool real = x.dtype == DType::float32 || x.dtype == DType::float64;
  return real && x.device.is_cpu() && x.contiguous && w.contiguous && (!bias || bias->contiguous);
}

}  // namespace

Tensor mm(const Tensor& a, const Tensor& b) {
  check_operands("mm", a, b);
  if (a->ndim != 2 || b->ndim != 2 || a->size[1] != b->size[0]) shapes_differ("mm", a, b);
  Tensor y = product("mm", a, b);
  if (wants_history(a, b))
    record("MmBackward0", y, {&a, &b}, [a = Saved(a), b = Saved(b)](Backward& w) {
      if (w.needs(0)) w.set(0, mm(w.grad(), t(b.get(w))));
      if (w.needs(1)) w.set(1, mm(t(a.get(w)), w.grad()));
    });
  return y;
}

Tensor bmm(const Tensor& a, const Tensor& b) {
  check_operands("bmm", a, b);
  if (a->ndim != 3 || b->ndim != 3 || a->size[0] != b->size[0] || a->size[2] != b->size[1])
    shapes_differ("bmm", a, b);
  Tensor y = product("bmm", a, b);
  if (wants_history(a, b))
    record("BmmBackward0", y, {&a, &b}, [a = Saved(a), b = Saved(b)](Backward& w) {
      if (w.needs(0)) w.set(0, bmm(w.grad(), transpose(b.get(w), 1, 2)));
      if (w.needs(1)) w.set(1, bmm(transpose(a.get(w), 1, 2), w.grad()));
    });
  return y;
}

Tensor mv(const Tensor& a, const Tensor& v) {
  if (a->ndim != 2 || v->ndim != 1 || a->size[1] != v->size[0]) shapes_differ("mv", a, v);
  return squeeze(mm(a, unsqueeze(v, 1)), 1);
}

Tensor dot(const Tensor& a, const Tensor& b) {
  check_operands("dot", a, b);
  if (a->ndim != 1 || b->ndim != 1)
    fail(Status::shape, "dot: 1-D tensors expected, but got shapes %s and %s", to_string(a->sizes()).c_str(),
         to_string(b->sizes()).c_str());
  if (a->size[0] != b->size[0]) shapes_differ("dot", a, b);
  return reshape(mm(unsqueeze(a, 0), unsqueeze(b, 1)), {});
}

Tensor outer(const Tensor& a, const Tensor& b) {
  if (a->ndim != 1 || b->ndim != 1)
    fail(Status::shape, "outer: 1-D tensors expected, but got shapes %s and %s",
         to_string(a->sizes()).c_str(), to_string(b->sizes()).c_str());
  return ops::mul(unsqueeze(a, 1), b);
}

Tensor addmm(const Tensor& self, const Tensor& a, const Tensor& b, Scalar beta, Scalar alpha) {
  if (a->ndim != 2 || b->ndim != 2 || a->size[1] != b->size[0]) shapes_differ("addmm", a, b);
  if (self->dtype != a->dtype)
    fail(Status::type, "addmm: self is %s and mat1 is %s", dtype_name(self->dtype), dtype_name(a->dtype));
  Shape sizes{a->size[0], b->size[1]};
  if (!(IntList(broadcast_shapes("addmm", self->sizes(), sizes)) == IntList(sizes)))
    fail(Status::shape, "addmm: self of shape %s does not broadcast to %s", to_string(self->sizes()).c_str(),
         to_string(sizes).c_str());
  Tensor y = mm(a, b);
  if (alpha.f != 1) y = ops::mul(y, is_floating(self->dtype) ? alpha : Scalar(alpha.i));
  if (beta.f == 0) return y;  // not even NaN of self comes through
  Tensor base = beta.f == 1 ? self : ops::mul(self, is_floating(self->dtype) ? beta : Scalar(beta.i));
  return ops::add(base, y);
}

// Batch dimensions broadcast; a dimension that a vector lacks is made, and taken away at the end.
Tensor matmul(const Tensor& a, const Tensor& b) {
  check_operands("matmul", a, b);
  if (a->ndim == 0 || b->ndim == 0)
    fail(Status::shape, "matmul: both arguments need to be at least 1-D, but they are %d-D and %d-D", a->ndim,
         b->ndim);
  if (a->ndim == 1 && b->ndim == 1) return dot(a, b);
  if (a->ndim == 2 && b->ndim == 2) return mm(a, b);
  if (a->ndim == 2 && b->ndim == 1) return mv(a, b);
  if (a->ndim == 1) return squeeze(matmul(unsqueeze(a, 0), b), -2);
  if (b->ndim == 1) return squeeze(matmul(a, unsqueeze(b, 1)), -1);
  int64_t m = a->size[a->ndim - 2], k = a->size[a->ndim - 1], n = b->size[b->ndim - 1];
  if (k != b->size[b->ndim - 2]) shapes_differ("matmul", a, b);
  if (b->ndim == 2) {  // one large product instead of many
    Shape sizes(a->sizes());
    sizes[sizes.count - 1] = n;
    int64_t rows = 1;
    for (int d = 0; d + 1 < a->ndim; ++d) rows *= a->size[d];
    return reshape(mm(reshape(a, {rows, k}), b), sizes);
  }
  Shape batch = broadcast_shapes("matmul", IntList(a->size, a->ndim - 2), IntList(b->size, b->ndim - 2));
  int64_t count = checked_numel("matmul", batch);
  auto batched = [&](const Tensor& x, int64_t rows, int64_t columns) {
    Shape sizes(batch);
    sizes.push_back(rows);
    sizes.push_back(columns);
    Tensor wide = x->sizes() == IntList(sizes) ? x : expand(x, sizes);
    return x->ndim == 3 && wide->ndim == 3 ? wide : reshape(wide, {count, rows, columns});
  };
  Shape sizes(batch);
  sizes.push_back(m);
  sizes.push_back(n);
  return reshape(bmm(batched(a, m, k), batched(b, k, n)), sizes);
}

Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  check_operands("linear", input, weight);
  if (bias) check_operands("linear", input, bias);
  if (input->ndim == 0 || weight->ndim == 0 || weight->ndim > 2)
    fail(Status::shape, "linear: input has shape %s and weight has shape %s",
         to_string(input->sizes()).c_str(), to_string(weight->sizes()).c_str());
  if (weight->ndim == 1) {
    if (input->size[input->ndim - 1] != weight->size[0] || (bias && bias->numel != 1))
      fail(Status::shape, "linear: input of shape %s, weight of shape %s and bias of shape %s do not fit",
           to_string(input->sizes()).c_str(), to_string(weight->sizes()).c_str(),
           bias ? to_string(bias->sizes()).c_str() : "none");
    Tensor y = matmul(input, weight);
    return bias ? ops::add(y, bias) : y;
  }
  int64_t k = weight->size[1], n = weight->size[0];
  if (input->size[input->ndim - 1] != k)
    fail(Status::shape, "linear: input of shape %s has %lld features, and weight of shape %s wants %lld",
         to_string(input->sizes()).c_str(), (long long)input->size[input->ndim - 1],
         to_string(weight->sizes()).c_str(), (long long)k);
  if (bias && bias->numel != 1 && !(bias->ndim == 1 && bias->size[0] == n))
    fail(Status::shape, "linear: bias of shape %s does not fit weight of shape %s",
         to_string(bias->sizes()).c_str(), to_string(weight->sizes()).c_str());
  bool full_bias = !bias || (bias->ndim == 1 && bias->size[0] == n);
  if (!full_bias || !dense_linear(*input, *weight, bias)) {
    Tensor y = matmul(input, t(weight));
    return bias ? ops::add(y, bias) : y;
  }
  Shape sizes(input->sizes());
  sizes[sizes.count - 1] = n;
  Tensor y = empty(sizes, input->dtype);
  int64_t rows = n ? y->numel / n : 0;
  cpu::linear(input->dtype, input->data, weight->data, bias ? bias->data : nullptr, y->data, rows, n, k);
  if (!wants_history(input, weight, bias)) return y;
  static const Tensor no_bias;
  record("AddmmBackward0", y, {&input, &weight, bias ? &bias : &no_bias},
         [input = Saved(input), weight = Saved(weight), rows, n, k](Backward& b) {
           const Tensor& g = b.grad();
           Tensor flat = g->ndim == 2 && !b.create_graph() ? g : reshape(g, {rows, n});
           if (b.needs(0)) {
             Tensor x = input.get(b), d = mm(flat, weight.get(b));
             b.set(0, x->ndim == 2 ? d : reshape(d, x->sizes()));
           }
           if (b.needs(1)) {
             Tensor x = input.get(b);
             b.set(1, mm(t(flat), x->ndim == 2 ? x : reshape(x, {rows, k})));
           }
           if (b.needs(2)) b.set(2, sum(flat, {0}));
         });
  return y;
}

// ---- by name

TN_OP("matmul(Tensor self, Tensor other) -> Tensor",
      [](const Tensor& self, const Tensor& other) { return matmul(self, other); });
TN_ALIAS("__matmul__", "matmul");
TN_OP("__rmatmul__(Tensor self, Tensor other) -> Tensor",
      [](const Tensor& self, const Tensor& other) { return matmul(other, self); });
TN_OP("mm(Tensor self, Tensor mat2) -> Tensor",
      [](const Tensor& self, const Tensor& mat2) { return mm(self, mat2); });
TN_OP("bmm(Tensor self, Tensor mat2) -> Tensor",
      [](const Tensor& self, const Tensor& mat2) { return bmm(self, mat2); });
TN_OP("mv(Tensor self, Tensor vec) -> Tensor",
      [](const Tensor& self, const Tensor& vec) { return mv(self, vec); });
TN_OP("dot(Tensor self, Tensor tensor) -> Tensor",
      [](const Tensor& self, const Tensor& tensor) { return dot(self, tensor); });
TN_OP("outer(Tensor self, Tensor vec2) -> Tensor",
      [](const Tensor& self, const Tensor& vec2) { return outer(self, vec2); });
TN_ALIAS("ger", "outer");
TN_OP("addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
      [](const Tensor& self, const Tensor& mat1, const Tensor& mat2, Scalar beta, Scalar alpha) {
        return addmm(self, mat1, mat2, beta, alpha);
      });
TN_OP("linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor",
      [](const Tensor& input, const Tensor& weight, const Tensor& bias) {
        return linear(input, weight, bias);
      });

}  // namespace tenon
