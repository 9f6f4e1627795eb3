#pragma once
// The header of a .npy file: {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
#include <string_view>

#include "core/base/dtype.h"
#include "core/base/shape.h"

namespace tenon {

struct NpyHeader {
  DType dtype = DType::none;
  bool swapped = false;  // the elements are big-endian
  bool fortran = false;  // the first dimension is the innermost
  Shape shape;
};

// A Python literal, of which exactly this much is understood; nothing is evaluated. `name` is the file's.
NpyHeader parse_npy_header(std::string_view text, const char* name);

// NumPy's name of a dtype, little-endian. Fails with Status::unsupported for bfloat16.
const char* npy_descr(DType dtype);

}  // namespace tenon
