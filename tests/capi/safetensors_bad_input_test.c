// labels: hostile
// Indices of safetensors files that are broken, or lead elsewhere; mapped files that are broken.
#define _POSIX_C_SOURCE 200809L
#include <sys/stat.h>
#include <unistd.h>

#include "tests/capi/fixture.h"

static char folder[200], path[300];

static const char* in(const char* name) {
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static const char* write_text(const char* name, const char* text, size_t bytes) {
  FILE* f = fopen(in(name), "wb");
  assert_non_null(f);
  fwrite(text, 1, bytes, f);
  fclose(f);
  return path;
}

static const char* index_of(const char* text) { return write_text("index.json", text, strlen(text)); }

static void refuses_index(const char* text, const char* part) {
  refuses(tn_safetensors_load(index_of(text), NULL), TN_ERR_IO, part);
}

static void save_shard(const char* name, const char* tensor, const char* another) {
  tn_dict_t d = tn_dict_new();
  ok(tn_dict_set(d, tensor, tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU)));
  if (another) ok(tn_dict_set(d, another, tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU)));
  ok(tn_safetensors_save(d, in(name)));
}

static void test_arguments(void** state) {
  (void)state;
  tn_dict_t d = tn_dict_new();
  refuses(tn_safetensors_save_sharded(NULL, "x.safetensors.index.json", 1), TN_ERR_NULL, "dict");
  refuses(tn_safetensors_save_sharded(d, NULL, 1), TN_ERR_NULL, "index_path");
  refuses(tn_safetensors_save_sharded(d, in("x.safetensors.index.json"), 0), TN_ERR_VALUE,
          "must be positive");
  refuses(tn_safetensors_save_sharded(d, in("x.safetensors.index.json"), -1), TN_ERR_VALUE, "-1");
  const char* const names[] = {"model.safetensors", "index.json", ".safetensors.index.json", "",
                               "model.safetensors.index.json2"};
  for (int i = 0; i < 5; ++i)
    refuses(tn_safetensors_save_sharded(d, in(names[i]), 1), TN_ERR_VALUE, "the name of an index ends in");
  refuses(tn_safetensors_save_sharded(d, in("no/such/m.safetensors.index.json"), 1), TN_ERR_IO,
          "No such file");
  ok(tn_dict_set(d, "none", TN_NONE));
  refuses(tn_safetensors_save_sharded(d, in("x.safetensors.index.json"), 1), TN_ERR_VALUE, "'none' is None");
  assert_int_equal(access(in("x.safetensors.index.json"), F_OK), -1);
}

#define MAP(content) "{\"weight_map\":{" content "}}"

static void test_indices(void** state) {
  (void)state;
  refuses_index("{", "");
  refuses_index("{}", "no 'weight_map'");
  refuses_index("{\"weight_map\"", "the index is not JSON");
  refuses_index("{\"metadata\":{\"total_size\":1}}", "no 'weight_map'");
  refuses_index("{\"weight_map\":[]}", "weight_map is a list, not an object");
  refuses_index("{\"weight_map\":1}", "weight_map is a number, not an object");
  refuses_index("{\"weight_map\":\"a\"}", "weight_map is a string, not an object");
  refuses_index("{\"weight_map\":null}", "weight_map is null");
  refuses_index("{\"weight_map\":{},\"weight_map\":{}}", "twice");
  refuses_index(MAP("\"a\":1"), "'a' has a number in place of a file's name");
  refuses_index(MAP("\"a\":{}"), "'a' has an object");
  refuses_index(MAP("\"a\":[\"x\"]"), "'a' has a list");
  refuses_index(MAP("\"a\":\"x\",\"a\":\"y\""), "'a' is there twice");
  refuses_index(MAP("\"a\\u0000\":\"x\""), "zero byte");
  tn_dict_t none = tn_safetensors_load(index_of("{\"a\":[[{\"b\":[1,2,null,{}]}]],\"weight_map\":{}}"), NULL);
  made(none);
  assert_int_equal(tn_dict_count(none), 0);
  remove(path);
}

