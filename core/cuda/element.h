#pragma once
// Elements of a dtype that is known at run time, and their conversion: as the CPU converts
// (core/cpu/convert.cpp), but for the payload of a NaN.
#include "core/base/dtype.h"
#include "core/base/half.h"
#include "core/base/host_device.h"

namespace tenon::cuda {

TN_HD float half_to_float(uint16_t bits) {
#ifdef __CUDA_ARCH__
  float f;
  asm("cvt.f32.f16 %0, %1;" : "=f"(f) : "h"(bits));
  return f;
#else
  return Half::decode(bits);
#endif
}
TN_HD uint16_t float_to_half(float f) {
#ifdef __CUDA_ARCH__
  uint16_t bits;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(bits) : "f"(f));
  return bits;
#else
  return Half::encode(f);
#endif
}

// An element as the widest of its kind.
struct Element {
  double real;
  int64_t whole;
  bool is_real;

  static TN_HD Element of(double x) { return {x, 0, true}; }
  static TN_HD Element of(int64_t x) { return {0, x, false}; }

  static TN_HD Element load(DType dtype, const void* p, int64_t i) {
    switch (dtype) {
      case DType::float32: return of(static_cast<double>(static_cast<const float*>(p)[i]));
      case DType::float64: return of(static_cast<const double*>(p)[i]);
      case DType::float16: return of(static_cast<double>(half_to_float(static_cast<const uint16_t*>(p)[i])));
      case DType::bfloat16:
        return of(static_cast<double>(BFloat16::decode(static_cast<const uint16_t*>(p)[i])));
      case DType::int64: return of(static_cast<const int64_t*>(p)[i]);
      case DType::int32: return of(static_cast<int64_t>(static_cast<const int32_t*>(p)[i]));
      case DType::int16: return of(static_cast<int64_t>(static_cast<const int16_t*>(p)[i]));
      case DType::int8: return of(static_cast<int64_t>(static_cast<const int8_t*>(p)[i]));
      case DType::uint8: return of(static_cast<int64_t>(static_cast<const uint8_t*>(p)[i]));
      default: return of(static_cast<int64_t>(static_cast<const uint8_t*>(p)[i] != 0));
    }
  }

  TN_HD float to_float() const { return is_real ? static_cast<float>(real) : static_cast<float>(whole); }
  TN_HD double to_double() const { return is_real ? real : static_cast<double>(whole); }
  TN_HD bool to_bool() const { return is_real ? real != 0 : whole != 0; }
  TN_HD int64_t to_whole() const {
    if (!is_real) return whole;
    const bool fits = real >= -9223372036854775808.0 && real < 9223372036854775808.0;
    return fits ? static_cast<int64_t>(real) : INT64_MIN;
  }
  // Wrapped to what a narrower integer holds.
  TN_HD int64_t to_whole(DType dtype) const {
    const int64_t x = to_whole();
    switch (dtype) {
      case DType::int32: return static_cast<int32_t>(x);
      case DType::int16: return static_cast<int16_t>(x);
      case DType::int8: return static_cast<int8_t>(x);
      case DType::uint8: return static_cast<uint8_t>(x);
      default: return x;
    }
  }

  TN_HD void store(DType dtype, void* p, int64_t i) const {
    switch (dtype) {
      case DType::float32: static_cast<float*>(p)[i] = to_float(); return;
      case DType::float64: static_cast<double*>(p)[i] = to_double(); return;
      case DType::float16: static_cast<uint16_t*>(p)[i] = float_to_half(to_float()); return;
      case DType::bfloat16: static_cast<uint16_t*>(p)[i] = BFloat16::encode(to_float()); return;
      case DType::int64: static_cast<int64_t*>(p)[i] = to_whole(); return;
      case DType::int32: static_cast<int32_t*>(p)[i] = static_cast<int32_t>(to_whole()); return;
      case DType::int16: static_cast<int16_t*>(p)[i] = static_cast<int16_t>(to_whole()); return;
      case DType::int8: static_cast<int8_t*>(p)[i] = static_cast<int8_t>(to_whole()); return;
      case DType::uint8: static_cast<uint8_t*>(p)[i] = static_cast<uint8_t>(to_whole()); return;
      default: static_cast<uint8_t*>(p)[i] = to_bool();
    }
  }
};

}  // namespace tenon::cuda
