// PyTorch's files written: what was in a tree is in it again when it is read, what was one thing is one
// again. That PyTorch reads them is tested in tests/exchange.
#define _POSIX_C_SOURCE 200809L
#include <sys/stat.h>
#include <unistd.h>

#include "tests/capi/fixture.h"

static char path[256];

static const char* temporary(void) { return own_path(path, sizeof path, "saved.pt"); }

static tn_tree_t saved(tn_tree_t tree) {
  made(tree);
  ok(tn_save(tree, temporary()));
  tn_tree_t again = tn_load(path, NULL);
  made(again);
  remove(path);
  return again;
}

static void expect_same_tensor(tn_tensor_t a, tn_tensor_t b) {
  made(b);
  assert_int_equal(tn_tensor_dtype(a), tn_tensor_dtype(b));
  assert_int_equal(tn_tensor_ndim(a), tn_tensor_ndim(b));
  assert_int_equal(tn_tensor_requires_grad(a), tn_tensor_requires_grad(b));
  for (int64_t d = 0; d < tn_tensor_ndim(a); ++d) {
    assert_int_equal(tn_tensor_size(a, d), tn_tensor_size(b, d));
    assert_int_equal(tn_tensor_stride(a, d), tn_tensor_stride(b, d));
  }
  assert_true(equal(tn_detach(a), tn_detach(b)));
}

static void expect_same(tn_tree_t a, tn_tree_t b) {
  made(a);
  made(b);
  assert_int_equal(tn_tree_kind(a), tn_tree_kind(b));
  assert_string_equal(tn_tree_class_name(a), tn_tree_class_name(b));
  double x, y;
  switch (tn_tree_kind(a)) {
    case TN_TREE_NONE: return;
    case TN_TREE_BOOL: assert_int_equal(tn_tree_bool(a), tn_tree_bool(b)); return;
    case TN_TREE_INT: assert_true(tn_tree_int(a) == tn_tree_int(b)); return;
    case TN_TREE_FLOAT:
      x = tn_tree_float(a), y = tn_tree_float(b);
      assert_memory_equal(&x, &y, sizeof x);
      return;
    case TN_TREE_DTYPE: assert_int_equal(tn_tree_dtype(a), tn_tree_dtype(b)); return;
    case TN_TREE_TENSOR: expect_same_tensor(tn_tree_tensor(a), tn_tree_tensor(b)); return;
    case TN_TREE_STRING:
    case TN_TREE_BYTES: {
      int64_t n, m;
      const void *s, *t;
      ok(tn_tree_bytes(a, &s, &n));
      ok(tn_tree_bytes(b, &t, &m));
      assert_int_equal(n, m);
      if (n) assert_memory_equal(s, t, (size_t)n);
      return;
    }
    default: break;
  }
  assert_int_equal(tn_tree_count(a), tn_tree_count(b));
  for (int64_t i = 0; i < tn_tree_count(a); ++i) {
    if (tn_tree_kind(a) == TN_TREE_DICT) expect_same(tn_tree_key(a, i), tn_tree_key(b, i));
    expect_same(tn_tree_item(a, i), tn_tree_item(b, i));
  }
}

static void round_trip(tn_tree_t tree) { expect_same(tree, saved(tree)); }

/* ---- values */

static void test_numbers(void** state) {
  (void)state;
  static const int64_t ints[] = {0,
                                 1,
                                 -1,
                                 255,
                                 256,
                                 65535,
                                 65536,
                                 -128,
                                 -129,
                                 INT32_MAX,
                                 INT32_MIN,
                                 (int64_t)INT32_MAX + 1,
                                 (int64_t)INT32_MIN - 1,
                                 INT64_MAX,
                                 INT64_MIN};
  static const double reals[] = {0, -0.0, 1.5, -1e300, 5e-324, INFINITY, -INFINITY, NAN, 0.1};
  tn_tree_t list = tn_tree_list(NULL, 0);
  for (size_t i = 0; i < sizeof ints / sizeof *ints; ++i) ok(tn_tree_append(list, tn_tree_from_int(ints[i])));
  for (size_t i = 0; i < sizeof reals / sizeof *reals; ++i)
    ok(tn_tree_append(list, tn_tree_from_float(reals[i])));
  ok(tn_tree_append(list, tn_tree_from_bool(0)));
  ok(tn_tree_append(list, tn_tree_from_bool(1)));
  ok(tn_tree_append(list, tn_tree_none()));
  for (tn_dtype_t d = TN_FLOAT32; d <= TN_BOOL; ++d) ok(tn_tree_append(list, tn_tree_from_dtype(d)));
  round_trip(list);
  round_trip(tn_tree_from_int(7)); /* by themselves, too */
  round_trip(tn_tree_none());
}

