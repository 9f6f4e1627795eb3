// Tensors as text.
#include "capi/src/text.h"

#include <string.h>

#include <algorithm>

#include "capi/src/handles.h"
#include "capi/src/options.h"
#include "core/tensor/print.h"

using namespace tenon;

namespace tenon {

int64_t fill_text(std::string_view text, char* buffer, int64_t capacity, const char* function) {
  if (capacity < 0) fail(Status::value, "%s: capacity is %lld", function, static_cast<long long>(capacity));
  if (!buffer && capacity) throw NullArgument{function, "buffer"};
  if (capacity) {
    size_t written = std::min(text.size(), static_cast<size_t>(capacity - 1));
    memcpy(buffer, text.data(), written);
    buffer[written] = 0;
  }
  return static_cast<int64_t>(text.size());
}

}  // namespace tenon

namespace {

tn_print_options_t default_options() {
  PrintOptions defaults;
  tn_print_options_t o{};
  o.precision = defaults.precision;
  o.threshold = defaults.threshold;
  o.edgeitems = defaults.edgeitems;
  o.linewidth = defaults.linewidth;
  o.sci_mode = static_cast<tn_sci_mode_t>(defaults.sci_mode);
  return o;
}

PrintOptions print_options(const tn_print_options_t* given, const char* function) {
  tn_print_options_t o = read_options(given, default_options(), function);
  if (o.sci_mode == 0) o.sci_mode = TN_SCI_AUTO;
  if (o.sci_mode < TN_SCI_AUTO || o.sci_mode > TN_SCI_OFF)
    fail(Status::value, "%s: sci_mode is %d, but it must be TN_SCI_AUTO, TN_SCI_ON or TN_SCI_OFF", function,
         o.sci_mode);
  return {o.precision, o.threshold, o.edgeitems, o.linewidth, static_cast<SciMode>(o.sci_mode)};
}

}  // namespace

int64_t tn_tensor_text(tn_tensor_t t, char* buffer, int64_t capacity) {
  return guard("tn_tensor_text", int64_t{-1}, [&] {
    std::string text = to_text(borrow(t, "tn_tensor_text", "t"));
    return fill_text(text, buffer, capacity, "tn_tensor_text");
  });
}

void tn_print_options_init(tn_print_options_t* o, size_t size) { init_options(o, size, default_options()); }

int64_t tn_tensor_text_with(tn_tensor_t t, const tn_print_options_t* o, char* buffer, int64_t capacity) {
  return guard("tn_tensor_text_with", int64_t{-1}, [&] {
    const Tensor& tensor = borrow(t, "tn_tensor_text_with", "t");
    std::string text = to_text(tensor, print_options(o, "tn_tensor_text_with"));
    return fill_text(text, buffer, capacity, "tn_tensor_text_with");
  });
}
