#include "core/ops/norm.h"

#include "core/backend/backend.h"
#include "core/ops/copy.h"
#include "core/ops/history.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduce.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

Tensor dense(const Tensor& t) { return !t || t->contiguous ? t : dense_copy(t); }
void* data(const Tensor& t) { return t ? t->data : nullptr; }
Tensor wide(const Tensor& t) { return t ? to(t, DType::float32) : t; }

void check_input(const char* op, const Tensor& input) {
  if (!is_floating(input->dtype))
    fail(Status::type, "%s: input must be floating, not %s", op, dtype_name(input->dtype));
}

// An optional operand: there, it has input's dtype and device, and the given shape.
void check_operand(const char* op, const char* name, const Tensor& input, const Tensor& t, IntList shape) {
  if (!t) return;
  if (!(t->sizes() == shape))
    fail(Status::shape, "%s: %s must be %s for an input of shape %s, but it is %s", op, name,
         to_string(shape).c_str(), to_string(input->sizes()).c_str(), to_string(t->sizes()).c_str());
  if (t->dtype != input->dtype)
    fail(Status::type, "%s: %s is %s and input is %s", op, name, dtype_name(t->dtype),
         dtype_name(input->dtype));
  if (!(t->device == input->device))
    fail(Status::device, "%s: expected all tensors on one device, but found %s and %s", op,
         device_name(input->device).c_str(), device_name(t->device).c_str());
}

// ---- gradients of differentiable operators, for gradients of gradients

// (x - mean) * rstd, and what d gives back through it: over `dims`, from which mean and rstd were taken, or
// through given ones.
struct Normalised {
  Tensor rstd, hat;
  Shape dims;
  bool fixed = false;

  Normalised(const Tensor& x, IntList dims, double eps) : dims(dims) {
    Tensor centered = ops::sub(x, mean(x, dims, true));
    rstd = ops::rsqrt(ops::add(mean(ops::square(centered), dims, true), Scalar(eps)));
    hat = ops::mul(centered, rstd);
  }
  Normalised(const Tensor& x, const Tensor& mean, const Tensor& rstd) : rstd(rstd), fixed(true) {
    hat = ops::mul(ops::sub(x, mean), rstd);
  }
  Tensor back(const Tensor& d) const {
    if (fixed) return ops::mul(d, rstd);
    Tensor plain = mean(d, dims, true), along = mean(ops::mul(d, hat), dims, true);
    return ops::mul(rstd, ops::sub(ops::sub(d, plain), ops::mul(hat, along)));
  }
};

// Sets the gradients of input, weight and bias; `weight` as it broadcasts, the results as `shape`.
void set_gradients(Backward& b, const Normalised& x, const Tensor& weight, const Shape& spread,
                   IntList shape) {
  const Tensor& g = b.grad();
  if (b.needs(0)) b.set(0, x.back(weight ? ops::mul(g, weight) : g));
  if (b.needs(1)) b.set(1, reshape(sum_to(ops::mul(g, x.hat), spread), shape));
  if (b.needs(2)) b.set(2, reshape(sum_to(g, spread), shape));
}

// ---- layer norm

LayerNormCall layer_call(const Tensor& x, const Tensor& weight, IntList shape, double eps, const Tensor& mean,
                         const Tensor& rstd) {
  LayerNormCall call{};
  call.dtype = x->dtype;
  call.device = x->device.index;
  call.n = checked_numel("layer_norm", shape);
  call.rows = mean->numel;
  call.eps = eps;
  call.input = x->data;
  call.weight = data(weight);
  call.mean = mean->data;
  call.rstd = rstd->data;
  return call;
}

struct LayerNormGradient {
  Saved input, weight;
  Tensor mean, rstd;
  Shape shape;
  double eps;

  void operator()(Backward& b) const {
    const Tensor x = input.get(b), w = weight.get(b);
    if (b.create_graph()) {
      Shape dims;
      for (int d = x->ndim - shape.count; d < x->ndim; ++d) dims.push_back(d);
      return set_gradients(b, Normalised(x, dims, eps), w, shape, shape);
    }
    const Tensor in = dense(x), scale = dense(w), g = dense(b.grad());
    LayerNormCall call = layer_call(in, scale, shape, eps, mean, rstd);
    Tensor result[3];
    if (b.needs(0)) result[0] = empty_like(x);
    for (int i = 1; i < 3; ++i)
      if (b.needs(i)) result[i] = empty(shape, x->dtype, x->device);
    call.grad = g->data;
    call.grad_input = data(result[0]);
    call.grad_weight = data(result[1]);
    call.grad_bias = data(result[2]);
    check_backend(backend_of(x->device).layer_norm(&call), "layer_norm");
    for (int i = 0; i < 3; ++i)
      if (result[i]) b.set(i, result[i]);
  }
};

}  // namespace

