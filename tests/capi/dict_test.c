// Dictionaries and lists of tensors.
#include "tests/capi/fixture.h"

static void test_order_and_replacement(void** state) {
  (void)state;
  tn_dict_t d = tn_dict_new();
  assert_int_equal(tn_dict_count(d), 0);
  tn_tensor_t a = tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU), b = tn_zeros(TN_SHAPE(2), TN_INT64, TN_CPU);
  ok(tn_dict_set(d, "z", a));
  ok(tn_dict_set(d, "a", b));
  ok(tn_dict_set(d, "", TN_NONE));
  ok(tn_dict_set(d, "z", b));
  assert_int_equal(tn_dict_count(d), 3);
  assert_string_equal(tn_dict_name(d, 0), "z");
  assert_string_equal(tn_dict_name(d, 1), "a");
  assert_string_equal(tn_dict_name(d, 2), "");
  assert_true(tn_tensor_is(tn_dict_get(d, "z"), b));
  assert_ptr_equal(tn_dict_get(d, ""), TN_NONE);
  assert_int_equal(tn_dict_has(d, "a"), 1);
  assert_int_equal(tn_dict_has(d, "b"), 0);
  assert_int_equal(tn_error_code(), TN_OK);
}

static void test_it_holds_its_tensors(void** state) {
  (void)state;
  tn_dict_t d = tn_dict_new();
  tn_tensor_t t = tn_full(TN_SHAPE(2), 7, TN_FLOAT32, TN_CPU);
  ok(tn_dict_set(d, "t", t));
  tn_tensor_release(t);
  expect(tn_dict_get(d, "t"), 0, 7, 7);
  tn_dict_t more = tn_dict_retain(d);
  tn_dict_release(d);
  assert_int_equal(tn_dict_count(more), 1);
  tn_dict_release(more);
}

static void test_many(void** state) {
  (void)state;
  tn_dict_t d = tn_dict_new();
  char name[32];
  for (int i = 0; i < 5000; ++i) {
    snprintf(name, sizeof name, "layer.%d.weight", i);
    ok(tn_dict_set(d, name, TN_NONE));
  }
  assert_int_equal(tn_dict_has(d, "layer.4999.weight"), 1);
  assert_string_equal(tn_dict_name(d, 4321), "layer.4321.weight");
}

static void test_metadata(void** state) {
  (void)state;
  tn_dict_t d = tn_dict_new();
  ok(tn_dict_set_metadata(d, "format", "pt"));
  ok(tn_dict_set_metadata(d, "", "é"));
  ok(tn_dict_set_metadata(d, "format", "tn"));
  assert_int_equal(tn_dict_metadata_count(d), 2);
  assert_string_equal(tn_dict_metadata_key(d, 0), "format");
  assert_string_equal(tn_dict_metadata(d, "format"), "tn");
  assert_string_equal(tn_dict_metadata(d, ""), "é");
  ok(tn_dict_set_metadata(d, "format", NULL));
  ok(tn_dict_set_metadata(d, "format", NULL));
  assert_int_equal(tn_dict_metadata_count(d), 1);
}

static void test_lists(void** state) {
  (void)state;
  tn_tensor_t t = tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU);
  tn_tensors_t list = tn_tensors_new(TN_TENSORS(t, TN_NONE, t));
  assert_int_equal(tn_tensors_count(list), 3);
  assert_true(tn_tensor_is(tn_tensors_get(list, 2), t));
  assert_ptr_equal(tn_tensors_get(list, 1), TN_NONE);
  assert_int_equal(tn_tensors_count(tn_tensors_new(NULL, 0)), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_order_and_replacement),
      scoped(test_it_holds_its_tensors),
      scoped(test_many),
      scoped(test_metadata),
      scoped(test_lists),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
