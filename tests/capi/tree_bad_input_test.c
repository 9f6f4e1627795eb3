// labels: hostile
//
// Trees: values of another kind, places and keys that aren't there, values within themselves.
#include "tests/capi/fixture.h"

static void test_kinds(void** state) {
  (void)state;
  tn_tree_t list = tn_tree_list(NULL, 0), number = tn_tree_from_int(3), dict = tn_tree_dict();
  refuses(tn_tree_bool(number), TN_ERR_TYPE, "tn_tree_bool|an int, not a bool");
  refuses(tn_tree_int(list), TN_ERR_TYPE, "tn_tree_int|a list, not an int");
  assert_int_equal(tn_tree_int(list), -1);
  refuses(tn_tree_float(list), TN_ERR_TYPE, "tn_tree_float|a list");
  assert_true(isnan(tn_tree_float(list)));
  refuses(tn_tree_string(number), TN_ERR_TYPE, "tn_tree_string|not a str");
  const void* data = "";
  refuses(tn_tree_bytes(number, &data, NULL), TN_ERR_TYPE, "tn_tree_bytes");
  assert_null(data);
  refuses(tn_tree_dtype(number), TN_ERR_TYPE, "tn_tree_dtype");
  refuses(tn_tree_tensor(number), TN_ERR_TYPE, "tn_tree_tensor");
  refuses(tn_tree_count(number), TN_ERR_TYPE, "tn_tree_count");
  assert_int_equal(tn_tree_count(number), -1);
  refuses(tn_tree_item(number, 0), TN_ERR_TYPE, "tn_tree_item");
  refuses(tn_tree_key(list, 0), TN_ERR_TYPE, "tn_tree_key");
  refuses(tn_tree_has(list, "x"), TN_ERR_TYPE, "tn_tree_has");
  refuses(tn_tree_get(list, "x"), TN_ERR_TYPE, "tn_tree_get");
  refuses(tn_tree_get_int(list, 0), TN_ERR_TYPE, "tn_tree_get_int");
  refuses(tn_tree_arguments(dict), TN_ERR_TYPE, "tn_tree_arguments|not an instance");
  refuses(tn_tree_state(dict), TN_ERR_TYPE, "tn_tree_state");
  refuses(tn_tree_contents(dict), TN_ERR_TYPE, "tn_tree_contents");
  refuses(tn_tree_append(dict, number), TN_ERR_TYPE, "tn_tree_append|not a list");
  refuses(tn_tree_append(tn_tree_tuple(NULL, 0), number), TN_ERR_TYPE, "a tuple");
  refuses(tn_tree_set(list, "x", number), TN_ERR_TYPE, "tn_tree_set");
  refuses(tn_tree_set_int(list, 0, number), TN_ERR_TYPE, "tn_tree_set_int");
}

static void test_places(void** state) {
  (void)state;
  tn_tree_t list = tn_tree_list(NULL, 0), dict = tn_tree_dict();
  ok(tn_tree_append(list, dict));
  ok(tn_tree_set(dict, "weight", tn_tree_none()));
  refuses(tn_tree_item(list, 1), TN_ERR_INDEX, "tn_tree_item|1");
  refuses(tn_tree_item(list, -1), TN_ERR_INDEX, "-1");
  refuses(tn_tree_item(dict, 1), TN_ERR_INDEX, "tn_tree_item");
  refuses(tn_tree_key(dict, 1), TN_ERR_INDEX, "tn_tree_key");
  refuses(tn_tree_get(dict, "wieght"), TN_ERR_KEY, "'wieght'|did you mean 'weight'?");
  refuses(tn_tree_get_int(dict, 7), TN_ERR_KEY, "tn_tree_get_int|7");
}

static void test_making(void** state) {
  (void)state;
  tn_tree_t list = tn_tree_list(NULL, 0), dict = tn_tree_dict(), none = tn_tree_none();
  refuses(tn_tree_from_string("\xff"), TN_ERR_VALUE, "tn_tree_from_string|UTF-8");
  refuses(tn_tree_from_string("\xed\xa0\x80"), TN_ERR_VALUE, "UTF-8");
  refuses(tn_tree_from_string("\xc0\xaf"), TN_ERR_VALUE, "UTF-8");
  refuses(tn_tree_from_bytes("", -1), TN_ERR_VALUE, "tn_tree_from_bytes|-1");
  refuses(tn_tree_from_bytes(NULL, 3), TN_ERR_NULL, "data");
  refuses(tn_tree_from_dtype(0), TN_ERR_VALUE, "tn_tree_from_dtype|0");
  refuses(tn_tree_from_dtype(99), TN_ERR_VALUE, "99");
  refuses(tn_tree_from_tensor(TN_NONE), TN_ERR_NULL, "tn_tree_from_tensor");
  refuses(tn_tree_list(NULL, 2), TN_ERR_NULL, "items");
  refuses(tn_tree_list(&none, -2), TN_ERR_VALUE, "-2");
  const tn_tree_t hole[] = {none, NULL};
  refuses(tn_tree_tuple(hole, 2), TN_ERR_NULL, "items");
  refuses(tn_tree_append(list, NULL), TN_ERR_NULL, "value");
  refuses(tn_tree_set(dict, NULL, none), TN_ERR_NULL, "key");
  refuses(tn_tree_set(dict, "\xff", none), TN_ERR_VALUE, "tn_tree_set|UTF-8");
  refuses(tn_tree_has(dict, NULL), TN_ERR_NULL, "key");
  refuses(tn_tree_get(dict, NULL), TN_ERR_NULL, "key");
  refuses(tn_tree_count((tn_tree_t)tn_dict_new()), TN_ERR_TYPE, "is not a tree");
}

static void test_within_itself(void** state) {
  (void)state;
  tn_tree_t list = tn_tree_list(NULL, 0), dict = tn_tree_dict(), deep = tn_tree_tuple(&list, 1);
  refuses(tn_tree_append(list, list), TN_ERR_VALUE, "within itself");
  refuses(tn_tree_append(list, deep), TN_ERR_VALUE, "within itself");
  ok(tn_tree_set(dict, "deep", deep));
  refuses(tn_tree_append(list, dict), TN_ERR_VALUE, "within itself");
  refuses(tn_tree_set(dict, "x", dict), TN_ERR_VALUE, "within itself");
  refuses(tn_tree_set_int(dict, 0, dict), TN_ERR_VALUE, "within itself");
  assert_int_equal(tn_tree_count(list), 0);
}

static void test_flat_names(void** state) {
  (void)state;
  tn_tree_t dict = tn_tree_dict();
  tn_tensor_t t = tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU);
  ok(tn_tree_set(dict, "1", tn_tree_from_tensor(t)));
  ok(tn_tree_set_int(dict, 1, tn_tree_from_tensor(t)));
  refuses(tn_tree_tensors(dict), TN_ERR_VALUE, "two tensors have the name '1'");
  /* a name for each of 2^20 places */
  tn_tree_t level = tn_tree_from_tensor(t);
  for (int i = 0; i < 20; ++i) {
    const tn_tree_t same[] = {level, level};
    level = tn_tree_tuple(same, 2);
  }
  refuses(tn_tree_tensors(level), TN_ERR_VALUE, "more than 1000000 names");
  level = tn_tree_from_tensor(t);
  for (int i = 0; i < 2000; ++i) level = tn_tree_tuple(&level, 1);
  refuses(tn_tree_tensors(level), TN_ERR_VALUE, "nested more than 1000 deep");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_kinds), scoped(test_places), scoped(test_making),
                                     scoped(test_within_itself), scoped(test_flat_names)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
