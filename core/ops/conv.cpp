#include "core/ops/conv.h"

#include "core/backend/backend.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/reduce.h"
#include "core/ops/registry.h"
#include "core/ops/spatial.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

// What a convolution and its gradients have in common: all sizes.
struct Geometry {
  int64_t batch, in_channels, out_channels, groups;
  int64_t in[2], kernel[2], out[2], stride[2], padding[2], dilation[2];

  Shape input() const { return {batch, in_channels, in[0], in[1]}; }
  Shape weight() const { return {out_channels, in_channels / groups, kernel[0], kernel[1]}; }
  Shape result() const { return {batch, out_channels, out[0], out[1]}; }
};

void check_operands(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  for (const Tensor* t : {&weight, &bias}) {
    if (!*t) continue;
    if ((*t)->dtype != input->dtype)
      fail(Status::type, "conv2d: input and %s must have the same dtype, but they are %s and %s",
           t == &weight ? "weight" : "bias", dtype_name(input->dtype), dtype_name((*t)->dtype));
    if (!((*t)->device == input->device))
      fail(Status::device, "conv2d: expected all tensors on one device, but found %s and %s",
           device_name(input->device).c_str(), device_name((*t)->device).c_str());
  }
}

void check_options(const Conv2dOptions& o) {
  check_pair("conv2d", "stride", o.stride, 1);
  check_pair("conv2d", "padding", o.padding, 0);
  check_pair("conv2d", "dilation", o.dilation, 1);
  if (o.groups < 1)
    fail(Status::value, "conv2d: groups must be at least 1, but it is %lld", (long long)o.groups);
  if (o.mode == Padding::same && (o.stride[0] != 1 || o.stride[1] != 1))
    fail(Status::value, "conv2d: padding='same' is not defined for strides other than 1");
}

// One dimension of the result.
void set_size(Geometry& g, int d, const Conv2dOptions& o, const Tensor& input, const Tensor& weight) {
  const int64_t reach = g.kernel[d] ? window_reach("conv2d", g.kernel[d], g.dilation[d]) : 0;
  int64_t before = o.mode == Padding::explicit_ ? o.padding[d] : 0, after = before;
  if (o.mode == Padding::same) {
    before = reach / 2;
    after = reach - before;
  }
  const int64_t padded = padded_size("conv2d", g.in[d], before, after);
  if (g.kernel[d] < 1 || padded < reach + 1)
    fail(
        Status::shape,
        "conv2d: the kernel can't be larger than the padded input: input %s, weight %s, padded to %lld where "
        "the kernel reaches over %lld",
        to_string(input->sizes()).c_str(), to_string(weight->sizes()).c_str(), (long long)padded,
        (long long)(reach + 1));
  g.padding[d] = before;
  g.out[d] = (padded - reach - 1) / g.stride[d] + 1;
}

Geometry geometry(const Tensor& input, const Tensor& weight, const Tensor& bias, const Conv2dOptions& o) {
  const std::string shapes = "input " + to_string(input->sizes()) + ", weight " + to_string(weight->sizes());
  if (weight->ndim != 4)
    fail(Status::shape, "conv2d: weight must be (out, in / groups, height, width): %s", shapes.c_str());
  Geometry g;
  g.batch = input->size[0];
  g.in_channels = input->size[1];
  g.out_channels = weight->size[0];
  g.groups = o.groups;
  if (g.in_channels != weight->size[1] * g.groups)
    fail(Status::shape, "conv2d: weight wants an input of %lld channels in %lld groups: %s",
         (long long)(weight->size[1] * g.groups), (long long)g.groups, shapes.c_str());
  if (g.out_channels % g.groups)
    fail(Status::shape, "conv2d: the %lld channels of the result are not divisible by %lld groups: %s",
         (long long)g.out_channels, (long long)g.groups, shapes.c_str());
  if (bias && (bias->ndim != 1 || bias->size[0] != g.out_channels))
    fail(Status::shape, "conv2d: bias must be (%lld), but it is %s", (long long)g.out_channels,
         to_string(bias->sizes()).c_str());
  for (int d = 0; d < 2; ++d) {
    g.in[d] = input->size[2 + d];
    g.kernel[d] = weight->size[2 + d];
    g.stride[d] = o.stride[d];
    g.dilation[d] = o.dilation[d];
    set_size(g, d, o, input, weight);
  }
  checked_numel("conv2d", g.result());
  return g;
}

// One of the products without history. The half types are computed in float32.
Tensor run(ConvProduct product, const Geometry& g, const Shape& sizes, const Tensor& input,
           const Tensor& weight, const Tensor& gradient, const Tensor& bias = {}) {
  const Tensor& any = input ? input : gradient;
  const DType dtype = any->dtype;
  const Backend& backend = backend_of(any->device);
  if (!backend.conv) not_offered(any->device, "conv2d");
  if (is_half(dtype)) {
    auto wide = [](const Tensor& t) { return t ? cast_elements(t, DType::float32) : t; };
    return cast_elements(run(product, g, sizes, wide(input), wide(weight), wide(gradient), wide(bias)),
                         dtype);
  }
  Tensor out = empty(sizes, dtype, any->device);
  if (out->numel == 0) return out;
  if (g.batch == 0) {  // of no images the gradients are 0
    fill_elements(out, 0);
    return out;
  }
  auto dense = [](const Tensor& t) { return !t || t->contiguous ? t : dense_copy(t); };
  const Tensor x = dense(input), w = dense(weight), b = dense(bias), dy = dense(gradient);
  auto data = [](const Tensor& t) { return t ? t->data : nullptr; };
  ConvCall call{product,
                dtype,
                any->device.index,
                g.batch,
                g.groups,
                g.in_channels,
                g.out_channels,
                {g.in[0], g.in[1]},
                {g.kernel[0], g.kernel[1]},
                {g.out[0], g.out[1]},
                {g.stride[0], g.stride[1]},
                {g.padding[0], g.padding[1]},
                {g.dilation[0], g.dilation[1]},
                data(x),
                data(w),
                data(b),
                data(dy),
                out->data};
  check_backend(backend.conv(&call), "conv2d");
  return out;
}

