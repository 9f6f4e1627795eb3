// labels: hostile
// Products of what doesn't fit: each refusal has both shapes, or both dtypes.
#include "tests/capi/fixture.h"

static tn_tensor_t of_shape(int64_t ndim, int64_t a, int64_t b, int64_t c) {
  const int64_t sizes[] = {a, b, c};
  return tn_ones(sizes, ndim, TN_FLOAT32, TN_CPU);
}

static void test_shapes(void** state) {
  (void)state;
  tn_tensor_t v3 = of_shape(1, 3, 0, 0), v4 = of_shape(1, 4, 0, 0), m = of_shape(2, 2, 3, 0),
              n = of_shape(2, 4, 3, 0);
  tn_tensor_t batch = of_shape(3, 5, 2, 3), other = of_shape(3, 6, 3, 2), scalar = tn_sum(v3);
  refuses(tn_matmul(scalar, m), TN_ERR_SHAPE, "matmul|0-D|2-D");
  refuses(tn_matmul(m, scalar), TN_ERR_SHAPE, "matmul|2-D|0-D");
  refuses(tn_matmul(v3, v4), TN_ERR_SHAPE, "[3]|[4]");
  refuses(tn_matmul(m, v4), TN_ERR_SHAPE, "[2, 3]|[4]");
  refuses(tn_matmul(v3, n), TN_ERR_SHAPE, "3]|[4, 3]");
  refuses(tn_matmul(m, n), TN_ERR_SHAPE, "mm|[2, 3]|[4, 3]");
  refuses(tn_matmul(batch, n), TN_ERR_SHAPE, "matmul|[5, 2, 3]|[4, 3]");
  refuses(tn_matmul(batch, batch), TN_ERR_SHAPE, "matmul|[5, 2, 3]|[5, 2, 3]");
  refuses(tn_matmul(batch, other), TN_ERR_SHAPE, "matmul|[5]|[6]");
  refuses(tn_matmul(v4, other), TN_ERR_SHAPE, "matmul|4]|[6, 3, 2]");
  refuses(tn_mm(m, n), TN_ERR_SHAPE, "mm|[2, 3]|[4, 3]|cannot be multiplied");
  refuses(tn_mm(batch, n), TN_ERR_SHAPE, "mm|[5, 2, 3]");
  refuses(tn_mm(m, v3), TN_ERR_SHAPE, "mm|[2, 3]|[3]");
  refuses(tn_bmm(batch, other), TN_ERR_SHAPE, "bmm|[5, 2, 3]|[6, 3, 2]");
  refuses(tn_bmm(m, n), TN_ERR_SHAPE, "bmm|[2, 3]|[4, 3]");
  refuses(tn_mv(m, v4), TN_ERR_SHAPE, "mv|[2, 3]|[4]");
  refuses(tn_mv(v3, v3), TN_ERR_SHAPE, "mv|[3]");
  refuses(tn_dot(v3, v4), TN_ERR_SHAPE, "dot|[3]|[4]");
  refuses(tn_dot(m, v3), TN_ERR_SHAPE, "dot|1-D|[2, 3]");
  refuses(tn_outer(m, v3), TN_ERR_SHAPE, "outer|1-D|[2, 3]|[3]");
  refuses(tn_outer(v3, scalar), TN_ERR_SHAPE, "outer|[]");
}

static void test_addmm_and_linear(void** state) {
  (void)state;
  tn_tensor_t a = of_shape(2, 2, 3, 0), b = of_shape(2, 3, 4, 0), v3 = of_shape(1, 3, 0, 0),
              v4 = of_shape(1, 4, 0, 0);
  refuses(tn_addmm(v3, a, b), TN_ERR_SHAPE, "addmm|[3]|[2, 4]");
  refuses(tn_addmm(of_shape(3, 1, 2, 4), a, b), TN_ERR_SHAPE, "addmm|[1, 2, 4]|[2, 4]");
  refuses(tn_addmm(v4, b, a), TN_ERR_SHAPE, "addmm|[3, 4]|[2, 3]");
  refuses(tn_addmm(v4, a, v3), TN_ERR_SHAPE, "addmm|[2, 3]|[3]");
  refuses(tn_addmm(TN_NONE, a, b), TN_ERR_NULL, "tn_addmm|self");
  refuses(tn_addmm(v4, NULL, b), TN_ERR_NULL, "tn_addmm|mat1");
  refuses(tn_addmm(v4, a, NULL), TN_ERR_NULL, "tn_addmm|mat2");
  refuses(tn_linear(a, v3, v4), TN_ERR_SHAPE, "linear|[4]");
  refuses(tn_linear(a, b, TN_NONE), TN_ERR_SHAPE, "linear|[2, 3]|[3, 4]");
  refuses(tn_linear(a, tn_t(b), v3), TN_ERR_SHAPE, "linear|bias|[3]|[4, 3]");
  refuses(tn_linear(tn_sum(a), tn_t(b), v4), TN_ERR_SHAPE, "linear|[]");
  refuses(tn_linear(a, of_shape(3, 4, 3, 3), TN_NONE), TN_ERR_SHAPE, "linear|[4, 3, 3]");
  refuses(tn_linear(a, tn_t(b), NULL), TN_ERR_NULL, "tn_linear|bias");
  refuses(tn_linear(TN_NONE, tn_t(b), v4), TN_ERR_NULL, "tn_linear|input");
  refuses(tn_linear(a, TN_NONE, v4), TN_ERR_NULL, "tn_linear|weight");
}

