// Chooses the kernel of a pointwise operator, and plans how it reads.
#include "core/cuda/pointwise.cuh"

#include "core/cuda/element.h"

namespace tenon::cuda {

namespace {

ValueKind kind_of(DType compute) {
  switch (compute) {
    case DType::float32: return kFloat;
    case DType::float64: return kDouble;
    case DType::bool_: return kBool;
    default: return kWhole;
  }
}

LaunchPointwise kernel_of(const PointwiseCall& c) {
  const int op = static_cast<int>(c.op), variant = static_cast<int>(c.variant);
  const bool unary = op < kUnaryOps, forward = c.variant == PointwiseVariant::forward;
  const int i = unary ? op : op - kUnaryOps;
  const LaunchRow& row = unary ? (forward ? unary_forward[i] : unary_gradient[i])
                               : (forward ? binary_forward[i] : binary_gradient[i]);
  const LaunchPointwise kernel = row.launch[variant][kind_of(c.compute)];
  if (!kernel) fail(kUnsupported, "this pointwise kernel is not offered for %s", dtype_name(c.compute));
  return kernel;
}

// How a kernel that works on `kernel_dtype` gets at elements that are stored as `stored`.
Access access_of(DType stored, DType kernel_dtype) {
  const bool as_it_is = stored == kernel_dtype;
  if (as_it_is && (is_floating(stored) || stored == DType::int64 || stored == DType::bool_))
    return Access::direct;
  if (kernel_dtype == DType::float32 && stored == DType::float16) return Access::half;
  if (kernel_dtype == DType::float32 && stored == DType::bfloat16) return Access::bfloat16;
  return Access::converted;
}

Operand read_by(const PointwiseOperand& o, DType compute) {
  if (!o.on_host) return {o.data, 0, 0, o.dtype, access_of(o.dtype, compute)};
  const Element x = Element::load(o.dtype, o.data, 0);
  const int64_t whole = compute == DType::bool_ ? x.to_bool() : x.to_whole(compute);
  const double real = compute == DType::float32 ? static_cast<double>(x.to_float()) : x.to_double();
  return {nullptr, real, whole, o.dtype, Access::number};
}

// A number of the operator, as the compute dtype holds it.
Param param_of(Param p, DType compute) {
  return {p.f, compute == DType::bool_ ? p.i != 0 : Element::of(p.i).to_whole(compute)};
}

using PointwiseWalk = Walk<kPointwiseOperands>;

PointwiseWalk walk_of(const PointwiseCall& c) {
  PointwiseWalk walk;
  for (int d = 0; d < c.ndim; ++d) {
    int64_t strides[kPointwiseOperands] = {c.out.stride[d]};
    for (int k = 0; k < c.inputs; ++k) strides[k + 1] = c.in[k].on_host ? 0 : c.in[k].stride[d];
    walk.add(c.size[d], strides, c.inputs + 1);
  }
  return walk;
}

PointwisePlan plan_of(const PointwiseCall& c, const PointwiseWalk& walk,
                      const int64_t (&start)[kPointwiseOperands]) {
  const bool truth = c.variant == PointwiseVariant::forward && c.result_is_bool;
  const int operands = c.inputs + 1;
  PointwisePlan plan{true, c.compute, walk.total, {}, {}, {walk, operands}};
  for (int i = 0; i < kMaxParams; ++i) plan.params[i] = param_of(c.params[i], c.compute);
  plan.operand[0] = {c.out.data, 0, 0, c.out.dtype, access_of(c.out.dtype, truth ? DType::bool_ : c.compute)};
  for (int k = 0; k < c.inputs; ++k) plan.operand[k + 1] = read_by(c.in[k], c.compute);
  for (int o = 0; o < operands; ++o) {
    Operand& operand = plan.operand[o];
    if (operand.access == Access::number) continue;
    operand.data =
        static_cast<char*>(operand.data) + start[o] * static_cast<int64_t>(item_size(operand.dtype));
    plan.dense &= walk.ndim == 0 || (walk.ndim == 1 && walk.stride[o][0] == 1);
  }
  return plan;
}

}  // namespace

void pointwise(const PointwiseCall& c) {
  const LaunchPointwise kernel = kernel_of(c);
  const PointwiseWalk walk = walk_of(c);
  if (walk.total == 0) return;
  OnDevice device(c.device);
  const int64_t start[kPointwiseOperands] = {};
  each_piece(walk, start, c.inputs + 1,
             [&](const PointwiseWalk& piece, const int64_t(&at)[kPointwiseOperands]) {
               kernel(*device, plan_of(c, piece, at));
             });
}

}  // namespace tenon::cuda
