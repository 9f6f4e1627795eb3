// Convolution and its gradients against the definition, over many shapes.
// isa: all
#include "core/ops/conv.h"

#include <math.h>

#include <algorithm>
#include <vector>

#include "core/autograd/engine.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/philox.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduce.h"
#include "core/ops/view.h"
#include "tests/test.h"

namespace tenon {
namespace {

struct Case {
  int64_t n, c, h, w, out, kernel[2];
  Conv2dOptions options;
};

// stride, padding, dilation, groups
Conv2dOptions with(int64_t sh, int64_t sw, int64_t ph, int64_t pw, int64_t dh = 1, int64_t dw = 1,
                   int64_t groups = 1, Padding mode = Padding::explicit_) {
  return {{sh, sw}, {ph, pw}, {dh, dw}, groups, mode};
}

const Case kCases[] = {
    {1, 1, 1, 1, 1, {1, 1}, {}},
    {2, 3, 5, 7, 4, {1, 1}, {}},
    {2, 1, 28, 28, 16, {3, 3}, with(1, 1, 1, 1)},
    {3, 16, 14, 14, 32, {5, 5}, with(1, 1, 2, 2)},
    {2, 5, 9, 40, 11, {3, 3}, {}},
    {2, 4, 8, 9, 6, {3, 2}, with(2, 3, 1, 0)},
    {2, 3, 11, 10, 5, {1, 1}, with(2, 2, 0, 0)},
    {1, 4, 13, 12, 10, {3, 3}, with(2, 1, 2, 3, 2, 3)},
    {2, 6, 7, 7, 9, {3, 3}, with(1, 1, 1, 1, 1, 1, 3)},
    {2, 8, 6, 6, 8, {3, 3}, with(1, 1, 1, 1, 1, 1, 8)},
    {1, 2, 6, 6, 3, {2, 2}, with(3, 3, 0, 0)},  // elements that no window sees
    {1, 2, 5, 5, 7, {5, 5}, {}},                // one result
    {1, 2, 4, 100, 3, {2, 99}, {}},             // rows much longer than the result's
    {2, 2, 6, 7, 3, {4, 3}, with(1, 1, 0, 0, 1, 2, 1, Padding::same)},
    {1, 3, 64, 64, 20, {7, 7}, with(2, 2, 3, 3)},
    {1, 64, 40, 40, 17, {3, 3}, with(1, 1, 1, 1)},  // several bands
    {0, 3, 5, 5, 2, {3, 3}, {}},
};

Tensor numbers(IntList sizes, DType dtype, uint64_t seed) {
  Tensor t = empty(sizes, dtype);
  const Philox random{seed, 0};
  for (int64_t i = 0; i < t->numel; ++i) {
    const double value = uniform_double(random.bits64(static_cast<uint64_t>(i))) - 0.5;
    if (dtype == DType::float32) t->as<float>()[i] = static_cast<float>(value);
    else t->as<double>()[i] = value;
  }
  return t;
}

double at(const Tensor& t, int64_t i) {
  return t->dtype == DType::float32 ? static_cast<double>(t->as<float>()[i]) : t->as<double>()[i];
}

// Calls f(index in result, in input, in weight) for each product that the definition adds up.
template <class F>
void each_product(const Case& c, const Tensor& y, F f) {
  const Conv2dOptions& o = c.options;
  const int64_t channels = c.c / o.groups, results = c.out / o.groups;
  int64_t padding[2];
  for (int d = 0; d < 2; ++d)
    padding[d] = o.mode == Padding::same ? o.dilation[d] * (c.kernel[d] - 1) / 2 : o.padding[d];
  int64_t at = 0;
  for (int64_t n = 0; n < c.n; ++n)
    for (int64_t m = 0; m < c.out; ++m)
      for (int64_t v = 0; v < y->size[2]; ++v)
        for (int64_t h = 0; h < y->size[3]; ++h, ++at)
          for (int64_t i = 0; i < channels; ++i)
            for (int64_t a = 0; a < c.kernel[0]; ++a)
              for (int64_t b = 0; b < c.kernel[1]; ++b) {
                const int64_t row = v * o.stride[0] - padding[0] + a * o.dilation[0];
                const int64_t column = h * o.stride[1] - padding[1] + b * o.dilation[1];
                if (row < 0 || row >= c.h || column < 0 || column >= c.w) continue;
                f(at, ((n * c.c + m / results * channels + i) * c.h + row) * c.w + column,
                  ((m * channels + i) * c.kernel[0] + a) * c.kernel[1] + b);
              }
}

void assert_near(const char* what, size_t number, const Tensor& got, const std::vector<double>& want,
                 double tolerance) {
  assert_int_equal(got->numel, want.size());
  for (int64_t i = 0; i < got->numel; ++i) {
    const double w = want[static_cast<size_t>(i)], difference = fabs(at(got, i) - w);
    if (!(difference <= tolerance * (1 + fabs(w))))
      fail_msg("case %zu, %s[%lld] is %.9g, not %.9g", number, what, (long long)i, at(got, i), w);
  }
}

void check(size_t number, const Case& c, DType dtype) {
  Tensor x = numbers({c.n, c.c, c.h, c.w}, dtype, 1);
  Tensor weight = numbers({c.out, c.c / c.options.groups, c.kernel[0], c.kernel[1]}, dtype, 2);
  Tensor bias = numbers({c.out}, dtype, 3);
  for (Tensor* t : {&x, &weight, &bias}) (*t)->requires_grad = true;
  Tensor y = conv2d(x, weight, bias, c.options);
  Tensor g = numbers(y->sizes(), dtype, 4);
  std::vector<Tensor> grads = grad({y}, {g}, {x, weight, bias}, {}, false);

  auto of = [](const Tensor& t) { return std::vector<double>(static_cast<size_t>(t->numel)); };
  std::vector<double> want = of(y), dx = of(x), dw = of(weight), db = of(bias);
  const int64_t plane = y->size[2] * y->size[3];
  for (int64_t i = 0; i < y->numel; ++i) {
    const int64_t channel = i / plane % c.out;
    want[static_cast<size_t>(i)] = at(bias, channel);
    db[static_cast<size_t>(channel)] += at(g, i);
  }
  each_product(c, y, [&](int64_t r, int64_t i, int64_t k) {
    want[static_cast<size_t>(r)] += at(x, i) * at(weight, k);
    dx[static_cast<size_t>(i)] += at(g, r) * at(weight, k);
    dw[static_cast<size_t>(k)] += at(g, r) * at(x, i);
  });
  const double tolerance = dtype == DType::float32 ? 2e-5 : 1e-12;
  assert_near("result", number, y, want, tolerance);
  assert_near("gradient of input", number, grads[0], dx, tolerance);
  assert_near("gradient of weight", number, grads[1], dw, tolerance);
  assert_near("gradient of bias", number, grads[2], db, tolerance);
}

void test_against_the_definition(void**) {
  const int64_t before = memory_stats().live_blocks;
  for (DType dtype : {DType::float32, DType::float64})
    for (size_t i = 0; i < sizeof kCases / sizeof *kCases; ++i) check(i, kCases[i], dtype);
  assert_int_equal(memory_stats().live_blocks, before);
}

// Small sizes in all sorts of proportion: paddings wider than the image, strides beyond the kernel, windows
// that see nothing.
Case drawn(uint64_t seed) {
  const Philox random{seed, 1};
  uint64_t place = 0;
  auto draw = [&](int64_t low, int64_t high) {
    return low + static_cast<int64_t>(random.bits64(place++) % static_cast<uint64_t>(high - low + 1));
  };
  Case c{};
  Conv2dOptions& o = c.options;
  o.groups = draw(1, 3);
  c.n = draw(1, 2);
  c.c = o.groups * draw(1, 3);
  c.out = o.groups * draw(1, 9);
  for (int d = 0; d < 2; ++d) {
    (d ? c.w : c.h) = draw(1, 9);
    c.kernel[d] = draw(1, 4);
    o.stride[d] = draw(1, 4);
    o.dilation[d] = draw(1, 3);
    const int64_t reach = o.dilation[d] * (c.kernel[d] - 1);
    o.padding[d] = draw(0, 6);
    (d ? c.w : c.h) = std::max(d ? c.w : c.h, reach + 1 - 2 * o.padding[d]);
  }
  return c;
}

void test_drawn_sizes(void**) {
  for (uint64_t i = 0; i < 400; ++i) check(i, drawn(i), i % 2 ? DType::float32 : DType::float64);
}

// The gradient of <input gradient, u> + <weight gradient, v>, against differences.
void test_double_backward(void**) {
  const Case c{2, 4, 6, 5, 6, {3, 2}, with(2, 1, 1, 1, 1, 2, 2)};
  Tensor operand[3] = {numbers({c.n, c.c, c.h, c.w}, DType::float64, 1),
                       numbers({c.out, c.c / 2, 3, 2}, DType::float64, 2), Tensor()};
  operand[2] = numbers(conv2d(operand[0], operand[1], {}, c.options)->sizes(), DType::float64, 3);
  const Tensor u = numbers(operand[0]->sizes(), DType::float64, 4),
               v = numbers(operand[1]->sizes(), DType::float64, 5);
  for (Tensor& t : operand) t->requires_grad = true;
  auto value = [&] {
    Tensor y = conv2d(operand[0], operand[1], {}, c.options);
    BackwardOptions options;
    options.create_graph = true;
    std::vector<Tensor> first = grad({y}, {operand[2]}, {operand[0], operand[1]}, options, false);
    return ops::add(sum(ops::mul(first[0], u)), sum(ops::mul(first[1], v)));
  };
  std::vector<Tensor> second = grad({value()}, {Tensor()}, {operand[0], operand[1], operand[2]}, {}, false);
  const double step = 1e-6;
  for (int k = 0; k < 3; ++k)
    for (int64_t i = 0; i < operand[k]->numel; ++i) {
      double& x = operand[k]->as<double>()[i];
      const double old = x;
      x = old + step;
      const double high = at(value(), 0);
      x = old - step;
      const double low = at(value(), 0);
      x = old;
      if (fabs((high - low) / (2 * step) - at(second[static_cast<size_t>(k)], i)) > 1e-7)
        fail_msg("operand %d, element %lld", k, (long long)i);
    }
}

void test_any_number_of_threads(void**) {
  const Case c{9, 8, 30, 30, 24, {3, 3}, with(1, 1, 1, 1)};
  std::vector<Tensor> first;
  for (int threads : {1, 2, 5}) {
    set_num_threads(threads);
    Tensor x = numbers({c.n, c.c, c.h, c.w}, DType::float32, 1),
           w = numbers({c.out, c.c, 3, 3}, DType::float32, 2), b = numbers({c.out}, DType::float32, 3);
    for (Tensor* t : {&x, &w, &b}) (*t)->requires_grad = true;
    Tensor y = conv2d(x, w, b, c.options);
    std::vector<Tensor> all = grad({y}, {numbers(y->sizes(), DType::float32, 4)}, {x, w, b}, {}, false);
    all.push_back(y);
    if (first.empty()) first = all;
    for (size_t i = 0; i < all.size(); ++i)
      assert_memory_equal(all[i]->data, first[i]->data, static_cast<size_t>(all[i]->numel) * 4);
  }
  set_num_threads(1);
}

}  // namespace
}  // namespace tenon

int main() {
  using namespace tenon;
  const CMUnitTest tests[] = {cmocka_unit_test(test_against_the_definition),
                              cmocka_unit_test(test_drawn_sizes), cmocka_unit_test(test_double_backward),
                              cmocka_unit_test(test_any_number_of_threads)};
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