static void test_texts(void** state) {
  (void)state;
  char all[256], *large = malloc(70000);
  for (int i = 0; i < 256; ++i) all[i] = (char)i;
  assert_non_null(large);
  memset(large, 'x', 69999);
  large[69999] = 0;
  tn_tree_t list = tn_tree_list(NULL, 0);
  const char* const texts[] = {"", "a", "häß \xe2\x82\xac \xf0\x9f\x98\x80", "line\nline", "storage", "cpu"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i)
    ok(tn_tree_append(list, tn_tree_from_string(texts[i])));
  ok(tn_tree_append(list, tn_tree_from_string(large)));
  ok(tn_tree_append(list, tn_tree_from_bytes(all, 256)));
  ok(tn_tree_append(list, tn_tree_from_bytes("", 0)));
  round_trip(list);
  free(large);
}

static void test_containers(void** state) {
  (void)state;
  tn_tree_t dict = tn_tree_dict(), none = tn_tree_none(), one = tn_tree_from_int(1);
  const tn_tree_t pair[] = {one, none}, nested[] = {tn_tree_tuple(pair, 2), tn_tree_tuple(NULL, 0)};
  ok(tn_tree_set(dict, "empty list", tn_tree_list(NULL, 0)));
  ok(tn_tree_set(dict, "empty dict", tn_tree_dict()));
  ok(tn_tree_set(dict, "tuples", tn_tree_tuple(nested, 2)));
  ok(tn_tree_set(dict, "one", tn_tree_tuple(pair, 1)));
  ok(tn_tree_set(dict, "list", tn_tree_list(pair, 2)));
  ok(tn_tree_set_int(dict, -3, one));
  ok(tn_tree_set_int(dict, INT64_MAX, none));
  ok(tn_tree_set(dict, "", one));
  ok(tn_tree_set(dict, "ordered", tn_tree_from_tensors(tn_dict_new())));
  round_trip(dict);
  round_trip(tn_tree_tuple(NULL, 0));
}

/* So many lists and tuples in one another, around an int. */
static tn_tree_t nested(int levels) {
  tn_tree_t tree = tn_tree_from_int(1);
  for (int i = 0; i < levels; ++i) {
    tn_tree_t inner = tree;
    tree = i % 2 ? tn_tree_tuple(&inner, 1) : tn_tree_list(&inner, 1);
    tn_tree_release(inner);
  }
  made(tree);
  return tree;
}

/* What can be written can be read. */
static void test_depth(void** state) {
  (void)state;
  made(saved(nested(10001)));
  refuses(tn_save(nested(10002), temporary()), TN_ERR_VALUE, "nest more than 10000 deep");
  refuses(tn_save(nested(300000), temporary()), TN_ERR_VALUE, "nest more than 10000 deep");
}

static void test_many(void** state) {
  (void)state;
  tn_dict_t d = tn_dict_new();
  char name[32];
  for (int i = 0; i < 700; ++i) {
    snprintf(name, sizeof name, "layers.%d.weight", i);
    ok(tn_dict_set(d, name, tn_full(TN_SHAPE(2, 3), i, i % 2 ? TN_FLOAT32 : TN_INT64, TN_CPU)));
  }
  round_trip(tn_tree_from_tensors(d));
}

/* ---- tensors */

