#pragma once
// One integer or bool with the interface of Vec, so that one kernel template serves every dtype. Its loops
// are left to the compiler to vectorise. Arithmetic wraps around and nothing is undefined: x / 0 is 0, and
// the least value divided by -1 is itself.
#include "core/cpu/simd/isa.h"

namespace tenon::cpu::TENON_ISA {
namespace {

// The truth of a comparison of Int: a bool with the interface of Mask.
struct Flag {
  static constexpr int width = 1;
  bool v;

  Flag() = default;
  TENON_INLINE Flag(bool b) : v(b) {}
  explicit TENON_INLINE operator bool() const { return v; }

  static TENON_INLINE Flag load(const uint8_t* p) { return Flag(*p != 0); }
  static TENON_INLINE Flag load_partial(const uint8_t* p, int64_t n) { return Flag(n && *p != 0); }
  TENON_INLINE void store(uint8_t* p) const { *p = v; }
  TENON_INLINE void store_partial(uint8_t* p, int64_t n) const {
    if (n) *p = v;
  }

  friend TENON_INLINE Flag operator&(Flag a, Flag b) { return Flag(uint8_t(a.v) & uint8_t(b.v)); }
  friend TENON_INLINE Flag operator|(Flag a, Flag b) { return Flag(uint8_t(a.v) | uint8_t(b.v)); }
  friend TENON_INLINE Flag operator^(Flag a, Flag b) { return Flag(a.v != b.v); }
  friend TENON_INLINE Flag operator!(Flag a) { return Flag(!a.v); }
};

// Where sums and products are formed: unsigned, and not narrower than int, into which short types would
// widen.
template <int bytes>
struct WideOf {
  using Type = uint32_t;
};
template <>
struct WideOf<8> {
  using Type = uint64_t;
};

template <class T>
struct Int {
  using Scalar = T;
  using Truth = Flag;
  using Wide = typename WideOf<sizeof(T)>::Type;
  static constexpr int width = 1;
  static constexpr int bits = 8 * sizeof(T);
  static constexpr bool is_signed = T(-1) < T(0);
  T v;

  Int() = default;
  template <Number N>
  TENON_INLINE Int(N n) : v(static_cast<T>(n)) {}

  static TENON_INLINE Int load(const T* p) { return Int(*p); }
  static TENON_INLINE Int load_partial(const T* p, int64_t n) { return n ? Int(*p) : Int(0); }
  static TENON_INLINE Int load_strided(const T* p, int64_t, int64_t n) { return load_partial(p, n); }
  TENON_INLINE void store(T* p) const { *p = v; }
  TENON_INLINE void store_partial(T* p, int64_t n) const {
    if (n) *p = v;
  }
  TENON_INLINE void store_strided(T* p, int64_t, int64_t n) const { store_partial(p, n); }

  TENON_INLINE T operator[](int) const { return v; }

  friend TENON_INLINE Int operator+(Int a, Int b) { return Int(Wide(a.v) + Wide(b.v)); }
  friend TENON_INLINE Int operator-(Int a, Int b) { return Int(Wide(a.v) - Wide(b.v)); }
  friend TENON_INLINE Int operator*(Int a, Int b) { return Int(Wide(a.v) * Wide(b.v)); }
  friend TENON_INLINE Int operator-(Int a) { return Int(Wide(0) - Wide(a.v)); }
  // Towards zero. The divisors that would trap are replaced before the division.
  friend TENON_INLINE Int operator/(Int a, Int b) {
    if (b.v == 0) return Int(0);
    if (is_signed && b.v == T(-1)) return -a;
    return Int(a.v / b.v);
  }
  friend TENON_INLINE Int operator%(Int a, Int b) { return b.v == 0 ? Int(0) : a - a / b * b; }

  friend TENON_INLINE Int operator&(Int a, Int b) { return Int(a.v & b.v); }
  friend TENON_INLINE Int operator|(Int a, Int b) { return Int(a.v | b.v); }
  friend TENON_INLINE Int operator^(Int a, Int b) { return Int(a.v ^ b.v); }
  friend TENON_INLINE Int operator~(Int a) { return Int(~a.v); }
  // Counts outside the type shift everything out, as in PyTorch 2: 0, or the sign to the right.
  friend TENON_INLINE Int operator<<(Int a, Int n) {
    return n.v < 0 || n.v >= bits ? Int(0) : Int(Wide(a.v) << n.v);
  }
  friend TENON_INLINE Int operator>>(Int a, Int n) {
    return n.v < 0 || n.v >= bits ? Int(a.v >> (bits - 1) >> (is_signed ? 0 : 1)) : Int(a.v >> n.v);
  }

