// labels: hostile
// Views asked for with shapes, dims and numbers that don't fit: the message says of which function and shape.
#include "tests/capi/fixture.h"

static tn_tensor_t x_2x3x4(void) { return counted(TN_SHAPE(2, 3, 4), TN_FLOAT32); }

static void test_shapes(void** state) {
  (void)state;
  tn_tensor_t x = x_2x3x4(), turned = tn_transpose(x, 0, 2),
              none = tn_zeros(TN_SHAPE(0, 3), TN_FLOAT32, TN_CPU);
  refuses(tn_view(x, NULL, 1), TN_ERR_NULL, "tn_view|shape");
  refuses(tn_view(x, NULL, -1), TN_ERR_VALUE, "tn_view|shape|-1");
  refuses(tn_view(x, TN_SHAPE(5, 5)), TN_ERR_SHAPE, "view|[5, 5]|24");
  refuses(tn_view(x, NULL, 0), TN_ERR_SHAPE, "view|[]|24");
  refuses(tn_view(x, TN_SHAPE(-1, -1)), TN_ERR_SHAPE, "view|[-1, -1]|only one dimension");
  refuses(tn_view(x, TN_SHAPE(5, -1)), TN_ERR_SHAPE, "view|[5, -1]|24");
  refuses(tn_view(x, TN_SHAPE(-2, 12)), TN_ERR_SHAPE, "view|[-2, 12]");
  refuses(tn_view(x, TN_SHAPE(INT64_MIN)), TN_ERR_SHAPE, "view");
  refuses(tn_view(x, TN_SHAPE(INT64_MAX, 4)), TN_ERR_SHAPE, "view");
  refuses(tn_view(x, TN_SHAPE((int64_t)1 << 32, (int64_t)1 << 32)), TN_ERR_SHAPE, "view|4294967296");
  refuses(tn_view(none, TN_SHAPE(0, -1)), TN_ERR_SHAPE, "view|[0, -1]|infer");
  refuses(tn_view(turned, TN_SHAPE(24)), TN_ERR_SHAPE, "view|[4, 3, 2]|[1, 4, 12]|[24]|reshape");
  refuses(tn_view(x, TN_SHAPE(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 24)), TN_ERR_SHAPE, "12|13");
  refuses(tn_reshape(x, NULL, 2), TN_ERR_NULL, "tn_reshape|shape");
  refuses(tn_reshape(x, TN_SHAPE(7)), TN_ERR_SHAPE, "reshape|[7]|24");
  refuses(tn_reshape(TN_NONE, TN_SHAPE(7)), TN_ERR_NULL, "tn_reshape|self");
}

static void test_flatten(void** state) {
  (void)state;
  tn_tensor_t x = x_2x3x4();
  refuses(tn_flatten(x, 0, 3), TN_ERR_INDEX, "flatten|[-3, 2]|3");
  refuses(tn_flatten(x, -4, 0), TN_ERR_INDEX, "flatten|-4");
  refuses(tn_flatten(x, 2, 1), TN_ERR_VALUE, "flatten|start_dim|end_dim");
  refuses(tn_unflatten(x, 3, TN_SHAPE(2, 2)), TN_ERR_INDEX, "unflatten|3");
  refuses(tn_unflatten(x, 2, TN_SHAPE(3, 2)), TN_ERR_SHAPE, "unflatten|[3, 2]|4");
  refuses(tn_unflatten(x, 2, NULL, 2), TN_ERR_NULL, "tn_unflatten|sizes");
  refuses(tn_unflatten(x, 2, NULL, 0), TN_ERR_VALUE, "unflatten|sizes");
  refuses(tn_unflatten(x, 2, TN_SHAPE(4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)), TN_ERR_SHAPE, "12");
}

