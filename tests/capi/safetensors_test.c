// Safetensors mapped into memory, and in several files with an index.
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/capi/fixture.h"

static char folder[200], path[600];

static const char* in(const char* name) {
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static int files(void) {
  int count = 0;
  DIR* d = opendir(folder);
  for (const struct dirent* e; (e = readdir(d));) count += e->d_name[0] != '.';
  closedir(d);
  return count;
}

static int there(const char* name) { return access(in(name), F_OK) == 0; }

static int make_folder(void** state) {
  const char* root = getenv("TMPDIR");
  snprintf(folder, sizeof folder, "%s/tenon-safetensors-XXXXXX", root ? root : "/tmp");
  return mkdtemp(folder) ? begin_test(state) : 1;
}

static int clear_folder(void** state) {
  int status = end_test(state);
  DIR* d = opendir(folder);
  for (const struct dirent* e; (e = readdir(d));)
    if (e->d_name[0] != '.') unlink(in(e->d_name));
  closedir(d);
  return rmdir(folder) || status;
}

#define in_folder(test) cmocka_unit_test_setup_teardown(test, make_folder, clear_folder)

static tn_load_options_t mapped(void) {
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.mapped = 1;
  return o;
}

static void expect_equal_dicts(tn_dict_t a, tn_dict_t b) {
  made(a);
  made(b);
  assert_int_equal(tn_dict_count(a), tn_dict_count(b));
  for (int64_t i = 0; i < tn_dict_count(a); ++i) {
    assert_string_equal(tn_dict_name(a, i), tn_dict_name(b, i));
    tn_tensor_t x = tn_dict_get(a, tn_dict_name(a, i)), y = tn_dict_get(b, tn_dict_name(a, i));
    assert_int_equal(tn_tensor_dtype(x), tn_tensor_dtype(y));
    assert_true(equal(x, y));
  }
}

/* Every dtype, some without elements, one without dimensions, one not row-major. */
static tn_dict_t some_tensors(void) {
  tn_dict_t d = tn_dict_new();
  char name[16];
  for (tn_dtype_t dtype = TN_FLOAT32; dtype <= TN_BOOL; ++dtype) {
    snprintf(name, sizeof name, "layer.%d", (int)dtype);
    tn_tensor_t t = tn_to(tn_sub_scalar(counted(TN_SHAPE(3, 5), TN_FLOAT32), 2), TN_CPU, dtype);
    if (dtype == TN_UINT8) t = counted(TN_SHAPE(3, 5), dtype);
    ok(tn_dict_set(d, name, t));
  }
  ok(tn_dict_set(d, "empty", tn_zeros(TN_SHAPE(0, 4), TN_FLOAT32, TN_CPU)));
  ok(tn_dict_set(d, "number", tn_full(NULL, 0, 2.5, TN_FLOAT64, TN_CPU)));
  ok(tn_dict_set(d, "turned", tn_t(counted(TN_SHAPE(4, 6), TN_INT16))));
  ok(tn_dict_set_metadata(d, "format", "pt"));
  return d;
}

/* ---- mapped */

static void test_mapped(void** state) {
  (void)state;
  tn_load_options_t o = mapped();
  tn_dict_t d = some_tensors();
  ok(tn_safetensors_save(d, in("model")));
  tn_dict_t m = tn_safetensors_load(path, &o);
  expect_equal_dicts(d, m);
  assert_string_equal(tn_dict_metadata(m, "format"), "pt");
  /* They are views of the file: a byte that changes there changes them, and nothing is to be read of it. */
  FILE* f = fopen(path, "r+b");
  assert_non_null(f);
  assert_int_equal(fseek(f, -1, SEEK_END), 0);
  fputc(1, f);
  fclose(f);
  int64_t changed = 0;
  for (int64_t i = 0; i < tn_dict_count(d); ++i)
    changed += !equal(tn_dict_get(d, tn_dict_name(d, i)), tn_dict_get(m, tn_dict_name(d, i)));
  assert_int_equal(changed, 0); /* the last bytes are truths, and copied */
  f = fopen(path, "r+b");
  int64_t header = 0;
  for (int i = 0; i < 8; ++i) header |= (int64_t)fgetc(f) << 8 * i;
  assert_int_equal(fseek(f, (long)(8 + header), SEEK_SET), 0);
  double first = 77; /* float64 comes first */
  assert_int_equal(fwrite(&first, sizeof first, 1, f), 1);
  fclose(f);
  assert_true(tn_item(tn_select(tn_select(tn_dict_get(m, "layer.2"), 0, 0), 0, 0)) == 77);
  assert_true(tn_item(tn_select(tn_select(tn_dict_get(d, "layer.2"), 0, 0), 0, 0)) == -2);
}

/* The file stays mapped as long as one of the tensors is there, whatever becomes of its name. */
static void test_mapped_lives_as_long(void** state) {
  (void)state;
  tn_load_options_t o = mapped();
  tn_dict_t d = some_tensors();
  ok(tn_safetensors_save(d, in("model")));
  tn_scope_t s = tn_scope_begin();
  tn_tensor_t kept = tn_tensor_keep(tn_t(tn_dict_get(tn_safetensors_load(path, &o), "layer.1")));
  ok(tn_scope_end(s));
  ok(tn_safetensors_save(tn_dict_new(), path)); /* replaces it */
  assert_true(equal(kept, tn_t(tn_dict_get(d, "layer.1"))));
  unlink(path);
  assert_true(equal(kept, tn_t(tn_dict_get(d, "layer.1"))));
}

/* Saved over the very file that it is a view of. */
static void test_mapped_saved_over_itself(void** state) {
  (void)state;
  tn_load_options_t o = mapped();
  tn_dict_t d = some_tensors();
  ok(tn_safetensors_save(d, in("model")));
  tn_dict_t m = tn_safetensors_load(path, &o);
  ok(tn_safetensors_save(m, path));
  expect_equal_dicts(d, m);
  expect_equal_dicts(d, tn_safetensors_load(path, NULL));
}

static void test_mapped_is_read_only(void** state) {
  (void)state;
  tn_load_options_t o = mapped();
  tn_dict_t d = tn_dict_new();
  tn_module_t net = tn_nn_linear(3, 2, 1);
  ok(tn_dict_set(d, "weight", tn_detach(tn_module_parameter(net, "weight"))));
  ok(tn_dict_set(d, "bias", tn_detach(tn_module_parameter(net, "bias"))));
  ok(tn_safetensors_save(d, in("model")));
  tn_dict_t m = tn_safetensors_load(path, &o);
  tn_tensor_t w = tn_dict_get(m, "weight"), b = tn_dict_get(m, "bias"), one = tn_ones_like(w, 0, 0);
  double values[6] = {0};
  refuses(tn_tensor_write(w, values, TN_FLOAT64, sizeof values), TN_ERR_STATE, "read-only");
  refuses(tn_copy_(w, one, 0), TN_ERR_STATE, "read-only");
  refuses(tn_fill_scalar_(w, 1), TN_ERR_STATE, "read-only");
  refuses(tn_zero_(w), TN_ERR_STATE, "read-only");
  refuses(tn_add_(w, one), TN_ERR_STATE, "read-only");
  refuses(tn_mul_scalar_(tn_t(w), 2), TN_ERR_STATE, "read-only");
  refuses(tn_relu_(tn_select(w, 0, 1)), TN_ERR_STATE, "read-only");
  refuses(tn_masked_fill_scalar_(w, tn_gt_scalar(w, 0), 1), TN_ERR_STATE, "read-only");
  refuses(tn_op_call("normal_", TN_VALUES(TN_V_TENSOR(w))), TN_ERR_STATE, "read-only");
  refuses(tn_op_call("add", TN_VALUES(TN_V_TENSOR(w), TN_V_TENSOR(one), TN_V_KW_TENSOR("out", w))),
          TN_ERR_STATE, "read-only");
  refuses(tn_op_call("index_put_", TN_VALUES(TN_V_TENSOR(b), TN_V_TENSORS(counted(TN_SHAPE(1), TN_INT64)),
                                             TN_V_TENSOR(tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU)))),
          TN_ERR_STATE, "read-only");
  refuses(tn_batch_norm(tn_ones(TN_SHAPE(4, 2), TN_FLOAT32, TN_CPU), b, tn_clone(b), TN_NONE, TN_NONE, 1, 0.1,
                        1e-5),
          TN_ERR_STATE, "read-only");
  /* as a parameter: it can be used and asked for gradients, and is neither trained nor loaded into */
  ok(tn_module_add_parameter(net, "weight", w));
  tn_tensor_t p = tn_module_parameter(net, "weight");
  ok(tn_requires_grad_(p, 1));
  ok(tn_backward(tn_sum(tn_module_forward(net, tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU)))));
  expect(tn_tensor_grad(p), 0, 2, 2, 2, 2, 2, 2);
  tn_optimizer_t opt = tn_sgd(tn_module_parameters(net), NULL);
  made(opt);
  refuses(tn_optimizer_step(opt), TN_ERR_STATE, "read-only");
  refuses(tn_module_load_state_dict(net, d, 1), TN_ERR_STATE, "read-only");
  assert_true(equal(w, tn_dict_get(d, "weight")));
  tn_tensor_t mine = tn_clone(w);
  ok(tn_fill_scalar_(mine, 1));
  /* the other way round it is read */
  ok(tn_module_load_state_dict(tn_nn_linear(3, 2, 1), m, 1));
}

