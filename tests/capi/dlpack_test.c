// labels: hostile
// Tensors handed to other libraries and taken from them without a copy, as DLPack 1.x says; and what comes of
// structures that say something impossible.
#include <tenon/dlpack.h>

#include "tests/capi/fixture.h"

typedef struct DLManagedTensorVersioned managed_t;

static const struct {
  tn_dtype_t dtype;
  uint8_t code, bits;
} kTypes[] = {{TN_FLOAT32, kDLFloat, 32},   {TN_FLOAT64, kDLFloat, 64}, {TN_FLOAT16, kDLFloat, 16},
              {TN_BFLOAT16, kDLBfloat, 16}, {TN_INT64, kDLInt, 64},     {TN_INT32, kDLInt, 32},
              {TN_INT16, kDLInt, 16},       {TN_INT8, kDLInt, 8},       {TN_UINT8, kDLUInt, 8},
              {TN_BOOL, kDLBool, 8}};
enum { kTypeCount = sizeof kTypes / sizeof *kTypes };

/* ---- out */

static void test_given_away(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(2, 3), TN_FLOAT32), part = tn_t(tn_narrow(x, 1, 1, 2));
  managed_t* m = tn_to_dlpack(part);
  made(m);
  assert_int_equal(m->version.major, 1);
  assert_int_equal(m->flags, 0);
  assert_int_equal(m->dl_tensor.ndim, 2);
  assert_int_equal(m->dl_tensor.device.device_type, kDLCPU);
  assert_true(m->dl_tensor.shape[0] == 2 && m->dl_tensor.shape[1] == 2);
  assert_true(m->dl_tensor.strides[0] == 1 && m->dl_tensor.strides[1] == 3);
  float* data = (float*)((char*)m->dl_tensor.data + m->dl_tensor.byte_offset);
  assert_true(data[0] == 1 && data[4] == 5);
  data[4] = 50;
  tn_tensor_release(part);
  expect(x, 0, 0, 1, 2, 3, 4, 50);
  m->deleter(m);
}

static void test_outlives_its_tensor(void** state) {
  (void)state;
  int64_t before = tn_live_count();
  tn_scope_t s = tn_scope_begin();
  managed_t* m = tn_to_dlpack(counted(TN_SHAPE(4), TN_INT64));
  ok(tn_scope_end(s));
  assert_true(tn_live_count() > before);
  assert_true(((int64_t*)m->dl_tensor.data)[3] == 3);
  m->deleter(m);
  assert_int_equal(tn_live_count(), before);
}

static void test_round_trip(void** state) {
  (void)state;
  for (int i = 0; i < kTypeCount; ++i) {
    tn_tensor_t x = tn_t(tn_to(counted(TN_SHAPE(2, 2), TN_INT64), TN_CPU, kTypes[i].dtype));
    managed_t* m = tn_to_dlpack(x);
    made(m);
    assert_int_equal(m->dl_tensor.dtype.code, kTypes[i].code);
    assert_int_equal(m->dl_tensor.dtype.bits, kTypes[i].bits);
    assert_int_equal(m->dl_tensor.dtype.lanes, 1);
    tn_tensor_t y = tn_from_dlpack(m);
    made(y);
    assert_int_equal(tn_tensor_dtype(y), kTypes[i].dtype);
    assert_ptr_equal(tn_tensor_data(y), tn_tensor_data(x));
    assert_int_equal(tn_tensor_stride(y, 0), 1);
    assert_true(difference(x, y) == 0);
  }
  tn_tensor_t scalar = tn_from_dlpack(tn_to_dlpack(tn_full(NULL, 0, 7, TN_FLOAT64, TN_CPU)));
  assert_int_equal(tn_tensor_ndim(scalar), 0);
  assert_true(tn_item(scalar) == 7);
  tn_tensor_t none = tn_from_dlpack(tn_to_dlpack(tn_zeros(TN_SHAPE(0, 3), TN_INT8, TN_CPU)));
  expect_shape(none, 0, 3);
}