static void test_options(void** state) {
  (void)state;
  tn_tensor_t a = tn_ones(TN_SHAPE(2, 2), TN_INT64, TN_CPU);
  tn_addmm_options_t o;
  tn_addmm_options_init(&o, sizeof o);
  o.alpha = 1.5;
  refuses(tn_addmm_with(a, a, a, &o), TN_ERR_TYPE, "addmm|alpha");
  o.alpha = 1;
  o.beta = NAN;
  refuses(tn_addmm_with(a, a, a, &o), TN_ERR_TYPE, "addmm|beta");
  o.struct_size = 3;
  refuses(tn_addmm_with(a, a, a, &o), TN_ERR_VALUE, "tn_addmm_with|struct_size");
  struct {
    tn_addmm_options_t known;
    double later;
  } longer;
  tn_addmm_options_init(&longer.known, sizeof longer);
  made(tn_addmm_with(a, a, a, &longer.known));
  longer.later = 1;
  refuses(tn_addmm_with(a, a, a, &longer.known), TN_ERR_UNSUPPORTED, "tn_addmm_with");
  tn_addmm_options_init(NULL, sizeof o);
}

static void test_dtypes(void** state) {
  (void)state;
  tn_tensor_t a = tn_ones(TN_SHAPE(2, 2), TN_FLOAT32, TN_CPU),
              b = tn_ones(TN_SHAPE(2, 2), TN_FLOAT64, TN_CPU);
  tn_tensor_t truth = tn_ones(TN_SHAPE(2, 2), TN_BOOL, TN_CPU), row = tn_select(a, 0, 0),
              wide = tn_select(b, 0, 0);
  refuses(tn_matmul(a, b), TN_ERR_TYPE, "matmul|float32|float64");
  refuses(tn_mm(a, b), TN_ERR_TYPE, "mm|float32|float64");
  refuses(tn_mv(a, wide), TN_ERR_TYPE, "float32|float64");
  refuses(tn_dot(row, wide), TN_ERR_TYPE, "dot|float32|float64");
  refuses(tn_bmm(tn_unsqueeze(a, 0), tn_unsqueeze(b, 0)), TN_ERR_TYPE, "bmm|float32|float64");
  refuses(tn_addmm(b, a, a), TN_ERR_TYPE, "addmm|float64|float32");
  refuses(tn_addmm(a, a, b), TN_ERR_TYPE, "float32|float64");
  refuses(tn_linear(a, b, TN_NONE), TN_ERR_TYPE, "linear|float32|float64");
  refuses(tn_linear(a, a, wide), TN_ERR_TYPE, "linear|float32|float64");
  refuses(tn_mm(truth, truth), TN_ERR_TYPE, "mm|bool");
}

static void test_nothing(void** state) {
  (void)state;
  tn_tensor_t m = of_shape(2, 2, 2, 0);
  refuses(tn_matmul(NULL, m), TN_ERR_NULL, "tn_matmul|self");
  refuses(tn_matmul(m, TN_NONE), TN_ERR_NULL, "tn_matmul|other");
  refuses(tn_mm(TN_NONE, m), TN_ERR_NULL, "tn_mm|self");
  refuses(tn_mm(m, NULL), TN_ERR_NULL, "tn_mm|mat2");
  refuses(tn_bmm(m, NULL), TN_ERR_NULL, "tn_bmm|mat2");
  refuses(tn_mv(m, NULL), TN_ERR_NULL, "tn_mv|vec");
  refuses(tn_dot(m, NULL), TN_ERR_NULL, "tn_dot|tensor");
  refuses(tn_outer(m, NULL), TN_ERR_NULL, "tn_outer|vec2");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_shapes), scoped(test_addmm_and_linear), scoped(test_options),
                                     scoped(test_dtypes), scoped(test_nothing)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
