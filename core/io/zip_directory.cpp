#include "core/io/zip_directory.h"

#include <string.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/io/zip_format.h"

namespace tenon {

using namespace zip;

namespace {

// No checkpoint comes near, and what a file makes us hold is bounded.
constexpr uint64_t kMostEntries = 1 << 20, kMostDirectoryBytes = 64 << 20;

using ull = unsigned long long;

// What the end of the archive says of its directory.
struct End {
  uint64_t at = 0;  // where the end records begin, the zip64 one where it is there
  uint64_t count = 0, offset = 0, bytes = 0;
};

[[noreturn]] void refuse_end(const Source& source, const char* why) {
  fail(Status::io, "%s: broken zip archive: %s", source.name().c_str(), why);
}

// The zip64 record, before the end record at `at`; what the end record has room for must agree with it.
void read_end64(const Source& source, uint64_t at, const uint8_t* end, End* found) {
  if (at < kLocator64Bytes) return;
  uint8_t locator[kLocator64Bytes], record[kEnd64Bytes];
  const uint64_t locator_at = at - kLocator64Bytes;
  source.read(locator_at, locator, sizeof locator);
  if (get32(locator) != kLocator64) return;
  if (get32(locator + 4) != 0 || get32(locator + 16) > 1) refuse_end(source, "it has several disks");
  uint64_t record_at = get64(locator + 8);
  if (locator_at < kEnd64Bytes || record_at > locator_at - kEnd64Bytes)
    refuse_end(source, "its zip64 end record is to lie outside it");
  source.read(record_at, record, sizeof record);
  if (get32(record) != kEnd64 || get64(record + 4) != locator_at - record_at - 12)
    refuse_end(source, format("there is no zip64 end record at byte %llu", (ull)record_at).c_str());
  if (get32(record + 16) != 0 || get32(record + 20) != 0) refuse_end(source, "it has several disks");
  *found = {record_at, get64(record + 32), get64(record + 48), get64(record + 40)};
  auto agree = [](uint64_t narrow, uint64_t wide, uint64_t all) { return narrow == wide || narrow == all; };
  if (get64(record + 24) != found->count || !agree(get16(end + 8), found->count, kAll16) ||
      !agree(get16(end + 10), found->count, kAll16) || !agree(get32(end + 12), found->bytes, kAll32) ||
      !agree(get32(end + 16), found->offset, kAll32))
    refuse_end(source, "its two end records contradict each other");
}

End read_end(const Source& source) {
  uint64_t at = zip_end_at(source);
  if (at == source.size())
    refuse_end(source, "there is no end record; the file is cut off, or is no zip archive");
  uint8_t end[kEndBytes];
  source.read(at, end, sizeof end);
  End found{at, get16(end + 10), get32(end + 16), get32(end + 12)};
  auto none = [](unsigned disk) { return disk == 0 || disk == kAll16; };
  if (!none(get16(end + 4)) || !none(get16(end + 6)) || get16(end + 8) != get16(end + 10))
    refuse_end(source, "it has several disks");
  read_end64(source, at, end, &found);
  if (found.offset > found.at || found.bytes != found.at - found.offset)
    refuse_end(source, format("its directory is to have %llu bytes from byte %llu on, and its end is at %llu",
                              (ull)found.bytes, (ull)found.offset, (ull)found.at)
                           .c_str());
  if (found.count > kMostEntries || found.bytes > kMostDirectoryBytes)
    refuse_end(source, format("its directory has %llu entries in %llu bytes, and %llu in %llu are the most",
                              (ull)found.count, (ull)found.bytes, (ull)kMostEntries, (ull)kMostDirectoryBytes)
                           .c_str());
  if (found.count > found.bytes / kCentralBytes)
    refuse_end(source, format("its directory of %llu bytes can't have %llu entries", (ull)found.bytes,
                              (ull)found.count)
                           .c_str());
  return found;
}

// One header's numbers, local or central, widened by its zip64 extra field.
struct Header {
  unsigned flags = 0, method = 0, disk = 0;
  uint32_t crc = 0;
  uint64_t compressed = 0, size = 0, at = 0;
  bool wide = false;
};

const char* widen(Header* h, const uint8_t* extra, size_t bytes) {
  const bool wants = h->size == kAll32 || h->compressed == kAll32 || h->at == kAll32 || h->disk == kAll16;
  if (!wants) return nullptr;
  for (size_t i = 0; bytes - i >= 4;) {
    const unsigned id = get16(extra + i), length = get16(extra + i + 2);
    i += 4;
    if (length > bytes - i) return "has an extra field that runs beyond its header";
    if (id == kExtra64) {
      size_t field = i, end = i + length;
      bool fits = true;
      auto take = [&](uint64_t* to) {
        if (*to != kAll32) return;
        fits &= end - field >= 8;
        if (fits) *to = get64(extra + field), field += 8;
      };
      take(&h->size);
      take(&h->compressed);
      take(&h->at);
      if (h->disk == kAll16 && fits && end - field >= 4) h->disk = get32(extra + field);
      h->wide = true;
      return fits ? nullptr : "has too short a zip64 extra field";
    }
    i += length;
  }
  return "lacks the zip64 extra field that its sizes ask for";
}

class DirectoryReader {
 public:
  explicit DirectoryReader(const Source& source) : source_(source), end_(read_end(source)) {}