static void test_gradients_stay_here(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(3), TN_FLOAT32);
  ok(tn_requires_grad_(x, 1));
  refuses(tn_to_dlpack(x), TN_ERR_STATE, "tn_to_dlpack|gradient|detach");
  refuses(tn_to_dlpack(tn_mul(x, x)), TN_ERR_STATE, "tn_to_dlpack|gradient");
  refuses(tn_to_dlpack(NULL), TN_ERR_NULL, "tn_to_dlpack|t is NULL");
  refuses(tn_to_dlpack(TN_NONE), TN_ERR_NULL, "tn_to_dlpack");
  managed_t* m = tn_to_dlpack(tn_detach(x));
  made(m);
  m->deleter(m);
}

/* ---- in: a structure of our own */

struct foreign {
  managed_t managed;
  int64_t shape[14], strides[14];
  double data[6];
  int deleted;
};

static void deleter(managed_t* m) { ++((struct foreign*)m->manager_ctx)->deleted; }

/* [[0, 1], [10, 11]] of float64, rows three apart. */
/* It is given back when the test's scope ends, so it outlives the test. */
static managed_t* foreign_tensor(struct foreign* f) {
  memset(f, 0, sizeof *f);
  f->shape[0] = f->shape[1] = 2;
  f->strides[0] = 3;
  f->strides[1] = 1;
  f->data[1] = 1;
  f->data[3] = 10;
  f->data[4] = 11;
  f->managed.version.major = 1;
  f->managed.version.minor = 3;
  f->managed.manager_ctx = f;
  f->managed.deleter = deleter;
  f->managed.dl_tensor.data = f->data;
  f->managed.dl_tensor.device.device_type = kDLCPU;
  f->managed.dl_tensor.ndim = 2;
  f->managed.dl_tensor.dtype.code = kDLFloat;
  f->managed.dl_tensor.dtype.bits = 64;
  f->managed.dl_tensor.dtype.lanes = 1;
  f->managed.dl_tensor.shape = f->shape;
  f->managed.dl_tensor.strides = f->strides;
  return &f->managed;
}

static void test_taken(void** state) {
  (void)state;
  static struct foreign f;
  tn_tensor_t x = tn_from_dlpack(foreign_tensor(&f)), row = tn_select(x, 0, 1);
  expect(x, 0, 0, 1, 10, 11);
  f.data[4] = 12;
  expect(row, 0, 10, 12);
  ok(tn_mul_scalar_(x, 2));
  assert_true(f.data[4] == 24);
  tn_tensor_release(x);
  assert_int_equal(f.deleted, 0);
  tn_tensor_release(row);
  assert_int_equal(f.deleted, 1);

  managed_t* m = foreign_tensor(&f);
  m->dl_tensor.strides = NULL;  // row-major
  m->dl_tensor.byte_offset = sizeof(double);
  x = tn_from_dlpack(m);
  expect(x, 0, 1, 0, 10, 11);
  tn_tensor_release(x);
  assert_int_equal(f.deleted, 1);

  m = foreign_tensor(&f);
  m->deleter = NULL;  // nobody needs to know
  expect(tn_from_dlpack(m), 0, 0, 1, 10, 11);

  m = foreign_tensor(&f);
  f.shape[1] = 0;
  m->dl_tensor.data = NULL;
  x = tn_from_dlpack(m);
  expect_shape(x, 2, 0);
  assert_non_null(tn_tensor_data(x));
  tn_tensor_release(x);
  assert_int_equal(f.deleted, 1);
}

static void test_read_only(void** state) {
  (void)state;
  static struct foreign f;
  managed_t* m = foreign_tensor(&f);
  m->flags = DLPACK_FLAG_BITMASK_READ_ONLY;
  tn_tensor_t x = tn_from_dlpack(m), row = tn_select(x, 0, 0);
  const double values[] = {1, 1};
  refuses(tn_add_(x, x), TN_ERR_STATE, "add_|read-only");
  refuses(tn_zero_(row), TN_ERR_STATE, "read-only");
  refuses(tn_tensor_write(row, values, TN_FLOAT64, sizeof values), TN_ERR_STATE, "read-only");
  refuses(tn_op_call("sigmoid", TN_VALUES(TN_V_TENSOR(tn_zeros(TN_SHAPE(2, 2), TN_FLOAT64, TN_CPU)),
                                          TN_V_KW_TENSOR("out", x))),
          TN_ERR_STATE, "read-only");
  expect(x, 0, 0, 1, 10, 11);
  managed_t* again = tn_to_dlpack(x);
  assert_int_equal(again->flags, DLPACK_FLAG_BITMASK_READ_ONLY);
  again->deleter(again);
}

