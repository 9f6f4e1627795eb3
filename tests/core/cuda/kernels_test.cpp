// Every kernel of the CUDA plugin against the CPU's, over dtypes and layouts.
// labels: cuda
// device: cuda
// timeout: 600
#include <math.h>
#include <stdlib.h>

#include <vector>

#include "core/backend/backend.h"
#include "core/base/generator.h"
#include "core/base/memory.h"
#include "core/ops/conv.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/matmul.h"
#include "core/ops/pointwise.h"
#include "core/ops/pool.h"
#include "core/ops/random.h"
#include "core/ops/reduce.h"
#include "core/ops/softmax.h"
#include "core/ops/view.h"
#include "core/tensor/promotion.h"
#include "tests/test.h"

namespace tenon {
namespace {

const Device kGpu{DeviceType::cuda, 0};

const DType kAll[] = {DType::float32, DType::float64, DType::float16, DType::bfloat16, DType::int64,
                      DType::int32,   DType::int16,   DType::int8,    DType::uint8,    DType::bool_};

Tensor on_gpu(const Tensor& t) { return to_device(t, kGpu); }

// Numbers that decide things: zeros of both signs, halves, infinities, NaN, the ends of the integers.
Tensor sample(IntList sizes, DType dtype, int shift) {
  const double real[] = {0.5,  -1.25, 0,   2,    -0.0, 1,    -3.5,     7.75,      INFINITY, 0.125, -1,
                         -0.5, 3,     2.5, -2.5, 1.5,  -0.1, 1e-3,     -INFINITY, NAN,      20.5,  -21,
                         6,    -6,    3.5, 0.9,  0.25, 100,  1.000001, -0.75,     0.3,      4};
  const int64_t whole[] = {0,   1,   -1, 2,    3, -3, 5, 7, -8, 100, -100, 127,       -128,      128, 63,
                           255, 256, -2, 1000, 3, 64, 0, 6, 11, 4,   -5,   INT64_MIN, INT64_MAX, 31};
  Tensor t = empty(sizes, is_floating(dtype) ? DType::float64 : DType::int64);
  for (int64_t i = 0; i < t->numel; ++i) {
    const auto k = static_cast<size_t>(i + shift);
    if (is_floating(dtype)) t->as<double>()[i] = real[k % (sizeof real / sizeof *real)];
    else t->as<int64_t>()[i] = whole[k % (sizeof whole / sizeof *whole)];
  }
  return cast_elements(t, dtype);
}

// Finite numbers in [-1, 1).
Tensor numbers(IntList sizes, DType dtype, uint64_t seed) {
  Ref<Generator> generator = Generator::make(Device{});
  generator->manual_seed(seed);
  Tensor t = rand(sizes, DType::float64, Device{}, generator.get());
  return cast_elements(ops::sub(ops::mul(t, Scalar(2.0)), Scalar(1.0)), dtype);
}

// The GPU's result against the CPU's, element by element.
bool same(const char* what, const Tensor& gpu, const Tensor& cpu, double tolerance) {
  assert_true(gpu->device == kGpu);
  Tensor fetched = to_device(gpu, Device{});
  if (fetched->dtype != cpu->dtype || !(fetched->sizes() == cpu->sizes())) {
    print_error("%s: %s instead of %s\n", what, describe(fetched).c_str(), describe(cpu).c_str());
    return false;
  }
  const bool real = is_floating(cpu->dtype);
  Tensor a = cast_elements(fetched, real ? DType::float64 : DType::int64),
         b = cast_elements(cpu, real ? DType::float64 : DType::int64);
  for (int64_t i = 0; i < a->numel; ++i) {
    if (!real) {
      if (a->as<int64_t>()[i] == b->as<int64_t>()[i]) continue;
      print_error("%s, %s: element %lld is %lld on the GPU and %lld on the CPU\n", what,
                  dtype_name(cpu->dtype), (long long)i, (long long)a->as<int64_t>()[i],
                  (long long)b->as<int64_t>()[i]);
      return false;
    }
    const double x = a->as<double>()[i], y = b->as<double>()[i];
    if (x == y || (x != x && y != y) || fabs(x - y) <= tolerance * (1 + fabs(y))) continue;
    print_error("%s, %s: element %lld is %.9g on the GPU and %.9g on the CPU\n", what, dtype_name(cpu->dtype),
                (long long)i, x, y);
    return false;
  }
  return true;
}

double tolerance_of(DType dtype) {
  switch (dtype) {
    case DType::float16: return 2e-3;
    case DType::bfloat16: return 2e-2;
    case DType::float64: return 1e-12;
    default: return 4e-6;
  }
}

// ---- pointwise operators

struct Case {
  PointwiseOp op;
  PointwiseVariant variant;
  DType dtype;
  Params params;
};

Params params_of(PointwiseOp op) {
  switch (op) {
    case PointwiseOp::elu: return Params(Scalar(1.5), Scalar(0.75), Scalar(1.25));
    case PointwiseOp::softplus: return Params(Scalar(2.0), Scalar(5.0));
    case PointwiseOp::nan_to_num_with: return Params(Scalar(1.0), Scalar(2.0), Scalar(-2.0));
    default: return Params(Scalar(int64_t{2}), Scalar(int64_t{5}), Scalar(int64_t{1}));
  }
}

// Runs a kernel on the CPU and on the GPU; false where they differ. `lay` lays an operand out.
template <class Lay>
bool agrees(const Case& c, const char* layout, IntList shape, Lay lay) {
  const PointwiseInfo& info = pointwise_info[static_cast<int>(c.op)];
  const bool forward = c.variant == PointwiseVariant::forward;
  const int inputs = forward ? info.arity : info.arity + 2;
  const DType dtype = forward && info.result_is_bool ? DType::bool_ : c.dtype;
  Tensor cpu_in[kMaxPointwiseInputs], gpu_in[kMaxPointwiseInputs];
  const Tensor *cpu[kMaxPointwiseInputs], *gpu[kMaxPointwiseInputs];
  for (int i = 0; i < inputs; ++i) {
    cpu_in[i] = lay(sample(shape, c.dtype, 7 * i), i);
    gpu_in[i] = lay(on_gpu(sample(shape, c.dtype, 7 * i)), i);
    cpu[i] = &cpu_in[i];
    gpu[i] = &gpu_in[i];
  }
  Tensor y = empty(cpu_in[0]->sizes(), dtype), z = empty(cpu_in[0]->sizes(), dtype, kGpu);
  int32_t offered = 0;
  try {
    run_pointwise(c.op, c.variant, y, cpu, inputs, c.params, c.dtype);
  } catch (const Error&) { offered = 1; }
  try {
    run_pointwise(c.op, c.variant, z, gpu, inputs, c.params, c.dtype);
  } catch (const Error&) { offered |= 2; }
  if (offered == 3) return true;
  char what[128];
  snprintf(what, sizeof what, "%s, variant %d, %s", info.name, static_cast<int>(c.variant), layout);
  if (offered) {
    print_error("%s: offered for %s only on the %s\n", what, dtype_name(c.dtype),
                offered == 1 ? "GPU" : "CPU");
    return false;
  }
  return same(what, z, y, tolerance_of(c.dtype));
}

void test_pointwise(void**) {
  int wrong = 0;
  for (int op = 0; op < kPointwiseOps; ++op) {
    for (DType dtype : kAll) {
      for (int variant = 0; variant < kPointwiseVariants; ++variant) {
        const PointwiseInfo& info = pointwise_info[op];
        if (variant > info.arity || (variant && !is_floating(dtype))) continue;
        const Case c{static_cast<PointwiseOp>(op), static_cast<PointwiseVariant>(variant), dtype,
                     params_of(static_cast<PointwiseOp>(op))};
        wrong += !agrees(c, "dense", {64}, [](const Tensor& t, int) { return t; });
        wrong += !agrees(c, "broadcast", {6, 5}, [](const Tensor& t, int i) {
          return i % 2 ? expand(select(t, 1, 2), {5, 6}) : transpose(t, 0, 1);
        });
      }
    }
  }
  assert_int_equal(wrong, 0);
}

void test_numbers_and_places(void**) {
  // Numbers of the host, scalars on the device, other dtypes, in place, results that aren't dense.
  Tensor x = numbers({3, 4}, DType::float32, 1), g = on_gpu(x);
  assert_true(same("x * 2.5", ops::mul(g, Scalar(2.5)), ops::mul(x, Scalar(2.5)), 0));
  assert_true(same("2 - x", ops::sub(Scalar(2.0), g), ops::sub(Scalar(2.0), x), 0));
  assert_true(same("x + t", ops::add(g, on_gpu(full({}, Scalar(0.1), DType::float64))),
                   ops::add(x, full({}, Scalar(0.1), DType::float64)), 0));
  assert_true(same("x + cpu", ops::add(g, full({}, Scalar(0.1), DType::float64)),
                   ops::add(x, full({}, Scalar(0.1), DType::float64)), 0));
  Tensor whole = sample({3, 4}, DType::int8, 0), gpu_whole = on_gpu(whole);
  assert_true(same("int8 + 300", ops::add(gpu_whole, Scalar(int64_t{300})),
                   ops::add(whole, Scalar(int64_t{300})), 0));
  assert_true(
      same("int8 < 300", ops::lt(gpu_whole, Scalar(int64_t{300})), ops::lt(whole, Scalar(int64_t{300})), 0));
  Tensor many = full({}, Scalar(int64_t{300}), DType::int64);
  assert_true(same("max(int8, int64)", ops::maximum(gpu_whole, on_gpu(many)), ops::maximum(whole, many), 0));
  assert_true(same("int8 + float", ops::add(gpu_whole, g), ops::add(whole, x), 0));
  assert_true(same("bool + bool",
                   ops::add(on_gpu(sample({9}, DType::bool_, 0)), on_gpu(sample({9}, DType::bool_, 1))),
                   ops::add(sample({9}, DType::bool_, 0), sample({9}, DType::bool_, 1)), 0));
  Tensor a = dense_copy(x), b = dense_copy(g);
  binary_(PointwiseOp::mul, transpose(a, 0, 1), transpose(x, 0, 1));
  binary_(PointwiseOp::mul, transpose(b, 0, 1), transpose(g, 0, 1));
  binary_(PointwiseOp::lt, a, Scalar(0.1));
  binary_(PointwiseOp::lt, b, Scalar(0.1));
  assert_true(same("in place", b, a, 0));
  unary_(PointwiseOp::neg, select(a, 1, 2));
  unary_(PointwiseOp::neg, select(b, 1, 2));
  assert_true(same("a column in place", b, a, 0));
}

// ---- copies

void test_copies(void**) {
  for (DType from : kAll) {
    for (DType to : kAll) {
      Tensor x = sample({4, 8}, from, 3), g = on_gpu(x);
      assert_true(same("cast", cast_elements(g, to), cast_elements(x, to), 0));
      assert_true(same("cast of a transposed", cast_elements(transpose(g, 0, 1), to),
                       cast_elements(transpose(x, 0, 1), to), 0));
      Tensor a = zeros({8, 4}, to, Device{}), b = zeros({8, 4}, to, kGpu);
      copy_elements(transpose(a, 0, 1), x);
      copy_elements(transpose(b, 0, 1), g);
      assert_true(same("cast into a transposed", b, a, 0));
      assert_true(
          same("full", full({3, 2}, Scalar(int64_t{3}), to, kGpu), full({3, 2}, Scalar(int64_t{3}), to), 0));
    }
  }
  Tensor nothing = empty({0, 3}, DType::float32, kGpu);
  assert_int_equal(to_device(dense_copy(nothing), Device{})->numel, 0);
  Tensor x = numbers({2, 3, 4, 5}, DType::float32, 2), g = on_gpu(x);
  assert_true(
      same("permuted", dense_copy(permute(g, {3, 1, 0, 2})), dense_copy(permute(x, {3, 1, 0, 2})), 0));
  assert_true(same("a slice", dense_copy(slice(g, 3, 1, 5, 2)), dense_copy(slice(x, 3, 1, 5, 2)), 0));
  int64_t devices = backend_of(kGpu).device_count();
  if (devices > 1) {
    Tensor other = to_device(g, Device{DeviceType::cuda, 1});
    assert_true(same("there and back", to_device(other, kGpu), x, 0));
  }
}

// ---- matrix products

void test_matmul(void**) {
  const int64_t sizes[][4] = {{1, 1, 1, 1}, {1, 5, 7, 3}, {3, 4, 6, 5},
                              {2, 1, 9, 4}, {2, 8, 1, 3}, {2, 3, 4, 0}};
  for (DType dtype : {DType::float32, DType::float64, DType::float16, DType::bfloat16}) {
    for (const auto& s : sizes) {
      for (int trans = 0; trans < 4; ++trans) {
        Tensor a = numbers(trans & 1 ? IntList{s[0], s[3], s[1]} : IntList{s[0], s[1], s[3]}, dtype, 1);
        Tensor b = numbers(trans & 2 ? IntList{s[0], s[2], s[3]} : IntList{s[0], s[3], s[2]}, dtype, 2);
        auto lay = [](const Tensor& t, bool turned) { return turned ? transpose(t, 1, 2) : t; };
        assert_true(same("bmm", bmm(lay(on_gpu(a), trans & 1), lay(on_gpu(b), trans & 2)),
                         bmm(lay(a, trans & 1), lay(b, trans & 2)), 10 * tolerance_of(dtype)));
      }
    }
  }
  Tensor a = numbers({2, 3, 4}, DType::float32, 3), b = numbers({4, 5}, DType::float32, 4);
  assert_true(same("matmul", matmul(on_gpu(a), on_gpu(b)), matmul(a, b), 1e-6));
  Tensor wide = expand(unsqueeze(select(a, 0, 0), 0), {6, 3, 4}),
         gpu_wide = expand(unsqueeze(select(on_gpu(a), 0, 0), 0), {6, 3, 4});
  assert_true(same("broadcast", matmul(gpu_wide, on_gpu(b)), matmul(wide, b), 1e-6));
}

// ---- random numbers: the same on every device, but for the last place of a root

void test_random(void**) {
  for (DType dtype : {DType::float32, DType::float64, DType::float16}) {
    for (int64_t n : {1, 2, 3, 7, 1000}) {
      for (int kind = 0; kind < 2; ++kind) {
        Ref<Generator> one = Generator::make(Device{}), two = Generator::make(kGpu);
        one->manual_seed(5);
        two->manual_seed(5);
        for (int again = 0; again < 2; ++again) {
          auto draw = kind ? randn : rand;
          assert_true(same(kind ? "randn" : "rand", draw({n}, dtype, kGpu, two.get()),
                           draw({n}, dtype, Device{}, one.get()), 0));
        }
      }
    }
  }
  for (int64_t high : {int64_t{10}, int64_t{1} << 40}) {
    Ref<Generator> one = Generator::make(Device{}), two = Generator::make(kGpu);
    one->manual_seed(9);
    two->manual_seed(9);
    assert_true(same("randint", randint(-3, high, {101}, DType::int64, kGpu, two.get()),
                     randint(-3, high, {101}, DType::int64, Device{}, one.get()), 0));
  }
}

// ---- reductions

template <class F>
void reduces(const char* what, const Tensor& x, double tolerance, F f) {
  assert_true(same(what, f(on_gpu(x)), f(x), tolerance));
}

void test_reductions(void**) {
  const int64_t shapes[][3] = {{1, 1, 1},  {3, 5, 1},    {2, 700, 1}, {1, 9000, 1},
                               {2, 3, 40}, {1, 300, 64}, {4, 1, 7}};
  for (DType dtype : kAll) {
    for (const auto& s : shapes) {
      const IntList sizes(s, 3);
      Tensor x = sample(sizes, dtype, 1), finite = is_floating(dtype) ? numbers(sizes, dtype, 7) : x;
      const double tolerance = 4 * tolerance_of(dtype);
      for (int64_t d = 0; d < 3; ++d) {
        reduces("sum", finite, tolerance, [&](const Tensor& t) { return sum(t, {d}); });
        reduces("amax", x, 0, [&](const Tensor& t) { return amax(t, {d}); });
        reduces("amin", finite, 0, [&](const Tensor& t) { return amin(t, {d}); });
        if (dtype != DType::bool_) {
          reduces("argmax", x, 0, [&](const Tensor& t) { return argmax(t, d, false); });
          reduces("argmin", finite, 0, [&](const Tensor& t) { return argmin(t, d, false); });
        }
        reduces("any", x, 0, [&](const Tensor& t) { return any(t, {d}); });
        reduces("all", x, 0, [&](const Tensor& t) { return all(t, {d}, true); });
        reduces("prod", finite, tolerance, [&](const Tensor& t) { return prod(t, d, false); });
      }
      reduces("sum of all", finite, 40 * tolerance, [](const Tensor& t) { return sum(t); });
      if (!is_floating(dtype)) continue;
      reduces("mean", finite, tolerance, [](const Tensor& t) { return mean(t, {0, 2}); });
      if (s[1] > 1) reduces("var", finite, tolerance, [](const Tensor& t) { return var(t, {1}, 1, false); });
    }
  }
}

// ---- softmax, convolution, pooling

void test_rows(void**) {
  for (DType dtype : {DType::float32, DType::float64}) {
    for (int64_t n : {1, 10, 33, 200, 1500}) {
      Tensor x = numbers({3, n}, dtype, 11), g = on_gpu(x);
      assert_true(same("softmax", softmax(g, 1), softmax(x, 1), tolerance_of(dtype)));
      assert_true(same("log_softmax", log_softmax(g, 1), log_softmax(x, 1), tolerance_of(dtype)));
      assert_true(same("softmax of columns", softmax(g, 0), softmax(x, 0), tolerance_of(dtype)));
    }
  }
}

void test_conv(void**) {
  struct Shape4 {
    int64_t n, c, h, w, out, kernel[2], stride[2], padding[2], dilation[2], groups;
  };
  const Shape4 cases[] = {{2, 3, 8, 9, 4, {3, 3}, {1, 1}, {1, 1}, {1, 1}, 1},
                          {3, 4, 7, 6, 6, {3, 2}, {2, 1}, {0, 1}, {1, 2}, 2},
                          {2, 5, 4, 4, 7, {1, 1}, {1, 1}, {0, 0}, {1, 1}, 1},
                          {1, 2, 9, 9, 2, {5, 5}, {3, 2}, {2, 2}, {1, 1}, 2}};
  for (DType dtype : {DType::float32, DType::float64, DType::float16}) {
    for (const Shape4& s : cases) {
      Conv2dOptions o;
      for (int d = 0; d < 2; ++d) {
        o.stride[d] = s.stride[d];
        o.padding[d] = s.padding[d];
        o.dilation[d] = s.dilation[d];
      }
      o.groups = s.groups;
      Tensor x = numbers({s.n, s.c, s.h, s.w}, dtype, 1),
             w = numbers({s.out, s.c / s.groups, s.kernel[0], s.kernel[1]}, dtype, 2),
             b = numbers({s.out}, dtype, 3);
      const double tolerance = 10 * tolerance_of(dtype);
      Tensor y = conv2d(x, w, b, o), z = conv2d(on_gpu(x), on_gpu(w), on_gpu(b), o);
      assert_true(same("conv2d", z, y, tolerance));
      assert_true(
          same("conv2d without bias", conv2d(on_gpu(x), on_gpu(w), {}, o), conv2d(x, w, {}, o), tolerance));
    }
  }
}

void test_pool(void**) {
  for (DType dtype : {DType::float32, DType::float64}) {
    Tensor x = sample({2, 3, 7, 8}, dtype, 0), g = on_gpu(x);
    Pool2dOptions o;
    o.kernel[0] = 3;
    o.kernel[1] = 2;
    o.stride[0] = o.stride[1] = 2;
    o.padding[0] = 1;
    o.padding[1] = 1;
    auto [y, i] = max_pool2d_with_indices(x, o);
    auto [z, j] = max_pool2d_with_indices(g, o);
    assert_true(same("max_pool2d", z, y, 0));
    assert_true(same("its indices", j, i, 0));
    Tensor finite = numbers({2, 3, 7, 8}, dtype, 2);
    for (bool pad : {false, true}) {
      o.count_include_pad = pad;
      assert_true(
          same("avg_pool2d", avg_pool2d(on_gpu(finite), o), avg_pool2d(finite, o), tolerance_of(dtype)));
    }
  }
}

// ---- memory

void test_memory(void**) {
  const Backend& backend = backend_of(kGpu);
  DeviceMemory before{}, during{}, after{};
  check_backend(backend.memory(0, &before), "memory");
  {
    Tensor t = empty({1000, 1000}, DType::float32, kGpu);
    check_backend(backend.memory(0, &during), "memory");
    assert_true(during.live >= before.live + 4000000);
    assert_true(during.live <= before.live + 4500000);
    assert_true(during.peak >= during.live);
    assert_int_equal(during.blocks, before.blocks + 1);
    assert_true(during.reserved >= during.live);
    assert_true(during.total > 0);
  }
  check_backend(backend.memory(0, &after), "memory");
  assert_int_equal(after.live, before.live);
  assert_int_equal(after.blocks, before.blocks);
  assert_int_equal(after.reserved, during.reserved);
  void* kept = backend.allocate(0, 4000000);
  check_backend(backend.memory(0, &during), "memory");
  assert_int_equal(during.reserved, after.reserved);  // the block that was given up is used again
  backend.deallocate(0, kept, 4000000);
  backend.trim(0);
  check_backend(backend.memory(0, &after), "memory");
  assert_int_equal(after.reserved, after.live);
  check_backend(backend.reset_peak(0), "reset_peak");
  check_backend(backend.memory(0, &after), "memory");
  assert_int_equal(after.peak, after.live);
  // More than there is.
  assert_null(backend.allocate(0, size_t{1} << 50));
  Tensor still = full({3}, Scalar(1.0), DType::float32, kGpu);
  assert_true(same("after running out", still, ones({3}, DType::float32), 0));
}

int64_t live;
int begin(void**) { return live = memory_stats().live_blocks, 0; }
int end(void**) { return memory_stats().live_blocks != live; }

}  // namespace
}  // namespace tenon

using namespace tenon;

int main(void) {
  const char* why = "";
  if (!find_backend(DeviceType::cuda, &why)) {
    printf("skipped: there is no GPU: %s\n", why);
    return 77;
  }
#define over(test) cmocka_unit_test_setup_teardown(test, begin, end)
  const CMUnitTest tests[] = {over(test_copies),    over(test_numbers_and_places),
                              over(test_pointwise), over(test_matmul),
                              over(test_random),    over(test_reductions),
                              over(test_rows),      over(test_conv),
                              over(test_pool),      over(test_memory)};
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
