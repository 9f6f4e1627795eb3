#pragma once
// NumPy's .npy files: one array, after a header that is a Python dictionary in text.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
#include <string>

#include "core/io/limits.h"
#include "core/io/source.h"
#include "core/tensor/tensor.h"

namespace tenon {

bool looks_like_npy(const Source& source);

// On the CPU; Fortran order comes as a view with its strides. Fails with Status::unsupported for a dtype that
// Tenon hasn't got.
Tensor read_npy(const Ref<Source>& source, const LoadLimits& limits = {});
// Of `bytes` bytes at `at`, which messages call `name`.
Tensor read_npy(const Ref<Source>& source, uint64_t at, uint64_t bytes, const char* name, bool mapped);

// What a file of t's elements, row-major, begins with. Fails with Status::unsupported for bfloat16.
std::string npy_header(const Tensor& t);
void save_npy(const Tensor& t, const char* path);

}  // namespace tenon
