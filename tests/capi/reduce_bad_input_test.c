// labels: hostile
// Reductions over dimensions that aren't there, named twice, or empty, and of dtypes that have none.
#include "tests/capi/fixture.h"

static const int64_t kBeyond[] = {2}, kBefore[] = {-3}, kTwice[] = {0, -2}, kFar[] = {INT64_MIN},
                     kFirst[] = {0};

typedef tn_tensor_t (*list_form)(tn_tensor_t self, const int64_t* dim, int64_t n_dim);

#define FORM(name, call) \
  static tn_tensor_t name(tn_tensor_t self, const int64_t* dim, int64_t n_dim) { return call; }
FORM(sum, tn_sum_dim(self, dim, n_dim, 0))
FORM(mean, tn_mean_dim(self, dim, n_dim, 1))
FORM(logsumexp, tn_logsumexp(self, dim, n_dim, 0))
FORM(count_nonzero, tn_count_nonzero(self, dim, n_dim))
FORM(amax, tn_amax(self, dim, n_dim, 0))
FORM(amin, tn_amin(self, dim, n_dim, 1))
FORM(var, tn_var_dim(self, dim, n_dim, 1, 0))
FORM(std_, tn_std_dim(self, dim, n_dim, 1, 0))
FORM(norm, tn_norm_dim(self, 2, dim, n_dim, 0))

static const struct {
  const char *function, *op;
  list_form call;
} lists[] = {{"tn_sum_dim", "sum", sum},
             {"tn_mean_dim", "mean", mean},
             {"tn_logsumexp", "logsumexp", logsumexp},
             {"tn_count_nonzero", "", count_nonzero},
             {"tn_amax", "amax", amax},
             {"tn_amin", "amin", amin},
             {"tn_var_dim", "var", var},
             {"tn_std_dim", "std", std_},
             {"tn_norm_dim", "norm", norm}};

static void test_lists_of_dims(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU);
  for (size_t i = 0; i < sizeof lists / sizeof *lists; ++i) {
    refuses(lists[i].call(x, kBeyond, 1), TN_ERR_INDEX, "dim is out of range|[-2, 1]|2");
    refuses(lists[i].call(x, kBeyond, 1), TN_ERR_INDEX, lists[i].op);
    refuses(lists[i].call(x, kBefore, 1), TN_ERR_INDEX, "-3");
    refuses(lists[i].call(x, kFar, 1), TN_ERR_INDEX, "dim");
    refuses(lists[i].call(x, kTwice, 2), TN_ERR_VALUE, "dim 0|multiple times");
    refuses(lists[i].call(x, kTwice, 2), TN_ERR_VALUE, lists[i].op);
    refuses(lists[i].call(x, NULL, 1), TN_ERR_NULL, lists[i].function);
    refuses(lists[i].call(x, NULL, 1), TN_ERR_NULL, "dim");
    refuses(lists[i].call(x, kFirst, -1), TN_ERR_VALUE, lists[i].function);
    refuses(lists[i].call(TN_NONE, kFirst, 1), TN_ERR_NULL, lists[i].function);
    refuses(lists[i].call(NULL, kFirst, 1), TN_ERR_NULL, "self");
  }
}

static void test_one_dim(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU), scalar = tn_sum(x), y = x, at = x;
  refuses(tn_prod_dim(x, 2, 0), TN_ERR_INDEX, "prod|[-2, 1]|2");
  refuses(tn_cumsum(x, -3), TN_ERR_INDEX, "cumsum|-3");
  refuses(tn_argmax(x, 2, 0), TN_ERR_INDEX, "argmax|2");
  refuses(tn_argmin(x, -3, 1), TN_ERR_INDEX, "argmin|-3");
  refuses(tn_all_dim(x, 2, 0), TN_ERR_INDEX, "all|2");
  refuses(tn_any_dim(x, 2, 0), TN_ERR_INDEX, "any|2");
  refuses(tn_any_dim(scalar, 1, 0), TN_ERR_INDEX, "any|[-1, 0]");
  refuses(tn_max_dim(x, 2, 0, &y, &at), TN_ERR_INDEX, "max|2");
  assert_null(y);
  assert_null(at);
  y = at = x;
  refuses(tn_min_dim(NULL, 0, 0, &y, &at), TN_ERR_NULL, "tn_min_dim|self");
  assert_null(y);
  assert_null(at);
  refuses(tn_min_dim(x, -3, 0, NULL, NULL), TN_ERR_INDEX, "min|-3");
}

