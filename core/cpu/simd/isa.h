#pragma once
// The ground of the headers in this directory. They are included by files that are compiled once for each
// instruction set, with TENON_ISA naming their namespace. Everything is in an anonymous namespace and uses no
// std template, so that no code of one instruction set can take the place of another's at link time.
#include <stdint.h>

#if defined(__x86_64__) || defined(__i386__)
#  include <immintrin.h>
#endif

#define TENON_INLINE inline __attribute__((always_inline))

namespace tenon::cpu::TENON_ISA {
namespace {

#if defined(__AVX512F__)
inline constexpr int kVecBytes = 64;
#elif defined(__AVX2__)
inline constexpr int kVecBytes = 32;
#else
inline constexpr int kVecBytes = 16;
#endif

// What a constant in a formula may be: anything of plain arithmetic type.
template <class N>
concept Number = !__is_class(N) && requires(N n) {
  static_cast<double>(n);
};

}  // namespace
}  // namespace tenon::cpu::TENON_ISA
