#include "core/nn/init.h"

#include <math.h>

#include "core/base/generator.h"
#include "core/base/normal.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

// Fills a new tensor block by block: make(block, out) makes `each` numbers of one.
template <class T, class Make>
void fill(const Tensor& t, int words, Make make) {
  uint64_t n = static_cast<uint64_t>(t->numel), each = 4 / static_cast<uint64_t>(words);
  Philox from = default_generator().reserve(philox_blocks(n, words));
  T* out = t->as<T>();
  T buffer[4];
  for (uint64_t i = 0; i < n; i += each) {
    make(from.block(i / each), buffer);
    for (uint64_t k = 0; k < each && i + k < n; ++k) out[i + k] = buffer[k];
  }
}

// A parameter whose numbers are made in float or double.
template <class Float, class Double>
Tensor random_parameter(IntList sizes, Float make_float, Double make_double) {
  DType dtype = default_dtype();
  checked_numel("parameter", sizes);
  Tensor t = empty(sizes, compute_dtype(dtype));
  if (t->dtype == DType::float64) fill<double>(t, 2, make_double);
  else fill<float>(t, 1, make_float);
  if (t->dtype != dtype) t = cast_elements(t, dtype);
  t->requires_grad = true;
  return t;
}

}  // namespace

Tensor parameter(IntList sizes) {
  checked_numel("parameter", sizes);
  Tensor t = empty(sizes, default_dtype());
  t->requires_grad = true;
  return t;
}

Tensor parameter_full(IntList sizes, double value) {
  Tensor t = parameter(sizes);
  fill_elements(t, value);
  return t;
}

Tensor parameter_uniform(IntList sizes, double bound) {
  auto make_float = [low = static_cast<float>(-bound), high = static_cast<float>(bound)](
                        const PhiloxBlock& block, float* out) {
    for (int k = 0; k < 4; ++k) out[k] = uniform_between(uniform_float(block.word[k]), low, high);
  };
  auto make_double = [bound](const PhiloxBlock& block, double* out) {
    out[0] = uniform_between(uniform_double(block.low()), -bound, bound);
    out[1] = uniform_between(uniform_double(block.high()), -bound, bound);
  };
  return random_parameter(sizes, make_float, make_double);
}

Tensor parameter_normal(IntList sizes) {
  auto make_float = [](const PhiloxBlock& block, float* out) {
    normal_floats(block, 0, out, out + 1);
    normal_floats(block, 1, out + 2, out + 3);
  };
  auto make_double = [](const PhiloxBlock& block, double* out) { normal_doubles(block, out, out + 1); };
  return random_parameter(sizes, make_float, make_double);
}

double fan_in_bound(int64_t n) { return n > 0 ? 1 / ::sqrt(static_cast<double>(n)) : 0; }

int64_t checked_size(const char* cls, const char* argument, int64_t size, int64_t least) {
  if (size < least) fail(Status::value, "%s: %s is %lld", cls, argument, (long long)size);
  return size;
}

}  // namespace tenon