Tensor layer_norm(const Tensor& input, IntList shape, const Tensor& weight, const Tensor& bias, double eps) {
  check_input("layer_norm", input);
  const int rows_dims = input->ndim - static_cast<int>(shape.count);
  if (shape.count == 0) fail(Status::value, "layer_norm: the shape must have at least one dimension");
  if (rows_dims < 0 || !(IntList(input->size + rows_dims, shape.count) == shape))
    fail(Status::shape, "layer_norm: input of shape %s does not end with %s",
         to_string(input->sizes()).c_str(), to_string(shape).c_str());
  check_operand("layer_norm", "weight", input, weight, shape);
  check_operand("layer_norm", "bias", input, bias, shape);
  const Backend& backend = backend_of(input->device);
  if (!backend.layer_norm) not_offered(input->device, "layer_norm");
  if (is_half(input->dtype))
    return to(layer_norm(wide(input), shape, wide(weight), wide(bias), eps), input->dtype);

  int64_t rows = 1;
  for (int d = 0; d < rows_dims; ++d) rows *= input->size[d];
  const Tensor x = dense(input), w = dense(weight), offset = dense(bias);
  Tensor mean = empty({rows}, x->dtype, x->device), rstd = empty_like(mean), y = empty_like(input);
  LayerNormCall call = layer_call(x, w, shape, eps, mean, rstd);
  call.bias = data(offset);
  call.out = y->data;
  check_backend(backend.layer_norm(&call), "layer_norm");
  if (wants_history(input, weight, bias))
    record("NativeLayerNormBackward0", y, {&input, &weight, &bias},
           LayerNormGradient{Saved(input), Saved(weight), mean, rstd, Shape(shape), eps});
  return y;
}

namespace {

// ---- batch norm

// (1, c, 1, …)
Shape channel_shape(const Tensor& x) {
  Shape shape;
  for (int d = 0; d < x->ndim; ++d) shape.push_back(d == 1 ? x->size[1] : 1);
  return shape;
}

BatchNormCall batch_call(const Tensor& x, const Tensor& weight, bool training, double eps, const Tensor& mean,
                         const Tensor& rstd) {
  BatchNormCall call{};
  call.dtype = x->dtype;
  call.device = x->device.index;
  call.training = training;
  call.batch = x->size[0];
  call.channels = x->size[1];
  call.inner = x->numel / (x->size[0] * x->size[1]);
  call.eps = eps;
  call.input = x->data;
  call.weight = data(weight);
  call.mean = mean->data;
  call.rstd = rstd->data;
  return call;
}

struct BatchNormGradient {
  Saved input, weight;
  Tensor mean, rstd;
  bool training;
  double eps;

  void operator()(Backward& b) const {
    const Tensor x = input.get(b), w = weight.get(b);
    if (b.create_graph()) return by_formula(b, x, w);
    const Tensor in = dense(x), scale = dense(w), g = dense(b.grad());
    BatchNormCall call = batch_call(in, scale, training, eps, mean, rstd);
    Tensor result[3];
    if (b.needs(0)) result[0] = empty_like(x);
    for (int i = 1; i < 3; ++i)
      if (b.needs(i)) result[i] = empty_like(mean);
    call.grad = g->data;
    call.grad_input = data(result[0]);
    call.grad_weight = data(result[1]);
    call.grad_bias = data(result[2]);
    check_backend(backend_of(x->device).batch_norm(&call), "batch_norm");
    for (int i = 0; i < 3; ++i)
      if (result[i]) b.set(i, result[i]);
  }

  void by_formula(Backward& b, const Tensor& x, const Tensor& w) const {
    const Shape spread = channel_shape(x);
    const Tensor scale = w ? reshape(w, spread) : w;
    if (!training) {
      const Normalised fixed(x, reshape(mean, spread), reshape(rstd, spread));
      return set_gradients(b, fixed, scale, spread, mean->sizes());
    }
    Shape dims;
    for (int d = 0; d < x->ndim; ++d)
      if (d != 1) dims.push_back(d);
    set_gradients(b, Normalised(x, dims, eps), scale, spread, mean->sizes());
  }
};

void check_batch(const Tensor& input, const Tensor& running_mean, const Tensor& running_var, bool training) {
  if (input->ndim < 2)
    fail(Status::shape, "batch_norm: input must be (n, c) or (n, c, …), but it is %s",
         to_string(input->sizes()).c_str());
  if (training && input->numel && input->numel == input->size[1])
    fail(Status::shape,
         "batch_norm: expected more than 1 value per channel when training, but input has shape %s",
         to_string(input->sizes()).c_str());
  if (!training && (!running_mean || !running_var))
    fail(Status::value, "batch_norm: running_mean and running_var must be given unless training");
}

// No elements either, but with the history of all operands.
Tensor of_nothing(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  Tensor y = clone(input);
  const Shape spread = channel_shape(input);
  if (weight) y = ops::mul(y, reshape(weight, spread));
  return bias ? ops::add(y, reshape(bias, spread)) : y;
}

// Half types and running statistics with gaps are computed on copies, which are copied back.
Tensor batch_norm_on_copies(const Tensor& input, const Tensor& running_mean, const Tensor& running_var,
                            const Tensor& weight, const Tensor& bias, bool training, double momentum,
                            double eps) {
  const DType dtype = compute_dtype(input->dtype);
  auto copy = [&](const Tensor& t) { return t ? cast_elements(t, dtype) : t; };
  auto compute = [&](const Tensor& t) { return t ? to(t, dtype) : t; };
  const Tensor m = copy(running_mean), v = copy(running_var);
  Tensor y = batch_norm(compute(input), m, v, compute(weight), compute(bias), training, momentum, eps);
  if (training) {
    if (m) copy_elements(running_mean, m);
    if (v) copy_elements(running_var, v);
  }
  return to(y, input->dtype);
}

}  // namespace

