#pragma once
// From a dtype at run time to its C++ type.
#include "core/base/dtype.h"
#include "core/base/half.h"

namespace tenon {

// Calls f with a value of the C++ type that holds a dtype: with_dtype(t, [&]<class T>(T) { … }).
template <class F>
decltype(auto) with_dtype(DType t, F&& f) {
  switch (t) {
    case DType::float64: return f(double{});
    case DType::float16: return f(Half{});
    case DType::bfloat16: return f(BFloat16{});
    case DType::int64: return f(int64_t{});
    case DType::int32: return f(int32_t{});
    case DType::int16: return f(int16_t{});
    case DType::int8: return f(int8_t{});
    case DType::uint8: return f(uint8_t{});
    case DType::bool_: return f(bool{});
    default: return f(float{});
  }
}

}  // namespace tenon
