// labels: hostile
// The types of elements through the public interface: names, sizes, promotion and bad input. What promotion
// answers is compared with PyTorch in tests/core/tensor/promotion_test.cpp.
#include <tenon/tenon.h>

#include "tests/test.h"

static const struct {
  tn_dtype_t dtype;
  const char* name;
  int64_t itemsize;
  int32_t is_floating;
} dtypes[] = {{TN_FLOAT32, "float32", 4, 1},   {TN_FLOAT64, "float64", 8, 1}, {TN_FLOAT16, "float16", 2, 1},
              {TN_BFLOAT16, "bfloat16", 2, 1}, {TN_INT64, "int64", 8, 0},     {TN_INT32, "int32", 4, 0},
              {TN_INT16, "int16", 2, 0},       {TN_INT8, "int8", 1, 0},       {TN_UINT8, "uint8", 1, 0},
              {TN_BOOL, "bool", 1, 0}};

static void test_what_they_are(void** state) {
  (void)state;
  for (size_t i = 0; i < sizeof dtypes / sizeof *dtypes; ++i) {
    assert_string_equal(tn_dtype_name(dtypes[i].dtype), dtypes[i].name);
    assert_int_equal(tn_dtype_itemsize(dtypes[i].dtype), dtypes[i].itemsize);
    assert_int_equal(tn_dtype_is_floating_point(dtypes[i].dtype), dtypes[i].is_floating);
  }
}

static void test_promotion(void** state) {
  (void)state;
  assert_int_equal(tn_promote_types(TN_INT64, TN_FLOAT16), TN_FLOAT16);
  assert_int_equal(tn_promote_types(TN_UINT8, TN_INT8), TN_INT16);
  assert_true(tn_can_cast(TN_INT32, TN_UINT8));
  assert_false(tn_can_cast(TN_FLOAT32, TN_INT64));
  assert_false(tn_can_cast(TN_UINT8, TN_BOOL));
  assert_true(tn_can_cast(TN_BOOL, TN_FLOAT16));

  tn_tensor_t vector = tn_zeros(TN_SHAPE(2), TN_INT16, TN_CPU);
  tn_tensor_t scalar = tn_zeros(NULL, 0, TN_INT64, TN_CPU);
  assert_int_equal(tn_result_type(vector, scalar), TN_INT16);
  assert_int_equal(tn_result_type(scalar, scalar), TN_INT64);
  assert_int_equal(tn_result_type_int(vector, 1), TN_INT16);
  assert_int_equal(tn_result_type_scalar(vector, 1), TN_FLOAT32);
  tn_tensor_release(scalar);
  tn_tensor_release(vector);
}

static void test_default(void** state) {
  (void)state;
  assert_int_equal(tn_get_default_dtype(), TN_FLOAT32);
  assert_int_equal(tn_set_default_dtype(TN_FLOAT64), TN_OK);
  tn_tensor_t vector = tn_zeros(TN_SHAPE(2), TN_INT16, TN_CPU);
  assert_int_equal(tn_result_type_scalar(vector, 1), TN_FLOAT64);
  assert_int_equal(tn_set_default_dtype(TN_FLOAT32), TN_OK);
  tn_tensor_release(vector);
}

static void failed(tn_status_t code) {
  assert_int_equal(tn_error_code(), code);
  assert_true(strlen(tn_error_message()) > 0);
  tn_error_clear();
}

static void test_bad_input(void** state) {
  (void)state;
  static const tn_dtype_t wrong[] = {0, -1, 11, INT32_MAX, INT32_MIN};
  tn_error_clear();
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
    assert_null(tn_dtype_name(wrong[i]));
    failed(TN_ERR_VALUE);
    assert_int_equal(tn_dtype_itemsize(wrong[i]), -1);
    failed(TN_ERR_VALUE);
    assert_int_equal(tn_dtype_is_floating_point(wrong[i]), 0);
    failed(TN_ERR_VALUE);
    assert_int_equal(tn_promote_types(wrong[i], TN_INT8), 0);
    failed(TN_ERR_VALUE);
    assert_int_equal(tn_promote_types(TN_INT8, wrong[i]), 0);
    failed(TN_ERR_VALUE);
    assert_int_equal(tn_can_cast(wrong[i], TN_INT8), 0);
    failed(TN_ERR_VALUE);
    assert_int_equal(tn_can_cast(TN_INT8, wrong[i]), 0);
    failed(TN_ERR_VALUE);
    assert_int_equal(tn_set_default_dtype(wrong[i]), TN_ERR_VALUE);
    failed(TN_ERR_VALUE);
  }
  assert_int_equal(tn_set_default_dtype(TN_INT64), TN_ERR_TYPE);
  failed(TN_ERR_TYPE);

  tn_tensor_t t = tn_zeros(TN_SHAPE(2), TN_INT16, TN_CPU);
  assert_int_equal(tn_result_type(NULL, t), 0);
  failed(TN_ERR_NULL);
  assert_int_equal(tn_result_type(t, NULL), 0);
  failed(TN_ERR_NULL);
  assert_int_equal(tn_result_type(t, TN_NONE), 0);
  failed(TN_ERR_NULL);
  assert_int_equal(tn_result_type_scalar(NULL, 1), 0);
  failed(TN_ERR_NULL);
  assert_int_equal(tn_result_type_int(NULL, 1), 0);
  failed(TN_ERR_NULL);
  tn_tensor_release(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_they_are),
      cmocka_unit_test(test_promotion),
      cmocka_unit_test(test_default),
      cmocka_unit_test(test_bad_input),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