Tensor batch_norm(const Tensor& input, const Tensor& running_mean, const Tensor& running_var,
                  const Tensor& weight, const Tensor& bias, bool training, double momentum, double eps) {
  check_input("batch_norm", input);
  if (input->ndim < 2 && input->numel == 0) return clone(input);  // no channels
  check_batch(input, running_mean, running_var, training);
  const Shape channels{input->size[1]};
  check_operand("batch_norm", "running_mean", input, running_mean, channels);
  check_operand("batch_norm", "running_var", input, running_var, channels);
  check_operand("batch_norm", "weight", input, weight, channels);
  check_operand("batch_norm", "bias", input, bias, channels);
  for (const Tensor* running : {&running_mean, &running_var})
    if (training && *running) check_in_place("batch_norm", *running);
  if (input->numel == 0) return of_nothing(input, weight, bias);
  const Backend& backend = backend_of(input->device);
  if (!backend.batch_norm) not_offered(input->device, "batch_norm");
  const bool gaps = (running_mean && !running_mean->contiguous) || (running_var && !running_var->contiguous);
  if (is_half(input->dtype) || gaps)
    return batch_norm_on_copies(input, running_mean, running_var, weight, bias, training, momentum, eps);

  const Tensor x = dense(input), w = dense(weight), offset = dense(bias);
  Tensor mean = empty(channels, x->dtype, x->device), rstd = empty_like(mean), y = empty_like(input);
  BatchNormCall call = batch_call(x, w, training, eps, mean, rstd);
  call.momentum = momentum;
  call.bias = data(offset);
  call.running_mean = data(running_mean);
  call.running_var = data(running_var);
  call.out = y->data;
  check_backend(backend.batch_norm(&call), "batch_norm");
  for (const Tensor* running : {&running_mean, &running_var})
    if (training && *running) (*running)->storage->bump_version();
  if (wants_history(input, weight, bias))
    record("NativeBatchNormBackward0", y, {&input, &weight, &bias},
           BatchNormGradient{Saved(input), Saved(weight), mean, rstd, training, eps});
  return y;
}

// As layer_norm of the groups, with weight and bias by channel.
Tensor group_norm(const Tensor& input, int64_t groups, const Tensor& weight, const Tensor& bias, double eps) {
  check_input("group_norm", input);
  if (input->ndim < 2)
    fail(Status::shape, "group_norm: input must be (n, c) or (n, c, …), but it is %s",
         to_string(input->sizes()).c_str());
  if (groups < 1 || input->size[1] % groups)
    fail(Status::value, "group_norm: %lld channels are not divisible by %lld groups",
         (long long)input->size[1], (long long)groups);
  if (input->numel == groups)
    fail(Status::shape,
         "group_norm: expected more than 1 value in a group, but input has shape %s and %lld groups",
         to_string(input->sizes()).c_str(), (long long)groups);
  check_operand("group_norm", "weight", input, weight, {input->size[1]});
  check_operand("group_norm", "bias", input, bias, {input->size[1]});
  const int64_t count = input->size[0] * groups, n = count ? input->numel / count : 0;
  if (n == 0) return of_nothing(input, weight, bias);
  Tensor y = reshape(layer_norm(reshape(input, {count, n}), {n}, {}, {}, eps), input->sizes());
  const Shape spread = channel_shape(input);
  if (weight) y = ops::mul(y, reshape(weight, spread));
  return bias ? ops::add(y, reshape(bias, spread)) : y;
}

TN_OP(
    "layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, "
    "float eps=1e-05) -> Tensor",
    [](const Tensor& input, IntList shape, const Tensor& weight, const Tensor& bias, double eps) {
      return layer_norm(input, shape, weight, bias, eps);
    });
TN_OP(
    "batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight=None, "
    "Tensor? bias=None, bool training=False, float momentum=0.1, float eps=1e-05) -> Tensor",
    [](const Tensor& input, const Tensor& running_mean, const Tensor& running_var, const Tensor& weight,
       const Tensor& bias, bool training, double momentum, double eps) {
      return batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps);
    });
TN_OP(
    "group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-05) -> "
    "Tensor",
    [](const Tensor& input, int64_t groups, const Tensor& weight, const Tensor& bias, double eps) {
      return group_norm(input, groups, weight, bias, eps);
    });

}  // namespace tenon
