// labels: hostile
// NumPy's files that are broken, or hold what Tenon hasn't got: an error that says which and where.
#define _GNU_SOURCE
#include <unistd.h>

#include "tests/capi/files.h"

static const char kGood[] = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n";

/* A file of version 1 with this header, said to be so long, and so many bytes after it. */
static const char* npy_file(const char* header, size_t length, size_t data) {
  static char file[5000];
  memset(file, 1, sizeof file);
  memcpy(file, "\x93NUMPY\1\0", 8);
  file[8] = (char)length, file[9] = (char)(length >> 8);
  size_t written = strlen(header);
  memcpy(file + 10, header, written);
  return file_with("bad.npy", file, 10 + written + data);
}

static void refuses_header(const char* header, size_t data, tn_status_t code, const char* parts) {
  refuses(tn_npy_load(npy_file(header, strlen(header), data)), code, "bad.npy");
  refuses(tn_npy_load(npy_file(header, strlen(header), data)), code, parts);
}

static void refuses_fields(const char* descr, const char* order, const char* shape, size_t data,
                           tn_status_t code, const char* parts) {
  char header[4000];
  snprintf(header, sizeof header, "{'descr': %s, 'fortran_order': %s, 'shape': %s, }\n", descr, order, shape);
  refuses_header(header, data, code, parts);
}

static void test_arguments(void** state) {
  (void)state;
  tn_tensor_t t = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  tn_dict_t d = tn_dict_new();
  const char* name = file_named("out");
  refuses(tn_npy_save(NULL, name), TN_ERR_NULL, "t");
  refuses(tn_npy_save(TN_NONE, name), TN_ERR_NULL, "t");
  refuses(tn_npy_save(t, NULL), TN_ERR_NULL, "path");
  refuses(tn_npy_load(NULL), TN_ERR_NULL, "path");
  refuses(tn_npy_load("/nowhere/at/all"), TN_ERR_IO, "/nowhere/at/all");
  refuses(tn_npy_load("/"), TN_ERR_IO, "directory");
  refuses(tn_npy_save(t, "/nowhere/at/all"), TN_ERR_IO, "/nowhere/at/all");
  tn_tensor_t brain = tn_ones(TN_SHAPE(2), TN_BFLOAT16, TN_CPU);
  refuses(tn_npy_save(brain, name), TN_ERR_UNSUPPORTED, "bfloat16");
  refuses(tn_npz_save(NULL, name, 0), TN_ERR_NULL, "dict");
  refuses(tn_npz_save(d, NULL, 0), TN_ERR_NULL, "path");
  refuses(tn_npz_save(d, "/nowhere/at/all", 0), TN_ERR_IO, "/nowhere/at/all");
  refuses(tn_npz_load(NULL, NULL), TN_ERR_NULL, "path");
  refuses(tn_npz_load("/nowhere/at/all", NULL), TN_ERR_IO, "/nowhere/at/all");
  tn_load_options_t o = {0};
  refuses(tn_npz_load(name, &o), TN_ERR_VALUE, "struct_size");
  tn_load_options_init(&o, sizeof o);
  o.max_inflated_bytes = -1;
  refuses(tn_npz_load(name, &o), TN_ERR_VALUE, "max_inflated_bytes is -1");
  ok(tn_dict_set(d, "b", brain));
  refuses(tn_npz_save(d, name, 1), TN_ERR_UNSUPPORTED, "bfloat16");
  static const char* const names[] = {"../a", "/a", "a/../../b", "\xff"};
  for (int i = 0; i < 4; ++i) {
    d = tn_dict_new();
    ok(tn_dict_set(d, names[i], t));
    refuses(tn_npz_save(d, name, 0), TN_ERR_VALUE, "can't be the name");
  }
  d = tn_dict_new();
  ok(tn_dict_set(d, "none", TN_NONE));
  refuses(tn_npz_save(d, name, 0), TN_ERR_VALUE, "'none' is None");
  assert_int_equal(access(name, F_OK), -1);
}

