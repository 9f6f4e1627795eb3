// labels: hostile
// Joins and moves given what they can't take.
#include "tests/capi/fixture.h"

static void test_refusals(void** state) {
  (void)state;
  tn_tensor_t a = tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU),
              b = tn_ones(TN_SHAPE(3, 2), TN_FLOAT32, TN_CPU);
  tn_tensor_t scalar = tn_sum(a);
  const int64_t twice[] = {0, 0}, less[] = {-1, 2};
  refuses(tn_cat(NULL, 1, 0), TN_ERR_NULL, "tensors");
  refuses(tn_cat(&a, -1, 0), TN_ERR_VALUE, "tensors");
  refuses(tn_cat(&a, 0, 0), TN_ERR_VALUE, "non-empty");
  refuses(tn_cat(TN_TENSORS(a, NULL), 0), TN_ERR_NULL, "tensors");
  refuses(tn_cat(TN_TENSORS(a, b), 0), TN_ERR_SHAPE, "[3, 2]");
  refuses(tn_cat(TN_TENSORS(scalar), 0), TN_ERR_SHAPE, "zero-dimensional");
  refuses(tn_cat(TN_TENSORS(a), 2), TN_ERR_INDEX, "cat");
  refuses(tn_stack(NULL, 1, 0), TN_ERR_NULL, "tensors");
  refuses(tn_stack(&a, 0, 0), TN_ERR_VALUE, "non-empty");
  refuses(tn_stack(TN_TENSORS(a, b), 0), TN_ERR_SHAPE, "[3, 2]");
  refuses(tn_stack(TN_TENSORS(a), 3 + 1), TN_ERR_INDEX, "stack");
  refuses(tn_repeat(NULL, twice, 2), TN_ERR_NULL, "self");
  refuses(tn_repeat(a, NULL, 2), TN_ERR_NULL, "repeats");
  refuses(tn_repeat(a, twice, 1), TN_ERR_SHAPE, "[2, 3]");
  refuses(tn_repeat(a, less, 2), TN_ERR_VALUE, "-1");
  refuses(tn_flip(NULL, twice, 1), TN_ERR_NULL, "self");
  refuses(tn_flip(a, NULL, 1), TN_ERR_NULL, "dims");
  refuses(tn_flip(a, twice, 2), TN_ERR_VALUE, "more than once");
  refuses(tn_flip(a, less + 1, 1), TN_ERR_INDEX, "flip");
  refuses(tn_roll(NULL, twice, 1, NULL, 0), TN_ERR_NULL, "self");
  refuses(tn_roll(a, NULL, 1, NULL, 0), TN_ERR_NULL, "shifts");
  refuses(tn_roll(a, NULL, 0, NULL, 0), TN_ERR_VALUE, "shifts");
  refuses(tn_roll(a, twice, 2, twice, 1), TN_ERR_VALUE, "as many");
  refuses(tn_roll(a, twice, 1, less + 1, 1), TN_ERR_INDEX, "roll");
  refuses(tn_tril(NULL, 0), TN_ERR_NULL, "self");
  refuses(tn_triu(NULL, 0), TN_ERR_NULL, "self");
  refuses(tn_tril(scalar, 0), TN_ERR_SHAPE, "tril");
  refuses(tn_triu(scalar, 0), TN_ERR_SHAPE, "triu");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_refusals)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
