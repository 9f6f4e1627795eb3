// Pooling.
#include "core/ops/pool.h"

#include "capi/src/handles.h"
#include "capi/src/options.h"
#include "core/ops/spatial.h"

using namespace tenon;

namespace {

constexpr tn_max_pool2d_options_t kMaxPool2d{
    sizeof(tn_max_pool2d_options_t), TN_NONE_INT, TN_NONE_INT, 0, 0, 1, 1, 0, 0};
constexpr tn_avg_pool2d_options_t kAvgPool2d{
    sizeof(tn_avg_pool2d_options_t), TN_NONE_INT, TN_NONE_INT, 0, 0, TN_NONE_INT, 0, 1};

// A number that may be left out, for which the core has 0; a 0 that is given is refused.
int64_t optional_number(const char* function, const char* name, int64_t value) {
  if (value == 0) fail(Status::value, "%s: %s must not be 0", function, name);
  return value == TN_NONE_INT ? 0 : value;
}

// What both kinds of pooling have.
template <class O>
Pool2dOptions common_options(const char* function, const int64_t* kernel_size, int64_t n_kernel_size,
                             const O& o) {
  Pool2dOptions options;
  set_pair(options.kernel, function, "kernel_size",
           ints(kernel_size, n_kernel_size, function, "kernel_size"));
  options.stride[0] = optional_number(function, "stride_h", o.stride_h);
  options.stride[1] = optional_number(function, "stride_w", o.stride_w);
  options.padding[0] = o.padding_h;
  options.padding[1] = o.padding_w;
  options.ceil_mode = o.ceil_mode != 0;
  return options;
}

}  // namespace

void tn_max_pool2d_options_init(tn_max_pool2d_options_t* o, size_t size) {
  init_options(o, size, kMaxPool2d);
}

tn_tensor_t tn_max_pool2d_with(tn_tensor_t self, const int64_t* kernel_size, int64_t n_kernel_size,
                               const tn_max_pool2d_options_t* o) {
  return guard("tn_max_pool2d", tn_tensor_t{}, [&] {
    const tn_max_pool2d_options_t c = read_options(o, kMaxPool2d, "tn_max_pool2d");
    const Tensor& input = borrow(self, "tn_max_pool2d", "self");
    Pool2dOptions options = common_options("tn_max_pool2d", kernel_size, n_kernel_size, c);
    options.dilation[0] = c.dilation_h;
    options.dilation[1] = c.dilation_w;
    return give(max_pool2d(input, options));
  });
}
tn_tensor_t tn_max_pool2d(tn_tensor_t self, const int64_t* kernel_size, int64_t n_kernel_size) {
  return tn_max_pool2d_with(self, kernel_size, n_kernel_size, nullptr);
}

void tn_avg_pool2d_options_init(tn_avg_pool2d_options_t* o, size_t size) {
  init_options(o, size, kAvgPool2d);
}

tn_tensor_t tn_avg_pool2d_with(tn_tensor_t self, const int64_t* kernel_size, int64_t n_kernel_size,
                               const tn_avg_pool2d_options_t* o) {
  return guard("tn_avg_pool2d", tn_tensor_t{}, [&] {
    const tn_avg_pool2d_options_t c = read_options(o, kAvgPool2d, "tn_avg_pool2d");
    const Tensor& input = borrow(self, "tn_avg_pool2d", "self");
    Pool2dOptions options = common_options("tn_avg_pool2d", kernel_size, n_kernel_size, c);
    options.count_include_pad = c.count_include_pad != 0;
    options.divisor = optional_number("tn_avg_pool2d", "divisor_override", c.divisor_override);
    return give(avg_pool2d(input, options));
  });
}
tn_tensor_t tn_avg_pool2d(tn_tensor_t self, const int64_t* kernel_size, int64_t n_kernel_size) {
  return tn_avg_pool2d_with(self, kernel_size, n_kernel_size, nullptr);
}
