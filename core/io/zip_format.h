#pragma once
// The numbers of the zip format, and little-endian integers. Parts are named as its description names them:
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
#include <cstddef>
#include <cstdint>

namespace tenon::zip {

// Signatures, and the bytes of each part before what it has of varying length.
constexpr uint32_t kLocal = 0x04034b50, kCentral = 0x02014b50, kEnd = 0x06054b50, kEnd64 = 0x06064b50,
                   kLocator64 = 0x07064b50, kDescriptor = 0x08074b50;
constexpr size_t kLocalBytes = 30, kCentralBytes = 46, kEndBytes = 22, kEnd64Bytes = 56, kLocator64Bytes = 20;

// General purpose flags.
constexpr unsigned kEncrypted = 1, kSizesFollow = 8, kPatch = 0x20, kStronglyEncrypted = 0x40, kUtf8 = 0x800,
                   kMasked = 0x2000;
constexpr unsigned kStored = 0, kDeflated = 8;

// In place of a number that the zip64 extra field has.
constexpr uint64_t kAll16 = 0xffff, kAll32 = 0xffffffff;
constexpr unsigned kExtra64 = 1;
constexpr unsigned kExtraPadding = 0x4246;  // "FB", PyTorch's own

inline unsigned get16(const uint8_t* p) { return p[0] | unsigned{p[1]} << 8; }
inline uint32_t get32(const uint8_t* p) { return get16(p) | uint32_t{get16(p + 2)} << 16; }
inline uint64_t get64(const uint8_t* p) { return get32(p) | uint64_t{get32(p + 4)} << 32; }

}  // namespace tenon::zip