  std::vector<ZipEntry> read() {
    std::string directory(static_cast<size_t>(end_.bytes), '\0');
    source_.read(end_.offset, directory.data(), directory.size());
    const auto* bytes = reinterpret_cast<const uint8_t*>(directory.data());
    std::vector<ZipEntry> entries;
    entries.reserve(static_cast<size_t>(end_.count));
    size_t at = 0;
    for (uint64_t i = 0; i < end_.count; ++i) {
      entries.emplace_back();
      at += read_entry(i, bytes + at, directory.size() - at, &entries.back());
    }
    if (at != directory.size()) refuse_end(source_, "its directory goes on after its last entry");
    check_apart(entries);
    return entries;
  }

 private:
  [[noreturn]] void refuse(const ZipEntry& entry, const char* why, Status status = Status::io) {
    fail(status, "%s: the zip archive's entry '%.200s' %s", source_.name().c_str(), entry.name.c_str(), why);
  }

  // Returns how many bytes of the directory it took.
  size_t read_entry(uint64_t i, const uint8_t* p, size_t left, ZipEntry* entry) {
    if (left < kCentralBytes || get32(p) != kCentral)
      refuse_end(source_,
                 format("its directory has no entry %llu of %llu where it should be", (ull)i, (ull)end_.count)
                     .c_str());
    const size_t name = get16(p + 28), extra = get16(p + 30), comment = get16(p + 32);
    if (name + extra + comment > left - kCentralBytes)
      refuse_end(source_,
                 format("entry %llu of %llu runs beyond its directory", (ull)i, (ull)end_.count).c_str());
    entry->name.assign(reinterpret_cast<const char*>(p) + kCentralBytes, name);
    if (is_bad_zip_name(entry->name)) refuse(*entry, "has a name that no entry should have");
    Header h{get16(p + 8),  get16(p + 10), get16(p + 34), get32(p + 16),
             get32(p + 20), get32(p + 24), get32(p + 42)};
    if (const char* why = widen(&h, p + kCentralBytes + name, extra)) refuse(*entry, why);
    check_kind(*entry, h);
    entry->header = h.at;
    entry->compressed = h.compressed;
    entry->size = h.size;
    entry->crc = h.crc;
    entry->deflated = h.method == kDeflated;
    if (!entry->deflated && h.size != h.compressed) refuse(*entry, "is stored, and has two sizes");
    find_bytes(entry, h);
    // Deflate makes at most 1032 bytes of one.
    if (entry->deflated && h.size / 1032 > h.compressed)
      refuse(*entry, format("can't come to %llu bytes from %llu", (ull)h.size, (ull)h.compressed).c_str());
    return kCentralBytes + name + extra + comment;
  }

  void check_kind(const ZipEntry& entry, const Header& h) {
    if (h.flags & (kEncrypted | kStronglyEncrypted | kMasked))
      refuse(entry, "is encrypted, which Tenon does not read", Status::unsupported);
    if (h.flags & kPatch) refuse(entry, "is a patch, which Tenon does not read", Status::unsupported);
    if (h.method != kStored && h.method != kDeflated)
      refuse(entry,
             format("is compressed by method %u, and Tenon reads stored and deflated ones", h.method).c_str(),
             Status::unsupported);
    if (h.disk != 0) refuse(entry, "lies on another disk");
  }

