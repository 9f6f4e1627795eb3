// labels: hostile
// Safetensors files and models that are broken: an error that says what is wrong, and nothing taken for it.
#include "tests/capi/fixture.h"

static const char* name_of(const char* what) {
  static char name[256];
  return own_path(name, sizeof name, what);
}

/* A file of this header, said to be `length` bytes long, and so many bytes of data. */
static const char* write_file(const char* header, size_t length, size_t data) {
  const char* name = name_of("file");
  size_t written = length < strlen(header) ? length : strlen(header);
  FILE* f = fopen(name, "wb");
  assert_non_null(f);
  for (int i = 0; i < 8; ++i) fputc((int)(length >> 8 * i & 255), f);
  fwrite(header, 1, written, f);
  for (size_t i = 0; i < data; ++i) fputc(1, f);
  fclose(f);
  return name;
}

static void refuses_header(const char* header, size_t data, tn_status_t code, const char* part) {
  refuses(tn_safetensors_load(write_file(header, strlen(header), data), NULL), code, part);
}

static void test_null(void** state) {
  (void)state;
  tn_dict_t d = tn_dict_new();
  tn_module_t m = tn_nn_relu();
  refuses(tn_safetensors_save(NULL, "x"), TN_ERR_NULL, "dict");
  refuses(tn_safetensors_save(d, NULL), TN_ERR_NULL, "path");
  refuses(tn_safetensors_load(NULL, NULL), TN_ERR_NULL, "path");
  refuses(tn_module_save(NULL, "x"), TN_ERR_NULL, "m");
  refuses(tn_module_save(m, NULL), TN_ERR_NULL, "path");
  refuses(tn_module_load(NULL), TN_ERR_NULL, "path");
  refuses(tn_safetensors_load("/nowhere/at/all", NULL), TN_ERR_IO, "/nowhere/at/all");
  refuses(tn_module_load("/nowhere/at/all"), TN_ERR_IO, "/nowhere/at/all");
  refuses(tn_safetensors_save(d, "/nowhere/at/all"), TN_ERR_IO, "/nowhere/at/all");
  refuses(tn_module_save(m, "/nowhere/at/all"), TN_ERR_IO, "/nowhere/at/all");
  refuses(tn_safetensors_load("/", NULL), TN_ERR_IO, "");
  ok(tn_dict_set(d, "\xff", tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU)));
  refuses(tn_safetensors_save(d, name_of("file")), TN_ERR_VALUE, "not UTF-8");
  tn_dict_t e = tn_dict_new();
  ok(tn_dict_set(e, "__metadata__", tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU)));
  refuses(tn_safetensors_save(e, name_of("file")), TN_ERR_VALUE, "__metadata__");
}

#define ENTRY(fields) "{\"a\":{" fields "}}"

static void test_headers(void** state) {
  (void)state;
  refuses(tn_safetensors_load(write_file("", 0, 0), NULL), TN_ERR_IO, "the header is not JSON");
  refuses(tn_safetensors_load(write_file("{}", 1u << 20, 0), NULL), TN_ERR_IO, "");
  refuses_header("[]", 0, TN_ERR_IO, "the header is a list, not an object");
  refuses_header("{", 0, TN_ERR_IO, "not JSON");
  refuses_header("{\"a\":1}", 0, TN_ERR_IO, "a number where it must not be, at 'a'");
  refuses_header(ENTRY(""), 0, TN_ERR_IO, "'a' has no dtype, shape or data_offsets");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1"), 4, TN_ERR_IO,
                 "a field that is neither");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]"), 4,
                 TN_ERR_IO, "a field twice");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]"), 4, TN_ERR_IO,
                 "not two offsets");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,4]"), 4, TN_ERR_IO,
                 "more than two offsets");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]"), 4, TN_ERR_IO,
                 "a negative number");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]"), 4, TN_ERR_IO,
                 "no integer");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[18446744073709551615],\"data_offsets\":[0,4]"), 4,
                 TN_ERR_IO, "63 bits");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]"), 4, TN_ERR_IO,
                 "'a' (F32 [2] at bytes 0 to 4 of 4) has not as many bytes as its shape asks for");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]"), 3, TN_ERR_IO,
                 "outside the file");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]"), 4, TN_ERR_IO,
                 "outside the file");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]"), 5, TN_ERR_IO,
                 "5 bytes of data");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]"), 8, TN_ERR_IO,
                 "a hole before it");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,4],\"data_offsets\":[0,0]"), 0,
                 TN_ERR_IO, "as many bytes");
  refuses_header(ENTRY("\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,4]"), 4,
                 TN_ERR_IO, "too many dimensions");
  refuses_header(ENTRY("\"dtype\":\"F33\",\"shape\":[1],\"data_offsets\":[0,4]"), 4, TN_ERR_IO,
                 "unknown dtype 'F33'");
  refuses_header(ENTRY("\"dtype\":\"U64\",\"shape\":[1],\"data_offsets\":[0,8]"), 8, TN_ERR_UNSUPPORTED,
                 "dtype U64");
  refuses_header("{\"a\\u0000b\":{}}", 0, TN_ERR_IO, "zero byte");
  refuses_header(
      "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],"
      "\"data_offsets\":[1,3]}}",
      3, TN_ERR_IO, "overlaps another tensor");
  refuses_header(
      "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{\"dtype\":\"U8\",\"shape\":[0],"
      "\"data_offsets\":[0,0]}}",
      0, TN_ERR_IO, "'a' is there twice");
  refuses_header("{\"__metadata__\":{\"a\":1}}", 0, TN_ERR_IO, "a number where");
  refuses_header("{\"__metadata__\":{\"a\":\"b\",\"a\":\"c\"}}", 0, TN_ERR_IO,
                 "'a' is twice in __metadata__");
  remove(name_of("file"));
}

