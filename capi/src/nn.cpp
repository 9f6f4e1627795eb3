// Constructors of the common layers.
#include "capi/src/module.h"
#include "capi/src/options.h"
#include "core/nn/registry.h"

using namespace tenon;

tn_module_t tn_nn_linear(int64_t in_features, int64_t out_features, int32_t bias) {
  return guard(__func__, tn_module_t{}, [&] {
    return give_module(new_module(
        "Linear", {{"in_features", in_features}, {"out_features", out_features}, {"bias", bias != 0}}));
  });
}
tn_module_t tn_nn_relu(void) {
  return guard(__func__, tn_module_t{}, [] { return give_module(new_module("ReLU", {})); });
}
tn_module_t tn_nn_flatten(int64_t start_dim, int64_t end_dim) {
  return guard(__func__, tn_module_t{}, [&] {
    return give_module(new_module("Flatten", {{"start_dim", start_dim}, {"end_dim", end_dim}}));
  });
}
tn_module_t tn_nn_dropout(double p) {
  return guard(__func__, tn_module_t{}, [&] { return give_module(new_module("Dropout", {{"p", p}})); });
}

// ---- images

namespace {

constexpr tn_nn_conv2d_options_t kConv2d{
    sizeof(tn_nn_conv2d_options_t), 1, 1, 0, 0, 1, 1, 1, TN_PADDING_EXPLICIT, 1};

const char* padding_name(tn_padding_t padding) {
  if (padding == TN_PADDING_VALID) return "valid";
  if (padding == TN_PADDING_SAME) return "same";
  fail(Status::value, "tn_nn_conv2d: padding %d does not exist", padding);
}

}  // namespace

void tn_nn_conv2d_options_init(tn_nn_conv2d_options_t* o, size_t size) { init_options(o, size, kConv2d); }

tn_module_t tn_nn_conv2d_with(int64_t in_channels, int64_t out_channels, const int64_t* kernel_size,
                              int64_t n_kernel_size, const tn_nn_conv2d_options_t* o) {
  return guard("tn_nn_conv2d", tn_module_t{}, [&] {
    tn_nn_conv2d_options_t options = read_options(o, kConv2d, "tn_nn_conv2d");
    int64_t stride[2] = {options.stride_h, options.stride_w};
    int64_t padding[2] = {options.padding_h, options.padding_w};
    int64_t dilation[2] = {options.dilation_h, options.dilation_w};
    Value padding_value = options.padding == TN_PADDING_EXPLICIT ? Value(IntList(padding, 2))
                                                                 : Value(padding_name(options.padding));
    padding_value.name = "padding";
    return give_module(new_module(
        "Conv2d", {{"in_channels", in_channels},
                   {"out_channels", out_channels},
                   {"kernel_size", ints(kernel_size, n_kernel_size, "tn_nn_conv2d", "kernel_size")},
                   {"stride", IntList(stride, 2)},
                   padding_value,
                   {"dilation", IntList(dilation, 2)},
                   {"groups", options.groups},
                   {"bias", options.bias != 0}}));
  });
}
tn_module_t tn_nn_conv2d(int64_t in_channels, int64_t out_channels, const int64_t* kernel_size,
                         int64_t n_kernel_size) {
  return tn_nn_conv2d_with(in_channels, out_channels, kernel_size, n_kernel_size, nullptr);
}

tn_module_t tn_nn_max_pool2d_with(const int64_t* kernel_size, int64_t n_kernel_size,
                                  const tn_max_pool2d_options_t* o) {
  return guard("tn_nn_max_pool2d", tn_module_t{}, [&] {
    tn_max_pool2d_options_t defaults;
    tn_max_pool2d_options_init(&defaults, sizeof defaults);
    tn_max_pool2d_options_t options = read_options(o, defaults, "tn_nn_max_pool2d");
    int64_t stride[2] = {options.stride_h, options.stride_w};
    int64_t padding[2] = {options.padding_h, options.padding_w};
    int64_t dilation[2] = {options.dilation_h, options.dilation_w};
    IntList kernel = ints(kernel_size, n_kernel_size, "tn_nn_max_pool2d", "kernel_size");
    bool has_stride = stride[0] != TN_NONE_INT || stride[1] != TN_NONE_INT;
    for (int i = 0; i < 2; ++i)
      if (stride[i] == TN_NONE_INT && kernel.count) stride[i] = kernel[kernel.count > i ? i : 0];
    auto shortest = [](const int64_t* pair) { return IntList(pair, pair[0] == pair[1] ? 1 : 2); };
    Value stride_value = has_stride ? Value(shortest(stride)) : Value();
    stride_value.name = "stride";
    return give_module(new_module("MaxPool2d", {{"kernel_size", kernel},
                                                stride_value,
                                                {"padding", shortest(padding)},
                                                {"dilation", shortest(dilation)},
                                                {"ceil_mode", options.ceil_mode != 0}}));
  });
}
tn_module_t tn_nn_max_pool2d(const int64_t* kernel_size, int64_t n_kernel_size) {
  return tn_nn_max_pool2d_with(kernel_size, n_kernel_size, nullptr);
}

// ---- containers

tn_module_t tn_nn_sequential(const tn_module_t* children, int64_t n_children) {
  return guard(__func__, tn_module_t{}, [&] {
    if (n_children < 0 || (!children && n_children)) refuse_array("tn_nn_sequential", "children", n_children);
    Ref<Module> made = new_module("Sequential", std::initializer_list<Value>{});
    for (int64_t i = 0; i < n_children; ++i)
      made->add_child(std::to_string(i), borrow_object<Module>(children[i], "tn_nn_sequential", "children"));
    return give_module(std::move(made));
  });
}
