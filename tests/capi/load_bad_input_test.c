// labels: hostile
// tn_load of what is broken, absurd or malicious: an error that says what and where, and nothing taken or run
// for it. (The pickle machine's own errors are in core/io/pickle_reader_test.cpp.)
#define _GNU_SOURCE
#include <unistd.h>

#include "tests/capi/torch_files.h"

static void refuses_file(const char* path, tn_status_t code, const char* parts) {
  refuses(tn_load(path, NULL), code, parts);
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.mapped = 1;
  refuses(tn_load(path, &o), code, parts);
  remove(path);
}

#define refuses_tensor(sizes, strides, offset, part)                                              \
  refuses_file(ARCHIVE("}S'w'\n" TENSOR("Float", "0", 8, offset, sizes, strides) "s"), TN_ERR_IO, \
               "in 'w'|" part)

static void test_arguments(void** state) {
  (void)state;
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  refuses(tn_load(NULL, NULL), TN_ERR_NULL, "tn_load|path");
  refuses(tn_load_state_dict(NULL), TN_ERR_NULL, "tn_load_state_dict|path");
  refuses(tn_load("/nowhere/at/all", NULL), TN_ERR_IO, "/nowhere/at/all");
  refuses(tn_load_state_dict("/nowhere/at/all"), TN_ERR_IO, "/nowhere/at/all");
  refuses(tn_load("/", NULL), TN_ERR_IO, "");
  o.max_inflated_bytes = -1;
  refuses(tn_load("x", &o), TN_ERR_VALUE, "max_inflated_bytes is -1");
  memset(&o, 0, sizeof o);
  refuses(tn_load("x", &o), TN_ERR_VALUE, "struct_size");
}

static void test_tensors_that_lie(void** state) {
  (void)state;
  refuses_tensor("I3\nI3\n", "I3\nI1\n", 0, "reaches beyond its end");
  refuses_tensor("I2\n", "I1\n", 7, "reaches beyond its end");
  refuses_tensor("", "", 8, "reaches beyond its end");
  refuses_tensor("I2\nI3\n", "I5\nI1\n", 1, "reaches beyond its end");
  refuses_tensor("I2\n", "I1\n", -1, "begins before it");
  refuses_tensor("I-2\n", "I1\n", 0, "negative size");
  refuses_tensor("I2\n", "I-1\n", 1, "negative stride");
  refuses_tensor("I2\n", "", 0, "not as many strides");
  refuses_tensor("I2\n", "I1\n", 9223372036854775807, "more elements than can be counted");
  refuses_tensor("I2\n", "I9223372036854775807\n", 0, "beyond its end");
  refuses_tensor("I4294967296\nI4294967296\n", "I0\nI0\n", 0, "more elements than can be counted");
  refuses_tensor("I0\nI4611686018427387904\nI8\n", "I1\nI1\nI1\n", 0, "more elements than can be counted");
  refuses_tensor("L99999999999999999999L\n", "I1\n", 0, "argument 2|ints of 64 bits");
  refuses_tensor("S'2'\n", "I1\n", 0, "argument 2|a tuple of ints");
  // As many elements as there are places, and yet a thousand million for whoever goes through them.
  refuses_tensor("I1000000000\n", "I0\n", 0, "far more than the file");
  refuses_file(ARCHIVE(TENSOR("Float", "0", 8, 0, "I1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\n",
                              "I1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\n")),
               TN_ERR_UNSUPPORTED, "13 dimensions");
}

