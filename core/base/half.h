#pragma once
// The two 16-bit floating types: storage only, computed in float.
#include <bit>
#include <cstdint>

namespace tenon {

struct Half {
  uint16_t bits = 0;
  Half() = default;
  explicit Half(float f) : bits(encode(f)) {}
  operator float() const { return decode(bits); }

  static uint16_t encode(float f) {
    uint32_t x = std::bit_cast<uint32_t>(f), sign = x >> 16 & 0x8000, magnitude = x & 0x7fffffff;
    if (magnitude > 0x7f800000) return static_cast<uint16_t>(sign | 0x7e00);
    if (magnitude >= 0x477ff000) return static_cast<uint16_t>(sign | 0x7c00);
    if (magnitude < 0x38800000) {  // the half is subnormal: float addition rounds it
      float rounded = std::bit_cast<float>(magnitude) + 0.5f;
      return static_cast<uint16_t>(sign | (std::bit_cast<uint32_t>(rounded) - 0x3f000000));
    }
    magnitude += 0xc8000fff + (magnitude >> 13 & 1);
    return static_cast<uint16_t>(sign | magnitude >> 13);
  }
  static float decode(uint16_t h) {
    uint32_t sign = uint32_t(h & 0x8000) << 16, magnitude = uint32_t(h & 0x7fff) << 13;
    if (magnitude >= 0x0f800000) return std::bit_cast<float>(sign | (magnitude + 0x70000000));
    float scaled = std::bit_cast<float>(magnitude) * 0x1p112f;
    return std::bit_cast<float>(sign | std::bit_cast<uint32_t>(scaled));
  }
};

struct BFloat16 {
  uint16_t bits = 0;
  BFloat16() = default;
  explicit BFloat16(float f) : bits(encode(f)) {}
  operator float() const { return std::bit_cast<float>(uint32_t(bits) << 16); }

  static uint16_t encode(float f) {
    uint32_t x = std::bit_cast<uint32_t>(f);
    if ((x & 0x7fffffff) > 0x7f800000) return 0x7fc0;
    return static_cast<uint16_t>((x + 0x7fff + (x >> 16 & 1)) >> 16);
  }
};

}  // namespace tenon