static void test_beginnings(void** state) {
  (void)state;
  refuses(tn_npy_load(file_with("bad.npy", "", 0)), TN_ERR_IO, "bad.npy|0 bytes");
  refuses(tn_npy_load(file_with("bad.npy", "\x93NUMPX\1\0\0\0", 10)), TN_ERR_IO, "begin");
  refuses(tn_npy_load(file_with("bad.npy", "\x93NUMPY\0\0\0\0", 10)), TN_ERR_UNSUPPORTED, "version 0.0");
  refuses(tn_npy_load(file_with("bad.npy", "\x93NUMPY\4\0\0\0\0\0", 12)), TN_ERR_UNSUPPORTED, "version 4.0");
  refuses(tn_npy_load(file_with("bad.npy", "\x93NUMPY\1\1\0\0", 10)), TN_ERR_UNSUPPORTED, "version 1.1");
  refuses(tn_npy_load(file_with("bad.npy", "\x93NUMPY\1\0\0", 9)), TN_ERR_IO, "ends within");
  refuses(tn_npy_load(file_with("bad.npy", "\x93NUMPY\2\0\xff\xff\xff\xff", 12)), TN_ERR_IO,
          "4294967295 bytes");
  refuses(tn_npy_load(npy_file(kGood, strlen(kGood) + 9, 8)), TN_ERR_IO, "header is to have 67 bytes");
  refuses(tn_npy_load(npy_file(kGood, 0, 8)), TN_ERR_IO, "'{' is missing");
  refuses(tn_npy_load(npy_file(kGood, 20, 8)), TN_ERR_IO, "at its byte 20");
  refuses(tn_npy_load(npy_file(kGood, strlen(kGood) - 2, 8)), TN_ERR_IO, "a text is missing");
  /* Each length of the whole. */
  size_t whole = 10 + strlen(kGood) + 8, bytes;
  char* data = content_of(npy_file(kGood, strlen(kGood), 8), &bytes);
  assert_int_equal(bytes, whole);
  made(tn_npy_load(file_named("bad.npy")));
  for (size_t length = 0; length < whole; ++length)
    refuses(tn_npy_load(file_with("bad.npy", data, length)), TN_ERR_IO, "bad.npy");
  free(data);
}

static void test_long_header(void** state) {
  (void)state;
  size_t bytes = (1 << 20) + 1;
  char* data = malloc(bytes + 12);
  assert_non_null(data);
  memset(data, ' ', bytes + 12);
  memcpy(data, "\x93NUMPY\2\0\1\0\x10\0", 12);
  refuses(tn_npy_load(file_with("bad.npy", data, bytes + 12)), TN_ERR_IO,
          "1048577 bytes, and 1048576 is the most");
  free(data);
}

