#include "core/ops/pointwise.h"

#include <string.h>

#include <algorithm>

#include "core/backend/backend.h"
#include "core/backend/cpu.h"
#include "core/base/with_dtype.h"
#include "core/ops/copy.h"
#include "core/ops/history.h"
#include "core/ops/pointwise_gradient.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

enum { kAny, kNumber, kFloating, kReal, kIntegral };  // PointwiseInfo::types, in the order of enum Types

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
  if (e.op == PointwiseOp::addcdiv && !is_floating(e[1]->dtype) && !is_floating(e[2]->dtype))
    fail(Status::type, "addcdiv: integer division is not supported: tensor1 is %s and tensor2 is %s",
         dtype_name(e[1]->dtype), dtype_name(e[2]->dtype));
  if (e.arity() == 1) dtype = e[0]->dtype;
  else if (e.op == PointwiseOp::where) dtype = result_type({e.operand[1], e.operand[2]});
  else if (e.arity() == 2) dtype = result_type({e.operand[0], e.operand[1]});
  else dtype = result_type({e.operand[0], e.operand[1], e.operand[2]});
  switch (e.info.types) {
    case kFloating: return is_floating(dtype) ? dtype : default_dtype();
    case kNumber:
      if (dtype == DType::bool_) fail(Status::type, "%s: not defined for bool", e.info.name);
      return dtype;
    case kReal:
      if (!is_floating(dtype))
        fail(Status::type, "%s: defined for floating types, not %s", e.info.name, dtype_name(dtype));
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
  o.on_host = false;
  int shift = static_cast<int>(sizes.count) - t.ndim;
  for (int d = 0; d < static_cast<int>(sizes.count); ++d)
    o.stride[d] = d < shift || t.size[d - shift] == 1 ? 0 : t.stride[d - shift];
}

bool dense_on_cpu(const TensorImpl& t, DType dtype) {
  return t.dtype == dtype && t.contiguous && t.device.is_cpu() && t.numel <= cpu::kPointwiseGrain;
}

// For the ordinary small case, the kernel without a plan; nullptr where that isn't so.
DensePointwise dense_kernel(PointwiseOp op, const TensorImpl& t) {
  return dense_on_cpu(t, t.dtype) ? cpu::dense_pointwise(op, PointwiseVariant::forward, t.dtype) : nullptr;
}

bool same_shape(const TensorImpl& a, const TensorImpl& b) { return a.sizes() == b.sizes(); }

// ---- a number beside a dense tensor: repeated as often as a short run needs, it is an operand like any
// other

// True where the tensor's dtype is the result's.
bool decides_dtype(const TensorImpl& t, Scalar number) {
  return !t.wrapped_number && t.dtype != DType::bool_ && can_cast(number.dtype(), t.dtype);
}

class Repeated {
 public:
  Repeated(Scalar number, DType dtype, int64_t n) {
    with_dtype(dtype, [&]<class T>(T) {
      T value = number.is_real() ? static_cast<T>(number.f) : static_cast<T>(number.i);
      for (int64_t i = 0; i < std::min(n, kCount); ++i) reinterpret_cast<T*>(bytes_)[i] = value;
    });
  }
  static constexpr int64_t kCount = 256;
  const void* data() const { return bytes_; }

 private:
  alignas(64) char bytes_[kCount * 8];
};

void run_with_number(DensePointwise kernel, const TensorImpl& t, Scalar number, bool number_first, void* out,
                     size_t out_item, const Params& params) {
  const Repeated repeated(number, t.dtype, t.numel);
  for (int64_t k = 0; k < t.numel; k += Repeated::kCount) {
    const void* run = static_cast<const char*>(t.data) + (k << item_shift(t.dtype));
    const void* in[] = {number_first ? repeated.data() : run, number_first ? run : repeated.data()};
    kernel(std::min(t.numel - k, Repeated::kCount),
           static_cast<char*>(out) + k * static_cast<int64_t>(out_item), in, params.value);
  }
}

// Undefined where the long way must be gone.
Tensor with_number(PointwiseOp op, const Tensor& t, Scalar number, bool number_first, const Params& params) {
  DensePointwise kernel;
  if (!decides_dtype(*t, number) || (kernel = dense_kernel(op, *t)) == nullptr) return {};
  const bool truth = pointwise_info[static_cast<int>(op)].result_is_bool;
  Tensor out = empty(t->sizes(), truth ? DType::bool_ : t->dtype);
  run_with_number(kernel, *t, number, number_first, out->data, out->item_size(), params);
  return out;
}

// ---- the long way: promotion, broadcasting, any layout

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

// Quotients and remainders, of which whole numbers have none by zero.
bool divides(PointwiseOp op) { return op >= PointwiseOp::div_floor && op <= PointwiseOp::fmod; }

