// Functions of the host's making, and tn_gradcheck.
#include "tests/capi/autograd.h"

// ---- exp, made here: saves its result

static tn_status_t exp_forward(tn_call_t call, void* user_data) {
  (void)user_data;
  assert_int_equal(tn_is_grad_enabled(), 0);
  tn_tensor_t y = tn_exp(tn_call_arg(call, 0));
  ok(tn_call_save(call, y));
  return tn_call_return(call, 0, y);
}
static tn_status_t exp_backward(tn_call_t call, void* user_data) {
  (void)user_data;
  return tn_call_return(call, 0, tn_mul(tn_call_arg(call, 0), tn_call_saved(call, 0)));
}

static void count(void* user_data) { ++*(int*)user_data; }

static void test_apply(void** state) {
  (void)state;
  int destroyed = 0;
  tn_scope_t s = tn_scope_begin();
  tn_function_t f = tn_function_new("MyExp", 1, exp_forward, exp_backward, &destroyed, count);
  assert_non_null(f);
  tn_tensor_t x = LEAF(0, 1), y = tn_function_apply(f, TN_TENSORS(x));
  assert_string_equal(tn_tensor_grad_fn_name(some(y)), "MyExpBackward");
  tn_function_release(f);
  ok(tn_backward(tn_sum(y)));
  ASSERT_GRAD(x, 1, exp(1));
  assert_int_equal(destroyed, 0);
  tn_scope_end(s);
  assert_int_equal(destroyed, 1);
}

static void test_apply_without_recording(void** state) {
  (void)state;
  tn_function_t f = tn_function_new("MyExp", 1, exp_forward, exp_backward, NULL, NULL);
  tn_tensor_t y = tn_function_apply(f, TN_TENSORS(VECTOR(0)));
  assert_false(tn_tensor_requires_grad(some(y)));
  int32_t was = tn_set_grad_enabled(0);
  y = tn_function_apply(f, TN_TENSORS(LEAF(0)));
  tn_set_grad_enabled(was);
  assert_false(tn_tensor_requires_grad(some(y)));
}

static void test_double_backward(void** state) {
  (void)state;
  tn_function_t f = tn_function_new("MyExp", 1, exp_forward, exp_backward, NULL, NULL);
  tn_tensor_t x = LEAF(2), y = tn_function_apply(f, TN_TENSORS(x));
  tn_tensor_t g = tn_tensors_get(tn_grad(TN_TENSORS(y), TN_TENSORS(x), 1, 0), 0);
  tn_tensor_t h = tn_tensors_get(tn_grad(TN_TENSORS(g), TN_TENSORS(x), 1, 0), 0);
  ASSERT_VALUES(h, exp(2));
  ok(tn_backward(h));
  ASSERT_GRAD(x, exp(2));
}

static void test_saved_rules(void** state) {
  (void)state;
  tn_function_t f = tn_function_new("MyExp", 1, exp_forward, exp_backward, NULL, NULL);
  tn_tensor_t x = LEAF(1), y = tn_function_apply(f, TN_TENSORS(x));
  ok(tn_mul_(y, VECTOR(2)));
  ASSERT_FAILS(tn_backward(y), TN_ERR_STATE, "which is output 0 of MyExpBackward");
  y = tn_function_apply(f, TN_TENSORS(x));
  ok(tn_backward(y));
  ASSERT_FAILS(tn_backward(y), TN_ERR_STATE, "Trying to backward through the graph a second time");
}

// ---- x * y and x + y, with an optional third input and data of each application

typedef struct {
  int32_t needs[3];
} kept_t;

static int kept_alive = 0;
static void drop_kept(void* data) {
  --kept_alive;
  free(data);
}

static tn_status_t pair_forward(tn_call_t call, void* user_data) {
  (void)user_data;
  assert_int_equal(tn_call_count(call), 3);
  assert_ptr_equal(tn_call_data(call), NULL);
  tn_tensor_t x = tn_call_arg(call, 0), y = tn_call_arg(call, 1);
  assert_ptr_equal(tn_call_arg(call, 2), TN_NONE);
  kept_t* kept = malloc(sizeof *kept);
  ++kept_alive;
  for (int i = 0; i < 3; ++i) kept->needs[i] = tn_call_needs_grad(call, i);
  ok(tn_call_set_data(call, kept, drop_kept));
  if (tn_call_save(call, x) || tn_call_save(call, y) || tn_call_save(call, TN_NONE)) return tn_error_code();
  tn_call_return(call, 0, tn_mul(x, y));
  return tn_call_return(call, 1, tn_add(x, y));
}
static tn_status_t pair_backward(tn_call_t call, void* user_data) {
  (void)user_data;
  kept_t* kept = tn_call_data(call);
  for (int i = 0; i < 3; ++i) assert_int_equal(kept->needs[i], tn_call_needs_grad(call, i));
  assert_int_equal(tn_call_count(call), 2);
  tn_tensor_t g = tn_call_arg(call, 0), h = tn_call_arg(call, 1);  // zeros where there is none
  assert_ptr_equal(tn_call_saved(call, 2), TN_NONE);
  tn_call_return(call, 0, tn_add(tn_mul(g, tn_call_saved(call, 1)), h));
  if (tn_call_needs_grad(call, 1)) tn_call_return(call, 1, tn_add(tn_mul(g, tn_call_saved(call, 0)), h));
  else tn_call_return(call, 1, TN_NONE);
  return tn_call_return(call, 2, TN_NONE);
}