static void test_storages_that_lie(void** state) {
  (void)state;
  refuses_file(ARCHIVE(STORAGE("Float", "0", 9)), TN_ERR_IO, "'data/0' has 32 bytes, and 9 elements of 4");
  refuses_file(ARCHIVE(STORAGE("Float", "2", 1)), TN_ERR_IO, "no record 'data/2'");
  refuses_file(ARCHIVE(STORAGE("Float", "../data.pkl", 1)), TN_ERR_IO, "no record");
  refuses_file(ARCHIVE(STORAGE("Float", "0", -1)), TN_ERR_IO, "-1 elements");
  refuses_file(ARCHIVE(STORAGE("Double", "0", 4611686018427387904)), TN_ERR_IO,
               "4611686018427387904 elements");
  refuses_file(ARCHIVE(STORAGE("Double", "0", 500000000000000000)), TN_ERR_IO, "'data/0' has 32 bytes");
  refuses_file(ARCHIVE("(" STORAGE("Float", "0", 8) STORAGE("Double", "0", 4) "t"), TN_ERR_IO,
               "'0' is a torch.FloatStorage of 8 elements and a torch.DoubleStorage of 4");
  refuses_file(ARCHIVE("(" STORAGE("Float", "0", 8) STORAGE("Float", "0", 4) "t"), TN_ERR_IO, "'0' is a");
  refuses_file(ARCHIVE(STORAGE("Foo", "0", 8)), TN_ERR_UNSUPPORTED, "torch.FooStorage");
  refuses_file(ARCHIVE(STORAGE("QInt8", "0", 8)), TN_ERR_UNSUPPORTED, "torch.QInt8Storage");
  refuses_file(ARCHIVE("(S'storage'\nS'FloatStorage'\nS'0'\nS'cpu'\nI8\ntQ"), TN_ERR_IO, "argument 1");
  refuses_file(ARCHIVE("(S'other'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI8\ntQ"), TN_ERR_IO, "a 'other'");
  refuses_file(ARCHIVE("(S'storage'\nctorch\nFloatStorage\nS'0'\ntQ"), TN_ERR_IO, "only 3 arguments");
  refuses_file(ARCHIVE("I1\nQ"), TN_ERR_IO, "a persistent id is an int");
  refuses_file(ARCHIVE("(tQ"), TN_ERR_IO, "only 0 arguments");
}

static void test_calls_that_lie(void** state) {
  (void)state;
  refuses_file(ARCHIVE("ctorch._utils\n_rebuild_tensor_v2\n)R"), TN_ERR_IO, "only 0 arguments");
  refuses_file(ARCHIVE("ctorch._utils\n_rebuild_tensor_v2\n(S'w'\nI0\n)))R"), TN_ERR_IO, "");
  refuses_file(ARCHIVE(TENSOR_IN(TENSOR("Float", "0", 8, 0, "I2\n", "I1\n"), 0, "I2\n", "I1\n")), TN_ERR_IO,
               "argument 0 is a tensor, not a storage");
  refuses_file(ARCHIVE("ctorch._utils\n_rebuild_parameter\n(" STORAGE("Float", "0", 8) "I01\n" SET "tR"),
               TN_ERR_IO, "argument 0");
  refuses_file(
      ARCHIVE("ctorch._utils\n_rebuild_parameter\n(" TENSOR("Long", "1", 1, 0, "", "") "I01\n" SET "tR"),
      TN_ERR_IO, "a tensor of int64 is to require a gradient");
  refuses_file(ARCHIVE("ctorch._tensor\n_rebuild_from_type_v2\n(ctorch\nSize\nctorch\nTensor\n))tR"),
               TN_ERR_IO, "argument 0");
  refuses_file(ARCHIVE("ctorch._utils\n_rebuild_tensor_v3\n(" STORAGE(
                   "Float", "0", 8) "I0\n(I1\nt(I1\ntI00\nNctorch\nfloat64\ntR"),
               TN_ERR_IO, "float64 in a storage of float32");
  refuses_file(ARCHIVE("ctorch._utils\n_rebuild_sparse_tensor\n)R"), TN_ERR_UNSUPPORTED,
               "_rebuild_sparse_tensor");
  refuses_file(ARCHIVE("cos\nsystem\nS'touch /tmp/tenon_was_here'\n\x85R"), TN_ERR_UNSUPPORTED,
               "asks for os.system");
  assert_int_not_equal(access("/tmp/tenon_was_here", F_OK), 0);
}

static void test_archives(void** state) {
  (void)state;
  uint8_t bytes[2000];
  const stored_entry none[] = {{"x/other", "", 0}}, old[] = {{"x/model.json", "{}", 2}},
                     empty[] = {{"x/data.pkl", "", 0}};
  refuses_file(file_with("none.pt", bytes, stored_zip(bytes, none, 1, 1)), TN_ERR_IO, "without a data.pkl");
  refuses_file(file_with("old.pt", bytes, stored_zip(bytes, old, 1, 1)), TN_ERR_UNSUPPORTED,
               "before PyTorch 1.4");
  refuses_file(file_with("empty.pt", bytes, stored_zip(bytes, empty, 1, 1)), TN_ERR_IO,
               "x/data.pkl|ends too soon");
  refuses_file(file_with("begin.pt", BYTES("PK\3\4")), TN_ERR_IO, "");
  refuses_file(file_with("nothing.pt", "", 0), TN_ERR_IO, "empty");
  refuses_file(file_with("text.pt", BYTES("This is a text, and nothing else.")), TN_ERR_IO,
               "no other format");
  uint8_t tar[1024] = {0};
  put_bytes(tar + 257, BYTES("ustar"));
  refuses_file(file_with("tar.pt", tar, sizeof tar), TN_ERR_UNSUPPORTED, "a tar archive");
}

