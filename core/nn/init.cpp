#include "core/nn/init.h"

#include <math.h>

#include "core/base/generator.h"
#include "core/base/normal.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

thread_local bool shapes_only = false;

// Uninitialised; where only shapes are wanted, all elements are one.
Tensor make(IntList sizes, DType dtype) {
  checked_numel("parameter", sizes);
  if (!shapes_only) return empty(sizes, dtype);
  Shape strides(sizes);
  for (int64_t& stride : strides) stride = 0;
  return alias(*empty({}, dtype), sizes, strides, 0);
}

Tensor required(Tensor t) {
  t->requires_grad = true;
  return t;
}

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
  if (shapes_only) return required(make(sizes, dtype));
  Tensor t = make(sizes, compute_dtype(dtype));
  if (t->dtype == DType::float64) fill<double>(t, 2, make_double);
  else fill<float>(t, 1, make_float);
  return required(t->dtype == dtype ? t : cast_elements(t, dtype));
}

}  // namespace

ShapesOnly::ShapesOnly() : former_(std::exchange(shapes_only, true)) {}
ShapesOnly::~ShapesOnly() { shapes_only = former_; }

Tensor parameter(IntList sizes) { return required(make(sizes, default_dtype())); }

Tensor buffer_full(IntList sizes, double value, DType dtype) {
  Tensor t = make(sizes, dtype == DType::none ? default_dtype() : dtype);
  if (!shapes_only) fill_elements(t, value);
  return t;
}

Tensor parameter_full(IntList sizes, double value) { return required(buffer_full(sizes, value)); }

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

void checked_pair(const char* cls, const char* argument, IntList list, int64_t least, int64_t pair[2]) {
  if (list.count != 1 && list.count != 2)
    fail(Status::value, "%s: %s must be one number or two, not %s", cls, argument, to_string(list).c_str());
  for (int i = 0; i < 2; ++i) pair[i] = checked_size(cls, argument, list[list.count == 2 ? i : 0], least);
}

}  // namespace tenon
