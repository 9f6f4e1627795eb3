#pragma once
// How parameters begin, as PyTorch initialises them, drawn from the default generator.
#include "core/tensor/tensor.h"

namespace tenon {

// A new parameter of the default dtype, on the CPU, that requires a gradient.
Tensor parameter(IntList sizes);
Tensor parameter_full(IntList sizes, double value);
// In [-bound, bound).
Tensor parameter_uniform(IntList sizes, double bound);
// Normal, of mean 0 and deviation 1.
Tensor parameter_normal(IntList sizes);

// A buffer of the default dtype, or of the one given.
Tensor buffer_full(IntList sizes, double value, DType dtype = DType::none);

// While it lives, on this thread, parameters and buffers are shapes without memory or values, and draw no
// random numbers: for a module whose tensors come from a file. They must be replaced before they are used.
class ShapesOnly {
 public:
  ShapesOnly();
  ~ShapesOnly();
  ShapesOnly(const ShapesOnly&) = delete;
  ShapesOnly& operator=(const ShapesOnly&) = delete;

 private:
  bool former_;
};

// 1 / sqrt(n): what kaiming_uniform_(a=sqrt(5)) comes down to for weights of n inputs, and the bound of
// biases. Without inputs it is 0.
double fan_in_bound(int64_t n);

// A size given to a constructor. Fails with the class, the argument and the number where it is below `least`.
int64_t checked_size(const char* cls, const char* argument, int64_t size, int64_t least = 0);
// Height and width from a pair, or from one number for both; likewise.
void checked_pair(const char* cls, const char* argument, IntList list, int64_t least, int64_t pair[2]);

}  // namespace tenon
