#pragma once
// How kernels go over strided operands: dimensions that lie behind one another in every operand are merged,
// then what is left is a number of rows.
#include "core/base/shape.h"

namespace tenon {

template <int kOperands>
struct Walk {
  int ndim = 0;
  int64_t size[kMaxDims];
  int64_t stride[kOperands][kMaxDims];  // in elements
  int64_t total = 1;

  // Dimensions from the outermost; those of size 1 fall away.
  void add(int64_t dim_size, const int64_t (&strides)[kOperands], int operands) {
    total *= dim_size;
    if (dim_size == 1) return;
    if (ndim) {
      bool joins = true;
      for (int o = 0; o < operands; ++o) joins &= stride[o][ndim - 1] == strides[o] * dim_size;
      if (joins) {
        size[ndim - 1] *= dim_size;
        for (int o = 0; o < operands; ++o) stride[o][ndim - 1] = strides[o];
        return;
      }
    }
    size[ndim] = dim_size;
    for (int o = 0; o < operands; ++o) stride[o][ndim] = strides[o];
    ++ndim;
  }

  int64_t inner() const { return ndim ? size[ndim - 1] : 1; }
  int64_t inner_stride(int operand) const { return ndim ? stride[operand][ndim - 1] : 1; }

  // Where each operand is at a row: rows count over all dimensions but the innermost.
  void seek_row(int64_t row, int64_t (&offset)[kOperands], int operands) const {
    for (int o = 0; o < operands; ++o) offset[o] = 0;
    for (int d = ndim - 2; d >= 0; --d) {
      int64_t i = row % size[d];
      row /= size[d];
      for (int o = 0; o < operands; ++o) offset[o] += i * stride[o][d];
    }
  }
};

}  // namespace tenon