// On a GPU nobody looks, as in PyTorch.
[[gnu::cold]] void refuse_zero(PointwiseOp op, const Tensor& dividend, const Tensor& divisor) {
  if (is_floating(result_type({&dividend, &divisor})) || !divisor->device.is_cpu()) return;
  if (dividend->numel == 0 || divisor->numel == 0) return;
  Tensor nonzero = cast_elements(divisor, DType::bool_);
  if (memchr(nonzero->data, 0, static_cast<size_t>(nonzero->numel)))
    fail(Status::value, "%s: integer division by zero", info_of(op).name);
}
static_assert(static_cast<int>(PointwiseOp::fmod) - static_cast<int>(PointwiseOp::div_floor) == 3);

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
    const bool elsewhere = !((*t)->device == out->device), number = (*t)->device.is_cpu() && (*t)->numel == 1;
    if (elsewhere && !number) t = &(moved[i] = to_device(*t, out->device));
    set_operand(call.in[i], **t, out->sizes());
    call.in[i].on_host = elsewhere && number;
  }
  check_backend(backend.pointwise(&call), info.name);
}

Tensor unary(PointwiseOp op, const Tensor& x, const Params& params) {
  const PointwiseInfo& info = info_of(op);
  Expression e{op, info, {&x}, params};
  Tensor out;
  DensePointwise kernel;
  if ((kernel = dense_kernel(op, *x)) != nullptr) {
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
  if (divides(op)) [[unlikely]]
    refuse_zero(op, a, b);
  if (dense_on_cpu(*b, a->dtype) && same_shape(*a, *b) && (kernel = dense_kernel(op, *a)) != nullptr) {
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

static Tensor binary_with_number(PointwiseOp op, const Tensor& t, Scalar number, bool number_first,
                                 const Params& params) {
  if (divides(op)) [[unlikely]] {
    Tensor n = wrapped_number(number);
    refuse_zero(op, number_first ? n : t, number_first ? t : n);
  }
  Tensor out = with_number(op, t, number, number_first, params);
  if (out && !requires_grad(t)) return out;
  Tensor n = wrapped_number(number);
  Expression e{op, info_of(op), {number_first ? &n : &t, number_first ? &t : &n}, params};
  if (!out) out = general(e);
  if (requires_grad(t) && records(e, out)) record_pointwise(e, out);
  return out;
}

Tensor binary(PointwiseOp op, const Tensor& a, Scalar b, const Params& params) {
  return binary_with_number(op, a, b, false, params);
}
Tensor binary(PointwiseOp op, Scalar a, const Tensor& b, const Params& params) {
  return binary_with_number(op, b, a, true, params);
}

// The kernel that changes a small dense tensor without a history; nullptr where the long way must be gone.
static DensePointwise in_place_kernel(PointwiseOp op, const Tensor& self) {
  if (requires_grad(self) || info_of(op).result_is_bool) return nullptr;
  return dense_kernel(op, *self);
}

void unary_(PointwiseOp op, const Tensor& self, const Params& params) {
  DensePointwise kernel = in_place_kernel(op, self);
  if (!kernel) return in_place(Expression{op, info_of(op), {&self}, params});
  check_in_place(info_of(op).name, self);
  const void* in[] = {self->data};
  kernel(self->numel, self->data, in, params.value);
  self->storage->bump_version();
}
void binary_(PointwiseOp op, const Tensor& self, const Tensor& other, const Params& params) {
  DensePointwise kernel;
  if (divides(op)) [[unlikely]]
    refuse_zero(op, self, other);
  const bool apart = self->storage.get() != other->storage.get() || self->data == other->data;
  if (requires_grad(other) || !apart || !dense_on_cpu(*other, self->dtype) || !same_shape(*self, *other) ||
      (kernel = in_place_kernel(op, self)) == nullptr)
    return in_place(Expression{op, info_of(op), {&self, &other}, params});
  check_in_place(info_of(op).name, self);
  const void* in[] = {self->data, other->data};
  kernel(self->numel, self->data, in, params.value);
  self->storage->bump_version();
}
void binary_(PointwiseOp op, const Tensor& self, Scalar other, const Params& params) {
  DensePointwise kernel;
  if (divides(op) || !decides_dtype(*self, other) || (kernel = in_place_kernel(op, self)) == nullptr)
    return binary_(op, self, wrapped_number(other), params);
  check_in_place(info_of(op).name, self);
  run_with_number(kernel, *self, other, false, self->data, self->item_size(), params);
  self->storage->bump_version();
}
void ternary_(PointwiseOp op, const Tensor& self, const Tensor& b, const Tensor& c, const Params& params) {
  in_place(Expression{op, info_of(op), {&self, &b, &c}, params});
}

}  // namespace tenon
