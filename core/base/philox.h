#pragma once
// Random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3;
// 2011), a function from a counter and a key to a block of four 32-bit words. There is no state to step
// through, so element i of a fill depends on (seed, offset, i) alone: the same on any device and for any
// number of threads.
//
// A fill that begins at (seed, offset) draws its element i
//   from word  i % 4                      of block offset + i / 4, where an element takes 32 bits;
//   from words 2 (i % 2), 2 (i % 2) + 1   of block offset + i / 2, where it takes 64 (the lower word first);
//   from all four words                   of block offset + i,     where it takes 128.
//
// 32 bits: random words, floats, truth with a probability, normal floats. 64: random pairs of words, doubles,
// normal doubles, integers out of fewer than 2^32. 128: integers out of more. Normal numbers come in pairs
// (normal.h).
#include <cstdint>

#include "core/base/host_device.h"

namespace tenon {

struct PhiloxBlock {
  uint32_t word[4];

  TN_HD uint64_t low() const { return word[0] | static_cast<uint64_t>(word[1]) << 32; }
  TN_HD uint64_t high() const { return word[2] | static_cast<uint64_t>(word[3]) << 32; }
};

constexpr int kPhiloxRounds = 10;
constexpr uint32_t kPhiloxM0 = 0xd2511f53, kPhiloxM1 = 0xcd9e8d57;  // multipliers
constexpr uint32_t kPhiloxW0 = 0x9e3779b9, kPhiloxW1 = 0xbb67ae85;  // added to the key in each round

TN_HD PhiloxBlock philox4x32(PhiloxBlock counter, uint32_t key0, uint32_t key1) {
  uint32_t c0 = counter.word[0], c1 = counter.word[1], c2 = counter.word[2], c3 = counter.word[3];
  for (int round = 0; round < kPhiloxRounds; ++round) {
    uint64_t p0 = static_cast<uint64_t>(kPhiloxM0) * c0, p1 = static_cast<uint64_t>(kPhiloxM1) * c2;
    c0 = static_cast<uint32_t>(p1 >> 32) ^ c1 ^ key0;
    c1 = static_cast<uint32_t>(p1);
    c2 = static_cast<uint32_t>(p0 >> 32) ^ c3 ^ key1;
    c3 = static_cast<uint32_t>(p0);
    key0 += kPhiloxW0;
    key1 += kPhiloxW1;
  }
  return {{c0, c1, c2, c3}};
}

// Where a fill begins: the key, and the number of its first block. Fills use subsequence 0, the counter's
// upper half.
struct Philox {
  uint64_t seed = 0;
  uint64_t offset = 0;

  TN_HD PhiloxBlock block(uint64_t index, uint64_t subsequence = 0) const {
    uint64_t counter = offset + index;
    return philox4x32({{static_cast<uint32_t>(counter), static_cast<uint32_t>(counter >> 32),
                        static_cast<uint32_t>(subsequence), static_cast<uint32_t>(subsequence >> 32)}},
                      static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32));
  }

  // What element i of a fill draws.
  TN_HD uint32_t bits32(uint64_t i) const { return block(i / 4).word[i % 4]; }
  TN_HD uint64_t bits64(uint64_t i) const {
    PhiloxBlock b = block(i / 2);
    return i % 2 ? b.high() : b.low();
  }
};

// How many blocks n elements of 1, 2 or 4 words take: by so much their fill moves its generator on.
TN_HD uint64_t philox_blocks(uint64_t n, int words) {
  uint64_t each = 4 / static_cast<uint64_t>(words);
  return n / each + (n % each != 0);
}

// ---- from bits to numbers

// The multiples of 2^-24 and of 2^-53 in [0, 1).
TN_HD float uniform_float(uint32_t bits) { return static_cast<float>(bits >> 8) * 0x1p-24f; }
TN_HD double uniform_double(uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53; }

// From [0, 1) to [low, high). Rounding may reach high, which then stands for low.
template <class T>
TN_HD T uniform_between(T u, T low, T high) {
  T x = u * (high - low) + low;
  return x < high ? x : low;
}

// True with a probability, as close as 2^-32: where the bits are below the threshold.
TN_HD uint64_t truth_threshold(double probability) {
  if (!(probability > 0)) return 0;
  return probability >= 1 ? uint64_t{1} << 32 : static_cast<uint64_t>(probability * 0x1p32 + 0.5);
}

// How many words an integer out of `range` takes; 0 stands for 2^64.
TN_HD int integer_words(uint64_t range) { return range - 1 < 0xffffffff ? 2 : 4; }

// An integer in [0, range): a fraction of 64 or 128 bits times the range, rounded down. With 2^32 times as
// many bits as the range needs (2^64 times for the wide form), no integer is favoured by more than one part
// in 2^32.
TN_HD uint64_t integer_below(uint64_t bits, uint32_t range) {
  return ((bits >> 32) * range + ((bits & 0xffffffff) * range >> 32)) >> 32;
}
TN_HD uint64_t integer_below_wide(uint64_t high, uint64_t low, uint64_t range) {
  if (range == 0) return high;
  using Wide = unsigned __int128;
  return static_cast<uint64_t>((static_cast<Wide>(high) * range + (static_cast<Wide>(low) * range >> 64)) >>
                               64);
}

}  // namespace tenon
