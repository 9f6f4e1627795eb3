// labels: hostile
// Tables that are none: an error with the line and the field.
#define _GNU_SOURCE
#include <unistd.h>

#include "tests/capi/files.h"

static tn_tensor_t load(const char* text, size_t bytes, tn_dtype_t dtype, char delimiter) {
  tn_csv_options_t o;
  tn_csv_options_init(&o, sizeof o);
  o.dtype = dtype, o.delimiter = delimiter;
  const char* name = file_with("bad.csv", text, bytes);
  tn_tensor_t t = tn_csv_load(name, &o);
  remove(name);
  return t;
}

static void refuses_text(const char* text, tn_dtype_t dtype, const char* parts) {
  refuses(load(text, strlen(text), dtype, ','), TN_ERR_IO, "bad.csv");
  refuses(load(text, strlen(text), dtype, ','), TN_ERR_IO, parts);
}

static void test_arguments(void** state) {
  (void)state;
  tn_tensor_t t = tn_ones(TN_SHAPE(2, 2), TN_FLOAT32, TN_CPU);
  const char* name = file_named("out.csv");
  refuses(tn_csv_load(NULL, NULL), TN_ERR_NULL, "path");
  refuses(tn_csv_load("/nowhere/at/all", NULL), TN_ERR_IO, "/nowhere/at/all");
  refuses(tn_csv_save(NULL, name, NULL), TN_ERR_NULL, "t");
  refuses(tn_csv_save(t, NULL, NULL), TN_ERR_NULL, "path");
  refuses(tn_csv_save(t, "/nowhere/at/all", NULL), TN_ERR_IO, "/nowhere/at/all");
  refuses(tn_csv_save(tn_ones(NULL, 0, TN_FLOAT32, TN_CPU), name, NULL), TN_ERR_SHAPE, "[]");
  refuses(tn_csv_save(tn_ones(TN_SHAPE(2, 2, 2), TN_FLOAT32, TN_CPU), name, NULL), TN_ERR_SHAPE, "[2, 2, 2]");
  refuses(tn_csv_save(tn_ones(TN_SHAPE(2, 0), TN_FLOAT32, TN_CPU), name, NULL), TN_ERR_SHAPE, "[2, 0]");
  tn_csv_options_init(NULL, 100);
  tn_csv_options_t o = {0};
  refuses(tn_csv_load(name, &o), TN_ERR_VALUE, "struct_size");
  refuses(tn_csv_save(t, name, &o), TN_ERR_VALUE, "struct_size");
  for (int delimiter = -1; delimiter < 300; ++delimiter) {
    tn_csv_options_init(&o, sizeof o);
    o.delimiter = delimiter;
    int takes = delimiter > 0 && delimiter < 127 && strchr("\t !#$%&'()*,/:;<=>?@[\\]^_`{|}~", delimiter);
    if (takes) {
      ok(tn_csv_save(t, name, &o));
      assert_true(equal(tn_csv_load(name, &o), t));
    } else {
      char part[40];
      snprintf(part, sizeof part, "the character %d;", delimiter);
      refuses(tn_csv_save(t, name, &o), TN_ERR_VALUE, part);
      refuses(tn_csv_load(file_with("out.csv", "1", 1), &o), TN_ERR_VALUE, part);
    }
  }
  tn_csv_options_init(&o, sizeof o);
  o.skip_rows = -1;
  refuses(tn_csv_load(name, &o), TN_ERR_VALUE, "skip_rows is -1");
  tn_csv_options_init(&o, sizeof o);
  o.dtype = 77;
  refuses(tn_csv_load(name, &o), TN_ERR_VALUE, "77");
  remove(name);
}

static void test_rows(void** state) {
  (void)state;
  refuses_text("1,2\n3\n", TN_FLOAT32, "line 2 has 1 fields, and the first row has 2");
  refuses_text("1,2\n\n\n3,4,\n", TN_FLOAT32, "line 4 has 3 fields, and the first row has 2");
  refuses_text("1,2\n \n", TN_FLOAT32, "line 2 has 1 fields");
  refuses_text("\"1\n\"\n", TN_FLOAT32, "line 1, field 1: '1' has no quote at its end");
  refuses_text("1,\"2", TN_FLOAT32, "field 2: '2' has no quote at its end");
  refuses_text("\"1\"2,3\n", TN_FLOAT32, "field 1: '1' has something behind its quotes");
  refuses_text("\"1\"\"2\"\n", TN_FLOAT32, "behind its quotes");
  refuses_text("\"1,5\"\n", TN_FLOAT32, "line 1, field 1: '1,5' is no number");
}

