#include "core/io/zip_writer.h"

#include <zlib.h>

#include <algorithm>
#include <memory>
#include <new>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/io/zip_directory.h"
#include "core/io/zip_format.h"

namespace tenon {

using namespace zip;

struct ZipWriter::Entry {
  std::string_view name;
  uint64_t header, size;
  bool deflated, wide;
  uint32_t crc = 0;
  uint64_t compressed = 0;
};

namespace {

void put16(std::string* to, uint64_t value) {
  for (int i = 0; i < 2; ++i) to->push_back(static_cast<char>(value >> 8 * i));
}
void put32(std::string* to, uint64_t value) {
  put16(to, value & 0xffff);
  put16(to, value >> 16);
}
void put64(std::string* to, uint64_t value) {
  put32(to, value & 0xffffffff);
  put32(to, value >> 32);
}

constexpr uint64_t kVersion = 20, kVersion64 = 45;
constexpr uint64_t kDay = 0x21;  // the first of January 1980, so that the same content gives the same file

// What both kinds of header begin with, as far as the checksum.
void put_kind(std::string* to, bool wide, bool deflated) {
  put16(to, wide ? kVersion64 : kVersion);
  put16(to, kUtf8 | (deflated ? kSizesFollow : 0));
  put16(to, deflated ? kDeflated : kStored);
  put16(to, 0);
  put16(to, kDay);
}

struct Deflater {
  z_stream stream{};
  Deflater() {
    constexpr int raw = -15, memory_level = 8;
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, raw, memory_level, Z_DEFAULT_STRATEGY) !=
        Z_OK)
      throw std::bad_alloc();
  }
  ~Deflater() { deflateEnd(&stream); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
};

uint32_t crc_of(const void* data, uint64_t bytes) {
  return static_cast<uint32_t>(crc32_z(0, static_cast<const Bytef*>(data), static_cast<size_t>(bytes)));
}

}  // namespace

void ZipWriter::put(const void* data, size_t bytes) {
  file_.write(data, bytes);
  at_ += bytes;
}

void ZipWriter::put_header(const Entry& entry, uint64_t alignment) {
  // A reader may refuse the others, as ours does.
  if (is_bad_zip_name(entry.name) || entry.name.size() > kAll16 || !is_utf8(entry.name))
    fail(
        Status::value,
        "save: '%.200s' can't be the name of an entry in a zip archive: it is UTF-8 of 1 to 65535 bytes, and "
        "leads into the archive's directory",
        std::string(entry.name.substr(0, 200)).c_str());
  std::string extra;
  if (entry.wide) {
    put16(&extra, kExtra64);
    put16(&extra, 16);
    put64(&extra, entry.deflated ? 0 : entry.size);
    put64(&extra, entry.deflated ? 0 : entry.compressed);
  }
  uint64_t data_at = at_ + kLocalBytes + entry.name.size() + extra.size();
  if (data_at % alignment != 0) {
    uint64_t padding = alignment - data_at % alignment;
    while (padding < 4) padding += alignment;  // it has a head of four bytes
    put16(&extra, kExtraPadding);
    put16(&extra, padding - 4);
    extra.append(static_cast<size_t>(padding - 4), 'Z');
  }
  std::string header;
  put32(&header, kLocal);
  put_kind(&header, entry.wide, entry.deflated);
  put32(&header, entry.crc);
  put32(&header, entry.wide ? kAll32 : entry.deflated ? 0 : entry.compressed);
  put32(&header, entry.wide ? kAll32 : entry.deflated ? 0 : entry.size);
  put16(&header, entry.name.size());
  put16(&header, extra.size());
  header.append(entry.name).append(extra);
  put(header);
}

void ZipWriter::note(const Entry& entry) {
  std::string extra;
  for (uint64_t value : {entry.size, entry.compressed, entry.header})
    if (value >= kAll32) put64(&extra, value);
  const bool wide = entry.wide || !extra.empty();
  if (!extra.empty()) {
    std::string head;
    put16(&head, kExtra64);
    put16(&head, extra.size());
    extra.insert(0, head);
  }
  put32(&directory_, kCentral);
  put16(&directory_, wide ? kVersion64 : kVersion);  // made by
  put_kind(&directory_, wide, entry.deflated);
  put32(&directory_, entry.crc);
  put32(&directory_, std::min(entry.compressed, kAll32));
  put32(&directory_, std::min(entry.size, kAll32));
  put16(&directory_, entry.name.size());
  put16(&directory_, extra.size());
  directory_.append(10, '\0');  // comment, disk, attributes
  put32(&directory_, std::min(entry.header, kAll32));
  directory_.append(entry.name).append(extra);
  ++count_;
}

void ZipWriter::add(std::string_view name, const void* data, uint64_t bytes, uint64_t alignment) {
  Entry entry{name, at_, bytes, false, bytes >= kAll32, crc_of(data, bytes), bytes};
  put_header(entry, alignment);
  put(data, static_cast<size_t>(bytes));
  note(entry);
}

void ZipWriter::add_deflated(std::string_view name, const void* data, uint64_t bytes) {
  // How much it comes to shows at its end, and follows it: that it may be wide has to be said before. What
  // can't be compressed grows by less than a thousandth.
  Entry entry{name, at_, bytes, true, bytes >= kAll32 - kAll32 / 512, crc_of(data, bytes)};
  put_header(entry, 1);
  const uint64_t from = at_;
  Deflater deflater;
  z_stream& stream = deflater.stream;
  constexpr size_t piece = size_t{64} << 10;
  std::unique_ptr<uint8_t[]> buffer(new uint8_t[piece]);
  stream.next_in = static_cast<Bytef*>(const_cast<void*>(data));
  for (int result = Z_OK; result != Z_STREAM_END;) {
    uint64_t left = bytes - static_cast<uint64_t>(stream.next_in - static_cast<const Bytef*>(data));
    stream.avail_in = static_cast<uInt>(std::min<uint64_t>(left, size_t{1} << 30));
    stream.next_out = buffer.get();
    stream.avail_out = piece;
    result = deflate(&stream, left == stream.avail_in ? Z_FINISH : Z_NO_FLUSH);
    if (result == Z_STREAM_ERROR) fail(Status::internal, "save: zlib refuses to compress");
    put(buffer.get(), piece - stream.avail_out);
  }
  entry.compressed = at_ - from;
  std::string after;
  put32(&after, kDescriptor);
  put32(&after, entry.crc);
  (entry.wide ? put64 : put32)(&after, entry.compressed);
  (entry.wide ? put64 : put32)(&after, entry.size);
  put(after);
  note(entry);
}

void ZipWriter::finish() {
  const uint64_t offset = at_, bytes = directory_.size();
  put(directory_);
  std::string end;
  if (count_ >= kAll16 || bytes >= kAll32 || offset >= kAll32) {
    const uint64_t end64 = at_;
    put32(&end, kEnd64);
    put64(&end, kEnd64Bytes - 12);
    put16(&end, kVersion64);
    put16(&end, kVersion64);
    put64(&end, 0);  // disks
    for (uint64_t value : {count_, count_, bytes, offset}) put64(&end, value);
    put32(&end, kLocator64);
    put32(&end, 0);
    put64(&end, end64);
    put32(&end, 1);
  }
  put32(&end, kEnd);
  put32(&end, 0);  // disks
  put16(&end, std::min(count_, kAll16));
  put16(&end, std::min(count_, kAll16));
  put32(&end, std::min(bytes, kAll32));
  put32(&end, std::min(offset, kAll32));
  put16(&end, 0);
  put(end);
}

}  // namespace tenon