  // Checks the local header, and that the bytes after it lie before the directory.
  void find_bytes(ZipEntry* entry, const Header& central) {
    const uint64_t limit = end_.offset, name = entry->name.size();
    if (entry->header > limit || limit - entry->header < kLocalBytes + name)
      refuse(
          *entry,
          format("is to begin at byte %llu, and %llu is the most", (ull)entry->header, (ull)limit).c_str());
    local_.resize(kLocalBytes + static_cast<size_t>(name));
    source_.read(entry->header, local_.data(), local_.size());
    const uint8_t* p = local_.data();
    if (get32(p) != kLocal || get16(p + 26) != name ||
        memcmp(p + kLocalBytes, entry->name.data(), static_cast<size_t>(name)) != 0)
      refuse(*entry, format("has no local header of its name at byte %llu", (ull)entry->header).c_str());
    const uint64_t extra_at = entry->header + kLocalBytes + name, extra = get16(p + 28);
    if (extra > limit - extra_at || entry->compressed > limit - extra_at - extra)
      refuse(*entry, format("is to have %llu bytes from byte %llu on, and %llu is the most",
                            (ull)entry->compressed, (ull)(extra_at + extra), (ull)limit)
                         .c_str());
    entry->at = extra_at + extra;
    Header local{get16(p + 6), get16(p + 8), 0, get32(p + 14), get32(p + 18), get32(p + 22), 0};
    check_agree(*entry, central, local, extra_at, static_cast<size_t>(extra));
  }

  void check_agree(const ZipEntry& entry, const Header& central, Header local, uint64_t extra_at,
                   size_t extra) {
    constexpr const char* differ = "has a local header that contradicts the directory";
    if (local.method != central.method || (local.flags ^ central.flags) & kEncrypted) refuse(entry, differ);
    if (local.size == kAll32 || local.compressed == kAll32) {
      local_.resize(extra);
      source_.read(extra_at, local_.data(), extra);
      if (const char* why = widen(&local, local_.data(), extra)) refuse(entry, why);
    }
    // What follows the data may stand as zero in front of them.
    auto agree = [&](uint64_t a, uint64_t b) { return a == b || (b == 0 && local.flags & kSizesFollow); };
    if (!agree(central.crc, local.crc) || !agree(central.size, local.size) ||
        !agree(central.compressed, local.compressed))
      refuse(entry, differ);
  }

  void check_apart(const std::vector<ZipEntry>& entries) {
    std::vector<uint32_t> order(entries.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<uint32_t>(i);
    std::sort(order.begin(), order.end(),
              [&](uint32_t a, uint32_t b) { return entries[a].header < entries[b].header; });
    for (size_t i = 1; i < order.size(); ++i) {
      const ZipEntry &before = entries[order[i - 1]], &after = entries[order[i]];
      if (before.at + before.compressed > after.header)
        refuse(after, format("overlaps '%.200s'", before.name.c_str()).c_str());
    }
  }

  const Source& source_;
  const End end_;
  std::vector<uint8_t> local_;
};

}  // namespace

bool is_bad_zip_name(std::string_view name) {
  if (name.empty() || name[0] == '/' || name.find('\0') != name.npos) return true;
  for (size_t from = 0; from <= name.size();) {
    size_t to = std::min(name.find_first_of("/\\", from), name.size());
    if (name.substr(from, to - from) == "..") return true;
    from = to + 1;
  }
  return false;
}

uint64_t zip_end_at(const Source& source) {
  if (source.size() < kEndBytes) return source.size();
  uint8_t last[kEndBytes];
  source.read(source.size() - kEndBytes, last, sizeof last);
  if (get32(last) == kEnd && get16(last + 20) == 0) return source.size() - kEndBytes;
  const uint64_t most = kEndBytes + kAll16, from = source.size() - std::min(source.size(), most);
  std::vector<uint8_t> tail(static_cast<size_t>(source.size() - from));
  source.read(from, tail.data(), tail.size());
  for (size_t i = tail.size() - kEndBytes + 1; i-- > 0;)
    if (get32(&tail[i]) == kEnd && get16(&tail[i] + 20) == tail.size() - i - kEndBytes) return from + i;
  return source.size();
}

std::vector<ZipEntry> read_zip_directory(const Source& source) { return DirectoryReader(source).read(); }

}  // namespace tenon