static void test_literals(void** state) {
  (void)state;
  static const struct {
    const char *header, *parts;
  } kBad[] = {
      {"", "'{' is missing"},
      {"{", "a text is missing"},
      {"{}", "lacks 'descr'"},
      {"[]", "'{' is missing"},
      {"{'descr': '<f4', 'fortran_order': False}", "lacks 'shape'"},
      {"{'descr': '<f4', 'shape': ()}", "lacks 'fortran_order'"},
      {"{'shape': (), 'fortran_order': False}", "lacks 'descr'"},
      {"{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "'descr' is there twice"},
      {"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}", "none of descr"},
      {"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } + 1", "after its end|"},
      {"{'descr': '<f4' 'fortran_order': False, 'shape': (2,)}", "'}' is missing"},
      {"{'descr' '<f4'}", "':' is missing"},
      {"{descr: '<f4'}", "a text is missing"},
      {"{'descr: 1}", "no end"},
      {"{'descr': '<f4\\x00'}", "can't have"},
      {"{'descr': '\xc3\xa4'}", "can't have"},
      {"{,}", "a text is missing"},
      {"{'descr': '<f4',, 'shape': ()}", "a text is missing"},
      {"(lambda: exit())()", "'{' is missing"},
  };
  for (size_t i = 0; i < sizeof kBad / sizeof *kBad; ++i)
    refuses_header(kBad[i].header, 8, TN_ERR_IO, i == 9 ? "goes on after its end" : kBad[i].parts);
}

static void test_fields(void** state) {
  (void)state;
  refuses_fields("'<f4'", "None", "(2,)", 8, TN_ERR_IO, "neither True nor False");
  refuses_fields("'<f4'", "0", "(2,)", 8, TN_ERR_IO, "neither True nor False");
  refuses_fields("'<f4'", "Falsehood", "(2,)", 8, TN_ERR_IO, "missing");
  refuses_fields("'<f4'", "False", "2", 8, TN_ERR_IO, "'(' is missing");
  refuses_fields("'<f4'", "False", "(2)", 8, TN_ERR_IO, "a number, not a tuple");
  refuses_fields("'<f4'", "False", "(2 2)", 8, TN_ERR_IO, "no tuple");
  refuses_fields("'<f4'", "False", "(,)", 8, TN_ERR_IO, "a size is missing");
  refuses_fields("'<f4'", "False", "(-2,)", 8, TN_ERR_IO, "a size is missing");
  refuses_fields("'<f4'", "False", "(2.0,)", 8, TN_ERR_IO, "no tuple");
  refuses_fields("'<f4'", "False", "(1+1,)", 8, TN_ERR_IO, "no tuple");
  refuses_fields("'<f4'", "False", "[2]", 8, TN_ERR_IO, "'(' is missing");
  refuses_fields("'<f4'", "False", "((2,),)", 8, TN_ERR_IO, "a size is missing");
  refuses_fields("'<f4'", "False", "(9223372036854775808,)", 8, TN_ERR_IO, "63 bits");
  refuses_fields("'<f4'", "False", "(1,1,1,1,1,1,1,1,1,1,1,1,2)", 8, TN_ERR_UNSUPPORTED, "13 dimensions|12");
  refuses_fields("'<f4'", "False", "(3,)", 8, TN_ERR_IO, "float32 [3]|8 bytes follow");
  refuses_fields("'<f4'", "False", "(1,)", 8, TN_ERR_IO, "float32 [1]|8 bytes follow");
  refuses_fields("'<f4'", "False", "(0,)", 8, TN_ERR_IO, "8 bytes follow");
  refuses_fields("'<f4'", "False", "(2, 0, 9223372036854775807)", 8, TN_ERR_IO, "8 bytes follow");
  refuses_fields("'<f4'", "False", "(0, 9223372036854775807, 9223372036854775807)", 0, TN_ERR_IO, "follow");
  refuses_fields("'<f4'", "False", "(4611686018427387906,)", 8, TN_ERR_IO, "8 bytes follow");
  refuses_fields("'<f4'", "False", "(4294967296, 4294967296)", 0, TN_ERR_IO, "0 bytes follow");
  refuses_fields("'<f4'", "False", "(1000000000000,)", 8, TN_ERR_IO, "float32 [1000000000000]");
}

static void test_dtypes(void** state) {
  (void)state;
  static const char* const kForeign[] = {"<c8", "<c16",    "<u2", "<u4",  ">u8", "<U5", "|S4", "|V2",
                                         "<V2", "<M8[ns]", "<m8", "<f16", "f1",  "i16", "b2",  "g"};
  char text[100];
  for (size_t i = 0; i < sizeof kForeign / sizeof *kForeign; ++i) {
    snprintf(text, sizeof text, "'%s'", kForeign[i]);
    refuses_fields(text, "False", "(2,)", 8, TN_ERR_UNSUPPORTED, kForeign[i]);
  }
  refuses_fields("'|O'", "False", "(2,)", 8, TN_ERR_UNSUPPORTED, "'|Python objects");
  refuses_fields("[('x', '<f4'), ('y', '<i8')]", "False", "(2,)", 8, TN_ERR_UNSUPPORTED, "structured dtype");
  refuses_fields("('<f4', (2,))", "False", "(2,)", 8, TN_ERR_UNSUPPORTED, "structured dtype");
  refuses_fields("''", "False", "(2,)", 8, TN_ERR_IO, "no dtype");
  refuses_fields("'<'", "False", "(2,)", 8, TN_ERR_IO, "no dtype");
  refuses_fields("'<<f4'", "False", "(2,)", 8, TN_ERR_IO, "no dtype");
  refuses_fields("'x4'", "False", "(2,)", 8, TN_ERR_IO, "'x4' is no dtype");
  refuses_fields("None", "False", "(2,)", 8, TN_ERR_IO, "a text is missing");
}

/* ---- archives: the zip reader's own tests damage each byte of one; here is what .npz adds */

static void test_archives(void** state) {
  (void)state;
  const char* name = file_named("bad.npz");
  tn_dict_t d = tn_dict_new();
  ok(tn_dict_set(d, "weight", counted(TN_SHAPE(4, 4), TN_FLOAT32)));
  for (int compressed = 0; compressed < 2; ++compressed) {
    ok(tn_npz_save(d, name, compressed));
    size_t bytes;
    char* data = content_of(name, &bytes);
    for (size_t length = 0; length < bytes; length += 3)
      refuses(tn_npz_load(file_with("bad.npz", data, length), NULL), TN_ERR_IO, "bad.npz|zip archive");
    for (size_t i = 64; i < bytes; i += compressed ? 1 : 7) {
      data[i] ^= 0x55;
      tn_dict_t again = tn_npz_load(file_with("bad.npz", data, bytes), NULL);
      if (again) assert_true(equal(tn_dict_get(again, "weight"), tn_dict_get(d, "weight")));
      else assert_true(tn_error_code() == TN_ERR_IO || tn_error_code() == TN_ERR_UNSUPPORTED);
      tn_error_clear();
      data[i] ^= 0x55;
    }
    /* The name in both headers, and the array's own beginning (which the checksum sees first). */
    for (char* at = data; (at = memmem(at, bytes - (size_t)(at - data), ".npy", 4)); ++at) at[3] = 'x';
    refuses(tn_npz_load(file_with("bad.npz", data, bytes), NULL), TN_ERR_IO, "'weight.npx' is no .npy file");
    free(data);
  }
  refuses(tn_npz_load(npy_file(kGood, strlen(kGood), 8), NULL), TN_ERR_IO, "bad.npy|broken zip archive");
  remove(file_named("bad.npy"));
  remove(name);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_arguments), scoped(test_beginnings), scoped(test_long_header), scoped(test_literals),
      scoped(test_fields),    scoped(test_dtypes),     scoped(test_archives),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