  TENON_INLINE Int& operator+=(Int b) { return *this = *this + b; }
  TENON_INLINE Int& operator-=(Int b) { return *this = *this - b; }
  TENON_INLINE Int& operator*=(Int b) { return *this = *this * b; }
  TENON_INLINE Int& operator/=(Int b) { return *this = *this / b; }

  friend TENON_INLINE Flag operator<(Int a, Int b) { return a.v < b.v; }
  friend TENON_INLINE Flag operator<=(Int a, Int b) { return a.v <= b.v; }
  friend TENON_INLINE Flag operator>(Int a, Int b) { return a.v > b.v; }
  friend TENON_INLINE Flag operator>=(Int a, Int b) { return a.v >= b.v; }
  friend TENON_INLINE Flag operator==(Int a, Int b) { return a.v == b.v; }
  friend TENON_INLINE Flag operator!=(Int a, Int b) { return a.v != b.v; }
};

// PyTorch's bool: stored as a byte that is 0 or 1 (any other byte reads as 1), + is or, * is and.
template <>
struct Int<bool> {
  using Scalar = uint8_t;
  using Truth = Flag;
  static constexpr int width = 1;
  static constexpr int bits = 1;
  static constexpr bool is_signed = false;
  uint8_t v;

  Int() = default;
  template <Number N>
  TENON_INLINE Int(N n) : v(n != 0) {}

  static TENON_INLINE Int load(const uint8_t* p) { return Int(*p); }
  static TENON_INLINE Int load_partial(const uint8_t* p, int64_t n) { return n ? Int(*p) : Int(0); }
  static TENON_INLINE Int load_strided(const uint8_t* p, int64_t, int64_t n) { return load_partial(p, n); }
  TENON_INLINE void store(uint8_t* p) const { *p = v; }
  TENON_INLINE void store_partial(uint8_t* p, int64_t n) const {
    if (n) *p = v;
  }
  TENON_INLINE void store_strided(uint8_t* p, int64_t, int64_t n) const { store_partial(p, n); }

  TENON_INLINE bool operator[](int) const { return v; }

  friend TENON_INLINE Int operator+(Int a, Int b) { return Int(a.v | b.v); }
  friend TENON_INLINE Int operator-(Int a, Int b) { return Int(a.v ^ b.v); }
  friend TENON_INLINE Int operator*(Int a, Int b) { return Int(a.v & b.v); }
  friend TENON_INLINE Int operator/(Int a, Int b) { return Int(a.v & b.v); }
  friend TENON_INLINE Int operator%(Int, Int) { return Int(0); }
  friend TENON_INLINE Int operator-(Int a) { return a; }
  friend TENON_INLINE Int operator&(Int a, Int b) { return Int(a.v & b.v); }
  friend TENON_INLINE Int operator|(Int a, Int b) { return Int(a.v | b.v); }
  friend TENON_INLINE Int operator^(Int a, Int b) { return Int(a.v ^ b.v); }
  friend TENON_INLINE Int operator~(Int a) { return Int(a.v ^ 1); }
  friend TENON_INLINE Int operator<<(Int a, Int n) { return Int(a.v & (n.v ^ 1)); }
  friend TENON_INLINE Int operator>>(Int a, Int n) { return Int(a.v & (n.v ^ 1)); }

  TENON_INLINE Int& operator+=(Int b) { return *this = *this + b; }
  TENON_INLINE Int& operator*=(Int b) { return *this = *this * b; }

  friend TENON_INLINE Flag operator<(Int a, Int b) { return a.v < b.v; }
  friend TENON_INLINE Flag operator<=(Int a, Int b) { return a.v <= b.v; }
  friend TENON_INLINE Flag operator>(Int a, Int b) { return a.v > b.v; }
  friend TENON_INLINE Flag operator>=(Int a, Int b) { return a.v >= b.v; }
  friend TENON_INLINE Flag operator==(Int a, Int b) { return a.v == b.v; }
  friend TENON_INLINE Flag operator!=(Int a, Int b) { return a.v != b.v; }
};

}  // namespace
}  // namespace tenon::cpu::TENON_ISA
