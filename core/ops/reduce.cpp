#include "core/ops/reduce.h"

#include "core/ops/copy.h"

namespace tenon {

Tensor sum(const Tensor& t, IntList, bool, DType) { return t; }
Tensor sum_to(const Tensor& g, IntList) { return g; }

}  // namespace tenon