static void test_dimensions(void** state) {
  (void)state;
  tn_tensor_t x = x_2x3x4(), scalar = tn_sum(x);
  refuses(tn_squeeze_dim(x, 3), TN_ERR_INDEX, "squeeze|[-3, 2]|3");
  refuses(tn_squeeze_dim(scalar, 1), TN_ERR_INDEX, "squeeze|[-1, 0]|1");
  refuses(tn_unsqueeze(x, 4), TN_ERR_INDEX, "unsqueeze|[-4, 3]|4");
  refuses(tn_unsqueeze(x, -5), TN_ERR_INDEX, "unsqueeze|-5");
  refuses(tn_unsqueeze(x, INT64_MIN), TN_ERR_INDEX, "unsqueeze");
  tn_tensor_t full = tn_ones(TN_SHAPE(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), TN_FLOAT32, TN_CPU);
  refuses(tn_unsqueeze(full, 0), TN_ERR_SHAPE, "12");
  refuses(tn_squeeze(TN_NONE), TN_ERR_NULL, "tn_squeeze|self");
  refuses(tn_transpose(x, 0, 3), TN_ERR_INDEX, "transpose|3");
  refuses(tn_transpose(x, INT64_MAX, 0), TN_ERR_INDEX, "transpose");
  refuses(tn_t(x), TN_ERR_SHAPE, "t:|2 dimensions|3");
  refuses(tn_permute(x, TN_SHAPE(0, 1)), TN_ERR_SHAPE, "permute|[0, 1]|[2, 3, 4]");
  refuses(tn_permute(x, TN_SHAPE(0, 1, 1)), TN_ERR_VALUE, "permute|[0, 1, 1]|twice");
  refuses(tn_permute(x, TN_SHAPE(0, -3, 1)), TN_ERR_VALUE, "permute|twice");
  refuses(tn_permute(x, TN_SHAPE(0, 1, 3)), TN_ERR_INDEX, "permute|3");
  refuses(tn_permute(x, NULL, 3), TN_ERR_NULL, "tn_permute|dims");
  refuses(tn_permute(x, NULL, -1), TN_ERR_VALUE, "tn_permute|dims");
  refuses(tn_op_call("movedim", TN_VALUES(TN_V_TENSOR(x), TN_V_INTS(0, 1), TN_V_INTS(0))), TN_ERR_VALUE,
          "movedim|[0, 1]|[0]");
  refuses(tn_op_call("movedim", TN_VALUES(TN_V_TENSOR(x), TN_V_INTS(0, -3), TN_V_INTS(0, 1))), TN_ERR_VALUE,
          "movedim|twice");
}

static void test_expand(void** state) {
  (void)state;
  tn_tensor_t x = counted(TN_SHAPE(2, 1), TN_FLOAT32);
  refuses(tn_expand(x, TN_SHAPE(3, 4)), TN_ERR_SHAPE, "expand|[2, 1]|[3, 4]");
  refuses(tn_expand(x, TN_SHAPE(2)), TN_ERR_SHAPE, "expand|[2, 1]|[2]");
  refuses(tn_expand(x, TN_SHAPE(-1, 2, 4)), TN_ERR_SHAPE, "expand|[-1, 2, 4]");
  refuses(tn_expand(x, TN_SHAPE(2, -3)), TN_ERR_SHAPE, "expand|[2, -3]");
  refuses(tn_expand(x, TN_SHAPE(INT64_MAX, 2, INT64_MAX)), TN_ERR_SHAPE, "expand|9223372036854775807");
  refuses(tn_expand(x, NULL, 2), TN_ERR_NULL, "tn_expand|shape");
  tn_tensor_t wide = tn_expand(x, TN_SHAPE(2, 3));
  refuses(tn_mul_scalar_(wide, 2), TN_ERR_SHAPE, "mul_|expanded");
}