/* ---- several files */

static tn_dict_t numbered(int64_t tensors, double value) {
  tn_dict_t d = tn_dict_new();
  char name[16];
  for (int64_t i = 0; i < tensors; ++i) {
    snprintf(name, sizeof name, "w%d", (int)(7 * i % 10));
    ok(tn_dict_set(d, name, tn_full(TN_SHAPE(5, 5), value + (double)i, TN_FLOAT32, TN_CPU)));
  }
  ok(tn_dict_set_metadata(d, "format", "pt"));
  return d;
}

static void test_sharded(void** state) {
  (void)state;
  tn_dict_t d = numbered(7, 0);
  ok(tn_safetensors_save_sharded(d, in("model.safetensors.index.json"), 250)); /* two of 100 bytes each */
  assert_int_equal(files(), 5);
  assert_true(there("model-00001-of-00004.safetensors") && there("model-00004-of-00004.safetensors"));
  tn_dict_t read = tn_safetensors_load(in("model.safetensors.index.json"), NULL);
  expect_equal_dicts(d, read);
  assert_string_equal(tn_dict_metadata(read, "format"), "pt");
  tn_load_options_t o = mapped();
  expect_equal_dicts(d, tn_safetensors_load(path, &o));
  tn_dict_t shard = tn_safetensors_load(in("model-00002-of-00004.safetensors"), NULL);
  assert_int_equal(tn_dict_count(shard), 2);
  assert_true(equal(tn_dict_get(shard, "w4"), tn_dict_get(d, "w4")));
  FILE* f = fopen(in("model.safetensors.index.json"), "r");
  char text[1000] = {0};
  assert_true(fread(text, 1, sizeof text - 1, f) > 0);
  fclose(f);
  assert_string_equal(text,
                      "{\n  \"metadata\": {\n    \"total_size\": 700\n  },\n  \"weight_map\": {\n"
                      "    \"w0\": \"model-00001-of-00004.safetensors\",\n"
                      "    \"w7\": \"model-00001-of-00004.safetensors\",\n"
                      "    \"w4\": \"model-00002-of-00004.safetensors\",\n"
                      "    \"w1\": \"model-00002-of-00004.safetensors\",\n"
                      "    \"w8\": \"model-00003-of-00004.safetensors\",\n"
                      "    \"w5\": \"model-00003-of-00004.safetensors\",\n"
                      "    \"w2\": \"model-00004-of-00004.safetensors\"\n  }\n}\n");
}