// The three products are bilinear, and the gradients of each are the two others.
Tensor product(const Geometry& g, const Tensor& input, const Tensor& weight, const Tensor& bias);
Tensor input_gradient(const Geometry& g, const Tensor& weight, const Tensor& gradient);
Tensor weight_gradient(const Geometry& g, const Tensor& input, const Tensor& gradient);

Tensor product(const Geometry& g, const Tensor& input, const Tensor& weight, const Tensor& bias) {
  Tensor y = run(ConvProduct::forward, g, g.result(), input, weight, {}, bias);
  if (is_floating(y->dtype) && wants_history(input, weight, bias))
    record("ConvolutionBackward0", y, {&input, &weight, &bias},
           [g, input = Saved(input), weight = Saved(weight)](Backward& b) {
             const Tensor& dy = b.grad();
             if (b.needs(0)) b.set(0, input_gradient(g, weight.get(b), dy));
             if (b.needs(1)) b.set(1, weight_gradient(g, input.get(b), dy));
             if (!b.needs(2)) return;
             b.set(2, b.create_graph() ? sum(dy, {0, 2, 3})
                                       : run(ConvProduct::bias_gradient, g, {g.out_channels}, {}, {}, dy));
           });
  return y;
}

Tensor input_gradient(const Geometry& g, const Tensor& weight, const Tensor& gradient) {
  Tensor y = run(ConvProduct::input_gradient, g, g.input(), {}, weight, gradient);
  if (wants_history(weight, gradient))
    record("ConvolutionBackwardBackward0", y, {&weight, &gradient},
           [g, weight = Saved(weight), gradient = Saved(gradient)](Backward& b) {
             if (b.needs(0)) b.set(0, weight_gradient(g, b.grad(), gradient.get(b)));
             if (b.needs(1)) b.set(1, product(g, b.grad(), weight.get(b), {}));
           });
  return y;
}

Tensor weight_gradient(const Geometry& g, const Tensor& input, const Tensor& gradient) {
  Tensor y = run(ConvProduct::weight_gradient, g, g.weight(), input, {}, gradient);
  if (wants_history(input, gradient))
    record("ConvolutionBackwardBackward0", y, {&input, &gradient},
           [g, input = Saved(input), gradient = Saved(gradient)](Backward& b) {
             if (b.needs(0)) b.set(0, input_gradient(g, b.grad(), gradient.get(b)));
             if (b.needs(1)) b.set(1, product(g, input.get(b), b.grad(), {}));
           });
  return y;
}

Conv2dOptions options_of(IntList stride, IntList dilation, int64_t groups) {
  Conv2dOptions o;
  set_pair(o.stride, "conv2d", "stride", stride);
  set_pair(o.dilation, "conv2d", "dilation", dilation);
  o.groups = groups;
  return o;
}

}  // namespace

Tensor conv2d(const Tensor& input, const Tensor& weight, const Tensor& bias, const Conv2dOptions& options) {
  if (input->ndim == 3) return squeeze(conv2d(unsqueeze(input, 0), weight, bias, options), 0);
  if (input->ndim != 4)
    fail(Status::shape, "conv2d: input must be (n, c, h, w) or (c, h, w), but it is %s",
         to_string(input->sizes()).c_str());
  check_operands(input, weight, bias);
  check_options(options);
  return product(geometry(input, weight, bias, options), input, weight, bias);
}

TN_OP(
    "conv2d(Tensor input, Tensor weight, Tensor? bias=None, int[2] stride=1, int[2] padding=0, "
    "int[2] dilation=1, int groups=1) -> Tensor",
    [](const Tensor& input, const Tensor& weight, const Tensor& bias, IntList stride, IntList padding,
       IntList dilation, int64_t groups) {
      Conv2dOptions o = options_of(stride, dilation, groups);
      set_pair(o.padding, "conv2d", "padding", padding);
      return conv2d(input, weight, bias, o);
    });
TN_OP(
    "conv2d.padding(Tensor input, Tensor weight, Tensor? bias=None, int[2] stride=1, str padding='valid', "
    "int[2] dilation=1, int groups=1) -> Tensor",
    [](const Tensor& input, const Tensor& weight, const Tensor& bias, IntList stride,
       std::string_view padding, IntList dilation, int64_t groups) {
      Conv2dOptions o = options_of(stride, dilation, groups);
      if (padding != "valid" && padding != "same")
        fail(Status::value, "conv2d: padding must be 'valid', 'same' or numbers, not '%.*s'",
             static_cast<int>(padding.size()), padding.data());
      o.mode = padding == "same" ? Padding::same : Padding::valid;
      return conv2d(input, weight, bias, o);
    });

}  // namespace tenon
