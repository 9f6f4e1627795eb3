#pragma once
// Zip archives, stored and deflated, with zip64. The directory at the end of the file is what counts; its
// offsets and sizes are checked against the file, the local headers and each other before any is believed.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
#include <string_view>
#include <vector>

#include "core/io/source.h"

namespace tenon {

struct ZipEntry {
  std::string name;
  uint64_t header = 0;      // where its local header is
  uint64_t at = 0;          // where its bytes begin
  uint64_t compressed = 0;  // how many there are
  uint64_t size = 0;        // what they come to
  uint32_t crc = 0;
  bool deflated = false;  // else stored as they are
};

class ZipReader {
 public:
  // Fails with Status::io for what is no archive, or a broken one: overlapping entries, two of a name, names
  // that lead out of a directory; with Status::unsupported for encrypted ones and other compressions.
  // `most_inflated` bounds the sum of what deflated entries come to.
  ZipReader(Ref<Source> source, uint64_t most_inflated);
  // Whether the source begins or ends like an archive.
  static bool looks_like(const Source& source);

  const Source& source() const { return *source_; }
  const Ref<Source>& shared_source() const { return source_; }
  const std::vector<ZipEntry>& entries() const { return entries_; }
  const ZipEntry* find(std::string_view name) const;  // nullptr where there is none
  // Exactly entry.size bytes; fails where they don't inflate to that, or their checksum is another.
  void read(const ZipEntry& entry, void* data) const;
  std::string text(const ZipEntry& entry, uint64_t most) const;
  // As Source::mapped_storage, of an entry that is stored; unchecked against its checksum.
  Ref<Storage> mapped_storage(const ZipEntry& entry, size_t alignment) const;

 private:
  Ref<Source> source_;
  std::vector<ZipEntry> entries_;
  std::vector<uint32_t> by_name_;  // their places, in the order of their names
};

}  // namespace tenon