/* ---- models */

static void refuses_model(const char* description, tn_status_t code, const char* part) {
  tn_dict_t d = tn_dict_new();
  ok(tn_dict_set(d, "weight", tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU)));
  if (description) ok(tn_dict_set_metadata(d, "tenon.module", description));
  ok(tn_safetensors_save(d, name_of("model")));
  refuses(tn_module_load(name_of("model")), code, part);
}

#define MODEL(cls, arguments, parameters, children)                               \
  "{\"class\":\"" cls "\",\"arguments\":" arguments ",\"parameters\":" parameters \
  ",\"buffers\":{},\"children\":" children "}"
#define LINEAR(in)                                                              \
  MODEL("Linear", "{\"in_features\":" in ",\"out_features\":2,\"bias\":false}", \
        "{\"weight\":true,\"bias\":null}", "[]")

static void test_models(void** state) {
  (void)state;
  refuses_model(NULL, TN_ERR_IO, "has no architecture");
  refuses_model("[", TN_ERR_IO, "no fitting JSON object");
  refuses_model("{\"class\":1}", TN_ERR_IO, "no fitting 'class'");
  refuses_model(MODEL("Linaer", "{}", "{}", "[]"), TN_ERR_KEY, "did you mean 'Linear'?");
  refuses_model(MODEL("Linear", "{}", "{}", "[]"), TN_ERR_VALUE, "in_features");
  refuses_model(LINEAR("4"), TN_ERR_IO, "'weight' has shape [2, 3], and its module wants [2, 4]");
  refuses_model(LINEAR("1000000000000"), TN_ERR_IO, "its module wants [2, 1000000000000]");
  refuses_model(
      MODEL("Linear", "{\"in_features\":3,\"out_features\":2}", "{\"weight\":true,\"bias\":true}", "[]"),
      TN_ERR_IO, "'bias' is not in the file");
  refuses_model(MODEL("Linear", "{\"in_features\":3,\"out_features\":2}", "{\"weight\":true}", "[]"),
                TN_ERR_IO, "'bias' is not in the description");
  refuses_model(MODEL("ReLU", "{}", "{}", "[]"), TN_ERR_IO, "'weight' belongs to no module");
  refuses_model(MODEL("Sequential", "{}", "{}", "[1]"), TN_ERR_IO, "no fitting 'children'");
  refuses_model(MODEL("Sequential", "{}", "{}", "[[\"0\",{\"same\":\"1\"}]]"), TN_ERR_IO, "isn't there");
  refuses_model(MODEL("Sequential", "{}", "{}",
                      "[[\"a.b\",{\"class\":\"ReLU\",\"arguments\":{},\"parameters\":{},\"buffers\":{},"
                      "\"children\":[]}]]"),
                TN_ERR_KEY, "dot");
  tn_dict_t d = tn_dict_new();
  ok(tn_dict_set(d, "weight", tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU)));
  ok(tn_dict_set_metadata(d, "tenon.module", LINEAR("3")));
  ok(tn_safetensors_save(d, name_of("model")));
  made(tn_module_load(name_of("model")));
  enum { DEEP = 100000 };
  char* deep = malloc(6 * DEEP + 2);
  assert_non_null(deep);
  deep[0] = 0;
  for (int i = 0; i < DEEP; ++i) memcpy(deep + 5 * i, "{\"a\":", 5);
  memcpy(deep + 5 * DEEP - 2, "\":1", 3);
  memset(deep + 5 * DEEP + 1, '}', DEEP);
  deep[6 * DEEP + 1] = 0;
  refuses_model(deep, TN_ERR_IO, "no fitting JSON object");
  free(deep);
  remove(name_of("model"));
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_null), scoped(test_headers), scoped(test_models)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
