#pragma once
// Elements repeated, moved about or blotted out by their places: copies.
#include "core/tensor/tensor.h"

namespace tenon {

// repeats[i] times along dimension i; more repeats than dimensions add some in front.
Tensor repeat(const Tensor& t, IntList repeats);
// Back to front along these dimensions.
Tensor flip(const Tensor& t, IntList dims);
// Moved by shifts[i] along dims[i], around the end. Without dims, one shift of all in row-major order.
Tensor roll(const Tensor& t, IntList shifts, IntList dims = {});
// Of the last two dimensions what is on or below a diagonal, or on or above it; 0 elsewhere.
Tensor tril(const Tensor& t, int64_t diagonal = 0);
Tensor triu(const Tensor& t, int64_t diagonal = 0);

}  // namespace tenon