static void test_several_outputs(void** state) {
  (void)state;
  tn_function_t f = tn_function_new("Pair", 2, pair_forward, pair_backward, NULL, NULL);
  tn_scope_t s = tn_scope_begin();
  tn_tensor_t x = LEAF(2, 3), y = VECTOR(10, 20);
  tn_tensors_t r = tn_function_call(f, TN_TENSORS(x, y, TN_NONE));
  assert_int_equal(tn_tensors_count(r), 2);
  assert_int_equal(kept_alive, 1);
  tn_grad_options_t o;
  tn_grad_options_init(&o, sizeof o);
  o.retain_graph = 1;
  for (int i = 0; i < 2; ++i) {
    tn_tensors_t g = tn_grad_with(TN_TENSORS(tn_sum(tn_tensors_get(r, i))), TN_TENSORS(x), NULL, 0, &o);
    tn_tensor_t d = tn_tensors_get(g, 0);
    if (i == 0) ASSERT_VALUES(d, 10, 20);
    else ASSERT_VALUES(d, 1, 1);
  }
  ok(tn_requires_grad_(y, 1));
  r = tn_function_call(f, TN_TENSORS(x, y, TN_NONE));
  ok(tn_backward(tn_sum(tn_mul(tn_tensors_get(r, 0), tn_tensors_get(r, 1)))));
  ASSERT_GRAD(y, 2 * 12 + 20, 3 * 23 + 60);
  ASSERT_GIVES_NULL(tn_function_apply(f, TN_TENSORS(x, y, TN_NONE)), TN_ERR_VALUE, "Pair has 2 outputs");
  tn_scope_end(s);
  assert_int_equal(kept_alive, 0);
}

// ---- results that are inputs, views, cached, the same

static tn_tensor_t cached;

static tn_status_t odd_forward(tn_call_t call, void* user_data) {
  tn_tensor_t x = tn_call_arg(call, 0);
  switch (*(int*)user_data) {
    case 0: return tn_call_return(call, 0, x);
    case 1: return tn_call_return(call, 0, tn_slice(x, 0, 0, 2, 1));
    case 2: return tn_call_return(call, 0, cached);
    case 3: return tn_call_return(call, 0, tn_view(tn_add(x, x), TN_SHAPE(2, 1)));
    default: {
      tn_tensor_t y = tn_mul(x, x);
      ok(tn_call_save(call, tn_view(y, TN_SHAPE(1, 2))));  // holds y, which must not hold it
      return tn_call_return(call, 0, y);
    }
  }
}
static tn_status_t odd_backward(tn_call_t call, void* user_data) {
  (void)user_data;
  return tn_call_return(call, 0, tn_mul_scalar(tn_reshape(tn_call_arg(call, 0), TN_SHAPE(2)), 5));
}

static void test_odd_results(void** state) {
  (void)state;
  int kind;
  tn_function_t f = tn_function_new("Odd", 1, odd_forward, odd_backward, &kind, NULL);
  cached = VECTOR(7, 8);
  for (kind = 0; kind < 5; ++kind) {
    tn_tensor_t x = LEAF(1, 2), y = some(tn_function_apply(f, TN_TENSORS(x)));
    assert_string_equal(tn_tensor_grad_fn_name(y), "OddBackward");
    assert_true(tn_tensor_is_leaf(x));
    if (kind < 2) ASSERT_FAILS(tn_exp_(y), TN_ERR_STATE, "This view was created inside a custom Function");
    ok(tn_backward(tn_sum(y)));
    ASSERT_GRAD(x, 5, 5);
  }
  assert_false(tn_tensor_requires_grad(cached));
}

// ---- contracts