static void test_tensors(void** state) {
  (void)state;
  tn_tree_t list = tn_tree_list(NULL, 0);
  for (tn_dtype_t d = TN_FLOAT32; d <= TN_BOOL; ++d)
    ok(tn_tree_append(list, tn_tree_from_tensor(tn_to(counted(TN_SHAPE(3, 4), TN_INT64), TN_CPU, d))));
  tn_tensor_t x = counted(TN_SHAPE(2, 3, 4), TN_FLOAT64), leaf = tn_clone(x);
  ok(tn_requires_grad_(leaf, 1));
  const tn_tensor_t some[] = {tn_full(NULL, 0, 2.5, TN_FLOAT32, TN_CPU),
                              tn_zeros(TN_SHAPE(0), TN_INT8, TN_CPU),
                              tn_zeros(TN_SHAPE(3, 0, 2), TN_FLOAT16, TN_CPU),
                              x,
                              tn_permute(x, TN_SHAPE(2, 0, 1)),
                              tn_select(x, 1, 2),
                              tn_slice(x, 2, 1, TN_NONE_INT, 2),
                              tn_expand(tn_slice(x, 0, 1, 2, 1), TN_SHAPE(5, 3, 4)),
                              leaf,
                              tn_mul_scalar(leaf, 2)};
  for (size_t i = 0; i < sizeof some / sizeof *some; ++i)
    ok(tn_tree_append(list, tn_tree_from_tensor(some[i])));
  round_trip(list);
}

static double first_of(tn_tensor_t t) { return tn_item(tn_select(tn_reshape(t, TN_SHAPE(-1)), 0, 0)); }

/* Storages are shared again, and written once. */
static void test_sharing(void** state) {
  (void)state;
  tn_tensor_t x = tn_zeros(TN_SHAPE(100, 100), TN_FLOAT32, TN_CPU);
  tn_dict_t d = tn_dict_new();
  ok(tn_dict_set(d, "all", x));
  ok(tn_dict_set(d, "same", x));
  ok(tn_dict_set(d, "row", tn_select(x, 0, 0)));
  ok(tn_dict_set(d, "other way", tn_t(x)));
  ok(tn_dict_set(d, "another", tn_clone(x)));
  ok(tn_save_state_dict(d, temporary()));
  struct stat info;
  assert_int_equal(stat(path, &info), 0);
  assert_true(info.st_size > 80000 && info.st_size < 84000);
  tn_dict_t e = tn_load_state_dict(path);
  made(e);
  ok(tn_fill_scalar_(tn_dict_get(e, "row"), 7));
  assert_true(first_of(tn_dict_get(e, "all")) == 7 && first_of(tn_dict_get(e, "same")) == 7);
  assert_true(first_of(tn_dict_get(e, "other way")) == 7 && first_of(tn_dict_get(e, "another")) == 0);
  /* a view by itself brings all that it is a view of */
  tn_tree_t view = saved(tn_tree_from_tensor(tn_slice(tn_select(x, 1, 3), 0, 5, 9, 1)));
  expect_same_tensor(tn_tree_tensor(view), tn_slice(tn_select(x, 1, 3), 0, 5, 9, 1));
}

/* A list that stands at two places is one list. */
static void test_one_thing(void** state) {
  (void)state;
  tn_tree_t list = tn_tree_list(NULL, 0), empty = tn_tree_dict(), tree = tn_tree_dict();
  tn_tree_t tensor = tn_tree_from_tensor(tn_zeros(TN_SHAPE(2), TN_FLOAT32, TN_CPU));
  const tn_tree_t pair[] = {list, tensor};
  tn_tree_t tuple = tn_tree_tuple(pair, 2);
  ok(tn_tree_append(list, tn_tree_from_int(1)));
  const char* const names[] = {"a", "b"};
  for (int i = 0; i < 2; ++i) {
    tn_tree_t part = tn_tree_dict();
    ok(tn_tree_set(part, "list", list));
    ok(tn_tree_set(part, "empty", empty));
    ok(tn_tree_set(part, "tuple", tuple));
    ok(tn_tree_set(part, "tensor", tensor));
    ok(tn_tree_set(tree, names[i], part));
  }
  tn_tree_t again = saved(tree);
  expect_same(tree, again);
  tn_tree_t a = tn_tree_get(again, "a"), b = tn_tree_get(again, "b");
  ok(tn_tree_append(tn_tree_get(a, "list"), tn_tree_none()));
  assert_int_equal(tn_tree_count(tn_tree_get(b, "list")), 2);
  assert_int_equal(tn_tree_count(tn_tree_item(tn_tree_get(b, "tuple"), 0)), 2);
  ok(tn_tree_set_int(tn_tree_get(a, "empty"), 1, tn_tree_none()));
  assert_int_equal(tn_tree_count(tn_tree_get(b, "empty")), 1);
  ok(tn_fill_scalar_(tn_tree_tensor(tn_tree_get(a, "tensor")), 3));
  assert_true(first_of(tn_tree_tensor(tn_tree_item(tn_tree_get(b, "tuple"), 1))) == 3);
}

