#pragma once
// The two 16-bit floating types: storage only, computed in float. Conversions are in integer arithmetic, so
// no rounding mode and no treatment of denormals changes them; kernels convert arrays by
// core/cpu/half_convert.h.
#include <cstdint>

#include "core/base/host_device.h"

namespace tenon {

// IEEE 754 binary16: a sign, 5 bits of exponent with bias 15, 10 bits of fraction.
struct Half {
  uint16_t bits = 0;

  constexpr Half() = default;
  TN_HD constexpr explicit Half(float f) : bits(encode(f)) {}
  TN_HD constexpr operator float() const { return decode(bits); }

  // To the nearest, halves to even. A NaN stays one, with the upper bits of its fraction, as the processor's
  // own instruction does it.
  TN_HD static constexpr uint16_t encode(float f) {
    uint32_t x = __builtin_bit_cast(uint32_t, f), sign = x >> 16 & 0x8000, magnitude = x & 0x7fffffff;
    if (magnitude > 0x7f800000) return static_cast<uint16_t>(sign | 0x7e00 | (magnitude >> 13 & 0x3ff));
    if (magnitude >= 0x47800000) return static_cast<uint16_t>(sign | 0x7c00);  // 65536 and more
    if (magnitude >= 0x38800000) {                                             // 2^-14 and more: normal
      magnitude += 0xfff + (magnitude >> 13 & 1);                              // the carry may reach infinity
      return static_cast<uint16_t>(sign | (magnitude - 0x38000000) >> 13);
    }
    // Subnormal: a multiple of 2^-24, the fraction with its leading 1 shifted to that place.
    uint32_t exponent = magnitude >> 23;
    if (exponent < 102) return static_cast<uint16_t>(sign);  // below 2^-25
    uint32_t shift = 126 - exponent, fraction = (magnitude & 0x7fffff) | 0x800000;
    uint32_t whole = fraction >> shift, rest = fraction & ((1u << shift) - 1), tie = 1u << (shift - 1);
    return static_cast<uint16_t>(sign | (whole + (rest > tie || (rest == tie && (whole & 1)))));
  }

  // Exact; a signalling NaN becomes a quiet one.
  TN_HD static constexpr float decode(uint16_t h) {
    uint32_t sign = static_cast<uint32_t>(h & 0x8000) << 16, exponent = h >> 10 & 0x1f, fraction = h & 0x3ff;
    uint32_t magnitude = 0;
    if (exponent == 0x1f) {
      magnitude = 0x7f800000 | fraction << 13 | (fraction ? 0x400000 : 0);
    } else if (exponent != 0) {
      magnitude = (exponent + 112) << 23 | fraction << 13;
    } else {  // fraction * 2^-24: an integer below 2^10 is exact in float, and so is the lowering of its
              // exponent
      float whole = static_cast<float>(fraction);
      magnitude = fraction ? __builtin_bit_cast(uint32_t, whole) - (24u << 23) : 0;
    }
    return __builtin_bit_cast(float, sign | magnitude);
  }
};

// The upper half of a float32.
struct BFloat16 {
  uint16_t bits = 0;

  constexpr BFloat16() = default;
  TN_HD constexpr explicit BFloat16(float f) : bits(encode(f)) {}
  TN_HD constexpr operator float() const { return decode(bits); }

  // To the nearest, halves to even; every NaN becomes 0x7fc0, as in PyTorch.
  TN_HD static constexpr uint16_t encode(float f) {
    uint32_t x = __builtin_bit_cast(uint32_t, f);
    if ((x & 0x7fffffff) > 0x7f800000) return 0x7fc0;
    return static_cast<uint16_t>((x + 0x7fff + (x >> 16 & 1)) >> 16);
  }
  TN_HD static constexpr float decode(uint16_t b) {
    return __builtin_bit_cast(float, static_cast<uint32_t>(b) << 16);
  }
};

static_assert(sizeof(Half) == 2 && sizeof(BFloat16) == 2);

}  // namespace tenon
