#include "core/ops/pool.h"

#include "core/nn/init.h"
#include "core/nn/python.h"
#include "core/nn/registry.h"

namespace tenon {

namespace {

Pool2dOptions read_options(const char* cls, IntList kernel, IntList stride, IntList padding) {
  Pool2dOptions options;
  checked_pair(cls, "kernel_size", kernel, 1, options.kernel);
  checked_pair(cls, "stride", stride, 1, options.stride);
  checked_pair(cls, "padding", padding, 0, options.padding);
  return options;
}

// Printed as they were given, one number or a pair.
std::string window_repr(IntList kernel, IntList stride, IntList padding) {
  return "kernel_size=" + python(kernel) + ", stride=" + python(stride) + ", padding=" + python(padding);
}

class MaxPool2d final : public Module {
 public:
  MaxPool2d(const Pool2dOptions& options, std::string repr, bool return_indices)
      : options_(options), repr_(std::move(repr)), return_indices_(return_indices) {}
  Tensor forward(const Tensor& input) override {
    return return_indices_ ? Module::forward(input) : max_pool2d(input, options_);
  }
  std::vector<Tensor> call(const std::vector<Tensor>& inputs) override {
    const Tensor& input = only_input(inputs);
    if (!return_indices_) return {max_pool2d(input, options_)};
    auto [values, indices] = max_pool2d_with_indices(input, options_);
    return {values, indices};
  }
  std::string extra_repr() const override { return repr_; }

 private:
  Pool2dOptions options_;
  std::string repr_;
  bool return_indices_;
};

class AvgPool2d final : public Layer {
 public:
  AvgPool2d(const Pool2dOptions& options, std::string repr) : options_(options), repr_(std::move(repr)) {}
  Tensor forward(const Tensor& input) override { return avg_pool2d(input, options_); }
  std::string extra_repr() const override { return repr_; }

 private:
  Pool2dOptions options_;
  std::string repr_;
};

TN_MODULE(
    "MaxPool2d(int[] kernel_size, int[]? stride=None, int[] padding=0, int[] dilation=1, "
    "bool return_indices=False, bool ceil_mode=False)",
    [](IntList kernel, std::optional<IntList> given_stride, IntList padding, IntList dilation,
       bool return_indices, bool ceil_mode) {
      IntList stride = given_stride.value_or(kernel);
      Pool2dOptions options = read_options("MaxPool2d", kernel, stride, padding);
      checked_pair("MaxPool2d", "dilation", dilation, 1, options.dilation);
      options.ceil_mode = ceil_mode;
      return new MaxPool2d(options,
                           window_repr(kernel, stride, padding) + ", dilation=" + python(dilation) +
                               ", ceil_mode=" + python(ceil_mode),
                           return_indices);
    });
TN_MODULE(
    "AvgPool2d(int[] kernel_size, int[]? stride=None, int[] padding=0, bool ceil_mode=False, "
    "bool count_include_pad=True, int? divisor_override=None)",
    [](IntList kernel, std::optional<IntList> given_stride, IntList padding, bool ceil_mode,
       bool count_include_pad, std::optional<int64_t> divisor) {
      IntList stride = given_stride.value_or(kernel);
      Pool2dOptions options = read_options("AvgPool2d", kernel, stride, padding);
      options.ceil_mode = ceil_mode;
      options.count_include_pad = count_include_pad;
      if (divisor) options.divisor = *divisor;
      if (divisor && !*divisor) fail(Status::value, "AvgPool2d: divisor_override must be not zero");
      return new AvgPool2d(options, window_repr(kernel, stride, padding));
    });

}  // namespace

}  // namespace tenon
