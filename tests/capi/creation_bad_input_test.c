// labels: hostile
// Tensors asked for with impossible shapes, dtypes, devices, memory and numbers.
#include "tests/capi/fixture.h"

typedef tn_tensor_t (*maker)(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device);

static tn_tensor_t full(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {
  return tn_full(shape, ndim, 1, dtype, device);
}
static tn_tensor_t full_int(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {
  return tn_full_int(shape, ndim, 1, dtype, device);
}
static tn_tensor_t randint(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {
  return tn_randint(0, 2, shape, ndim, dtype, device);
}
static tn_tensor_t rand_from(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {
  return tn_rand_generator(shape, ndim, tn_generator_default(TN_CPU), dtype, device);
}
static tn_tensor_t randn_from(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {
  return tn_randn_generator(shape, ndim, tn_generator_default(TN_CPU), dtype, device);
}
static tn_tensor_t randint_from(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {
  return tn_randint_generator(0, 2, shape, ndim, tn_generator_default(TN_CPU), dtype, device);
}

static const struct {
  const char* function;
  maker make;
} makers[] = {{"tn_empty", tn_empty},
              {"tn_zeros", tn_zeros},
              {"tn_ones", tn_ones},
              {"tn_full", full},
              {"tn_full_int", full_int},
              {"tn_rand", tn_rand},
              {"tn_randn", tn_randn},
              {"tn_randint", randint},
              {"tn_rand_generator", rand_from},
              {"tn_randn_generator", randn_from},
              {"tn_randint_generator", randint_from}};

static void test_shapes_dtypes_devices(void** state) {
  (void)state;
  const int64_t half = (int64_t)1 << 62;
  for (size_t i = 0; i < sizeof makers / sizeof *makers; ++i) {
    maker make = makers[i].make;
    const char* op = makers[i].function + 3;  // without tn_
    char name[16];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(op, "_"), op);
    refuses(make(NULL, 2, TN_FLOAT32, TN_CPU), TN_ERR_NULL, makers[i].function);
    refuses(make(NULL, 2, TN_FLOAT32, TN_CPU), TN_ERR_NULL, "shape");
    refuses(make(TN_SHAPE(2, -3), TN_FLOAT32, TN_CPU), TN_ERR_SHAPE, "negative|[2, -3]");
    refuses(make(TN_SHAPE(2, -3), TN_FLOAT32, TN_CPU), TN_ERR_SHAPE, name);
    refuses(make(TN_SHAPE(half, half), TN_FLOAT32, TN_CPU), TN_ERR_SHAPE,
            "[4611686018427387904, 4611686018427387904]");
    refuses(make(TN_SHAPE(half / 2), TN_FLOAT32, TN_CPU), TN_ERR_SHAPE, "memory");
    refuses(make(TN_SHAPE(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), TN_FLOAT32, TN_CPU), TN_ERR_SHAPE, "12|13");
    refuses(make(NULL, -1, TN_FLOAT32, TN_CPU), TN_ERR_VALUE, makers[i].function);
    refuses(make(TN_SHAPE(2), 77, TN_CPU), TN_ERR_VALUE, "dtype 77");
    refuses(make(TN_SHAPE(2), -1, TN_CPU), TN_ERR_VALUE, makers[i].function);
    refuses(make(TN_SHAPE(2), TN_FLOAT32, 5), TN_ERR_VALUE, "device 5");
    refuses(make(TN_SHAPE(2), TN_FLOAT32, -1), TN_ERR_VALUE, makers[i].function);
    refuses(make(TN_SHAPE((int64_t)1 << 50), TN_FLOAT32, TN_CPU), TN_ERR_MEMORY, makers[i].function);
    refuses(make(TN_SHAPE((int64_t)1 << 50), TN_FLOAT32, TN_CPU), TN_ERR_MEMORY, "memory");
  }
}

static void test_from_data(void** state) {
  (void)state;
  const float values[] = {1, 2};
  refuses(tn_tensor_new(NULL, TN_FLOAT32, TN_SHAPE(2)), TN_ERR_NULL, "tn_tensor_new|data");
  refuses(tn_tensor_new(values, TN_DTYPE_DEFAULT, TN_SHAPE(2)), TN_ERR_VALUE, "tn_tensor_new|data_dtype");
  refuses(tn_tensor_new(values, 11, TN_SHAPE(2)), TN_ERR_VALUE, "tn_tensor_new|dtype 11");
  refuses(tn_tensor_new(values, TN_FLOAT32, NULL, 1), TN_ERR_NULL, "tn_tensor_new|shape");
  refuses(tn_tensor_new(values, TN_FLOAT32, TN_SHAPE(-2)), TN_ERR_SHAPE, "tn_tensor_new|[-2]");
  refuses(tn_tensor_new(values, TN_FLOAT32, TN_SHAPE(INT64_MAX, INT64_MAX)), TN_ERR_SHAPE, "tn_tensor_new");
}

static void count(void* ctx, void* data) {
  (void)data;
  ++*(int*)ctx;
}

static void test_from_blob(void** state) {
  (void)state;
  double memory[2] = {1, 2};
  int ended = 0;
  char* odd = (char*)memory + 1;
  refuses(tn_from_blob(NULL, TN_FLOAT32, TN_SHAPE(2), count, &ended), TN_ERR_NULL, "tn_from_blob|data");
  refuses(tn_from_blob(memory, TN_DTYPE_DEFAULT, TN_SHAPE(2), count, &ended), TN_ERR_VALUE,
          "tn_from_blob|dtype");
  refuses(tn_from_blob(memory, 99, TN_SHAPE(2), count, &ended), TN_ERR_VALUE, "tn_from_blob|dtype 99");
  refuses(tn_from_blob(odd, TN_FLOAT32, TN_SHAPE(1), count, &ended), TN_ERR_VALUE,
          "tn_from_blob|aligned|float32");
  refuses(tn_from_blob(memory, TN_FLOAT32, NULL, 1, count, &ended), TN_ERR_NULL, "tn_from_blob|shape");
  refuses(tn_from_blob(memory, TN_FLOAT32, TN_SHAPE(-1), count, &ended), TN_ERR_SHAPE, "tn_from_blob|[-1]");
  refuses(tn_from_blob(memory, TN_FLOAT32, TN_SHAPE(INT64_MAX, 4), count, &ended), TN_ERR_SHAPE,
          "tn_from_blob");
  assert_int_equal(ended, 7);  // each loan ended, though nothing came of it
  refuses(tn_from_blob(NULL, TN_FLOAT32, TN_SHAPE(2), NULL, NULL), TN_ERR_NULL, "tn_from_blob|data");
}

static void test_numbers(void** state) {
  (void)state;
  refuses(tn_full(TN_SHAPE(2), 300, TN_UINT8, TN_CPU), TN_ERR_VALUE, "full|300|uint8|overflow");
  refuses(tn_full(TN_SHAPE(2), NAN, TN_INT32, TN_CPU), TN_ERR_VALUE, "full|nan|int32|overflow");
  refuses(tn_full(TN_SHAPE(2), INFINITY, TN_INT64, TN_CPU), TN_ERR_VALUE, "full|inf|int64|overflow");
  refuses(tn_full(TN_SHAPE(2), 1e39, TN_FLOAT32, TN_CPU), TN_ERR_VALUE, "full|1e+39|float32|overflow");
  refuses(tn_full(TN_SHAPE(2), -70000, TN_FLOAT16, TN_CPU), TN_ERR_VALUE, "full|-70000|float16|overflow");
  refuses(tn_full_int(TN_SHAPE(2), (int64_t)1 << 40, TN_INT32, TN_CPU), TN_ERR_VALUE, "full|int32|overflow");
  refuses(tn_full_int(TN_SHAPE(2), -256, TN_UINT8, TN_CPU), TN_ERR_VALUE, "full|-256|uint8|overflow");
  refuses(tn_arange(0, 1, 0, TN_FLOAT32, TN_CPU), TN_ERR_VALUE, "arange|step");
  refuses(tn_arange(0, 1, NAN, TN_FLOAT32, TN_CPU), TN_ERR_VALUE, "arange");
  refuses(tn_arange(0, INFINITY, 1, TN_FLOAT32, TN_CPU), TN_ERR_VALUE, "arange|0 -> inf");
  refuses(tn_arange(NAN, 1, 1, TN_FLOAT32, TN_CPU), TN_ERR_VALUE, "arange|nan -> 1");
  refuses(tn_arange(0, 1, -0.5, TN_FLOAT32, TN_CPU), TN_ERR_VALUE, "arange|sign of step|-0.5");
  refuses(tn_arange(-1, 1, 0.5, TN_INT64, TN_CPU), TN_ERR_VALUE, "arange|step");  // cut to 0
  refuses(tn_arange(0, 1e18, 1e-3, TN_FLOAT32, TN_CPU), TN_ERR_VALUE, "arange|1e+21");
  refuses(tn_arange(0, 1, 1, 33, TN_CPU), TN_ERR_VALUE, "tn_arange|dtype 33");
  refuses(tn_arange(0, 1, 1, TN_FLOAT32, 7), TN_ERR_VALUE, "tn_arange|device 7");
  refuses(tn_arange_int(0, 1, 0, TN_INT64, TN_CPU), TN_ERR_VALUE, "arange|step");
  refuses(tn_arange_int(2, 1, 1, TN_INT64, TN_CPU), TN_ERR_VALUE, "arange|sign of step");
  refuses(tn_arange_int(INT64_MIN, INT64_MAX, 1, TN_INT64, TN_CPU), TN_ERR_VALUE, "arange|1.84467e+19");
  refuses(tn_arange_int(0, 1, 1, -4, TN_CPU), TN_ERR_VALUE, "tn_arange_int|dtype -4");
  refuses(tn_linspace(0, 1, -1, TN_FLOAT32, TN_CPU), TN_ERR_VALUE, "linspace|steps|-1");
  refuses(tn_linspace(0, 1, (int64_t)1 << 50, TN_FLOAT32, TN_CPU), TN_ERR_MEMORY, "tn_linspace");
  refuses(tn_linspace(0, 1, INT64_MAX, TN_FLOAT32, TN_CPU), TN_ERR_SHAPE, "linspace");
  refuses(tn_linspace(0, 1, 2, 12, TN_CPU), TN_ERR_VALUE, "tn_linspace|dtype 12");
  refuses(tn_eye(-1, TN_NONE_INT, TN_FLOAT32, TN_CPU), TN_ERR_VALUE, "eye|-1");
  refuses(tn_eye(2, -1, TN_FLOAT32, TN_CPU), TN_ERR_VALUE, "tn_eye|m|-1");
  refuses(tn_eye(INT64_MAX, TN_NONE_INT, TN_FLOAT32, TN_CPU), TN_ERR_SHAPE, "eye|9223372036854775807");
  refuses(tn_eye(2, 2, TN_FLOAT32, 1), TN_ERR_VALUE, "tn_eye|device 1");
}

static void test_like(void** state) {
  (void)state;
  tn_tensor_t x = tn_zeros(TN_SHAPE(2), TN_INT64, TN_CPU);
  refuses(tn_empty_like(TN_NONE, 0, 0), TN_ERR_NULL, "tn_empty_like|self");
  refuses(tn_empty_like(x, 99, 0), TN_ERR_VALUE, "tn_empty_like|dtype 99");
  refuses(tn_zeros_like(x, 0, 99), TN_ERR_VALUE, "tn_zeros_like|device 99");
  refuses(tn_ones_like(x, -1, 0), TN_ERR_VALUE, "tn_ones_like|dtype -1");
  refuses(tn_full_like(x, NAN, 0, 0), TN_ERR_VALUE, "full|nan|int64");
  refuses(tn_full_like_int(x, 300, TN_UINT8, 0), TN_ERR_VALUE, "full|300|uint8");
  refuses(tn_rand_like(x, 0, 0), TN_ERR_TYPE, "rand|int64");
  refuses(tn_randn_like(x, 0, 0), TN_ERR_TYPE, "randn|int64");
  refuses(tn_randint_like(x, 2, 2, 0, 0), TN_ERR_VALUE, "randint|2");
  refuses(tn_randint_like(x, 0, 300, TN_UINT8, 0), TN_ERR_VALUE, "randint|300|uint8");
  refuses(tn_op_call("ones", TN_VALUES(TN_V_INTS(2), TN_V_KW_DTYPE("dtype", TN_INT64),
                                       TN_V_KW_BOOL("requires_grad", 1))),
          TN_ERR_TYPE, "floating|int64");
}

static void test_getters(void** state) {
  (void)state;
  tn_tensor_t x = tn_zeros(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU), scalar = tn_sum(x);
  int64_t sizes[2] = {7, 7}, ndim = 7, whole = 7;
  double values[6];
  refuses(tn_tensor_size(x, 2), TN_ERR_INDEX, "tn_tensor_size|[-2, 1]|2");
  refuses(tn_tensor_size(x, INT64_MIN), TN_ERR_INDEX, "tn_tensor_size");
  refuses(tn_tensor_size(scalar, 0), TN_ERR_INDEX, "tn_tensor_size|0");
  refuses(tn_tensor_stride(x, -3), TN_ERR_INDEX, "tn_tensor_stride|-3");
  refuses(tn_tensor_stride(scalar, 0), TN_ERR_INDEX, "tn_tensor_stride|0");
  refuses(tn_tensor_shape(x, sizes, 1, &ndim), TN_ERR_VALUE, "tn_tensor_shape|capacity is 1|2");
  assert_int_equal(ndim, 2);  // told all the same
  assert_int_equal(sizes[0], 7);
  refuses(tn_tensor_shape(x, sizes, -1, NULL), TN_ERR_VALUE, "tn_tensor_shape|-1");
  refuses(tn_tensor_strides(x, NULL, 2, NULL), TN_ERR_NULL, "tn_tensor_strides|strides");
  refuses(tn_tensor_strides(x, sizes, 0, NULL), TN_ERR_VALUE, "tn_tensor_strides|capacity is 0");
  refuses(tn_tensor_is(x, NULL), TN_ERR_NULL, "tn_tensor_is|b");
  refuses(tn_item(x), TN_ERR_SHAPE, "tn_item|[2, 3]|6");
  assert_true(isnan(tn_item(x)));
  refuses(tn_item(tn_narrow(x, 0, 0, 0)), TN_ERR_SHAPE, "tn_item|[0, 3]");
  refuses(tn_item_int64(x, &whole), TN_ERR_SHAPE, "tn_item_int64|[2, 3]");
  assert_int_equal(whole, 7);
  refuses(tn_item_int64(scalar, NULL), TN_ERR_NULL, "tn_item_int64|value");
  refuses(tn_tensor_read(x, NULL, TN_FLOAT64, sizeof values), TN_ERR_NULL, "tn_tensor_read|buffer");
  refuses(tn_tensor_read(x, values, TN_FLOAT64, sizeof values - 1), TN_ERR_VALUE,
          "tn_tensor_read|47|48|[2, 3]");
  refuses(tn_tensor_read(x, values, TN_FLOAT64, -1), TN_ERR_VALUE, "tn_tensor_read|-1");
  refuses(tn_tensor_read(x, values, 42, sizeof values), TN_ERR_VALUE, "tn_tensor_read|dtype 42");
  refuses(tn_tensor_write(x, values, TN_FLOAT64, 8), TN_ERR_VALUE, "tn_tensor_write|8|48");
  refuses(tn_tensor_write(x, NULL, TN_FLOAT64, sizeof values), TN_ERR_NULL, "tn_tensor_write|buffer");
  refuses(tn_tensor_write(x, values, -2, sizeof values), TN_ERR_VALUE, "tn_tensor_write|dtype -2");
  ok(tn_requires_grad_(x, 1));
  refuses(tn_tensor_write(x, values, TN_FLOAT64, sizeof values), TN_ERR_STATE, "leaf");
}

static void test_required_tensors(void** state) {
  (void)state;
  refuses(tn_tensor_ndim(TN_NONE), TN_ERR_NULL, "tn_tensor_ndim|t is TN_NONE");
  refuses(tn_tensor_numel(TN_NONE), TN_ERR_NULL, "tn_tensor_numel");
  refuses(tn_tensor_dtype(TN_NONE), TN_ERR_NULL, "tn_tensor_dtype");
  refuses(tn_tensor_device(TN_NONE), TN_ERR_NULL, "tn_tensor_device");
  refuses(tn_tensor_data(TN_NONE), TN_ERR_NULL, "tn_tensor_data");
  refuses(tn_tensor_version(TN_NONE), TN_ERR_NULL, "tn_tensor_version");
  refuses(tn_tensor_is_leaf(TN_NONE), TN_ERR_NULL, "tn_tensor_is_leaf");
  refuses(tn_tensor_is_contiguous(TN_NONE), TN_ERR_NULL, "tn_tensor_is_contiguous");
  refuses(tn_tensor_requires_grad(TN_NONE), TN_ERR_NULL, "tn_tensor_requires_grad");
  refuses(tn_tensor_grad_fn_name(TN_NONE), TN_ERR_NULL, "tn_tensor_grad_fn_name");
  refuses(tn_tensor_storage_offset(TN_NONE), TN_ERR_NULL, "tn_tensor_storage_offset");
  tn_generator_t other_kind = tn_generator_default(TN_CPU);
  refuses(tn_tensor_numel((tn_tensor_t)other_kind), TN_ERR_TYPE, "tn_tensor_numel|not a tensor");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_shapes_dtypes_devices),
      scoped(test_from_data),
      scoped(test_from_blob),
      scoped(test_numbers),
      scoped(test_like),
      scoped(test_getters),
      scoped(test_required_tensors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