static void test_parts(void** state) {
  (void)state;
  tn_tensor_t x = x_2x3x4(), scalar = tn_sum(x);
  refuses(tn_narrow(x, 1, 4, 0), TN_ERR_INDEX, "narrow|4|[2, 3, 4]");
  refuses(tn_narrow(x, 1, -4, 1), TN_ERR_INDEX, "narrow|-4|[2, 3, 4]");
  refuses(tn_narrow(x, 1, 2, 2), TN_ERR_INDEX, "narrow|2|3|[2, 3, 4]");
  refuses(tn_narrow(x, 1, 1, -1), TN_ERR_INDEX, "narrow|-1");
  refuses(tn_narrow(x, 1, 1, INT64_MAX), TN_ERR_INDEX, "narrow|9223372036854775807");
  refuses(tn_narrow(x, 1, INT64_MIN, 1), TN_ERR_INDEX, "narrow");
  refuses(tn_narrow(x, 3, 0, 1), TN_ERR_INDEX, "narrow|3");
  refuses(tn_narrow(scalar, 0, 0, 1), TN_ERR_SHAPE, "narrow|0-dim");
  refuses(tn_select(x, 1, 3), TN_ERR_INDEX, "select|index 3|[2, 3, 4]");
  refuses(tn_select(x, 1, -4), TN_ERR_INDEX, "select|-4|[2, 3, 4]");
  refuses(tn_select(x, -4, 0), TN_ERR_INDEX, "select|-4");
  refuses(tn_select(scalar, 0, 0), TN_ERR_INDEX, "select|0-dim");
  refuses(tn_slice(x, 0, 0, 1, 0), TN_ERR_VALUE, "slice|step|0");
  refuses(tn_slice(x, 0, 0, 1, -1), TN_ERR_VALUE, "slice|step|-1");
  refuses(tn_slice(x, 0, 0, 1, TN_NONE_INT), TN_ERR_VALUE, "slice|step");
  refuses(tn_slice(x, 5, 0, 1, 1), TN_ERR_INDEX, "slice|5");
  refuses(tn_slice(scalar, 0, 0, 1, 1), TN_ERR_INDEX, "slice|0-dim");
  refuses(tn_diagonal(x, 0, 1, 1), TN_ERR_VALUE, "diagonal|1");
  refuses(tn_diagonal(x, 0, 1, -2), TN_ERR_VALUE, "diagonal|identical");
  refuses(tn_diagonal(x, 0, 0, 3), TN_ERR_INDEX, "diagonal|3");
  refuses(tn_diagonal(scalar, 0, 0, 0), TN_ERR_VALUE, "diagonal");
}

static void test_lists(void** state) {
  (void)state;
  tn_tensor_t x = x_2x3x4(), scalar = tn_sum(x);
  refuses(tn_split(x, 0, 0), TN_ERR_VALUE, "split|split_size|0");
  refuses(tn_split(x, -1, 0), TN_ERR_VALUE, "split|split_size|-1");
  refuses(tn_split(x, 1, 3), TN_ERR_INDEX, "split|3");
  refuses(tn_split(scalar, 1, 0), TN_ERR_SHAPE, "split|0-dim");
  refuses(tn_split_with_sizes(x, TN_SHAPE(1, 1), 1), TN_ERR_SHAPE, "split_with_sizes|[1, 1]|3");
  refuses(tn_split_with_sizes(x, TN_SHAPE(4, -1), 1), TN_ERR_VALUE, "split_with_sizes|[4, -1]");
  refuses(tn_split_with_sizes(x, TN_SHAPE(INT64_MAX, INT64_MAX, 5), 1), TN_ERR_SHAPE,
          "split_with_sizes|9223372036854775807");
  refuses(tn_split_with_sizes(x, NULL, 1, 1), TN_ERR_NULL, "tn_split_with_sizes|split_sizes");
  refuses(tn_chunk(x, 0, 0), TN_ERR_VALUE, "chunk|chunks|0");
  refuses(tn_chunk(x, 2, 3), TN_ERR_INDEX, "chunk|3");
  refuses(tn_chunk(scalar, 1, 0), TN_ERR_SHAPE, "chunk");
  refuses(tn_chunk(tn_zeros(TN_SHAPE(0), TN_FLOAT32, TN_CPU), INT64_MAX, 0), TN_ERR_MEMORY, "tn_chunk");
  refuses(tn_unbind(x, 3), TN_ERR_INDEX, "unbind|3");
  refuses(tn_unbind(scalar, 0), TN_ERR_SHAPE, "unbind|0-dim");
  tn_tensors_t parts = tn_unbind(x, 0);
  refuses(tn_tensors_get(parts, 2), TN_ERR_INDEX, "tn_tensors_get|2");
  refuses(tn_tensors_get(parts, -1), TN_ERR_INDEX, "tn_tensors_get|-1");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_shapes), scoped(test_flatten), scoped(test_dimensions),
                                     scoped(test_expand), scoped(test_parts),   scoped(test_lists)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
