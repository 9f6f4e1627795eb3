// Views: shapes, strides and shared memory of each, and that a change through one is seen through all.
#include "tests/capi/fixture.h"

static tn_tensor_t x_2x3x4(void) { return counted(TN_SHAPE(2, 3, 4), TN_FLOAT32); }

static void expect_strides_(tn_tensor_t t, const int64_t* wanted, int64_t n) {
  made(t);
  int64_t strides[12], ndim = -1;
  ok(tn_tensor_strides(t, strides, 12, &ndim));
  assert_int_equal(ndim, n);
  for (int64_t d = 0; d < n; ++d) assert_int_equal(strides[d], wanted[d]);
}
#define expect_strides(t, ...) expect_strides_(t, TN_SHAPE(__VA_ARGS__))

/* The first element's place in the storage of x, whose memory the view must share. */
static void shares(tn_tensor_t x, tn_tensor_t view, int64_t offset) {
  made(view);
  assert_int_equal(tn_tensor_storage_offset(view), offset);
  assert_ptr_equal(tn_tensor_data(view), (float*)tn_tensor_data(x) + offset);
}

static void test_shapes(void** state) {
  (void)state;
  tn_tensor_t x = x_2x3x4();
  static const struct {
    int64_t wanted[4], ndim, got[4];
  } cases[] = {{{24}, 1, {24}},
               {{-1}, 1, {24}},
               {{6, -1}, 2, {6, 4}},
               {{1, 24, 1}, 3, {1, 24, 1}},
               {{2, -1, 2, 2}, 4, {2, 3, 2, 2}},
               {{-1, 3, 4}, 3, {2, 3, 4}}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    tn_tensor_t view = tn_view(x, cases[i].wanted, cases[i].ndim);
    tn_tensor_t reshaped = tn_reshape(x, cases[i].wanted, cases[i].ndim);
    expect_shape_(view, cases[i].got, cases[i].ndim);
    expect_shape_(reshaped, cases[i].got, cases[i].ndim);
    shares(x, view, 0);
    shares(x, reshaped, 0);
    assert_true(tn_tensor_is_contiguous(view));
  }
  tn_tensor_t one = tn_view(tn_narrow(tn_flatten(x, 0, -1), 0, 5, 1), NULL, 0);
  assert_int_equal(tn_tensor_ndim(one), 0);
  assert_true(tn_item(one) == 5);
  expect_shape(tn_view(tn_zeros(TN_SHAPE(0, 3), TN_FLOAT32, TN_CPU), TN_SHAPE(3, -1, 5)), 3, 0, 5);
}

static void test_views_of_gaps(void** state) {
  (void)state;
  tn_tensor_t x = x_2x3x4(), cut = tn_narrow(x, 2, 1, 2), turned = tn_transpose(x, 0, 2);
  tn_tensor_t joined = tn_view(cut, TN_SHAPE(6, 2));  // dimensions that lie one behind the other
  expect_strides(joined, 4, 1);
  shares(x, joined, 1);
  expect_strides(tn_view(cut, TN_SHAPE(2, 3, 2, 1)), 12, 4, 1, 1);
  expect_strides(tn_view(turned, TN_SHAPE(2, 2, 3, 2)), 2, 1, 4, 12);
  tn_tensor_t copied = tn_reshape(turned, TN_SHAPE(24));
  assert_ptr_not_equal(tn_tensor_data(copied), tn_tensor_data(x));
  tn_tensor_t first = tn_narrow(copied, 0, 0, 4);
  expect(first, 0, 0, 12, 4, 16);
  assert_ptr_not_equal(tn_tensor_data(tn_flatten(turned, 0, 1)), tn_tensor_data(x));
}

static void test_flatten(void** state) {
  (void)state;
  tn_tensor_t x = x_2x3x4();
  expect_shape(tn_flatten(x, 0, -1), 24);
  expect_shape(tn_flatten(x, 1, 2), 2, 12);
  expect_shape(tn_flatten(x, -3, -2), 6, 4);
  assert_true(tn_tensor_is(tn_flatten(x, 1, 1), x));  // nothing to do: a further handle
  expect_shape(tn_flatten(tn_full(NULL, 0, 3, TN_FLOAT32, TN_CPU), 0, -1), 1);
  expect_shape(tn_unflatten(x, 2, TN_SHAPE(2, -1)), 2, 3, 2, 2);
  expect_shape(tn_unflatten(x, -3, TN_SHAPE(1, 2, 1)), 1, 2, 1, 3, 4);
  expect_strides(tn_unflatten(tn_transpose(x, 1, 2), 1, TN_SHAPE(2, 2)), 12, 2, 1, 4);
}

