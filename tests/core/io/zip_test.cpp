// wrap: write
// timeout: 600
// labels: hostile
#include "core/io/zip.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/io/zip_writer.h"
#include "tests/core/io/archive.h"
#include "tests/test.h"

using namespace tenon;

namespace {

std::string directory;  // made for this run, removed after it

std::string in(const char* name) { return directory + "/" + name; }

const uint64_t kPlenty = uint64_t{1} << 30;

struct Refusal {
  Status status = Status::ok;
  std::string text;
};

template <class F>
Refusal refusal_of(F&& f) {
  try {
    f();
  } catch (const Error& e) { return {e.status(), e.what()}; }
  return {};
}

template <class F>
void refused(Status status, const char* part, F&& f) {
  Refusal refusal = refusal_of(f);
  if (refusal.status != status || refusal.text.find(part) == refusal.text.npos)
    fail_msg("status %d instead of %d, '%s' wanted in: %s", (int)refusal.status, (int)status, part,
             refusal.text.c_str());
}

std::string bytes_of(size_t count, unsigned seed) {
  std::string bytes(count, '\0');
  for (char& b : bytes) b = static_cast<char>((seed = seed * 1103515245 + 12345) >> 24);
  return bytes;
}

struct Item {
  std::string name, bytes;
  uint64_t alignment;  // 0: deflated
};

void write_archive(const std::string& path, const std::vector<Item>& items) {
  os::NewFile file(path.c_str());
  ZipWriter writer(file);
  for (const Item& item : items) {
    if (item.alignment) writer.add(item.name, item.bytes.data(), item.bytes.size(), item.alignment);
    else writer.add_deflated(item.name, item.bytes.data(), item.bytes.size());
  }
  writer.finish();
  file.commit();
}

void expect_items(const ZipReader& reader, const std::vector<Item>& items) {
  assert_int_equal(reader.entries().size(), items.size());
  for (size_t i = 0; i < items.size(); ++i) {
    const ZipEntry& entry = reader.entries()[i];
    assert_string_equal(entry.name.c_str(), items[i].name.c_str());
    assert_ptr_equal(reader.find(items[i].name), &entry);
    assert_int_equal(entry.deflated, items[i].alignment == 0);
    if (items[i].alignment) assert_int_equal(entry.at % items[i].alignment, 0);
    assert_true(reader.text(entry, kPlenty) == items[i].bytes);
  }
  assert_null(reader.find("none of this name"));
  assert_null(reader.find(""));
}

const std::vector<Item>& all_kinds() {
  static const std::vector<Item> items = {
      {"root/data.pkl", "hello", 64},
      {"root/empty", "", 64},
      {"deflated/empty", "", 0},
      {"one", "1", 1},
      {"round", std::string(300000, 'x'), 0},
      {"noise", bytes_of(200001, 1), 0},  // longer deflated than not, and in several pieces
      {"noise stored", bytes_of(70001, 2), 4096},
      {"\xc3\xa4/\xe6\xbc\xa2", "names are UTF-8", 2},
      {"a", "short names and 64", 64},
      {"ab", "want less", 64},
      {"abc", "padding or more", 64},
      {"abcd", std::string(64, 'q'), 32},
  };
  return items;
}

void test_round_trips(void**) {
  std::string path = in("kinds.zip");
  write_archive(path, all_kinds());
  for (bool mapped : {false, true}) {
    auto source = Source::open(path.c_str(), mapped);
    assert_true(ZipReader::looks_like(*source));
    expect_items(ZipReader(source, kPlenty), all_kinds());
  }
  std::string bytes = os::read_file(path.c_str());
  expect_items(ZipReader(Source::of_bytes(bytes.data(), bytes.size(), "bytes"), kPlenty), all_kinds());
  write_archive(path, {});
  auto source = Source::open(path.c_str(), false);
  assert_true(ZipReader::looks_like(*source));
  assert_int_equal(ZipReader(source, 0).entries().size(), 0);
  // Every place modulo the alignment that a header can end at.
  for (size_t length = 1; length <= 130; ++length) {
    std::vector<Item> items = {{std::string(length, 'n'), "data", 64}, {"after", "more", 64}};
    write_archive(path, items);
    expect_items(ZipReader(Source::open(path.c_str(), false), 0), items);
  }
}

void test_writer_refuses_names(void**) {
  os::NewFile file(in("names.zip").c_str());
  ZipWriter writer(file);
  for (std::string name : {std::string(), std::string(65536, 'n'), std::string("a/../../b"),
                           std::string("/a"), std::string("a\0b", 3), std::string("\xff")})
    refused(Status::value, "can't be the name", [&] { writer.add(name, "x", 1); });
}

void test_mapped(void**) {
  std::string path = in("mapped.zip");
  write_archive(path, {{"a", "12345678", 64}, {"odd", "123", 1}, {"deflated", "12345678", 0}});
  Ref<Storage> storage;
  {
    ZipReader copied(Source::open(path.c_str(), false), kPlenty);
    assert_true(!copied.mapped_storage(*copied.find("a"), 8));
    ZipReader reader(Source::open(path.c_str(), true), kPlenty);
    assert_true(!reader.mapped_storage(*reader.find("deflated"), 1));
    const ZipEntry* odd = reader.find("odd");
    assert_true(static_cast<bool>(reader.mapped_storage(*odd, 1)));
    if (odd->at % 8) assert_true(!reader.mapped_storage(*odd, 8));
    storage = reader.mapped_storage(*reader.find("a"), 64);
  }
  assert_true(static_cast<bool>(storage));  // and the file stays mapped
  assert_int_equal(storage->bytes, 8);
  assert_true(storage->read_only);
  assert_memory_equal(storage->data, "12345678", 8);
}

void test_source(void**) {
  std::string path = in("source");
  os::write_file(path.c_str(), "0123456789", 10);
  for (int kind = 0; kind < 3; ++kind) {
    auto source = kind == 2 ? Source::of_bytes("0123456789", 10, "name") : Source::open(path.c_str(), kind);
    char bytes[10];
    source->read(3, bytes, 4);
    assert_memory_equal(bytes, "3456", 4);
    source->read(0, bytes, 10);
    assert_memory_equal(bytes, "0123456789", 10);
    source->read(10, nullptr, 0);
    assert_int_equal(source->view(2, 3) != nullptr, kind != 0);
    refused(Status::io, source->name().c_str(), [&] { source->read(10, bytes, 1); });
    refused(Status::io, "10 bytes", [&] { source->read(9, bytes, 2); });
    refused(Status::io, "10 bytes", [&] { source->read(UINT64_MAX, bytes, 2); });
    refused(Status::io, "10 bytes", [&] { source->view(1, SIZE_MAX); });
    refused(Status::io, "10 bytes", [&] { Source::mapped_storage(source, 11, 0, 1); });
  }
  refused(Status::io, "directory", [&] { Source::open(directory.c_str(), false); });
  refused(Status::io, "none", [&] { Source::open(in("none").c_str(), true); });
  // A file that shrinks after it was opened.
  auto source = Source::open(path.c_str(), false);
  assert_int_equal(truncate(path.c_str(), 4), 0);
  char bytes[10];
  refused(Status::io, "ends too early", [&] { source->read(0, bytes, 10); });
}

// ---- hostile archives, made of bytes

// Names and contents of an archive, or why it is refused.
struct Outcome {
  Refusal refusal;
  std::vector<std::pair<std::string, std::string>> found;
};

Outcome open_bytes(const std::string& bytes, uint64_t most = kPlenty) {
  Outcome outcome;
  outcome.refusal = refusal_of([&] {
    ZipReader reader(Source::of_bytes(bytes.data(), bytes.size(), "h.zip"), most);
    for (const ZipEntry& entry : reader.entries())
      outcome.found.emplace_back(entry.name, reader.text(entry, kPlenty));
  });
  return outcome;
}

// The small archives that are damaged in each of their bytes.
std::vector<std::string> victims() {
  Part stored{"root/a", "stored"}, deflated{"root/b", deflate_raw("deflated deflated")},
      streamed{"c", "later"}, wide{"wide", "wide"};
  deflated.method = 8;
  deflated.size = 17;
  deflated.crc = crc_of("deflated deflated");
  streamed.streamed = true;
  wide.wide = true;
  return {archive({stored, deflated}), archive({streamed, stored, wide}, true), archive({}),
          archive({stored}, false, "a comment")};
}

void test_damaged_bytes_are_seen_or_change_nothing(void**) {
  int seen = 0, harmless = 0;
  for (const std::string& whole : victims()) {
    Outcome right = open_bytes(whole);
    assert_int_equal((int)right.refusal.status, 0);
    for (size_t i = 0; i < whole.size(); ++i)
      for (int value :
           {0, 1, 2, 0x7f, 0x80, 0xff, whole[i] ^ 1, whole[i] ^ 0x20, whole[i] + 1, whole[i] - 1}) {
        std::string bytes = whole;
        bytes[i] = static_cast<char>(value);
        if (bytes[i] == whole[i]) continue;
        Outcome outcome = open_bytes(bytes);
        if (outcome.refusal.status == Status::ok) {
          if (outcome.found != right.found) fail_msg("byte %zu made %d changes what is read", i, value);
          ++harmless;
        } else {
          assert_true(outcome.refusal.status == Status::io || outcome.refusal.status == Status::unsupported);
          assert_true(outcome.refusal.text.find("h.zip") == 0);
          ++seen;
        }
      }
  }
  assert_true(seen > 2 * harmless);  // what is harmless are dates, versions, attributes and comments
}

void test_hostile_numbers(void**) {
  int seen = 0;
  for (const std::string& whole : victims()) {
    Outcome right = open_bytes(whole);
    for (size_t width : {2, 4, 8})
      for (size_t i = 0; i + width <= whole.size(); ++i)
        for (uint64_t value :
             {uint64_t{0}, uint64_t{1}, UINT64_MAX, UINT64_MAX - 1, UINT64_MAX >> 1,
              uint64_t{1} << (8 * width - 1), uint64_t{whole.size()}, uint64_t{0xffffffff}}) {
          std::string bytes = whole;
          for (size_t b = 0; b < width; ++b) bytes[i + b] = static_cast<char>(value >> 8 * b);
          Outcome outcome = open_bytes(bytes);
          // A checksum of zero means none, so that a number that reaches into one may hide another.
          if (outcome.refusal.status == Status::ok) assert_true(outcome.found.size() <= right.found.size());
          else ++seen;
        }
  }
  assert_true(seen > 1000);
}

void test_cut_short(void**) {
  for (const std::string& whole : victims())
    for (size_t length = 0; length < whole.size(); ++length) {
      Outcome outcome = open_bytes(whole.substr(0, length));
      if (outcome.refusal.status != Status::io) fail_msg("cut at %zu of %zu", length, whole.size());
    }
  std::string path = in("cut.zip");
  write_archive(path, all_kinds());
  std::string whole = os::read_file(path.c_str());
  for (size_t length = 0; length < whole.size(); length += length < whole.size() - 2000 ? 997 : 1)
    refused(Status::io, "h.zip",
            [&] { ZipReader(Source::of_bytes(whole.data(), length, "h.zip"), kPlenty); });
}

void expect_refused(const std::string& bytes, Status status, const char* part, uint64_t most = kPlenty) {
  Outcome outcome = open_bytes(bytes, most);
  if (outcome.refusal.status != status || outcome.refusal.text.find(part) == std::string::npos)
    fail_msg("'%s' wanted, got %d: %s", part, (int)outcome.refusal.status, outcome.refusal.text.c_str());
}

Part part(const char* name, const std::string& bytes) { return Part{name, bytes}; }

void test_kinds_of_refusal(void**) {
  expect_refused("", Status::io, "no end record");
  expect_refused(std::string(1000, '\0'), Status::io, "no end record");
  expect_refused(archive({part("a", "1"), part("a", "2")}), Status::io, "two entries of the name 'a'");
  for (const char* name : {"../a", "a/../../b", "/etc/passwd", "..", "a\\..\\b", "a/.."})
    expect_refused(archive({part(name, "1")}), Status::io, "name that no entry should have");
  expect_refused(archive({Part{std::string("a\0b", 3), "1"}}), Status::io, "name that no entry should have");
  assert_int_equal(open_bytes(archive({part("..a/b../...", "1")})).found.size(), 1);
  Part p = part("p", "payload");
  p.flags = 1;
  expect_refused(archive({p}), Status::unsupported, "'p' is encrypted");
  p.flags = 0x20;
  expect_refused(archive({p}), Status::unsupported, "'p' is a patch");
  p.flags = 0;
  for (unsigned method : {1u, 9u, 12u, 14u, 93u, 99u}) {
    p.method = method;
    expect_refused(archive({p}), Status::unsupported, ("method " + std::to_string(method)).c_str());
  }
  p.method = 0;
  p.size = 8;
  expect_refused(archive({p}), Status::io, "two sizes");
  p = part("p", "payload");
  p.crc = 1;
  expect_refused(archive({p}), Status::io, "'p', at byte 31, is damaged");
  p.crc = 0;  // no checksum
  assert_int_equal(open_bytes(archive({p})).found.size(), 1);
}

void test_overlaps(void**) {
  // The second entry's header stands within the first one's bytes, as an archive of one entry has it.
  Part inner = part("inner", "payload"), outer = part("outer", "");
  outer.bytes = "xx" + local_header(inner) + inner.bytes;
  uint64_t header_at = kLocalHeader + 5 + 2;
  std::string bytes = archive_with_entries({outer, inner}, {0, header_at}, local_header(outer) + outer.bytes);
  expect_refused(bytes, Status::io, "'inner' overlaps 'outer'");
  // The same one twice, under one name and under two.
  expect_refused(archive_with_entries({inner, inner}, {0, 0}, local_header(inner) + inner.bytes), Status::io,
                 "overlaps");
  // Over the directory, and beyond it.
  for (uint64_t at : {uint64_t{44}, uint64_t{1000}, uint64_t{0xfffffffe}})
    expect_refused(archive_with_entries({inner}, {at}, local_header(inner) + inner.bytes), Status::io,
                   "is to begin at byte");
  Part longer = inner;
  longer.bytes += "more";  // than there is before the directory
  expect_refused(archive_with_entries({longer}, {0}, local_header(longer) + inner.bytes), Status::io,
                 "is to have 11 bytes");
  // Holes are none of our business.
  assert_int_equal(
      open_bytes(archive_with_entries({inner}, {5}, "holes" + local_header(inner) + inner.bytes + "here"))
          .found.size(),
      1);
}

void test_deflate_lies(void**) {
  std::string text(100000, 'z');
  Part p{"z", deflate_raw(text)};
  p.method = 8;
  p.size = text.size();
  p.crc = crc_of(text);
  assert_int_equal(open_bytes(archive({p})).found.size(), 1);
  assert_int_equal(open_bytes(archive({p}), text.size()).found.size(), 1);
  expect_refused(archive({p}), Status::io, "99999 is the most (max_inflated_bytes)", text.size() - 1);
  Part second = p;
  second.name = "second";
  expect_refused(archive({p, second}), Status::io, "compressed ones before it to 100000", 150000);
  Part lies = p;
  lies.size = text.size() + 1;
  expect_refused(archive({lies}), Status::io, "fewer bytes");
  lies.size = text.size() - 1;
  expect_refused(archive({lies}), Status::io, "more bytes");
  lies.size = 0;
  expect_refused(archive({lies}), Status::io, "more bytes");
  lies.size = 1ull << 30;
  expect_refused(archive({lies}), Status::io, "can't come to 1073741824 bytes", UINT64_MAX);
  lies = p;
  lies.crc = 0;
  expect_refused(archive({lies}), Status::io, "checksum");
  lies = p;
  lies.bytes += "after";
  expect_refused(archive({lies}), Status::io, "after its compressed data");
  lies.bytes = p.bytes.substr(0, p.bytes.size() - 2);
  expect_refused(archive({lies}), Status::io, "ends within");
  lies.bytes = "\xff" + p.bytes;
  expect_refused(archive({lies}), Status::io, "broken compressed data");
  lies.bytes = "";
  expect_refused(archive({lies}), Status::io, "can't come to");
}

void test_text_has_a_limit(void**) {
  std::string bytes = archive({part("p", "payload")});
  ZipReader reader(Source::of_bytes(bytes.data(), bytes.size(), "h.zip"), kPlenty);
  assert_string_equal(reader.text(reader.entries()[0], 7).c_str(), "payload");
  refused(Status::io, "has 7 bytes, and 6 is the most", [&] { reader.text(reader.entries()[0], 6); });
}

// A directory that is to have more entries than we hold, or that is too long.
void test_absurd_directories(void**) {
  std::string path = in("absurd.zip");
  for (uint64_t bytes : {uint64_t{46} << 20, (uint64_t{64} << 20) + 1, uint64_t{1} << 40}) {
    os::write_file(path.c_str(), "", 0);
    std::string end = end_records((uint64_t{1} << 20) + 1, 0, bytes, true);
    FILE* file = fopen(path.c_str(), "wb");
    if (ftruncate(fileno(file), static_cast<off_t>(bytes)) != 0) {
      fclose(file);
      continue;
    }
    assert_int_equal(fseeko(file, static_cast<off_t>(bytes), SEEK_SET), 0);
    assert_int_equal(fwrite(end.data(), 1, end.size(), file), end.size());
    fclose(file);
    refused(Status::io, "are the most", [&] { ZipReader(Source::open(path.c_str(), false), kPlenty); });
  }
  unlink(path.c_str());
}

// ---- zip64

void test_many_entries(void**) {
  std::string path = in("many.zip");
  for (int count : {65534, 65535, 65536, 70000}) {
    {
      os::NewFile file(path.c_str());
      ZipWriter writer(file);
      for (int i = 0; i < count; ++i) {
        std::string name = std::to_string(i);
        writer.add(name, name.data(), name.size());
      }
      writer.finish();
      file.commit();
    }
    ZipReader reader(Source::open(path.c_str(), true), 0);
    assert_int_equal(reader.entries().size(), count);
    for (int i : {0, 1, count / 2, count - 1}) {
      std::string name = std::to_string(i);
      assert_true(reader.text(*reader.find(name), 100) == name);
    }
  }
}

const char* zeros = nullptr;  // this much of them is not written, but left as a hole in the file
constexpr uint64_t kHuge = (uint64_t{1} << 32) + 12345;

// Runs a script with the directory as its argument; false, with a line, where there is no Python.
bool python(const char* script) {
  std::string path = in("script.py");
  os::write_file(path.c_str(), script, strlen(script));
  int status = system(("python3 " + path + " " + directory).c_str());
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
    const char* ci = getenv("CI");
    if (ci && strcmp(ci, "true") == 0) fail_msg("python3 is missing");
    print_message("skipped: there is no python3\n");
    return false;
  }
  assert_int_equal(status, 0);
  return true;
}