static void test_sharded_sizes(void** state) {
  (void)state;
  const char* name = "m.safetensors.index.json";
  tn_dict_t d = some_tensors();
  ok(tn_safetensors_save_sharded(d, in(name), INT64_MAX));
  assert_int_equal(files(), 2);
  expect_equal_dicts(d, tn_safetensors_load(path, NULL));
  ok(tn_safetensors_save_sharded(d, in(name), 1)); /* smaller than any tensor */
  expect_equal_dicts(d, tn_safetensors_load(in(name), NULL));
  assert_true(!there("m-00001-of-00001.safetensors"));
  ok(tn_safetensors_save_sharded(tn_dict_new(), in(name), 1));
  assert_int_equal(tn_dict_count(tn_safetensors_load(in(name), NULL)), 0);
  assert_int_equal(files(), 1);
}

/* The old files stay until the new index is there. */
static void test_sharded_again(void** state) {
  (void)state;
  const char* name = "model.safetensors.index.json";
  tn_load_options_t o = mapped();
  ok(tn_safetensors_save_sharded(numbered(4, 0), in(name), 200));
  tn_dict_t old = tn_safetensors_load(in(name), &o);
  for (int i = 1; i < 5; ++i) {
    ok(tn_safetensors_save_sharded(numbered(4, 10 * i), in(name), 200));
    assert_int_equal(files(), 3);
    assert_int_equal(there("model.2-00002-of-00002.safetensors"), i % 2);
    expect_equal_dicts(tn_safetensors_load(in(name), NULL), numbered(4, 10 * i));
  }
  expect_equal_dicts(old, numbered(4, 0));
  /* a save that fails leaves everything */
  tn_dict_t bad = numbered(4, 7);
  ok(tn_dict_set(bad, "\xff", tn_ones(TN_SHAPE(99), TN_FLOAT32, TN_CPU)));
  refuses(tn_safetensors_save_sharded(bad, in(name), 200), TN_ERR_VALUE, "not UTF-8");
  assert_int_equal(files(), 3);
  expect_equal_dicts(tn_safetensors_load(in(name), NULL), numbered(4, 40));
  /* what is no index is replaced, and nothing else removed */
  FILE* f = fopen(in(name), "w");
  fputs("model-00002-of-00002.safetensors", f);
  fclose(f);
  ok(tn_safetensors_save_sharded(numbered(1, 3), in(name), 200));
  assert_int_equal(files(), 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      in_folder(test_mapped),
      in_folder(test_mapped_lives_as_long),
      in_folder(test_mapped_saved_over_itself),
      in_folder(test_mapped_is_read_only),
      in_folder(test_sharded),
      in_folder(test_sharded_sizes),
      in_folder(test_sharded_again),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
