// NumPy's files: out and in, in every layout that NumPy writes, and through NumPy itself.
#define _GNU_SOURCE
#include <dirent.h>
#include <unistd.h>

#include "tests/capi/files.h"

static const tn_dtype_t kDtypes[] = {TN_FLOAT32, TN_FLOAT64, TN_FLOAT16, TN_INT64, TN_INT32,
                                     TN_INT16,   TN_INT8,    TN_UINT8,   TN_BOOL};
enum { kCount = sizeof kDtypes / sizeof *kDtypes };

/* Of one dtype, one shape, equal elements and strides. */
static void expect_same(tn_tensor_t a, tn_tensor_t b) {
  made(a);
  made(b);
  assert_true(equal(a, b));
  assert_int_equal(tn_tensor_dtype(a), tn_tensor_dtype(b));
}

static tn_tensor_t saved_and_loaded(tn_tensor_t t) {
  const char* name = file_named("saved.npy");
  ok(tn_npy_save(t, name));
  tn_tensor_t again = tn_npy_load(name);
  remove(name);
  return again;
}

static void test_round_trips(void** state) {
  (void)state;
  for (int i = 0; i < kCount; ++i) {
    tn_tensor_t t =
        tn_remainder_scalar(counted(TN_SHAPE(3, 4, 5), kDtypes[i] == TN_BOOL ? TN_INT32 : kDtypes[i]), 2);
    t = tn_to(t, TN_CPU, kDtypes[i]);
    expect_same(saved_and_loaded(t), t);
    expect_same(saved_and_loaded(tn_transpose(t, 0, 2)), tn_transpose(t, 0, 2));
    expect_same(saved_and_loaded(tn_select(t, 1, 2)), tn_select(t, 1, 2));
    expect_same(saved_and_loaded(tn_zeros(TN_SHAPE(2, 0, 3), kDtypes[i], TN_CPU)),
                tn_zeros(TN_SHAPE(2, 0, 3), kDtypes[i], TN_CPU));
    expect_same(saved_and_loaded(tn_ones(NULL, 0, kDtypes[i], TN_CPU)), tn_ones(NULL, 0, kDtypes[i], TN_CPU));
  }
  const double odd[] = {0.1, -0.0, INFINITY, -INFINITY, 5e-324, 1.7976931348623157e308};
  tn_tensor_t t = doubles(odd, TN_SHAPE(6), TN_FLOAT64), again = saved_and_loaded(t);
  assert_memory_equal(tn_tensor_data(t), tn_tensor_data(again), sizeof odd);
  tn_tensor_t wanting = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  ok(tn_requires_grad_(wanting, 1));
  assert_false(tn_tensor_requires_grad(saved_and_loaded(wanting)));
  tn_tensor_t deep = tn_ones(TN_SHAPE(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2), TN_INT8, TN_CPU);
  expect_same(saved_and_loaded(deep), deep);
}

static void test_what_is_written(void** state) {
  (void)state;
  static const char wanted[] = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
  const char* name = file_named("saved.npy");
  ok(tn_npy_save(tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU), name));
  size_t bytes;
  char* data = content_of(name, &bytes);
  assert_int_equal(bytes, 128 + 8);
  assert_memory_equal(data, "\x93NUMPY\1\0\x76\0", 10);
  assert_memory_equal(data + 10, wanted, strlen(wanted));
  assert_int_equal(data[126], ' ');
  assert_int_equal(data[127], '\n');
  free(data);
  remove(name);
}

/* A file with a header as it stands, of a version, before these bytes. */
static tn_tensor_t load_made(int version, const char* header, const void* data, size_t bytes) {
  char file[1024] = "\x93NUMPY";
  size_t length = strlen(header), at = 8;
  file[6] = (char)version;
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i) file[at++] = (char)(length >> 8 * i);
  memcpy(file + at, header, length);
  memcpy(file + at + length, data, bytes);
  const char* name = file_with("made.npy", file, at + length + bytes);
  tn_tensor_t t = tn_npy_load(name);
  remove(name);
  return t;
}

