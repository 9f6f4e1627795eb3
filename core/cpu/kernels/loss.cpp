#include "core/cpu/kernels/row.h"
#include "core/cpu/loss_kernels.h"

namespace tenon::cpu::TENON_ISA {
namespace {

template <class T>
T weight_of(const CrossEntropyCall& c, int64_t target) {
  return c.weight ? static_cast<const T*>(c.weight)[target] : T(1);
}

// shift[0] is the largest logit and shift[1] = log(sum of e^(x - largest)): parted, so that large logits
// don't cost the second its digits.
template <class T>
void forward(const CrossEntropyCall& c, const T* x, int64_t target, T* shift, T* loss) {
  using V = Value<T>;
  if (target == c.ignore_index) {
    shift[0] = shift[1] = *loss = 0;
    return;
  }
  const T peak = row_max(x, c.classes);
  RowSum<T> sum;
  each<V>(c.classes, [&](int64_t k, int64_t count) { sum.add(m::exp(load(x + k, count) - V(peak)), count); });
  shift[0] = peak;
  shift[1] = static_cast<T>(__builtin_log(sum.total()));
  *loss = weight_of<T>(c, target) * (shift[1] - (x[target] - peak));
}

template <class T>
void backward(const CrossEntropyCall& c, const T* x, int64_t target, const T* shift, T grad, T* out) {
  using V = Value<T>;
  if (target == c.ignore_index) {
    for (int64_t k = 0; k < c.classes; ++k) out[k] = 0;
    return;
  }
  const T factor = static_cast<T>(c.scale) * weight_of<T>(c, target) * grad;
  const V peak(shift[0]), logarithm(shift[1]), f(factor);
  each<V>(c.classes, [&](int64_t k, int64_t count) {
    store(out + k, count, f * m::exp(load(x + k, count) - peak - logarithm));
  });
  out[target] -= factor;
}

template <class T>
void cross_entropy(const CrossEntropyCall& c, int64_t begin, int64_t end) {
  for (int64_t r = begin; r < end; ++r) {
    const T* x = static_cast<const T*>(c.input) + r * c.classes;
    T* shift = static_cast<T*>(c.shift) + 2 * r;
    T* out = static_cast<T*>(c.out);
    if (c.gradient)
      backward(c, x, c.target[r], shift, static_cast<const T*>(c.grad)[r * c.grad_step], out + r * c.classes);
    else forward(c, x, c.target[r], shift, out + r);
  }
}

}  // namespace

extern const LossKernels loss_kernels;
constinit const LossKernels loss_kernels = {cross_entropy<float>, cross_entropy<double>};

}  // namespace tenon::cpu::TENON_ISA
