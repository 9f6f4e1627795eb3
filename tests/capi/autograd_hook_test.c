// Hooks: what they see, change and remove; backward from within backward.
#include "tests/capi/autograd.h"

typedef struct {
  int calls, destroyed;
  double seen, factor;  // 0: gives nothing
} record_t;

static tn_status_t watch(tn_call_t call, void* user_data) {
  record_t* record = user_data;
  ++record->calls;
  tn_tensor_t g = tn_call_arg(call, 0);
  record->seen = tn_item(tn_sum(g));
  return record->factor ? tn_call_return(call, 0, tn_mul_scalar(g, record->factor)) : TN_OK;
}

static void count_destroyed(void* user_data) { ++((record_t*)user_data)->destroyed; }

static void test_leaf_hook_sees_the_whole_gradient_once(void** state) {
  (void)state;
  record_t first = {.factor = 2}, second = {0};
  tn_scope_t s = tn_scope_begin();
  tn_tensor_t x = LEAF(3), y = tn_add(tn_mul(x, x), tn_mul_scalar(x, 4));
  int64_t a = tn_tensor_register_hook(x, watch, &first, count_destroyed);
  int64_t b = tn_tensor_register_hook(x, watch, &second, count_destroyed);
  assert_true(a > 0 && b > 0 && a != b);
  ok(tn_backward(y));
  assert_int_equal(first.calls, 1);
  assert_true(first.seen == 10);
  assert_true(second.seen == 20);
  ASSERT_GRAD(x, 20);
  ok(tn_tensor_remove_hook(x, a));
  assert_int_equal(first.destroyed, 1);
  ok(tn_tensor_set_grad(x, TN_NONE));
  ok(tn_backward(tn_mul(x, x)));
  ASSERT_GRAD(x, 6);
  assert_int_equal(first.calls, 1);
  assert_int_equal(second.calls, 2);
  ASSERT_FAILS(tn_tensor_remove_hook(x, a), TN_ERR_KEY, "no hook of number");
  assert_int_equal(second.destroyed, 0);
  ok(tn_scope_end(s));
  assert_int_equal(second.destroyed, 1);
}

static void test_result_hook(void** state) {
  (void)state;
  record_t record = {.factor = 0.5};
  tn_tensor_t x = LEAF(1, 2), h = tn_mul(x, x), y = tn_sum(tn_mul(h, h));
  int64_t id = tn_tensor_register_hook(h, watch, &record, count_destroyed);
  tn_tensors_t g = tn_grad(TN_TENSORS(y), TN_TENSORS(h, x), 1, 0);
  ASSERT_VALUES(tn_tensors_get(g, 0), 1, 4);
  ASSERT_VALUES(tn_tensors_get(g, 1), 2, 16);
  assert_true(record.seen == 10);
  // Changed in place since: still a hook of this tensor, on what it was.
  ok(tn_mul_(h, VECTOR(1, 1)));
  ok(tn_tensor_remove_hook(h, id));
  assert_int_equal(record.destroyed, 1);
  ok(tn_backward(tn_sum(h)));
  ASSERT_GRAD(x, 2, 4);
  assert_int_equal(record.calls, 1);
}

static void test_hook_on_one_of_several_results(void** state) {
  (void)state;
  record_t record = {.factor = 3};
  tn_tensor_t x = LEAF(1, 5, 3, 2), values, indices;
  ok(tn_max_dim(tn_view(x, TN_SHAPE(2, 2)), 1, 0, &values, &indices));
  assert_true(tn_tensor_register_hook(values, watch, &record, count_destroyed) > 0);
  ok(tn_backward(tn_sum(values)));
  ASSERT_GRAD(x, 0, 3, 3, 0);
}

static void test_leaf_hook_in_grad(void** state) {
  (void)state;
  record_t record = {.factor = 10};
  tn_tensor_t x = LEAF(3), w = LEAF(2), y = tn_mul(tn_mul(x, x), w);
  tn_tensor_register_hook(x, watch, &record, count_destroyed);
  tn_grad_options_t o;
  tn_grad_options_init(&o, sizeof o);
  o.retain_graph = 1;
  tn_tensors_t g = tn_grad_with(TN_TENSORS(y), TN_TENSORS(x, w), NULL, 0, &o);
  ASSERT_VALUES(tn_tensors_get(g, 0), 120);
  ASSERT_VALUES(tn_tensors_get(g, 1), 9);
  ok(tn_backward_with(y, TN_NONE, TN_TENSORS(w), NULL));
  assert_int_equal(record.calls, 1);
}

static tn_status_t refuse(tn_call_t call, void* user_data) {
  (void)call;
  (void)user_data;
  return tn_error_set(42, "not this one");
}

static tn_status_t reshape_gradient(tn_call_t call, void* user_data) {
  (void)user_data;
  return tn_call_return(call, 0, tn_sum(tn_call_arg(call, 0)));
}