static void test_dimensions_of_size_one(void** state) {
  (void)state;
  tn_tensor_t x = tn_view(x_2x3x4(), TN_SHAPE(1, 6, 1, 4));
  expect_shape(tn_squeeze(x), 6, 4);
  expect_shape(tn_squeeze_dim(x, 0), 6, 1, 4);
  expect_shape(tn_squeeze_dim(x, -2), 1, 6, 4);
  expect_shape(tn_squeeze_dim(x, 1), 1, 6, 1, 4);
  assert_int_equal(tn_tensor_ndim(tn_squeeze_dim(tn_ones(NULL, 0, TN_FLOAT32, TN_CPU), -1)), 0);
  assert_int_equal(tn_tensor_ndim(tn_squeeze(tn_ones(TN_SHAPE(1, 1), TN_FLOAT32, TN_CPU))), 0);
  tn_tensor_t y = tn_squeeze(x);
  expect_shape(tn_unsqueeze(y, 0), 1, 6, 4);
  expect_shape(tn_unsqueeze(y, 2), 6, 4, 1);
  expect_shape(tn_unsqueeze(y, -1), 6, 4, 1);
  expect_shape(tn_unsqueeze(y, -3), 1, 6, 4);
  expect_strides(tn_unsqueeze(y, 1), 4, 4, 1);
}

static void test_expand(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(2, 1), TN_FLOAT32), wide = tn_expand(x, TN_SHAPE(3, -1, 4));
  expect_shape(wide, 3, 2, 4);
  expect_strides(wide, 0, 1, 0);
  shares(x, wide, 0);
  assert_true(tn_item(tn_sum(wide)) == 12);
  expect_shape(tn_expand(x, TN_SHAPE(2, 0)), 2, 0);
  expect_shape(tn_expand(tn_sum(x), TN_SHAPE(2, 2)), 2, 2);
}

static void test_order_of_dimensions(void** state) {
  (void)state;
  tn_tensor_t x = x_2x3x4();
  expect_strides(tn_transpose(x, 0, -1), 1, 4, 12);
  expect_strides(tn_permute(x, TN_SHAPE(2, 0, 1)), 1, 12, 4);
  expect_shape(tn_permute(x, TN_SHAPE(-1, 0, -2)), 4, 2, 3);
  tn_tensor_t m = tn_select(x, 0, 1);
  expect(tn_t(tn_narrow(m, 1, 0, 2)), 0, 12, 16, 20, 13, 17, 21);
  expect_shape(tn_t(tn_select(m, 0, 0)), 4);
  assert_int_equal(tn_tensor_ndim(tn_t(tn_sum(m))), 0);
  assert_int_equal(tn_tensor_ndim(tn_transpose(tn_sum(m), 0, -1)), 0);
  assert_int_equal(tn_tensor_ndim(tn_permute(tn_sum(m), NULL, 0)), 0);
  tn_values_t moved = tn_op_call("movedim", TN_VALUES(TN_V_TENSOR(x), TN_V_INTS(0, 1), TN_V_INTS(-1, 0)));
  made(moved);
  expect_shape(tn_values_tensor(moved, 0), 3, 4, 2);
}

static void test_parts(void** state) {
  (void)state;
  tn_tensor_t x = x_2x3x4();
  tn_tensor_t row = tn_select(x, 1, -1);
  expect_shape(row, 2, 4);
  shares(x, row, 8);
  shares(x, tn_narrow(x, 1, -2, 2), 4);
  expect_shape(tn_narrow(x, 1, 3, 0), 2, 0, 4);
  tn_tensor_t line = tn_select(tn_select(x, 0, 0), 0, 1);  // 4 5 6 7
  static const struct {
    int64_t start, end, step, n;
    double first;
  } cuts[] = {{0, 4, 1, 4, 4},
              {1, TN_NONE_INT, 2, 2, 5},
              {TN_NONE_INT, TN_NONE_INT, 3, 2, 4},
              {-3, -1, 1, 2, 5},
              {-100, 100, 1, 4, 4},
              {3, 1, 1, 0, 0},
              {4, 9, 1, 0, 0},
              {2, INT64_MAX, INT64_MAX, 1, 6},
              {INT64_MIN + 1, INT64_MAX, 1, 4, 4}};
  for (size_t i = 0; i < sizeof cuts / sizeof *cuts; ++i) {
    tn_tensor_t part = tn_slice(line, 0, cuts[i].start, cuts[i].end, cuts[i].step);
    expect_shape(part, cuts[i].n);
    if (cuts[i].n) assert_true(tn_item(tn_select(part, 0, 0)) == cuts[i].first);
  }
  tn_tensor_t every_other = tn_slice(line, 0, 0, 4, 2);
  expect(every_other, 0, 4, 6);
  expect_strides(every_other, 2);
}

static void test_diagonal(void** state) {
  (void)state;
  tn_tensor_t m = counted(TN_SHAPE(3, 4), TN_INT64);
  tn_tensor_t main = tn_diagonal(m, 0, 0, 1), above = tn_diagonal(m, 2, 0, 1),
              below = tn_diagonal(m, -2, 0, 1);
  tn_tensor_t turned = tn_diagonal(m, 1, 1, 0);
  expect(main, 0, 0, 5, 10);
  expect(above, 0, 2, 7);
  expect(below, 0, 8);
  expect(turned, 0, 4, 9);
  expect_shape(tn_diagonal(m, 9, 0, 1), 0);
  expect_shape(tn_diagonal(m, INT64_MIN + 1, 0, 1), 0);
  expect_shape(tn_diagonal(x_2x3x4(), 0, 0, 2), 3, 2);
}

