#pragma once
// Zip archives put together byte by byte, right or wrong, by none of the code that is tested.
#include <zlib.h>

#include <cstdint>
#include <string>
#include <vector>

inline uint32_t crc_of(const std::string& bytes) {
  return static_cast<uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

inline std::string deflate_raw(const std::string& bytes) {
  z_stream stream{};
  std::string made(bytes.size() + 1000, '\0');
  if (deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(made.data());
  stream.avail_out = static_cast<uInt>(made.size());
  deflate(&stream, Z_FINISH);
  made.resize(stream.total_out);
  deflateEnd(&stream);
  return made;
}

constexpr size_t kLocalHeader = 30;

// One entry; size and checksum are those of its bytes unless they are set.
struct Part {
  std::string name, bytes;
  unsigned method = 0, flags = 0;
  int64_t size = -1, crc = -1;
  bool streamed = false;  // size and checksum follow the bytes
  bool wide = false;      // they stand in a zip64 extra field

  uint64_t final_size() const { return size < 0 ? bytes.size() : static_cast<uint64_t>(size); }
  uint64_t final_crc() const { return crc < 0 ? crc_of(bytes) : static_cast<uint64_t>(crc); }
  unsigned final_flags() const { return flags | (streamed ? 8 : 0); }
};

inline std::string number(uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(i < 8 ? value >> 8 * i : 0);
  return text;
}

inline std::string kind_of(const Part& part) {
  return number(20, 2) + number(part.final_flags(), 2) + number(part.method, 2) + number(0x00210000, 4);
}

inline std::string sizes_of(const Part& part) {
  if (part.wide) return number(part.final_crc(), 4) + number(UINT64_MAX, 8);
  return number(part.final_crc(), 4) + number(part.bytes.size(), 4) + number(part.final_size(), 4);
}

inline std::string extra_of(const Part& part) {
  if (!part.wide) return "";
  return number(1, 2) + number(16, 2) + number(part.final_size(), 8) + number(part.bytes.size(), 8);
}

inline std::string local_header(const Part& part) {
  std::string extra = extra_of(part);
  return number(0x04034b50, 4) + kind_of(part) + (part.streamed ? number(0, 12) : sizes_of(part)) +
         number(part.name.size(), 2) + number(extra.size(), 2) + part.name + extra;
}

inline std::string central_header(const Part& part, uint64_t at) {
  std::string extra = extra_of(part);
  return number(0x02014b50, 4) + number(20, 2) + kind_of(part) + sizes_of(part) +
         number(part.name.size(), 2) + number(extra.size(), 2) + number(0, 10) + number(at, 4) + part.name +
         extra;
}

inline std::string end_records(uint64_t count, uint64_t offset, uint64_t bytes, bool zip64,
                               const std::string& comment = "") {
  std::string end;
  if (zip64)
    end = number(0x06064b50, 4) + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8) +
          number(count, 8) + number(count, 8) + number(bytes, 8) + number(offset, 8) + number(0x07064b50, 4) +
          number(0, 4) + number(offset + bytes, 8) + number(1, 4);
  uint64_t narrow = zip64 ? UINT64_MAX : count;
  return end + number(0x06054b50, 4) + number(0, 4) + number(narrow, 2) + number(narrow, 2) +
         number(zip64 ? UINT64_MAX : bytes, 4) + number(zip64 ? UINT64_MAX : offset, 4) +
         number(comment.size(), 2) + comment;
}

// `before` and a directory that says that these entries begin there.
inline std::string archive_with_entries(const std::vector<Part>& parts, const std::vector<uint64_t>& at,
                                        const std::string& before, bool zip64 = false,
                                        const std::string& comment = "") {
  std::string directory;
  for (size_t i = 0; i < parts.size(); ++i) directory += central_header(parts[i], at[i]);
  return before + directory + end_records(parts.size(), before.size(), directory.size(), zip64, comment);
}

inline std::string archive(const std::vector<Part>& parts, bool zip64 = false,
                           const std::string& comment = "") {
  std::string bytes;
  std::vector<uint64_t> at;
  for (const Part& part : parts) {
    at.push_back(bytes.size());
    bytes += local_header(part) + part.bytes;
    if (part.streamed)
      bytes += number(0x08074b50, 4) + number(part.final_crc(), 4) + number(part.bytes.size(), 4) +
               number(part.final_size(), 4);
  }
  return archive_with_entries(parts, at, bytes, zip64, comment);
}