/* A diamond upon a diamond: 2 to the power of 60 ways to its end, and 60 lists. */
static void test_many_ways(void** state) {
  (void)state;
  tn_tree_t tree = tn_tree_list(NULL, 0);
  for (int i = 0; i < 60; ++i) {
    const tn_tree_t twice[] = {tree, tree};
    tree = tn_tree_list(twice, 2);
  }
  made(saved(tree));
}

static void test_state_dict(void** state) {
  (void)state;
  tn_module_t net = tn_nn_sequential(TN_MODULES(tn_nn_linear(3, 4, 1), tn_nn_relu(), tn_nn_linear(4, 2, 1)));
  tn_dict_t d = tn_module_state_dict(net);
  ok(tn_dict_set_metadata(d, "format", "pt"));
  ok(tn_save_state_dict(d, temporary()));
  tn_tree_t tree = tn_load(path, NULL);
  assert_string_equal(tn_tree_class_name(tree), "collections.OrderedDict");
  tn_dict_t e = tn_load_state_dict(path);
  assert_int_equal(tn_dict_count(e), 4);
  tn_module_t other =
      tn_nn_sequential(TN_MODULES(tn_nn_linear(3, 4, 1), tn_nn_relu(), tn_nn_linear(4, 2, 1)));
  ok(tn_module_load_state_dict(other, e, 1));
  tn_tensor_t x = tn_ones(TN_SHAPE(1, 3), TN_FLOAT32, TN_CPU);
  assert_true(equal(tn_detach(tn_module_forward(net, x)), tn_detach(tn_module_forward(other, x))));
  /* mapped: the records are aligned for it */
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.mapped = 1;
  tn_dict_t m = tn_tree_tensors(tn_load(path, &o));
  made(m);
  tn_tensor_t w = tn_dict_get(m, "0.weight");
  assert_true(equal(w, tn_dict_get(d, "0.weight")));
  assert_true((uintptr_t)tn_tensor_data(w) % 64 == 0);
  refuses(tn_zero_(w), TN_ERR_STATE, "read-only");
  /* over the very file that it is a view of */
  ok(tn_save_state_dict(m, path));
  assert_true(equal(w, tn_dict_get(d, "0.weight")));
  /* None stays None */
  ok(tn_dict_set(d, "none", TN_NONE));
  ok(tn_save_state_dict(d, path));
  assert_int_equal(tn_tree_kind(tn_tree_get(tn_load(path, NULL), "none")), TN_TREE_NONE);
  remove(path);
}

/* The same content gives the same file. */
static void test_same_bytes(void** state) {
  (void)state;
  char bytes[2][4000];
  size_t sizes[2];
  for (int i = 0; i < 2; ++i) {
    tn_dict_t d = tn_dict_new();
    ok(tn_dict_set(d, "x", counted(TN_SHAPE(3, 4), TN_FLOAT32)));
    ok(tn_dict_set(d, "y", counted(TN_SHAPE(2), TN_BOOL)));
    ok(tn_save_state_dict(d, temporary()));
    FILE* f = fopen(path, "rb");
    assert_non_null(f);
    sizes[i] = fread(bytes[i], 1, sizeof bytes[i], f);
    fclose(f);
  }
  assert_true(sizes[0] > 500 && sizes[0] < sizeof bytes[0]);
  assert_int_equal(sizes[0], sizes[1]);
  assert_memory_equal(bytes[0], bytes[1], sizes[0]);
  remove(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_numbers),   scoped(test_texts),      scoped(test_containers), scoped(test_depth),
      scoped(test_many),      scoped(test_tensors),    scoped(test_sharing),    scoped(test_one_thing),
      scoped(test_many_ways), scoped(test_state_dict), scoped(test_same_bytes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
