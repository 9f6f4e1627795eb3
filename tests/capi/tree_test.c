// Trees of Python values: made, asked, walked and flattened.
#include "tests/capi/fixture.h"

static tn_tree_t small_list(void) {
  const tn_tree_t items[] = {tn_tree_from_int(-7), tn_tree_from_float(0.5), tn_tree_from_string("ä")};
  return tn_tree_list(items, 3);
}

static void test_values(void** state) {
  (void)state;
  assert_int_equal(tn_tree_kind(tn_tree_none()), TN_TREE_NONE);
  assert_int_equal(tn_tree_bool(tn_tree_from_bool(5)), 1);
  assert_int_equal(tn_tree_int(tn_tree_from_bool(1)), 1);
  assert_true(tn_tree_int(tn_tree_from_int(INT64_MIN)) == INT64_MIN);
  assert_true(tn_tree_float(tn_tree_from_float(0.1)) == 0.1);
  assert_true(tn_tree_float(tn_tree_from_int(3)) == 3);
  assert_string_equal(tn_tree_string(tn_tree_from_string("x/ü")), "x/ü");
  assert_int_equal(tn_tree_dtype(tn_tree_from_dtype(TN_BFLOAT16)), TN_BFLOAT16);
  int64_t n = 0;
  const void* data;
  ok(tn_tree_bytes(tn_tree_from_bytes("a\0b", 3), &data, &n));
  assert_int_equal(n, 3);
  assert_memory_equal(data, "a\0b", 3);
  ok(tn_tree_bytes(tn_tree_from_bytes(NULL, 0), &data, &n));
  assert_int_equal(n, 0);
  assert_non_null(data);
  ok(tn_tree_bytes(tn_tree_from_string("xy"), &data, NULL));
  assert_memory_equal(data, "xy", 2);
  tn_tensor_t t = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  assert_true(tn_tensor_is(tn_tree_tensor(tn_tree_from_tensor(t)), t));
}

static void test_class_names(void** state) {
  (void)state;
  assert_string_equal(tn_tree_class_name(tn_tree_none()), "NoneType");
  assert_string_equal(tn_tree_class_name(tn_tree_from_bool(0)), "bool");
  assert_string_equal(tn_tree_class_name(tn_tree_from_int(0)), "int");
  assert_string_equal(tn_tree_class_name(tn_tree_from_float(0)), "float");
  assert_string_equal(tn_tree_class_name(tn_tree_from_string("")), "str");
  assert_string_equal(tn_tree_class_name(tn_tree_from_bytes("", 0)), "bytes");
  assert_string_equal(tn_tree_class_name(tn_tree_from_dtype(TN_INT8)), "torch.dtype");
  assert_string_equal(tn_tree_class_name(tn_tree_list(NULL, 0)), "list");
  assert_string_equal(tn_tree_class_name(tn_tree_tuple(NULL, 0)), "tuple");
  assert_string_equal(tn_tree_class_name(tn_tree_dict()), "dict");
  assert_string_equal(tn_tree_class_name(tn_tree_from_tensors(tn_dict_new())), "collections.OrderedDict");
  tn_tensor_t t = tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU);
  assert_string_equal(tn_tree_class_name(tn_tree_from_tensor(t)), "torch.Tensor");
}

static void test_lists(void** state) {
  (void)state;
  tn_tree_t list = small_list();
  ok(tn_tree_append(list, tn_tree_none()));
  ok(tn_tree_append(list, small_list()));
  assert_int_equal(tn_tree_count(list), 5);
  assert_int_equal(tn_tree_int(tn_tree_item(list, 0)), -7);
  assert_int_equal(tn_tree_kind(tn_tree_item(list, 3)), TN_TREE_NONE);
  assert_string_equal(tn_tree_string(tn_tree_item(tn_tree_item(list, 4), 2)), "ä");
  tn_tree_t tuple = tn_tree_tuple(&list, 1);
  assert_int_equal(tn_tree_count(tuple), 1);
  /* the part, not a copy of it */
  ok(tn_tree_append(tn_tree_item(tuple, 0), tn_tree_none()));
  assert_int_equal(tn_tree_count(list), 6);
}

