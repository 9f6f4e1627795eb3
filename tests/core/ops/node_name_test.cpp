// The nodes of pointwise operators bear the names that PyTorch 1.13 gives them, which printing shows.
#include "core/ops/creation.h"
#include "core/ops/pointwise.h"
#include "core/ops/probe.h"
#include "core/tensor/node.h"
#include "tests/test.h"

using namespace tenon;

struct Names {
  const char* op;
  const char* node;
  const char* number_node;  // with a number as the last operand
};

static const Names names[] = {
    {"abs", "AbsBackward0", "AbsBackward0"},
    {"neg", "NegBackward0", "NegBackward0"},
    {"sign", "SignBackward0", "SignBackward0"},
    {"square", "PowBackward0", "PowBackward0"},
    {"reciprocal", "ReciprocalBackward0", "ReciprocalBackward0"},
    {"sqrt", "SqrtBackward0", "SqrtBackward0"},
    {"rsqrt", "RsqrtBackward0", "RsqrtBackward0"},
    {"exp", "ExpBackward0", "ExpBackward0"},
    {"exp2", "Exp2Backward0", "Exp2Backward0"},
    {"expm1", "Expm1Backward0", "Expm1Backward0"},
    {"log", "LogBackward0", "LogBackward0"},
    {"log2", "Log2Backward0", "Log2Backward0"},
    {"log10", "Log10Backward0", "Log10Backward0"},
    {"log1p", "Log1PBackward0", "Log1PBackward0"},
    {"sin", "SinBackward0", "SinBackward0"},
    {"cos", "CosBackward0", "CosBackward0"},
    {"tan", "TanBackward0", "TanBackward0"},
    {"asin", "AsinBackward0", "AsinBackward0"},
    {"acos", "AcosBackward0", "AcosBackward0"},
    {"atan", "AtanBackward0", "AtanBackward0"},
    {"sinh", "SinhBackward0", "SinhBackward0"},
    {"cosh", "CoshBackward0", "CoshBackward0"},
    {"tanh", "TanhBackward0", "TanhBackward0"},
    {"asinh", "AsinhBackward0", "AsinhBackward0"},
    {"atanh", "AtanhBackward0", "AtanhBackward0"},
    {"erf", "ErfBackward0", "ErfBackward0"},
    {"erfc", "ErfcBackward0", "ErfcBackward0"},
    {"erfinv", "ErfinvBackward0", "ErfinvBackward0"},
    {"lgamma", "LgammaBackward0", "LgammaBackward0"},
    {"digamma", "DigammaBackward0", "DigammaBackward0"},
    {"floor", "FloorBackward0", "FloorBackward0"},
    {"ceil", "CeilBackward0", "CeilBackward0"},
    {"trunc", "TruncBackward0", "TruncBackward0"},
    {"round", "RoundBackward0", "RoundBackward0"},
    {"frac", "FracBackward0", "FracBackward0"},
    {"sigmoid", "SigmoidBackward0", "SigmoidBackward0"},
    {"relu", "ReluBackward0", "ReluBackward0"},
    {"deg2rad", "Deg2RadBackward0", "Deg2RadBackward0"},
    {"rad2deg", "Rad2DegBackward0", "Rad2DegBackward0"},
    {"acosh", "AcoshBackward0", "AcoshBackward0"},
    {"relu6", "HardtanhBackward0", "HardtanhBackward0"},
    {"gelu_erf", "GeluBackward0", "GeluBackward0"},
    {"silu", "SiluBackward0", "SiluBackward0"},
    {"mish", "MishBackward0", "MishBackward0"},
    {"softsign", "DivBackward0", "DivBackward0"},
    {"tanhshrink", "SubBackward0", "SubBackward0"},
    {"log_sigmoid", "LogSigmoidBackward0", "LogSigmoidBackward0"},
    {"softplus", "SoftplusBackward0", "SoftplusBackward0"},
    {"leaky_relu", "LeakyReluBackward0", "LeakyReluBackward0"},
    {"elu", "EluBackward0", "EluBackward0"},
    {"hardtanh", "HardtanhBackward0", "HardtanhBackward0"},
    {"hardsigmoid", "HardsigmoidBackward0", "HardsigmoidBackward0"},
    {"hardswish", "HardswishBackward0", "HardswishBackward0"},
    {"hardshrink", "HardshrinkBackward0", "HardshrinkBackward0"},
    {"softshrink", "SoftshrinkBackward0", "SoftshrinkBackward0"},
    {"gelu_tanh", "GeluBackward0", "GeluBackward0"},
    {"threshold", "ThresholdBackward0", "ThresholdBackward0"},
    {"clamp_both", "ClampBackward1", "ClampBackward1"},
    {"clamp_min", "ClampMinBackward0", "ClampMinBackward0"},
    {"clamp_max", "ClampMaxBackward0", "ClampMaxBackward0"},
    {"nan_to_num_with", "NanToNumBackward0", "NanToNumBackward0"},
    {"add", "AddBackward0", "AddBackward0"},
    {"sub", "SubBackward0", "SubBackward0"},
    {"mul", "MulBackward0", "MulBackward0"},
    {"div", "DivBackward0", "DivBackward0"},
    {"remainder", "RemainderBackward1", "RemainderBackward0"},
    {"fmod", "FmodBackward1", "FmodBackward0"},
    {"pow", "PowBackward1", "PowBackward0"},
    {"maximum", "MaximumBackward0", "MaximumBackward0"},
    {"minimum", "MinimumBackward0", "MinimumBackward0"},
    {"fmax", "FmaxBackward0", "FmaxBackward0"},
    {"fmin", "FminBackward0", "FminBackward0"},
    {"atan2", "Atan2Backward0", "Atan2Backward0"},
    {"copysign", "CopysignBackward0", "CopysignBackward1"},
    {"hypot", "HypotBackward0", "HypotBackward0"},
    {"xlogy", "XlogyBackward0", "XlogyBackward2"},
    {"logaddexp", "LogaddexpBackward0", "LogaddexpBackward0"},
    {"add_scaled", "AddBackward0", "AddBackward0"},
    {"div_floor", "DivBackward2", "DivBackward2"},
    {"div_trunc", "DivBackward2", "DivBackward2"},
    {"where", "WhereBackward0", "WhereBackward0"},
    {"lerp", "LerpBackward1", "LerpBackward0"},
    {"addcmul", "AddcmulBackward0", "AddcmulBackward0"},
    {"addcdiv", "AddcdivBackward0", "AddcdivBackward0"},
};

