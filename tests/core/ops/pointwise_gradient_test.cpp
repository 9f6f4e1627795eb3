// isa: all
//
// Every gradient in the table of pointwise operators, and the gradient of each gradient, against finite
// differences in float64: where operands are alike, and where one is broadcast.
#include "core/autograd/engine.h"
#include "core/autograd/gradcheck.h"
#include "core/base/memory.h"
#include "core/ops/probe.h"
#include "core/tensor/node.h"
#include "tests/core/ops/pointwise/table.h"
#include "tests/test.h"

namespace tenon {
namespace {

struct Applied final : Differentiable {
  const table::Use& use;
  explicit Applied(const table::Use& use) : use(use) {}
  std::vector<Tensor> operator()(const std::vector<Tensor>& inputs) override {
    return {table::apply(use, inputs)};
  }
};

bool has_gradient(const PointwiseInfo& info, int i) { return !(info.gradient[i] & probe::is_none); }

// -1 where all operands have the same sizes, else the number of the one that has fewer dimensions.
void check(const table::Use& use, int smaller) {
  const PointwiseInfo& info = table::info_of(use.op);
  std::vector<Tensor> inputs;
  bool any = false;
  for (int i = 0; i < info.arity; ++i) {
    inputs.push_back(table::operand(use, i, i == smaller ? Shape{3} : Shape{2, 3}, DType::float64));
    inputs.back()->requires_grad = has_gradient(info, i);
    any |= has_gradient(info, i);
  }
  if (!any) return;
  Applied f(use);
  GradcheckOptions options;
  options.second_order = use.op != PointwiseOp::lgamma;  // whose gradient is digamma, which has none
  options.atol = 1e-4;
  try {
    gradcheck(f, inputs, options);
  } catch (const Error& e) {
    fail_msg("%s, operand %d smaller: %s", table::kNames[static_cast<int>(use.op)], smaller, e.what());
  }
}

void test_gradients(void**) {
  int64_t live = memory_stats().live_blocks;
  for (int i = 0; i < kPointwiseOps; ++i) {
    table::Use use = table::use_of(static_cast<PointwiseOp>(i));
    for (int smaller = -1; smaller < table::info_of(use.op).arity; ++smaller) check(use, smaller);
  }
  assert_int_equal(memory_stats().live_blocks, live);
}

// The kernels of gradients, which serve where no graph of them is wanted, against the formulas with tensors.
void test_kernels_and_formulas_agree(void**) {
  for (int i = 0; i < kPointwiseOps; ++i) {
    table::Use use = table::use_of(static_cast<PointwiseOp>(i));
    const PointwiseInfo& info = table::info_of(use.op);
    std::vector<Tensor> inputs, wanted;
    for (int k = 0; k < info.arity; ++k) {
      inputs.push_back(table::operand(use, k, {67}, DType::float64));
      inputs.back()->requires_grad = has_gradient(info, k);
      if (has_gradient(info, k)) wanted.push_back(inputs.back());
    }
    if (wanted.empty()) continue;
    Tensor g = table::operand({}, 7, {67}, DType::float64);
    std::vector<Tensor> fused = grad({table::apply(use, inputs)}, {g}, wanted, {});
    BackwardOptions recorded;
    recorded.create_graph = true;
    std::vector<Tensor> formulas = grad({table::apply(use, inputs)}, {g}, wanted, recorded);
    for (size_t k = 0; k < wanted.size(); ++k)
      for (int64_t j = 0; j < 67; ++j) {
        double a = fused[k]->as<double>()[j], b = formulas[k]->as<double>()[j];
        if (fabs(a - b) > 1e-12 * (1 + fabs(b)))
          fail_msg("%s, gradient %zu: %.17g by the kernel and %.17g by the formula", table::kNames[i], k, a,
                   b);
      }
  }
}

}  // namespace
}  // namespace tenon

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(tenon::test_gradients),
      cmocka_unit_test(tenon::test_kernels_and_formulas_agree),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
