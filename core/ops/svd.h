#pragma once
// The singular value decomposition.
#include "core/tensor/tensor.h"

namespace tenon {

// Of matrices [..., m, n], with k = min(m, n): u [..., m, k], s [..., k] in descending order, v [..., n, k];
// u diag(s) v^T is the matrix. Where a singular value is 0, so are its columns of u and v.
struct Svd {
  Tensor u, s, v;
};

// Float32 and float64, on the CPU; no history.
Svd svd(const char* op, const Tensor& t);

}  // namespace tenon
