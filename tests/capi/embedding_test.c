// isa: all
// Lookups: embedding, its module, one_hot.
#include "tests/capi/check_gradients.h"

static tn_tensor_t places(void) { return doubles((double[]){2, 0, 2, 3}, TN_SHAPE(2, 2), TN_INT64); }
static tn_tensor_t table(void) {
  return doubles((double[]){0, 1, 10, 11, 20, 21, 30, 31}, TN_SHAPE(4, 2), TN_FLOAT32);
}

static void test_values(void** state) {
  (void)state;
  tn_tensor_t y = tn_embedding(places(), table());
  assert_int_equal(tn_tensor_ndim(y), 3);
  expect(y, 0, 20, 21, 0, 1, 20, 21, 30, 31);
  expect(tn_embedding(tn_to(tn_t(places()), TN_CPU, TN_INT32), table()), 0, 20, 21, 20, 21, 0, 1, 30, 31);
  expect(tn_embedding(tn_full(NULL, 0, 1, TN_INT64, TN_CPU), table()), 0, 10, 11);
  tn_tensor_t turned = tn_t(tn_contiguous(tn_t(table())));
  assert_false(tn_tensor_is_contiguous(turned));
  expect(tn_embedding(places(), turned), 0, 20, 21, 0, 1, 20, 21, 30, 31);
  static const tn_dtype_t dtypes[] = {TN_FLOAT64, TN_FLOAT16, TN_BFLOAT16, TN_INT64};
  for (int i = 0; i < 4; ++i) {
    y = tn_embedding(places(), tn_to(table(), TN_CPU, dtypes[i]));
    made(y);
    assert_int_equal(tn_tensor_dtype(y), dtypes[i]);
    expect(y, 0, 20, 21, 0, 1, 20, 21, 30, 31);
  }
  assert_int_equal(tn_tensor_numel(tn_embedding(tn_zeros(TN_SHAPE(0), TN_INT64, TN_CPU), table())), 0);
}

static void test_gradient_of_rows(void** state) {
  (void)state;
  tn_embedding_options_t o;
  tn_embedding_options_init(&o, sizeof o);
  tn_tensor_t w = table(), at = places();
  ok(tn_requires_grad_(w, 1));
  ok(tn_backward(tn_sum(tn_embedding(at, w))));
  expect(tn_tensor_grad(w), 0, 1, 1, 0, 0, 2, 2, 1, 1);
  ok(tn_tensor_set_grad(w, TN_NONE));
  o.padding_idx = -2;
  ok(tn_backward(tn_sum(tn_embedding_with(at, w, &o))));
  expect(tn_tensor_grad(w), 0, 1, 1, 0, 0, 0, 0, 1, 1);
  ok(tn_tensor_set_grad(w, TN_NONE));
  o.padding_idx = 0, o.scale_grad_by_freq = 1;
  ok(tn_backward(tn_sum(tn_embedding_with(at, w, &o))));
  expect(tn_tensor_grad(w), 0, 0, 0, 0, 0, 1, 1, 1, 1);
  /* The gradient goes to the rows that were looked up, whatever became of the indices. */
  ok(tn_tensor_set_grad(w, TN_NONE));
  tn_tensor_t y = tn_embedding(at, w);
  ok(tn_fill_scalar_(at, 1));
  ok(tn_backward(tn_sum(y)));
  expect(tn_tensor_grad(w), 0, 1, 1, 0, 0, 2, 2, 1, 1);
}

static tn_status_t look_up(tn_call_t call, void* data) {
  return tn_call_return(call, 0, tn_square(tn_embedding_with(places(), tn_call_arg(call, 0), data)));
}

static void test_gradients(void** state) {
  (void)state;
  check_gradients(look_up, NULL, TN_TENSORS(variable(TN_SHAPE(5, 3), -1, 1)));
}

static void test_threads(void** state) {
  (void)state;
  int32_t before = tn_get_num_threads();
  tn_tensor_t at = tn_randint(0, 50, TN_SHAPE(30000), TN_INT64, TN_CPU), first = NULL;
  tn_tensor_t w = tn_randn(TN_SHAPE(50, 24), TN_FLOAT32, TN_CPU);
  ok(tn_requires_grad_(w, 1));
  for (int32_t threads = 1; threads < 5; ++threads) {
    ok(tn_set_num_threads(threads));
    ok(tn_backward(tn_sum(tn_square(tn_embedding(at, w)))));
    tn_tensor_t grad = tn_tensor_grad(w);
    ok(tn_tensor_set_grad(w, TN_NONE));
    if (first) assert_true(equal(grad, first));
    first = grad;
  }
  ok(tn_set_num_threads(before));
}

static void test_module(void** state) {
  (void)state;
  tn_module_t m =
      tn_module_new("Embedding", "{\"num_embeddings\": 5, \"embedding_dim\": 3, \"padding_idx\": -1}");
  made(m);
  tn_tensor_t w = tn_module_parameter(m, "weight"), at = doubles((double[]){4, 1}, TN_SHAPE(2), TN_INT64);
  tn_tensor_t y = tn_module_forward(m, at);
  expect(tn_detach(tn_select(y, 0, 0)), 0, 0, 0, 0);
  ok(tn_backward(tn_sum(y)));
  expect(tn_tensor_grad(w), 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  char text[100];
  tn_module_text(m, text, sizeof text);
  assert_string_equal(text, "Embedding(5, 3, padding_idx=4)");
}

/* Rows that are looked up are shortened, in place; others stay. */
static void test_max_norm(void** state) {
  (void)state;
  tn_module_t m = tn_module_new("Embedding",
                                "{\"num_embeddings\": 3, \"embedding_dim\": 2, \"max_norm\": 1, "
                                "\"_weight\": [[3.0, 4.0], [0.3, 0.4], [6.0, 8.0]]}");
  made(m);
  tn_tensor_t y = tn_module_forward(m, doubles((double[]){0, 1, 0}, TN_SHAPE(3), TN_INT64));
  expect(tn_detach(y), 1e-6, 0.6, 0.8, 0.3, 0.4, 0.6, 0.8);
  expect(tn_detach(tn_module_parameter(m, "weight")), 1e-6, 0.6, 0.8, 0.3, 0.4, 6, 8);
  ok(tn_backward(tn_sum(y)));
  expect(tn_tensor_grad(tn_module_parameter(m, "weight")), 0, 2, 2, 1, 1, 0, 0);
}

static void test_one_hot(void** state) {
  (void)state;
  tn_tensor_t c = doubles((double[]){1, 0, 2}, TN_SHAPE(3), TN_INT64), y = tn_one_hot(c, -1);
  expect(y, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1);
  assert_int_equal(tn_tensor_dtype(y), TN_INT64);
  expect(tn_one_hot(tn_narrow(c, 0, 0, 1), 2), 0, 0, 1);
  y = tn_one_hot(tn_zeros(TN_SHAPE(0, 2), TN_INT64, TN_CPU), 4);
  assert_int_equal(tn_tensor_size(y, 2), 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_values), scoped(test_gradient_of_rows), scoped(test_gradients), scoped(test_threads),
      scoped(test_module), scoped(test_max_norm),         scoped(test_one_hot)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
