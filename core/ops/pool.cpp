#include "core/ops/pool.h"

#include <limits.h>

#include "core/backend/backend.h"
#include "core/ops/copy.h"
#include "core/ops/index.h"
#include "core/ops/pointwise.h"
#include "core/ops/registry.h"
#include "core/ops/spatial.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

// The options made out against an input, and the sizes of the result.
struct Geometry {
  Pool2dOptions options;
  Shape in, out;

  Geometry(const char* op, const Tensor& input, const Pool2dOptions& asked);

 private:
  void set_size(const char* op, int d);
};

Geometry::Geometry(const char* op, const Tensor& input, const Pool2dOptions& asked)
    : options(asked), in(input->sizes()), out(input->sizes()) {
  check_pair(op, "kernel_size", options.kernel, 1, INT_MAX);
  for (int d = 0; d < 2; ++d)
    if (options.stride[d] == 0) options.stride[d] = options.kernel[d];
  check_pair(op, "stride", options.stride, 1, INT_MAX);
  check_pair(op, "padding", options.padding, 0);
  check_pair(op, "dilation", options.dilation, 1, INT_MAX);
  for (int d = 0; d < 2; ++d)
    if (options.padding[d] > options.kernel[d] / 2)
      fail(Status::value,
           "%s: padding must be at most half of the kernel, but padding is %lld and kernel_size %lld", op,
           (long long)options.padding[d], (long long)options.kernel[d]);
  bool fits = in.count == 3 || in.count == 4;
  for (int d = in.count == 4; d < in.count; ++d) fits &= in[d] > 0;
  if (!fits)
    fail(Status::shape, "%s: input must be (n, c, h, w) or (c, h, w), with none of c, h, w 0, but it is %s",
         op, to_string(in).c_str());
  for (int d = 0; d < 2; ++d) set_size(op, d);
}

// A window that reaches over the edge counts in ceil_mode, unless it begins in the padding behind the last
// element.
void Geometry::set_size(const char* op, int d) {
  const int at = in.count - 2 + d;
  const int64_t stride = options.stride[d], padding = options.padding[d];
  const int64_t reach = window_reach(op, options.kernel[d], options.dilation[d]);
  const int64_t room = padded_size(op, in[at], padding, padding) - reach - 1;
  int64_t size = room < 0 ? (options.ceil_mode && room > -stride) : room / stride + 1;
  if (options.ceil_mode && room % stride > 0 && (room / stride + 1) * stride < in[at] + padding) ++size;
  if (size < 1)
    fail(Status::shape, "%s: input of shape %s gives a result of size %lld: the kernel is too large", op,
         to_string(in).c_str(), (long long)size);
  out[at] = size;
}

// The kernel without history. `sizes` are the result's.
Tensor run(const char* op, PoolOp which, const Geometry& g, const Tensor& in, const Shape& sizes,
           int32_t* index) {
  const Backend& backend = backend_of(in->device);
  if (!backend.pool) not_offered(in->device, op);
  if (is_half(in->dtype))
    return cast_elements(run(op, which, g, cast_elements(in, DType::float32), sizes, index), in->dtype);
  Tensor x = in->contiguous ? in : dense_copy(in), y = empty(sizes, in->dtype, in->device);
  PoolCall call;
  call.op = which;
  call.dtype = in->dtype;
  call.device = in->device.index;
  call.count_include_pad = g.options.count_include_pad;
  call.planes = g.in.count == 4 ? g.in[0] * g.in[1] : g.in[0];
  for (int d = 0; d < 2; ++d) {
    call.size[d] = g.in[g.in.count - 2 + d];
    call.result[d] = g.out[g.in.count - 2 + d];
    call.kernel[d] = g.options.kernel[d];
    call.stride[d] = g.options.stride[d];
    call.padding[d] = g.options.padding[d];
    call.dilation[d] = g.options.dilation[d];
  }
  call.divisor = g.options.divisor;
  call.in = x->data;
  call.out = y->data;
  call.index = index;
  check_backend(backend.pool(&call), op);
  return y;
}

// Takes from each plane of t the elements that index names; 0 where that is -1.
Tensor take(const Geometry& g, const Tensor& t, const Tensor& index) {
  const int d = g.in.count - 2;
  Tensor at = flatten(cast_elements(index, DType::int64), d);
  Tensor taken = gather(flatten(t, d), d, ops::clamp_min(at, Params(0)));
  return reshape(ops::mul(taken, ops::ge(at, Scalar(0))), g.out);
}

// The gradient goes to the element that was taken.
Tensor max_gradient(const Geometry& g, const Tensor& gradient, const Tensor& index) {
  Tensor y = run("max_pool2d", PoolOp::max_gradient, g, gradient, g.in, index->as<int32_t>());
  if (wants_history(gradient))
    record("MaxPool2DWithIndicesBackwardBackward0", y, {&gradient},
           [g, index](Backward& b) { b.set(0, take(g, b.grad(), index)); });
  return y;
}