static void test_headers_of_others(void** state) {
  (void)state;
  const float six[] = {0, 1, 2, 3, 4, 5};
  static const char* const headers[] = {
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }                     \n",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
      "{\"shape\":(2,3,),\"fortran_order\":False,\"descr\":\"<f4\"}\n",
      "  { 'descr' : 'f4' , 'shape' : ( 2L , 3L ) , 'fortran_order' : False , }",
      "{'descr': '=f4', 'fortran_order': False, 'shape': (0002, 3), }",
  };
  for (int version = 1; version <= 3; ++version)
    for (size_t i = 0; i < sizeof headers / sizeof *headers; ++i) {
      tn_tensor_t t = load_made(version, headers[i], six, sizeof six);
      expect_shape(t, 2, 3);
      expect(t, 0, 0, 1, 2, 3, 4, 5);
    }
  tn_tensor_t t = load_made(1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", six, sizeof six);
  expect_shape(t, 2, 3);
  assert_int_equal(tn_tensor_stride(t, 0), 1);
  assert_int_equal(tn_tensor_stride(t, 1), 2);
  expect(t, 0, 0, 2, 4, 1, 3, 5);
  expect(tn_contiguous(t), 0, 0, 2, 4, 1, 3, 5);
  t = load_made(1, "{'descr': '>i2', 'fortran_order': True, 'shape': (3,), }", "\0\1\1\0\xff\xfe", 6);
  expect(t, 0, 1, 256, -2);
  t = load_made(1, "{'descr': '>f8', 'fortran_order': False, 'shape': (), }", "\x3f\xf8\0\0\0\0\0\0", 8);
  expect_shape_(t, NULL, 0);
  expect(t, 0, 1.5);
  t = load_made(1, "{'descr': '>u1', 'fortran_order': False, 'shape': (2,), }", "\1\xff", 2);
  expect(t, 0, 1, 255);
  t = load_made(1, "{'descr': '?', 'fortran_order': False, 'shape': (3,), }", "\0\1\7", 3);
  assert_int_equal(tn_tensor_dtype(t), TN_BOOL);
  assert_memory_equal(tn_tensor_data(t), "\0\1\1", 3);
}

/* ---- archives */

static tn_dict_t all_dtypes(void) {
  tn_dict_t d = tn_dict_new();
  made(d);
  for (int i = 0; i < kCount; ++i) {
    char name[64];
    snprintf(name, sizeof name, "layers/%d.\xc3\xa4", i);
    ok(tn_dict_set(d, name, tn_ones(TN_SHAPE(i, 7), kDtypes[i], TN_CPU)));
  }
  ok(tn_dict_set(d, "transposed", tn_transpose(counted(TN_SHAPE(50, 60), TN_INT32), 0, 1)));
  return d;
}

static void test_archives(void** state) {
  (void)state;
  const char* name = file_named("saved.npz");
  tn_dict_t d = all_dtypes();
  for (int way = 0; way < 4; ++way) {
    ok(tn_npz_save(d, name, way & 1));
    tn_load_options_t o;
    tn_load_options_init(&o, sizeof o);
    o.mapped = way >> 1;
    tn_dict_t again = tn_npz_load(name, &o);
    made(again);
    assert_int_equal(tn_dict_count(again), tn_dict_count(d));
    for (int64_t i = 0; i < tn_dict_count(d); ++i) {
      assert_string_equal(tn_dict_name(again, i), tn_dict_name(d, i));
      expect_same(tn_dict_get(again, tn_dict_name(d, i)), tn_dict_get(d, tn_dict_name(d, i)));
    }
    tn_tensor_t t = tn_dict_get(again, "transposed");
    int in_file = o.mapped && !(way & 1);
    assert_int_equal(tn_add_int_(t, 1) != TN_OK, in_file);
    tn_error_clear();
  }
  ok(tn_npz_save(tn_dict_new(), name, 0));
  assert_int_equal(tn_dict_count(tn_npz_load(name, NULL)), 0);
  remove(name);
}

static void test_limit_of_archives(void** state) {
  (void)state;
  const char* name = file_named("saved.npz");
  tn_dict_t d = tn_dict_new();
  ok(tn_dict_set(d, "zeros", tn_zeros(TN_SHAPE(100000), TN_FLOAT32, TN_CPU)));
  ok(tn_npz_save(d, name, 1));
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  assert_int_equal(o.max_inflated_bytes, 536870912);
  o.max_inflated_bytes = 400128;
  made(tn_npz_load(name, &o));
  --o.max_inflated_bytes;
  refuses(tn_npz_load(name, &o), TN_ERR_IO, "zeros.npy|400128 bytes|400127 is the most|max_inflated_bytes");
  o.max_inflated_bytes = 0;
  ok(tn_npz_save(d, name, 0));
  made(tn_npz_load(name, &o));
  remove(name);
}

