// Files: safetensors out and in, whole models, and PyTorch's own files where the conformance cases are at
// hand.
#define _POSIX_C_SOURCE 200809L  // popen
#include "tests/capi/fixture.h"

static char path[256];

static const char* temporary(const char* name) { return own_path(path, sizeof path, name); }

static tn_tensor_t counting(const int64_t* shape, int64_t ndim, tn_dtype_t dtype) {
  double values[64];
  for (int i = 0; i < 64; ++i) values[i] = i % 5 - 1;
  return doubles(values, shape, ndim, dtype);
}

static void expect_same(tn_tensor_t a, tn_tensor_t b) {
  double x[64], y[64];
  assert_int_equal(tn_tensor_dtype(a), tn_tensor_dtype(b));
  assert_int_equal(tn_tensor_ndim(a), tn_tensor_ndim(b));
  for (int64_t d = 0; d < tn_tensor_ndim(a); ++d)
    assert_int_equal(tn_tensor_size(a, d), tn_tensor_size(b, d));
  int64_t n = tn_tensor_numel(a);
  read_values(a, x, n);
  read_values(b, y, n);
  for (int64_t i = 0; i < n; ++i) assert_true(x[i] == y[i]);
}

static void test_every_dtype(void** state) {
  (void)state;
  const tn_dtype_t dtypes[] = {TN_UINT8, TN_FLOAT32, TN_BOOL,  TN_FLOAT64, TN_FLOAT16,
                               TN_INT64, TN_INT8,    TN_INT16, TN_INT32,   TN_BFLOAT16};
  tn_dict_t d = tn_dict_new();
  char name[32];
  for (int i = 0; i < 10; ++i) {
    snprintf(name, sizeof name, "t%d", i);
    ok(tn_dict_set(d, name, counting(TN_SHAPE(3, 1 + i % 3), dtypes[i])));
  }
  ok(tn_dict_set(d, "scalar", counting(NULL, 0, TN_FLOAT32)));
  ok(tn_dict_set(d, "empty", tn_zeros(TN_SHAPE(2, 0), TN_FLOAT32, TN_CPU)));
  ok(tn_dict_set(d, "a.b/ä \"quoted\"\n", tn_t(counting(TN_SHAPE(4, 3), TN_FLOAT32))));
  ok(tn_dict_set_metadata(d, "format", "pt"));
  ok(tn_dict_set_metadata(d, "note", "häß"));
  ok(tn_safetensors_save(d, temporary("dtypes")));
  tn_dict_t e = tn_safetensors_load(path, NULL);
  made(e);
  assert_int_equal(tn_dict_count(e), tn_dict_count(d));
  for (int64_t i = 0; i < tn_dict_count(d); ++i) {
    assert_string_equal(tn_dict_name(e, i), tn_dict_name(d, i));
    expect_same(tn_dict_get(d, tn_dict_name(d, i)), tn_dict_get(e, tn_dict_name(d, i)));
  }
  assert_int_equal(tn_dict_metadata_count(e), 2);
  assert_string_equal(tn_dict_metadata(e, "note"), "häß");
  remove(path);
}

static void test_nothing(void** state) {
  (void)state;
  ok(tn_safetensors_save(tn_dict_new(), temporary("nothing")));
  assert_int_equal(tn_dict_count(tn_safetensors_load(path, NULL)), 0);
  /* in the place of an old file */
  tn_dict_t d = tn_dict_new();
  ok(tn_dict_set(d, "x", tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU)));
  ok(tn_safetensors_save(d, path));
  assert_int_equal(tn_dict_count(tn_safetensors_load(path, NULL)), 1);
  /* a failed save leaves it */
  ok(tn_dict_set(d, "y", TN_NONE));
  refuses(tn_safetensors_save(d, path), TN_ERR_VALUE, "'y' is None");
  assert_int_equal(tn_dict_count(tn_safetensors_load(path, NULL)), 1);
  remove(path);
}

static void test_optimizer_state(void** state) {
  (void)state;
  tn_module_t net = tn_nn_linear(3, 2, 1);
  tn_optimizer_t a = tn_adam(tn_module_parameters(net), NULL), b = tn_adam(tn_module_parameters(net), NULL);
  ok(tn_backward(tn_sum(tn_module_forward(net, counting(TN_SHAPE(3), TN_FLOAT32)))));
  ok(tn_optimizer_step(a));
  ok(tn_safetensors_save(tn_optimizer_state_dict(a), temporary("optimizer")));
  ok(tn_optimizer_load_state_dict(b, tn_safetensors_load(path, NULL)));
  expect_same(tn_dict_get(tn_optimizer_state_dict(a), "state.1.exp_avg"),
              tn_dict_get(tn_optimizer_state_dict(b), "state.1.exp_avg"));
  remove(path);
}

static tn_status_t nothing(tn_call_t call, void* user_data) {
  (void)user_data;
  return tn_call_return(call, 0, tn_call_arg(call, 0));
}

