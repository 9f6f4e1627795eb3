#pragma once
// Random tensors. `generator` nullptr: the device's default one.
#include "core/base/generator.h"
#include "core/tensor/tensor.h"

namespace tenon {

Tensor rand(IntList sizes, DType dtype = DType::none, Device device = {}, Generator* generator = nullptr);
Tensor randn(IntList sizes, DType dtype = DType::none, Device device = {}, Generator* generator = nullptr);
// In [low, high).
Tensor randint(int64_t low, int64_t high, IntList sizes, DType dtype = DType::int64, Device device = {},
               Generator* generator = nullptr);
Tensor randperm(int64_t n, DType dtype = DType::int64, Device device = {}, Generator* generator = nullptr);

// In place, without history for the former value.
void uniform_(const Tensor& self, double from, double to, Generator* generator = nullptr);
void normal_(const Tensor& self, double mean, double deviation, Generator* generator = nullptr);

}  // namespace tenon
