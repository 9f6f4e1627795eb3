// Tables of numbers as text: what is read, and that each number comes back bit for bit.
#define _GNU_SOURCE
#include <locale.h>
#include <unistd.h>

#include "tests/capi/files.h"

static tn_csv_options_t options(tn_dtype_t dtype, char delimiter, int64_t skip_rows) {
  tn_csv_options_t o;
  tn_csv_options_init(&o, sizeof o);
  o.dtype = dtype, o.delimiter = delimiter, o.skip_rows = skip_rows;
  return o;
}

static tn_tensor_t load_text(const char* text, const tn_csv_options_t* o) {
  const char* name = file_with("table.csv", text, strlen(text));
  tn_tensor_t t = tn_csv_load(name, o);
  remove(name);
  made(t);
  return t;
}

static void expect_text(tn_tensor_t t, const tn_csv_options_t* o, const char* wanted) {
  const char* name = file_named("table.csv");
  size_t bytes;
  ok(tn_csv_save(t, name, o));
  char* text = content_of(name, &bytes);
  remove(name);
  assert_string_equal(text, wanted);
  free(text);
}

static void test_tables(void** state) {
  (void)state;
  static const char* const kSame[] = {
      "1,2,3\n4,5,6\n",
      "1,2,3\n4,5,6",
      "1,2,3\r\n4,5,6\r\n",
      "\xef\xbb\xbf"
      "1,2,3\n4,5,6\n",
      "\n\n1,2,3\n\n\r\n4,5,6\n\n",
      " 1 ,\t2,3 \n4, 5 ,6\t\n",
      "\"1\",\"2\",3\n \"4\" ,\" 5 \",6\n",
      "+1,2.0,3e0\n.4E+1,5.,60e-1\n",
  };
  for (size_t i = 0; i < sizeof kSame / sizeof *kSame; ++i) {
    tn_tensor_t t = load_text(kSame[i], NULL);
    assert_int_equal(tn_tensor_dtype(t), TN_FLOAT32);
    expect_shape(t, 2, 3);
    expect(t, 0, 1, 2, 3, 4, 5, 6);
  }
  tn_csv_options_t o = options(TN_INT64, ';', 2);
  tn_tensor_t t = load_text("a;b\n\n-1;+2\n9223372036854775807;-9223372036854775808\n", &o);
  const int64_t* values = tn_tensor_data(t);
  expect_shape(t, 2, 2);
  assert_true(values[0] == -1 && values[1] == 2 && values[2] == INT64_MAX && values[3] == INT64_MIN);
  o = options(TN_FLOAT64, '\t', 0);
  expect(load_text("1\t 2\n3 \t4\n", &o), 0, 1, 2, 3, 4);
  o = options(TN_INT8, ' ', 0);
  expect(load_text("-128 127\n0 1\n", &o), 0, -128, 127, 0, 1);
  o = options(TN_BOOL, '|', 0);
  expect(load_text("0|1|1\n", &o), 0, 0, 1, 1);
  o = options(TN_UINT8, ',', 1);
  expect(load_text("header, \"whatever\n255\n0\n", &o), 0, 255, 0);
}

static void test_empty(void** state) {
  (void)state;
  tn_csv_options_t o = options(TN_FLOAT32, ',', 1);
  expect_shape(load_text("", NULL), 0, 0);
  expect_shape(load_text("\n\r\n\n", NULL), 0, 0);
  expect_shape(load_text("only a header", &o), 0, 0);
  o.skip_rows = INT64_MAX;
  expect_shape(load_text("1\n2\n", &o), 0, 0);
  tn_tensor_t t = load_text(",1,\n\"\",,2\n", NULL);
  expect_shape(t, 2, 3);
  expect(t, 0, NAN, 1, NAN, NAN, NAN, 2);
  expect_text(tn_zeros(TN_SHAPE(0), TN_FLOAT32, TN_CPU), NULL, "");
  expect_text(tn_zeros(TN_SHAPE(0, 4), TN_FLOAT32, TN_CPU), NULL, "");
  expect_text(tn_zeros(TN_SHAPE(0, 0), TN_FLOAT32, TN_CPU), NULL, "");
}

static void test_what_is_written(void** state) {
  (void)state;
  const double values[] = {1, -0.0, 0.1, NAN, INFINITY, -INFINITY, 1e10, 1e-7, 16777216};
  expect_text(doubles(values, TN_SHAPE(3, 3), TN_FLOAT32), NULL,
              "1,-0,0.1\nnan,inf,-inf\n1e+10,1e-07,16777216\n");
  expect_text(doubles(values, TN_SHAPE(3, 3), TN_FLOAT64), NULL,
              "1,-0,0.1\nnan,inf,-inf\n10000000000,1e-07,16777216\n");
  expect_text(tn_transpose(counted(TN_SHAPE(2, 3), TN_INT16), 0, 1), NULL, "0,3\n1,4\n2,5\n");
  expect_text(counted(TN_SHAPE(2), TN_BFLOAT16), NULL, "0\n1\n");
  tn_csv_options_t o = options(TN_INT8, ';', 5); /* what loading has stays out of it */
  expect_text(tn_ones(TN_SHAPE(2, 2), TN_BOOL, TN_CPU), &o, "1;1\n1;1\n");
}

