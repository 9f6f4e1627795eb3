#include "core/ops/pointwise.h"

#include "core/backend/backend.h"
#include "core/backend/cpu.h"
#include "core/ops/copy.h"
#include "core/ops/history.h"
#include "core/ops/pointwise_gradient.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

enum { kAny, kNumber, kFloating, kIntegral };  // PointwiseInfo::types, in the order of enum Types

constexpr int kMaxOperands = 3;

// What all overloads come down to: an operator with its operands and numbers.
struct Expression {
  PointwiseOp op;
  const PointwiseInfo& info;
  const Tensor* operand[kMaxOperands];
  const Params& params;

  int arity() const { return info.arity; }
  const Tensor& operator[](int i) const { return *operand[i]; }
};

// What the kernel computes in, before the half types widen; fails where the operator isn't defined.
DType operation_dtype(const Expression& e) {
  DType dtype;
  if (e.op == PointwiseOp::sub && (e[0]->dtype == DType::bool_ || e[1]->dtype == DType::bool_))
    fail(Status::type, "sub: not defined for bool; logical_not and bitwise_not invert a mask");
  if (e.arity() == 1) dtype = e[0]->dtype;
  else if (e.op == PointwiseOp::where) dtype = result_type({e.operand[1], e.operand[2]});
  else if (e.arity() == 2) dtype = result_type({e.operand[0], e.operand[1]});
  else dtype = result_type({e.operand[0], e.operand[1], e.operand[2]});
  switch (e.info.types) {
    case kFloating: return is_floating(dtype) ? dtype : default_dtype();
    case kNumber:
      if (dtype == DType::bool_) fail(Status::type, "%s: not defined for bool", e.info.name);
      return dtype;
    case kIntegral:
      if (is_floating(dtype))
        fail(Status::type, "%s: defined for integers and bool, not %s", e.info.name, dtype_name(dtype));
      return dtype;
    default: return dtype;
  }
}

Device common_device(const Expression& e) {
  Device device = e[0]->device;
  bool settled = e[0]->ndim || !e[0]->device.is_cpu();
  for (int i = 1; i < e.arity(); ++i) {
    Device other = e[i]->device;
    if (other == device) continue;
    // A 0-dim tensor of the CPU goes with any device.
    if (other.is_cpu() && e[i]->ndim == 0) continue;
    if (!settled) {
      device = other;
      settled = true;
      continue;
    }
    fail(Status::device, "%s: expected all tensors on one device, but found %s and %s", e.info.name,
         device_name(device).c_str(), device_name(other).c_str());
  }
  return device;
}

void set_operand(PointwiseOperand& o, const TensorImpl& t, IntList sizes) {
  o.data = t.data;
  o.dtype = t.dtype;
  int shift = static_cast<int>(sizes.count) - t.ndim;
  for (int d = 0; d < static_cast<int>(sizes.count); ++d)
    o.stride[d] = d < shift || t.size[d - shift] == 1 ? 0 : t.stride[d - shift];
}

bool dense_on_cpu(const TensorImpl& t, DType dtype) {
  return t.dtype == dtype && t.contiguous && t.device.is_cpu() && t.numel <= cpu::kPointwiseGrain;
}

bool same_shape(const TensorImpl& a, const TensorImpl& b) { return a.sizes() == b.sizes(); }

Tensor general(const Expression& e) {
  DType dtype = operation_dtype(e);
  Device device = common_device(e);
  Shape shape(e[0]->sizes());
  for (int i = 1; i < e.arity(); ++i)
    if (!(e[i]->sizes() == IntList(shape))) shape = broadcast_shapes(e.info.name, shape, e[i]->sizes());
  Tensor out = empty(shape, e.info.result_is_bool ? DType::bool_ : dtype, device);
  run_pointwise(e.op, PointwiseVariant::forward, out, e.operand, e.arity(), e.params, dtype);
  return out;
}

void record_pointwise(const Expression& e, const Tensor& out) {
  set_history(out, make_pointwise_node(e.op, e.operand, e.params, out));
}

bool records(const Expression& e, const Tensor& out) {
  bool any = false;
  for (int i = 0; i < e.arity(); ++i) any |= requires_grad(e[i]);
  return any && is_floating(out->dtype) && context().grad_enabled;
}

const PointwiseInfo& info_of(PointwiseOp op) { return pointwise_info[static_cast<int>(op)]; }

// self = op(self, …).
void in_place(const Expression& e) {
  const Tensor& self = e[0];
  DType dtype = operation_dtype(e);
  DType result = e.info.result_is_bool ? DType::bool_ : dtype;
  if (!can_cast(result, self->dtype))
    fail(Status::type, "%s_: result type %s can't be cast to the desired output type %s", e.info.name,
         dtype_name(result), dtype_name(self->dtype));
  for (int i = 1; i < e.arity(); ++i) {
    if (e[i]->sizes() == self->sizes()) continue;
    Shape shape = broadcast_shapes(e.info.name, self->sizes(), e[i]->sizes());
    if (!(IntList(shape) == self->sizes()))
      fail(Status::shape, "%s_: self of shape %s can't hold the broadcast result of shape %s", e.info.name,
           to_string(self->sizes()).c_str(), to_string(shape).c_str());
  }
  bool recording = context().grad_enabled && is_floating(self->dtype) &&
                   (requires_grad(self) || (e.arity() > 1 && requires_grad(e[1])) ||
                    (e.arity() > 2 && requires_grad(e[2])));
  check_in_place(e.info.name, self);
  Ref<Node> node;
  if (recording) node = make_in_place_node(e.op, e.operand, e.params, self);
  // An operand that shares self's elements at other places would be read after it was written.
  Tensor copies[kMaxOperands];
  Expression safe = e;
  for (int i = 1; i < e.arity(); ++i) {
    if (e[i].get() == self.get() || e[i]->storage.get() != self->storage.get()) continue;
    if (e[i]->data == self->data && same_shape(*e[i], *self) && e[i]->strides() == self->strides()) continue;
    copies[i] = dense_copy(e[i]);
    safe.operand[i] = &copies[i];
  }
  run_pointwise(safe.op, PointwiseVariant::forward, self, safe.operand, safe.arity(), safe.params, dtype);
  self->storage->bump_version();
  if (node) {
    finish_in_place_node(node, self);
    rebase_history(self, std::move(node));
  }
}

}  // namespace