#define MAGIC "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."
#define LEGACY(pickle, keys) MAGIC "\x80\x02M\xe9\x03.\x80\x02}.\x80\x02" pickle ".\x80\x02](" keys "e."
#define PART(count, view) "(S'storage'\nctorch\nFloatStorage\nS'7'\nS'cpu'\nI" #count "\n" view "tQ"
#define TWO "\2\0\0\0\0\0\0\0abcdefgh"

static void refuses_legacy(const char* bytes, size_t size, const char* part) {
  refuses_file(file_with("legacy.pt", bytes, size), TN_ERR_IO, part);
}

static void test_old_files(void** state) {
  (void)state;
  refuses_legacy(BYTES(LEGACY(PART(2, "N"), "S'7'\n") "\2\0\0\0\0\0\0\0abcdefg"), "'7' is cut off: 8 bytes");
  refuses_legacy(BYTES(LEGACY(PART(2, "N"), "S'7'\n") "\2\0\0\0\0\0\0"), "'7' is cut off");
  refuses_legacy(BYTES(LEGACY(PART(2, "N"), "S'7'\n") "\1\0\0\0\0\0\0\0abcdefgh"), "'7' has 1 elements");
  refuses_legacy(BYTES(LEGACY(PART(2, "N"), "S'7'\n") "\xff\xff\xff\xff\xff\xff\xff\xff"
                                                      "abcdefgh"),
                 "-1 elements");
  refuses_legacy(BYTES(LEGACY(PART(2, "N"), "S'8'\n") TWO), "'8' is that of no tensor");
  refuses_legacy(BYTES(LEGACY(PART(2, "N"), "S'7'\nS'7'\n") TWO TWO), "'7' is there twice");
  refuses_legacy(BYTES(LEGACY(PART(2, "N"), "") TWO), "'7' is missing");
  refuses_legacy(BYTES(LEGACY(PART(1000000, "N"), "S'7'\n") TWO), "'7' is to have 1000000 elements");
  refuses_legacy(BYTES(LEGACY(PART(500000000000000000, "N"), "S'7'\n") TWO), "more than are in the file");
  refuses_legacy(BYTES(LEGACY("(" PART(2, "N") PART(1, "N") "t", "S'7'\n") TWO),
                 "'7' is a torch.FloatStorage of 2");
  refuses_legacy(BYTES(LEGACY(PART(2, "(S'8'\nI1\nI2\nt"), "S'7'\n") TWO), "2 elements from 1 on");
  refuses_legacy(BYTES(LEGACY(PART(2, "(S'8'\nI-1\nI1\nt"), "S'7'\n") TWO), "1 elements from -1 on");
  refuses_legacy(BYTES(LEGACY(PART(2, "(S'8'\nI1\nI9223372036854775807\nt"), "S'7'\n") TWO),
                 "of a storage of 2");
  refuses_legacy(BYTES(LEGACY(PART(2, "I1\n"), "S'7'\n") TWO), "the view of a storage is an int");
  refuses_legacy(BYTES(LEGACY("(S'module'\nI1\ntQ", "")), "a module's class is an int");
  refuses_legacy(BYTES("\x80\x02\x8a\x0a\x6d\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02M\xe9\x03."),
                 "6 bytes behind it");
  refuses_legacy(BYTES(MAGIC), "ends too soon");
  refuses_file(file_with("version.pt", BYTES(MAGIC "\x80\x02M\xea\x03.")), TN_ERR_UNSUPPORTED,
               "version 1001");
}

/* Files in the bytes of files, a hundred deep. */
static void test_files_within_files(void** state) {
  (void)state;
  static uint8_t inner[20000], outer[20000];
  size_t size = 1;
  inner[0] = '.';
  for (int i = 0; i < 100; ++i) {
    uint8_t* to = put_bytes(outer, BYTES("\x80\x03"
                                         "ctorch.storage\n_load_from_bytes\nB"));
    to = put_bytes(put_number(to, size, 4), inner, size);
    to = put_bytes(to, BYTES("\x85R."));
    size = (size_t)(to - outer);
    memcpy(inner, outer, size);
  }
  refuses_file(file_with("nested.pkl", inner, size), TN_ERR_IO, "files are within files more than 4 deep");
}

