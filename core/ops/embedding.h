#pragma once
// Lookups by class.
#include "core/tensor/tensor.h"

namespace tenon {

struct EmbeddingOptions {
  int64_t padding_idx = INT64_MIN;  // the row of this number gets no gradient; negative: from the end
  bool scale_grad_by_freq = false;  // divides a row's gradient by how often it was looked up
};

// Row indices[i] of weight (n, d) for each i.
Tensor embedding(const Tensor& weight, const Tensor& indices, const EmbeddingOptions& options = {});

// Classes as vectors of int64; -1: as many as the largest asks for.
Tensor one_hot(const Tensor& classes, int64_t num_classes = -1);

}  // namespace tenon
