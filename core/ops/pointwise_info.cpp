// What the core reads of pointwise.def at run time; the probe has told, at compile time, what each gradient
// needs.
#include "core/ops/pointwise.h"
#include "core/ops/probe.h"

namespace tenon {

namespace {

template <class F, int I>
constexpr void describe_gradient(PointwiseInfo& info) {
  if constexpr (I < F::arity) {
    constexpr probe::Probe gradient = probe::gradient_of<F, I>();
    info.gradient[I] = static_cast<uint8_t>(gradient.mask);
    info.hands_through[I] = !gradient.moved;
  } else {
    info.gradient[I] = probe::is_none;
  }
}

template <class F>
constexpr PointwiseInfo describe(const char* name, const char* node, const char* schema) {
  PointwiseInfo info{};
  info.name = name;
  info.node = node;
  info.schema = schema;
  info.arity = F::arity;
  info.types = static_cast<uint8_t>(F::types);
  info.result_is_bool = F::result == probe::Result::boolean;
  describe_gradient<F, 0>(info);
  describe_gradient<F, 1>(info);
  describe_gradient<F, 2>(info);
  return info;
}

}  // namespace

#define UNARY(name, schema, ...) describe<probe::formula::name>(#name, #name "Backward0", schema),
#define BINARY UNARY
#define TERNARY UNARY
constinit const PointwiseInfo pointwise_info[kPointwiseOps] = {
#include "core/ops/pointwise.def"
};

}  // namespace tenon