static void test_dicts(void** state) {
  (void)state;
  tn_tree_t d = tn_tree_dict();
  ok(tn_tree_set(d, "epoch", tn_tree_from_int(1)));
  ok(tn_tree_set(d, "", tn_tree_from_int(2)));
  ok(tn_tree_set_int(d, 0, tn_tree_from_int(3)));
  ok(tn_tree_set(d, "0", tn_tree_from_int(4)));
  ok(tn_tree_set(d, "epoch", tn_tree_from_int(5)));
  ok(tn_tree_set_int(d, 0, tn_tree_from_int(6)));
  assert_int_equal(tn_tree_count(d), 4);
  assert_int_equal(tn_tree_int(tn_tree_get(d, "epoch")), 5);
  assert_int_equal(tn_tree_int(tn_tree_get(d, "")), 2);
  assert_int_equal(tn_tree_int(tn_tree_get_int(d, 0)), 6);
  assert_int_equal(tn_tree_int(tn_tree_get(d, "0")), 4);
  assert_string_equal(tn_tree_string(tn_tree_key(d, 0)), "epoch");
  assert_int_equal(tn_tree_int(tn_tree_key(d, 2)), 0);
  assert_int_equal(tn_tree_int(tn_tree_item(d, 3)), 4);
  assert_int_equal(tn_tree_has(d, "epoch"), 1);
  assert_int_equal(tn_tree_has(d, "epochs"), 0);
  assert_int_equal(tn_error_code(), TN_OK);
}

static void test_flat_names(void** state) {
  (void)state;
  tn_tensor_t t = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU), u = tn_zeros(TN_SHAPE(1), TN_INT64, TN_CPU);
  tn_dict_t weights = tn_dict_new();
  ok(tn_dict_set(weights, "0.weight", t));
  ok(tn_dict_set(weights, "0.bias", TN_NONE));
  tn_tree_t slots = tn_tree_dict(), states = tn_tree_dict(), all = tn_tree_dict();
  ok(tn_tree_set(slots, "exp_avg", tn_tree_from_tensor(u)));
  ok(tn_tree_set_int(states, 12, slots));
  const tn_tree_t pair[] = {tn_tree_from_int(1), tn_tree_from_tensor(u)};
  ok(tn_tree_set(all, "model", tn_tree_from_tensors(weights)));
  ok(tn_tree_set(all, "optimizer", states));
  ok(tn_tree_set(all, "pair", tn_tree_tuple(pair, 2)));
  tn_dict_t flat = tn_tree_tensors(all);
  assert_int_equal(tn_dict_count(flat), 3);
  assert_string_equal(tn_dict_name(flat, 0), "model/0.weight");
  assert_string_equal(tn_dict_name(flat, 1), "optimizer/12/exp_avg");
  assert_string_equal(tn_dict_name(flat, 2), "pair/1");
  assert_true(tn_tensor_is(tn_dict_get(flat, "model/0.weight"), t));
  assert_string_equal(tn_dict_name(tn_tree_tensors(tn_tree_get(all, "model")), 0), "0.weight");
  assert_string_equal(tn_dict_name(tn_tree_tensors(tn_tree_from_tensor(t)), 0), "");
  assert_int_equal(tn_dict_count(tn_tree_tensors(tn_tree_none())), 0);
}

/* A value at many places: ten at each of 30 levels, which written out were 10^30. */
static void test_shared_values(void** state) {
  (void)state;
  tn_tree_t level = tn_tree_list(NULL, 0);
  for (int i = 0; i < 30; ++i) {
    const tn_tree_t same[] = {level, level, level, level, level, level, level, level, level, level};
    level = tn_tree_list(same, 10);
  }
  assert_int_equal(tn_dict_count(tn_tree_tensors(level)), 0);
}

/* Neither making nor releasing it takes stack for every level. */
static void test_deep(void** state) {
  (void)state;
  tn_tree_t inner = tn_tree_none();
  for (int i = 0; i < 300000; ++i) {
    tn_tree_t outer = tn_tree_tuple(&inner, 1);
    tn_tree_release(inner);
    inner = outer;
  }
  assert_int_equal(tn_dict_count(tn_tree_tensors(inner)), 0);
  tn_tree_release(inner);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_values),     scoped(test_class_names),   scoped(test_lists), scoped(test_dicts),
      scoped(test_flat_names), scoped(test_shared_values), scoped(test_deep)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