// The lines of pointwise.def; their info has the public name.
#define UNARY(name, ...) #name,
#define BINARY UNARY
#define TERNARY UNARY
static const char* const lines[] = {
#include "core/ops/pointwise.def"
};

static void test_names_are_pytorchs(void**) {
  for (int op = 0; op < kPointwiseOps; ++op) {
    const PointwiseInfo& info = pointwise_info[op];
    bool is_known = info.result_is_bool || info.types == static_cast<uint8_t>(probe::Types::integral);
    for (const Names& expected : names) {
      if (strcmp(lines[op], expected.op) != 0) continue;
      assert_string_equal(info.node, expected.node);
      assert_string_equal(info.number_node, expected.number_node);
      is_known = true;
    }
    if (!is_known) fail_msg("%s has no name to compare with", lines[op]);
  }
}

static void test_numbers_have_nodes_of_their_own(void**) {
  Tensor x = full({2}, 1.5);
  x->requires_grad = true;
  assert_string_equal(ops::pow(x, x)->grad_fn->name(), "PowBackward1");
  assert_string_equal(ops::pow(x, 2)->grad_fn->name(), "PowBackward0");
  assert_string_equal(ops::pow(2, x)->grad_fn->name(), "PowBackward1");
  assert_string_equal(ops::mul(x, 2)->grad_fn->name(), "MulBackward0");
}

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_names_are_pytorchs),
      cmocka_unit_test(test_numbers_have_nodes_of_their_own),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
