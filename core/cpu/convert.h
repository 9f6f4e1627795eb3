#pragma once
// Elements of one dtype to another, between runs with a step each.
#include <cstdint>

#include "core/base/dtype.h"

namespace tenon::cpu {

// n elements; steps in elements. Reals become integers by truncation (2^64 wraps round; NaN and what is out
// of int64's range give its least value); anything but 0 becomes true.
using Convert = void (*)(int64_t n, void* out, int64_t out_step, const void* in, int64_t in_step);

Convert converter(DType out, DType in);

}  // namespace tenon::cpu