void test_beyond_4_gb(void**) {
  void* pages = mmap(nullptr, kHuge, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (pages == MAP_FAILED) {
    print_message("skipped: there is no address space for 4 GB\n");
    return;
  }
  std::string path = in("huge.zip");
  zeros = static_cast<const char*>(pages);
  Refusal refusal = refusal_of([&] {
    os::NewFile file(path.c_str());
    ZipWriter writer(file);
    writer.add("first", "near", 4, 64);
    writer.add("huge", zeros, kHuge, 64);
    writer.add("last", "beyond 4 GB", 11, 64);
    writer.add_deflated("deflated", "beyond 4 GB", 11);
    writer.finish();
    file.commit();
  });
  zeros = nullptr;
  munmap(pages, kHuge);
  struct stat info;
  if (refusal.status != Status::ok || stat(path.c_str(), &info) != 0 ||
      static_cast<uint64_t>(info.st_blocks) * 512 > kHuge / 2) {
    print_message("skipped: no file of 4 GB with holes can be had here: %s\n", refusal.text.c_str());
    unlink(path.c_str());
    return;
  }
  for (bool mapped : {false, true}) {
    ZipReader reader(Source::open(path.c_str(), mapped), 1000);
    assert_int_equal(reader.entries().size(), 4);
    const ZipEntry *huge = reader.find("huge"), *last = reader.find("last");
    assert_true(huge->size == kHuge && huge->compressed == kHuge && huge->at % 64 == 0);
    assert_true(last->header > kHuge && last->at % 64 == 0);
    assert_string_equal(reader.text(*reader.find("first"), 100).c_str(), "near");
    assert_string_equal(reader.text(*last, 100).c_str(), "beyond 4 GB");
    assert_string_equal(reader.text(*reader.find("deflated"), 100).c_str(), "beyond 4 GB");
    refused(Status::io, "4294979641 bytes", [&] { reader.text(*huge, 1000); });
    if (!mapped) continue;
    Ref<Storage> storage = reader.mapped_storage(*huge, 64);
    assert_true(storage->bytes == kHuge);
    assert_int_equal(static_cast<const char*>(storage->data)[kHuge - 1], 0);
  }
  python(R"(
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1] + "/huge.zip")
assert [i.file_size for i in z.infolist()] == [4, 2**32 + 12345, 11, 11]
for name in "last", "deflated":
    assert z.read(name) == b"beyond 4 GB"
z.open("huge").read(10)
)");
  unlink(path.c_str());
}