// The result, and where each element was found, which may be left out.
Tensor max_pool(const Tensor& input, const Pool2dOptions& options, bool indices, Tensor* index) {
  const Geometry g("max_pool2d", input, options);
  if (g.in[g.in.count - 2] * g.in[g.in.count - 1] > INT_MAX)
    fail(Status::unsupported, "max_pool2d: a plane of shape %s has too many elements",
         to_string(g.in).c_str());
  const bool history = is_floating(input->dtype) && wants_history(input);
  if (history || indices) *index = empty(g.out, DType::int32, input->device);
  Tensor y = run("max_pool2d", PoolOp::max, g, input, g.out, *index ? (*index)->as<int32_t>() : nullptr);
  if (history)
    record("MaxPool2DWithIndicesBackward0", y, {&input},
           [g, index = *index](Backward& b) { b.set(0, max_gradient(g, b.grad(), index)); });
  return y;
}

// Averaging is linear: its gradient's gradient is averaging.
Tensor average(const Geometry& g, const Tensor& input, PoolOp op) {
  const bool forward = op == PoolOp::average;
  Tensor y = run("avg_pool2d", op, g, input, forward ? g.out : g.in, nullptr);
  if (is_floating(input->dtype) && wants_history(input))
    record(forward ? "AvgPool2DBackward0" : "AvgPool2DBackwardBackward0", y, {&input},
           [g, back = forward ? PoolOp::average_gradient : PoolOp::average](Backward& b) {
             b.set(0, average(g, b.grad(), back));
           });
  return y;
}

Pool2dOptions options_of(const char* op, IntList kernel, std::optional<IntList> stride, IntList padding) {
  Pool2dOptions o;
  set_pair(o.kernel, op, "kernel_size", kernel);
  if (stride && stride->count) {
    set_pair(o.stride, op, "stride", *stride);
    check_pair(op, "stride", o.stride, 1);
  }
  set_pair(o.padding, op, "padding", padding);
  return o;
}

Pool2dOptions max_options(IntList kernel, std::optional<IntList> stride, IntList padding, IntList dilation,
                          bool ceil_mode) {
  Pool2dOptions o = options_of("max_pool2d", kernel, stride, padding);
  set_pair(o.dilation, "max_pool2d", "dilation", dilation);
  o.ceil_mode = ceil_mode;
  return o;
}

}  // namespace

Tensor max_pool2d(const Tensor& input, const Pool2dOptions& options) {
  Tensor index;
  return max_pool(input, options, false, &index);
}

std::pair<Tensor, Tensor> max_pool2d_with_indices(const Tensor& input, const Pool2dOptions& options) {
  Tensor index;
  Tensor y = max_pool(input, options, true, &index);
  return {y, cast_elements(index, DType::int64)};
}

Tensor avg_pool2d(const Tensor& input, const Pool2dOptions& options) {
  return average(Geometry("avg_pool2d", input, options), input, PoolOp::average);
}

TN_OP(
    "max_pool2d(Tensor self, int[2] kernel_size, int[2]? stride=None, int[2] padding=0, int[2] dilation=1, "
    "bool ceil_mode=False) -> Tensor",
    [](const Tensor& self, IntList kernel_size, std::optional<IntList> stride, IntList padding,
       IntList dilation, bool ceil_mode) {
      return max_pool2d(self, max_options(kernel_size, stride, padding, dilation, ceil_mode));
    });
// Python's form, with the indices where they are asked for.
TN_OP(
    "max_pool2d.return_indices(Tensor self, int[2] kernel_size, int[2]? stride=None, int[2] padding=0, "
    "int[2] dilation=1, bool ceil_mode=False, bool return_indices=False) -> Tensor[]",
    [](const Tensor& self, IntList kernel_size, std::optional<IntList> stride, IntList padding,
       IntList dilation, bool ceil_mode, bool return_indices) {
      const Pool2dOptions o = max_options(kernel_size, stride, padding, dilation, ceil_mode);
      if (!return_indices) return std::vector<Tensor>{max_pool2d(self, o)};
      auto [values, indices] = max_pool2d_with_indices(self, o);
      return std::vector<Tensor>{values, indices};
    });
TN_OP(
    "max_pool2d_with_indices(Tensor self, int[2] kernel_size, int[2]? stride=None, int[2] padding=0, "
    "int[2] dilation=1, bool ceil_mode=False) -> (Tensor, Tensor)",
    [](const Tensor& self, IntList kernel_size, std::optional<IntList> stride, IntList padding,
       IntList dilation, bool ceil_mode) -> std::tuple<Tensor, Tensor> {
      return max_pool2d_with_indices(self, max_options(kernel_size, stride, padding, dilation, ceil_mode));
    });
TN_OP(
    "avg_pool2d(Tensor self, int[2] kernel_size, int[2]? stride=None, int[2] padding=0, "
    "bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor",
    [](const Tensor& self, IntList kernel_size, std::optional<IntList> stride, IntList padding,
       bool ceil_mode, bool count_include_pad, std::optional<int64_t> divisor_override) {
      Pool2dOptions o = options_of("avg_pool2d", kernel_size, stride, padding);
      o.ceil_mode = ceil_mode;
      o.count_include_pad = count_include_pad;
      if (divisor_override && *divisor_override == 0)
        fail(Status::value, "avg_pool2d: divisor_override must not be 0");
      o.divisor = divisor_override.value_or(0);
      return avg_pool2d(self, o);
    });

}  // namespace tenon
