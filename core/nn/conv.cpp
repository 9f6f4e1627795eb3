#include "core/ops/conv.h"

#include "core/nn/init.h"
#include "core/nn/python.h"
#include "core/nn/registry.h"
#include "core/ops/pad.h"

namespace tenon {

namespace {

void check(int64_t in, int64_t out, int64_t groups) {
  checked_size("Conv2d", "in_channels", in, 1);
  checked_size("Conv2d", "out_channels", out, 1);
  checked_size("Conv2d", "groups", groups, 1);
  if (in % groups || out % groups)
    fail(Status::value,
         "Conv2d: in_channels (%lld) and out_channels (%lld) must be divisible by groups (%lld)",
         (long long)in, (long long)out, (long long)groups);
}

PadMode edge_named(std::string_view name) {
  if (name == "zeros") return PadMode::constant;
  if (name == "reflect") return PadMode::reflect;
  if (name == "replicate") return PadMode::replicate;
  if (name == "circular") return PadMode::circular;
  fail(Status::value,
       "Conv2d: padding_mode must be 'zeros', 'reflect', 'replicate' or 'circular', not '%.*s'",
       static_cast<int>(name.size()), name.data());
}
const char* edge_name(PadMode edge) {
  return edge == PadMode::reflect ? "reflect" : edge == PadMode::replicate ? "replicate" : "circular";
}

Padding padding_named(std::string_view name) {
  if (name == "same") return Padding::same;
  if (name == "valid") return Padding::valid;
  fail(Status::value, "Conv2d: padding must be a number, a pair, 'valid' or 'same', not '%.*s'",
       static_cast<int>(name.size()), name.data());
}

class Conv2d final : public Layer {
 public:
  Conv2d(int64_t in, int64_t out, IntList kernel, const Conv2dOptions& options, bool bias, PadMode edge)
      : in_(in), out_(out), kernel_(kernel), options_(options), edge_(edge), inner_(options) {
    int64_t inputs = in / options.groups * kernel[0] * kernel[1];
    double bound = fan_in_bound(inputs);
    add_parameter("weight", parameter_uniform({out, in / options.groups, kernel[0], kernel[1]}, bound));
    add_parameter("bias", bias ? parameter_uniform({out}, bound) : Tensor());
    if (edge != PadMode::constant) pad_beforehand();
  }
  Tensor forward(const Tensor& input) override {
    return conv2d(edge_ == PadMode::constant ? input : pad(input, pads_, edge_), required(0), own(1), inner_);
  }

  std::string extra_repr() const override {
    IntList padding(options_.padding, 2), dilation(options_.dilation, 2);
    std::string text = python(in_) + ", " + python(out_) + ", kernel_size=" + python_tuple(kernel_) +
                       ", stride=" + python_tuple(IntList(options_.stride, 2));
    if (options_.mode == Padding::same) text += ", padding=same";
    else if (options_.mode == Padding::valid) text += ", padding=valid";
    else if (padding[0] || padding[1]) text += ", padding=" + python_tuple(padding);
    if (dilation[0] != 1 || dilation[1] != 1) text += ", dilation=" + python_tuple(dilation);
    if (options_.groups != 1) text += ", groups=" + python(options_.groups);
    if (!own(1)) text += ", bias=False";
    return edge_ == PadMode::constant ? text : text + ", padding_mode=" + edge_name(edge_);
  }

 private:
  void pad_beforehand() {
    for (int d = 1; d >= 0; --d) {
      const int64_t reach = options_.dilation[d] * (kernel_[d] - 1);
      const bool same = options_.mode == Padding::same;
      pads_.push_back(same ? reach / 2 : options_.padding[d]);
      pads_.push_back(same ? reach - reach / 2 : options_.padding[d]);
    }
    inner_.mode = Padding::valid;
  }

  int64_t in_, out_;
  Shape kernel_;
  Conv2dOptions options_;
  PadMode edge_;         // what stands around the image; constant: zeros
  Conv2dOptions inner_;  // of the convolution itself
  Shape pads_;
};

Conv2d* make(int64_t in, int64_t out, IntList kernel, IntList stride, IntList padding, Padding mode,
             IntList dilation, int64_t groups, bool bias, std::string_view padding_mode) {
  check(in, out, groups);
  Conv2dOptions options;
  int64_t size[2];
  checked_pair("Conv2d", "kernel_size", kernel, 1, size);
  checked_pair("Conv2d", "stride", stride, 1, options.stride);
  checked_pair("Conv2d", "padding", padding, 0, options.padding);
  checked_pair("Conv2d", "dilation", dilation, 1, options.dilation);
  if (mode == Padding::same && (options.stride[0] != 1 || options.stride[1] != 1))
    fail(Status::value, "Conv2d: padding='same' is not supported for strided convolutions");
  options.groups = groups;
  options.mode = mode;
  return new Conv2d(in, out, IntList(size, 2), options, bias, edge_named(padding_mode));
}

TN_MODULE(
    "Conv2d(int in_channels, int out_channels, int[2] kernel_size, int[2] stride=1, int[2] padding=0, "
    "int[2] dilation=1, int groups=1, bool bias=True, str padding_mode='zeros')",
    [](int64_t in, int64_t out, IntList kernel, IntList stride, IntList padding, IntList dilation,
       int64_t groups, bool bias, std::string_view padding_mode) {
      return make(in, out, kernel, stride, padding, Padding::explicit_, dilation, groups, bias, padding_mode);
    });
TN_MODULE(
    "Conv2d.padding(int in_channels, int out_channels, int[2] kernel_size, int[2] stride=1, "
    "str padding='valid', int[2] dilation=1, int groups=1, bool bias=True, str padding_mode='zeros')",
    [](int64_t in, int64_t out, IntList kernel, IntList stride, std::string_view padding, IntList dilation,
       int64_t groups, bool bias, std::string_view padding_mode) {
      return make(in, out, kernel, stride, {0, 0}, padding_named(padding), dilation, groups, bias,
                  padding_mode);
    });

}  // namespace

}  // namespace tenon