// ---- Python's zipfile

void test_python_reads_ours(void**) {
  write_archive(in("kinds.zip"), all_kinds());
  python(R"(
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1] + "/kinds.zip")
assert z.testzip() is None
assert len(z.namelist()) == 12 and z.read("\u00e4/\u6f22") == b"names are UTF-8"
assert z.read("round") == b"x" * 300000 and z.getinfo("round").compress_size < 1000
z = zipfile.ZipFile(sys.argv[1] + "/many.zip")
assert len(z.namelist()) == 70000 and z.read("69999") == b"69999"
)");
}

void test_reads_python(void**) {
  if (!python(R"(
import io, sys, zipfile
class Pipe(io.RawIOBase):  # that can't go back, so that sizes follow the data
    def __init__(self, path): self.file = open(path, "wb")
    def writable(self): return True
    def write(self, data): return self.file.write(data)
for name, make in ("seeks", lambda p: p), ("pipes", Pipe):
    for method in zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED:
        with zipfile.ZipFile(make("%s/%s_%d.zip" % (sys.argv[1], name, method)), "w", method) as z:
            z.writestr("a/", b"")
            z.writestr("a/numbers", bytes(range(256)) * 1000)
            with z.open("wide", "w", force_zip64=True) as f: f.write(b"wide")
            z.comment = b"PK\5\6" * 20 if name == "seeks" else b""
)"))
    return;
  std::string numbers;
  for (int i = 0; i < 256000; ++i) numbers += static_cast<char>(i);
  for (const char* name : {"seeks_0.zip", "seeks_8.zip", "pipes_0.zip", "pipes_8.zip"}) {
    ZipReader reader(Source::open(in(name).c_str(), false), kPlenty);
    assert_int_equal(reader.entries().size(), 3);
    assert_true(reader.text(*reader.find("a/numbers"), kPlenty) == numbers);
    assert_string_equal(reader.text(*reader.find("wide"), 10).c_str(), "wide");
    assert_int_equal(reader.find("a/")->size, 0);
  }
}

int make_directory(void**) {
  char name[] = "/tmp/tenon_zip_XXXXXX";
  if (!mkdtemp(name)) return 1;
  directory = name;
  return 0;
}

int remove_directory(void**) { return system(("rm -r " + directory).c_str()); }

}  // namespace

extern "C" ssize_t __real_write(int file, const void* data, size_t bytes);
extern "C" ssize_t __wrap_write(int file, const void* data, size_t bytes) {
  if (!zeros || data < zeros || data >= zeros + kHuge) return __real_write(file, data, bytes);
  return lseek(file, static_cast<off_t>(bytes), SEEK_CUR) < 0 ? -1 : static_cast<ssize_t>(bytes);
}

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_round_trips),
      cmocka_unit_test(test_writer_refuses_names),
      cmocka_unit_test(test_mapped),
      cmocka_unit_test(test_source),
      cmocka_unit_test(test_damaged_bytes_are_seen_or_change_nothing),
      cmocka_unit_test(test_hostile_numbers),
      cmocka_unit_test(test_cut_short),
      cmocka_unit_test(test_kinds_of_refusal),
      cmocka_unit_test(test_overlaps),
      cmocka_unit_test(test_deflate_lies),
      cmocka_unit_test(test_text_has_a_limit),
      cmocka_unit_test(test_absurd_directories),
      cmocka_unit_test(test_many_entries),
      cmocka_unit_test(test_beyond_4_gb),
      cmocka_unit_test(test_python_reads_ours),
      cmocka_unit_test(test_reads_python),
  };
  return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
