#include "core/ops/conv.h"

#include "core/nn/init.h"
#include "core/nn/python.h"
#include "core/nn/registry.h"

namespace tenon {

namespace {

void check(int64_t in, int64_t out, int64_t groups, std::string_view padding_mode) {
  checked_size("Conv2d", "in_channels", in, 1);
  checked_size("Conv2d", "out_channels", out, 1);
  checked_size("Conv2d", "groups", groups, 1);
  if (in % groups || out % groups)
    fail(Status::value,
         "Conv2d: in_channels (%lld) and out_channels (%lld) must be divisible by groups (%lld)",
         (long long)in, (long long)out, (long long)groups);
  if (padding_mode != "zeros")
    fail(Status::unsupported, "Conv2d: padding_mode '%.*s'; only 'zeros' is supported",
         static_cast<int>(padding_mode.size()), padding_mode.data());
}

Padding padding_named(std::string_view name) {
  if (name == "same") return Padding::same;
  if (name == "valid") return Padding::valid;
  fail(Status::value, "Conv2d: padding must be a number, a pair, 'valid' or 'same', not '%.*s'",
       static_cast<int>(name.size()), name.data());
}

class Conv2d final : public Layer {
 public:
  Conv2d(int64_t in, int64_t out, IntList kernel, const Conv2dOptions& options, bool bias)
      : in_(in), out_(out), kernel_(kernel), options_(options) {
    int64_t inputs = in / options.groups * kernel[0] * kernel[1];
    double bound = fan_in_bound(inputs);
    add_parameter("weight", parameter_uniform({out, in / options.groups, kernel[0], kernel[1]}, bound));
    add_parameter("bias", bias ? parameter_uniform({out}, bound) : Tensor());
  }
  Tensor forward(const Tensor& input) override { return conv2d(input, required(0), own(1), options_); }

  std::string extra_repr() const override {
    IntList padding(options_.padding, 2), dilation(options_.dilation, 2);
    std::string text = python(in_) + ", " + python(out_) + ", kernel_size=" + python_tuple(kernel_) +
                       ", stride=" + python_tuple(IntList(options_.stride, 2));
    if (options_.mode == Padding::same) text += ", padding=same";
    else if (options_.mode == Padding::valid) text += ", padding=valid";
    else if (padding[0] || padding[1]) text += ", padding=" + python_tuple(padding);
    if (dilation[0] != 1 || dilation[1] != 1) text += ", dilation=" + python_tuple(dilation);
    if (options_.groups != 1) text += ", groups=" + python(options_.groups);
    return own(1) ? text : text + ", bias=False";
  }

 private:
  int64_t in_, out_;
  Shape kernel_;
  Conv2dOptions options_;
};

Conv2d* make(int64_t in, int64_t out, IntList kernel, IntList stride, IntList padding, Padding mode,
             IntList dilation, int64_t groups, bool bias, std::string_view padding_mode) {
  check(in, out, groups, padding_mode);
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
  return new Conv2d(in, out, IntList(size, 2), options, bias);
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
