#pragma once
// NumPy's scalars and arrays in a pickle: a dtype, and bytes.
#include "core/io/torch_rebuild.h"

namespace tenon {

// numpy.dtype(code[, align, copy]), and its state, which has the byte order.
Ref<Tree> numpy_dtype(const CallArguments& arguments);
void set_numpy_dtype_state(Tree& dtype, const Tree& state);
// numpy.core.multiarray.scalar(dtype, bytes)
Ref<Tree> numpy_scalar(const CallArguments& arguments);
// numpy.core.numeric._frombuffer(bytes, dtype, shape, order)
Ref<Tree> numpy_from_buffer(const CallArguments& arguments, ReadingBudget& budget);
// The state of numpy.core.multiarray._reconstruct's result: (version, shape, dtype, is_fortran, bytes). It
// becomes a tensor.
void set_numpy_array_state(Tree& array, const Tree& state, ReadingBudget& budget);

}  // namespace tenon