/* A whole archive and a whole old file, cut anywhere and with each byte changed: an error or a value, and no
 * more. */
static void damage(const char* name, const char* path) {
  size_t size;
  char* bytes = content_of(path, &size);
  remove(path);
  for (size_t i = 0; i < size; ++i) {
    tn_scope_t s = tn_scope_begin();
    const char* cut = file_with(name, bytes, i);
    assert_null(tn_load(cut, NULL));
    assert_true(tn_error_code() < 0 && *tn_error_message());
    tn_error_clear();
    static const char kChanges[] = {1, (char)0x80, (char)0xff};
    for (size_t c = 0; c < sizeof kChanges; ++c) {
      bytes[i] = (char)(bytes[i] ^ kChanges[c]);
      tn_tree_t tree = tn_load(file_with(name, bytes, size), NULL);
      bytes[i] = (char)(bytes[i] ^ kChanges[c]);
      assert_true(tree ? !tn_error_code() : tn_error_code() < 0 && *tn_error_message());
      if (tree) made(tn_tree_tensors(tree));
      tn_error_clear();
    }
    ok(tn_scope_end(s));
  }
  remove(file_named(name));
  free(bytes);
}

static void test_damage(void** state) {
  (void)state;
  damage("damaged.pt",
         ARCHIVE("}(S'w'\n" TENSOR("Float", "0", 8, 2, "I2\nI3\n", "I3\nI1\n") "S'n'\n(I1\nF2\nNtu"));
  damage("damaged_old.pt",
         file_with("old.pt",
                   BYTES(LEGACY("}S'w'\n" TENSOR_IN(PART(2, "N"), 0, "I2\n", "I1\n") "s", "S'7'\n") TWO)));
}

/* What a file says never takes more memory than it has bytes for. */
static void test_memory(void** state) {
  (void)state;
  tn_memory_stats_t stats;
  ok(tn_memory_reset_peak(TN_CPU));
  ok(tn_get_memory_stats(TN_CPU, &stats, sizeof stats));
  int64_t before = stats.live_bytes;
  refuses_file(ARCHIVE("\x8d\xff\xff\xff\xff\xff\xff\xff\x7f"), TN_ERR_IO,
               "9223372036854775807 bytes are to follow");
  refuses_file(ARCHIVE("Nr\xff\xff\xff\xff"
                       "0j\xfe\xff\xff\xff"),
               TN_ERR_IO, "number 4294967294");
  refuses_legacy(BYTES(LEGACY(PART(1000000000, "N"), "S'7'\n") TWO), "more than are in the file");
  ok(tn_get_memory_stats(TN_CPU, &stats, sizeof stats));
  assert_true(stats.peak_bytes - before < 1 << 20);
}

/* Two tensors of one name, and more nesting than names can have. */
static void test_names(void** state) {
  (void)state;
  const char* path = ARCHIVE("}(S'a/b'\n" TENSOR("Float", "0", 8, 0, "", "") "S'a'\n}S'b'\n" TENSOR(
      "Float", "0", 8, 0, "", "") "su");
  refuses(tn_load_state_dict(path), TN_ERR_VALUE, "a/b");
  remove(path);
  static char pickle[8000];
  char* to = pickle;
  for (int i = 0; i < 2000; ++i) *to++ = ']';
  to = (char*)put_bytes((uint8_t*)to, BYTES(TENSOR("Float", "0", 8, 0, "", "")));
  for (int i = 0; i < 2000; ++i) *to++ = 'a';
  *to++ = '.';
  path = archive_with(pickle, (size_t)(to - pickle));
  refuses(tn_load_state_dict(path), TN_ERR_VALUE, "nested more than");
  made(tn_load(path, NULL));
  remove(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_arguments),
      scoped(test_tensors_that_lie),
      scoped(test_storages_that_lie),
      scoped(test_calls_that_lie),
      scoped(test_archives),
      scoped(test_old_files),
      scoped(test_files_within_files),
      scoped(test_damage),
      scoped(test_memory),
      scoped(test_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
