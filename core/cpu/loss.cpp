#include "core/cpu/loss.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/cpu/loss_kernels.h"

namespace tenon::cpu {

namespace {

void check_targets(const CrossEntropyCall& c) {
  for (int64_t r = 0; r < c.rows; ++r)
    if ((c.target[r] < 0 || c.target[r] >= c.classes) && c.target[r] != c.ignore_index)
      fail(Status::index, "target %lld is out of bounds: there are %lld classes", (long long)c.target[r],
           (long long)c.classes);
}

// One after the other, so that the sums don't depend on who computed what.
template <class T>
void add_up(const CrossEntropyCall& c) {
  double losses = 0, weights = 0;
  for (int64_t r = 0; r < c.rows; ++r) {
    if (c.target[r] == c.ignore_index) continue;
    losses += static_cast<double>(static_cast<const T*>(c.out)[r]);
    weights += c.weight ? static_cast<double>(static_cast<const T*>(c.weight)[c.target[r]]) : 1;
  }
  c.totals[0] = losses;
  c.totals[1] = weights;
}

}  // namespace

int32_t cross_entropy(const CrossEntropyCall* call) {
  const bool wide = call->dtype == DType::float64;
  if (!call->gradient) check_targets(*call);
  auto rows = wide ? loss_kernels().cross_entropy_f64 : loss_kernels().cross_entropy_f32;
  parallel_for(call->rows, 16384 / (call->classes + 1) + 1,
               [&](int64_t begin, int64_t end) { rows(*call, begin, end); });
  if (call->gradient) return 0;
  if (wide) add_up<double>(*call);
  else add_up<float>(*call);
  return 0;
}

}  // namespace tenon::cpu