static tn_status_t faulty_forward(tn_call_t call, void* user_data) {
  switch (*(int*)user_data) {
    case 0: return 17;
    case 1: return TN_OK;
    case 2: return tn_call_return(call, 0, NULL);
    case 3: return tn_call_return(call, 1, tn_call_arg(call, 0));
    case 4: tn_call_saved(call, 0); return tn_error_code();
    default: return tn_call_return(call, 0, tn_mul(tn_call_arg(call, 0), tn_call_arg(call, 0)));
  }
}
static tn_status_t faulty_backward(tn_call_t call, void* user_data) {
  switch (*(int*)user_data) {
    case 5: return tn_error_set(-99, "enough");
    case 6: return TN_OK;
    case 7: return tn_call_return(call, 0, tn_sum(tn_call_saved(call, 0)));
    case 8: return tn_call_return(call, 0, tn_zeros(TN_SHAPE(3), TN_FLOAT64, TN_CPU));
    case 9: return tn_call_return(call, 0, TN_NONE);
    default: return tn_call_return(call, 0, tn_zeros(TN_SHAPE(4, 2), TN_FLOAT32, TN_CPU));
  }
}

static void test_broken_contracts(void** state) {
  (void)state;
  int kind = 0;
  tn_function_t f = tn_function_new("Faulty", 1, faulty_forward, faulty_backward, &kind, NULL);
  tn_tensor_t x = LEAF(1, 2);
  const struct {
    tn_status_t code;
    const char* part;
  } expected[] = {{17, "the forward of Faulty returned status 17"},
                  {TN_ERR_CALLBACK, "the forward of Faulty succeeded without giving output 0"},
                  {TN_ERR_NULL, "tn_call_return: t is NULL"},
                  {TN_ERR_INDEX, "room for 1 outputs"},
                  {TN_ERR_STATE, "tn_call_saved: the forward of Faulty has no saved tensors"},
                  {-99, "enough"},
                  {TN_ERR_CALLBACK, "the backward of Faulty succeeded without giving output 0"},
                  {TN_ERR_INDEX, "tn_call_saved: i is 0, and Faulty saved 0 tensors"},
                  {TN_ERR_CALLBACK, "returned an invalid gradient at index 0 - got [3] but expected shape"}};
  for (; kind < 5; ++kind)
    ASSERT_GIVES_NULL(tn_function_apply(f, TN_TENSORS(x)), expected[kind].code, expected[kind].part);
  for (; kind < 9; ++kind)
    ASSERT_FAILS(tn_backward(tn_sum(tn_function_apply(f, TN_TENSORS(x)))), expected[kind].code,
                 expected[kind].part);
  ok(tn_backward(tn_sum(tn_function_apply(f, TN_TENSORS(x)))));
  assert_ptr_equal(tn_tensor_grad(x), TN_NONE);
  ++kind;  // a gradient that was broadcast, of another dtype
  ok(tn_backward(tn_sum(tn_function_apply(f, TN_TENSORS(x)))));
  ASSERT_GRAD(x, 0, 0);
}

// ---- backward from within a function: what checkpointing does

static tn_status_t recompute_forward(tn_call_t call, void* user_data) {
  (void)user_data;
  tn_tensor_t x = tn_call_arg(call, 0);
  tn_call_save(call, x);
  return tn_call_return(call, 0, tn_exp(tn_mul(x, x)));
}
static tn_status_t recompute_backward(tn_call_t call, void* user_data) {
  (void)user_data;
  tn_set_grad_enabled(1);
  tn_tensor_t x = tn_detach(tn_call_saved(call, 0));
  if (tn_requires_grad_(x, 1)) return tn_error_code();
  tn_tensor_t y = tn_exp(tn_mul(x, x));
  if (tn_backward_with(y, tn_call_arg(call, 0), NULL, 0, NULL)) return tn_error_code();
  return tn_call_return(call, 0, tn_tensor_grad(x));
}

static void test_recomputation(void** state) {
  (void)state;
  tn_function_t f = tn_function_new("Recompute", 1, recompute_forward, recompute_backward, NULL, NULL);
  tn_tensor_t x = LEAF(0.5), y = x;
  for (int i = 0; i < 3; ++i) y = tn_function_apply(f, TN_TENSORS(tn_mul_scalar(y, 0.5)));
  double v = 0.5, d = 1;
  for (int i = 0; i < 3; ++i) {
    double h = v * 0.5;
    v = exp(h * h);
    d *= 0.5 * 2 * h * v;
  }
  ok(tn_backward(y));
  ASSERT_GRAD(x, d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      GRADIENT_TEST(test_apply),
      GRADIENT_TEST(test_apply_without_recording),
      GRADIENT_TEST(test_double_backward),
      GRADIENT_TEST(test_saved_rules),
      GRADIENT_TEST(test_several_outputs),
      GRADIENT_TEST(test_odd_results),
      GRADIENT_TEST(test_broken_contracts),
      GRADIENT_TEST(test_recomputation),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