static void test_paths(void** state) {
  (void)state;
  static const char* const names[] = {"",         ".",   "..",      "../x", "/etc/passwd", "a/b", "a\\\\b",
                                      "x\\u0000", "./x", "..\\\\x", "/"};
  char text[200];
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    snprintf(text, sizeof text, MAP("\"a\":\"%s\""), names[i]);
    refuses_index(text, "which is no name of a file beside the index");
  }
  refuses_index(MAP("\"a\":\"nowhere\""), "nowhere: No such file or directory");
  refuses_index(MAP("\"a\":\"index.json\""), "no safetensors file"); /* itself */
  remove(in("index.json"));
}

static void test_shards(void** state) {
  (void)state;
  save_shard("one", "a", NULL);
  save_shard("two", "b", "c");
  refuses_index(MAP("\"a\":\"two\",\"b\":\"two\",\"c\":\"two\""),
                "'a' is to be in the file 'two', and isn't");
  refuses_index(MAP("\"a\":\"one\",\"b\":\"two\""), "two: it has 'c', and the index doesn't say so");
  refuses_index(MAP("\"a\":\"one\",\"b\":\"two\",\"c\":\"one\""), "two: it has 'c'");
  write_text("three", "{}", 2);
  refuses_index(MAP("\"a\":\"one\",\"b\":\"three\""), "three: no safetensors file");
  tn_dict_t d = tn_safetensors_load(index_of(MAP("\"c\":\"two\",\"a\":\"one\",\"b\":\"two\"")), NULL);
  made(d);
  assert_string_equal(tn_dict_name(d, 0), "c");
  assert_string_equal(tn_dict_name(d, 2), "b");
  remove(in("one"));
  refuses(tn_safetensors_load(in("index.json"), NULL), TN_ERR_IO, "one: No such file or directory");
  remove(in("two"));
  remove(in("three"));
  remove(in("index.json"));
}

/* The same answers as for one that is read. */
static void test_mapped(void** state) {
  (void)state;
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.mapped = 1;
  save_shard("model", "a", "b");
  struct stat info;
  assert_int_equal(stat(path, &info), 0);
  for (off_t size = info.st_size - 1; size >= 0; --size) {
    assert_int_equal(truncate(path, size), 0);
    refuses(tn_safetensors_load(path, &o), TN_ERR_IO, "model: ");
  }
  remove(path);
  refuses(tn_safetensors_load(path, &o), TN_ERR_IO, "No such file");
  refuses(tn_safetensors_load(folder, &o), TN_ERR_IO, "Is a directory");
  o.max_inflated_bytes = -1;
  refuses(tn_safetensors_load(path, &o), TN_ERR_VALUE, "max_inflated_bytes");
}

/* Entries that aren't aligned are copied. */
static void test_unaligned(void** state) {
  (void)state;
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.mapped = 1;
  static const char header[] =
      "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
      "\"b\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[1,9]},"
      "\"c\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[9,12]}}";
  char text[300] = {0};
  size_t n = strlen(header);
  text[0] = (char)n;
  memcpy(text + 8, header, n);
  memcpy(text + 8 + n, "\x07\x01\0\0\0\xff\xff\xff\xff\0\x01\x80", 12);
  for (int i = 0; i < 2; ++i) {
    tn_dict_t d = tn_safetensors_load(write_text("odd", text, 8 + n + 12), i ? &o : NULL);
    made(d);
    expect(tn_dict_get(d, "a"), 0, 7);
    expect(tn_dict_get(d, "b"), 0, 1, -1);
    tn_tensor_t truths = tn_dict_get(d, "c");
    expect(truths, 0, 0, 1, 1);
    const unsigned char* bytes = tn_tensor_data(truths);
    assert_int_equal(bytes[2], 1);
    ok(tn_fill_scalar_(tn_dict_get(d, "b"), 3));
    ok(tn_fill_scalar_(truths, 0));
    if (i) refuses(tn_fill_scalar_(tn_dict_get(d, "a"), 3), TN_ERR_STATE, "read-only");
  }
  remove(path);
}

static int make_folder(void** state) {
  (void)state;
  const char* root = getenv("TMPDIR");
  snprintf(folder, sizeof folder, "%s/tenon-bad-safetensors-XXXXXX", root ? root : "/tmp");
  return mkdtemp(folder) ? 0 : 1;
}
static int remove_folder(void** state) {
  (void)state;
  return rmdir(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_arguments), scoped(test_indices), scoped(test_paths),
                                     scoped(test_shards),    scoped(test_mapped),  scoped(test_unaligned)};
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