static void test_module(void** state) {
  (void)state;
  tn_module_t shared = tn_nn_linear(4, 4, 0), tied = tn_nn_linear(4, 4, 1);
  tn_module_t net = tn_nn_sequential(TN_MODULES(
      tn_nn_conv2d(1, 4, TN_SHAPE(3)), tn_nn_max_pool2d(TN_SHAPE(2)), tn_nn_flatten(1, -1), shared,
      tn_module_new("LeakyReLU", "{\"negative_slope\": 0.25}"), shared, tied, tn_nn_dropout(0.25)));
  ok(tn_module_add_parameter(tied, "weight", tn_module_parameter(shared, "weight")));
  ok(tn_module_add_buffer(net, "count", counting(TN_SHAPE(2), TN_INT64), 1));
  ok(tn_module_add_parameter(net, "scale", counting(TN_SHAPE(2), TN_FLOAT16)));
  ok(tn_module_requires_grad_(tn_module_child(net, "0"), 0));
  ok(tn_module_to(tied, TN_DEVICE_DEFAULT, TN_FLOAT64));
  ok(tn_module_to(net, TN_DEVICE_DEFAULT, TN_FLOAT32));
  ok(tn_module_train(net, 0));
  ok(tn_module_save(net, temporary("module")));
  tn_module_t again = tn_module_load(path);
  made(again);
  char text[2][2000];
  tn_module_text(net, text[0], sizeof *text);
  tn_module_text(again, text[1], sizeof *text);
  assert_string_equal(text[0], text[1]);
  assert_int_equal(tn_module_is_training(again), 1);
  ok(tn_module_train(again, 0));
  tn_dict_t a = tn_module_state_dict(net), b = tn_module_state_dict(again);
  assert_int_equal(tn_dict_count(a), tn_dict_count(b));
  for (int64_t i = 0; i < tn_dict_count(a); ++i) {
    assert_string_equal(tn_dict_name(a, i), tn_dict_name(b, i));
    expect_same(tn_dict_get(a, tn_dict_name(a, i)), tn_dict_get(b, tn_dict_name(a, i)));
  }
  tn_tensor_t x = counting(TN_SHAPE(1, 1, 4, 4), TN_FLOAT32);
  expect_same(tn_detach(tn_module_forward(net, x)), tn_detach(tn_module_forward(again, x)));
  assert_true(tn_tensor_is(tn_module_parameter(again, "3.weight"), tn_module_parameter(again, "6.weight")));
  assert_int_equal(tn_tensors_count(tn_module_parameters(net)),
                   tn_tensors_count(tn_module_parameters(again)));
  assert_int_equal(tn_tensor_requires_grad(tn_module_parameter(again, "0.weight")), 0);
  assert_int_equal(tn_tensor_requires_grad(tn_module_parameter(again, "6.bias")), 1);
  /* the tensors by themselves, for whoever knows nothing of the architecture */
  assert_int_equal(tn_dict_has(tn_safetensors_load(path, NULL), "5.weight"), 1);
  ok(tn_module_save(tn_module_custom("Mine", nothing, NULL, NULL), path));
  refuses(tn_module_load(path), TN_ERR_KEY, "'Mine' at ''|tn_module_register");
  remove(path);
}

/* Every file of the conformance cases does what its manifest says, which here is known by its folder. */
static void try_folder(const char* folder, int must_load) {
  static const char* const either[] = {"dup_field", "json_leading_space", "fp8", "u64"};
  char command[600], file[600];
  snprintf(command, sizeof command, "ls %s/*.safetensors 2>/dev/null", folder);
  FILE* list = popen(command, "r");
  assert_non_null(list);
  int count = 0;
  while (fgets(file, sizeof file, list)) {
    file[strcspn(file, "\n")] = 0;
    int any = 0;
    for (int i = 0; i < 4; ++i) any |= strstr(file, either[i]) != NULL;
    tn_error_clear();
    tn_dict_t d = tn_safetensors_load(file, NULL);
    if (!any && must_load && !d) fail_msg("%s", tn_error_message());
    if (!any && !must_load && d) fail_msg("%s was loaded", file);
    if (!d) assert_true(tn_error_code() == TN_ERR_IO || tn_error_code() == TN_ERR_UNSUPPORTED);
    tn_error_clear();
    ++count;
  }
  pclose(list);
  assert_true(count > 5);
}

static void test_conformance_files(void** state) {
  (void)state;
  const char* root = getenv("TENON_CONFORMANCE");
  char folder[512];
  if (!root) skip();
  snprintf(folder, sizeof folder, "%s/serialization/st_good", root);
  FILE* probe = NULL;
  char first[600];
  snprintf(first, sizeof first, "%s/linear.safetensors", folder);
  if (!(probe = fopen(first, "rb"))) skip();
  fclose(probe);
  try_folder(folder, 1);
  tn_dict_t linear = tn_safetensors_load(first, NULL);
  ok(tn_module_load_state_dict(tn_nn_linear(4, 3, 1), linear, 1));
  assert_string_equal(tn_dict_metadata(linear, "format"), "pt");
  snprintf(folder, sizeof folder, "%s/serialization/st_bad", root);
  try_folder(folder, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_every_dtype), scoped(test_nothing),           scoped(test_optimizer_state),
      scoped(test_module),      scoped(test_conformance_files),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