static void test_numbers(void** state) {
  (void)state;
  static const char* const kNone[] = {"a",      "1a",   "0x10",  "1e",    "1e+",     "e5",    ".",
                                      "-",      "+",    "--1",   "1 2",   "1_0",     "nan()", "nan(1)",
                                      "in",     "infi", "1.2.3", "1.5f",  "1,5;6",   "True",  "#1",
                                      "\"\"\"", "1\r2", "0b1",   "1e5.5", "\xd9\xa1"};
  char text[64];
  for (size_t i = 0; i < sizeof kNone / sizeof *kNone; ++i) {
    snprintf(text, sizeof text, "1;2\n3;%s\n", kNone[i]);
    refuses(load(text, strlen(text), TN_FLOAT64, ';'), TN_ERR_IO,
            strchr(kNone[i], ';') ? "3 fields" : "line 2, field 2");
    refuses(load(text, strlen(text), TN_INT32, ';'), TN_ERR_IO, "line 2");
  }
  refuses(load("1\0002\n", 4, TN_FLOAT32, ','), TN_ERR_IO, "'1?2' is no number");
  refuses(load("\xff\xfe"
               "1\0,\0",
               6, TN_FLOAT32, ','),
          TN_ERR_IO, "line 1, field 1");
  static const char* const kNoIntegers[] = {"", "1.0", "1e3", "nan", "inf", "+", "-", "--1"};
  for (size_t i = 0; i < sizeof kNoIntegers / sizeof *kNoIntegers; ++i) {
    snprintf(text, sizeof text, "1,%s\n", kNoIntegers[i]);
    refuses_text(text, TN_INT64, "field 2|is no integer");
  }
}

static void test_sizes(void** state) {
  (void)state;
  static const struct {
    tn_dtype_t dtype;
    const char *least, *most, *below, *beyond;
  } kLimits[] = {
      {TN_INT8, "-128", "127", "-129", "128"},
      {TN_UINT8, "0", "255", "-1", "256"},
      {TN_BOOL, "0", "1", "-1", "2"},
      {TN_INT16, "-32768", "32767", "-32769", "32768"},
      {TN_INT32, "-2147483648", "2147483647", "-2147483649", "2147483648"},
      {TN_INT64, "-9223372036854775808", "9223372036854775807", "-9223372036854775809",
       "99999999999999999999999999999999999999999"},
      {TN_FLOAT16, "-65519.9", "65504", "-65520", "1e5"},
      {TN_BFLOAT16, "-3.3895e38", "3.389e38", "-3.4e38", "3.3962e38"},
      {TN_FLOAT32, "-3.4028235e38", "3.4028235e38", "-3.4028236e38", "1e39"},
      {TN_FLOAT64, "-1.7976931348623157e308", "1.7976931348623157e308", "-1e309", "1e999999999999999999999"},
  };
  for (size_t i = 0; i < sizeof kLimits / sizeof *kLimits; ++i) {
    const char* name = tn_dtype_name(kLimits[i].dtype);
    char text[200];
    snprintf(text, sizeof text, "%s,%s", kLimits[i].least, kLimits[i].most);
    made(load(text, strlen(text), kLimits[i].dtype, ','));
    snprintf(text, sizeof text, "0,%s", kLimits[i].below);
    refuses_text(text, kLimits[i].dtype, "does not fit");
    refuses_text(text, kLimits[i].dtype, name);
    snprintf(text, sizeof text, "0\n%s", kLimits[i].beyond);
    refuses_text(text, kLimits[i].dtype, "line 2, field 1|does not fit");
  }
  /* Too small is zero, as everywhere. */
  expect(load("1e-400,-1e-99999999999999999999", 31, TN_FLOAT64, ','), 0, 0, 0);
}

/* What it takes is bounded by the file, though rows times columns wouldn't be. */
static void test_lying_first_row(void** state) {
  (void)state;
  size_t n = 400000;
  char* text = malloc(2 * n);
  assert_non_null(text);
  memset(text, ',', n);
  for (size_t i = n; i < 2 * n; i += 2) text[i] = '\n', text[i + 1] = '1';
  refuses(load(text, 2 * n, TN_FLOAT32, ','), TN_ERR_IO, "line 2 has 1 fields, and the first row has 400001");
  memset(text, '9', 2 * n); /* one number of 800000 digits */
  refuses(load(text, 2 * n, TN_FLOAT64, ','), TN_ERR_IO, "does not fit");
  refuses(load(text, 2 * n, TN_INT64, ','), TN_ERR_IO, "does not fit");
  text[0] = '.';
  expect(load(text, 2 * n, TN_FLOAT64, ','), 0, 1);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_arguments),       scoped(test_rows), scoped(test_numbers), scoped(test_sizes),
      scoped(test_lying_first_row),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
