#pragma once
// Values as Python's repr shows them, for the texts of modules and for JSON.
#include <string>

#include "core/base/shape.h"
#include "core/tensor/scalar.h"

namespace tenon {

// "0.1", "1e-05", "1.0", "inf".
std::string python(double x);
// "3", "0.5", "True", by kind.
std::string python(Scalar s);
inline std::string python(bool b) { return b ? "True" : "False"; }
inline std::string python(int64_t i) { return std::to_string(i); }
// A tuple, "(3, 3)"; one number alone is shown as itself.
std::string python(IntList list);
// Always a tuple: "(3, 3)", "(3,)".
std::string python_tuple(IntList list);

}  // namespace tenon