/* Numbers of every exponent, bit for bit. */
static void expect_round_trip(const void* bits, int64_t n, tn_dtype_t dtype, char delimiter) {
  const char* name = file_named("table.csv");
  tn_csv_options_t o = options(dtype, delimiter, 0);
  tn_tensor_t t = tn_tensor_new(bits, dtype, TN_SHAPE(n / 4, 4));
  ok(tn_csv_save(t, name, &o));
  tn_tensor_t again = tn_csv_load(name, &o);
  remove(name);
  expect_shape(again, n / 4, 4);
  assert_int_equal(tn_tensor_dtype(again), dtype);
  assert_memory_equal(tn_tensor_data(again), tn_tensor_data(t), (size_t)(n * tn_dtype_itemsize(dtype)));
}

static void test_round_trips(void** state) {
  (void)state;
  enum { kNumbers = 40000 };
  static uint64_t bits[kNumbers];
  uint64_t seed = 1;
  for (int i = 0; i < kNumbers; ++i) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    bits[i] = seed ^ seed >> 31;
  }
  expect_round_trip(bits, kNumbers, TN_INT64, ',');
  expect_round_trip(bits, kNumbers, TN_INT32, ' ');
  expect_round_trip(bits, kNumbers, TN_INT16, '\t');
  expect_round_trip(bits, kNumbers, TN_INT8, ';');
  expect_round_trip(bits, kNumbers, TN_UINT8, '|');
  /* All but NaN, whose bits text doesn't keep. */
  for (int i = 0; i < kNumbers; ++i)
    if ((bits[i] >> 52 & 0x7ff) == 0x7ff) bits[i] = i & 1 ? 1 : 0x7ff0000000000000; /* the least, and inf */
  expect_round_trip(bits, kNumbers, TN_FLOAT64, ',');
  uint32_t* floats = (uint32_t*)bits;
  for (int i = 0; i < 2 * kNumbers; ++i)
    if ((floats[i] >> 23 & 0xff) == 0xff) floats[i] = i & 1 ? 0x80000001 : 0x7f800000;
  expect_round_trip(bits, 2 * kNumbers, TN_FLOAT32, ';');
  uint16_t* halves = (uint16_t*)bits;
  for (int i = 0; i < 4 * kNumbers; ++i) {
    halves[i] = (uint16_t)i;
    if ((halves[i] >> 10 & 0x1f) == 0x1f) halves[i] = 1;
  }
  expect_round_trip(bits, 65536, TN_FLOAT16, ',');
  for (int i = 0; i < 65536; ++i) {
    halves[i] = (uint16_t)i;
    if ((halves[i] >> 7 & 0xff) == 0xff) halves[i] = 1;
  }
  expect_round_trip(bits, 65536, TN_BFLOAT16, ',');
}

static void test_any_locale(void** state) {
  (void)state;
  static const char* const kCommas[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE", "fr_FR"};
  const char* found = NULL;
  for (size_t i = 0; i < sizeof kCommas / sizeof *kCommas && !found; ++i)
    found = setlocale(LC_ALL, kCommas[i]);
  if (!found) print_message("skipped: there is no locale with a decimal comma\n");
  expect(load_text("0.5,1.25\n", NULL), 0, 0.5, 1.25);
  expect_text(load_text("0.5,1.25\n", NULL), NULL, "0.5,1.25\n");
  char text[20]; /* the host's own is as it was */
  snprintf(text, sizeof text, "%.1f", 0.5);
  assert_string_equal(text, found ? "0,5" : "0.5");
  setlocale(LC_ALL, "C");
}

static void test_numpy(void** state) {
  (void)state;
  if (!have_python("numpy")) return;
  const char* name = file_named("numpy.csv");
  run_python(
      "import sys, numpy as np\n"
      "np.savetxt(sys.argv[1], np.arange(12.).reshape(3, 4) / 7, delimiter=',', header='a,b,c,d')\n",
      name);
  tn_csv_options_t o = options(TN_FLOAT64, ',', 1);
  tn_tensor_t t = tn_csv_load(name, &o);
  made(t);
  assert_true(equal(t, tn_div_scalar(counted(TN_SHAPE(3, 4), TN_FLOAT64), 7)));
  ok(tn_csv_save(t, name, NULL));
  run_python(
      "import sys, numpy as np\n"
      "assert (np.loadtxt(sys.argv[1], delimiter=',') == np.arange(12.).reshape(3, 4) / 7).all()\n",
      name);
  remove(name);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_tables),      scoped(test_empty),      scoped(test_what_is_written),
      scoped(test_round_trips), scoped(test_any_locale), scoped(test_numpy),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
