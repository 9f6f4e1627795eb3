#include "core/io/zip.h"

#include <string.h>
#include <zlib.h>

#include <algorithm>
#include <memory>

#include "core/base/error.h"
#include "core/io/zip_directory.h"
#include "core/io/zip_format.h"

namespace tenon {

bool ZipReader::looks_like(const Source& source) {
  uint8_t magic[4];
  if (source.size() < zip::kEndBytes) return false;
  source.read(0, magic, sizeof magic);
  uint32_t signature = zip::get32(magic);
  return signature == zip::kLocal || signature == zip::kEnd || zip_end_at(source) < source.size();
}

ZipReader::ZipReader(Ref<Source> source, uint64_t most_inflated) : source_(std::move(source)) {
  entries_ = read_zip_directory(*source_);
  const char* name = source_->name().c_str();
  by_name_.resize(entries_.size());
  for (size_t i = 0; i < entries_.size(); ++i) by_name_[i] = static_cast<uint32_t>(i);
  std::sort(by_name_.begin(), by_name_.end(),
            [&](uint32_t a, uint32_t b) { return entries_[a].name < entries_[b].name; });
  for (size_t i = 1; i < by_name_.size(); ++i)
    if (entries_[by_name_[i - 1]].name == entries_[by_name_[i]].name)
      fail(Status::io, "%s: the zip archive has two entries of the name '%.200s'", name,
           entries_[by_name_[i]].name.c_str());
  uint64_t inflated = 0;
  for (const ZipEntry& entry : entries_) {
    if (!entry.deflated) continue;
    if (entry.size > most_inflated - inflated)
      fail(Status::io,
           "%s: the zip archive's entry '%.200s' comes to %llu bytes, compressed ones before it to %llu, and "
           "%llu is the most (max_inflated_bytes)",
           name, entry.name.c_str(), (unsigned long long)entry.size, (unsigned long long)inflated,
           (unsigned long long)most_inflated);
    inflated += entry.size;
  }
}

const ZipEntry* ZipReader::find(std::string_view name) const {
  auto at = std::lower_bound(by_name_.begin(), by_name_.end(), name,
                             [&](uint32_t i, std::string_view wanted) { return entries_[i].name < wanted; });
  return at != by_name_.end() && entries_[*at].name == name ? &entries_[*at] : nullptr;
}

namespace {

[[noreturn]] void refuse(const Source& source, const ZipEntry& entry, const char* why) {
  fail(Status::io, "%s: the zip archive's entry '%.200s', at byte %llu, %s", source.name().c_str(),
       entry.name.c_str(), (unsigned long long)entry.at, why);
}

struct Inflater {
  z_stream stream{};
  Inflater() {
    constexpr int raw = -15;
    if (inflateInit2(&stream, raw) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

// The entry's compressed bytes, a piece at a time.
class Pieces {
 public:
  Pieces(const Source& source, const ZipEntry& entry)
      : source_(source), at_(entry.at), left_(entry.compressed) {}

  void next(z_stream* stream) {
    size_t bytes = static_cast<size_t>(std::min<uint64_t>(left_, kPiece));
    const uint8_t* piece = source_.view(at_, bytes);
    if (!piece) {
      if (!buffer_) buffer_.reset(new uint8_t[kPiece]);
      source_.read(at_, buffer_.get(), bytes);
      piece = buffer_.get();
    }
    stream->next_in = const_cast<Bytef*>(piece);
    stream->avail_in = static_cast<uInt>(bytes);
    at_ += bytes;
    left_ -= bytes;
  }
  bool ended() const { return left_ == 0; }

 private:
  static constexpr size_t kPiece = size_t{64} << 10;
  const Source& source_;
  uint64_t at_, left_;
  std::unique_ptr<uint8_t[]> buffer_;
};

void inflate_entry(const Source& source, const ZipEntry& entry, uint8_t* data) {
  Inflater inflater;
  z_stream& stream = inflater.stream;
  Pieces pieces(source, entry);
  uint8_t beyond;  // where a byte too many would go
  uint64_t made = 0;
  for (int result = Z_OK; result != Z_STREAM_END;) {
    if (stream.avail_in == 0 && !pieces.ended()) pieces.next(&stream);
    uInt room = static_cast<uInt>(std::min<uint64_t>(entry.size - made, size_t{1} << 30));
    stream.next_out = room ? data + made : &beyond;
    stream.avail_out = room ? room : 1;
    result = inflate(&stream, Z_NO_FLUSH);
    uInt fresh = (room ? room : 1) - stream.avail_out;
    if (fresh > room) refuse(source, entry, "inflates to more bytes than its header says");
    made += fresh;
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    if (result != Z_OK && result != Z_STREAM_END)
      refuse(source, entry,
             result == Z_BUF_ERROR ? "ends within its compressed data" : "has broken compressed data");
  }
  if (made != entry.size) refuse(source, entry, "inflates to fewer bytes than its header says");
  if (stream.avail_in != 0 || !pieces.ended()) refuse(source, entry, "has bytes after its compressed data");
}

}  // namespace

void ZipReader::read(const ZipEntry& entry, void* data) const {
  if (entry.deflated) inflate_entry(*source_, entry, static_cast<uint8_t*>(data));
  else source_->read(entry.at, data, static_cast<size_t>(entry.size));
  // PyTorch, told to save without checksums (set_crc32_options), leaves zero, and never compares them.
  if (entry.crc == 0 && !entry.deflated) return;
  if (crc32_z(0, static_cast<const Bytef*>(data), static_cast<size_t>(entry.size)) != entry.crc)
    refuse(*source_, entry, "is damaged: its checksum is another");
}

std::string ZipReader::text(const ZipEntry& entry, uint64_t most) const {
  if (entry.size > most)
    refuse(*source_, entry,
           format("has %llu bytes, and %llu is the most", (unsigned long long)entry.size,
                  (unsigned long long)most)
               .c_str());
  std::string bytes(static_cast<size_t>(entry.size), '\0');
  read(entry, bytes.data());
  return bytes;
}

Ref<Storage> ZipReader::mapped_storage(const ZipEntry& entry, size_t alignment) const {
  if (entry.deflated) return nullptr;
  return Source::mapped_storage(source_, entry.at, static_cast<size_t>(entry.size), alignment);
}

}  // namespace tenon
