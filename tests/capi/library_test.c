// labels: hostile
// The library about itself: versions, build_info, functions by name; and devices: CUDA, which is there or
// says why it isn't.
#include "tests/capi/fixture.h"

static void test_version(void** state) {
  (void)state;
  assert_string_equal(tn_version(), TN_VERSION_TEXT);
  char text[32];
  snprintf(text, sizeof text, "%d.%d.%d", TN_VERSION_MAJOR, TN_VERSION_MINOR, TN_VERSION_PATCH);
  assert_string_equal(tn_version(), text);
  assert_int_equal(tn_abi_version(), TN_ABI_VERSION);
}

static void test_build_info(void** state) {
  (void)state;
  char text[4096], part[4096];
  int64_t length = tn_build_info(text, sizeof text);
  assert_int_equal(length, strlen(text));
  assert_null(
      missing_part(text, "tenon " TN_VERSION_TEXT "|compiler: |instruction set: |blas: |threads: |cuda: "));
  assert_int_equal(text[length - 1], '\n');
  snprintf(part, sizeof part, "threads: %lld\n", (long long)tn_get_num_threads());
  assert_non_null(strstr(text, part));
  if (!tn_cuda_is_available()) assert_non_null(strstr(text, tn_cuda_unavailable_reason()));
  for (int64_t capacity = 1; capacity <= length + 1; capacity += 7) {
    memset(part, 'x', sizeof part);
    assert_int_equal(tn_build_info(part, capacity), length);
    assert_int_equal(strlen(part), capacity <= length ? capacity - 1 : length);
    assert_memory_equal(part, text, strlen(part));
    assert_int_equal(part[capacity], 'x');
  }
  assert_int_equal(tn_build_info(NULL, 0), length);
  refuses(tn_build_info(NULL, 10), TN_ERR_NULL, "tn_build_info|buffer");
  refuses(tn_build_info(text, -1), TN_ERR_VALUE, "tn_build_info|-1");
}

static void test_functions_by_name(void** state) {
  (void)state;
  tn_tensor_t (*add)(tn_tensor_t, tn_tensor_t) =
      (tn_tensor_t(*)(tn_tensor_t, tn_tensor_t))tn_get_proc_address("tn_add");
  assert_non_null(add);
  tn_tensor_t one = tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU);
  expect(add(one, one), 0, 2);
  refuses(tn_get_proc_address("tn_no_such_function"), TN_ERR_KEY, "tn_get_proc_address|tn_no_such_function");
  refuses(tn_get_proc_address("malloc"), TN_ERR_KEY, "malloc");  // not one of ours
  refuses(tn_get_proc_address(""), TN_ERR_KEY, "tn_get_proc_address");
  refuses(tn_get_proc_address(NULL), TN_ERR_NULL, "tn_get_proc_address|name");
}

/* Each name of symbols.txt is found. */
static void test_all_functions(void** state) {
  (void)state;
  const char* source = getenv("TENON_SOURCE_DIR");
  if (!source) skip();
  char line[256];
  snprintf(line, sizeof line, "%s/tests/abi/symbols.txt", source);
  FILE* list = fopen(line, "r");
  assert_non_null(list);
  int count = 0;
  while (fgets(line, sizeof line, list)) {
    line[strcspn(line, "\n")] = 0;
    if (!tn_get_proc_address(line)) fail_msg("%s", tn_error_message());
    ++count;
  }
  fclose(list);
  assert_true(count > 500);
}

static void test_cpu(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_DEVICE_DEFAULT);
  assert_int_equal(tn_tensor_device(x), TN_CPU);
  assert_true(tn_tensor_is(tn_to(x, TN_CPU, TN_DTYPE_DEFAULT), x));
}

static void test_cuda_absent(void** state) {
  (void)state;
  const char* reason = tn_cuda_unavailable_reason();
  assert_non_null(reason);
  if (tn_cuda_is_available()) {
    assert_string_equal(reason, "");
    assert_true(tn_cuda_device_count() > 0);
    skip();
  }
  assert_true(strlen(reason) > 0);
  assert_int_equal(tn_cuda_device_count(), 0);
  assert_int_equal(tn_error_code(), TN_OK);  // to ask is no error
  tn_tensor_t x = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  tn_memory_stats_t stats;
#define NOT_THERE(call)                                    \
  do {                                                     \
    refuses(call, TN_ERR_DEVICE, "cuda is not available"); \
    refuses(call, TN_ERR_DEVICE, reason);                  \
  } while (0)
  NOT_THERE(tn_to(x, TN_CUDA(0), TN_DTYPE_DEFAULT));
  NOT_THERE(tn_zeros(TN_SHAPE(2), TN_FLOAT32, TN_CUDA(0)));
  NOT_THERE(tn_randn(TN_SHAPE(2), TN_FLOAT32, TN_CUDA(3)));
  NOT_THERE(tn_zeros_like(x, TN_DTYPE_DEFAULT, TN_CUDA(0)));
  NOT_THERE(tn_arange(0, 1, 1, TN_FLOAT32, TN_CUDA(0)));
  NOT_THERE(tn_generator_new(TN_CUDA(0)));
  NOT_THERE(tn_cuda_synchronize(TN_CUDA(0)));
  NOT_THERE(tn_memory_trim(TN_CUDA(0)));
  NOT_THERE(tn_get_memory_stats(TN_CUDA(0), &stats, sizeof stats));
  NOT_THERE(tn_memory_reset_peak(TN_CUDA(0)));
  NOT_THERE(tn_module_to(tn_nn_linear(1, 1, 1), TN_CUDA(0), TN_DTYPE_DEFAULT));
  NOT_THERE(tn_op_call("zeros", TN_VALUES(TN_V_INTS(2), TN_V_KW_DEVICE("device", TN_CUDA(0)))));
}

static void test_no_devices(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  static const tn_device_t wrong[] = {1, -1, 0xff, 0x101, 0x300, INT32_MAX, INT32_MIN};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
    refuses(tn_to(x, wrong[i], TN_DTYPE_DEFAULT), TN_ERR_VALUE, "tn_to|device");
    refuses(tn_zeros(TN_SHAPE(2), TN_FLOAT32, wrong[i]), TN_ERR_VALUE, "tn_zeros|device");
    refuses(tn_generator_new(wrong[i]), TN_ERR_VALUE, "tn_generator_new|device");
    refuses(tn_generator_default(wrong[i]), TN_ERR_VALUE, "tn_generator_default|device");
    refuses(tn_memory_trim(wrong[i]), TN_ERR_VALUE, "tn_memory_trim|device");
    refuses(tn_memory_reset_peak(wrong[i]), TN_ERR_VALUE, "tn_memory_reset_peak|device");
    refuses(tn_cuda_synchronize(wrong[i]), TN_ERR_VALUE, "tn_cuda_synchronize|device");
  }
  refuses(tn_cuda_synchronize(TN_CPU), TN_ERR_VALUE, "tn_cuda_synchronize|not a GPU");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_version),       scoped(test_build_info), scoped(test_functions_by_name),
      scoped(test_all_functions), scoped(test_cpu),        scoped(test_cuda_absent),
      scoped(test_no_devices),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