/* tn_load knows them by what is in them. */
static void test_any_format(void** state) {
  (void)state;
  const char* name = file_named("named.like.nothing");
  tn_tensor_t t = counted(TN_SHAPE(2, 3), TN_INT16);
  ok(tn_npy_save(t, name));
  tn_tree_t tree = tn_load(name, NULL);
  made(tree);
  expect_same(tn_tree_tensor(tree), t);
  expect_same(tn_dict_get(tn_load_state_dict(name), ""), t);
  tn_dict_t d = tn_dict_new();
  ok(tn_dict_set(d, "t", t));
  ok(tn_npz_save(d, name, 1));
  tree = tn_load(name, NULL);
  made(tree);
  assert_int_equal(tn_tree_kind(tree), TN_TREE_DICT);
  expect_same(tn_tree_tensor(tn_tree_get(tree, "t")), t);
  expect_same(tn_dict_get(tn_load_state_dict(name), "t"), t);
  remove(name);
}

/* ---- NumPy itself */

static const char kNumpyWrites[] =
    "import sys, numpy as np\n"
    "a = {}\n"
    "for d in '<f4 <f8 <f2 >f4 >f8 >f2 |b1 |i1 |u1 <i2 <i4 <i8 >i2 >i4 >i8'.split():\n"
    "    x = (np.arange(24).reshape(2, 3, 4) % 5).astype(d)\n"
    "    a[d + '_C'], a[d + '_F'], a[d + '_T'] = x, np.asfortranarray(x), x.T\n"
    "    a[d + '_0'], a[d + '_E'] = x[1, 2, 3], x[:, :0]\n"
    "np.savez(sys.argv[1] + '.npz', **a)\n"
    "np.savez_compressed(sys.argv[1] + '.z.npz', **a)\n"
    "np.save(sys.argv[1] + '.npy', a['>f8_F'])\n";

static void expect_numpy(tn_dict_t d) {
  made(d);
  assert_int_equal(tn_dict_count(d), 75);
  tn_tensor_t wanted = tn_remainder_scalar(counted(TN_SHAPE(2, 3, 4), TN_FLOAT64), 5);
  for (int64_t i = 0; i < 75; ++i) {
    const char* name = tn_dict_name(d, i);
    tn_tensor_t t = tn_to(tn_dict_get(d, name), TN_CPU, TN_FLOAT64), w = wanted;
    if (strstr(name, "_T")) w = tn_transpose(wanted, 0, 2);
    if (strstr(name, "_0")) w = tn_select(tn_select(tn_select(wanted, 0, 1), 0, 2), 0, 3);
    if (strstr(name, "_E")) w = tn_narrow(wanted, 1, 0, 0);
    if (strstr(name, "|b1")) w = tn_to(tn_to(w, TN_CPU, TN_BOOL), TN_CPU, TN_FLOAT64);
    if (!equal(t, w)) fail_msg("%s is another", name);
  }
}

static void test_reads_numpy(void** state) {
  (void)state;
  if (!have_python("numpy")) return;
  char name[300];
  const char* stem = file_named("numpy");
  run_python(kNumpyWrites, stem);
  snprintf(name, sizeof name, "%s.npz", stem);
  expect_numpy(tn_npz_load(name, NULL));
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.mapped = 1;
  expect_numpy(tn_npz_load(name, &o));
  remove(name);
  snprintf(name, sizeof name, "%s.z.npz", stem);
  expect_numpy(tn_npz_load(name, NULL));
  remove(name);
  snprintf(name, sizeof name, "%s.npy", stem);
  tn_tensor_t t = tn_npy_load(name);
  remove(name);
  assert_int_equal(tn_tensor_dtype(t), TN_FLOAT64);
  expect_same(t, tn_remainder_scalar(counted(TN_SHAPE(2, 3, 4), TN_FLOAT64), 5));
}

static const char kNumpyReads[] =
    "import sys, numpy as np\n"
    "for ending in '.npz', '.z.npz':\n"
    "    z = np.load(sys.argv[1] + ending, allow_pickle=False)\n"
    "    dtypes = 'f4 f8 f2 i8 i4 i2 i1 u1 b1'.split()\n"
    "    assert z.files == ['layers/%d.\\u00e4' % i for i in range(9)] + ['transposed'], z.files\n"
    "    for i, d in enumerate(dtypes):\n"
    "        x = z[z.files[i]]\n"
    "        assert x.dtype == np.dtype(d) and x.shape == (i, 7) and (x == 1).all()\n"
    "    assert (z['transposed'] == np.arange(3000).reshape(50, 60).T).all()\n"
    "x = np.load(sys.argv[1] + '.npy', mmap_mode='r')\n"
    "assert x.dtype == np.float16 and x.tolist() == [[0, 1, 2], [3, 4, 5]]\n";