static void expect_parts(tn_tensors_t parts, const int64_t* sizes, int64_t n) {
  made(parts);
  assert_int_equal(tn_tensors_count(parts), n);
  for (int64_t i = 0; i < n; ++i) assert_int_equal(tn_tensor_size(tn_tensors_get(parts, i), 0), sizes[i]);
}

static void test_lists(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(7, 2), TN_FLOAT32);
  expect_parts(tn_split(x, 3, 0), TN_SHAPE(3, 3, 1));
  expect_parts(tn_split(x, INT64_MAX, -2), TN_SHAPE(7));
  expect_parts(tn_split_with_sizes(x, TN_SHAPE(0, 5, 2), 0), TN_SHAPE(0, 5, 2));
  expect_parts(tn_chunk(x, 3, 0), TN_SHAPE(3, 3, 1));
  expect_parts(tn_chunk(x, 5, 0), TN_SHAPE(2, 2, 2, 1));  // as many as PyTorch gives: four
  expect_parts(tn_chunk(x, INT64_MAX, 0), TN_SHAPE(1, 1, 1, 1, 1, 1, 1));
  expect_parts(tn_chunk(tn_zeros(TN_SHAPE(0, 2), TN_FLOAT32, TN_CPU), 2, 0), TN_SHAPE(0, 0));
  expect_parts(tn_split(tn_zeros(TN_SHAPE(0), TN_FLOAT32, TN_CPU), 0, 0), TN_SHAPE(0));
  tn_tensors_t columns = tn_unbind(x, 1);
  expect_parts(columns, TN_SHAPE(7, 7));
  tn_tensor_t second = tn_tensors_get(columns, 1);
  shares(x, second, 1);
  assert_int_equal(tn_tensors_count(tn_unbind(tn_zeros(TN_SHAPE(0, 2), TN_FLOAT32, TN_CPU), 0)), 0);
}

static void test_changes_are_shared(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(2, 3), TN_FLOAT32), t = tn_t(x),
              odd = tn_slice(tn_flatten(x, 0, -1), 0, 1, 6, 2);
  ok(tn_mul_scalar_(odd, 10));
  expect(x, 0, 0, 10, 2, 30, 4, 50);
  ok(tn_add_(tn_select(t, 0, 0), tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU)));
  expect(x, 0, 1, 10, 2, 31, 4, 50);
  assert_int_equal(tn_tensor_version(x), 2);
  assert_int_equal(tn_tensor_version(odd), 2);
  tn_tensor_release(x);  // the storage stays with its views
  expect(t, 0, 1, 31, 10, 4, 2, 50);
}

/* Each view's gradient, twice, against finite differences. */
static tn_status_t all_views(tn_call_t call, void* unused) {
  (void)unused;
  tn_tensor_t x = tn_call_arg(call, 0);  // (2, 3, 4)
  tn_tensor_t views[] = {tn_view(x, TN_SHAPE(4, 6)),
                         tn_reshape(tn_transpose(x, 0, 2), TN_SHAPE(6, 4)),
                         tn_flatten(x, 1, 2),
                         tn_unflatten(x, 2, TN_SHAPE(2, 2)),
                         tn_squeeze(tn_unsqueeze(x, 1)),
                         tn_expand(tn_narrow(x, 1, 1, 1), TN_SHAPE(2, 3, 4)),
                         tn_permute(x, TN_SHAPE(1, 2, 0)),
                         tn_slice(x, 2, 1, 4, 2),
                         tn_select(x, 0, 1),
                         tn_diagonal(x, 1, 1, 2),
                         tn_tensors_get(tn_split(x, 2, 2), 1),
                         tn_tensors_get(tn_chunk(x, 2, 1), 1),
                         tn_tensors_get(tn_unbind(x, 1), 2)};
  for (int64_t i = 0; i < (int64_t)(sizeof views / sizeof *views); ++i) {
    tn_status_t status = tn_call_return(call, i, tn_mul(views[i], views[i]));
    if (status) return status;
  }
  return TN_OK;
}

static void test_gradients(void** state) {
  (void)state;
  tn_tensor_t x = tn_mul_scalar(counted(TN_SHAPE(2, 3, 4), TN_FLOAT64), 0.1);
  ok(tn_requires_grad_(x, 1));
  tn_gradcheck_options_t o;
  tn_gradcheck_options_init(&o, sizeof o);
  o.second_order = 1;
  ok(tn_gradcheck(all_views, NULL, NULL, TN_TENSORS(x), &o));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_shapes),    scoped(test_views_of_gaps),
      scoped(test_flatten),   scoped(test_dimensions_of_size_one),
      scoped(test_expand),    scoped(test_order_of_dimensions),
      scoped(test_parts),     scoped(test_diagonal),
      scoped(test_lists),     scoped(test_changes_are_shared),
      scoped(test_gradients),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
