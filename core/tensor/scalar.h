#pragma once
// A number that an operator takes beside its tensors. Its kind matters: PyTorch promotes by it.
#include <cstdint>

#include "core/base/dtype.h"

namespace tenon {

struct Scalar {
  enum class Kind : uint8_t { integer, real, boolean };
  Kind kind;
  double f;
  int64_t i;

  Scalar(double value) : kind(Kind::real), f(value), i(truncate(value)) {}
  Scalar(int64_t value) : kind(Kind::integer), f(static_cast<double>(value)), i(value) {}
  Scalar(int value) : Scalar(static_cast<int64_t>(value)) {}
  Scalar(bool value) : kind(Kind::boolean), f(value), i(value) {}

  bool is_real() const { return kind == Kind::real; }
  // float32 stands for a real: of its category, no more.
  DType dtype() const {
    return kind == Kind::real ? DType::float32 : kind == Kind::integer ? DType::int64 : DType::bool_;
  }

 private:
  static int64_t truncate(double value) {
    return value >= -9223372036854775808.0 && value < 9223372036854775808.0 ? static_cast<int64_t>(value)
                                                                            : INT64_MIN;
  }
};

}  // namespace tenon
