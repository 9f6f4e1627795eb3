#pragma once
// Copies, casts and moves between devices.
#include "core/tensor/tensor.h"

namespace tenon {

// ---- without history

// A row-major copy.
Tensor dense_copy(const Tensor& t);
Tensor to_device(const Tensor& t, Device device);
// Fills `to` with the elements of `from`, converted; the shapes are the same, or `from` is broadcast.
void copy_elements(const Tensor& to, const Tensor& from);
Tensor cast_elements(const Tensor& t, DType dtype);

// ---- with history

Tensor clone(const Tensor& t);
Tensor to(const Tensor& t, DType dtype, Device device, bool copy = false);
inline Tensor to(const Tensor& t, DType dtype) { return to(t, dtype, t->device); }
// t itself where it is row-major.
Tensor contiguous(const Tensor& t);
void copy_(const Tensor& self, const Tensor& source);
Tensor detach(const Tensor& t);

}  // namespace tenon
