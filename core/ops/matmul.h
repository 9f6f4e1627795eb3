#pragma once
// Matrix products.
#include "core/tensor/scalar.h"
#include "core/tensor/tensor.h"

namespace tenon {

// Vectors, matrices and batches of them, with torch.matmul's rules of broadcasting.
Tensor matmul(const Tensor& a, const Tensor& b);

Tensor mm(const Tensor& a, const Tensor& b);     // [m, k] [k, n]
Tensor bmm(const Tensor& a, const Tensor& b);    // [b, m, k] [b, k, n]
Tensor mv(const Tensor& a, const Tensor& v);     // [m, k] [k]
Tensor dot(const Tensor& a, const Tensor& b);    // [k] [k]
Tensor outer(const Tensor& a, const Tensor& b);  // [m] [n]
Tensor addmm(const Tensor& self, const Tensor& a, const Tensor& b, Scalar beta = 1, Scalar alpha = 1);

// input [..., k] times the transpose of weight [n, k] (or [k]), plus bias [n]; bias may be undefined.
Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias);

}  // namespace tenon