void run_pointwise(PointwiseOp op, PointwiseVariant variant, const Tensor& out, const Tensor* const* in,
                   int inputs, const Params& params, DType compute) {
  const PointwiseInfo& info = info_of(op);
  const Backend& backend = backend_of(out->device);
  if (!backend.pointwise) not_offered(out->device, info.name);
  PointwiseCall call;
  call.op = op;
  call.variant = variant;
  call.compute = compute_dtype(compute == DType::none ? out->dtype : compute);
  call.result_is_bool = info.result_is_bool;
  call.inputs = static_cast<uint8_t>(inputs);
  call.device = out->device.index;
  call.ndim = out->ndim;
  for (int d = 0; d < out->ndim; ++d) call.size[d] = out->size[d];
  for (int i = 0; i < kMaxParams; ++i) call.params[i] = params.value[i];
  set_operand(call.out, *out, out->sizes());
  Tensor moved[kMaxPointwiseInputs];
  for (int i = 0; i < inputs; ++i) {
    const Tensor* t = in[i];
    if (!((*t)->device == out->device)) t = &(moved[i] = to_device(*t, out->device));
    set_operand(call.in[i], **t, out->sizes());
  }
  check_backend(backend.pointwise(&call), info.name);
}

Tensor unary(PointwiseOp op, const Tensor& x, const Params& params) {
  const PointwiseInfo& info = info_of(op);
  Expression e{op, info, {&x}, params};
  Tensor out;
  DensePointwise kernel;
  if (dense_on_cpu(*x, x->dtype) &&
      (kernel = cpu::dense_pointwise(op, PointwiseVariant::forward, x->dtype)) != nullptr) {
    out = empty(x->sizes(), info.result_is_bool ? DType::bool_ : x->dtype);
    const void* in[] = {x->data};
    kernel(x->numel, out->data, in, params.value);
  } else {
    out = general(e);
  }
  if (requires_grad(x) && records(e, out)) record_pointwise(e, out);
  return out;
}

Tensor binary(PointwiseOp op, const Tensor& a, const Tensor& b, const Params& params) {
  const PointwiseInfo& info = info_of(op);
  Expression e{op, info, {&a, &b}, params};
  Tensor out;
  DensePointwise kernel;
  if (dense_on_cpu(*a, a->dtype) && dense_on_cpu(*b, a->dtype) && same_shape(*a, *b) &&
      (kernel = cpu::dense_pointwise(op, PointwiseVariant::forward, a->dtype)) != nullptr) {
    out = empty(a->sizes(), info.result_is_bool ? DType::bool_ : a->dtype);
    const void* in[] = {a->data, b->data};
    kernel(a->numel, out->data, in, params.value);
  } else {
    out = general(e);
  }
  if ((requires_grad(a) || requires_grad(b)) && records(e, out)) record_pointwise(e, out);
  return out;
}

Tensor ternary(PointwiseOp op, const Tensor& a, const Tensor& b, const Tensor& c, const Params& params) {
  Expression e{op, info_of(op), {&a, &b, &c}, params};
  Tensor out = general(e);
  if (records(e, out)) record_pointwise(e, out);
  return out;
}

Tensor wrapped_number(Scalar value) {
  DType dtype = value.is_real() ? DType::float64 : value.dtype();
  Tensor t = empty({}, dtype);
  if (value.is_real()) *t->as<double>() = value.f;
  else if (value.kind == Scalar::Kind::integer) *t->as<int64_t>() = value.i;
  else *t->as<uint8_t>() = value.i != 0;
  t->wrapped_number = true;
  return t;
}

Tensor binary(PointwiseOp op, const Tensor& a, Scalar b, const Params& params) {
  return binary(op, a, wrapped_number(b), params);
}
Tensor binary(PointwiseOp op, Scalar a, const Tensor& b, const Params& params) {
  return binary(op, wrapped_number(a), b, params);
}

void unary_(PointwiseOp op, const Tensor& self, const Params& params) {
  in_place(Expression{op, info_of(op), {&self}, params});
}
void binary_(PointwiseOp op, const Tensor& self, const Tensor& other, const Params& params) {
  in_place(Expression{op, info_of(op), {&self, &other}, params});
}
void binary_(PointwiseOp op, const Tensor& self, Scalar other, const Params& params) {
  binary_(op, self, wrapped_number(other), params);
}
void ternary_(PointwiseOp op, const Tensor& self, const Tensor& b, const Tensor& c, const Params& params) {
  in_place(Expression{op, info_of(op), {&self, &b, &c}, params});
}

}  // namespace tenon
