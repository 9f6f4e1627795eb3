// The plugin as a file: what it needs, what it exports, for which GPUs it holds code, and that it loads
// where there is no driver.
// labels: cuda
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "core/backend/plugin.h"
#include "tests/test.h"

namespace tenon {
namespace {

// A section's place in a 64-bit ELF file.
struct Section {
  const char* data = nullptr;
  size_t bytes = 0;
  uint32_t link = 0;
};

struct Elf {
  std::vector<char> file;

  explicit Elf(const char* path) {
    std::ifstream in(path, std::ios::binary);
    file.assign(std::istreambuf_iterator<char>(in), {});
    assert_true(file.size() > sizeof(Elf64_Ehdr) && memcmp(file.data(), ELFMAG, SELFMAG) == 0);
  }
  const Elf64_Ehdr& header() const { return *reinterpret_cast<const Elf64_Ehdr*>(file.data()); }
  const Elf64_Shdr& at(size_t i) const {
    return reinterpret_cast<const Elf64_Shdr*>(file.data() + header().e_shoff)[i];
  }
  Section section(size_t i) const { return {file.data() + at(i).sh_offset, at(i).sh_size, at(i).sh_link}; }
  Section named(const char* name) const {
    const Section names = section(header().e_shstrndx);
    for (size_t i = 0; i < header().e_shnum; ++i)
      if (!strcmp(names.data + at(i).sh_name, name)) return section(i);
    return {};
  }
};

template <class T>
std::vector<T> entries(const Section& s) {
  auto* first = reinterpret_cast<const T*>(s.data);
  return {first, first + s.bytes / sizeof(T)};
}

const char* plugin() { return getenv("TENON_CUDA_PLUGIN"); }

void test_needs(void**) {
  const Elf elf(plugin());
  const Section dynamic = elf.named(".dynamic"), names = elf.section(dynamic.link);
  bool blas = false;
  for (const Elf64_Dyn& d : entries<Elf64_Dyn>(dynamic)) {
    if (d.d_tag != DT_NEEDED) continue;
    const std::string name = names.data + d.d_un.d_val;
    blas |= name.find("libcublas.so.") == 0;
    const char* allowed[] = {"libcublas.so.", "libcublasLt.so.", "libc.so.", "libm.so.", "ld-linux"};
    bool fine = false;
    for (const char* begin : allowed) fine |= name.find(begin) == 0;
    if (!fine) fail_msg("the plugin needs %s", name.c_str());
  }
  assert_true(blas);
}

void test_exports(void**) {
  const Elf elf(plugin());
  const Section symbols = elf.named(".dynsym"), names = elf.section(symbols.link);
  std::set<std::string> exported;
  for (const Elf64_Sym& s : entries<Elf64_Sym>(symbols))
    if (s.st_shndx != SHN_UNDEF) exported.insert(names.data + s.st_name);
  assert_int_equal(exported.size(), 1);
  assert_string_equal(exported.begin()->c_str(), "tenon_backend_entry");
}

// What nvcc leaves in .nv_fatbin: containers of entries, each for one architecture.
struct __attribute__((packed)) FatContainer {
  uint32_t magic;
  uint16_t version, header_bytes;
  uint64_t bytes;
};
struct __attribute__((packed)) FatEntry {
  uint16_t kind, unused;  // 1: PTX, 2: machine code
  uint32_t header_bytes;
  uint64_t bytes;
  uint32_t compressed, more;
  uint16_t minor, major;
  uint32_t architecture;
};
constexpr uint32_t kFatMagic = 0xba55ed50;

// Every container holds the same: machine code for 80 and 90, and PTX of the newest for what comes later.
void test_architectures(void**) {
  const Elf elf(plugin());
  const Section fat = elf.named(".nv_fatbin");
  int containers = 0;
  for (size_t at = 0; at + sizeof(FatContainer) <= fat.bytes;) {
    FatContainer c;
    memcpy(&c, fat.data + at, sizeof c);
    if (c.magic != kFatMagic) {  // padding
      at += 8;
      continue;
    }
    std::set<uint32_t> code, ptx;
    const size_t end = at + c.header_bytes + c.bytes;
    for (at += c.header_bytes; at + sizeof(FatEntry) <= end;) {
      FatEntry e;
      memcpy(&e, fat.data + at, sizeof e);
      (e.kind == 2 ? code : ptx).insert(e.architecture);
      at += e.header_bytes + e.bytes;
    }
    at = end;
    if (code.empty() && ptx.empty()) continue;
    ++containers;
    assert_true(code.count(80) && code.count(90));
    assert_true(ptx.count(90));
  }
  assert_true(containers >= 8);  // one for each file with kernels
}

// Where there is a GPU it is found; elsewhere there is a reason, and asking again gives the same.
void test_loads(void**) {
  const char *why = nullptr, *again = nullptr;
  const Backend* backend = cuda_plugin(&why);
  assert_ptr_equal(backend, cuda_plugin(&again));
  if (backend) {
    assert_string_equal(backend->name, "cuda");
    assert_true(backend->device_count() > 0);
    return;
  }
  assert_string_equal(why, again);
  if (strstr(why, "could not be loaded") || strstr(why, "not a plugin")) fail_msg("%s", why);
  assert_true(strstr(why, "driver") || strstr(why, "no GPU"));
}

}  // namespace
}  // namespace tenon

using namespace tenon;

int main(void) {
  if (!plugin()) {
    printf("skipped: the plugin isn't built: there is no nvcc\n");
    return 77;
  }
  const CMUnitTest tests[] = {cmocka_unit_test(test_needs), cmocka_unit_test(test_exports),
                              cmocka_unit_test(test_architectures), cmocka_unit_test(test_loads)};
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
