#pragma once
// Element types. The numbers are those of tn_dtype_t.
#include <cstddef>
#include <cstdint>

namespace tenon {

struct Half;
struct BFloat16;

enum class DType : uint8_t {
  none = 0,  // not given: the default, or the operand's own
  float32 = 1,
  float64 = 2,
  float16 = 3,
  bfloat16 = 4,
  int64 = 5,
  int32 = 6,
  int16 = 7,
  int8 = 8,
  uint8 = 9,
  bool_ = 10
};
constexpr int kDTypes = 11;

// An element's bytes as a power of two.
inline constexpr uint8_t kItemShift[kDTypes] = {0, 2, 3, 1, 1, 3, 2, 1, 0, 0, 0};
constexpr int item_shift(DType t) { return kItemShift[static_cast<int>(t)]; }
constexpr size_t item_size(DType t) { return size_t{1} << item_shift(t); }

constexpr const char* dtype_name(DType t) {
  constexpr const char* names[kDTypes] = {"none",  "float32", "float64", "float16", "bfloat16", "int64",
                                          "int32", "int16",   "int8",    "uint8",   "bool"};
  return names[static_cast<int>(t)];
}

constexpr bool is_floating(DType t) { return t >= DType::float32 && t <= DType::bfloat16; }
constexpr bool is_integral(DType t) { return t >= DType::int64 && t <= DType::uint8; }  // bool is neither
constexpr bool is_half(DType t) { return t == DType::float16 || t == DType::bfloat16; }

// What kernels compute in: float32 for the two half types, else the type itself.
constexpr DType compute_dtype(DType t) { return is_half(t) ? DType::float32 : t; }

// dtype_of<float> and so on.
template <class T>
constexpr DType dtype_of = DType::none;
template <>
inline constexpr DType dtype_of<float> = DType::float32;
template <>
inline constexpr DType dtype_of<double> = DType::float64;
template <>
inline constexpr DType dtype_of<Half> = DType::float16;
template <>
inline constexpr DType dtype_of<BFloat16> = DType::bfloat16;
template <>
inline constexpr DType dtype_of<int64_t> = DType::int64;
template <>
inline constexpr DType dtype_of<int32_t> = DType::int32;
template <>
inline constexpr DType dtype_of<int16_t> = DType::int16;
template <>
inline constexpr DType dtype_of<int8_t> = DType::int8;
template <>
inline constexpr DType dtype_of<uint8_t> = DType::uint8;
template <>
inline constexpr DType dtype_of<bool> = DType::bool_;

}  // namespace tenon