static void test_numpy_reads_ours(void** state) {
  (void)state;
  if (!have_python("numpy")) return;
  char name[3][300];
  static const char* const endings[] = {".npz", ".z.npz", ".npy"};
  const char* stem = file_named("ours");
  for (int i = 0; i < 3; ++i) snprintf(name[i], sizeof name[i], "%s%s", stem, endings[i]);
  tn_dict_t d = all_dtypes();
  ok(tn_npz_save(d, name[0], 0));
  ok(tn_npz_save(d, name[1], 1));
  ok(tn_npy_save(counted(TN_SHAPE(2, 3), TN_FLOAT16), name[2]));
  run_python(kNumpyReads, stem);
  for (int i = 0; i < 3; ++i) remove(name[i]);
}

/* ---- files of strangers: their names, dtypes, shapes and hashes are in a manifest */

static const char kManifest[] =
    "import json, sys\n"
    "for f in json.load(open(sys.argv[1] + '/manifest.json'))['files']:\n"
    "    if f['file'][-4:] in ('.npy', '.npz'):\n"
    "        for t in f.get('tensors', []):\n"
    "            print(f['file'], t['name'] or '-', t['dtype'], t['sha256_c_order'],\n"
    "                  '[' + ', '.join(map(str, t['shape'])) + ']', sep='\\t')\n";

static void expect_hash(tn_tensor_t t, const char* wanted) {
  int64_t bytes = tn_tensor_numel(t) * tn_dtype_itemsize(tn_tensor_dtype(t));
  char command[400], hash[65] = "";
  tn_tensor_t dense = tn_contiguous(t);
  const char* name = file_with("elements", tn_tensor_data(dense), (size_t)bytes);
  snprintf(command, sizeof command, "sha256sum %s", name);
  FILE* program = popen(command, "r");
  assert_int_equal(fscanf(program, "%64s", hash), 1);
  pclose(program);
  remove(name);
  assert_string_equal(hash, wanted);
}

static int check_line(const char* folder, const char* line) {
  char file[300], name[100], dtype[20], hash[65], shape[100], path[800], found[100];
  if (sscanf(line, "%299[^\t]\t%99[^\t]\t%19[^\t]\t%64[^\t]\t%99[^\n]", file, name, dtype, hash, shape) != 5)
    return 0;
  snprintf(path, sizeof path, "%s/%s", folder, file);
  int archive = strcmp(file + strlen(file) - 4, ".npz") == 0;
  tn_tensor_t t = archive ? tn_dict_get(tn_npz_load(path, NULL), name) : tn_npy_load(path);
  made(t);
  assert_string_equal(tn_dtype_name(tn_tensor_dtype(t)), dtype);
  size_t at = 1;
  strcpy(found, "[");
  for (int64_t d = 0; d < tn_tensor_ndim(t); ++d)
    at += (size_t)snprintf(found + at, sizeof found - at, d ? ", %d" : "%d", (int)tn_tensor_size(t, d));
  strcpy(found + at, "]");
  assert_string_equal(found, shape);
  expect_hash(t, hash);
  return 1;
}

static void test_files_of_strangers(void** state) {
  (void)state;
  char folder[300], command[800], line[1000];
  const char *data = getenv("TENON_DATA"), *source = getenv("TENON_SOURCE_DIR");
  snprintf(folder, sizeof folder, "%s%s/checkpoints",
           data     ? data
           : source ? source
                    : ".",
           data ? "" : "/../shared/data");
  if (access(folder, R_OK) != 0) {
    print_message("skipped: there is no %s; TENON_DATA may name the folder above\n", folder);
    return;
  }
  if (!have_python("json")) return;
  const char* script = file_with("manifest.py", kManifest, strlen(kManifest));
  snprintf(command, sizeof command, "%s %s %s", python(), script, folder);
  FILE* lines = popen(command, "r");
  int count = 0;
  while (fgets(line, sizeof line, lines)) count += check_line(folder, line);
  assert_int_equal(pclose(lines), 0);
  remove(script);
  assert_true(count >= 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_round_trips), scoped(test_what_is_written),   scoped(test_headers_of_others),
      scoped(test_archives),    scoped(test_limit_of_archives), scoped(test_any_format),
      scoped(test_reads_numpy), scoped(test_numpy_reads_ours),  scoped(test_files_of_strangers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