static void test_extremes_of_nothing(void** state) {
  (void)state;
  tn_tensor_t none = tn_zeros(TN_SHAPE(2, 0), TN_FLOAT32, TN_CPU), y, at;
  const int64_t empty_dim[] = {1};
  refuses(tn_max(none), TN_ERR_VALUE, "max|[2, 0]");
  refuses(tn_min(none), TN_ERR_VALUE, "min|[2, 0]");
  refuses(tn_max_dim(none, 1, 0, &y, &at), TN_ERR_VALUE, "max|dim 1|[2, 0]");
  refuses(tn_min_dim(none, -1, 0, &y, &at), TN_ERR_VALUE, "min|dim 1|[2, 0]");
  refuses(tn_amax(none, empty_dim, 1, 0), TN_ERR_VALUE, "amax|[2, 0]");
  refuses(tn_amin(none, NULL, 0, 0), TN_ERR_VALUE, "amin|[2, 0]");
  refuses(tn_argmax(none, 1, 0), TN_ERR_VALUE, "argmax|[2, 0]");
  refuses(tn_argmin(none, TN_NONE_INT, 0), TN_ERR_VALUE, "argmin|[2, 0]");
}

static void test_dtypes(void** state) {
  (void)state;
  tn_tensor_t whole = tn_ones(TN_SHAPE(2, 3), TN_INT64, TN_CPU),
              truth = tn_ones(TN_SHAPE(2), TN_BOOL, TN_CPU);
  refuses(tn_mean(whole), TN_ERR_TYPE, "mean|int64");
  refuses(tn_mean_dim(truth, kFirst, 1, 0), TN_ERR_TYPE, "mean|bool");
  refuses(tn_var(whole, 1), TN_ERR_TYPE, "var|int64");
  refuses(tn_var_dim(whole, kFirst, 1, 1, 0), TN_ERR_TYPE, "var|int64");
  refuses(tn_std(whole, 1), TN_ERR_TYPE, "std|int64");
  refuses(tn_std_dim(truth, kFirst, 1, 1, 0), TN_ERR_TYPE, "std|bool");
  refuses(tn_norm(whole, 2), TN_ERR_TYPE, "norm|int64");
  refuses(tn_norm_dim(whole, 2, kFirst, 1, 0), TN_ERR_TYPE, "norm|int64");
  refuses(tn_argmax(truth, 0, 0), TN_ERR_TYPE, "argmax|bool");
  refuses(tn_argmin(truth, TN_NONE_INT, 0), TN_ERR_TYPE, "argmin|bool");
}

static void test_nothing(void** state) {
  (void)state;
  refuses(tn_sum(TN_NONE), TN_ERR_NULL, "tn_sum|self");
  refuses(tn_mean(TN_NONE), TN_ERR_NULL, "tn_mean|self");
  refuses(tn_prod(TN_NONE), TN_ERR_NULL, "tn_prod|self");
  refuses(tn_max(TN_NONE), TN_ERR_NULL, "tn_max|self");
  refuses(tn_min(TN_NONE), TN_ERR_NULL, "tn_min|self");
  refuses(tn_var(TN_NONE, 1), TN_ERR_NULL, "tn_var|self");
  refuses(tn_std(TN_NONE, 1), TN_ERR_NULL, "tn_std|self");
  refuses(tn_norm(TN_NONE, 2), TN_ERR_NULL, "tn_norm|self");
  refuses(tn_all(TN_NONE), TN_ERR_NULL, "tn_all|self");
  refuses(tn_any(TN_NONE), TN_ERR_NULL, "tn_any|self");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_lists_of_dims), scoped(test_one_dim),
                                     scoped(test_extremes_of_nothing), scoped(test_dtypes),
                                     scoped(test_nothing)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
