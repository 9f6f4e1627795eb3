// What the core reads of pointwise.def at run time; the probe has told, at compile time, what each gradient
// needs.
#include <string_view>

#include "core/ops/pointwise.h"
#include "core/ops/probe.h"

namespace tenon {

namespace {

// PyTorch's name of an operator's node: leaky_relu's is LeakyReluBackward0, log1p's Log1PBackward0.
struct NodeName {
  char text[32] = {};

  constexpr explicit NodeName(std::string_view op) {
    int length = 0;
    bool starts_word = true;
    for (char c : op) {
      bool letter = c >= 'a' && c <= 'z';
      if (c != '_') text[length++] = letter && starts_word ? static_cast<char>(c - 'a' + 'A') : c;
      starts_word = !letter;
    }
    for (char c : std::string_view("Backward0")) text[length++] = c;
  }
};

namespace node_name {
#define UNARY(name, ...) constexpr NodeName name(#name);
#define BINARY UNARY
#define TERNARY UNARY
#include "core/ops/pointwise.def"
}  // namespace node_name

// Where PyTorch differs: operators that it makes of others, and those of several overloads, which it numbers.
struct NamedOtherwise {
  std::string_view op;
  const char* node;
  const char* number_node;
};
constexpr NamedOtherwise named_otherwise[] = {
    {"square", "PowBackward0", nullptr},
    {"relu6", "HardtanhBackward0", nullptr},
    {"gelu_erf", "GeluBackward0", nullptr},
    {"gelu_tanh", "GeluBackward0", nullptr},
    {"softsign", "DivBackward0", nullptr},
    {"tanhshrink", "SubBackward0", nullptr},
    {"clamp_both", "ClampBackward1", nullptr},
    {"nan_to_num_with", "NanToNumBackward0", nullptr},
    {"add_scaled", "AddBackward0", nullptr},
    {"div_floor", "DivBackward2", nullptr},
    {"div_trunc", "DivBackward2", nullptr},
    {"remainder", "RemainderBackward1", "RemainderBackward0"},
    {"fmod", "FmodBackward1", "FmodBackward0"},
    {"pow", "PowBackward1", "PowBackward0"},
    {"copysign", "CopysignBackward0", "CopysignBackward1"},
    {"xlogy", "XlogyBackward0", "XlogyBackward2"},
    {"lerp", "LerpBackward1", "LerpBackward0"},
};

constexpr void describe_node(PointwiseInfo& info, std::string_view op, const NodeName& regular) {
  info.node = info.number_node = regular.text;
  for (const NamedOtherwise& other : named_otherwise) {
    if (other.op != op) continue;
    info.node = other.node;
    info.number_node = other.number_node ? other.number_node : other.node;
  }
}

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
constexpr PointwiseInfo describe(const char* op, const NodeName& node, const char* public_name) {
  PointwiseInfo info{};
  info.name = public_name;
  describe_node(info, op, node);
  info.arity = F::arity;
  info.types = static_cast<uint8_t>(F::types);
  info.result_is_bool = F::result == probe::Result::boolean;
  describe_gradient<F, 0>(info);
  describe_gradient<F, 1>(info);
  describe_gradient<F, 2>(info);
  return info;
}

}  // namespace

#define UNARY(name, ...) describe<probe::formula::name>(#name, node_name::name, #name),
#define BINARY UNARY
#define TERNARY UNARY
#define UNLISTED_UNARY(name, public_name, ...) \
  describe<probe::formula::name>(#name, node_name::name, public_name),
#define UNLISTED_UNARY1 UNLISTED_UNARY
#define UNLISTED_BINARY UNLISTED_UNARY
#define UNLISTED_TERNARY UNLISTED_UNARY
constinit const PointwiseInfo pointwise_info[kPointwiseOps] = {
#include "core/ops/pointwise.def"
};

}  // namespace tenon
