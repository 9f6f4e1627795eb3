#pragma once
// IDX files, the format of MNIST: http://yann.lecun.com/exdb/mnist/
#include "core/tensor/tensor.h"

namespace tenon {

// A tensor of the file's shape and dtype; gzip is recognised. Fails with Status::io for what isn't an IDX
// file, is cut short or too long.
Tensor load_idx(const char* path);

}  // namespace tenon
