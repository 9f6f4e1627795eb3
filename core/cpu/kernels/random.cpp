#include "core/cpu/random.h"

#include "core/base/normal.h"
#include "core/cpu/simd/basic.h"

namespace tenon::cpu::TENON_ISA {
namespace {

constexpr int kBlocks = kVecBytes / 8;  // that are computed at once
typedef uint64_t U64 __attribute__((vector_size(kVecBytes)));
typedef uint32_t U32 __attribute__((vector_size(kVecBytes)));
typedef int32_t I32 __attribute__((vector_size(kVecBytes)));
typedef float F32 __attribute__((vector_size(kVecBytes)));
typedef double F64 __attribute__((vector_size(kVecBytes)));
typedef uint8_t Bytes __attribute__((vector_size(2 * kBlocks)));

constexpr uint64_t kLow = 0xffffffff;

// The product of the lower halves of each lane.
TENON_INLINE U64 multiply(U64 a, U64 b) {
#if defined(__AVX512F__)
  return (U64)_mm512_maskz_mul_epu32(-1, (__m512i)a, (__m512i)b);
#elif defined(__AVX2__)
  return (U64)_mm256_mul_epu32((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
  return (U64)_mm_mul_epu32((__m128i)a, (__m128i)b);
#else
  return (a & kLow) * (b & kLow);
#endif
}

// Within each 16 bytes: the first lane of a, then of b; and the second lanes.
#if defined(__AVX512F__)
#  define FIRST_LANES(a, b) __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14)
#  define SECOND_LANES(a, b) __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15)
constexpr U64 kOrder = {0, 4, 1, 5, 2, 6, 3, 7};
#elif defined(__AVX2__)
#  define FIRST_LANES(a, b) __builtin_shufflevector(a, b, 0, 4, 2, 6)
#  define SECOND_LANES(a, b) __builtin_shufflevector(a, b, 1, 5, 3, 7)
constexpr U64 kOrder = {0, 2, 1, 3};
#else
#  define FIRST_LANES(a, b) __builtin_shufflevector(a, b, 0, 2)
#  define SECOND_LANES(a, b) __builtin_shufflevector(a, b, 1, 3)
constexpr U64 kOrder = {0, 1};
#endif

// One word of each block, in the lower half of its lane; the upper half holds anything. The blocks lie in the
// lanes in kOrder, so that FIRST_LANES of words is the first half of the blocks in order, and SECOND_LANES
// the second.
struct Words {
  U64 word[4];

  TENON_INLINE U64 pair(int low, int high) const { return (word[low] & kLow) | word[high] << 32; }
};

TENON_INLINE Words draw(Philox from, uint64_t index) {
  U64 c0 = kOrder + (from.offset + index), c1 = c0 >> 32, c2 = {}, c3 = {};
  auto key0 = static_cast<uint32_t>(from.seed), key1 = static_cast<uint32_t>(from.seed >> 32);
  for (int round = 0; round < kPhiloxRounds; ++round) {
    U64 p0 = multiply(c0, U64{} + kPhiloxM0), p1 = multiply(c2, U64{} + kPhiloxM1);
    c0 = p1 >> 32 ^ c1 ^ key0;
    c1 = p1;
    c2 = p0 >> 32 ^ c3 ^ key1;
    c3 = p0;
    key0 += kPhiloxW0;
    key1 += kPhiloxW1;
  }
  return {{c0, c1, c2, c3}};
}

template <class T, class V>
TENON_INLINE void store(T* out, V v) {
  __builtin_memcpy(out, &v, sizeof v);
}

// make(words, out) makes the elements of kBlocks blocks, `each` a block. Ends that aren't whole go by way of
// a buffer.
template <int each, class T, class Make>
TENON_INLINE void fill(T* out, int64_t n, Philox from, int64_t first, Make make) {
  constexpr int64_t group = each * kBlocks;
  T buffer[group];
  uint64_t index = static_cast<uint64_t>(first / each);
  if (int64_t skip = first % each; skip && n > 0) {
    make(draw(from, index++), buffer);
    for (; skip < each && n > 0; ++skip, --n) *out++ = buffer[skip];
  }
  for (; n >= group; n -= group, out += group, index += kBlocks) make(draw(from, index), out);
  if (n > 0) {
    make(draw(from, index), buffer);
    for (int64_t i = 0; i < n; ++i) out[i] = buffer[i];
  }
}

// As fill, for elements that come from their own bits: map(bits, out) makes those of one register, in order.
template <int each, class T, class Map>
TENON_INLINE void fill_by_bits(T* out, int64_t n, Philox from, int64_t first, Map map) {
  fill<each>(
      out, n, from, first, [&](const Words& w, T* to) __attribute__((always_inline)) {
        U64 low = w.pair(0, 1), high = w.pair(2, 3);
        map(FIRST_LANES(low, high), to);
        map(SECOND_LANES(low, high), to + each * kBlocks / 2);
      });
}

// ---- kinds of numbers

TENON_INLINE F64 to_double(U64 integer) {  // below 2^53: its halves as mantissas of 2^52 and 2^84
  F64 low = (F64)((integer & kLow) | 0x4330000000000000), high = (F64)(integer >> 32 | 0x4530000000000000);
  return high - (0x1p84 + 0x1p52) + low;
}

struct NormalVector32 : Normal32 {
  using Real = F32;
  using Bits = U32;
  static TENON_INLINE Real real(Bits b) { return signed_real(b); }  // below 2^31
  static TENON_INLINE Real signed_real(Bits b) { return __builtin_convertvector((I32)b, F32); }
  static TENON_INLINE Bits bits(Real x) { return (Bits)x; }
  static TENON_INLINE Real from_bits(Bits b) { return (Real)b; }
  static TENON_INLINE Real sqrt(Real x) { return (Real)m::sqrt(Vec<float>((Vec<float>::Raw)x)).v; }
};

struct NormalVector64 : Normal64 {
  using Real = F64;
  using Bits = U64;
  static TENON_INLINE Real real(Bits b) { return to_double(b); }
  // Added to the mantissa of 1.5 * 2^52, where integers of either sign below 2^51 are exact.
  static TENON_INLINE Real signed_real(Bits b) { return (F64)(b + 0x4338000000000000) - 0x1.8p52; }
  static TENON_INLINE Bits bits(Real x) { return (Bits)x; }
  static TENON_INLINE Real from_bits(Bits b) { return (Real)b; }
  static TENON_INLINE Real sqrt(Real x) { return (Real)m::sqrt(Vec<double>((Vec<double>::Raw)x)).v; }
};

// ---- the table

void bits32(uint32_t* out, int64_t n, Philox from, int64_t first) {
  fill_by_bits<4>(out, n, from, first, [](U64 bits, uint32_t* to) { store(to, bits); });
}

void bits64(uint64_t* out, int64_t n, Philox from, int64_t first) {
  fill_by_bits<2>(out, n, from, first, [](U64 bits, uint64_t* to) { store(to, bits); });
}

void uniform_f32(float* out, int64_t n, Philox from, int64_t first, float low, float high) {
  fill_by_bits<4>(out, n, from, first, [=](U64 bits, float* to) {
    F32 u = __builtin_convertvector((I32)((U32)bits >> 8), F32) * 0x1p-24f, x = u * (high - low) + low;
    store(to, x < high ? x : F32{} + low);
  });
}

void uniform_f64(double* out, int64_t n, Philox from, int64_t first, double low, double high) {
  fill_by_bits<2>(out, n, from, first, [=](U64 bits, double* to) {
    F64 u = to_double(bits >> 11) * 0x1p-53, x = u * (high - low) + low;
    store(to, x < high ? x : F64{} + low);
  });
}

void normal_f32(float* out, int64_t n, Philox from, int64_t first, float mean, float deviation) {
  fill<4>(out, n, from, first, [=](const Words& w, float* to) {
    F32 x, y;
    normal_pair<NormalVector32>((U32)w.pair(0, 2), (U32)w.pair(1, 3), &x, &y);
    x = x * deviation + mean;
    y = y * deviation + mean;
    // x holds elements 0 and 2 of each block in its lane of 64 bits, y 1 and 3.
    U64 even = (U64)x, odd = (U64)y;
    U64 first_pair = (even & kLow) | odd << 32, second_pair = even >> 32 | (odd & ~kLow);
    store(to, FIRST_LANES(first_pair, second_pair));
    store(to + 2 * kBlocks, SECOND_LANES(first_pair, second_pair));
  });
}

void normal_f64(double* out, int64_t n, Philox from, int64_t first, double mean, double deviation) {
  fill<2>(out, n, from, first, [=](const Words& w, double* to) {
    F64 x, y;
    normal_pair<NormalVector64>(w.pair(0, 1), w.pair(2, 3), &x, &y);
    x = x * deviation + mean;
    y = y * deviation + mean;
    store(to, FIRST_LANES(x, y));
    store(to + kBlocks, SECOND_LANES(x, y));
  });
}

void integers(int64_t* out, int64_t n, Philox from, int64_t first, int64_t low, uint64_t range) {
  if (integer_words(range) == 2) {
    fill_by_bits<2>(out, n, from, first, [=](U64 bits, int64_t* to) {
      U64 r = U64{} + range, below = (multiply(bits >> 32, r) + (multiply(bits, r) >> 32)) >> 32;
      store(to, below + static_cast<uint64_t>(low));
    });
    return;
  }
  for (int64_t i = 0; i < n; ++i) {
    PhiloxBlock b = from.block(static_cast<uint64_t>(first + i));
    out[i] = static_cast<int64_t>(integer_below_wide(b.high(), b.low(), range) + static_cast<uint64_t>(low));
  }
}

void truth(uint8_t* out, int64_t n, Philox from, int64_t first, double probability) {
  uint64_t threshold = truth_threshold(probability);
  if (threshold >> 32) {
    for (int64_t i = 0; i < n; ++i) out[i] = 1;
    return;
  }
  fill_by_bits<4>(out, n, from, first, [=](U64 bits, uint8_t* to) {
    auto below = (U32)bits < static_cast<uint32_t>(threshold);
    store(to, __builtin_convertvector((U32)below & 1, Bytes));
  });
}

}  // namespace

extern const RandomKernels random_kernels;
const RandomKernels random_kernels = {bits32,     bits64,     uniform_f32, uniform_f64,
                                      normal_f32, normal_f64, integers,    truth};

}  // namespace tenon::cpu::TENON_ISA