static void test_failing_hooks(void** state) {
  (void)state;
  tn_backward_options_t keep;
  tn_backward_options_init(&keep, sizeof keep);
  keep.retain_graph = 1;
  tn_tensor_t x = LEAF(1, 2), h = tn_mul(x, x), y = tn_sum(tn_mul(h, x));
  int64_t id = tn_tensor_register_hook(h, refuse, NULL, NULL);
  ASSERT_FAILS(tn_backward_with(y, TN_NONE, NULL, 0, &keep), 42, "not this one");
  ok(tn_tensor_remove_hook(h, id));
  id = tn_tensor_register_hook(h, reshape_gradient, NULL, NULL);
  ASSERT_FAILS(tn_backward_with(y, TN_NONE, NULL, 0, &keep), TN_ERR_CALLBACK, "hook has changed");
  ok(tn_tensor_remove_hook(h, id));
  ok(tn_tensor_set_grad(x, TN_NONE));
  ok(tn_backward(y));
  ASSERT_GRAD(x, 3, 12);
}

typedef struct {
  tn_tensor_t tensor;
  int64_t id;
} own_hook_t;

static tn_status_t remove_itself(tn_call_t call, void* user_data) {
  own_hook_t* own = user_data;
  tn_status_t status = tn_tensor_remove_hook(own->tensor, own->id);
  return status ? status : tn_call_return(call, 0, tn_mul_scalar(tn_call_arg(call, 0), 7));
}

static void test_hook_that_removes_itself(void** state) {
  (void)state;
  tn_tensor_t x = LEAF(1);
  own_hook_t* own = malloc(sizeof *own);
  own->tensor = x;
  own->id = tn_tensor_register_hook(x, remove_itself, own, free);
  ok(tn_backward(tn_mul(x, x)));
  ASSERT_GRAD(x, 14);
  ok(tn_backward(tn_mul(x, x)));
  ASSERT_GRAD(x, 16);
}

static void test_refused_registration(void** state) {
  (void)state;
  record_t record = {0};
  tn_tensor_t t = VECTOR(1);
  assert_int_equal(tn_tensor_register_hook(t, watch, &record, count_destroyed), -1);
  failed_with(TN_ERR_STATE, "cannot register a hook on a tensor that doesn't require gradient");
  assert_int_equal(record.destroyed, 1);
}

// ---- backward from within backward

typedef struct {
  tn_tensor_t root, leaf;
  int depth;
} inner_t;

static tn_status_t walk_another_graph(tn_call_t call, void* user_data) {
  (void)call;
  inner_t* inner = user_data;
  tn_set_grad_enabled(1);
  return tn_backward(tn_mul(inner->leaf, inner->leaf));
}

// The same graph, of which the outer walk is in the middle.
static tn_status_t walk_the_same_graph(tn_call_t call, void* user_data) {
  inner_t* inner = user_data;
  if (inner->depth) return TN_OK;
  ++inner->depth;
  tn_grad_options_t o;
  tn_grad_options_init(&o, sizeof o);
  o.retain_graph = 1;
  tn_tensor_t g =
      tn_tensors_get(tn_grad_with(TN_TENSORS(inner->root), TN_TENSORS(inner->leaf), NULL, 0, &o), 0);
  return tn_call_return(call, 0, tn_mul(tn_call_arg(call, 0), g));
}

static void test_walk_inside_a_walk(void** state) {
  (void)state;
  inner_t inner = {.leaf = LEAF(5)};
  tn_tensor_t x = LEAF(2), h = tn_mul(x, x);
  tn_tensor_register_hook(h, walk_another_graph, &inner, NULL);
  ok(tn_backward(tn_mul(h, h)));
  ASSERT_GRAD(x, 32);
  ASSERT_GRAD(inner.leaf, 10);
}

static void test_walk_of_the_same_graph_inside(void** state) {
  (void)state;
  // y = (x^2)(x^2)(3x). The walk inside is of what the outer one has before it.
  tn_tensor_t x = LEAF(2), h = tn_mul(x, x), k = tn_mul(h, h), z = tn_mul_scalar(x, 3), y = tn_mul(k, z);
  inner_t below = {.root = h, .leaf = x};
  int64_t id = tn_tensor_register_hook(k, walk_the_same_graph, &below, NULL);
  tn_backward_options_t keep;
  tn_backward_options_init(&keep, sizeof keep);
  keep.retain_graph = 1;
  ok(tn_backward_with(y, TN_NONE, NULL, 0, &keep));
  // dy/dk = 6, times dh/dx = 4; k = x^4; z's part is 3 k.
  ASSERT_GRAD(x, 24 * 32 + 3 * 16);
  ok(tn_tensor_remove_hook(k, id));

  // And of all of it: what the outer one has gathered comes back.
  inner_t whole = {.root = y, .leaf = x};
  tn_tensor_register_hook(k, walk_the_same_graph, &whole, NULL);
  ok(tn_tensor_set_grad(x, TN_NONE));
  ok(tn_backward_with(y, TN_NONE, NULL, 0, &keep));
  // dy/dx = 15 x^4
  ASSERT_GRAD(x, 6 * 240 * 32 + 3 * 16);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      GRADIENT_TEST(test_leaf_hook_sees_the_whole_gradient_once),
      GRADIENT_TEST(test_result_hook),
      GRADIENT_TEST(test_hook_on_one_of_several_results),
      GRADIENT_TEST(test_leaf_hook_in_grad),
      GRADIENT_TEST(test_failing_hooks),
      GRADIENT_TEST(test_hook_that_removes_itself),
      GRADIENT_TEST(test_refused_registration),
      GRADIENT_TEST(test_walk_inside_a_walk),
      GRADIENT_TEST(test_walk_of_the_same_graph_inside),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
