// Convolution.
#include "core/ops/conv.h"

#include "capi/src/handles.h"
#include "capi/src/options.h"

using namespace tenon;

namespace {

constexpr tn_conv2d_options_t kConv2d{sizeof(tn_conv2d_options_t), 1, 1, 0, 0, 1, 1, 1,
                                      TN_PADDING_EXPLICIT,         0};

Padding padding_mode(tn_padding_t padding) {
  switch (padding) {
    case TN_PADDING_EXPLICIT: return Padding::explicit_;
    case TN_PADDING_VALID: return Padding::valid;
    case TN_PADDING_SAME: return Padding::same;
    default: fail(Status::value, "tn_conv2d: padding %d is no tn_padding_t", static_cast<int>(padding));
  }
}

}  // namespace

void tn_conv2d_options_init(tn_conv2d_options_t* o, size_t size) { init_options(o, size, kConv2d); }

tn_tensor_t tn_conv2d_with(tn_tensor_t input, tn_tensor_t weight, tn_tensor_t bias_or_none,
                           const tn_conv2d_options_t* o) {
  return guard("tn_conv2d", tn_tensor_t{}, [&] {
    const tn_conv2d_options_t c = read_options(o, kConv2d, "tn_conv2d");
    const Conv2dOptions options{{c.stride_h, c.stride_w},
                                {c.padding_h, c.padding_w},
                                {c.dilation_h, c.dilation_w},
                                c.groups,
                                padding_mode(c.padding)};
    return give(conv2d(borrow(input, "tn_conv2d", "input"), borrow(weight, "tn_conv2d", "weight"),
                       borrow_optional(bias_or_none, "tn_conv2d", "bias_or_none"), options));
  });
}
tn_tensor_t tn_conv2d(tn_tensor_t input, tn_tensor_t weight, tn_tensor_t bias_or_none) {
  return tn_conv2d_with(input, weight, bias_or_none, nullptr);
}