/* Each refusal gives the structure back, once. */
#define REFUSED(change, code, parts)                           \
  do {                                                         \
    m = foreign_tensor(&f);                                    \
    change;                                                    \
    refuses(tn_from_dlpack(m), code, "tn_from_dlpack|" parts); \
    assert_int_equal(f.deleted, 1);                            \
  } while (0)

static void test_refused(void** state) {
  (void)state;
  struct foreign f;
  managed_t* m;
  refuses(tn_from_dlpack(NULL), TN_ERR_NULL, "tn_from_dlpack|managed");
  REFUSED(m->version.major = 2, TN_ERR_UNSUPPORTED, "version 2.3");
  REFUSED(m->version.major = 0, TN_ERR_UNSUPPORTED, "version 0.3");
  REFUSED(m->dl_tensor.dtype.bits = 128, TN_ERR_UNSUPPORTED, "128 bits");
  REFUSED(m->dl_tensor.dtype.lanes = 4, TN_ERR_UNSUPPORTED, "4 lanes");
  REFUSED(m->dl_tensor.dtype.code = kDLComplex, TN_ERR_UNSUPPORTED, "code 5");
  REFUSED((m->dl_tensor.dtype.code = kDLUInt, m->dl_tensor.dtype.bits = 32), TN_ERR_UNSUPPORTED, "32 bits");
  REFUSED(m->dl_tensor.device.device_type = kDLVulkan, TN_ERR_UNSUPPORTED, "device type 7");
  REFUSED(m->dl_tensor.ndim = -1, TN_ERR_SHAPE, "ndim");
  REFUSED(m->dl_tensor.shape = NULL, TN_ERR_SHAPE, "ndim");
  REFUSED(f.shape[1] = -2, TN_ERR_SHAPE, "[2, -2]");
  REFUSED((f.shape[0] = INT64_MAX, f.shape[1] = 3), TN_ERR_SHAPE, "9223372036854775807");
  REFUSED(f.strides[0] = -3, TN_ERR_UNSUPPORTED, "negative strides");
  REFUSED(f.strides[0] = INT64_MAX, TN_ERR_SHAPE, "strides [9223372036854775807, 1]");
  REFUSED((f.shape[0] = 3, f.strides[0] = INT64_MAX / 2), TN_ERR_SHAPE, "[3, 2]");
  REFUSED(m->dl_tensor.data = NULL, TN_ERR_VALUE, "data");
  REFUSED(m->dl_tensor.byte_offset = 4, TN_ERR_VALUE, "aligned|float64");
  REFUSED(m->dl_tensor.device.device_id = -5;
          m->dl_tensor.device.device_type = kDLCUDA, TN_ERR_VALUE, "device");
  if (!tn_cuda_is_available()) {
    m = foreign_tensor(&f);
    m->dl_tensor.device.device_type = kDLCUDA;
    refuses(tn_from_dlpack(m), TN_ERR_DEVICE, "cuda is not available");
    assert_int_equal(f.deleted, 1);
  }
  m = foreign_tensor(&f);
  for (int d = 0; d < 13; ++d) f.shape[d] = f.strides[d] = 1;
  m->dl_tensor.ndim = 13;
  refuses(tn_from_dlpack(m), TN_ERR_SHAPE, "12|13");
  assert_int_equal(f.deleted, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_given_away), scoped(test_outlives_its_tensor),
      scoped(test_round_trip), scoped(test_gradients_stay_here),
      scoped(test_taken),      scoped(test_read_only),
      scoped(test_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
